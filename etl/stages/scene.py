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
    is_verb_at,
    phrase_of,
)
from etl.stages.compounds import with_lists, with_phrase
from etl.stages.standins import Topic, actors_of, stand_ins
from etl.stages.values import value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from etl.lexicon.rows import AttributionRow
    from etl.stages.cues import FoundCue
    from etl.stages.standins import StandIn
    from etl.stages.words import Sentence, Words
    from warehouse.terms import Mention

LIKE_OTHER_WORDS = frozenset({"US", "WHO", "IS"})


@value
class Scene:
    """A sentence as attribution sees it.

    `phrases` name an actor or stand for one, in their order. `is_late` where somebody was named earlier in the article.
    """

    words: Words
    sentence: Sentence
    named: Sequence[Named]
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

    @property
    def is_actor_named(self) -> bool:
        """Whether an actor is named in the sentence by more than a town or a people of it."""
        return any(not one.is_local for one in self.named)

    def is_name(self, at: int) -> bool:
        """Whether a word belongs to a name: "United" is no participle."""
        # A loop takes half the time of any(...), and this is asked for most words of a cue.
        for one in self.named:  # noqa: SIM110
            if one.first <= at <= one.last:
                return True
        return False

    def phrase_over(self, at: int) -> Phrase | None:
        """The phrase that a word belongs to, if any."""
        return next((one for one in self.phrases if one.start <= at <= one.end), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What is known of an article when one of its sentences is read."""

    text: str
    words: Words
    verb_forms: frozenset[str]
    noun_forms: frozenset[str]
    rules: AttributionRow


class Paragraph:
    """Whom a paragraph named so far, for pronouns and descriptions. Its sentences are read only when one of them asks.

    Most never do: their pronouns stand beside no cue, or in a paragraph of their own.
    """

    __slots__ = ("_topics", "_unread")

    def __init__(self) -> None:
        self._topics: list[Topic] = []
        self._unread: list[Callable[[], list[Topic]]] = []

    def add(self, topics: Callable[[], list[Topic]]) -> None:
        """Add a sentence that names somebody, by what reads it."""
        self._unread.append(topics)

    def topics(self) -> list[Topic]:
        """The actors of the last sentence that has any."""
        while self._unread:
            topics = self._unread.pop()()
            if topics:
                self._topics = topics
                self._unread.clear()
        return self._topics


def with_names_apart(words: Words, mentions: Sequence[Mention]) -> Words:
    """The words, those names in capitals that read like others: "US" is no pronoun, "WHO" no relative, "IS" no verb."""
    named = [bisect_left(words.starts, one.start) for one in mentions if one.surface in LIKE_OTHER_WORDS]
    if not named:
        return words
    plain = words.plain.copy()
    for at in named:
        plain[at] = plain[at].upper()
    return replace(words, plain=plain)


def scene_of(
    article: Spoken,
    sentence: Sentence,
    named: Sequence[Named],
    found: Sequence[FoundCue],
    before: Paragraph,
    known: Collection[str],
    *,
    is_theatre_named: bool,
) -> Scene:
    """Read a sentence. Phrases are looked for only where somebody is named in it or before it."""
    is_read = bool(named or known)
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
        is_theatre_named=is_theatre_named,
        is_late=bool(known),
        rules=article.rules,
        line=line,
        phrases=phrases_of(named, before, known, line, needs_stand_ins=bool(found)) if is_read else (),
    )


def topics_named(article: Spoken, sentence: Sentence, named: Sequence[Named]) -> list[Topic]:
    """Whom a pronoun may stand for after a sentence without a cue."""
    return topics_of(scene_of(article, sentence, named, (), Paragraph(), (), is_theatre_named=False))


def verbs_of(found: Sequence[FoundCue], article: Spoken) -> frozenset[int]:
    """The words of cues that end a noun phrase: all but those that stand for somebody ("the army of X warned").

    Nor does a noun before these: "security forces in X".
    """
    somebody, plain, verbs = article.rules.somebody, article.words.plain, article.verb_forms
    return frozenset(
        at
        for one in found
        for at in one.positions
        if plain[at] not in somebody
        and not (at == one.first < one.last and plain[at + 1] in article.rules.bodies and plain[at] not in verbs)
    )


def mentions_by_sentence(mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> list[list[Mention]]:
    """The mentions that begin in each sentence; both come in the order of the text."""
    found: list[list[Mention]] = []
    at, count = 0, len(mentions)
    for sentence in sentences:
        here: list[Mention] = []
        while at < count and (start := mentions[at].start) < sentence.end:
            if start >= sentence.start:
                here.append(mentions[at])
            at += 1
        found.append(here)
    return found


def phrases_of(
    named: Sequence[Named], before: Paragraph, known: Collection[str], line: Line, *, needs_stand_ins: bool
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
        found += stand_in_phrases(one, found, before, known, line)
    return with_lists(found, line)


def stand_in_phrases(
    one: StandIn, found: Sequence[Phrase], before: Paragraph, known: Collection[str], line: Line
) -> list[Phrase]:
    """The phrases of words that stand for somebody: one for each actor, joined to each other."""
    made: list[Phrase] = []
    if one.surface in line.rules.known_as and line.rules.known_as[one.surface] not in known:
        return made
    for topic in actors_of(one, found, before.topics(), line):
        phrase = phrase_of(one.named(topic), line)
        if phrase is None:
            continue
        part = Part.SUBJECT if one.surface in line.rules.subject_pronouns else phrase.part
        if one.is_owner and phrase.lead == "as" and not is_verb_at(phrase.end + 1, line):
            # "claims the island as its own": no clause.
            part = Part.OBJECT
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
        if one.is_local:
            continue
        is_person = one.is_person or (one.actor_id in topics and topics[one.actor_id].is_person)
        is_lead = number in leads or (one.actor_id in topics and topics[one.actor_id].is_lead)
        topics[one.actor_id] = Topic(one.actor_id, one.kind, is_person, is_lead)
    return list(topics.values())
