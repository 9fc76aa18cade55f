"""A sentence as attribution sees it, and how a cue stands in it: as a passive, a noun, something done by two to each other."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.stages.clauses import (
    Break,
    Line,
    Named,
    Part,
    Phrase,
    breaks_of,
    end_of,
    joined_to_last,
    named_in,
    phrase_of,
    with_lists,
)
from etl.stages.standins import Topic, actors_of, stand_ins
from warehouse.terms import ActorKind, EventClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from etl.lexicon.rows import AttributionRow
    from etl.stages.cues import FoundCue
    from etl.stages.standins import StandIn
    from etl.stages.words import Sentence, Words
    from warehouse.terms import Mention

AUXILIARY_REACH_WORDS = 3
PARTICIPLE_ENDINGS = ("ed", "en", "wn", "ght", "hit", "shot", "struck", "led", "lt")
NOUN_ENDINGS = ("tion", "tions", "sion", "sions", "ment", "ments", "ance", "ence", "ism", "ship", "ships")
VIOLENT_CLASSES = frozenset({EventClass.ASSAULT, EventClass.COERCE})
JOINT_CLASSES = frozenset({EventClass.AGREE, EventClass.CONSULT, EventClass.COOPERATE})
MUTUAL_CLASSES = frozenset(
    {
        EventClass.AGREE,
        EventClass.CONSULT,
        EventClass.COOPERATE,
        EventClass.SUPPORT,
        EventClass.RETREAT,
        EventClass.REJECT,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence as attribution sees it.

    `carried` are the actors of the sentence before it in its paragraph, for pronouns and descriptions; empty if there are
    none. `phrases` name an actor or stand for one, in their order.
    """

    words: Words
    sentence: Sentence
    named: Sequence[Named]
    carried: Sequence[Topic]
    is_theatre_named: bool
    rules: AttributionRow
    line: Line
    phrases: Sequence[Phrase]

    def before(self, at: int, count: int) -> list[str]:
        """Up to `count` words of the sentence that stand before the word at `at`."""
        return self.words.plain[max(self.sentence.first, at - count) : at]

    def between(self, low: int, high: int) -> list[str]:
        """The words [low, high)."""
        return self.words.plain[low:high]

    def word(self, at: int) -> str:
        """The word at a place; empty outside the sentence."""
        return self.words.plain[at] if self.sentence.first <= at < self.sentence.last else ""

    def is_broken(self, low: int, high: int, least: Break = Break.COMMA) -> bool:
        """Whether a comma or more stands before one of the words [low, high]."""
        return any(
            self.line.break_before(at).value >= least.value for at in range(max(low, self.sentence.first + 1), high + 1)
        )

    @property
    def is_actor_named(self) -> bool:
        """Whether an actor is named in the sentence by more than a town or a people of it."""
        return any(not one.is_local for one in self.named)

    def is_name(self, at: int) -> bool:
        """Whether a word belongs to a name: "United" is no participle."""
        return any(one.first <= at <= one.last for one in self.named)

    def phrase_over(self, at: int) -> Phrase | None:
        """The phrase that a word belongs to, if any."""
        return next((one for one in self.phrases if one.start <= at <= one.end), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What is known of an article when one of its sentences is read."""

    text: str
    words: Words
    mentions: Sequence[Mention]
    adjectives: frozenset[str]
    seats: frozenset[str]
    rules: AttributionRow


def scene_of(
    article: Spoken, sentence: Sentence, found: Sequence[FoundCue], carried: Sequence[Topic], known: Iterable[str]
) -> Scene:
    """Read a sentence. Phrases are looked for only where somebody is named in it or before it."""
    named = (
        named_in(article.mentions, article.words, sentence, article.adjectives, article.seats)
        if article.mentions
        else []
    )
    line = Line(
        plain=article.words.plain,
        first=sentence.first,
        last=sentence.last,
        breaks=breaks_of(article.text, article.words, sentence) if named or carried else (),
        cue_words=verbs_of(found, article),
        rules=article.rules,
    )
    return Scene(
        words=article.words,
        sentence=sentence,
        named=named,
        carried=carried,
        is_theatre_named=names_theatre(article.mentions, sentence),
        rules=article.rules,
        line=line,
        phrases=phrases_of(named, carried, known, line, needs_stand_ins=bool(found)) if named or carried else (),
    )


def verbs_of(found: Sequence[FoundCue], article: Spoken) -> frozenset[int]:
    """The words of cues that end a noun phrase: all but those that stand for somebody ("the government of X warned")."""
    rules, plain = article.rules, article.words.plain
    somebody = rules.bodies | rules.belongings | rules.person_titles | rules.determiners
    return frozenset(at for one in found for at in one.positions if plain[at] not in somebody)


def names_theatre(mentions: Sequence[Mention], sentence: Sentence) -> bool:
    """Whether a theatre is named in a sentence; mentions come in their order."""
    low = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    high = bisect_left(mentions, sentence.end, key=lambda mention: mention.start)
    return any(mentions[number].kind is ActorKind.THEATRE for number in range(low, high))


def phrases_of(
    named: Sequence[Named], carried: Sequence[Topic], known: Iterable[str], line: Line, *, needs_stand_ins: bool
) -> list[Phrase]:
    """The phrases of a sentence in their order: those that name an actor, and those that stand for one."""
    found: list[Phrase] = []
    others = list(stand_ins(line)) if needs_stand_ins else []
    everybody: list[Named | StandIn] = [*named, *others]
    names = {one.first for one in named}
    for one in sorted(everybody, key=lambda item: item.first):
        if found and one.first <= found[-1].last and not isinstance(one, Named):
            continue
        if isinstance(one, Named):
            phrase = phrase_of(one, line)
            if phrase:
                found.append(joined_to_last(found, phrase, line))
            continue
        is_article = one.is_owner and not names.isdisjoint(range(one.first, end_of(one.last, line) + 1))
        if is_article or (found and one.first <= found[-1].end):
            # "his Chinese counterpart" names somebody.
            continue
        found += stand_in_phrases(one, found, carried, known, line)
    return with_lists(found, line)


def stand_in_phrases(
    one: StandIn, found: Sequence[Phrase], carried: Sequence[Topic], known: Iterable[str], line: Line
) -> list[Phrase]:
    """The phrases of words that stand for somebody: one for each actor, joined to each other."""
    made: list[Phrase] = []
    if one.surface in line.rules.known_as and line.rules.known_as[one.surface] not in known:
        return made
    for topic in actors_of(one, found, carried, line):
        phrase = phrase_of(one.named(topic), line)
        if phrase is None:
            continue
        phrase = replace(phrase, resolved=one.surface)
        made.append(replace(phrase, joined=len(found) + len(made) - 1) if made else phrase)
    return made


def topics_of(scene: Scene) -> list[Topic]:
    """The actors that a pronoun in the next sentence may stand for: the first subject and those joined to it, then others."""
    phrases = scene.phrases
    first = next((number for number, one in enumerate(phrases) if one.part is Part.SUBJECT), None)
    leads: list[int] = []
    if first is not None:
        leads = [first]
        while leads[-1] + 1 < len(phrases) and phrases[leads[-1] + 1].joined == leads[-1]:
            leads.append(leads[-1] + 1)
    topics: dict[str, Topic] = {}
    for number in [*leads, *range(len(phrases))]:
        one = phrases[number]
        if one.is_local:
            continue
        is_person = one.is_person or (one.actor_id in topics and topics[one.actor_id].is_person)
        is_lead = number in leads or (one.actor_id in topics and topics[one.actor_id].is_lead)
        topics[one.actor_id] = Topic(one.actor_id, one.kind, is_person, is_lead)
    return list(topics.values())


def is_passive(found: FoundCue, scene: Scene) -> bool:
    """Whether what is done stands in the passive: "was bombed", "a camp attacked by", "soldiers were killed"."""
    plain = scene.words.plain
    for at in found.positions:
        if not plain[at].endswith(PARTICIPLE_ENDINGS) or scene.is_name(at):
            continue
        if scene.word(at + 1) == "by":
            return True
        for before in reversed(scene.before(at, AUXILIARY_REACH_WORDS)):
            if before in scene.rules.passive_auxiliaries:
                return True
            # "is expected to strengthen" is no passive of strengthen.
            if before == "to" or not (before.endswith("ly") or before in scene.rules.auxiliaries):
                break
        return False
    return False


def is_suffered(found: FoundCue, scene: Scene) -> bool:
    """Whether the subject is whom it happens to: "two soldiers died", "the hostages of"."""
    if scene.word(found.first) in scene.rules.victims and found.cue.event_class in VIOLENT_CLASSES:
        return True
    if suffered_at(found, scene) is not None:
        return True
    before = scene.before(found.first, AUXILIARY_REACH_WORDS)
    words = {*before, *(scene.words.plain[at] for at in found.positions if scene.words.plain[at] == "under")}
    return found.cue.weight < 0 and not scene.rules.suffering_before.isdisjoint(words) and "to" not in before


def suffered_at(found: FoundCue, scene: Scene) -> int | None:
    """Where the verb of a cue stands that happens to its subject: "died", or "must" in a demand."""
    rules = scene.rules
    verbs = rules.modal_demands if found.cue.event_class is EventClass.REQUEST else rules.suffering_verbs
    return next((at for at in found.positions if scene.words.plain[at] in verbs), None)


def is_nominal(found: FoundCue, scene: Scene) -> bool:
    """Whether the cue is a noun: after an article, a preposition or an adjective of a country, or by its ending."""
    word, before = scene.word(found.first), scene.word(found.first - 1)
    if word.endswith("ing") and before not in scene.rules.determiners:
        return False
    if before in scene.rules.determiners or before == "by":
        return True
    if before in scene.rules.object_prepositions | scene.rules.place_prepositions and before != "to":
        return True
    if word.endswith(NOUN_ENDINGS) and before != "to":
        return True
    over = scene.phrase_over(found.first - 1)
    is_owned = over is not None and (over.is_owner or over.is_adjective) and over.last == found.first - 1
    return is_owned and not word.endswith(PARTICIPLE_ENDINGS)


def is_mutual(found: FoundCue, scene: Scene) -> bool:
    """Whether an actor and whom it meets do it to each other: they meet, sign, clash."""
    rules = scene.rules
    words = {scene.words.plain[at] for at in found.positions}
    by_class = {
        EventClass.ASSAULT: rules.mutual_fights,
        EventClass.CONSULT: rules.meeting_words,
        EventClass.AGREE: rules.deal_words,
    }
    return not by_class.get(found.cue.event_class, frozenset()).isdisjoint(words)


def is_joint(found: FoundCue, scene: Scene) -> bool:
    """Whether two subjects do it to each other where nobody else is named: "A and B failed to reach agreement"."""
    rules = scene.rules
    words = {scene.words.plain[at] for at in found.positions}
    if found.cue.needs == "actor":
        return scene.word(found.last) == "between" or scene.word(found.last + 1) == "between"
    if found.cue.event_class in JOINT_CLASSES:
        return True
    if found.cue.event_class not in MUTUAL_CLASSES:
        return is_mutual(found, scene)
    return not words.isdisjoint(rules.meeting_words | rules.deal_words | rules.joint_words)
