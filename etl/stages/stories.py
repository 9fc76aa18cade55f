"""Says which articles are copies of each other, and joins copies to stories.

Two articles are copies where the same words stand in the same order in the greater part of the shorter one, and nothing
that differs is news: another number or day, or another name in the same place. Rules, each measured on labelled pairs:

- Bodies are compared with bodies. Where one has none, headlines are, within 72 hours.
- Under another headline the same body is a copy within 72 hours, if the headlines have to do with each other: outlets
  put the same lines under many articles, and keep an old summary under what happens next.
- What a series says each day (briefings, quizzes, lists of the day) is a copy only within hours.

A story is all that hangs together by such pairs. Which articles it holds does not depend on the order in which they
came; its name does, for it is that of the first that came.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

from etl.stages.sketches import CONTENT_WORDS_MIN, NAME, NUMBER, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

NEAR_HOURS = 72.0
SERIES_HOURS = 6.0
# Below this many words a text is a headline, or a line that stands under many.
BODY_WORDS_MIN = 6
# The share of the shorter text that stands in the other, by the hours between the two: templates come back on other days.
BODY_SHARES = ((24.0, 0.66), (NEAR_HOURS, 0.8), (float("inf"), 0.85))
TITLE_SHARE_MIN = 0.66
TITLE_SHARE_LATE_MIN = 0.8
HEADLINE_SHARE_MIN = 0.7
# A text as long as this may have lost half of its paragraphs; so many words in the same order come about by no chance.
LONG_WORDS = 60
LONG_SHARE_MIN = 0.42
LONG_RUN_WORDS = 5
LONG_MATCHED_MIN = 45
# Under another headline: the share of its words that the other article has.
RELATED_MIN = 0.38
LATE_BODY_WORDS_MIN = 40
LATE_TITLE_WORDS_MIN = 12
REPLACED_WORDS_MAX = 6
NAMES_REPLACED_MAX = 1
SERIES_WORDS = (
    "briefing newsletter roundup crossword quiz podcast episode corrections photos pictures cartoon horoscope today "
    "points takeaways recap weekly daily digest"
)
SERIES = frozenset(number_of(word)[0] & 0x3FFF for word in SERIES_WORDS.split())
COMMON_WORDS = (
    "a an the of in on at to for from by with and or but as is are was were be been has have had do does did not no it "
    "its he she they his her their this that these those we you i who what when where why how after before over into "
    "out up down off new says say said will would can could may more most than about amid against your our us my if so"
)
COMMON = frozenset(number_of(word)[0] & 0x3FFF for word in COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article: numbers of words, their classes, and its instant (UTC) where that is known."""

    title: tuple[int, ...]
    body: tuple[int, ...]
    title_kinds: tuple[int, ...]
    body_kinds: tuple[int, ...]
    at: datetime | None

    @property
    def is_series(self) -> bool:
        """Whether its headline is that of a series."""
        return not SERIES.isdisjoint(self.title)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs of words laid beside each other: how many stand in both, and whether what differs is news."""

    matched: int
    share: float
    is_news: bool


def words_of_sketch(words: bytes, title_words: int, at: datetime | None) -> Words:
    """A sketch's words."""
    packed = np.frombuffer(words, "<u2")
    numbers, kinds = (packed >> 2).tolist(), (packed & 3).tolist()
    return Words(
        tuple(numbers[:title_words]),
        tuple(numbers[title_words:]),
        tuple(kinds[:title_words]),
        tuple(kinds[title_words:]),
        at,
    )


def are_copies(first: Words, second: Words) -> bool:
    """Whether two articles are copies of each other; the order of the two plays no part."""
    if (first.title, first.body) > (second.title, second.body):
        first, second = second, first
    if len({*first.title, *first.body}) < CONTENT_WORDS_MIN:
        return False
    hours = abs((first.at - second.at).total_seconds()) / 3600 if first.at and second.at else float("inf")
    if first.is_series and second.is_series and hours > SERIES_HOURS:
        return is_same_text(first, second) and len(first.body) >= LATE_BODY_WORDS_MIN
    if has_no_body(first) or has_no_body(second):
        return are_same_headlines(first, second, is_near=hours <= NEAR_HOURS)
    body = compared(first.body, first.body_kinds, second.body, second.body_kinds)
    if body.is_news or not is_greater_part(body, min(len(first.body), len(second.body)), hours):
        return False
    title = compared(first.title, first.title_kinds, second.title, second.title_kinds)
    if title.share >= (TITLE_SHARE_MIN if hours <= NEAR_HOURS else TITLE_SHARE_LATE_MIN):
        return not title.is_news
    if hours > NEAR_HOURS and min(len(first.body), len(second.body)) < LATE_BODY_WORDS_MIN:
        return False
    return not differ_in_numbers(first, second) and relation(first, second) >= RELATED_MIN


