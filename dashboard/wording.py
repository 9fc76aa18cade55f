"""Every phrase the pages say: numbers with units, dates, labels, headlines. Pure: values in, words out."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from warehouse.terms import EventClass, Kind, Modality, Role, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

UNIT = "per 1,000 stories"
MINUS = "\N{MINUS SIGN}"
ARROW = "\N{RIGHTWARDS ARROW}"
NOBODY = "nobody named"

KINDS = {
    Kind.ACT: "Act",
    Kind.THREAT: "Threat",
    Kind.DEESCALATION: "De-escalation",
    Kind.NONE: "In no series",
}
KIND_MARKS = {
    Kind.ACT: "\N{BLACK SQUARE}",
    Kind.THREAT: "\N{BLACK UP-POINTING TRIANGLE}",
    Kind.DEESCALATION: "\N{BLACK DOWN-POINTING TRIANGLE}",
    Kind.NONE: "\N{WHITE CIRCLE}",
}
KIND_NOTES = {
    Kind.ACT: "conflict that happened",
    Kind.THREAT: "conflict threatened, planned or prepared",
    Kind.DEESCALATION: "conflict reversed or restrained",
    Kind.NONE: "found, but in none of the three series",
}
ROLES = {Role.EITHER: "Acting or targeted", Role.ACTOR: "Acting", Role.RECIPIENT: "Targeted"}
SCOPES = {Scope.INTERNATIONAL: "Between states", Scope.DOMESTIC: "Within one state"}
CLASSES = {
    EventClass.AGREE: "agrees",
    EventClass.CONSULT: "meets or talks",
    EventClass.SUPPORT: "supports in words",
    EventClass.CONCEDE: "concedes or eases",
    EventClass.COOPERATE: "cooperates",
    EventClass.AID: "gives aid",
    EventClass.RETREAT: "withdraws or releases",
    EventClass.REQUEST: "demands",
    EventClass.ACCUSE: "accuses",
    EventClass.REJECT: "rejects",
    EventClass.THREATEN: "threatens",
    EventClass.PROTEST: "protests",
    EventClass.SANCTION: "sanctions",
    EventClass.MOBILIZE: "mobilises or tests arms",
    EventClass.COERCE: "coerces",
    EventClass.ASSAULT: "attacks",
}
MODALITIES = {
    Modality.ASSERTED: "told as fact",
    Modality.ATTRIBUTED: "reported as said by somebody",
    Modality.FUTURE: "told as planned or expected",
    Modality.CONDITIONAL: "only under a condition",
    Modality.NEGATED: "told as not so",
    Modality.HISTORICAL: "told of the past",
    Modality.QUESTION: "asked, not told",
}
REASONS = {
    "negated": "The words deny it: it is told as not happening.",
    "conditional": "It is told as something that would happen only under a condition.",
    "historical": "It tells of something long past, not of news.",
    "question": "It is a question, not a report.",
    "only demanded": "It is only demanded or called for, and not told as done.",
    "refused": "It is refused: the refusal counts, and not what is refused.",
    "no political actor": "The words are broad, and no actor or political body stands near them.",
    "background": "A fight is only named behind what the clause tells: a meeting, help, an accord.",
    "accusation of a plan": "Somebody is accused of planning it; only the accusation counts.",
}
QUALITIES = {
    "complete": "complete: enough outlets and stories",
    "partial": "partial: the day is not over",
    "thin": "thin: few stories in the window",
    "narrow": "narrow: few outlets take part",
    "outage": "outage: most outlets that should have spoken were silent; the day is left out",
    "gap": "gap: no outlet takes part, or too much of the window is an outage, so nothing is known",
}
COUNTS_AS = {
    "story": "Counts: it is the first copy of its story in this outlet.",
    "copy": "Does not count: another copy of the story, in the same outlet, came first.",
    "republication": "Republication: does not count. It repeats a story that began over 72 hours before.",
    "undated": "Does not count: no date of publication could be read.",
    "unsupported": "Does not count: the lexicon does not read its language.",
    "superseded": "Does not count: a newer revision took its place.",
}
DATE_METHODS = {
    "feed": "date from the feed",
    "page": "date from the page",
    "crawl": "date is when a crawler saw it",
    "none": "no date",
}
FETCH_STATUSES = {
    "read": "Read",
    "not_modified": "Nothing new (the server said so)",
    "unchanged": "Nothing new (same content)",
    "failed": "Failed",
}

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_REPLACED_LATER = re.compile(r"(?<=:)(?=[\w+\-/]+:)|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_WORD_JOINER = "\u2060"


def literal(text: str) -> str:
    """Text that a Markdown label shows as it is: no formula, colour, picture, link, emoji or arrow.

    Backslashes end all syntax. Emoji names and arrows are replaced after parsing, so an invisible joiner
    splits them.
    """
    one_line = " ".join(_UNSEEN.sub("", text).split())
    return _PUNCTUATION.sub(r"\\\1", _REPLACED_LATER.sub(_WORD_JOINER, one_line))


def with_code(text: str) -> str:
    """Our own text for Markdown, in which only `commands` in backticks are set off."""
    parts = text.split("`")
    return "".join(f"`{part}`" if place % 2 and part else literal_spaced(part) for place, part in enumerate(parts))


def literal_spaced(text: str) -> str:
    """As `literal`, keeping the spaces at both ends."""
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{literal(text)}{trail}" if text.strip() else text


def cell(text: str) -> str:
    """Text for a table that can be downloaded: a spreadsheet must not take it for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def title_of(title: str) -> str:
    """A title for people: on one line, without characters that reorder or hide others; never empty."""
    return " ".join(_UNSEEN.sub("", title).split()) or "(no title)"


