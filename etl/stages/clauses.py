"""Reads a sentence once for attribution: its noun phrases that name an actor, and the part each plays in its clause.

No grammar is parsed: a phrase is bounded by closed lists of words (prepositions, auxiliaries, ...), punctuation and cues,
and its part follows from the word that leads it. Every scan is bounded, so time is linear in the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from etl.lexicon.gazetteer import LOCAL
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.lexicon.rows import AttributionRow
    from etl.stages.words import Sentence, Words
    from warehouse.terms import Mention

PHRASE_REACH_WORDS = 6
OF_CHAIN_MAX = 3
JOIN_WORDS_MAX = 3
ASIDE_REACH_WORDS = 12
POSSESSIVE_CHARS = 2
STRONG = re.compile(r"[;:()\[\]—–]|--| - ")
QUOTE = re.compile(r"[\"“”„«»]|``|''")
VERB_ENDINGS = ("ed", "ing")
THE_LEAST_VERB = 5


class Part(Enum):
    """What a phrase is in its clause, told by what leads it."""

    SUBJECT = "subject"
    OBJECT = "object"
    PLACE = "place"
    AGENT = "agent"
    ASIDE = "aside"


class Break(Enum):
    """Punctuation between two words."""

    NONE = 0
    COMMA = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class Named:
    """An actor named at words [first, last] of the text.

    `is_owner` where the name is a possessive ("Iran's"), `is_adjective` where it is a demonym or works as one ("Iranian", "US"),
    `is_person` where it names the holder of an office, `is_local` where it is a town or a people of the actor.
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


