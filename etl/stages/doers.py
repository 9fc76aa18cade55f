"""Who does what is told as a passive or suffered: named after "by", by his deed, or by where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.clauses import Part
from etl.stages.compounds import members
from warehouse.terms import ActorKind, EventClass

if TYPE_CHECKING:
    from etl.stages.clauses import Phrase
    from etl.stages.deeds import Deed
    from etl.stages.scene import Scene

AGENT_REACH_WORDS = 12
DEED_REACH_WORDS = 3
ACTING_REACH_WORDS = 5
PLACE_REACH_WORDS = 4
GIVER_REACH_WORDS = 5
DEED_LEADS = frozenset({"in", "by", "during", "after", "following", "amid", "from", "to"})
WHILE_WORDS = frozenset({"as", "when", "while", "after"})
AFTER_BY = "named after by"

Chosen = tuple[list["Phrase"], str]


def giver_of(deed: Deed, scene: Scene) -> Chosen | None:
    """Who gives what somebody gets: "received grain from X"."""
    for number, one in enumerate(scene.phrases):
        if one.lead == "from" and deed.first < one.first <= deed.last + GIVER_REACH_WORDS:
            return members(number, scene), "it comes from them"
    return None


def by_agent(deed: Deed, scene: Scene) -> Chosen | None:
    """The actors after "by" that follow the cue or stand in it: "attacked by Russian troops"."""
    for number, one in enumerate(scene.phrases):
        # "a study backed by X": support is the deed itself, and no armed sponsor.
        is_own = one.lead == "by" and one.start - 2 in deed.positions
        if not (one.part is Part.AGENT or is_own) or not deed.first < one.first <= deed.last + AGENT_REACH_WORDS:
            continue
        between = scene.between(deed.last + 1, one.start)
        # "drawn into talks by its offer": the offer does it.
        is_other = is_of_another(one.start - 2, deed, scene) or (one.is_owner and bool(one.resolved))
        if deed.is_noun and is_other:
            continue
        if scene.rules.clause_openers.isdisjoint(between) and not scene.is_broken(deed.last + 1, one.start):
            return members(number, scene), AFTER_BY
    return None


def is_of_another(at: int, deed: Deed, scene: Scene) -> bool:
    """Whether the word before "by" is a deed told after that of the cue: "condolences after the attack by X"."""
    return at > deed.last and (scene.word(at) in scene.rules.charged_nouns)


def by_deed(deed: Deed, scene: Scene) -> Chosen | None:
    """The one whose deed it happens in: "died in Pakistani shelling", "two killed as X launches a raid"."""
    for number, one in enumerate(scene.phrases):
        if not deed.first < one.first <= deed.last + AGENT_REACH_WORDS:
            continue
        is_whose = one.is_owner or one.is_adjective or one.kind is ActorKind.GROUP
        is_acting = one.lead in WHILE_WORDS and one.part is Part.SUBJECT
        if not (is_acting or (is_whose and one.lead in DEED_LEADS)):
            continue
        reach = ACTING_REACH_WORDS if is_acting else DEED_REACH_WORDS
        end = min(max(one.end, one.last) + 1 + reach, scene.sentence.last)
        if not scene.rules.deed_nouns.isdisjoint(scene.between(one.last + 1, end)):
            return members(number, scene), "the deed it happened in is theirs"
    return None


def by_place(deed: Deed, scene: Scene) -> Chosen | None:
    """The country where somebody is arrested or charged: its authorities do it; or out of whose prison he comes."""
    if deed.event_class is EventClass.RETREAT:
        return by_prison(deed, scene)
    if deed.event_class is not EventClass.COERCE:
        return None
    for number, one in enumerate(scene.phrases):
        if one.part is Part.PLACE and deed.first < one.first <= deed.last + PLACE_REACH_WORDS:
            return members(number, scene), "the authorities of the place do it"
    return None


def by_prison(deed: Deed, scene: Scene) -> Chosen | None:
    """Whose prison somebody is freed from: "released from Iranian custody"."""
    for number, one in enumerate(scene.phrases):
        is_near = deed.first < one.first <= deed.last + PLACE_REACH_WORDS and one.lead in {"from", "in"}
        if is_near and not scene.rules.prisons.isdisjoint(scene.between(one.start, max(one.end, one.last) + 2)):
            return members(number, scene), "they held whom they let go"
    return None
