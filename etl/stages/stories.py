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

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from etl.stages.sketches import AHEAD, CONTENT_WORDS_MIN, NAME, NUMBER, PLAIN, TITLE_WORDS_MAX, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

DAY_HOURS = 24.0
NEAR_HOURS = 72.0
SERIES_HOURS = 6.0
# Below this many words a body is a line that stands under many; from so many on a headline is a sentence of the text.
BODY_WORDS_MIN = 6
SENTENCE_WORDS_MIN = 16
# The share of the shorter text that stands in the other, by the hours between: templates come back on other days.
BODY_SHARES = ((6.0, 0.68), (DAY_HOURS, 0.8), (NEAR_HOURS, 0.85), (float("inf"), 0.92))
# Under the same headline less is asked: what happens next gets another one.
TITLED_SHARES = ((DAY_HOURS, 0.68), (NEAR_HOURS, 0.75), (float("inf"), 0.88))
TITLED_MIN = 0.88
RUN_MIN = 2
LONG_RUN_MIN = 4
RUNS_SHARE_MIN = 0.72
# A text as long as this may have lost half of its paragraphs; so many words in the same order come about by no chance.
LONG_WORDS = 60
LONG_SHARE_MIN = 0.42
LEAD_WORDS = 45
LEAD_MATCHED_MIN = 20
TITLE_SHARE_MIN = 0.66
TITLE_SHARE_LATE_MIN = 0.9
# Where there is no body, headlines must be the same in the greater part of the shorter and of the longer.
HEADLINE_SHARE_MIN = 0.7
HEADLINE_LONGER_MIN = 0.6
HEADLINE_KEPT_MIN = 0.9
# Under another headline: the share of its words that the other article has.
RELATED_MIN = 0.45
# An outlet puts much of one summary under the report, the video and the comment; other outlets put the wire's under
# headlines of their own. (Two outlets, one outlet.)
OTHER_TITLE_MAX = 0.5
UNTITLED_SHARES = (0.8, 0.92)
HEADLINE_WORDS_MIN = 3
SHORT_WORDS_MAX = 10
SHORT_SHARE_MIN = 0.85
SAME_BODY_RELATED_MIN = 0.2
SAME_BODY_WORDS_MIN = 13
LATE_BODY_WORDS_MIN = 40
NAME_SHARE_MIN = 0.9
NAME_WORDS_MIN = 20
REPLACED_WORDS_MAX = 6
STAGE_WORDS = 2
CAPITALS_MIN = 0.6
COMMON_WORDS = (
    "a an the of in on at to for from by with and or but as is are was were be been has have had do does did not no it "
    "its he she they his her their this that these those we you i who what when where why how after before over into "
    "out up down off new says say said will would can could may more most than about amid against your our us my if so"
)
COMMON = frozenset(number_of(word)[0] & 0x3FFF for word in COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article: numbers of words, their classes; its instant (UTC) where that is known, its outlet."""

    title: tuple[int, ...]
    body: tuple[int, ...]
    title_kinds: tuple[int, ...]
    body_kinds: tuple[int, ...]
    at: datetime | None
    outlet: str
    is_series: bool

    @property
    def text(self) -> tuple[int, ...]:
        """The body; a headline that is a sentence of some length where there is none."""
        if len(self.body) >= BODY_WORDS_MIN:
            return self.body
        return self.title if len(self.title) >= SENTENCE_WORDS_MIN else ()

    @property
    def text_kinds(self) -> tuple[int, ...]:
        """The classes of the words of `text`."""
        return self.body_kinds if len(self.body) >= BODY_WORDS_MIN else self.title_kinds


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs of words laid beside each other.

    How many words the shorter has, how many of them stand in both, how many of these in runs of some length, and how
    many of those in the lead of both; how often a name stands for another one; whether a number or a day stands for
    another, or what is to come for what has happened.
    """

    shorter: int
    matched: int
    in_runs: int
    in_lead: int
    names: int
    is_other_number: bool
    is_other_stage: bool

    @property
    def is_news(self) -> bool:
        """Whether what differs tells something new."""
        return self.is_other_number or self.is_other_stage

    @property
    def share(self) -> float:
        """The share of the shorter that stands in both."""
        return self.matched / self.shorter if self.shorter else 0.0


def words_of(words: bytes, title_words: int, *, at: datetime | None, outlet: str, is_series: bool = False) -> Words:
    """The words of a sketch."""
    packed = np.frombuffer(words, "<u2")
    numbers, kinds = (packed >> 2).tolist(), (packed & 3).tolist()
    return Words(
        tuple(numbers[:title_words]),
        tuple(numbers[title_words:]),
        tuple(kinds[:title_words]),
        tuple(kinds[title_words:]),
        at,
        outlet,
        is_series,
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
    if not first.text or not second.text:
        return are_same_headlines(first, second, is_near=hours <= NEAR_HOURS)
    return are_same_texts(first, second, hours)


def are_same_texts(first: Words, second: Words, hours: float) -> bool:
    """Whether two articles with bodies are copies."""
    body = compared(first.text, first.text_kinds, second.text, second.text_kinds)
    if body.share < LONG_SHARE_MIN or body.is_news:
        return False
    title = compared(first.title, first.title_kinds, second.title, second.title_kinds)
    if title.share >= TITLE_SHARE_MIN and (title.is_other_number or title.names):
        return False
    # "More", "Live coverage": no headline of its own.
    has_headlines = title.shorter >= HEADLINE_WORDS_MIN and first.text != first.title and second.text != second.title
    is_titled = title.share >= TITLED_MIN or not has_headlines
    is_one_outlet = first.outlet == second.outlet
    shares = TITLED_SHARES if is_titled else BODY_SHARES
    if differs_in_names(body, hours, is_titled=is_titled) or not is_greater_part(
        body, hours, shares, is_one_outlet=is_one_outlet
    ):
        return False
    if title.share >= (TITLE_SHARE_MIN if hours <= NEAR_HOURS else TITLE_SHARE_LATE_MIN):
        return True
    if hours > NEAR_HOURS and body.shorter < LATE_BODY_WORDS_MIN:
        return False
    if not has_headlines and hours <= DAY_HOURS:
        return True
    if not is_one_outlet and body.shorter >= LONG_WORDS:
        return True
    is_enough = is_titled or title.share >= OTHER_TITLE_MAX or body.share >= UNTITLED_SHARES[is_one_outlet]
    return is_enough and are_related(first, second, is_same_body=hours <= SERIES_HOURS and body.share == 1.0)


def differs_in_names(body: Compared, hours: float, *, is_titled: bool) -> bool:
    """Whether names stand for other names; one may be written otherwise in a text that is the same for the rest."""
    is_one_spared = hours <= DAY_HOURS and (
        is_titled or (body.share >= NAME_SHARE_MIN and body.shorter >= NAME_WORDS_MIN)
    )
    return body.names > (is_one_spared or body.shorter >= LONG_WORDS)


def are_related(first: Words, second: Words, *, is_same_body: bool) -> bool:
    """Whether two headlines over the same lines have to do with each other."""
    is_same_body = is_same_body and min(len(first.text), len(second.text)) >= SAME_BODY_WORDS_MIN
    if differ_in_numbers(first, second) and not is_same_body:
        return False
    return relation(first, second) >= (SAME_BODY_RELATED_MIN if is_same_body else RELATED_MIN)


def is_same_text(first: Words, second: Words) -> bool:
    """Whether two articles have the same words."""
    return (first.title, first.body) == (second.title, second.body)


def are_same_headlines(first: Words, second: Words, *, is_near: bool) -> bool:
    """Whether two headlines, one of them without a body, are one."""
    title = compared(first.title, first.title_kinds, second.title, second.title_kinds)
    longer = max(len(first.title), len(second.title))
    if title.shorter < CONTENT_WORDS_MIN or title.is_news or title.names:
        return False
    if first.outlet != second.outlet:
        # Two papers find the same words for a death or a vote: only a headline kept to the word is a copy.
        return is_near and title.matched >= HEADLINE_KEPT_MIN * longer
    return is_near and is_headline_kept(title, longer)


def is_headline_kept(found: Compared, longer: int) -> bool:
    """Whether a headline stands in another one whole, or the two in the greater part."""
    return found.share == 1.0 or (found.share >= HEADLINE_SHARE_MIN and found.matched >= HEADLINE_LONGER_MIN * longer)


def is_greater_part(
    found: Compared, hours: float, shares: Sequence[tuple[float, float]], *, is_one_outlet: bool
) -> bool:
    """Whether enough of the shorter text stands in the other for so many hours between them."""
    if found.shorter < SHORT_WORDS_MAX and found.share < SHORT_SHARE_MIN:
        return False
    if found.share >= next(share for hours_max, share in shares if hours <= hours_max):
        # Two papers that tell of one event have its names in common, and few turns of phrase.
        return is_one_outlet or found.in_runs >= RUNS_SHARE_MIN * found.shorter
    is_long = hours <= NEAR_HOURS and found.shorter >= LONG_WORDS
    # A later report keeps the paragraphs that tell what went before, and begins anew.
    return is_long and found.in_runs >= LONG_SHARE_MIN * found.shorter and found.in_lead >= LEAD_MATCHED_MIN


def compared(
    first: tuple[int, ...], first_kinds: tuple[int, ...], second: tuple[int, ...], second_kinds: tuple[int, ...]
) -> Compared:
    """Two runs of words laid beside each other."""
    shorter = min(len(first), len(second))
    if first == second:
        return Compared(
            shorter, shorter, shorter, min(shorter, LEAD_WORDS), 0, is_other_number=False, is_other_stage=False
        )
    words, others = distinct(first), distinct(second)
    if len(words & others) < LONG_SHARE_MIN * min(len(words), len(others)):
        return Compared(shorter, 0, 0, 0, 0, is_other_number=False, is_other_stage=False)
    matched = in_runs = in_lead = names = 0
    is_other_number = is_other_stage = False
    for what, low, high, start, end in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if what == "equal":
            # What both hold alone in no run tells nothing: "the", "of".
            matched += high - low if high - low >= RUN_MIN or shorter <= CONTENT_WORDS_MIN else 0
            if high - low >= LONG_RUN_MIN:
                in_runs += high - low
                in_lead += max(0, min(high - low, LEAD_WORDS - max(low, start)))
        elif what == "replace" and max(high - low, end - start) <= REPLACED_WORDS_MAX:
            ours, theirs = first_kinds[low:high], second_kinds[start:end]
            is_other_number = is_other_number or (NUMBER in ours and NUMBER in theirs)
            is_other_stage = is_other_stage or (AHEAD in ours) != (AHEAD in theirs)
            names += NAME in ours and NAME in theirs
        else:
            told = (*first_kinds[low:high][:STAGE_WORDS], *second_kinds[start:end][:STAGE_WORDS])
            is_other_stage = is_other_stage or AHEAD in told
    if is_written_in_capitals(first_kinds) or is_written_in_capitals(second_kinds):
        names = 0
    return Compared(shorter, matched, in_runs, in_lead, names, is_other_number, is_other_stage)


@lru_cache(maxsize=20_000)
def distinct(words: tuple[int, ...]) -> frozenset[int]:
    """The words of a text, each once. Kept, since an article is compared with many."""
    return frozenset(words)


def is_written_in_capitals(kinds: Sequence[int]) -> bool:
    """Whether a headline is written in Capitals Throughout, so that they tell no name."""
    named = sum(kind == NAME for kind in kinds)
    return len(kinds) <= TITLE_WORDS_MAX and named > CAPITALS_MIN * (named + sum(kind == PLAIN for kind in kinds))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An arriving or a stored article: `story_id` is the story it belongs to, empty if none yet."""

    words: Words
    story_id: str


def joined(members: Mapping[int, Member], pairs: Iterable[tuple[int, int]], arriving: Iterable[int]) -> list[list[int]]:
    """The numbers of articles that belong together, in the order of arrival; every arriving one is in one group.

    Pairs may be copies of each other. Stored articles of one story belong together from the start.
    """
    parents: dict[int, int] = {one: one for one in members}
    by_story: dict[str, int] = {}
    for number in sorted(members):
        story_id = members[number].story_id
        if story_id:
            parents[number] = by_story.setdefault(story_id, number)
    for first, second in sorted(pairs):
        one, other = root_of(parents, first), root_of(parents, second)
        if one != other and are_copies(members[first].words, members[second].words):
            parents[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = {root_of(parents, one): [] for one in arriving}
    for number in sorted(members):
        root = root_of(parents, number)
        if root in groups:
            groups[root].append(number)
    return list(groups.values())


def root_of(parents: dict[int, int], number: int) -> int:
    """The first of the articles that one hangs together with."""
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number