@dataclass(frozen=True, slots=True)
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
    is_local: bool = False
    opens_after_comma: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a sentence as the scans see them: what ends a phrase, and the punctuation before each word."""

    plain: Sequence[str]
    first: int
    last: int
    breaks: Sequence[Break]
    cue_words: frozenset[int]
    rules: AttributionRow

    def break_before(self, at: int) -> Break:
        """The punctuation between the word at `at` and the one before it."""
        return self.breaks[at - self.first]

    def closes(self, at: int) -> bool:
        """Whether a word can be no part of a noun phrase: a preposition, an auxiliary, a pronoun, a verb."""
        return self.plain[at] in self.rules.phrase_ends or at in self.cue_words or self.is_verb(at)

    def is_verb(self, at: int) -> bool:
        """Whether a word looks like a verb: told by its ending, and by no article before it."""
        word = self.plain[at]
        if word in self.rules.speech_words or word in self.rules.irregular_pasts:
            return True
        if len(word) < THE_LEAST_VERB or not word.endswith(VERB_ENDINGS) or "-" in word:
            return False
        return at == self.first or self.plain[at - 1] not in self.rules.determiners


def breaks_of(text: str, words: Words, sentence: Sentence) -> list[Break]:
    """The punctuation before each word of a sentence; its first word has none."""
    found = [Break.NONE] * (sentence.last - sentence.first)
    for at in range(sentence.first + 1, sentence.last):
        gap = text[words.ends[at - 1] : words.starts[at]]
        if gap == " ":
            continue
        if STRONG.search(gap):
            found[at - sentence.first] = Break.STRONG
        elif "," in gap:
            found[at - sentence.first] = Break.COMMA
    return found


def quotes_of(text: str, words: Words, sentence: Sentence) -> list[bool]:
    """Whether each word of a sentence stands in quotation marks; marks that never close reach to the end."""
    found: list[bool] = []
    is_inside, before = False, sentence.start
    for at in range(sentence.first, sentence.last):
        marks = len(QUOTE.findall(text[before : words.starts[at]]))
        is_inside ^= bool(marks % 2)
        found.append(is_inside)
        before = words.ends[at]
    return found


def named_in(
    mentions: Sequence[Mention], words: Words, sentence: Sentence, adjectives: frozenset[str], seats: frozenset[str]
) -> list[Named]:
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
            found.append(
                Named(
                    mention.actor_id,
                    at,
                    last,
                    is_owner=words.ends[last] - mention.end == POSSESSIVE_CHARS,
                    is_adjective=mention.surface in adjectives,
                    is_person=mention.entity_id.startswith(f"{mention.actor_id}.") and " " in mention.surface,
                    is_seat=mention.surface in seats,
                    is_local=LOCAL in mention.entity_id,
                    kind=mention.kind,
                )
            )
    return found


def phrase_of(one: Named, line: Line) -> Phrase | None:
    """The phrase around a name; None where the name only describes somebody else ("Iran-backed", "Pakistani militants")."""
    rules = line.rules
    written = line.plain[one.first : one.last + 1]
    if any(part in rules.sponsored_endings for word in written if "-" in word for part in word.split("-")[1:]):
        return None
    if any(word.startswith("pro-") for word in written):
        return None
    start, end = start_of(one.first, line), end_of(one.last, line)
    is_outlaw = (
        one.kind is ActorKind.STATE
        and one.actor_id not in rules.peoples
        and not rules.outlaws.isdisjoint(line.plain[one.last + 1 : end + 1])
    )
    start, lead, part = lead_of(start, line)
    if any(word.startswith("anti-") for word in written):
        part = Part.OBJECT
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


def end_of(last: int, line: Line) -> int:
    """Where the phrase that a word belongs to ends."""
    end = last
    for at in range(last + 1, min(line.last, last + 1 + PHRASE_REACH_WORDS)):
        word = line.plain[at]
        if line.break_before(at) is not Break.NONE or line.closes(at) or word in line.rules.determiners:
            break
        end = at
    return end


def lead_of(start: int, line: Line) -> tuple[int, str, Part]:
    """Where a phrase begins with the heads that own it, the word that leads it, and the part that this word gives.

    "the president of X" is X where "of" hangs on a head that stands for a state: the phrase then begins at "the president".
    """
    rules = line.rules
    for _ in range(OF_CHAIN_MAX):
        lead = line.plain[start - 1] if start > line.first else ""
        if lead not in rules.chain_prepositions or start - 2 < line.first:
            break
        head = start - 2
        heads = {"of": rules.bodies | rules.belongings, "for": rules.voices}.get(lead, rules.bodies)
        is_body = line.plain[head] in heads
        if not is_body or line.break_before(start - 1) is not Break.NONE:
            break
        start = start_of(head, line)
    if start == line.first or line.break_before(start) is Break.STRONG:
        return start, "", Part.SUBJECT
    return start, lead, part_of(lead, start, line)


def part_of(lead: str, start: int, line: Line) -> Part:
    """The part of a phrase that follows a word."""
    rules = line.rules
    if lead == "by":
        before = line.plain[start - 2] if start - 2 >= line.first else ""
        is_other = before in rules.sponsored_endings or before in rules.by_particles
        return Part.OBJECT if is_other else Part.AGENT
    if lead in rules.place_prepositions:
        # "shrugs off calls": a particle of the verb.
        return Part.OBJECT if lead == "off" and start - 1 in line.cue_words else Part.PLACE
    if lead in rules.object_prepositions:
        return Part.OBJECT
    if line.break_before(start) is Break.COMMA:
        return Part.SUBJECT
    if (start - 1) in line.cue_words and lead not in rules.phrase_ends:
        return Part.OBJECT
    if line.is_verb(start - 1) and lead not in rules.speech_words:
        return Part.OBJECT
    return Part.SUBJECT


def joined_to_last(found: Sequence[Phrase], phrase: Phrase, line: Line) -> Phrase:
    """The phrase with the number of the one before it that it is joined to by "and" or a comma, and with its part."""
    if not found:
        return phrase
    last = found[-1]
    low = last.end + 1
    if phrase.start <= last.end:
        return replace(phrase, joined=last.joined, part=last.part, lead=last.lead)
    if phrase.start - low > JOIN_WORDS_MAX:
        return phrase
    gap = " ".join(line.plain[low : phrase.start])
    if gap in line.rules.joins:
        return replace(phrase, joined=len(found) - 1)
    if not gap and phrase.opens_after_comma:
        return replace(phrase, joined=len(found) - 1, is_listed=True)
    return phrase


def with_lists(found: Sequence[Phrase], line: Line) -> list[Phrase]:
    """The phrases with the parts of what they are joined to.

    A comma joins two only in a list that ends with "and" or opens a headline ("X, Y clash"); elsewhere it sets off an
    apposition, which is no part of the clause.
    """
    kept = list(found)
    is_open = False
    for number in range(len(kept) - 1, -1, -1):
        one = kept[number]
        if one.is_listed and not is_open and not opens_headline(kept[one.joined], one, line):
            kept[number] = replace(one, joined=-1, part=Part.ASIDE if is_enclosed(one, line) else one.part)
        is_open = kept[number].joined >= 0 and (is_open or not one.is_listed)
    for number, one in enumerate(kept):
        if one.joined >= 0:
            kept[number] = replace(one, part=kept[one.joined].part, lead=kept[one.joined].lead)
    return kept


def opens_headline(left: Phrase, right: Phrase, line: Line) -> bool:
    """Whether two bare names with a comma between open a sentence as its subjects: "Indian, Chinese troops clash"."""
    after = right.end + 1
    is_bare = left.start == line.first and left.end == left.last and not left.is_owner and right.start == right.first
    return is_bare and not is_enclosed(right, line) and after < line.last and line.break_before(after) is Break.NONE


def is_enclosed(one: Phrase, line: Line) -> bool:
    """Whether a phrase after a comma is closed by another soon: "X, an ally of Y, ..."."""
    high = min(one.end + 1 + ASIDE_REACH_WORDS, line.last)
    return any(line.break_before(at) is not Break.NONE for at in range(one.end + 1, high))


def group_of(number: int, phrases: Sequence[Phrase]) -> list[int]:
    """The numbers of the phrases that are joined to one, itself included, in the order of the text."""
    low = number
    while phrases[low].joined >= 0:
        low = phrases[low].joined
    found = [low]
    while (after := found[-1] + 1) < len(phrases) and phrases[after].joined == found[-1]:
        found.append(after)
    return found
