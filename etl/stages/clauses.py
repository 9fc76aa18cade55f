"""Reads a sentence once for attribution: its noun phrases that name an actor, and the part each plays in its clause.

No grammar is parsed: a phrase is bounded by closed lists of words (prepositions, auxiliaries, ...), punctuation and
cues, and its part follows from the word that leads it. Every scan is bounded, so time is linear in the sentence.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from etl.lexicon.gazetteer import LOCAL
from etl.stages.values import value
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.lexicon.rows import AttributionRow
    from etl.stages.words import Sentence, Words
    from warehouse.terms import Mention

PHRASE_REACH_WORDS = 6
OF_CHAIN_MAX = 3
POSSESSIVE_CHARS = 2
STRONG = re.compile(r"[;:—–]|--| - ")
COMMAS = frozenset(",()[]")
VERB_ENDINGS = ("ed", "ing")
NOUN_ENDINGS = ("tion", "tions", "sion", "sions", "ment", "ments", "ance", "ence", "ism", "ship", "ing", "ure", "al")
THE_LEAST_VERB = 5


class Part(Enum):
    """What a phrase is in its clause, told by what leads it."""

    SUBJECT = "subject"
    OBJECT = "object"
    PLACE = "place"
    AGENT = "agent"
    ASIDE = "aside"
    SPONSOR = "sponsor"


class Break(Enum):
    """Punctuation between two words."""

    NONE = 0
    COMMA = 1
    STRONG = 2


@value
class Named:
    """An actor named at words [first, last] of the text.

    `is_owner` where the name is a possessive ("Iran's"), `is_adjective` where it is a demonym or works as one ("US"),
    `is_person` where it names the holder of an office, `is_seat` where it is a capital or house ("the Kremlin"),
    `is_local` where it is a town or a people of the actor.
    """

    actor_id: str
    first: int
    last: int
    is_owner: bool = False
    is_adjective: bool = False
    is_person: bool = False
    is_seat: bool = False
    is_local: bool = False
    kind: ActorKind = ActorKind.STATE


@value
class Phrase:
    """A noun phrase [start, end] that names an actor or stands for one, with the word before it and its part.

    `resolved` says by what it stands for its actor where it does not name it; `joined` is the number of the phrase that
    "and" or a list joins it to, or -1. One that `is_local` names a town or a people, and no body of it.
    """

    actor_id: str
    first: int
    last: int
    start: int
    end: int
    lead: str
    part: Part
    is_owner: bool
    is_adjective: bool
    is_person: bool
    kind: ActorKind
    resolved: str = ""
    joined: int = -1
    is_outlaw: bool = False
    is_listed: bool = False
    is_seat: bool = False
    is_paired: bool = False
    is_local: bool = False
    opens_after_comma: bool = False


@value
class Line:
    """The words of a sentence as the scans see them: what ends a phrase, and the punctuation before each word."""

    plain: Sequence[str]
    first: int
    last: int
    breaks: Sequence[Break]
    cue_words: frozenset[int]
    cue_verbs: frozenset[int]
    rules: AttributionRow
    verb_forms: frozenset[str]
    noun_forms: frozenset[str]

    def breaks_at(self, at: int) -> bool:
        """Whether punctuation stands before a word, or it begins the sentence."""
        return at == self.first or self.break_before(at) is not Break.NONE

    def break_before(self, at: int) -> Break:
        """The punctuation between the word at `at` and the one before it."""
        return self.breaks[at - self.first]

    def closes(self, at: int) -> bool:
        """Whether a word can be no part of a noun phrase: a preposition, an auxiliary, a pronoun, a verb."""
        return self.plain[at] in self.rules.phrase_ends or at in self.cue_words or self.is_verb(at)

    def is_verb(self, at: int) -> bool:
        """Whether a word looks like a verb: told by its ending, and by no article before it."""
        rules, word = self.rules, self.plain[at]
        if word in rules.speech_words or (word in self.verb_forms and word not in self.noun_forms):
            return True
        before = self.plain[at - 1] if at > self.first else ""
        if before in rules.modals and word not in rules.determiners:
            return True
        if len(word) < THE_LEAST_VERB or not word.endswith(VERB_ENDINGS) or "-" in word:
            return False
        return before not in rules.determiners and word not in rules.participle_adjectives


def breaks_of(text: str, words: Words, sentence: Sentence) -> list[Break]:
    """The punctuation before each word of a sentence; its first word has none."""
    found = [Break.NONE] * (sentence.last - sentence.first)
    ends = words.ends[sentence.first : sentence.last - 1]
    starts = words.starts[sentence.first + 1 : sentence.last]
    for number, (end, start) in enumerate(zip(ends, starts, strict=True), 1):
        gap = text[end:start]
        if gap == " ":
            continue
        if STRONG.search(gap):
            found[number] = Break.STRONG
        elif not COMMAS.isdisjoint(gap):
            found[number] = Break.COMMA
    return found


def named_in(
    mentions: Sequence[Mention], words: Words, sentence: Sentence, adjectives: frozenset[str], seats: frozenset[str]
) -> list[Named]:
    """The actors that the mentions of a sentence name, theatres left out, by the words they stand at."""
    found: list[Named] = []
    at = sentence.first
    for mention in mentions:
        if mention.kind is ActorKind.THEATRE:
            continue
        while at < sentence.last and words.ends[at] <= mention.start:
            at += 1
        last = at
        while last + 1 < sentence.last and words.starts[last + 1] < mention.end:
            last += 1
        if at < sentence.last:
            found.append(
                Named(
                    mention.actor_id,
                    at,
                    last,
                    is_owner=words.ends[last] - mention.end == POSSESSIVE_CHARS,
                    is_adjective=mention.surface in adjectives,
                    is_person=mention.entity_id.removeprefix(mention.actor_id).islower(),
                    is_seat=mention.surface in seats,
                    is_local=LOCAL in mention.entity_id,
                    kind=mention.kind,
                )
            )
    return found


def phrase_of(one: Named, line: Line) -> Phrase | None:
    """The phrase around a name; none of its own for one that somebody only favours ("pro-Iranian").

    Whoever only stands behind somebody ("Iran-backed") is marked as a sponsor, who never acts.
    """
    rules = line.rules
    written = line.plain[one.first : one.last + 1]
    is_sponsor = any(part in rules.sponsored_endings for word in written if "-" in word for part in word.split("-")[1:])
    if any(word.startswith("pro-") for word in written):
        return None
    start, end = start_of(one.first, line), end_of(one.last, line, is_owner=one.is_owner)
    is_outlaw = (
        one.kind is ActorKind.STATE
        and one.actor_id not in rules.peoples
        and not rules.outlaws.isdisjoint(line.plain[one.last + 1 : end + 1])
    )
    start, lead, part = lead_of(start, line)
    if is_sponsor:
        start, lead, part = one.first, "", Part.SPONSOR
    if any(word.startswith("anti-") for word in written):
        part = Part.OBJECT
    if lead in rules.clause_openers and is_verb_at(end + 1, line):
        # "since X invaded": a clause, and X its subject.
        part = Part.SUBJECT
    if lead == "at" and one.kind is ActorKind.ORGANISATION and start - 1 not in line.cue_words:
        part = Part.PLACE
    return Phrase(
        actor_id=one.actor_id,
        first=one.first,
        last=one.last,
        start=start,
        end=end,
        lead=lead,
        part=part,
        is_owner=one.is_owner,
        is_adjective=one.is_adjective,
        is_person=one.is_person or not rules.person_titles.isdisjoint(line.plain[start : end + 1]),
        kind=one.kind,
        is_outlaw=is_outlaw,
        is_seat=one.is_seat,
        is_local=one.is_local and rules.bodies.isdisjoint(line.plain[start : end + 1]),
        opens_after_comma=start > line.first and line.break_before(start) is Break.COMMA,
    )


def is_verb_at(at: int, line: Line) -> bool:
    """Whether a verb or its auxiliary stands at a place of the sentence."""
    if at >= line.last or line.break_before(at) is not Break.NONE:
        return False
    word = line.plain[at]
    return (
        word in line.rules.auxiliaries - {"to", "not"}
        or at in line.cue_verbs
        or line.is_verb(at)
        or word in line.verb_forms
    )


def start_of(first: int, line: Line) -> int:
    """Where the phrase that a word belongs to begins."""
    start = first
    for at in range(first - 1, max(line.first, first - PHRASE_REACH_WORDS) - 1, -1):
        if line.break_before(at + 1) is not Break.NONE or line.closes(at):
            break
        start = at
        if line.plain[at] in line.rules.determiners:
            break
    return start


def end_of(last: int, line: Line, *, is_owner: bool = False) -> int:
    """Where the phrase that a word belongs to ends; what follows an owner is a noun, whatever it looks like."""
    end = last
    if (
        is_owner
        and last + 1 < line.last
        and line.break_before(last + 1) is Break.NONE
        and last + 1 not in line.cue_words
    ):
        end = last = last + 1
    for at in range(last + 1, min(line.last, last + 1 + PHRASE_REACH_WORDS)):
        word = line.plain[at]
        if line.break_before(at) is not Break.NONE or line.closes(at) or word in line.rules.determiners:
            break
        end = at
    return end


def lead_of(start: int, line: Line) -> tuple[int, str, Part]:
    """Where a phrase begins with the heads that own it, the word that leads it, and the part that this word gives.

    "the president of X" is X, for the president stands for the state: the phrase then begins at "the president".
    """
    rules = line.rules
    for _ in range(OF_CHAIN_MAX):
        lead = line.plain[start - 1] if start > line.first else ""
        if lead not in rules.chain_prepositions or start - 2 < line.first:
            break
        head = start - 2
        if not stands_for_owner(head, lead, line) or line.break_before(start - 1) is not Break.NONE:
            break
        start = start_of(head, line)
    if start == line.first or line.break_before(start) is Break.STRONG:
        return start, "", Part.SUBJECT
    return start, lead, part_of(lead, start, line)


def stands_for_owner(head: int, lead: str, line: Line) -> bool:
    """Whether a noun before "of", "from", "in" or "for" stands for the name after it: "the foreign ministry of X" is X.

    Before "of" any noun does that names no deed and no direction; before the others only people and bodies of state.
    """
    rules, word = line.rules, line.plain[head]
    if word in rules.heads_before.get(lead, rules.bodies):
        return True
    if lead != "of" or word in rules.phrase_ends or head in line.cue_words or line.is_verb(head):
        return False
    is_deed = word.endswith(NOUN_ENDINGS) or word in rules.deed_nouns or word in rules.also_nouns
    return not is_deed and word not in rules.no_owners


def part_of(lead: str, start: int, line: Line) -> Part:
    """The part of a phrase that follows a word."""
    rules = line.rules
    if line.break_before(start) is Break.COMMA:
        # "looked on, X": what stands before a comma leads nobody.
        return Part.SUBJECT
    if lead == "by":
        before = line.plain[start - 2] if start - 2 >= line.first else ""
        is_other = before in rules.sponsored_endings or before in rules.by_particles
        return Part.OBJECT if is_other else Part.AGENT
    if lead in rules.place_prepositions:
        # "shrugs off calls": a particle of the verb.
        return Part.OBJECT if lead == "off" and start - 1 in line.cue_words else Part.PLACE
    if lead in rules.object_prepositions:
        return Part.OBJECT
    if lead in rules.auxiliaries:
        # "Had X known": the subject stands behind its auxiliary.
        return Part.SUBJECT
    if (start - 1) in line.cue_words and lead not in rules.phrase_ends:
        return Part.OBJECT
    if line.is_verb(start - 1) and (lead not in rules.speech_words or lead in rules.telling_words):
        return Part.OBJECT
    return Part.SUBJECT
