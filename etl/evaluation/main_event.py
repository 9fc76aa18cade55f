"""Chooses the hit that a sentence of one event is about.

News tells its event in the main clause and by a verb; what came before it, what it is about and who takes part stand in
subordinate clauses and in nouns: "The rebels broke off peace talks after the army shelled a town."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.words import split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.lexicon.load import Lexicon
    from warehouse.terms import CodedArticle, CueHit

# Words that open what is not the event of the sentence: its cause, its time, its occasion, or who somebody is.
SUBORDINATORS = frozenset(
    """after amid amidst because before despite during following since though although when where while whereas who
    whom whose which until unless if as over upon once besides""".split()
)
# A verb form after one of these is a noun or an adjective: "an offer", "the deposed president", "of talks".
NOUN_OPENERS = frozenset(
    """a an the its their his her our my your this these those that any some no all both each every another more
    most of in on at by for from with against over about into under between among amid after during before following
    despite new fresh further first second third last next two three several many few such own joint peace
    military political economic alleged planned proposed recent possible""".split()
)
MENTION_COST = 4
NOUN_COST = 2
SUBORDINATE_COST = 2


def main_hit(coded: CodedArticle, lexicon: Lexicon) -> CueHit | None:
    """The hit that a sentence of one event is about, of those that are so: the cheapest, then the first, then the heaviest."""
    mentions = {cue.id for cue in lexicon.cues if cue.needs == "actor"}
    hits = [hit for hit in coded.hits if not hit.suppressed_reason] or list(coded.hits)

    def rank(hit: CueHit) -> tuple[int, int, float]:
        cost = MENTION_COST if hit.cue_id in mentions else 0
        return cost + cost_of(hit, lexicon.verbs), hit.start, -abs(hit.weight)

    return min(hits, key=rank, default=None)


def cost_of(hit: CueHit, verbs: frozenset[str]) -> int:
    """How far a hit is from telling the event of its sentence: by a noun, or in a subordinate clause."""
    words = split_words(hit.sentence)
    starts = [hit.sentence_start + start for start in words.starts]
    first = next(at for at, start in enumerate(starts) if start >= hit.start)
    last = max(at for at, start in enumerate(starts) if start < hit.end)
    cost = 0 if tells(words.plain, first, last, verbs) else NOUN_COST
    return cost + (SUBORDINATE_COST if is_subordinate(words.plain, clause_start(hit, starts, first), first) else 0)


def tells(plain: Sequence[str], first: int, last: int, verbs: frozenset[str]) -> bool:
    """Whether the words [first, last] hold a verb that is used as one."""
    return any(plain[at] in verbs and (at == 0 or plain[at - 1] not in NOUN_OPENERS) for at in range(first, last + 1))


def clause_start(hit: CueHit, starts: Sequence[int], first: int) -> int:
    """The word after the last comma, colon or semicolon before a hit."""
    before = hit.sentence[: hit.start - hit.sentence_start]
    cut = hit.sentence_start + max(before.rfind(mark) for mark in ",;:")
    return next(at for at in range(first + 1) if starts[at] > cut)


def is_subordinate(plain: Sequence[str], clause: int, first: int) -> bool:
    """Whether a subordinator stands between the start of a clause and a hit."""
    return not SUBORDINATORS.isdisjoint(plain[clause:first])
