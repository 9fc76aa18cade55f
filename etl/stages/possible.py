"""The pair that a hit may mean where grammar finds none: completed by the order of names, shown, and never counted.

News names who acts first. The first two named are the pair in nine of ten sentences that are known to tell of one
(plv_train), and in four of ten of news as it comes (the yardstick), where names stand together for many reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.clauses import Part
from etl.stages.values import value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.stages.attribution import Dyad
    from etl.stages.scene import Scene

PAIR = 2
ORDER_RULE = "the first two named, in their order"
RECIPIENT_RULE = "the actor as found, and the first other one named"
ACTOR_RULE = "the first one named, and the recipient as found"


@value
class PossiblePair:
    """Who may act on whom, and the rule that suggests it; all empty where nothing does."""

    actor_id: str = ""
    recipient_id: str = ""
    rule: str = ""


NO_PAIR = PossiblePair()


def possible_pair(dyad: Dyad, order: Sequence[str]) -> PossiblePair:
    """The pair that a dyad without one may mean; `order` are the actors of its sentence, as `order_of` gives them."""
    if len(order) < PAIR or (dyad.actor_id and dyad.recipient_id):
        return NO_PAIR
    if dyad.actor_id:
        other = next(one for one in order if one != dyad.actor_id)
        return PossiblePair(actor_id=dyad.actor_id, recipient_id=other, rule=RECIPIENT_RULE)
    if dyad.recipient_id and dyad.recipient_id != order[0]:
        return PossiblePair(actor_id=order[0], recipient_id=dyad.recipient_id, rule=ACTOR_RULE)
    return PossiblePair(actor_id=order[0], recipient_id=order[1], rule=ORDER_RULE)


def order_of(scene: Scene) -> list[str]:
    """The actors that a sentence names, each once, in their order; last those who only say who another is.

    Places and people who do not act for their state stand in it too: "rebels in X", "a prisoner of Y".
    """
    phrases = [one for one in scene.phrases if not one.resolved]
    phrases.sort(key=lambda one: one.part is Part.ASIDE)
    return list(dict.fromkeys(one.actor_id for one in phrases))
