"""Finds what the sentences of a text say of the day it was written: days of the month, weekdays, counts of days."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from etl.stages.day_marks import Clue, clipped
from etl.stages.day_words import (
    BARE_WEEKDAY,
    BARE_YEAR,
    DATE,
    DAY,
    MONTH,
    MONTH_WORDS,
    NEVER,
    RARELY,
    WEEKDAY,
    WEEKDAY_NUMBERS,
    WEEKDAY_WORDS,
    YEAR,
    by_steps,
    dates_in,
    is_future,
    month_number,
    nearest_future,
    nearest_past,
)
from etl.stages.line_search import LinePattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from etl.stages.day_words import FoundDate

LEAD_CHARS = 420
# A day with its weekday and without its year is next to never told so long after.
DISTANT_DAYS = 16
INHERIT_CHARS = 260
WEEKDAY_CLUES_MAX = 5
WHOLE_DATE = re.compile(rf"(?:{MONTH} ?{DAY},? |{DAY} {MONTH},? )({YEAR})\b")
BESIDE = re.compile(
    r"\b(yesterday|today|tonight|tomorrow)\b[ ,(]{1,3}$|^[ ,)(]{1,3}(yesterday|today|tonight|tomorrow)\b", re.IGNORECASE
)
COUNTED = re.compile(
    r"\b(?P<less>less than |nearly |almost |just over |more than |just )?(?P<count>an?|one|two|three|four|five|"
    r"six|seven|eight|"
    r"nine|ten|\d{1,2}) (?P<unit>day|week|month)s? (?P<side>after|since|following|before|ahead of|"
    r"until)\b[^.;:]{0,70}$",
    re.IGNORECASE,
)
COUNTS = {
    word: number
    for number, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
    for word in words.split()
}
UNIT_DAYS = {"day": 1, "week": 7, "month": 30}
SEVERAL_DAYS = re.compile(
    r"\b(?:last|run|continue|go on|sit|meet|stay)s?\b[^.]{0,20}\b(?:several|a few|some|\w+) days\b", re.IGNORECASE
)
LAST_WEEK = re.compile(r"\b(last|this|next) (week|month)\b|\bearlier this (month|week)\b", re.IGNORECASE)
NEAR_CHARS = 60
BEFORE_A_NAME = re.compile(r"(?:Black|Good|Bloody|Super|Ash|Holy|Palm|Easter|Red|Cyber) $")
DATE_WITH_WEEKDAY = LinePattern(
    rf"(?=[A-Z\d])(?:{WEEKDAY}[a-z, (]{{1,16}}(?:{MONTH} ?{DAY}|{DAY}(?: of)? {MONTH})|(?:{MONTH} ?{DAY}|"
    rf"{DAY} {MONTH}),? \(?(?:an? )?{WEEKDAY})",
    WEEKDAY_WORDS,
)


def has_other_weekday(text: str, stamp: date) -> bool:
    """Whether a text names a day with a weekday that it has in no year around a stamp."""
    for match in DATE_WITH_WEEKDAY.finditer(text):
        for found in dates_in(text, match.start(), min(len(text), match.end() + 12)):
            if found.year is None and nearest_past(found, stamp) is None and nearest_future(found, stamp) is None:
                return True
            days = nearest_past(found, stamp) if found.year is None else None
            if days is not None and days > DISTANT_DAYS:
                return True
    return False


# How likely a day that is told lies so long before the text, and one announced so far ahead: shares a day, against the
# likeliest. A weekday with its date is told of the days around; a date alone of weeks and months.
PAST_WITH_WEEKDAY = by_steps(
    (-1, 0.1),
    (0, 1.0),
    (1, 0.9),
    (2, 0.6),
    (4, 0.4),
    (7, 0.25),
    (10, 0.1),
    (16, 0.05),
    (31, 0.015),
    (62, 0.004),
    (330, 0.0006),
)
# The first day that a story tells, with its weekday, is mostly the day it was written.
FIRST_WITH_WEEKDAY = by_steps(
    (-1, 0.05),
    (0, 1.0),
    (1, 0.5),
    (2, 0.12),
    (4, 0.06),
    (7, 0.03),
    (16, 0.012),
    (31, 0.005),
    (62, 0.001),
    (330, 0.0003),
)
PAST_IN_LEAD = by_steps(
    (-1, 0.1), (1, 1.0), (3, 0.4), (7, 0.2), (14, 0.12), (31, 0.06), (62, 0.02), (124, 0.01), (366, 0.003)
)
PAST = by_steps((-1, 0.1), (1, 0.7), (6, 0.8), (17, 1.0), (31, 0.6), (62, 0.25), (124, 0.1), (210, 0.05), (366, 0.02))
FUTURE_WITH_WEEKDAY = by_steps(
    (-1, 0.02), (0, 0.2), (3, 1.0), (7, 0.7), (14, 0.15), (31, 0.05), (62, 0.015), (100, 0.005), (330, 0.001)
)
FUTURE = by_steps(
    (-1, 0.05), (0, 0.3), (3, 0.7), (10, 1.0), (21, 0.7), (45, 0.35), (92, 0.12), (200, 0.05), (366, 0.02)
)
WITHIN_DAYS = by_steps((-1, 0.02), (0, 0.4), (5, 1.0), (8, 0.7), (12, 0.2), beyond=0.02)


def days_of_sentence(text: str, start: int, end: int, lead_end: int, *, is_first: bool) -> Iterator[Clue]:
    """The clues of the dates in one sentence; those of a year told before them are of that story, not of today's.

    `is_first` where no day nor weekday was told before.
    """
    sentence = text[start:end]
    for found in dates_in(text, start, end):
        if found.year is not None:
            yield from whole_date(found, is_lead=found.start < lead_end)
        elif not is_of_a_told_year(text, start, found):
            is_opening = is_first and not BARE_WEEKDAY.search(text, start, found.start)
            yield from yearless(text, start, end, found, is_lead=found.start < lead_end, is_opening=is_opening)
            is_first = False
            if SEVERAL_DAYS.search(sentence) and found.is_future:
                yield Clue("days", clipped(sentence), 1.0, is_strong=False, on=partial(ahead, found))


def ahead(found: FoundDate, on: date) -> float:
    """How likely a meeting of several days, still going on, ends on a day."""
    days = nearest_future(found, on)
    return NEVER if days is None else WITHIN_DAYS(days)


def is_of_a_told_year(text: str, start: int, found: FoundDate) -> bool:
    """Whether a date without a year stands in a story whose year was told: "in 1963 ... On Sunday, Nov. 24, ..."."""
    before = text[max(0, start - INHERIT_CHARS) : found.start]
    if is_quoted(text, start, found.start):
        return True
    if found.weekday is not None:
        years = {int(match["year"]) for match in BARE_YEAR.finditer(text, 0, found.start)}
        return any((that := found.in_year(year)) and that.weekday() == found.weekday for year in years)
    if re.search(rf"\b{YEAR}\b", text[start : found.start]):
        return True
    return WHOLE_DATE.search(before) is not None


def is_quoted(text: str, start: int, at: int) -> bool:
    """Whether a place stands inside quotation marks that were opened in its paragraph: somebody else's day is told."""
    paragraph = text[text.rfind("\n", 0, start) + 1 : at]
    return paragraph.count("“") > paragraph.count("”") or paragraph.count('"') % 2 == 1


