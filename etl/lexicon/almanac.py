"""Who held which office when, and the days and years that news counts from: by these a text tells its own day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.stages.line_search import LinePattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from etl.lexicon.gazetteer import Bearer
    from etl.lexicon.rows import LandmarkRow, RecurrenceRow

INNER_GROUP = re.compile(r"\((?:\?:)?[^()]*\)\??")
# A bracket that was taken out, a class of letters, a sign that stands for itself, a letter that may be left out.
VARIABLE = re.compile(r"\||\[[^\]]*\]\??|\\.\??|.\?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One person's days in one office; no last day while in it."""

    office: str
    actor_id: str
    full_names: frozenset[str]
    first_on: date
    last_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Almanac:
    """Terms in office by surname and full name; landmarks with their days; what comes round with its years."""

    terms: Mapping[str, tuple[Term, ...]]
    landmarks: tuple[tuple[LinePattern, date], ...]
    recurrences: tuple[tuple[LinePattern, frozenset[int]], ...]
    any_landmark: LinePattern
    any_recurrence: LinePattern

    @classmethod
    def of(
        cls,
        bearers: Mapping[str, tuple[Bearer, ...]],
        landmarks: Sequence[LandmarkRow],
        recurrences: Sequence[RecurrenceRow],
    ) -> Almanac:
        """The almanac of a lexicon."""
        return cls(
            terms=terms_of(bearers),
            landmarks=tuple((names_of(row.names), row.on) for row in landmarks),
            recurrences=tuple((names_of(row.names), row.all_years) for row in recurrences),
            any_landmark=names_of([name for row in landmarks for name in row.names]),
            any_recurrence=names_of([name for row in recurrences for name in row.names]),
        )


def names_of(names: Sequence[str]) -> LinePattern:
    """Any of several names, as whole words."""
    return LinePattern(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", sorted(set(map(plain_part, names))))


def plain_part(name: str) -> str:
    """The longest run of letters that stands in a name however it is spelled: outside of brackets, and not optional.

    A name holds no signs of regular expressions but brackets, classes, question marks and what a backslash quotes
    (tests/property/test_almanac.py).
    """
    flat, count = name, 1
    while count:
        flat, count = INNER_GROUP.subn("|", flat)
    # Of two as long, the later: "17" tells more than "of".
    return max(reversed(VARIABLE.split(flat)), key=lambda part: len(part.strip()))


def terms_of(bearers: Mapping[str, tuple[Bearer, ...]]) -> dict[str, tuple[Term, ...]]:
    """The terms of each surname and full name."""
    found: dict[str, list[Term]] = {}
    for surname, whose in bearers.items():
        for one in whose:
            if not one.full_names or one.first_on is None:
                continue
            term = Term(
                office=one.office.lower(),
                actor_id=one.actor_id,
                full_names=one.full_names,
                first_on=one.first_on,
                last_on=one.last_on,
            )
            for name in {surname, *one.full_names}:
                terms = found.setdefault(name, [])
                if term not in terms:
                    terms.append(term)
    return {name: tuple(terms) for name, terms in found.items()}
