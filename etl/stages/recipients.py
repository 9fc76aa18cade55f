"""Whom it meets: for each cue the phrases that name its recipient, and the rule that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.agents import AFTER_BY, NOBODY_RULE, PASSIVE_RULE, members
from etl.stages.clauses import Break, Part
from etl.stages.scene import is_nominal, is_passive, is_suffered, suffered_at
from warehouse.terms import ActorKind, EventClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.stages.clauses import Phrase
    from etl.stages.cues import FoundCue
    from etl.stages.scene import Scene

RECIPIENT_REACH_WORDS = 24
MENTION_REACH_WORDS = 5
OWN_REACH_WORDS = 3
# Only these are done to one's own people; "North Korea tests North Korea's missile" is not domestic.
DOMESTIC_CLASSES = frozenset({EventClass.ASSAULT, EventClass.COERCE, EventClass.PROTEST})
# Done where they are given or gone to: the place is who gets it.
GOING_CLASSES = frozenset({EventClass.AID, EventClass.RETREAT})
GROUND_CLASSES = frozenset({EventClass.ASSAULT, EventClass.COERCE, EventClass.PROTEST})
GOING_WORDS = frozenset(
    {
        "arrive",
        "arrived",
        "arrives",
        "arriving",
        "visit",
        "visited",
        "visits",
        "visiting",
        "travel",
        "travelled",
        "asylum",
        "refuge",
    }
)
BEFORE_LEADS = frozenset({"against", "with", "toward", "towards", "to", "on"})


def recipients_of(found: FoundCue, scene: Scene, agents: Sequence[Phrase], actor_rule: str) -> tuple[list[Phrase], str]:
    """Whom it meets, and the rule that says so; `agents` are those who act."""
    taken = {one.actor_id for one in agents}
    before = [number for number, one in enumerate(scene.phrases) if one.last < found.first]
    is_by = any(one.part is Part.AGENT and one.first < found.first for one in agents)
    if is_by or is_passive(found, scene) or is_suffered(found, scene):
        at = suffered_at(found, scene) or found.first
        done_to = patient([number for number, one in enumerate(scene.phrases) if one.last < at], at, scene, taken)
        if done_to:
            return done_to, "what the passive is done to"
    charged = [
        number
        for number in before
        if scene.phrases[number].end == found.first - 1 and scene.phrases[number].actor_id not in taken
    ]
    if charged and is_nominal(found, scene):
        return members(charged[-1], scene), "stands directly before what is charged or done"
    if found.cue.event_class is EventClass.THREATEN:
        warned = warned_of(found, scene, taken)
        if warned:
            return warned, "the subject of the condition"
    may_be_agent = actor_rule not in {AFTER_BY, PASSIVE_RULE}
    after = recipient_after(found, scene, taken, may_be_agent=may_be_agent)
    if after:
        return after
    chosen = before_cue(before, found, scene, agents, taken)
    if chosen[0]:
        return chosen
    soil = recipient_after(found, scene, taken, may_be_agent=may_be_agent, may_be_place=True)
    return (soil[0], "the country it is done in") if soil else chosen


def warned_of(found: FoundCue, scene: Scene, taken: set[str]) -> list[Phrase]:
    """The subject of a condition in the sentence: "if X goes on, Y will answer"."""
    for number, one in enumerate(scene.phrases):
        if one.lead in scene.rules.conditions and one.actor_id not in taken and not one.is_outlaw:
            return members(number, scene)
    return []


def patient(before: Sequence[int], at: int, scene: Scene, taken: set[str]) -> list[Phrase]:
    """The subject of a passive, with those joined to it."""
    for wanted in (Part.SUBJECT, Part.OBJECT):
        for number in reversed(before):
            one = scene.phrases[number]
            if is_behind_relative(one, at, scene):
                continue
            if one.part is wanted and one.actor_id not in taken and not one.is_outlaw and not is_telling(one, scene):
                return [each for each in members(number, scene) if each.actor_id not in taken]
    return []


def is_behind_relative(one: Phrase, at: int, scene: Scene) -> bool:
    """Whether a relative clause about another noun stands between a name and the word at `at`: "X has a plane that was"."""
    between = scene.between(one.end + 1, at)
    return any(word in scene.rules.relatives and number > 0 for number, word in enumerate(between))


def recipient_after(
    found: FoundCue, scene: Scene, taken: set[str], *, may_be_agent: bool, may_be_place: bool = False
) -> tuple[list[Phrase], str] | None:
    """The first fitting name after the cue in its clause with those joined to it, and the rule."""
    for number, one in enumerate(scene.phrases):
        reach = MENTION_REACH_WORDS if found.cue.needs == "actor" else RECIPIENT_REACH_WORDS
        if one.first <= found.first or one.first > found.last + reach:
            continue
        if ends_search(one, found, scene):
            return None
        if one.part is Part.AGENT and not may_be_agent:
            continue
        if one.part is Part.PLACE and not (is_ground(one, found, scene) or (may_be_place and is_soil(one, found))):
            continue
        if one.is_owner and one.resolved and not is_own_ground(one, taken, scene):
            continue
        others = [each for each in members(number, scene) if each.actor_id not in taken and not each.is_outlaw]
        if others:
            return others, "named after the cue"
        between = scene.between(found.last + 1, one.first)
        if found.cue.event_class in DOMESTIC_CLASSES and len(between) <= OWN_REACH_WORDS and not one.resolved:
            return [one], "its own, named after the cue"
    return None


def is_own_ground(one: Phrase, taken: set[str], scene: Scene) -> bool:
    """Whether "its" before a noun stands for whom it is done to: "X said Y violated its airspace"."""
    return one.actor_id not in taken and scene.word(one.end) in scene.rules.grounds


def ends_search(one: Phrase, found: FoundCue, scene: Scene) -> bool:
    """Whether a name after the cue belongs to what is told next: another clause, a partner, the one who tells."""
    rules = scene.rules
    between = scene.between(found.last + 1, one.start)
    ends = rules.clause_stops | rules.partner_words if found.cue.weight < 0 else rules.clause_stops
    if not ends.isdisjoint(between) or scene.word(found.last) in rules.clause_stops or is_telling(one, scene):
        return one.start > found.last
    if scene.is_broken(found.last + 1, one.start, Break.STRONG):
        return True
    # "put a satellite into orbit, and South Korea halted the accord": another clause begins.
    return one.joined < 0 and one.start > found.last and scene.word(one.start - 1) == "and"


def is_telling(one: Phrase, scene: Scene) -> bool:
    """Whether a name is the source of what is told: ", Moscow said", "according to Kyiv"."""
    speech = scene.rules.speech_words
    if one.lead == "to" and scene.word(one.start - 2) == "according":
        return True
    if one.lead in speech and one.start > scene.sentence.first + 1:
        return scene.is_broken(one.start - 1, one.start - 1)
    following = {scene.word(one.end + 1), scene.word(one.end + 2)}
    return not speech.isdisjoint(following) and scene.is_broken(one.start, one.start)


def is_ground(one: Phrase, found: FoundCue, scene: Scene) -> bool:
    """Whether a place stands for whom it is done to: "bombed a town in X", "relief arrived in X"."""
    if found.cue.event_class in GOING_CLASSES:
        return True
    if any(scene.words.plain[at] in GOING_WORDS for at in found.positions):
        return True
    return not scene.rules.grounds.isdisjoint(scene.between(found.first + 1, one.start - 1))


def is_soil(one: Phrase, found: FoundCue) -> bool:
    """Whether a place is the country that violence is done to where nobody else is; a town alone says only where."""
    return found.cue.event_class in GROUND_CLASSES and not (one.is_seat or one.is_local) and one.kind is ActorKind.STATE


def before_cue(
    before: Sequence[int], found: FoundCue, scene: Scene, agents: Sequence[Phrase], taken: set[str]
) -> tuple[list[Phrase], str]:
    """An object that stands before the cue in its clause: after the one who acts, or led in by "against" or "with"."""
    start = max((one.end for one in agents), default=scene.sentence.last)
    for number in reversed(before):
        one = scene.phrases[number]
        if one.actor_id in taken or one.part is not Part.OBJECT or one.is_outlaw:
            continue
        if not scene.rules.clause_openers.isdisjoint(scene.between(one.end + 1, found.first)):
            break
        is_object = one.start > start and one.lead not in scene.rules.loose_prepositions
        if is_object or (one.lead in BEFORE_LEADS and found.cue.needs != "actor"):
            return [each for each in members(number, scene) if each.actor_id not in taken], "object before the cue"
    return [], NOBODY_RULE
