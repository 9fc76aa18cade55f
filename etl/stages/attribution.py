"""Chooses who acts and whom it meets for each cue of a sentence, and says by which rule."""

from __future__ import annotations

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
# Only these are done to one's own people; "North Korea tests North Korea's missile" is not domestic.
DOMESTIC_CLASSES = frozenset({EventClass.ASSAULT, EventClass.COERCE, EventClass.PROTEST})
MUTUAL_CLASSES = frozenset({EventClass.CONSULT, EventClass.AGREE, EventClass.COOPERATE})


@dataclass(frozen=True, slots=True)
class Named:
    """An actor named at words [first, last] of the text."""

    actor_id: str
    first: int
    last: int


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


NOBODY = Dyad(actor_id="", actor_rule="nobody is named", recipient_id="", recipient_rule="nobody is named")


def named_in(mentions: Sequence[Mention], words: Words, sentence: Sentence) -> list[Named]:
    """The actors named in a sentence, theatres left out, by the words they stand at."""
    found: list[Named] = []
    at = sentence.first
    for mention in mentions:
        if mention.kind is ActorKind.THEATRE or not sentence.start <= mention.start < sentence.end:
            continue
        while at < sentence.last and words.ends[at] <= mention.start:
            at += 1
        last = at
        while last + 1 < sentence.last and words.starts[last + 1] < mention.end:
            last += 1
        if at < sentence.last:
            found.append(Named(mention.actor_id, at, last))
    return found


def dyads_of(
    found: FoundCue, named: Sequence[Named], words: Words, sentence: Sentence, carried: Sequence[str], rules: AttributionRow
) -> list[Dyad]:
    """The dyads of one cue: several where the actor is a compound ("the United States and South Korea").

    `carried` are the actors named last before this sentence, for pronouns and descriptions; empty if there are none.
    """
    agents, actor_rule = agents_of(found, named, words, sentence, carried, rules)
    taken = {agent for agent in agents if agent}
    recipient, recipient_rule = recipient_of(found, named, words, sentence, taken, actor_rule, rules)
    return [
        Dyad(
            actor_id=agent,
            actor_rule=actor_rule,
            recipient_id=recipient,
            recipient_rule=recipient_rule,
        )
        for agent in (agents or [""])
    ]


def agents_of(  # noqa: PLR0913 - the facts a choice rests on
    found: FoundCue, named: Sequence[Named], words: Words, sentence: Sentence, carried: Sequence[str], rules: AttributionRow
) -> tuple[list[str], str]:
    """Who acts, and the rule that says so."""
    by_agent = agent_after_by(found, named, words)
    if by_agent:
        return [by_agent.actor_id], "named after by"
    inside = [one for one in named if one.first >= found.first and one.last <= found.last]
    before = [one for one in named if one.last < found.first]
    if is_passive(found, words, sentence, rules):
        return [], "passive without an agent"
    subjects = [one for one in before if is_subject(one, words, sentence, rules)]
    if subjects:
        return compound(subjects[-1], subjects, words), "subject before the cue"
    if carried and stands_for_actor(words, sentence.first, found.first, rules):
        is_plural = not rules.plural_pronouns.isdisjoint(words.plain[sentence.first : found.first])
        return list(carried if is_plural else carried[:1]), "carried from the sentence before by a pronoun or description"
    if before and before[-1].last == found.first - 1:
        return [before[-1].actor_id], "stands directly before the cue"
    if inside:
        return [inside[0].actor_id], "named within the cue"
    return [], "nobody is named"


def agent_after_by(found: FoundCue, named: Sequence[Named], words: Words) -> Named | None:
    """The actor after "by" that follows the cue."""
    for one in named:
        if found.last < one.first <= found.last + AGENT_REACH_WORDS and "by" in words.plain[max(found.last + 1, one.first - 3) : one.first]:
            return one
    return None


