"""What an address asks for: typed values, and a friendly refusal for each one that cannot be used.

Nothing of a refused value is shown, so that an address cannot put words on a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from warehouse.terms import Kind, Role, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

SORTS = ("level", "change", "surprise")
PERIOD = "90"
PERIODS = ("30", PERIOD, "180", "365")
WHO = ("all", "state", "group", "organisation")
OUTLETS_MAX = 999
ROLES = tuple(role.value for role in (Role.EITHER, Role.ACTOR, Role.RECIPIENT))
SCOPES = tuple(scope.value for scope in Scope)
KIND_CHOICES = ("all", *(kind.value for kind in Kind if kind is not Kind.NONE))
HIT_INDEX_MAX = 99_999

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WORDS = re.compile(r"[a-z]{2,20}(?:-[a-z]{2,20}){0,5}", re.ASCII)
_INDEX = re.compile(r"\d{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a page shows. Empty strings and None where the address does not say."""

    actor: str = ""
    recipient: str = ""
    theatre: str = ""
    role: str = Role.EITHER.value
    scope: str = Scope.INTERNATIONAL.value
    sort: str = SORTS[0]
    kind: str = KIND_CHOICES[0]
    day: date | None = None
    from_on: date | None = None
    to_on: date | None = None
    article: str = ""
    hit: int | None = None
    period: str = PERIOD
    who: str = WHO[0]
    region: str = ""
    group: str = ""
    outlets: int = 0
    since: date | None = None
    refusals: tuple[str, ...] = ()


@dataclass(slots=True)
class _Refusals:
    """Sentences about parameters that could not be used, in the order they were met."""

    said: list[str] = field(default_factory=list)

    def choice(self, given: str | None, choices: tuple[str, ...], name: str, default: str = "") -> str:
        """One of `choices`; the first, or the default, where the address has none or another."""
        default = default or choices[0]
        if given is None or given in choices:
            return given or default
        self.said.append(f"The address asks for a {name} that does not exist; showing “{default}”.")
        return default

    def day(self, given: str | None, name: str) -> date | None:
        """A day as YYYY-MM-DD, or None."""
        if given is None:
            return None
        if _DAY.fullmatch(given):
            try:
                return date.fromisoformat(given)
            except ValueError:
                pass
        self.said.append(f"The address has a {name} that is no day of the form 2023-12-28; it is left out.")
        return None

    def identifier(self, given: str | None, name: str) -> str:
        """An id, or empty."""
        if given is None:
            return ""
        if _ID.fullmatch(given):
            return given
        self.said.append(f"The address has an {name} that cannot be one; it is left out.")
        return ""

    def pattern(self, given: str | None, form: re.Pattern[str], name: str) -> str:
        """What has a form, or empty."""
        if given is None or form.fullmatch(given):
            return given or ""
        self.said.append(f"The address has a {name} that cannot be one; it is left out.")
        return ""

    def index(self, given: str | None, name: str) -> int | None:
        """A small number from 0, or None."""
        if given is None:
            return None
        if _INDEX.fullmatch(given):
            return int(given)
        self.said.append(f"The address has a {name} that is no number; it is left out.")
        return None


def parse(address: Mapping[str, str]) -> Selection:
    """The selection that an address's query parameters make. Never raises, whatever they hold."""
    refused = _Refusals()
    from_on, to_on = refused.day(address.get("from"), "first day"), refused.day(address.get("to"), "last day")
    if from_on and to_on and from_on > to_on:
        refused.said.append("The address begins after it ends; the two days are swapped.")
        from_on, to_on = to_on, from_on
    return Selection(
        actor=refused.identifier(address.get("actor"), "actor"),
        recipient=refused.identifier(address.get("recipient"), "recipient"),
        theatre=refused.identifier(address.get("theatre"), "theatre"),
        role=refused.choice(address.get("role"), ROLES, "role"),
        scope=refused.choice(address.get("scope"), SCOPES, "scope"),
        sort=refused.choice(address.get("sort"), SORTS, "order"),
        kind=refused.choice(address.get("kind"), KIND_CHOICES, "kind"),
        day=refused.day(address.get("day"), "day"),
        from_on=from_on,
        to_on=to_on,
        article=refused.identifier(address.get("article"), "article"),
        hit=refused.index(address.get("hit"), "hit"),
        period=refused.choice(address.get("period"), PERIODS, "period", PERIOD),
        who=refused.choice(address.get("who"), WHO, "kind of actor"),
        region=refused.pattern(address.get("region"), _WORDS, "region"),
        group=refused.identifier(address.get("group"), "group"),
        outlets=min(refused.index(address.get("outlets"), "number of outlets") or 0, OUTLETS_MAX),
        since=refused.day(address.get("since"), "day to compare with"),
        refusals=tuple(refused.said),
    )


def within(on: date | None, first: date, last: date, *, otherwise: date) -> tuple[date, str]:
    """A day inside [first, last], and a sentence if the one asked for is not."""
    if on is None:
        return otherwise, ""
    if first <= on <= last:
        return on, ""
    return otherwise, f"There is no data for the day in the address; it runs from {first} to {last}."


def clamped(on: date | None, first: date, last: date, *, otherwise: date) -> date:
    """A day, or the nearest one inside [first, last]."""
    return min(max(on or otherwise, first), last)


def address_of(**given: str | int | date | None) -> dict[str, str]:
    """Query parameters of a link: what is None or empty is left out."""
    return {
        ("from" if name == "from_on" else "to" if name == "to_on" else name): str(value)
        for name, value in given.items()
        if value is not None and value != ""
    }
