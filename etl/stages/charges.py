"""Who does what somebody else only charges him with, sees coming, or names as the head of a relative clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.clauses import Break, Part
from etl.stages.compounds import members
from warehouse.terms import EventClass

if TYPE_CHECKING:
    from etl.stages.clauses import Phrase
    from etl.stages.deeds import Deed
    from etl.stages.doers import Chosen
    from etl.stages.scene import Scene

CHARGE_REACH_WORDS = 24
REASON_WORDS_MAX = 4
SEEN_REACH_WORDS = 5
HEAD_WORDS_MAX = 3
SOURCE_REACH_WORDS = 14
CHARGE_LINKS = frozenset({"of", "for", "over", "with"})
CHARGED_RULE = "named as the one whose deed it is"
SEEN_RULE = "it is seen coming from them"
HEAD_RULE = "the relative clause is about them"
SOURCE_RULE = "it came from them"
CHARGED_CLASSES = frozenset({EventClass.ASSAULT, EventClass.COERCE, EventClass.MOBILIZE, EventClass.SANCTION})
SENT_ARMS = frozenset({"drone", "missile", "rocket", "shell", "projectile", "mortar"})
ARMED_CLASSES = frozenset({EventClass.ASSAULT, EventClass.MOBILIZE})


def charged_act_of(deed: Deed, scene: Scene) -> Chosen | None:
    """Whose act it is that is told in a charge or as its reason: "accused X of breaking the truce by shelling Y"."""
    if deed.event_class not in CHARGED_CLASSES:
        return None
    link = link_of(deed, scene)
    verb = charge_before(link, scene)
    if not verb:
        return None
    for number, one in enumerate(scene.phrases):
        if not (verb < one.first and one.end < link) or one.part is Part.PLACE or one.lead == "by":
            continue
        if one.is_owner and one.resolved:
            # "X protested, accusing its navy of": not that of who protests.
            return others_before(verb, one, scene)
        return members(number, scene, before=link), CHARGED_RULE
    return None


def link_of(deed: Deed, scene: Scene) -> int:
    """Where the word stands that leads from who is charged to a deed, "of" in "accused X of shelling"; 0 if none."""
    low = max(scene.sentence.first, deed.first - CHARGE_REACH_WORDS)
    is_gerund = scene.word(deed.first).endswith("ing")
    if not (is_gerund or deed.is_noun):
        return 0
    stops, told = scene.rules.clause_limits, scene.rules.speech_words
    for at in range(deed.first - 1, low, -1):
        word = scene.word(at)
        if scene.line.break_before(at + 1) is not Break.NONE or word in stops or word in told:
            return 0
        is_led = scene.word(at + 1).endswith("ing") or (deed.is_noun and deed.first - at <= REASON_WORDS_MAX)
        if word in CHARGE_LINKS and is_led:
            return at
        if scene.line.is_verb(at) and not word.endswith("ing"):
            return 0
    return 0


def charge_before(link: int, scene: Scene) -> int:
    """Where the verb stands by which somebody is charged or punished, before the word that leads on; 0 if none does."""
    if not link:
        return 0
    stops = scene.rules.clause_limits
    for at in range(link - 1, max(scene.sentence.first, link - CHARGE_REACH_WORDS) - 1, -1):
        word = scene.word(at)
        if word in scene.rules.charging_words:
            return at
        if scene.line.break_before(at + 1) is not Break.NONE or word in stops:
            return 0
    return 0


def others_before(verb: int, owner: Phrase, scene: Scene) -> Chosen:
    """The one other actor named before a charge against "its" men; nobody where there are several."""
    teller = next((one for one in reversed(scene.phrases) if one.first < verb and one.part is Part.SUBJECT), None)
    mine = teller.actor_id if teller else owner.actor_id
    others = [one for one in scene.phrases if one.end < verb and one.actor_id != mine and not one.resolved]
    return (others[-1:] if len({one.actor_id for one in others}) == 1 else []), CHARGED_RULE


def seen_act_of(deed: Deed, scene: Scene) -> Chosen | None:
    """Whose arms it is that another counts or spots: "X detected 40 Y warplanes", "X counts 30 rockets from Y"."""
    watcher = watcher_of(deed, scene)
    if watcher is None:
        return None
    for number, one in enumerate(scene.phrases):
        is_near = watcher.last < one.first <= deed.last + REASON_WORDS_MAX and one.actor_id != watcher.actor_id
        is_whose = one.is_owner or one.is_adjective or deed.begin <= one.first <= deed.last
        is_from = scene.word(one.first - 1) == "from" and deed.first <= one.first
        if is_near and (is_from or (is_whose and one.first <= deed.last and one.lead not in CHARGE_LINKS)):
            return members(number, scene), SEEN_RULE
    return None


def watcher_of(deed: Deed, scene: Scene) -> Phrase | None:
    """Who counts or spots what the cue names, by a verb just before it."""
    if deed.event_class not in ARMED_CLASSES:
        return None
    low = max(scene.sentence.first, min(deed.begin, deed.first) - SEEN_REACH_WORDS)
    verb = next((at for at in range(deed.first - 1, low - 1, -1) if scene.word(at) in scene.rules.watching_words), 0)
    if not verb or scene.is_broken(verb + 1, deed.first):
        return None
    return next(
        (one for one in scene.phrases if one.part is Part.SUBJECT and verb - HEAD_WORDS_MAX <= one.last < verb), None
    )


def head_of_relative(deed: Deed, scene: Scene) -> Chosen | None:
    """Who is told of in a relative clause that holds the cue: "a raid from X, which rejects the charge"."""
    if deed.is_noun or deed.is_passive or deed.is_suffered:
        return None
    for at in range(deed.first - 1, max(scene.sentence.first, deed.first - 1 - HEAD_WORDS_MAX), -1):
        word = scene.word(at)
        if word == "which" and scene.line.break_before(at) is Break.COMMA:
            for one in scene.phrases:
                if one.end == at - 1 and one.part is not Part.SUBJECT and not one.is_owner:
                    return [one], HEAD_RULE
            return None
        if not (word in scene.rules.auxiliaries or word.endswith("ly")):
            return None
    return None


def source_of(deed: Deed, scene: Scene) -> Chosen | None:
    """Where arms came from whose owner nobody names: "the drone that hit the tanker was fired from X"."""
    arms = {scene.word(at).removesuffix("s") for at in deed.positions}
    if deed.event_class not in ARMED_CLASSES or SENT_ARMS.isdisjoint(arms):
        return None
    for number, one in enumerate(scene.phrases):
        is_after = deed.last < one.first <= deed.last + SOURCE_REACH_WORDS and one.lead == "from"
        if is_after and scene.word(one.start - 2) in scene.rules.coming_words:
            return ([] if scene.is_broken(deed.last + 1, one.start) else members(number, scene)), SOURCE_RULE
    return None


def accuser_of(deed: Deed, scene: Scene, taken: set[str]) -> list[Phrase]:
    """Who charges another with an act against what is his own: "X blames Y for shelling its port"."""
    verb = charge_before(link_of(deed, scene), scene)
    tellers = [one for one in scene.phrases if one.last < verb and one.part is Part.SUBJECT]
    if not tellers or tellers[-1].actor_id in taken:
        return []
    for one in scene.phrases:
        if one.is_owner and one.resolved and deed.first < one.first <= deed.last + REASON_WORDS_MAX:
            return tellers[-1:]
    return []
