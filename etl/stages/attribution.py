"""Chooses who acts and whom it meets for each cue of a sentence, and says by which rule."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.terms import ActorKind, EventClass, Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.lexicon.rows import AttributionRow
    from etl.stages.cues import FoundCue
    from etl.stages.words import Sentence, Words
    from warehouse.terms import Mention

AGENT_REACH_WORDS = 8
RECIPIENT_REACH_WORDS = 24
AUXILIARY_REACH_WORDS = 3
COMPOUND_ACTORS_MAX = 3
SPEECH_REACH_WORDS = 4
# What is done by speaking: whoever says it does it.
SPEECH_CLASSES = frozenset(
    {
        EventClass.ACCUSE,
        EventClass.AGREE,
        EventClass.CONCEDE,
        EventClass.CONSULT,
        EventClass.REJECT,
        EventClass.REQUEST,
        EventClass.SUPPORT,
        EventClass.THREATEN,
    }
)
BY_REACH_WORDS = 3
PLACE_REACH_WORDS = 2
OWN_REACH_WORDS = 3
JOIN_WORDS_MAX = 2
POSSESSIVE_CHARS = 2
NAME_MODIFIERS = frozenset({"the", "a", "an", "its", "then-president", "former"})
PARTICIPLE_ENDINGS = ("ed", "en", "wn", "ght", "hit", "shot", "struck", "led", "lt")
AFTER_BY = "named after by"
NOBODY_RULE = "nobody is named"
# Only these are done to one's own people; "North Korea tests North Korea's missile" is not domestic.
DOMESTIC_CLASSES = frozenset({EventClass.ASSAULT, EventClass.COERCE, EventClass.PROTEST})


@dataclass(frozen=True, slots=True)
class Named:
    """An actor named at words [first, last] of the text; `is_owner` where the name is a possessive ("Iran's")."""

    actor_id: str
    first: int
    last: int
    is_owner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence as attribution sees it.

    `carried` are the actors named last before it, for pronouns and descriptions; empty if there are none.
    """

    words: Words
    sentence: Sentence
    named: Sequence[Named]
    carried: Sequence[str]
    is_theatre_named: bool
    rules: AttributionRow

    def before(self, at: int, count: int) -> list[str]:
        """Up to `count` words of the sentence that stand before the word at `at`."""
        return self.words.plain[max(self.sentence.first, at - count) : at]


def names_theatre(mentions: Sequence[Mention], sentence: Sentence) -> bool:
    """Whether a theatre is named in a sentence; mentions come in their order."""
    low = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    high = bisect_left(mentions, sentence.end, key=lambda mention: mention.start)
    return any(mentions[number].kind is ActorKind.THEATRE for number in range(low, high))


@dataclass(frozen=True, slots=True, kw_only=True)
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


def named_in(mentions: Sequence[Mention], words: Words, sentence: Sentence) -> list[Named]:
    """The actors named in a sentence, theatres left out, by the words they stand at; mentions come in their order."""
    found: list[Named] = []
    at = sentence.first
    low = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    for number in range(low, len(mentions)):
        mention = mentions[number]
        if mention.start >= sentence.end:
            break
        if mention.kind is ActorKind.THEATRE:
            continue
        while at < sentence.last and words.ends[at] <= mention.start:
            at += 1
        last = at
        while last + 1 < sentence.last and words.starts[last + 1] < mention.end:
            last += 1
        if at < sentence.last:
            is_owner = words.ends[last] - mention.end == POSSESSIVE_CHARS
            found.append(Named(mention.actor_id, at, last, is_owner))
    return found


def dyads_of(found: FoundCue, scene: Scene) -> list[Dyad]:
    """The dyads of one cue: several where the actor is a compound ("the United States and South Korea")."""
    agents, actor_rule = agents_of(found, scene)
    recipient, recipient_rule = recipient_of(found, scene, set(agents), is_by_agent=actor_rule == AFTER_BY)
    return [
        Dyad(actor_id=agent, actor_rule=actor_rule, recipient_id=recipient, recipient_rule=recipient_rule)
        for agent in (agents or [""])
    ]


def agents_of(found: FoundCue, scene: Scene) -> tuple[list[str], str]:
    """Who acts, and the rule that says so."""
    by_agent = agent_after_by(found, scene)
    if by_agent:
        return [by_agent.actor_id], AFTER_BY
    if is_passive(found, scene):
        return [], "passive without an agent"
    before = [one for one in scene.named if one.first < found.first]
    subjects = [one for one in before if is_subject(one, scene) and not is_speaker(one, found, scene)]
    if subjects:
        return compound(subjects, scene), "subject before the cue"
    if scene.carried and stands_for_actor(scene, found.first):
        return carried_by(scene, found.first), "carried from the sentence before by a pronoun or description"
    return named_nearby(found, scene, before)


def named_nearby(found: FoundCue, scene: Scene, before: Sequence[Named]) -> tuple[list[str], str]:
    """Who acts where there is no subject: the name that the cue follows at once, or that it holds."""
    if before and before[-1].last >= found.first - 1:
        return [before[-1].actor_id], "stands directly before the cue"
    inside = [
        one
        for one in scene.named
        if found.first <= one.first <= found.last and (one.is_owner or is_subject(one, scene))
    ]
    if inside:
        return [inside[0].actor_id], "named within the cue"
    return [], NOBODY_RULE


def agent_after_by(found: FoundCue, scene: Scene) -> Named | None:
    """The actor after "by" that follows the cue or stands in it: "attacked by Russian troops"."""
    for one in scene.named:
        if found.first < one.first <= found.last + AGENT_REACH_WORDS:
            between = scene.words.plain[max(found.first + 1, one.first - BY_REACH_WORDS) : one.first]
            if "by" in between:
                return one
    return None


