"""Words that stand for an actor named before: pronouns, "the country", "the two sides"; each marked as resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.stages.clauses import Named, Part
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from etl.lexicon.rows import AttributionRow
    from etl.stages.clauses import Line, Phrase

PAIR = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """An actor of a sentence before, for what stands for it later; `is_lead` if it was the sentence's subject."""

    actor_id: str
    kind: ActorKind
    is_person: bool
    is_lead: bool


@dataclass(frozen=True, slots=True)
class StandIn:
    """Words [first, last] that stand for actors named before; `surface` is how they are written."""

    first: int
    last: int
    surface: str
    is_owner: bool = False

    def named(self, topic: Topic) -> Named:
        """The words as the name of whom they stand for."""
        return Named(
            topic.actor_id, self.first, self.last, is_owner=self.is_owner, is_person=topic.is_person, kind=topic.kind
        )


def stand_ins(line: Line) -> Iterator[StandIn]:
    """The words of a sentence that may stand for an actor, in their order."""
    rules = line.rules
    at = line.first
    while at < line.last:
        pair = f"{line.plain[at]} {line.plain[at + 1]}" if at + 1 < line.last else ""
        is_whole = pair and (at + PAIR >= line.last or line.plain[at + PAIR] not in {"of", "'s"})
        if is_whole and pair in rules.two_words:
            yield StandIn(at, at + 1, pair)
            at += PAIR
            continue
        word = line.plain[at]
        if word in rules.pronouns:
            yield StandIn(at, at, word, is_owner=word in rules.owner_pronouns)
        at += 1


def actors_of(one: StandIn, found: Sequence[Phrase], carried: Sequence[Topic], line: Line) -> list[Topic]:
    """Whom words stand for: the last fitting actors of the sentence or of those before it in the paragraph."""
    rules = line.rules
    if one.surface in rules.known_as:
        return [Topic(rules.known_as[one.surface], ActorKind.STATE, is_person=False, is_lead=True)]
    found = [p for p in found if not p.is_outlaw]
    here = [Topic(p.actor_id, p.kind, p.is_person, p.part is Part.SUBJECT) for p in found]
    if one.surface in rules.dual_descriptions:
        return last_pair(here) or last_pair([*carried])
    if " " in one.surface:
        return fitting(one.surface, carried, rules)[:1] or fitting(one.surface, here, rules)[-1:]
    if one.surface in rules.person_pronouns:
        people = [topic for topic in here if topic.is_person]
        return people[-1:] or [topic for topic in carried if topic.is_person][:1]
    return antecedent(one, found, here, carried, line)


def antecedent(
    one: StandIn, found: Sequence[Phrase], here: Sequence[Topic], carried: Sequence[Topic], line: Line
) -> list[Topic]:
    """Whom a pronoun for a thing stands for.

    The last subject of the sentence; for a pronoun that something is done to, the subject before it; for an owner after
    a name and a preposition ("sanctioned X over its war") that name; else the subject of a sentence before.
    """
    is_plural = one.surface in line.rules.plural_pronouns
    leads = [topic for topic in carried if topic.is_lead]
    if (
        one.is_owner
        and found
        and found[-1].end == one.first - PAIR
        and line.plain[one.first - 1] in {"over", "for", "of"}
    ):
        return list(here[-1:])
    subjects = [topic for topic in here if topic.is_lead]
    if is_done_to(one, line):
        return (
            subjects[:-1][-1:] or [topic for topic in leads if topic.actor_id not in {s.actor_id for s in subjects}][:1]
        )
    if subjects:
        return last_group(found, here) if is_plural else subjects[-1:]
    if one.is_owner and not leads:
        return list(here[-1:])
    return leads if is_plural else leads[:1]


def is_done_to(one: StandIn, line: Line) -> bool:
    """Whether a pronoun is the object of the verb before it."""
    if one.is_owner or one.surface not in line.rules.object_pronouns or one.first == line.first:
        return False
    before = one.first - 1
    return line.plain[before] not in line.rules.phrase_ends and (before in line.cue_words or line.is_verb(before))


def last_group(found: Sequence[Phrase], here: Sequence[Topic]) -> list[Topic]:
    """The last subject with those joined to it."""
    number = max(at for at, topic in enumerate(here) if topic.is_lead)
    group = [here[number]]
    while found[number].joined >= 0 and number > 0:
        number -= 1
        group.insert(0, here[number])
    return group


def last_pair(topics: Sequence[Topic]) -> list[Topic]:
    """The first two different states of a sentence, if it names two."""
    states = {topic.actor_id: topic for topic in topics if topic.kind is ActorKind.STATE}
    return list(states.values())[:PAIR] if len(states) >= PAIR else []


def fitting(surface: str, topics: Sequence[Topic], rules: AttributionRow) -> list[Topic]:
    """The topics that a description can mean: a state, a person with an office, a group or an organisation."""
    if surface in rules.person_descriptions:
        return [topic for topic in topics if topic.is_person or topic.kind is ActorKind.STATE]
    kind = ActorKind.STATE
    if surface in rules.group_descriptions:
        kind = ActorKind.GROUP
    elif surface in rules.organisation_descriptions:
        kind = ActorKind.ORGANISATION
    return [topic for topic in topics if topic.kind is kind]
