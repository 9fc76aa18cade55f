"""Finds cues in the words of a sentence, and whether the words around them say that it is so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.lexicon.patterns import Match, strongest_first
from warehouse.terms import SUPPRESSING, EventClass, Modality

if TYPE_CHECKING:
    from datetime import date

    from etl.lexicon.load import Lexicon
    from etl.lexicon.rows import CueRow, GuardRow, MarkerRow
    from etl.stages.words import Sentence, Words

YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_REACH_WORDS = 12
NEAR_WORDS = 8
# A year stands for an event over 30 days old once January is over.
YEAR_IS_PAST_AFTER_DAYS = 30
YEAR_STOPS = frozenset({"since", "until", "when", "after", "before", "while", "but", "as", "which", "who"})
ORDER_OF_FLAGS = tuple(Modality)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCue:
    """A cue at words [first, last] of the text, with its flags and the reason it does not count, if any."""

    cue: CueRow
    first: int
    last: int
    positions: tuple[int, ...]
    flags: tuple[Modality, ...]
    suppressed_reason: str

    @property
    def is_planned(self) -> bool:
        """Whether it is told of the future."""
        return Modality.FUTURE in self.flags


def find_cues(
    words: Words, sentence: Sentence, text: str, lexicon: Lexicon, published_on: date | None
) -> list[FoundCue]:
    """The cues of a sentence in its order, each with its flags. Most sentences have none, and cost one look a word."""
    matches = lexicon.cue_matcher.find(words.plain, sentence.first, sentence.last)
    if not matches:
        return []
    chosen = sorted(strongest_first(matches, lexicon.weight_of), key=lambda match: match.first)
    contexts = lexicon.context_matcher.find(words.plain, sentence.first, sentence.last)
    guard_count = len(lexicon.guards)
    markers = [
        (lexicon.markers[context.rule - guard_count], context) for context in contexts if context.rule >= guard_count
    ]
    guards = [(lexicon.guards[context.rule], context) for context in contexts if context.rule < guard_count]
    is_question = text[sentence.start : sentence.end].rstrip("\"'”’)").endswith("?")
    found: list[FoundCue] = []
    for match in chosen:
        cue = lexicon.cues[match.rule]
        flags = {marker.flag for marker, context in markers if flags_hit(marker, context, match, words, lexicon)}
        if is_question:
            flags.add(Modality.QUESTION)
        if tells_past_year(words, sentence, match, published_on):
            flags.add(Modality.HISTORICAL)
        guard = next((row.reason for row, context in guards if guards_hit(row, context, match)), "")
        ordered = tuple(flag for flag in ORDER_OF_FLAGS if flag in flags) or (Modality.ASSERTED,)
        found.append(
            FoundCue(
                cue=cue,
                first=match.first,
                last=match.last,
                positions=match.positions,
                flags=ordered,
                suppressed_reason=guard or suppressed_reason(cue.event_class, ordered),
            )
        )
    return found


def suppressed_reason(event_class: EventClass, flags: tuple[Modality, ...]) -> str:
    """Why a hit with these flags does not count; empty if it does. A conditional warning is a threat all the same."""
    for flag in flags:
        if flag in SUPPRESSING and not (flag is Modality.CONDITIONAL and event_class is EventClass.THREATEN):
            return flag.value
    return ""


def guards_hit(guard: GuardRow, context: Match, match: Match) -> bool:
    """Whether a guard at `context` reaches the hit at `match`."""
    if guard.reach == "sentence" or shares_word(context, match):
        return True
    words_between = max(context.first - match.last, match.first - context.last) - 1
    return guard.reach == "near" and words_between <= NEAR_WORDS


def shares_word(context: Match, match: Match) -> bool:
    """Whether two matches share a word."""
    return not set(context.positions).isdisjoint(match.positions)


def flags_hit(marker: MarkerRow, context: Match, match: Match, words: Words, lexicon: Lexicon) -> bool:
    """Whether a marker at `context` flags the hit at `match`."""
    if shares_word(context, match):
        return False
    if marker.side == "sentence":
        return True
    if context.last < match.first and marker.side in {"after", "both"}:
        low, high = context.last + 1, match.first
    elif context.first > match.last and marker.side in {"before", "both"}:
        low, high = match.last + 1, context.first
    else:
        return False
    if high - low > marker.reach:
        return False
    between = words.plain[low:high]
    return lexicon.marker_stops.isdisjoint(between) and not any(stop in between for stop in marker.stops)


def tells_past_year(words: Words, sentence: Sentence, match: Match, published_on: date | None) -> bool:
    """Whether a year before that of publication dates the hit: "in 2006" counts, "since 2006" does not."""
    if published_on is None:
        return False
    low, high = (
        max(sentence.first, match.first - YEAR_REACH_WORDS),
        min(sentence.last, match.last + 1 + YEAR_REACH_WORDS),
    )
    for at in range(low, high):
        word = words.plain[at]
        if not YEAR.fullmatch(word) or not is_past_year(int(word), published_on):
            continue
        between = words.plain[match.last + 1 : at] if at > match.last else words.plain[at + 1 : match.first]
        since = at > 0 and words.plain[at - 1] in {"since", "until", "by"}
        if not since and YEAR_STOPS.isdisjoint(between) and at not in match.positions:
            return True
    return False


def is_past_year(year: int, published_on: date) -> bool:
    """Whether all of a year lies over 30 days before a day."""
    days_into_year = published_on.timetuple().tm_yday
    return year < published_on.year - 1 or (year == published_on.year - 1 and days_into_year > YEAR_IS_PAST_AFTER_DAYS)
