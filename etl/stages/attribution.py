"""Chooses who acts on whom for each cue of a sentence, and says by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.agents import (
    BETWEEN_RULE,
    CONTROLLED_RULE,
    NOBODY_RULE,
    TELLER_RULE,
    UNNAMED_RULE,
    agents_of,
    tellers_before,
)
from etl.stages.clauses import Part
from etl.stages.deeds import JOINT_CLASSES, deed_of, is_joint, is_mutual
from etl.stages.recipients import DOMESTIC_CLASSES, recipients_of
from etl.stages.values import value
from etl.stages.wars import ENEMY_RULE, WAGER_RULE, enemy_of, invader_of, war_sides
from warehouse.terms import EventClass, Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.stages.clauses import Phrase
    from etl.stages.cues import FoundCue
    from etl.stages.deeds import Deed
    from etl.stages.scene import Scene

COMPOUND_ACTORS_MAX = 6
DYADS_MAX = 12
PAIR = 2
# More than these who agree make a statement, and not a deed of each to each.
TOGETHER_MAX = 3
WITH_WORDS = frozenset({"with", "between"})
PARTNER_LEADS = frozenset({"with", "to", "between"})
PLANNER_RULE = "named as the one who plans it"
MUTUAL_RULE = "they do it to each other"


@value
class Dyad:
    """Who acts on whom, each with the rule that chose it; an empty id where nobody is named."""

    actor_id: str
    actor_rule: str
    recipient_id: str
    recipient_rule: str

    def scope(self, event_class: EventClass) -> Scope:
        """Domestic where an actor does it to its own."""
        own = self.actor_id and self.actor_id == self.recipient_id
        return Scope.DOMESTIC if own and event_class in DOMESTIC_CLASSES else Scope.INTERNATIONAL


NOBODY = Dyad(actor_id="", actor_rule=NOBODY_RULE, recipient_id="", recipient_rule=NOBODY_RULE)


def dyads_of(found: FoundCue, scene: Scene) -> list[Dyad]:
    """The dyads of one cue: several for compounds ("the United States and South Korea"), both ways if it is mutual."""
    deed = deed_of(found, scene)
    sides = war_sides(deed, scene)
    if sides:
        return [Dyad(actor_id=sides[0], actor_rule=sides[1], recipient_id=sides[2], recipient_rule=sides[3])]
    agents, actor_rule = agents_of(deed, scene)
    recipients, recipient_rule = recipients_of(deed, scene, agents, actor_rule)
    acting, met = ruled(agents, actor_rule), ruled(recipients, recipient_rule)
    acting, met = with_enemies(acting, met, actor_rule, deed, scene)
    pairs = [
        Dyad(actor_id=actor, actor_rule=rule, recipient_id=recipient, recipient_rule=other)
        for actor, rule in acting.items() or [("", actor_rule)]
        for recipient, other in met.items() or [("", recipient_rule)]
    ]
    if actor_rule == BETWEEN_RULE and len(acting) <= TOGETHER_MAX and is_between(agents, deed):
        return among_each_other(acting)
    is_shared = len(acting) >= PAIR and found.cue.event_class in JOINT_CLASSES
    if len(acting) == PAIR and recipients and recipients[0].part is Part.PLACE and is_exchange(deed, scene):
        return among_each_other(acting)
    if recipients and agents and not (is_shared and not is_object(recipients[0], deed)):
        is_both = is_mutual(deed, scene) and is_with(recipients[0], deed, scene)
        return [*pairs, *(back(one) for one in pairs if is_both)][:DYADS_MAX]
    among = acting if actor_rule != CONTROLLED_RULE else {}
    if not acting and is_between(recipients, deed):
        among = met
    if PAIR <= len(among) <= TOGETHER_MAX and (is_joint(deed, scene) or is_between([*agents, *recipients], deed)):
        return among_each_other(among)[:DYADS_MAX]
    return pairs[:DYADS_MAX]


def with_enemies(
    acting: dict[str, str], met: dict[str, str], actor_rule: str, deed: Deed, scene: Scene
) -> tuple[dict[str, str], dict[str, str]]:
    """Who acts and who is met, each with the rule; a side of a known war meets the other where nobody else is named."""
    if len(acting) == 1 and not met:
        enemy = enemy_of(deed, scene, next(iter(acting)))
        return acting, {enemy: ENEMY_RULE} if enemy else {}
    if len(met) == 1 and not acting and actor_rule in {NOBODY_RULE, UNNAMED_RULE}:
        invader = invader_of(deed, scene, next(iter(met)))
        return {invader: WAGER_RULE} if invader else {}, met
    return acting, met


def charges_of(found: FoundCue, scene: Scene, dyads: Sequence[Dyad]) -> list[Dyad]:
    """The charges that a planned deed is if another side tells it: "X said Y was planning to invade" is X against Y."""
    deed = deed_of(found, scene)
    acting = dict.fromkeys(one.actor_id for one in dyads if one.actor_id)
    tellers = ruled(tellers_before(deed, scene), TELLER_RULE)
    if not acting or not acting.keys().isdisjoint(tellers):
        return []
    return [
        Dyad(actor_id=teller, actor_rule=said, recipient_id=actor, recipient_rule=PLANNER_RULE)
        for teller, said in tellers.items()
        for actor in acting
    ]


def is_with(recipient: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a recipient takes part as the actor does: "talks with X", "met X", "a visit to X", not "talks on X"."""
    if recipient.lead in WITH_WORDS or scene.word(recipient.start - 1) in scene.rules.meeting_words:
        return True
    return any(scene.words.plain[at].startswith("visit") for at in deed.positions)


