"""Finds the cues of a sentence, each with its flags and the reason it does not count, if any."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from etl.lexicon.patterns import strongest_first
from etl.stages.modality import Surroundings, shares_word, suppressed_reason
from etl.stages.values import value
from warehouse.terms import EventClass, Modality

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from etl.lexicon.load import Lexicon
    from etl.lexicon.patterns import Match
    from etl.lexicon.rows import CueRow
    from etl.stages.words import Sentence, Words


# Classes that undo or restrain a conflict: de-escalation is never escalation.
REVERSING = frozenset({EventClass.RETREAT, EventClass.CONCEDE})
SUPPOSING = frozenset({Modality.CONDITIONAL, Modality.FUTURE, Modality.QUESTION})
GOVERNING = frozenset({EventClass.REQUEST, EventClass.REJECT, EventClass.THREATEN})
# By which flag the object of a refusal or a threat is told as none that happened.
UNDOING = {EventClass.REJECT: Modality.NEGATED, EventClass.THREATEN: Modality.CONDITIONAL}


@value
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


def not_reversed(matches: Sequence[Match], lexicon: Lexicon) -> list[Match]:
    """The matches but for those whose words another takes up for good.

    A reversal takes the conflict it reverses ("lifted the sanctions on Iran" is no sanction), unless the conflict holds
    all its words; a demand, a refusal or any other conflict takes the cooperation that it begins before ("declined to
    resign", "cut off aid to Sudan").
    """
    conflicts = [match for match in matches if lexicon.cues[match.rule].weight < 0]
    standing = [
        match
        for match in matches
        if lexicon.cues[match.rule].weight < 0
        or not any(governs(other, match, lexicon) and shares_word(other, match) for other in conflicts)
    ]
    taken = [set(match.positions) for match in standing if lexicon.cues[match.rule].event_class in REVERSING]
    return [
        match
        for match in standing
        if lexicon.cues[match.rule].weight > 0
        or not any(words & set(match.positions) and not words <= set(match.positions) for words in taken)
    ]


def governs(conflict: Match, cooperation: Match, lexicon: Lexicon) -> bool:
    """Whether a conflict that shares a word with a cooperation has it for its object."""
    event_class = lexicon.cues[conflict.rule].event_class
    if event_class is EventClass.REJECT:
        return conflict.first <= cooperation.first
    is_reversed = lexicon.cues[cooperation.rule].event_class in REVERSING and event_class not in GOVERNING
    return conflict.first < cooperation.first and not is_reversed


def deeds_first(matches: Sequence[Match], lexicon: Lexicon) -> list[Match]:
    """The matches but for bare mentions that share a word with a deed of their class, however long the mention is.

    A mention of cooperation gives way to any deed of conflict: "plans to [send troops]".
    """
    deeds = [match for match in matches if lexicon.cues[match.rule].needs != "actor"]
    taken = {(lexicon.cues[match.rule].event_class, at) for match in deeds for at in match.positions}
    hostile = {at for match in deeds if lexicon.cues[match.rule].weight < 0 for at in match.positions}
    return [
        match
        for match in matches
        if (cue := lexicon.cues[match.rule]).needs != "actor"
        or (
            taken.isdisjoint((cue.event_class, at) for at in match.positions)
            and (cue.weight < 0 or hostile.isdisjoint(match.positions))
        )
    ]


def find_cues(
    words: Words, sentence: Sentence, text: str, lexicon: Lexicon, published_on: date | None
) -> list[FoundCue]:
    """The cues of a sentence in its order. Most sentences have none, and cost one look a word."""
    matches = [
        match
        for first, last in parts_of(words, sentence, text)
        for match in lexicon.cue_matcher.find(words.plain, first, last)
    ]
    if not matches:
        return []
    around = Surroundings.of(words, sentence, text, lexicon, published_on)
    # One alone gives way to none.
    standing = deeds_first(not_reversed(matches, lexicon), lexicon) if len(matches) > 1 else matches
    found: list[FoundCue] = []
    for match in strongest_first(standing, lexicon.weight_of):
        one = found_cue(match, around, lexicon)
        inner = governed_within(one, matches, around, lexicon)
        found += [one, inner] if inner else [one]
    return sorted(found, key=lambda one: one.first)


def still_so(flags: tuple[Modality, ...]) -> tuple[Modality, ...]:
    """The flags of what goes on: nothing beside it makes it a supposition, a plan or a question."""
    return tuple(flag for flag in flags if flag not in SUPPOSING) or (Modality.ASSERTED,)


def parts_of(words: Words, sentence: Sentence, text: str) -> list[tuple[int, int]]:
    """The parts of a sentence between its semicolons, as word ranges: no cue reaches from one headline to the next."""
    if ";" not in text[sentence.start : sentence.end]:
        return [(sentence.first, sentence.last)]
    inner = range(sentence.first + 1, sentence.last)
    cuts = [at for at in inner if ";" in text[words.ends[at - 1] : words.starts[at]]]
    return list(pairwise([sentence.first, *cuts, sentence.last]))


def found_cue(match: Match, around: Surroundings, lexicon: Lexicon) -> FoundCue:
    """A match as a cue with its flags and the reason it does not count."""
    cue = lexicon.cues[match.rule]
    flags = still_so(around.flags(match)) if cue.goes_on else around.flags(match)
    return FoundCue(
        cue=cue,
        first=match.first,
        last=match.last,
        positions=match.positions,
        flags=flags,
        suppressed_reason=around.guard_reason(match) or suppressed_reason(cue.event_class, flags),
    )


def governed_within(
    governor: FoundCue, matches: Sequence[Match], around: Surroundings, lexicon: Lexicon
) -> FoundCue | None:
    """What a refusal or a threat takes as its object, where it is a cue of its own: "declined to [invade]".

    It is kept as suppressed beside what governs it; None where it is told neither as undone nor as thought of.
    """
    flag = UNDOING.get(governor.cue.event_class)
    if flag is None:
        return None
    inner = [
        match
        for match in matches
        if match.first > governor.first and not set(match.positions).isdisjoint(governor.positions)
    ]
    strongest = next(strongest_first(inner, lexicon.weight_of), None)
    found = found_cue(strongest, around, lexicon) if strongest else None
    return found if found and flag in found.flags else None
