"""Who held which office when, and the days and years that news counts from: by these a text tells its own day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from etl.lexicon.gazetteer import Bearer
    from etl.lexicon.rows import LandmarkRow, RecurrenceRow


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
    landmarks: tuple[tuple[re.Pattern[str], date], ...]
    recurrences: tuple[tuple[re.Pattern[str], frozenset[int]], ...]
    any_landmark: re.Pattern[str]
    any_recurrence: re.Pattern[str]

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
            any_landmark=names_of([name for row in landmarks for name in row.names] or ["(?!)"]),
            any_recurrence=names_of([name for row in recurrences for name in row.names] or ["(?!)"]),
        )


def names_of(names: Sequence[str]) -> re.Pattern[str]:
    """Any of several names, as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")


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
