"""Whom it meets: for each cue the phrases that name its recipient, and the rule that says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.stages.agents import (
    NOBODY_RULE,
    PASSIVE_RULE,
    SUBJECT_RULE,
    is_aside,
    is_between_others,
    is_dateline,
    tellers_before,
)
from etl.stages.charges import CHARGED_RULE, HEAD_RULE, SEEN_RULE, accuser_of, watcher_of
from etl.stages.clauses import Break, Part
from etl.stages.compounds import members
from etl.stages.deeds import suffered_at
from etl.stages.doers import AFTER_BY
from warehouse.terms import ActorKind, EventClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.stages.clauses import Phrase
    from etl.stages.deeds import Deed
    from etl.stages.scene import Scene

RECIPIENT_REACH_WORDS = 24
MENTION_REACH_WORDS = 5
OWN_REACH_WORDS = 3
JUDGED_WORDS_MAX = 4
# Only these are done to one's own people; "North Korea tests North Korea's missile" is not domestic.
DOMESTIC_CLASSES = frozenset({EventClass.ASSAULT, EventClass.COERCE, EventClass.PROTEST})
# Done where they are given or gone to: the place is who gets it.
GOING_CLASSES = frozenset({EventClass.AID, EventClass.RETREAT})
GROUND_CLASSES = frozenset({EventClass.ASSAULT, EventClass.COERCE, EventClass.PROTEST})
WORK_CLASSES = frozenset({EventClass.AGREE, EventClass.COOPERATE})
VERBAL_CLASSES = frozenset(
    {EventClass.ACCUSE, EventClass.REJECT, EventClass.REQUEST, EventClass.SUPPORT, EventClass.AGREE, EventClass.CONCEDE}
)
# What is said of somebody names him in a clause of its own as well.
TOLD_CLASSES = frozenset({EventClass.ACCUSE, EventClass.REQUEST, EventClass.THREATEN})
ANSWER_CLASSES = TOLD_CLASSES | {EventClass.REJECT}
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
OWN_RULE = "whose ground it is"
SEEN_BY_RULE = "who sees it coming"
BEFORE_LEADS = frozenset({"against", "with", "toward", "towards", "to", "on"})


def recipients_of(deed: Deed, scene: Scene, agents: Sequence[Phrase], actor_rule: str) -> tuple[list[Phrase], str]:
    """Whom it meets, and the rule that says so; `agents` are those who act."""
    taken = {one.actor_id for one in agents}
    is_by = any(one.part is Part.AGENT and one.first < deed.first for one in agents)
    if is_by or deed.is_passive or deed.is_suffered:
        at = suffered_at(deed, scene) or deed.first
        done_to = patient([number for number, one in enumerate(scene.phrases) if one.last < at], at, scene, taken)
        if done_to:
            return done_to, "what the passive is done to"
    told = told_by(deed, scene, taken, actor_rule)
    if told:
        return told
    charged = charged_before(deed, scene, taken)
    if charged:
        return charged, "stands directly before what is charged or done"
    return met_in_clause(deed, scene, agents, actor_rule)


def told_by(deed: Deed, scene: Scene, taken: set[str], actor_rule: str) -> tuple[list[Phrase], str] | None:
    """Whom an act meets that he himself sees coming, or charges another with on his own ground."""
    watcher = watcher_of(deed, scene) if actor_rule == SEEN_RULE else None
    if watcher:
        return [watcher], SEEN_BY_RULE
    own = accuser_of(deed, scene, taken) if actor_rule == CHARGED_RULE else []
    return (own, OWN_RULE) if own else None


def met_in_clause(deed: Deed, scene: Scene, agents: Sequence[Phrase], actor_rule: str) -> tuple[list[Phrase], str]:
    """Whom a deed meets by where he is named: after it, before it, or as the country it is done in."""
    taken = {one.actor_id for one in agents}
    before = [number for number, one in enumerate(scene.phrases) if one.last < deed.first]
    if deed.event_class is EventClass.THREATEN:
        warned = warned_of(scene, taken)
        if warned:
            return warned, "the subject of the condition"
    owners = own_ground(deed, scene, taken)
    if owners:
        return owners, OWN_RULE
    may_be_agent = actor_rule not in {AFTER_BY, PASSIVE_RULE}
    after = recipient_after(deed, scene, agents, may_be_agent=may_be_agent)
    if after:
        return after
    chosen = before_cue(before, deed, scene, agents, taken)
    if chosen[0]:
        return chosen
    soil = recipient_after(deed, scene, agents, may_be_agent=may_be_agent, may_be_place=True)
    if soil:
        return soil[0], "the country it is done in"
    return only_other(deed, scene, agents, actor_rule) or chosen


def charged_before(deed: Deed, scene: Scene, taken: set[str]) -> list[Phrase]:
    """Who stands before the noun of what is done to him or charged to him: "the X sanctions", "X's provocations"."""
    if not deed.is_noun:
        return []
    for number, one in enumerate(scene.phrases):
        is_near = (one.last == deed.first - 1 and deed.cue.weight < 0) or (
            deed.event_class is EventClass.ACCUSE and deed.first <= one.end + 1
        )
        if is_near and one.first < deed.first and one.actor_id not in taken:
            return members(number, scene)
    return []


def warned_of(scene: Scene, taken: set[str]) -> list[Phrase]:
    """The subject of a condition in the sentence: "if X goes on, Y will answer"."""
    for number, one in enumerate(scene.phrases):
        if one.lead in scene.rules.conditions and one.actor_id not in taken and not one.is_outlaw:
            return members(number, scene)
    return []


def patient(before: Sequence[int], at: int, scene: Scene, taken: set[str]) -> list[Phrase]:
    """The subject of a passive, with those joined to it."""
    for wanted in (Part.SUBJECT, Part.AGENT, Part.OBJECT):
        for number in reversed(before):
            one = scene.phrases[number]
            if is_behind_relative(one, at, scene) or is_dateline(one, scene):
                continue
            if one.part is wanted and one.actor_id not in taken and not one.is_outlaw and not is_telling(one, scene):
                return [each for each in members(number, scene) if each.actor_id not in taken]
    return []


def is_behind_relative(one: Phrase, at: int, scene: Scene) -> bool:
    """Whether a relative clause about another noun stands between a name and a word: "X has a plane that was"."""
    between = scene.between(one.end + 1, at)
    return any(word in scene.rules.relatives and number > 0 for number, word in enumerate(between))


def recipient_after(
    deed: Deed, scene: Scene, agents: Sequence[Phrase], *, may_be_agent: bool, may_be_place: bool = False
) -> tuple[list[Phrase], str] | None:
    """The first fitting name after the cue in its clause with those joined to it, and the rule."""
    taken = {one.actor_id for one in agents}
    for number, one in enumerate(scene.phrases):
        reach = MENTION_REACH_WORDS if deed.is_mention else RECIPIENT_REACH_WORDS
        if one.first <= deed.first or one.first > deed.last + reach:
            continue
        if ends_search(one, deed, scene):
            return None
        if (one.part is Part.AGENT and not may_be_agent) or is_no_recipient(
            one, deed, scene, may_be_place=may_be_place
        ):
            continue
        others = [each for each in members(number, scene) if each.actor_id not in taken and not each.is_outlaw]
        if others:
            return others, "named after the cue"
        if one.resolved:
            # "X opens an inquiry, saying it has proof against Y": a word for X is in nobody's way.
            continue
        between = scene.between(deed.last + 1, one.first)
        if deed.event_class in DOMESTIC_CLASSES and len(between) <= OWN_REACH_WORDS and one not in agents:
            return [one], "its own, named after the cue"
    return None


def is_no_recipient(one: Phrase, deed: Deed, scene: Scene, *, may_be_place: bool) -> bool:
    """Whether a name after the cue is none it meets: a sponsor, a place, a pronoun that the cue does not govern."""
    if one.part is Part.SPONSOR:
        return not is_plan(one, deed, scene)
    if one.part is Part.PLACE:
        return not (is_ground(one, deed, scene) or (may_be_place and is_soil(one, deed, scene)))
    is_far = one.resolved in scene.rules.object_pronouns and one.first != deed.last + 1
    return is_far or (one.is_owner and bool(one.resolved))


def only_other(deed: Deed, scene: Scene, agents: Sequence[Phrase], actor_rule: str) -> tuple[list[Phrase], str] | None:
    """Of whom something is said, where one other is named: in a clause after the cue, or as who acts in one before it.

    "X condemns a law as Y jails voters"; "Y halted talks, and X rejected the move".
    """
    if deed.event_class not in ANSWER_CLASSES or actor_rule not in {SUBJECT_RULE, HEAD_RULE} or deed.is_mention:
        return None
    taken = {one.actor_id for one in agents}
    others = [one for one in scene.phrases if one.actor_id not in taken and not one.resolved]
    if len({one.actor_id for one in others}) != 1:
        return None
    first, last = others[0], others[-1]
    if last.end < deed.first:
        return ([last], "the only other one named, who acts before it") if is_answered(last, deed, scene) else None
    is_after = deed.event_class in TOLD_CLASSES and first.first > deed.last
    # "said it would expel him, and he was handed over in X": where the next deed is done.
    is_after = is_after and not (first.part is Part.PLACE and scene.is_broken(deed.first, first.start))
    if not is_after or first.is_seat or first.kind is ActorKind.ORGANISATION or is_telling(first, scene):
        return None
    return [first], "the only other one named after it"


def is_answered(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a name before a cue is who acts in another clause, or whose deed that tells of."""
    if (
        is_telling(one, scene)
        or is_occasion(one, scene)
        or not (one.part is Part.SUBJECT or one.is_owner or one.is_adjective)
    ):
        return False
    between = scene.between(one.end + 1, deed.first)
    return scene.is_broken(one.end + 1, deed.first) or not scene.rules.clause_openers.isdisjoint(between)


