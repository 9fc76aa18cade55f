"""Joins the phrases of a sentence: compounds and lists, names that stand in one noun phrase, appositions set off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.stages.clauses import Break, Part, Phrase, is_verb_at
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.stages.clauses import Line
    from etl.stages.scene import Scene

JOIN_WORDS_MAX = 3
ASIDE_REACH_WORDS = 12
LIST_LEADS = frozenset({"with", "between", "against", "from", "to"})


def joined_to_last(found: Sequence[Phrase], phrase: Phrase, line: Line) -> Phrase:
    """The phrase with the number of the one before it that it is joined to by "and" or a comma, and with its part."""
    if not found:
        return phrase
    last = found[-1]
    low = last.end + 1
    if phrase.start <= last.end:
        verb = verb_between(last, phrase, line)
        lead = line.plain[verb] if verb else last.lead
        if phrase.first == last.last:
            # "the X-Y war": two in one word.
            return replace(phrase, joined=len(found) - 1, is_paired=True)
        return replace(phrase, part=Part.OBJECT, lead=lead, start=phrase.first)
    if phrase.start - low > JOIN_WORDS_MAX:
        return phrase
    gap = " ".join(line.plain[low : phrase.start])
    # ", and Y refused": a comma and a verb after the name open another clause.
    is_new = (
        line.break_before(low) is Break.COMMA and last.part is not Part.SUBJECT and is_verb_at(phrase.end + 1, line)
    )
    if gap in line.rules.joins and not is_new:
        return replace(phrase, joined=len(found) - 1)
    if not gap and phrase.opens_after_comma:
        return replace(phrase, joined=len(found) - 1, is_listed=True)
    return phrase


def with_phrase(found: list[Phrase], phrase: Phrase, line: Line) -> None:
    """Add a phrase to those before it; names that stand in one noun phrase are one, and its head acts ("X's Y")."""
    last = found[-1] if found else None
    if last and phrase.start <= last.end and not verb_between(last, phrase, line):
        is_same = phrase.actor_id == last.actor_id
        is_head = phrase.kind is not ActorKind.STATE and phrase.first == last.last + 1
        if is_same or is_head:
            found[-1] = replace(
                last,
                actor_id=phrase.actor_id,
                kind=phrase.kind,
                last=phrase.last,
                end=phrase.end,
                is_person=last.is_person or phrase.is_person,
                is_owner=phrase.is_owner,
                is_adjective=phrase.is_adjective,
                is_outlaw=last.is_outlaw and is_same,
            )
            return
    found.append(joined_to_last(found, phrase, line))


def verb_between(last: Phrase, phrase: Phrase, line: Line) -> int:
    """Where a verb in the present stands between two names: "Moscow hails Ankara"; 0 if none does."""
    rules = line.rules
    for at in range(last.last + 1, phrase.first):
        word = line.plain[at]
        if word.endswith("s") and word in line.verb_forms and word not in rules.plurals:
            return at
    return 0


def with_lists(found: Sequence[Phrase], line: Line) -> list[Phrase]:
    """The phrases with the parts of what they are joined to.

    A comma joins two only in a list that ends with "and", opens a headline ("X, Y clash") or follows a preposition
    ("talks with X, Y"); elsewhere it sets off an apposition, which is no part of the clause.
    """
    kept, heads = list(found), heads_of(found)
    is_open = False
    for number in range(len(kept) - 1, -1, -1):
        one = kept[number]
        if one.is_listed and not is_open:
            is_open = is_bare_list(kept[one.joined], one, kept[heads[number]], line)
            if not is_open:
                kept[number] = replace(one, joined=-1, part=Part.ASIDE if is_enclosed(one, line) else one.part)
        is_open = kept[number].joined >= 0 and (is_open or not one.is_listed)
    for number, one in enumerate(kept):
        if one.joined >= 0:
            kept[number] = replace(one, part=kept[one.joined].part, lead=kept[one.joined].lead)
    return kept


def heads_of(phrases: Sequence[Phrase]) -> list[int]:
    """For each phrase the number of the first of the list that it is joined to."""
    heads: list[int] = []
    for number, one in enumerate(phrases):
        heads.append(heads[one.joined] if one.joined >= 0 else number)
    return heads


def is_bare_list(left: Phrase, right: Phrase, head: Phrase, line: Line) -> bool:
    """Whether two bare names with a comma between end a list without "and" between them.

    They open a sentence as its subjects ("Indian, Chinese troops clash"), follow a preposition ("talks with X, Y next
    week"), or are followed by "and" and somebody else ("X, Y and other states").
    """
    after = right.end + 1
    is_bare = left.end == left.last and not (left.is_owner or right.is_owner) and right.start == right.first
    if not is_bare or is_enclosed(right, line):
        return False
    is_last = after >= line.last
    if not is_last and line.break_before(after) is not Break.NONE:
        return False
    if head.start == head.first and head.lead in LIST_LEADS:
        return is_last or not is_verb_at(after, line)
    return not is_last and (left.start == line.first or (left.start == left.first and line.plain[after] == "and"))


def is_enclosed(one: Phrase, line: Line) -> bool:
    """Whether a phrase after a comma is closed by another with no verb between: "X, an ally of Y in the war, ..."."""
    for at in range(one.end + 1, min(one.end + 1 + ASIDE_REACH_WORDS, line.last)):
        if line.break_before(at) is not Break.NONE:
            return True
        if line.plain[at] in line.rules.auxiliaries or line.is_verb(at) or at in line.cue_verbs:
            return False
    return False


def group_of(number: int, phrases: Sequence[Phrase]) -> list[int]:
    """The numbers of the phrases that are joined to one, itself included, in the order of the text."""
    low = number
    while phrases[low].joined >= 0:
        low = phrases[low].joined
    found = [low]
    while (after := found[-1] + 1) < len(phrases) and phrases[after].joined == found[-1]:
        found.append(after)
    return found


def members(number: int, scene: Scene, *, before: int = 10**9) -> list[Phrase]:
    """A phrase with those joined to it, in the order of the text, if they begin before a word."""
    return [scene.phrases[at] for at in group_of(number, scene.phrases) if scene.phrases[at].first < before]
