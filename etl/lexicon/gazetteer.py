"""Finds names of actors: one automaton over all names, then dates, guards and the longest name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

import ahocorasick_rs

from etl.lexicon.neighbours import ENDS, Neighbours, first_half_before, is_headline, line_around, word_after
from warehouse.terms import ActorKind, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

# Shorter names in capitals ("US", "UN") are names already; "IN" and "TO" would be words.
CAPITALS_LETTERS_MIN = 4
# "Malé" without its mark is a word, "Bogotá" is none.
UNACCENTED_LETTERS_MIN = 5
# "North Korea's Kim", "Singapore's Prime Minister Lee": the country stands at most so far before the surname.
APPOSITION_CHARS = 18
# Between a state and a place or a people of it: "NGA@Yoruba".
LOCAL = "@"
CLITIC = re.compile(r"'(s|S|d|ll|re|ve)\b")
APOSTROPHES = "’ʼ‘"
# Letters that do not come apart into a letter and a mark.
LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "ð": "d"}
)
# Titles that say nothing of an office.
TITLES_OF_ANY = frozenset({"leader", "dictator", "strongman", "chairman"})
COURTESIES = frozenset({"Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Lord", "Sir"})
PASSING = ("acting ", "interim ", "transitional ")
TITLES_IN_SHORT = {"pm": "prime minister", "premier": "prime minister"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who a name belongs to, and in which days.

    `full_names` and `office` are given for a surname. One of the full names must stand in the text, unless the person
    `is_known`, the country or a title stands just before, or the sentence is about what leaders do.
    A name that `is_shared` ("Korea") is this bearer's where the text names him otherwise, one that `is_prefix` ("Sino")
    before a hyphen and a capital, one that `is_where` after a word of place ("in Houston").
    """

    entity_id: str
    actor_id: str
    kind: ActorKind
    first_on: date | None = None
    last_on: date | None = None
    full_names: frozenset[str] = frozenset()
    office: str = ""
    is_known: bool = False
    is_shared: bool = False
    near: frozenset[str] = frozenset()
    is_prefix: bool = False
    is_place: bool = False
    is_where: bool = False

    @property
    def is_local(self) -> bool:
        """Whether it is a place or a people of its actor."""
        return LOCAL in self.entity_id

    @property
    def is_always_meant(self) -> bool:
        """Whether nothing but the name is needed: no day, no title, no other name."""
        return not self.full_names and self.first_on is None and not (self.is_shared or self.is_prefix)

    def bears_on(self, day: date | None) -> bool:
        """Whether the name is this bearer's on a day; without a day, whether it still is."""
        if day is None:
            return self.last_on is None
        return (self.first_on is None or self.first_on <= day) and (self.last_on is None or day <= self.last_on)

    def has_title(self, title: str) -> bool:
        """Whether a title is one of his: of his office, or one that says nothing of an office."""
        said = TITLES_IN_SHORT.get(title.lower(), title.lower())
        office = self.office.lower()
        for passing in PASSING:
            office = office.removeprefix(passing)
        return bool(said) and (said in TITLES_OF_ANY or f"{office} ".startswith(f"{said} "))


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
    """All names, and whose they are. `find` is the only way in.

    `origins` gives each spelling its names as the files write them: "PENA NIETO" is "Peña Nieto".
    """

    bearers: Mapping[str, tuple[Bearer, ...]]
    lookalikes: Mapping[tuple[str, str], tuple[Lookalike, ...]]
    neighbours: Neighbours = field(default_factory=Neighbours)
    origins: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _names: list[str] = field(default_factory=list)
    _automaton: ahocorasick_rs.AhoCorasick | None = None

    @classmethod
    def of(
        cls,
        bearers: Mapping[str, tuple[Bearer, ...]],
        lookalikes: Mapping[tuple[str, str], tuple[Lookalike, ...]],
        neighbours: Neighbours | None = None,
    ) -> Gazetteer:
        """Build the automaton over the names and their spellings: without accents and hyphens, and in capitals."""
        spelled, guarded = dict(bearers), dict(lookalikes)
        origins = {name: frozenset({name}) for name in bearers}
        for name, whose in bearers.items():
            for spelling in spellings(name):
                known = spelled.get(spelling, ())
                spelled[spelling] = (*known, *(one for one in whose if one not in known))
                origins[spelling] = origins.get(spelling, frozenset()) | {name}
        for (name, whose_id), guards in lookalikes.items():
            in_capitals = tuple(guard.in_capitals() for guard in guards)
            guarded[name.upper(), whose_id] = (*guarded.get((name.upper(), whose_id), ()), *in_capitals)
        names = sorted(spelled)
        automaton = ahocorasick_rs.AhoCorasick(names) if names else None
        return cls(spelled, guarded, neighbours or Neighbours(), origins, names, automaton)

    def find(self, text: str, published_on: date | None) -> list[Mention]:
        """The mentions of a text, in its order and without overlap, as of a day."""
        if self._automaton is None:
            return []
        plain = text
        for apostrophe in () if text.isascii() else APOSTROPHES:
            plain = plain.replace(apostrophe, "'")
        names = self._names
        spans = longest_first(
            [
                (start, end, names[index])
                for index, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True)
                # Half of them begin inside a word: they end here, without a call.
                if not (start and plain[start - 1].isalnum()) and is_whole_word(plain, start, end)
            ]
        )
        reading = Reading(plain, published_on, spans, self)
        found: list[Mention] = []
        for start, end, name in spans:
            just_named = found[-1].actor_id if found and start - found[-1].end <= APPOSITION_CHARS else ""
            bearer = reading.bearer(start, end, name, just_named)
            if bearer and not reading.is_lookalike(start, end, name, bearer):
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


