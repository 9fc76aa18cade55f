"""A sentence as attribution sees it: its words, the phrases that name an actor or stand for one, who came before."""

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
    named_in,
    phrase_of,
)
from etl.stages.compounds import with_lists, with_phrase
from etl.stages.standins import Topic, actors_of, stand_ins
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from etl.lexicon.rows import AttributionRow
    from etl.stages.cues import FoundCue
    from etl.stages.standins import StandIn
    from etl.stages.words import Sentence, Words
    from warehouse.terms import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence as attribution sees it.

    `carried` are the actors of the sentence before it in its paragraph, for pronouns and descriptions; empty if there
    are none. `phrases` name an actor or stand for one, in their order. `is_late` where somebody was named earlier in
    the article.
    """

    words: Words
    sentence: Sentence
    named: Sequence[Named]
    carried: Sequence[Topic]
    is_theatre_named: bool
    is_late: bool
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
    verb_forms: frozenset[str]
    noun_forms: frozenset[str]
    rules: AttributionRow


def scene_of(
    article: Spoken,
    sentence: Sentence,
    found: Sequence[FoundCue],
    carried: Sequence[Topic],
    known: Collection[str],
    *,
    needs_phrases: bool = True,
) -> Scene:
    """Read a sentence. Phrases are looked for only where somebody is named in it or before it, and somebody asks."""
    named = (
        named_in(article.mentions, article.words, sentence, article.adjectives, article.seats)
        if article.mentions
        else []
    )
    is_read = needs_phrases and bool(named or carried or known)
    line = Line(
        plain=article.words.plain,
        first=sentence.first,
        last=sentence.last,
        breaks=breaks_of(article.text, article.words, sentence) if is_read else (),
        cue_words=verbs_of(found, article),
        cue_verbs=frozenset(one.first for one in found if article.words.plain[one.first] in article.verb_forms),
        rules=article.rules,
        verb_forms=article.verb_forms,
        noun_forms=article.noun_forms,
    )
    return Scene(
        words=article.words,
        sentence=sentence,
        named=named,
        carried=carried,
        is_theatre_named=names_theatre(article.mentions, sentence),
        is_late=bool(known),
        rules=article.rules,
        line=line,
        phrases=phrases_of(named, carried, known, line, needs_stand_ins=bool(found)) if is_read else (),
    )


def verbs_of(found: Sequence[FoundCue], article: Spoken) -> frozenset[int]:
    """The words of cues that end a noun phrase: all but those that stand for somebody ("the army of X warned")."""
    somebody, plain = article.rules.somebody, article.words.plain
    return frozenset(at for one in found for at in one.positions if plain[at] not in somebody)


def names_theatre(mentions: Sequence[Mention], sentence: Sentence) -> bool:
    """Whether a theatre is named in a sentence; mentions come in their order."""
    low = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    high = bisect_left(mentions, sentence.end, key=lambda mention: mention.start)
    return any(mentions[number].kind is ActorKind.THEATRE for number in range(low, high))


def phrases_of(
    named: Sequence[Named], carried: Sequence[Topic], known: Collection[str], line: Line, *, needs_stand_ins: bool
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
                with_phrase(found, phrase, line)
            continue
        is_article = one.is_owner and not names.isdisjoint(range(one.first, end_of(one.last, line) + 1))
        if is_article or (found and one.first <= found[-1].end):
            # "his Chinese counterpart" names somebody.
            continue
        found += stand_in_phrases(one, found, carried, known, line)
    return with_lists(found, line)


def stand_in_phrases(
    one: StandIn, found: Sequence[Phrase], carried: Sequence[Topic], known: Collection[str], line: Line
) -> list[Phrase]:
    """The phrases of words that stand for somebody: one for each actor, joined to each other."""
    made: list[Phrase] = []
    if one.surface in line.rules.known_as and line.rules.known_as[one.surface] not in known:
        return made
    for topic in actors_of(one, found, carried, line):
        phrase = phrase_of(one.named(topic), line)
        if phrase is None:
            continue
        part = Part.SUBJECT if one.surface in line.rules.subject_pronouns else phrase.part
        phrase = replace(phrase, resolved=one.surface, part=part)
        made.append(replace(phrase, joined=len(found) + len(made) - 1) if made else phrase)
    return made


def topics_of(scene: Scene) -> list[Topic]:
    """Whom a pronoun in the next sentence may stand for: the first subject and those joined to it, then others."""
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
        is_person = one.is_person or (one.actor_id in topics and topics[one.actor_id].is_person)
        is_lead = number in leads or (one.actor_id in topics and topics[one.actor_id].is_lead)
        topics[one.actor_id] = Topic(one.actor_id, one.kind, is_person, is_lead)
    return list(topics.values())
