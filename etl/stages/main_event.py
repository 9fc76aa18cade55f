"""Chooses the hit that a sentence of one event is about.

News tells its event in the main clause and by a verb; what came before it, what it is about and who takes part stand in
subordinate clauses and in nouns: "The rebels broke off peace talks after the army shelled a town."
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.stages.words import split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.lexicon.load import Lexicon
    from warehouse.terms import CueHit

# Words that open what is not the event of the sentence: its cause, its time, its occasion, or who somebody is.
SUBORDINATORS = frozenset(
    """after amid amidst because before despite during following since though although when where while whereas who
    whom whose which until unless if as over upon besides""".split()
)
# A sentence that begins with one of these tells its event after the first comma.
FRONT_OPENERS = SUBORDINATORS | frozenset("at in on with under by for from to against without amongst among".split())
# A verb form after one of these is a noun or an adjective: "an offer", "the deposed president", "of talks".
NOUN_OPENERS = frozenset(
    """a an the its their his her our my your this these those that any some no all both each every another more
    most of in on at by for from with against over about into under between among amid after during before following
    despite new fresh further first second third last next two three several many few such own joint peace
    military political economic alleged planned proposed recent possible""".split()
)
MENTION_COST = 4
SUPPRESSED_COST = 3
NOUN_COST = 1
SUBORDINATE_COST = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hit stands: the words of its sentence, the first and last of its own, and where its clause begins."""

    plain: Sequence[str]
    first: int
    last: int
    clause: int
    is_before_comma: bool


def main_hit(hits: Sequence[CueHit], lexicon: Lexicon) -> CueHit | None:
    """The hit that a sentence of one event is about: the cheapest, then the first, then the heaviest."""

    def rank(hit: CueHit) -> tuple[int, int, float]:
        cost = MENTION_COST if is_mention(hit, lexicon) else 0
        cost += SUPPRESSED_COST if hit.suppressed_reason else 0
        return cost + place_cost(place_of(hit), lexicon.verbs), hit.start, -abs(hit.weight)

    return min(hits, key=rank, default=None)


def is_mention(hit: CueHit, lexicon: Lexicon) -> bool:
    """Whether a hit only mentions that something is so: it is the least certain."""
    return hit.certainty <= lexicon.accounting.mention_certainty


def place_of(hit: CueHit) -> Place:
    """Where a hit stands in its sentence."""
    words = split_words(hit.sentence)
    start, end = hit.start - hit.sentence_start, hit.end - hit.sentence_start
    first = next(at for at, begin in enumerate(words.starts) if begin >= start)
    last = max(at for at, begin in enumerate(words.starts) if begin < end)
    cut = max(hit.sentence.rfind(mark, 0, start) for mark in ",;:")
    clause = next(at for at in range(first + 1) if words.starts[at] > cut)
    return Place(words.plain, first, last, clause, is_before_comma=cut < 0 and "," in hit.sentence[end:])


def place_cost(place: Place, verbs: frozenset[str]) -> int:
    """How far a hit is from telling the event of its sentence: by a noun, or in a subordinate clause."""
    return (0 if tells(place, verbs) else NOUN_COST) + (SUBORDINATE_COST if is_subordinate(place) else 0)


def tells(place: Place, verbs: frozenset[str]) -> bool:
    """Whether a hit holds a verb that is used as one."""
    plain = place.plain
    return any(
        plain[at] in verbs and (at == 0 or plain[at - 1] not in NOUN_OPENERS)
        for at in range(place.first, place.last + 1)
    )


def is_subordinate(place: Place) -> bool:
    """Whether a hit stands in a subordinate clause, in a phrase before the main one, or in a participle's after it."""
    plain, clause = place.plain, place.clause
    is_fronted = place.is_before_comma and plain[0] in FRONT_OPENERS
    is_participle = clause > 0 and plain[clause].endswith("ing")
    return is_fronted or is_participle or not SUBORDINATORS.isdisjoint(plain[clause : place.first])