def is_same_text(first: Words, second: Words) -> bool:
    """Whether two articles have the same words."""
    return (first.title, first.body) == (second.title, second.body)


def has_no_body(one: Words) -> bool:
    """Whether an article has no body of its own: none, too short a one, or one that repeats the headline."""
    return len(one.body) < BODY_WORDS_MIN or one.body == one.title


def are_same_headlines(first: Words, second: Words, *, is_near: bool) -> bool:
    """Whether a headline, and what there may be besides, is the other's; or the sentence with which the other begins."""
    shorter = first if has_no_body(first) else second
    other = second if shorter is first else first
    title = compared(shorter.title, shorter.title_kinds, other.title, other.title_kinds)
    lengths = sorted((len(shorter.title), len(other.title)))
    if lengths[0] >= CONTENT_WORDS_MIN and not title.is_news and is_headline_kept(title, lengths[1]):
        return is_near or (lengths[0] >= LATE_TITLE_WORDS_MIN and title.share >= TITLE_SHARE_LATE_MIN)
    if has_no_body(other) or len(shorter.title) < LATE_TITLE_WORDS_MIN or not is_near:
        return False
    whole = compared(shorter.title, shorter.title_kinds, other.title + other.body, other.title_kinds + other.body_kinds)
    return not whole.is_news and whole.share >= HEADLINE_SHARE_MIN


def is_headline_kept(found: Compared, longer: int) -> bool:
    """Whether a headline stands in another one whole, or the two in the greater part."""
    return found.share == 1.0 or (found.share >= HEADLINE_SHARE_MIN and found.matched >= TITLE_SHARE_MIN * longer)


def is_greater_part(found: Compared, shorter: int, hours: float) -> bool:
    """Whether enough of the shorter text stands in the other for so many hours between them."""
    if found.share >= next(share for hours_max, share in BODY_SHARES if hours <= hours_max):
        return True
    return (
        hours <= NEAR_HOURS
        and shorter >= LONG_WORDS
        and found.share >= LONG_SHARE_MIN
        and found.matched >= LONG_MATCHED_MIN
    )


def compared(
    first: tuple[int, ...], first_kinds: tuple[int, ...], second: tuple[int, ...], second_kinds: tuple[int, ...]
) -> Compared:
    """Two runs of words laid beside each other."""
    shorter = min(len(first), len(second))
    if not shorter:
        return Compared(0, 0.0, is_news=False)
    if first == second:
        return Compared(shorter, 1.0, is_news=False)
    if (Counter(first) & Counter(second)).total() < LONG_SHARE_MIN * shorter:
        return Compared(0, 0.0, is_news=False)
    # What both hold alone in no run tells nothing: "the", "of".
    run_min = 2 if shorter < LONG_WORDS else LONG_RUN_WORDS
    matched, is_news, names = 0, False, 0
    for what, low, high, start, end in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if what == "equal":
            matched += high - low if high - low >= run_min or shorter <= CONTENT_WORDS_MIN else 0
        elif what == "replace" and max(high - low, end - start) <= REPLACED_WORDS_MAX:
            ours, theirs = first_kinds[low:high], second_kinds[start:end]
            is_news = is_news or (NUMBER in ours and NUMBER in theirs)
            names += NAME in ours and NAME in theirs
    are_names_written_so = is_written_in_capitals(first_kinds) or is_written_in_capitals(second_kinds)
    names_max = 0 if shorter < LONG_WORDS else NAMES_REPLACED_MAX
    return Compared(matched, matched / shorter, is_news or (names > names_max and not are_names_written_so))


def is_written_in_capitals(kinds: Sequence[int]) -> bool:
    """Whether a headline is written in Capitals Throughout, so that they tell no name."""
    return len(kinds) <= 40 and sum(kind == NAME for kind in kinds) > 0.6 * len(kinds)


def differ_in_numbers(first: Words, second: Words) -> bool:
    """Whether the headlines tell numbers or days that the other article has nowhere."""
    ours = {number for number, kind in zip(first.title, first.title_kinds, strict=True) if kind == NUMBER}
    theirs = {number for number, kind in zip(second.title, second.title_kinds, strict=True) if kind == NUMBER}
    return bool(ours - theirs - set(second.body)) and bool(theirs - ours - set(first.body))


def relation(first: Words, second: Words) -> float:
    """The share of the words of two headlines that the other article has, without what many have."""
    shares = []
    for one, other in ((first, second), (second, first)):
        told = [number for number, kind in zip(one.title, one.title_kinds, strict=True) if number not in COMMON]
        shares.append(sum(number in {*other.title, *other.body} for number in told) / len(told) if told else 0.0)
    return sum(shares) / 2