def day(on: date | None) -> str:
    """28 Dec 2023."""
    return f"{on.day} {on:%b %Y}" if on else "no date"


def instant(at: datetime | None) -> str:
    """28 Dec 2023, 06:15 UTC."""
    return f"{day(at)}, {at:%H:%M} UTC" if at else "no date"


def published(article: Mapping[str, Any]) -> str:
    """Published 28 December 2023 (dateline and text; the stamp says 16 April 2025), or the instant and its method."""
    at, stamped_at, method = article["published_at"], article["stamped_at"], article["published_method"]
    if at is None or stamped_at is None or at == stamped_at or method in DATE_METHODS:
        return f"{instant(at)} ({DATE_METHODS.get(method, method)})"
    return f"published {full_day(at)} ({method}; the stamp says {full_day(stamped_at)})"


def full_day(on: date) -> str:
    """28 December 2023."""
    return f"{on.day} {on:%B %Y}"


def is_known(value: float | None) -> bool:
    """Whether there is a number: a gap is None or NaN."""
    return value is not None and not math.isnan(value)


def pooled(window_days: int) -> str:
    """What every value is, with its unit."""
    return f"{UNIT}, pooled over {count(window_days, 'day')}, mean over outlets"


def level(value: float | None) -> str:
    """12.34, or an em dash where nothing is known."""
    return f"{value:,.2f}" if value is not None and is_known(value) else "\N{EM DASH}"


def change(value: float | None) -> str:
    """+1.20 or −0.35, the sign always shown."""
    if value is None or not is_known(value):
        return "\N{EM DASH}"
    if abs(value) < 0.005:
        return "\N{PLUS-MINUS SIGN}0.00"
    return f"{'+' if value > 0 else MINUS}{abs(value):,.2f}"


def count(number: int, noun: str, plural: str = "") -> str:
    """1 story, 1,204 stories."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def stories(number: int) -> str:
    """1 story, 2 stories."""
    return count(number, "story", "stories")


def names(given: Sequence[str]) -> str:
    """A, B and C."""
    if len(given) < 2:
        return "".join(given)
    return f"{', '.join(given[:-1])} and {given[-1]}"


def headline(on: date, tense: Sequence[str], rising: Sequence[str]) -> str:
    """Most tense on 28 Dec 2023: North Korea, Israel and Russia. Rising most: Yemen."""
    if not tense:
        return f"Nothing counted in the days up to {day(on)}."
    first = f"Most tense on {day(on)}: {names(tense)}."
    return f"{first} Rising most: {names(rising)}." if rising else f"{first} No actor is rising."


def age(minutes: float) -> str:
    """45 minutes, 3 hours, 2 days."""
    if minutes < 90:
        return count(max(round(minutes), 0), "minute")
    if minutes < 48 * 60:
        return count(round(minutes / 60), "hour")
    return count(round(minutes / 1440), "day")


def class_of(event_class: str, mode: str = "") -> str:
    """A class in words with its mode: attacks (airstrike)."""
    words = CLASSES[EventClass(event_class)] if event_class in set(EventClass) else event_class
    return f"{words} ({mode.replace('-', ' ').replace('_', ' ')})" if mode else words


def dyad(actor: str, recipient: str) -> str:
    """North Korea → South Korea."""
    return f"{actor or NOBODY} {ARROW} {recipient or NOBODY}"


def reason(code: str) -> str:
    """Why a hit does not count, in a sentence."""
    return REASONS.get(code, f"The context is not geopolitics: {code}.")


def proof(kind: str, value: float | None, shares: Sequence[float]) -> str:
    """Act 12.34 = sum of 7 shares, or what is wrong if they do not add up."""
    label = KINDS[Kind(kind)]
    if value is None or not is_known(value):
        return f"{label}: nothing is known for this day"
    if not shares and not value:
        return f"{label} 0.00: no story in the window"
    total = math.fsum(shares)
    if not math.isclose(total, value, rel_tol=1e-6, abs_tol=1e-9):
        return f"{label} {level(value)}, but its shares add up to {level(total)}: please report this"
    return f"{label} {level(value)} = sum of {count(len(shares), 'share')}"
