"""Who wages a war that is told by its ground: "the Ukraine war" is no deed of Ukraine's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.agents import UNNAMED_RULE
from etl.stages.clauses import Part
from warehouse.terms import ActorKind, EventClass

if TYPE_CHECKING:
    from etl.stages.clauses import Phrase
    from etl.stages.deeds import Deed
    from etl.stages.scene import Scene

WAR_WORDS = frozenset({"war", "conflict", "crisis"})
# What follows makes the name before it the side that wages it, or the war no war: "a US war on drugs", "war crimes".
OTHER_WARS = frozenset(
    {"on", "against", "with", "between", "crimes", "crime", "games", "game", "zone", "room", "machine"}
)
INVASION_WORDS = frozenset({"invasion", "invade", "invaded", "invading", "occupation", "annexation", "annexed"})
GROUND_REACH_WORDS = 4
WAGER_RULE = "wages the war, as is publicly known"
GROUND_RULE = "whose ground the war is on"
ENEMY_RULE = "the other side of the war, as is publicly known"

Sides = tuple[str, str, str, str]


def war_sides(deed: Deed, scene: Scene) -> Sides | None:
    """Actor and recipient of a war told by its ground, each with its rule; None for any other deed.

    Who wages it is said only if the lexicon knows it and the sentence names him.
    """
    if deed.event_class is not EventClass.ASSAULT:
        return None
    noun = next((at for at in reversed(deed.positions) if scene.words.plain[at] in WAR_WORDS), None)
    ground = None if noun is None else ground_before(noun, scene) or known_ground_after(noun, scene)
    if ground is None:
        return None
    wager = scene.rules.wars.get(ground.actor_id, "")
    if any(one.actor_id == wager for one in scene.phrases):
        return wager, WAGER_RULE, ground.actor_id, GROUND_RULE
    return "", UNNAMED_RULE, ground.actor_id, GROUND_RULE


def ground_before(noun: int, scene: Scene) -> Phrase | None:
    """The state whose bare name stands before a war: "the Ukraine war"; not "Russia's war", "a US war on drugs"."""
    if scene.word(noun + 1) in OTHER_WARS and scene.word(noun + 1) != "between":
        return None
    before = [one for one in scene.phrases if one.last == noun - 1]
    wagers = set(scene.rules.wars.values())
    for one in before:
        if one.kind is not ActorKind.STATE or one.is_owner or one.actor_id in wagers:
            continue
        # "The Israel-Gaza war" is told by its two sides.
        is_bare = len(before) == 1 and "-" not in scene.word(noun - 1) and not (one.is_adjective or one.is_person)
        if is_bare or one.actor_id in scene.rules.wars:
            return one
    return None


def known_ground_after(noun: int, scene: Scene) -> Phrase | None:
    """The state in which a war is waged that the lexicon knows: "the war in Ukraine", or its war with who wages it."""
    wars = scene.rules.wars
    for one in scene.phrases:
        is_near = noun < one.first <= noun + GROUND_REACH_WORDS
        if is_near and one.actor_id in wars and (one.part is Part.PLACE or one.lead == "on"):
            return one
        if is_near and one.lead == "with" and one.actor_id in wars.values():
            return next((each for each in scene.phrases if wars.get(each.actor_id) == one.actor_id), None)
    return None


def enemy_of(deed: Deed, scene: Scene, actor_id: str) -> str:
    """Whom a side of a known war meets by violence where nobody else is named as met: the other side, if named."""
    if deed.event_class is not EventClass.ASSAULT:
        return ""
    wars = scene.rules.wars
    enemies = {wars[actor_id]} if actor_id in wars else {ground for ground, wager in wars.items() if wager == actor_id}
    return next((one.actor_id for one in scene.phrases if one.actor_id in enemies), "")


def invader_of(deed: Deed, scene: Scene, recipient_id: str) -> str:
    """Who does it where nobody is named as acting in an invasion that the lexicon knows, if he is named."""
    words = {scene.words.plain[at] for at in deed.positions}
    wager = scene.rules.wars.get(recipient_id, "")
    is_named = any(one.actor_id == wager for one in scene.phrases)
    return wager if is_named and not words.isdisjoint(INVASION_WORDS) else ""