def is_passive(found: FoundCue, words: Words, sentence: Sentence, rules: AttributionRow) -> bool:
    """Whether the cue's first word is a participle after a form of be: "was bombed"."""
    first = words.plain[found.first]
    if not first.endswith(("ed", "en", "wn", "ght", "hit", "shot", "struck", "led", "lt")):
        return False
    before = words.plain[max(sentence.first, found.first - AUXILIARY_REACH_WORDS) : found.first]
    # "is expected to strengthen" is no passive of strengthen.
    return "to" not in before and any(word in rules.passive_auxiliaries for word in before)


def is_subject(one: Named, words: Words, sentence: Sentence, rules: AttributionRow) -> bool:
    """Whether a name may be a subject: no preposition stands before it that makes it an object or a place."""
    low = max(sentence.first, one.first - 3)
    before = [word for word in words.plain[low : one.first] if word not in {"the", "a", "an", "its", "then-president", "former"}]
    if not before:
        return True
    return before[-1] not in rules.object_prepositions and before[-1] not in rules.place_prepositions and before[-1] != "by"


def topics_of(named: Sequence[Named], words: Words, sentence: Sentence, rules: AttributionRow) -> list[str]:
    """The actors that a pronoun in the next sentence stands for: the first that may be a subject, with those joined to it."""
    subjects = [one for one in named if is_subject(one, words, sentence, rules)]
    if not subjects:
        return []
    last = 0
    while last + 1 < len(subjects) and "and" in words.plain[subjects[last].last + 1 : subjects[last + 1].first][:2]:
        last += 1
    joined = compound(subjects[last], subjects[: last + 1], words)
    return joined if subjects[0].actor_id in joined else [subjects[0].actor_id]


def compound(last: Named, subjects: Sequence[Named], words: Words) -> list[str]:
    """The actors joined to a subject by "and" or a comma, in the order of the text."""
    chain = [last]
    for one in reversed(subjects[:-1]):
        gap = words.plain[one.last + 1 : chain[0].first]
        if len(chain) >= COMPOUND_ACTORS_MAX or "and" not in gap or len(gap) > 2:
            break
        chain.insert(0, one)
    return list(dict.fromkeys(one.actor_id for one in chain))


def stands_for_actor(words: Words, low: int, high: int, rules: AttributionRow) -> bool:
    """Whether a pronoun or description stands among words [low, high)."""
    plain = words.plain
    return any(
        plain[at] in rules.pronouns or (at + 1 < high and f"{plain[at]} {plain[at + 1]}" in rules.descriptions)
        for at in range(low, high)
    )


def recipient_of(  # noqa: PLR0913 - the facts a choice rests on
    found: FoundCue,
    named: Sequence[Named],
    words: Words,
    sentence: Sentence,
    taken: set[str],
    actor_rule: str,
    rules: AttributionRow,
) -> tuple[str, str]:
    """Whom it meets, and the rule that says so."""
    before = [one for one in named if one.last < found.first]
    passive = is_passive(found, words, sentence, rules)
    if passive or actor_rule == "named after by":
        for one in reversed(before):
            if one.actor_id not in taken:
                return one.actor_id, "what the passive is done to" if passive else "named before the cue"
    for one in named:
        if one.first <= found.first or one.first > found.last + RECIPIENT_REACH_WORDS:
            continue
        between = words.plain[found.last + 1 : one.first]
        if any(word in rules.clause_stops for word in between):
            break
        if found.cue.weight < 0 and not rules.partner_words.isdisjoint(between):
            break
        preposition = next((word for word in reversed(between) if word not in {"the", "a", "an", "its"}), "")
        if preposition in rules.place_prepositions or (preposition == "by" and actor_rule == "named after by"):
            continue
        if one.actor_id not in taken:
            return one.actor_id, "named after the cue"
        if found.cue.event_class in DOMESTIC_CLASSES and len(between) <= 3:
            return one.actor_id, "its own, named after the cue"
    for one in reversed(before):
        if one.actor_id not in taken and not is_subject(one, words, sentence, rules) and not is_place(one, words, sentence, rules):
            return one.actor_id, "object before the cue"
    return "", "nobody is named"


def is_place(one: Named, words: Words, sentence: Sentence, rules: AttributionRow) -> bool:
    """Whether a name stands after a preposition of place."""
    low = max(sentence.first, one.first - 2)
    return any(word in rules.place_prepositions for word in words.plain[low : one.first])
