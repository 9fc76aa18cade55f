"""Says of a cue at a place whether the words around it tell that it is so, and whether it is geopolitics at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.history import BREAK, STRONG_BREAK, History
from etl.stages.values import value
from warehouse.terms import SUPPRESSING, EventClass, Modality

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from etl.lexicon.load import Lexicon
    from etl.lexicon.patterns import Match
    from etl.lexicon.rows import GuardRow, MarkerRow, QuestionRow
    from etl.stages.words import Sentence, Words

NEAR_WORDS = 8
ASSERTED = (Modality.ASSERTED,)
FLAGS = tuple(flag for flag in Modality if flag is not Modality.ASSERTED)
# "In the 1990s, ...", "Some two winters ago, ...": how late a marker that opens a sentence may begin.
OPENING_WORDS_MAX = 5
# "Has not, as far as is known, ...": how long what is put between commas may be.
INSERTION_WORDS_MAX = 10


@value
class Surroundings:
    """A sentence with the markers, guards and past dates that stand in it."""

    words: Words
    sentence: Sentence
    text: str
    markers: Sequence[tuple[MarkerRow, Match]]
    guards: Sequence[tuple[GuardRow, Match]]
    clause_stops: frozenset[str]
    questions: QuestionRow
    history: History

    @classmethod
    def of(
        cls, words: Words, sentence: Sentence, text: str, lexicon: Lexicon, published_on: date | None
    ) -> Surroundings:
        """Look for markers, guards and dates in a sentence."""
        markers, guards = [], []
        for found in lexicon.context_matcher.find(words.plain, sentence.first, sentence.last):
            number = found.rule - len(lexicon.guards)
            if number < 0:
                guards.append((lexicon.guards[found.rule], found))
            else:
                markers.append((lexicon.markers[number], found))
        return cls(
            words=words,
            sentence=sentence,
            text=text,
            markers=longest(markers),
            guards=guards,
            clause_stops=lexicon.marker_stops,
            questions=lexicon.questions,
            history=History.of(words, sentence, text, lexicon.dates, published_on),
        )

    def flags(self, match: Match) -> tuple[Modality, ...]:
        """The flags of a hit, in the order of the enum; asserted where there is none."""
        reaching = [marker for marker, place in self.markers if self.is_flagged(marker, place, match)]
        found = {marker.flag for marker in reaching}
        if self.is_asked(match):
            found.add(Modality.QUESTION)
        if self.history.dates_hit(match, is_future=self.is_to_come(match)):
            found.add(Modality.HISTORICAL)
        if not found:
            return ASSERTED
        found.difference_update(*(marker.cancels for marker in reaching))
        return tuple(flag for flag in FLAGS if flag in found) or ASSERTED

    def is_to_come(self, match: Match) -> bool:
        """Whether a sentence tells of what is to come, or the hit is an infinitive: "to hold drills in July"."""
        is_infinitive = self.word_before(match) == "to" or "to" in self.words.plain[match.first : match.last]
        return is_infinitive or any(marker.flag is Modality.FUTURE for marker, _ in self.markers)

    def guard_reason(self, match: Match) -> str:
        """Why a hit is no geopolitics; empty if nothing says so."""
        return next((guard.reason for guard, place in self.guards if is_guarded(guard, place, match)), "")

    def is_flagged(self, marker: MarkerRow, place: Match, match: Match) -> bool:
        """Whether a marker at `place` flags the hit at `match`."""
        last = self.last_before(place, match) if shares_word(place, match) else place.last
        return last is not None and self.is_reached(marker, place, match, last) and self.holds_here(marker, place)

    def is_reached(self, marker: MarkerRow, place: Match, match: Match, last: int) -> bool:
        """Whether a hit stands on the side of a marker and near enough; `last` is the last word of the marker."""
        if marker.side == "sentence":
            return True
        if match.first < last < match.last:
            # Between the words of the cue itself: "the missile did not hit"; without reach, right before one of them.
            return marker.side != "before" and (marker.reach > 0 or last + 1 in match.positions)
        if marker.side == "around":
            return self.is_around(marker, place, match)
        if last < match.first and marker.side in {"after", "both"}:
            low, high = last + 1, match.first
        elif place.first > match.last and marker.side in {"before", "both"}:
            low, high = match.last + 1, place.first
        else:
            return False
        if high - low > marker.reach + INSERTION_WORDS_MAX:
            return False
        low = self.past_insertion(low, high) if last < match.first else low
        if high - low > marker.reach or not (marker.crosses_commas or self.is_open(low, high, marker, place)):
            return False
        between = self.words.plain[low:high]
        return self.clause_stops.isdisjoint(between) and not any(stop in between for stop in marker.stops)

    def is_around(self, marker: MarkerRow, place: Match, match: Match) -> bool:
        """Whether a hit stands between the words of a marker, in one clause with them."""
        if not (place.first < match.first and match.last < place.last) or self.breaks(place.first + 1, place.last):
            return False
        return not any(stop in self.words.plain[place.first : place.last] for stop in marker.stops)

    def breaks(self, low: int, high: int) -> list[str]:
        """The commas and the like between the word before `low` and the word at `high`."""
        return BREAK.findall(self.gap(low, high))

    def last_before(self, place: Match, match: Match) -> int | None:
        """The last word of a marker before a hit that shares its "to": "failed to release"; None if it shares more."""
        own = [at for at in place.positions if at not in match.positions]
        shared = {self.words.plain[at] for at in place.positions if at in match.positions}
        return own[-1] if own and own[-1] < match.first and shared == {"to"} else None

    def holds_here(self, marker: MarkerRow, place: Match) -> bool:
        """Whether a marker is one where it stands: by the word before it, and by where it begins."""
        if marker.begins and place.first > self.sentence.first and not self.is_behind_colon(place.first):
            return False
        if marker.cancels and self.history.holds(place):
            return False
        return self.word_before(place) not in marker.not_after

    def is_behind_colon(self, at: int) -> bool:
        """Whether a colon, dash or the like stands before a word."""
        return STRONG_BREAK.search(self.gap(at, at)) is not None

    def word_before(self, place: Match) -> str:
        """The word of the sentence before a match; empty where it begins the sentence."""
        return self.words.plain[place.first - 1] if place.first > self.sentence.first else ""

    def gap(self, low: int, high: int) -> str:
        """The text between the word before `low` and the word at `high`."""
        return self.text[self.words.ends[low - 1] : self.words.starts[high]]

    def past_insertion(self, low: int, high: int) -> int:
        """Where the words go on after an insertion that begins at `low`: "has not, it was said, bombed"."""
        if low < high and "," in self.gap(low, low):
            for at in range(low + 1, min(high, low + INSERTION_WORDS_MAX) + 1):
                if "," in self.gap(at, at):
                    return at if self.words.plain[at] not in self.clause_stops else low
        return low

    def is_open(self, low: int, high: int, marker: MarkerRow, place: Match) -> bool:
        """Whether no comma or the like stands between the word before `low` and the word at `high`.

        The comma of an insertion that ends at `low` is none, nor is the first one of the sentence for a marker that
        opens it.
        """
        is_after = low > place.last + 1 and place.last < high
        skip = self.words.starts[low] if is_after else self.words.ends[low - 1]
        breaks = BREAK.findall(self.text[skip : self.words.starts[high]])
        is_opening = marker.opens and place.first < self.sentence.first + OPENING_WORDS_MAX
        return not breaks or (is_opening and breaks == [","])

    def is_asked(self, match: Match) -> bool:
        """Whether the hit stands in a question: a sentence's part after its last colon or dash, ending in "?".

        Where a statement comes first ("it fired a missile, but will it talk?") what it holds is not asked.
        """
        text = self.text[self.sentence.start : self.sentence.end].rstrip("\"'”’)")
        if not text.endswith("?"):
            return False
        after = self.text[self.words.ends[match.last] : self.sentence.end]
        return STRONG_BREAK.search(after) is None and (self.begins_asking(match) or not self.turns_to_asking(match))

    def begins_asking(self, match: Match) -> bool:
        """Whether the part of the sentence that holds the hit begins as questions do."""
        before = self.text[self.sentence.start : self.words.starts[match.first]]
        parts = [found.end() for found in STRONG_BREAK.finditer(before)]
        begin = self.sentence.start + (parts[-1] if parts else 0)
        first = next(at for at in range(self.sentence.first, match.first + 1) if self.words.starts[at] >= begin)
        return not self.questions.openers.isdisjoint(self.words.plain[first : first + 2])

    def turns_to_asking(self, match: Match) -> bool:
        """Whether a question begins after a comma behind the hit: ", but will it ...", ", what next"."""
        plain = self.words.plain
        for at in range(match.last + 1, self.sentence.last - 1):
            if "," in self.gap(at, at):
                opener = plain[at + 1] if plain[at] in self.questions.joiners else plain[at]
                if opener in self.questions.openers:
                    return True
        return False


def longest(markers: Sequence[tuple[MarkerRow, Match]]) -> list[tuple[MarkerRow, Match]]:
    """The markers but for those whose words all stand in a longer one of their side, or in one that is none.

    "Said it would" is no bare "would", and "not only" is no "not".
    """
    if len(markers) < 2:
        return list(markers)
    spans = [(marker, set(place.positions)) for marker, place in markers]
    return [
        one
        for one, (marker, span) in zip(markers, spans, strict=True)
        if not any(span < other and takes_over(longer, marker) for longer, other in spans)
    ]


def takes_over(longer: MarkerRow, shorter: MarkerRow) -> bool:
    """Whether a marker is read in place of one within it."""
    return longer.flag is Modality.ASSERTED or longer.side == shorter.side


def suppressed_reason(event_class: EventClass, flags: tuple[Modality, ...]) -> str:
    """Why a hit with these flags does not count; empty if it does. A conditional warning is a threat all the same."""
    for flag in flags:
        if flag in SUPPRESSING and not (flag is Modality.CONDITIONAL and event_class is EventClass.THREATEN):
            return flag.value
    return ""


def is_guarded(guard: GuardRow, place: Match, match: Match) -> bool:
    """Whether a guard at `place` reaches the hit at `match`."""
    if guard.reach in {"article", "sentence"} or shares_word(place, match):
        return True
    words_between = max(place.first - match.last, match.first - place.last) - 1
    return guard.reach == "near" and words_between <= NEAR_WORDS


def shares_word(place: Match, match: Match) -> bool:
    """Whether two matches share a word."""
    these, those = place.positions, match.positions
    return these[0] <= those[-1] and those[0] <= these[-1] and not set(these).isdisjoint(those)
