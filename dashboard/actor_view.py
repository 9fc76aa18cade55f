"""What the actor page shows beside the actor and the period: address -> typed view, refusing in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dashboard import selection

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHERS_MAX = 5
SPAN_DAYS_MAX = 366
PARTS = ("stories", "classes", "cues", "counterparts", "outlets", "tone", "domestic", "notes")
LAYOUTS = ("lines", "panels")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Actors beside the first; the first day of a span that ends at the chosen day; the part and the layout."""

    others: tuple[str, ...] = ()
    since: date | None = None
    part: str = PARTS[0]
    layout: str = LAYOUTS[0]
    refusals: tuple[str, ...] = ()


def parse(address: Mapping[str, str]) -> View:
    """The view that an address asks for. Never raises, whatever it holds."""
    said: list[str] = []
    others, given = [], address.get("with")
    for one in (given or "").split(",") if given is not None else []:
        found = selection.parse({"actor": one}).actor
        if not found:
            said.append("The address compares with an actor that cannot be one; it is left out.")
        elif found not in others:
            others.append(found)
    if len(others) > OTHERS_MAX:
        said.append(f"At most {OTHERS_MAX + 1} actors are compared; the others are left out.")
    since = selection.parse({"day": address["since"]}).day if "since" in address else None
    if "since" in address and since is None:
        said.append("The address has a beginning of a span that is no day of the form 2023-12-28; it is left out.")
    return View(
        others=tuple(others[:OTHERS_MAX]),
        since=since,
        part=one_of(address.get("part"), PARTS, "part", said),
        layout=one_of(address.get("layout"), LAYOUTS, "layout", said),
        refusals=tuple(dict.fromkeys(said)),
    )


def one_of(given: str | None, choices: tuple[str, ...], name: str, said: list[str]) -> str:
    """One of `choices`; the first, with a sentence, where the address asks for another."""
    if given is None or given in choices:
        return given or choices[0]
    said.append(f"The address asks for a {name} that does not exist; showing “{choices[0]}”.")
    return choices[0]


def span(since: date | None, on: date, first: date) -> tuple[date | None, str]:
    """The first day of the span that ends on `on`, None for the day alone, and a sentence where it was cut."""
    if since is None or since >= on:
        return None, "" if since is None or since == on else "The span in the address begins after it ends."
    longest = max(first, on - timedelta(days=SPAN_DAYS_MAX - 1))
    if since < longest:
        return longest, f"The span in the address is too long or begins before the data; showing from {longest}."
    return since, ""
