"""Says of a cue at a place whether the words around it tell that it is so, and whether it is geopolitics at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.terms import SUPPRESSING, EventClass, Modality

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from etl.lexicon.load import Lexicon
    from etl.lexicon.patterns import Match
    from etl.lexicon.rows import GuardRow, MarkerRow
    from etl.stages.words import Sentence, Words

YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_REACH_WORDS = 16
NEAR_WORDS = 8
# A year stands for an event over 30 days old once January is over.
YEAR_IS_PAST_AFTER_DAYS = 30
YEAR_STOPS = frozenset({"since", "until", "when", "after", "before", "while", "but", "as", "which", "who"})
YEARS_GOING_ON = frozenset({"since", "until", "by", "till"})
CLAUSE_BREAK = re.compile(r"[,;:()–—]| - ")
STRONG_BREAK = re.compile(r"[;:–—]| - ")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A sentence with the markers and guards that stand in it."""

    words: Words
    sentence: Sentence
    text: str
    markers: Sequence[tuple[MarkerRow, Match]]
    guards: Sequence[tuple[GuardRow, Match]]
    clause_stops: frozenset[str]
    published_on: date | None

    @classmethod
    def of(
        cls, words: Words, sentence: Sentence, text: str, lexicon: Lexicon, published_on: date | None
    ) -> Surroundings:
        """Look for markers and guards in a sentence."""
        markers, guards = [], []
        for found in lexicon.context_matcher.find(words.plain, sentence.first, sentence.last):
            number = found.rule - len(lexicon.guards)
            if number < 0:
                guards.append((lexicon.guards[found.rule], found))
            else:
                markers.append((lexicon.markers[number], found))
        return cls(words, sentence, text, longest(markers), guards, lexicon.marker_stops, published_on)

    def flags(self, match: Match) -> tuple[Modality, ...]:
        """The flags of a hit, in the order of the enum; asserted where there is none."""
        found = {marker.flag for marker, place in self.markers if self.is_flagged(marker, place, match)}
        if self.is_asked(match):
            found.add(Modality.QUESTION)
        if self.tells_past_year(match):
            found.add(Modality.HISTORICAL)
        return tuple(flag for flag in Modality if flag in found) or (Modality.ASSERTED,)

    def guard_reason(self, match: Match) -> str:
        """Why a hit is no geopolitics; empty if nothing says so."""
        return next((guard.reason for guard, place in self.guards if is_guarded(guard, place, match)), "")

    def is_flagged(self, marker: MarkerRow, place: Match, match: Match) -> bool:
        """Whether a marker at `place` flags the hit at `match`."""
        if shares_word(place, match) or self.word_before(place) in marker.not_after:
            return False
        if marker.side == "sentence":
            return True
        if match.first < place.first and place.last < match.last:
            # Between the words of the cue itself: "the missile did not hit".
            return True
        if place.last < match.first and marker.side in {"after", "both"}:
            low, high = place.last + 1, match.first
        elif place.first > match.last and marker.side in {"before", "both"}:
            low, high = match.last + 1, place.first
        else:
            return False
        if high - low > marker.reach or not (marker.crosses_commas or not self.is_broken(low, high)):
            return False
        between = self.words.plain[low:high]
        return self.clause_stops.isdisjoint(between) and not any(stop in between for stop in marker.stops)

    def word_before(self, place: Match) -> str:
        """The word of the sentence before a match; empty where it begins the sentence."""
        return self.words.plain[place.first - 1] if place.first > self.sentence.first else ""

    def is_broken(self, low: int, high: int) -> bool:
        """Whether a comma or the like stands between the word before `low` and the word at `high`."""
        between = self.text[self.words.ends[low - 1] : self.words.starts[high]]
        return CLAUSE_BREAK.search(between) is not None

    def is_asked(self, match: Match) -> bool:
        """Whether the hit stands in a question: a sentence's part after its last colon or dash, ending in "?"."""
        text = self.text[self.sentence.start : self.sentence.end].rstrip("\"'”’)")
        if not text.endswith("?"):
            return False
        after = self.text[self.words.ends[match.last] : self.sentence.end]
        return STRONG_BREAK.search(after) is None

    def tells_past_year(self, match: Match) -> bool:
        """Whether a year before that of publication dates the hit: "in 2006" does, "since 2006" does not."""
        if self.published_on is None:
            return False
        low = max(self.sentence.first, match.first - YEAR_REACH_WORDS)
        high = min(self.sentence.last, match.last + 1 + YEAR_REACH_WORDS)
        plain = self.words.plain
        for at in range(low, high):
            if not YEAR.fullmatch(plain[at]) or not is_past_year(int(plain[at]), self.published_on):
                continue
            if at in match.positions or (at > 0 and plain[at - 1] in YEARS_GOING_ON):
                continue
            first, last = (match.last + 1, at) if at > match.last else (at + 1, match.first)
            is_opening = at - self.sentence.first <= 1
            if YEAR_STOPS.isdisjoint(plain[first:last]) and (is_opening or not self.is_broken(first, last)):
                return True
        return False


def longest(markers: Sequence[tuple[MarkerRow, Match]]) -> list[tuple[MarkerRow, Match]]:
    """The markers but for those whose words all stand in a longer one: "said it would" is no bare "would"."""
    spans = [set(place.positions) for _, place in markers]
    return [one for one, span in zip(markers, spans, strict=True) if not any(span < other for other in spans)]


def suppressed_reason(event_class: EventClass, flags: tuple[Modality, ...]) -> str:
    """Why a hit with these flags does not count; empty if it does. A conditional warning is a threat all the same."""
    for flag in flags:
        if flag in SUPPRESSING and not (flag is Modality.CONDITIONAL and event_class is EventClass.THREATEN):
            return flag.value
    return ""


def is_guarded(guard: GuardRow, place: Match, match: Match) -> bool:
    """Whether a guard at `place` reaches the hit at `match`."""
    if guard.reach == "sentence" or shares_word(place, match):
        return True
    words_between = max(place.first - match.last, match.first - place.last) - 1
    return guard.reach == "near" and words_between <= NEAR_WORDS


def shares_word(place: Match, match: Match) -> bool:
    """Whether two matches share a word."""
    return not set(place.positions).isdisjoint(match.positions)


def is_past_year(year: int, published_on: date) -> bool:
    """Whether all of a year lies over 30 days before a day."""
    days_into_year = published_on.timetuple().tm_yday
    return year < published_on.year - 1 or (year == published_on.year - 1 and days_into_year > YEAR_IS_PAST_AFTER_DAYS)