def whole_date(found: FoundDate, *, is_lead: bool) -> Iterator[Clue]:
    """A date with its year: what is told was before the text was written, what is announced comes after."""
    that = found.in_year(found.year or 0)
    if that is None or found.is_future is None:
        return
    if found.is_future:

        def announced(on: date) -> float:
            days = (that - on).days
            return NEVER if days < -1 else max(0.05, FUTURE(min(days, 366)))

        yield Clue("announced", found.quote, 1.0, is_strong=True, on=announced)
        return
    step = (
        by_steps((1, 0.9), (3, 0.6), (7, 0.5), (31, 0.3), (366, 0.2), beyond=0.15)
        if is_lead
        else by_steps((366, 0.4), beyond=0.3)
    )

    def told(on: date) -> float:
        days = (on - that).days
        return NEVER if days < -1 else step(max(days, 0))

    yield Clue("told", found.quote, 1.5, is_strong=True, on=told)


def yearless(text: str, start: int, end: int, found: FoundDate, *, is_lead: bool, is_opening: bool) -> Iterator[Clue]:
    """A day of the month without its year, alone, with its weekday, or counted from."""
    near = text[max(start, found.start - 12) : found.start]
    beside = BESIDE.search(near) or BESIDE.search(text[found.end : found.end + 12])
    if beside:
        shift = {"yesterday": 1, "tomorrow": -1}.get((beside[1] or beside[2]).lower(), 0)
        yield Clue("beside", found.quote, 3.0, is_strong=True, on=lambda on: is_shifted(found, on, shift))
        return
    yield from counted(text, start, found)
    has_weekday = found.weekday is not None
    if has_weekday:
        past = FIRST_WITH_WEEKDAY if is_lead and is_opening else PAST_WITH_WEEKDAY
    else:
        past = PAST_IN_LEAD if is_lead and is_opening else PAST
    future = FUTURE_WITH_WEEKDAY if has_weekday else FUTURE

    def likelihood(on: date) -> float:
        behind, before = nearest_past(found, on), nearest_future(found, on)
        told = past(behind) if behind is not None else NEVER
        announced = future(before) if before is not None else NEVER
        if found.is_future is None:
            return max(told, announced) * 0.8
        # The words may be read wrong: what is announced may be told, rarely.
        return max(announced, told * 0.05) if found.is_future else max(told, announced * 0.005)

    kind = "weekday and day" if has_weekday else "day"
    yield Clue(
        kind,
        found.quote,
        1.0,
        is_strong=has_weekday,
        on=likelihood,
        is_lead=is_lead or found.is_future is True,
        month_day=(found.month, found.day),
    )
    yield from beside_a_week(text, start, end, found)