def is_passive(found: FoundCue, scene: Scene) -> bool:
    """Whether the cue's first word is a participle after a form of be: "was bombed"."""
    if not scene.words.plain[found.first].endswith(PARTICIPLE_ENDINGS):
        return False
    before = scene.before(found.first, AUXILIARY_REACH_WORDS)
    # "is expected to strengthen" is no passive of strengthen.
    return "to" not in before and not scene.rules.passive_auxiliaries.isdisjoint(before)


def is_subject(one: Named, scene: Scene) -> bool:
    """Whether a name may be a subject: no preposition stands before it that makes it an object or a place."""
    before = [word for word in scene.before(one.first, BY_REACH_WORDS) if word not in NAME_MODIFIERS]
    if not before:
        return True
    rules = scene.rules
    return before[-1] not in rules.object_prepositions and before[-1] not in rules.place_prepositions | {"by"}


def is_speaker(one: Named, found: FoundCue, scene: Scene) -> bool:
    """Whether a subject only tells what another does; with a pronoun after the speech it tells of itself."""
    if found.cue.event_class in SPEECH_CLASSES:
        return False
    between = scene.words.plain[one.last + 1 : found.first]
    spoken = next(
        (at for at, word in enumerate(between[:SPEECH_REACH_WORDS]) if word in scene.rules.speech_words), None
    )
    if spoken is None or spoken + 1 >= len(between):
        return False
    return scene.rules.pronouns.isdisjoint(between[spoken + 1 :])


def topics_of(scene: Scene) -> list[str]:
    """The actors that a pronoun in the next sentence stands for: the first subject, with those joined to it."""
    subjects = [one for one in scene.named if is_subject(one, scene)]
    if not subjects:
        return []
    last = 0
    while last + 1 < len(subjects) and is_joined(subjects[last], subjects[last + 1], scene):
        last += 1
    joined = compound(subjects[: last + 1], scene)
    return joined if subjects[0].actor_id in joined else [subjects[0].actor_id]


def is_joined(left: Named, right: Named, scene: Scene) -> bool:
    """Whether two names stand side by side but for "and" and an article."""
    gap = scene.words.plain[left.last + 1 : right.first]
    return "and" in gap and len(gap) <= JOIN_WORDS_MAX


def compound(subjects: Sequence[Named], scene: Scene) -> list[str]:
    """The last of the subjects and those joined to it by "and", in the order of the text."""
    chain = [subjects[-1]]
    for one in reversed(subjects[:-1]):
        if len(chain) >= COMPOUND_ACTORS_MAX or not is_joined(one, chain[0], scene):
            break
        chain.insert(0, one)
    return list(dict.fromkeys(one.actor_id for one in chain))


def stands_for_actor(scene: Scene, high: int) -> bool:
    """Whether a pronoun or description stands in the sentence before the word at `high`."""
    plain = scene.words.plain
    return any(
        plain[at] in scene.rules.pronouns
        or (at + 1 < high and f"{plain[at]} {plain[at + 1]}" in scene.rules.descriptions)
        for at in range(scene.sentence.first, high)
    )


def carried_by(scene: Scene, high: int) -> list[str]:
    """The carried actors: all of them for a plural pronoun, the first for another."""
    is_plural = not scene.rules.plural_pronouns.isdisjoint(scene.words.plain[scene.sentence.first : high])
    return list(scene.carried if is_plural else scene.carried[:1])


def recipient_of(found: FoundCue, scene: Scene, taken: set[str], *, is_by_agent: bool) -> tuple[str, str]:
    """Whom it meets, and the rule that says so; `taken` are those who act."""
    before = [one for one in reversed(scene.named) if one.last < found.first and one.actor_id not in taken]
    passive = is_passive(found, scene)
    if before and (passive or is_by_agent):
        return before[0].actor_id, "what the passive is done to" if passive else "named before the cue"
    after = recipient_after(found, scene, taken)
    if after:
        return after
    for one in before:
        if not is_subject(one, scene) and not is_place(one, scene):
            return one.actor_id, "object before the cue"
    return "", NOBODY_RULE


def recipient_after(found: FoundCue, scene: Scene, taken: set[str]) -> tuple[str, str] | None:
    """The first fitting name after the cue in its clause, and the rule."""
    rules = scene.rules
    ends = rules.clause_stops | rules.partner_words if found.cue.weight < 0 else rules.clause_stops
    for one in scene.named:
        if not found.first < one.first <= found.last + RECIPIENT_REACH_WORDS:
            continue
        between = scene.words.plain[found.last + 1 : one.first]
        if not ends.isdisjoint(between):
            return None
        leading = scene.words.plain[found.first : one.first]
        preposition = next((word for word in reversed(leading) if word not in NAME_MODIFIERS), "")
        if preposition in rules.place_prepositions or preposition == "by":
            continue
        if preposition == "and" and not is_joined_after(one, scene, found):
            # "put a satellite into orbit, and South Korea halted the accord": another clause begins.
            return None
        if one.actor_id not in taken:
            return one.actor_id, "named after the cue"
        if found.cue.event_class in DOMESTIC_CLASSES and len(between) <= OWN_REACH_WORDS:
            return one.actor_id, "its own, named after the cue"
    return None


def is_joined_after(one: Named, scene: Scene, found: FoundCue) -> bool:
    """Whether "and" joins a name after the cue to another name after the cue."""
    return any(found.last < other.first and other is not one and is_joined(other, one, scene) for other in scene.named)


def is_place(one: Named, scene: Scene) -> bool:
    """Whether a name stands after a preposition of place."""
    return not scene.rules.place_prepositions.isdisjoint(scene.before(one.first, PLACE_REACH_WORDS))