def own_ground(deed: Deed, scene: Scene, taken: set[str]) -> list[Phrase]:
    """Who tells that another violates what is his: "X said Y violated its airspace"."""
    tellers = [one for one in tellers_before(deed, scene) if one.actor_id not in taken]
    for one in scene.phrases if tellers else ():
        is_near = deed.first < one.first <= deed.last + OWN_REACH_WORDS
        following = scene.between(one.last + 1, min(one.last + 1 + OWN_REACH_WORDS, scene.sentence.last))
        if one.is_owner and one.resolved and is_near and not scene.rules.grounds.isdisjoint(following):
            return [replace(teller, resolved=one.resolved) for teller in tellers]
    return []


def ends_search(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a name after the cue belongs to what is told next: another clause, a partner, the one who tells."""
    rules = scene.rules
    between = scene.between(deed.last + 1, one.start)
    ends = not rules.clause_stops.isdisjoint(between) or scene.word(deed.last) in rules.clause_stops
    if ends or (deed.cue.weight < 0 and not rules.partner_words.isdisjoint(between)) or is_telling(one, scene):
        return one.start > deed.last
    is_other = begins_main_clause(one, deed, scene) or is_between_others(one, deed, scene)
    if is_other or scene.is_broken(deed.last + 1, one.start, Break.STRONG):
        return True
    # "put a satellite into orbit, and South Korea halted the accord": another clause begins.
    return one.joined < 0 and one.start > deed.last and scene.word(one.start - 1) == "and"


def begins_main_clause(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a name is the subject after a clause in front that holds the cue: "since the raid on Y, X has armed"."""
    if one.part is not Part.SUBJECT or one.joined >= 0 or not scene.is_broken(deed.last + 1, one.start):
        return False
    opening = scene.word(scene.sentence.first)
    is_front = opening in scene.rules.front_words
    return is_front and not scene.is_broken(scene.sentence.first + 1, deed.first)


def is_telling(one: Phrase, scene: Scene) -> bool:
    """Whether a name is the source of what is told: ", Moscow said", "according to Kyiv"."""
    speech = scene.rules.source_words
    if one.lead == "to" and scene.word(one.start - 2) == "according":
        return True
    if one.lead in speech and one.start > scene.sentence.first + 1:
        return scene.is_broken(one.start - 1, one.start - 1)
    following = {scene.word(one.end + 1), scene.word(one.end + 2)}
    return not speech.isdisjoint(following) and scene.is_broken(one.start, one.start)


def is_plan(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a sponsor is met by what is said of his plan: "rejected the X-backed proposal"; fighters are not he."""
    rules = scene.rules
    fighters = rules.fighters
    return deed.event_class in VERBAL_CLASSES and fighters.isdisjoint(scene.between(one.last + 1, one.end + 1))


def is_ground(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a place stands for whom it is done to: "bombed a town in X", "relief arrived in X"."""
    if deed.event_class in GOING_CLASSES:
        return True
    if any(scene.words.plain[at] in GOING_WORDS for at in deed.positions):
        return True
    if deed.event_class is EventClass.MOBILIZE and one.lead in {"around", "off"}:
        # "drills around X" are held against it.
        return True
    between = scene.between(deed.first + 1, one.start - 1)
    return not scene.rules.grounds.isdisjoint(between) and scene.rules.clause_openers.isdisjoint(between)


def is_soil(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a place is the country that something is done to where nobody else is; a town alone says only where.

    Violence and works are done to the country of the place ("agreed to rebuild roads in X"); talks are not.
    """
    # "a ship hit off X": at sea.
    if one.is_seat or one.is_local or one.lead == "off" or one.kind is not ActorKind.STATE:
        return False
    if deed.event_class in WORK_CLASSES:
        words = {scene.words.plain[at] for at in deed.positions}
        return words.isdisjoint(scene.rules.deal_words - {"agree", "agreed", "agrees"} | scene.rules.meeting_words)
    return deed.event_class in GROUND_CLASSES


def is_judged(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a relative clause judges what a phrase names: "drills of X that it calls a rehearsal"."""
    between = scene.between(one.end + 1, deed.first)
    is_near = len(between) <= JUDGED_WORDS_MAX and not scene.rules.relatives.isdisjoint(between)
    return deed.event_class in VERBAL_CLASSES and is_near


def is_beside(number: int, deed: Deed, scene: Scene) -> bool:
    """Whether a name before a cue has no part in it: "both attending the X summit", "A, which arms X, warned"."""
    one = scene.phrases[number]
    return is_aside(number, deed, scene) or is_occasion(one, scene)


def is_occasion(one: Phrase, scene: Scene) -> bool:
    """Whether an organisation is named for a meeting of its: "the X summit"."""
    following = scene.between(one.last + 1, one.end + 1) or [scene.word(one.last + 1)]
    return one.kind is ActorKind.ORGANISATION and not scene.rules.meeting_words.isdisjoint(following)


def before_cue(
    before: Sequence[int], deed: Deed, scene: Scene, agents: Sequence[Phrase], taken: set[str]
) -> tuple[list[Phrase], str]:
    """An object that stands before the cue in its clause: after the one who acts, or led in by "against" or "with"."""
    start = max((one.end for one in agents), default=scene.sentence.last)
    # ", and X condemned the move": another clause than that of the names before it.
    opening = min((one.start for one in agents), default=0)
    low = opening if scene.word(opening - 1) in {"and", "but"} else 0
    for number in reversed(before):
        one = scene.phrases[number]
        if one.end < low:
            break
        if one.actor_id in taken or one.part is not Part.OBJECT or one.is_outlaw or is_beside(number, deed, scene):
            continue
        is_open = scene.rules.clause_openers.isdisjoint(scene.between(one.end + 1, deed.first))
        if not is_open and not is_judged(one, deed, scene):
            break
        is_object = one.start > start and one.lead not in scene.rules.loose_prepositions
        is_object = is_object or is_judged(one, deed, scene)
        if is_object or (one.lead in BEFORE_LEADS and not deed.is_mention):
            return [each for each in members(number, scene) if each.actor_id not in taken], "object before the cue"
    return [], NOBODY_RULE