def is_shifted(found: FoundDate, on: date, shift: int) -> float:
    """Whether a day is so many days after the one found."""
    that = on - timedelta(days=shift)
    return 1.0 if (that.month, that.day) == (found.month, found.day) else NEVER


def counted(text: str, start: int, found: FoundDate) -> Iterator[Clue]:
    """Days counted from or to a date: "two weeks after the raid of Jan. 12", "three days before the Nov. 3 vote"."""
    match = COUNTED.search(text, start, found.start) if found.start > start else None
    if not match or (found.is_future is None and match["side"].lower() not in {"before", "ahead of", "until"}):
        return
    count = COUNTS.get(match["count"].lower()) or int(match["count"] if match["count"].isdecimal() else 1)
    days = count * UNIT_DAYS[match["unit"].lower()]
    sign = 1 if match["side"].lower() in {"after", "since", "following"} else -1
    slack = max(1, days // 4)

    def likelihood(on: date) -> float:
        for year in (on.year - 1, on.year, on.year + 1):
            that = found.in_year(year)
            if that is None:
                continue
            off = abs((on - that).days * sign - days)
            if off <= slack:
                return 1.0 if off <= 1 else 0.6
            if off <= 2 * slack:
                return 0.3
        return RARELY

    yield Clue("count", clipped(text[match.start() : found.end]), 0.8, is_strong=False, on=likelihood)


def beside_a_week(text: str, start: int, end: int, found: FoundDate) -> Iterator[Clue]:
    """Last week, this month and their like, near a date: the day is of that week or month."""
    match = LAST_WEEK.search(text, max(start, found.start - NEAR_CHARS), min(end, found.end + NEAR_CHARS))
    if not match:
        return
    words = match.group().lower()
    shift = -1 if words.startswith("last") else 1 if words.startswith("next") else 0

    def likelihood(on: date) -> float:
        for year in (on.year - 1, on.year, on.year + 1):
            that = found.in_year(year)
            if that is None:
                continue
            if "month" in words and (that.year * 12 + that.month) - (on.year * 12 + on.month) == shift:
                return 1.0
            if "week" in words and (that - monday(on)).days // 7 == shift:
                return 1.0
        return RARELY

    yield Clue("week", clipped(f"{match.group()} … {found.quote}"), 0.7, is_strong=False, on=likelihood)


MONTH_ALONE = LinePattern(
    rf"\b(?P<side>in|since|last|next|until|till|by|this|early|late|mid|of)[ -](?:early |late |"
    rf"mid-?)?(?P<month>{MONTH})(?![\w.]? ?\d)\b",
    MONTH_WORDS,
)
MONTHS_AWAY = (0.5, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.1)


def months_of_sentence(text: str, start: int, end: int) -> Iterator[Clue]:
    """Months without a day or year: "in August", "by October", "last November"."""
    for match in MONTH_ALONE.finditer(text, start, end):
        number, side = month_number(match["month"]), match["side"].lower()
        if re.match(rf",? ?(?:of )?{YEAR}", text[match.end() : match.end() + 8]):
            continue
        ahead_ = side in {"next", "until", "till", "by"} or is_future(text, start, end, match.start())
        backwards = side in {"last", "since"} or ahead_ is False

        def likelihood(
            on: date, number: int = number, *, back: bool = backwards, open_: bool = ahead_ is None
        ) -> float:
            behind, before = MONTHS_AWAY[(on.month - number) % 12], MONTHS_AWAY[(number - on.month) % 12]
            return max(behind, before) if open_ else behind if back else before

        yield Clue("month", clipped(match.group()), 0.5, is_strong=False, on=likelihood)


def monday(on: date) -> date:
    """The first day of the week."""
    return on - timedelta(days=on.weekday())


# The first weekday of a story is the day it was written, or the one before; others lie around it.
FIRST_WEEKDAY = (1.0, 0.35, 0.04, 0.03, 0.02, 0.02, 0.01)
# Under a dateline it is the dateline's day.
DATELINE_WEEKDAY = (1.0, 0.12, 0.02, 0.015, 0.01, 0.01, 0.01)
PAST_WEEKDAY = (1.0, 0.7, 0.3, 0.2, 0.15, 0.1, 0.04)
FUTURE_WEEKDAY = (0.3, 1.0, 0.9, 0.8, 0.7, 0.6, 0.4)


def weekdays_of(text: str, start: int, end: int, lead_end: int, firsts: tuple[float, ...] | None) -> Iterator[Clue]:
    """Weekdays without a date: news tells of today's and yesterday's by their names.

    `firsts` are the likelihoods of the story's first weekday, if it has not come yet.
    """
    taken = [(match.start(), match.end()) for match in DATE.finditer(text, start, end)]
    for match in BARE_WEEKDAY.finditer(text, start, end):
        said = (match["last"] or "").lower().strip()
        if said in {"every", "each", "a", "on a", "an", "on an"} or BEFORE_A_NAME.search(
            text, start, match.start("weekday")
        ):
            continue
        if any(low <= match.start("weekday") < high for low, high in taken):
            continue
        number = WEEKDAY_NUMBERS[match["weekday"].lower()]
        future = is_future(text, start, end, match.start("weekday")) if said != "last" else False
        is_lead = match.start() < lead_end
        past = firsts if firsts and is_lead and said != "last" else PAST_WEEKDAY
        firsts = None if future is False else firsts
        on = weekday_likelihood(number, past, future=future)
        yield Clue("weekday", match["weekday"], 1.0 if is_lead else 0.4, is_strong=False, on=on)


def weekday_likelihood(number: int, pasts: tuple[float, ...], *, future: bool | None) -> Callable[[date], float]:
    """How likely a weekday is told or announced on each day."""

    def likelihood(on: date) -> float:
        past, ahead_ = pasts[(on.weekday() - number) % 7], FUTURE_WEEKDAY[(number - on.weekday()) % 7]
        return max(past, ahead_) * 0.8 if future is None else ahead_ if future else past

    return likelihood
