"""Finds names of actors: one automaton over all names, then dates, guards and the longest name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import ahocorasick_rs

from warehouse.terms import ActorKind, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

# Shorter names in capitals ("US", "UN") are names already; "IN" and "TO" would be words.
CAPITALS_LETTERS_MIN = 4
# "North Korea's Kim", "Singapore's Prime Minister Lee": the country stands at most so far before the surname.
APPOSITION_CHARS = 18
APOSTROPHES = "’ʼ‘"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who a name belongs to, and in which days.

    Where it is a surname, one of `full_names` must stand in the text, or the actor be named just before it.
    """

    entity_id: str
    actor_id: str
    kind: ActorKind
    first_on: date | None = None
    last_on: date | None = None
    full_names: frozenset[str] = frozenset()

    def bears_on(self, day: date | None) -> bool:
        """Whether the name is this bearer's on a day; without a day, whether it still is."""
        if day is None:
            return self.last_on is None
        return (self.first_on is None or self.first_on <= day) and (self.last_on is None or day <= self.last_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """Words around a name by which it is somebody else."""

    next_words: frozenset[str]
    previous_words: frozenset[str]
    sentence_words: frozenset[str]

    def in_capitals(self) -> Lookalike:
        """The same words in capitals, for a name in capitals."""
        return Lookalike(
            next_words=frozenset(word.upper() for word in self.next_words),
            previous_words=frozenset(word.upper() for word in self.previous_words),
            sentence_words=frozenset(word.upper() for word in self.sentence_words),
        )


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names, and whose they are. `find` is the only way in."""

    bearers: Mapping[str, tuple[Bearer, ...]]
    lookalikes: Mapping[tuple[str, str], tuple[Lookalike, ...]]
    _names: list[str] = field(default_factory=list)
    _automaton: ahocorasick_rs.AhoCorasick | None = None

    @classmethod
    def of(
        cls, bearers: Mapping[str, tuple[Bearer, ...]], lookalikes: Mapping[tuple[str, str], tuple[Lookalike, ...]]
    ) -> Gazetteer:
        """Build the automaton over the names and their spellings in capitals."""
        spelled, guarded = dict(bearers), dict(lookalikes)
        for name, whose in bearers.items():
            if len(name) >= CAPITALS_LETTERS_MIN:
                spelled.setdefault(name.upper(), whose)
        for (name, whose_id), guards in lookalikes.items():
            in_capitals = tuple(guard.in_capitals() for guard in guards)
            guarded[name.upper(), whose_id] = (*guarded.get((name.upper(), whose_id), ()), *in_capitals)
        names = sorted(spelled)
        automaton = ahocorasick_rs.AhoCorasick(names) if names else None
        return cls(spelled, guarded, names, automaton)

    def find(self, text: str, published_on: date | None) -> list[Mention]:
        """The mentions of a text, in its order and without overlap, as of a day."""
        if self._automaton is None:
            return []
        plain = text
        for apostrophe in APOSTROPHES:
            plain = plain.replace(apostrophe, "'")
        spans = longest_first(
            (start, end, self._names[index])
            for index, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True)
            if is_whole_word(plain, start, end)
        )
        surfaces = {name for _, _, name in spans}
        found: list[Mention] = []
        for start, end, name in spans:
            just_named = found[-1].actor_id if found and start - found[-1].end <= APPOSITION_CHARS else ""
            bearer = self.bearer(name, published_on, surfaces, just_named)
            if bearer and not self.is_lookalike(plain, start, end, name, bearer):
                found.append(
                    Mention(
                        entity_id=bearer.entity_id,
                        actor_id=bearer.actor_id,
                        kind=bearer.kind,
                        start=start,
                        end=end,
                        surface=text[start:end],
                    )
                )
        return found

    def bearer(self, name: str, published_on: date | None, surfaces: set[str], just_named: str) -> Bearer | None:
        """Whose a name is on a day, among the names the text holds; `just_named` is the actor named before it."""
        for bearer in self.bearers[name]:
            is_sure = (
                not bearer.full_names or bearer.actor_id == just_named or not bearer.full_names.isdisjoint(surfaces)
            )
            if is_sure and bearer.bears_on(published_on):
                return bearer
        return None

    def is_lookalike(self, text: str, start: int, end: int, name: str, bearer: Bearer) -> bool:
        """Whether the words around a name say that it is somebody else."""
        guards = self.lookalikes.get((name, bearer.entity_id)) or self.lookalikes.get((name, bearer.actor_id))
        if not guards:
            return False
        following = text[end : end + 40].split(maxsplit=1)
        before = text[max(0, start - 40) : start].split()
        next_word = following[0].strip(".,;:!?'\"()") if following and text[end : end + 1] in {" ", "-"} else ""
        previous_word = before[-1].strip(",;:!?'\"()") if before else ""
        sentence = frozenset(sentence_around(text, start, end).replace("'s", "").split())
        # The guards of a name in capitals are in capitals; the words around it may be in either.
        spelled = str.upper if name.isupper() else str
        return any(
            spelled(next_word) in guard.next_words
            or spelled(previous_word) in guard.previous_words
            or not guard.sentence_words.isdisjoint(spelled(word.strip(".,;:!?'\"()")) for word in sentence)
            for guard in guards
        )


def is_whole_word(text: str, start: int, end: int) -> bool:
    """Whether a span neither begins nor ends inside a word."""
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def longest_first(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans without overlap, the longest first to choose, in the order of the text."""
    chosen: list[tuple[int, int, str]] = []
    end_before = -1
    for start, end, name in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end_before:
            chosen.append((start, end, name))
            end_before = end
    return chosen


def sentence_around(text: str, start: int, end: int, reach_chars: int = 300) -> str:
    """The text around a span up to the nearest full stop or line end, roughly."""
    low = max(
        text.rfind(". ", max(0, start - reach_chars), start), text.rfind("\n", max(0, start - reach_chars), start)
    )
    stops = [at for at in (text.find(". ", end, end + reach_chars), text.find("\n", end, end + reach_chars)) if at >= 0]
    return text[low + 1 if low >= 0 else max(0, start - reach_chars) : min(stops, default=end + reach_chars)]


def as_guards(rows: Sequence[tuple[Sequence[str], Sequence[str], Sequence[str]]]) -> tuple[Lookalike, ...]:
    """Lookalikes of one name: the words after it, before it and in its sentence."""
    return tuple(
        Lookalike(
            next_words=frozenset(next_words),
            previous_words=frozenset(previous_words),
            sentence_words=frozenset(sentence_words),
        )
        for next_words, previous_words, sentence_words in rows
    )