class Reading:
    """A text while its names are read: what the whole of it says of each."""

    def __init__(
        self, text: str, published_on: date | None, spans: list[tuple[int, int, str]], gazetteer: Gazetteer
    ) -> None:
        self.text = text
        self.published_on = published_on
        self.spans = spans
        self.gazetteer = gazetteer
        self.neighbours = gazetteer.neighbours

    @cached_property
    def surfaces(self) -> frozenset[str]:
        """The names that the text holds, as the files write them."""
        return frozenset(origin for _, _, name in self.spans for origin in self.gazetteer.origins[name])

    @cached_property
    def starts(self) -> frozenset[int]:
        """Where a name begins."""
        return frozenset(start for start, _, _ in self.spans)

    @cached_property
    def ends(self) -> frozenset[int]:
        """Where a name ends."""
        return frozenset(end for _, end, _ in self.spans)

    @cached_property
    def named(self) -> frozenset[str]:
        """The actors that the text names by a name of their own, and no surname."""
        return frozenset(
            bearer.actor_id
            for _, _, name in self.spans
            for bearer in self.on_the_day(name)
            if not bearer.full_names and not bearer.is_where and not self.is_shared(name)
        )

    @cached_property
    def of_others(self) -> frozenset[str]:
        """The surnames that the text gives to somebody else: "Dustin Johnson"."""
        return frozenset(
            name
            for start, end, name in self.spans
            if (own := own_words(self.gazetteer.bearers[name]))
            and self.neighbours.is_other_person(self.text, start, end, own, is_rare=False)
        )

    def on_the_day(self, name: str) -> list[Bearer]:
        """Who bears a name on the day of the text."""
        return [bearer for bearer in self.gazetteer.bearers[name] if bearer.bears_on(self.published_on)]

    def is_shared(self, name: str) -> bool:
        """Whether a name is of those that several actors share."""
        return any(bearer.is_shared for bearer in self.gazetteer.bearers[name])

    def bearer(self, start: int, end: int, name: str, just_named: str) -> Bearer | None:
        """Whose a name is, among the names the text holds; `just_named` is the actor named before it."""
        whose = self.gazetteer.bearers[name]
        if len(whose) == 1 and whose[0].is_always_meant:
            return whose[0]
        candidates = [
            one
            for one in self.on_the_day(name)
            if not one.is_prefix or (self.text.startswith("-", end) and self.text[end + 1 : end + 2].isupper())
        ]
        if any(bearer.is_shared for bearer in candidates):
            return self.sharer(candidates, line_around(self.text, start, end))
        title = self.neighbours.title_before(self.text, start) if len(candidates) > 1 else ""
        full = self.surfaces if len(candidates) > 1 else frozenset()
        candidates.sort(key=lambda one: (one.has_title(title), not one.full_names.isdisjoint(full)), reverse=True)
        return next(
            (one for one in candidates if not one.full_names or self.is_meant(one, start, end, name, just_named)), None
        )

    def sharer(self, candidates: Sequence[Bearer], line: str) -> Bearer | None:
        """Whose a shared name is: his whom alone the text names or its line hints at, else the usual one's."""
        words = frozenset(word.strip(ENDS) for word in line.replace("'s", "").split())
        named = [one for one in candidates if one.actor_id in self.named or not one.near.isdisjoint(words)]
        usual = [one for one in candidates if not one.is_shared]
        return next(iter(named if len(named) == 1 else usual), None)

    def is_meant(self, holder: Bearer, start: int, end: int, name: str, just_named: str) -> bool:
        """Whether a surname stands for a holder of an office."""
        own = own_words([holder])
        if self.is_half(start) or self.neighbours.is_other_person(self.text, start, end, own, is_rare=True):
            return False
        if not holder.full_names.isdisjoint(self.surfaces):
            return True
        title = self.neighbours.title_before(self.text, start)
        is_told = holder.is_known or holder.actor_id == just_named or holder.has_title(title)
        is_others = not holder.is_known and self.neighbours.is_other_person(
            self.text, start, end, own, is_rare=False, is_told=is_told
        )
        return not is_others and (is_told or self.is_about_leaders(holder, start, end, name))

    def is_half(self, start: int) -> bool:
        """Whether a name is the second half of another: "Jean-Pierre", but not "Biden-Xi" nor "anti-Putin"."""
        if self.text[start - 1 : start] != "-" or start - 1 in self.ends:
            return False
        return first_half_before(self.text, start) in self.neighbours.first_names

    def is_about_leaders(self, holder: Bearer, start: int, end: int, name: str) -> bool:
        """Whether a bare surname stands in a sentence on what leaders do, and is nobody else's in the text."""
        near = self.neighbours
        is_leader = holder.office in near.leader_offices and holder.actor_id in near.leader_states
        title = near.title_before(self.text, start)
        if not is_leader or name in self.of_others or (title and title not in COURTESIES):
            return False
        if near.is_followed_by(near.rule_words, self.text, end):
            return True
        line = line_around(self.text, start, end)
        if name.isupper() or is_headline(line):
            return False
        if near.is_matter_of_state(line):
            return True
        does = near.is_followed_by(near.leader_verbs, self.text, end) or near.is_after(
            near.leader_verbs, self.text, start
        )
        return does and (bool(title) or self.has_other_actor(line, start))

    def has_other_actor(self, line: str, start: int) -> bool:
        """Whether a line names an actor besides the one at `start`."""
        low = self.text.find(line, max(0, start - len(line)))
        return any(
            low <= at < low + len(line)
            and at != start
            and any((one.is_known or not one.full_names) and not one.is_local for one in self.on_the_day(other))
            for at, _, other in self.spans
        )

    def is_lookalike(self, start: int, end: int, name: str, bearer: Bearer) -> bool:
        """Whether the words around a name say that it is somebody else."""
        if bearer.is_place and self.neighbours.is_other_name(
            self.text, start, end, is_known_after=end + 1 in self.starts
        ):
            return True
        if bearer.is_where and not self.neighbours.is_where(self.text, start, end):
            return True
        lookalikes = self.gazetteer.lookalikes
        guards = lookalikes.get((name, bearer.entity_id)) or lookalikes.get((name, bearer.actor_id))
        return bool(guards) and self.is_guarded(start, end, name, guards or ())

    def is_guarded(self, start: int, end: int, name: str, guards: Sequence[Lookalike]) -> bool:
        """Whether a guard of a name holds. The word beside it may be two ("Bank of" America, Swiss "army knife")."""
        before = [word.strip(",;:!?'\"()") for word in self.text[max(0, start - 40) : start].split()[-2:]]
        after = word_after(self.text, end).strip("-.,;:!?'\"()")
        # The guards of a name set in capitals ("US" is none) are in capitals; the words around it may be in either.
        spelled = str.upper if name.isupper() and name not in self.gazetteer.origins[name] else str
        nearest = {spelled(after), spelled(" ".join(self.text[end + 1 : end + 40].split()[:2]).strip(".,;:!?'\"()"))}
        previous = {spelled(" ".join(before)), spelled(before[-1])} if before else {""}
        if any(
            (after and not one.next_words.isdisjoint(nearest)) or not one.previous_words.isdisjoint(previous)
            for one in guards
        ):
            return True
        wanted = (
            guards[0].sentence_words if len(guards) == 1 else frozenset().union(*(g.sentence_words for g in guards))
        )
        if not wanted:
            return False
        line = line_around(self.text, start, end).replace("'s", "")
        return any(spelled(word.strip(".,;:!?'\"()")) in wanted for word in line.split())