def is_between(phrases: Sequence[Phrase], deed: Deed) -> bool:
    """Whether it is told of two together: "war between X and Y", "the X-Y conflict"; drills of two are held by both."""
    is_paired = any(one.is_paired and is_owned(deed, one) for one in phrases)
    if deed.event_class in {EventClass.MOBILIZE, EventClass.SANCTION} and is_paired:
        return False
    return is_paired or any(one.lead == "between" for one in phrases)


def is_exchange(deed: Deed, scene: Scene) -> bool:
    """Whether two exchange what the cue names: "X and Y trade fire across the border of Z"."""
    words = {scene.word(at) for at in (deed.begin - 1, *deed.positions)}
    return not words.isdisjoint(scene.rules.exchange_words)


def is_owned(deed: Deed, pair: Phrase) -> bool:
    """Whether a deed is that of a pair before it: "the X-Y war"; not what somebody of both does, "an X-Y citizen"."""
    is_noun = deed.is_noun or deed.begin < deed.first
    return deed.begin <= pair.last or (is_noun and deed.begin <= pair.end + PAIR)


def is_object(recipient: Phrase, deed: Deed) -> bool:
    """Whether what two do is done to another: "X and Y signed a pact with Z", not "X and Y settled a row over Z"."""
    return recipient.lead in PARTNER_LEADS or deed.first < recipient.start <= deed.last + 1


def back(dyad: Dyad) -> Dyad:
    """The dyad the other way round, of what is done to each other."""
    return Dyad(
        actor_id=dyad.recipient_id,
        actor_rule=f"{dyad.recipient_rule}; {MUTUAL_RULE}",
        recipient_id=dyad.actor_id,
        recipient_rule=f"{dyad.actor_rule}; {MUTUAL_RULE}",
    )


def among_each_other(among: dict[str, str]) -> list[Dyad]:
    """The dyads of what all of them do to each other, with the rule that found each."""
    return [
        Dyad(
            actor_id=one,
            actor_rule=f"{rule}; {MUTUAL_RULE}",
            recipient_id=other,
            recipient_rule=f"{said}; {MUTUAL_RULE}",
        )
        for one, rule in among.items()
        for other, said in among.items()
        if one != other
    ]


def ruled(phrases: Sequence[Phrase], rule: str) -> dict[str, str]:
    """The actors of phrases, each once, with the rule; it says where a word stood for the actor."""
    found: dict[str, str] = {}
    for one in phrases[:COMPOUND_ACTORS_MAX]:
        said = f"{rule}, resolved from “{one.resolved}”" if one.resolved else rule
        found.setdefault(one.actor_id, said)
    return found