def own_words(bearers: Iterable[Bearer]) -> frozenset[str]:
    """The words of the full names of those who bear a surname."""
    return frozenset(word for bearer in bearers for full in bearer.full_names for word in full.split())


def spellings(name: str) -> Iterator[str]:
    """Other spellings of a name: without accents, with spaces for hyphens, and in capitals."""
    plain = unaccented(name)
    written = [name]
    if " " in name or len(name) >= UNACCENTED_LETTERS_MIN:
        written.append(plain)
    written += [one.replace("-", " ") for one in written if "-" in one]
    yield from written[1:]
    if len(name) >= CAPITALS_LETTERS_MIN:
        yield from (one.upper() for one in written)


def unaccented(name: str) -> str:
    """A name in letters without marks."""
    letters = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_whole_word(text: str, start: int, end: int) -> bool:
    """Whether a span neither begins nor ends inside a word."""
    if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
        return False
    # "Xi'an" is a city, "Xi's" are words of Xi.
    return not (text.startswith("'", end) and text[end + 1 : end + 2].isalpha() and not CLITIC.match(text, end))


def longest_first(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans without overlap, the longest first to choose, in the order of the text."""
    chosen: list[tuple[int, int, str]] = []
    end_before = -1
    # Sorting is stable: the longest first, then by where they begin.
    for start, end, name in sorted(sorted(spans, key=itemgetter(1), reverse=True), key=itemgetter(0)):
        if start >= end_before:
            chosen.append((start, end, name))
            end_before = end
    return chosen


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
