"""The dates of a text as words: where each stands, whether it is past or to come, and how likely each distance is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from etl.stages.line_search import LinePattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAY_NUMBERS = {
    name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:19[3-9]\d|20[0-4]\d)"
# What each of these holds, as it is written.
MONTH_WORDS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
WEEKDAY_WORDS = tuple(map(str.capitalize, WEEKDAY_NUMBERS))
YEAR_WORDS = ("19", "20")
# Thursday, Dec. 28; Thursday (28 December 2023); the 28th of December; Nov. 11 and 12. Numbers of things are no days.
DATE = LinePattern(
    # What a date begins with comes first, or every letter of a line is tried for all that may follow.
    rf"(?=[A-Z\d])(?:(?P<weekday>{WEEKDAY})(?: (?:night|morning|evening|afternoon))?,? ?\(?(?:the )?)?"
    rf"(?<![\w.$€£-])(?:(?P<month>{MONTH}) ?(?P<day>{DAY})|(?P<first_day>{DAY})(?: of)? (?P<later_month>{MONTH}))"
    rf"(?!\w|,\d|\.\d| ?%| percent| per cent)(?:(?:,| of)? ?(?P<year>{YEAR})(?!\d))?"
    rf"(?:,? \(?(?:an? )?(?P<after>{WEEKDAY})\b(?!'s|’s))?",
    MONTH_WORDS,
)
BARE_WEEKDAY = LinePattern(
    rf"(?=[lnteoOMTWFS])(?P<last>last |next |this |every |each |[Oo]n an? )?\b(?P<weekday>{WEEKDAY})\b(?P<own>['’]s)?",
    WEEKDAY_WORDS,
)
BARE_YEAR = LinePattern(rf"(?P<year>{YEAR})(?<![\w.,$€£-]....)(?![\w%]|[.,]\d|-\d)", YEAR_WORDS)
# The clause around a date ends where one of these stands.
CLAUSE_BREAK = re.compile(
    r"[;:—–]|, (?:and|but|while|which|who|where|after|when|as)\b|\b(?:but|while|although|after|following|since|"
    r"amid|(?:at|in|on|during|under|by) which)\b"
)
FUTURE = re.compile(
    r"\b(?:will|won't|shall|to be held|is to|are to|is set|are set|is due|are due|due|scheduled|expected|"
    r"expects?|plans?|planned for|"
    r"planning|aims?|intends?|hopes?|vows?|ahead of|upcoming|likely|deadline|begins?|starts?|meets?|votes?|elects?|"
    r"goes|go to|takes? place|takes office|returns?|(?-i:may)|could)\b",
    re.IGNORECASE,
)
# Just before a date these make it one to come: "by Dec. 31", "next Thursday".
JUST_AHEAD = re.compile(
    r"\b(?:by|until|till|before|next|ahead of|coming)(?: the)?(?: end of| middle of| summer of| early| late| mid-)? ?$",
    re.IGNORECASE,
)
# What is or was to come: "said it would end on Friday".
OPEN = re.compile(
    r"\b(?:would|was to|were to|was due|were due|was set|were set|was expected|were expected|was scheduled|"
    r"were scheduled|"
    r"agreed to|vowed to|promised to|planned to|hoped to|intended to|aimed to)\b",
    re.IGNORECASE,
)
# Of years more is open: "promised 100 schools by 2020".
OPEN_YEARS = re.compile(rf"{OPEN.pattern}|\b(?:had|promised|pledged|vowed|should have)\b", re.IGNORECASE)
REPORTED = re.compile(
    r"\b(?:said|told|announced|reported|wrote|warned|added|confirmed|declared|ordered)\b(?P<gap>[^,;:.]{0,30})$",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:had|was to|were to|was due|were due|promised|pledged|planned|agreed to|was set|were set|was expected|"
    r"were expected|vowed|was scheduled|were scheduled|aimed|intended|hoped|should have)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:since|was|were|had|did|\w{2,}ed|took|began|came|went|fell|met|held|told|said|struck|left|broke|won|"
    r"shot|sent|gave|made|saw|cut|hit|put|fled|grew|rose|lost|found|led|became|got|kept|brought|died|fought)\b"
)
LOOKING_BACK = re.compile(r"\b(?:since|last|ago|earlier|followed|held|took)\b", re.IGNORECASE)
NEVER, RARELY = 0.0, 0.02


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at a span: its day, its year and its weekday (Monday is 0) where they are told; whether it is to come."""

    start: int
    end: int
    month: int
    day: int
    year: int | None
    weekday: int | None
    is_future: bool | None
    quote: str

    def in_year(self, year: int) -> date | None:
        """The day in a year; None where the year has no such day."""
        return day_of(year, self.month, self.day)


def day_of(year: int, month: int, day: int) -> date | None:
    """A day, or None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_number(name: str) -> int:
    """The number of an English month, in full or short."""
    return MONTH_NUMBERS[name.rstrip(".").lower()]


def dates_in(text: str, start: int, end: int) -> Iterator[FoundDate]:
    """The dates of one sentence [start, end)."""
    for match in DATE.finditer(text, start, end):
        name, day = (match["month"], match["day"]) if match["month"] else (match["later_month"], match["first_day"])
        number = int(re.sub(r"\D", "", day))
        weekday = match["weekday"] or match["after"]
        if day_of(2000, month_number(name), number) is None:
            continue
        yield FoundDate(
            start=match.start(),
            end=match.end(),
            month=month_number(name),
            day=number,
            year=int(match["year"]) if match["year"] else None,
            weekday=WEEKDAY_NUMBERS[weekday.lower()] if weekday else None,
            is_future=is_future(text, start, end, match.start()),
            quote=match.group().strip(" ,("),
        )


def is_future(text: str, start: int, end: int, at: int) -> bool | None:
    """Whether what stands at a place of a sentence is told as to come; None where the words leave it open."""
    before = text[start:at]
    clause = before[max((match.end() for match in CLAUSE_BREAK.finditer(before)), default=0) :]
    if JUST_AHEAD.search(clause) or (clause.endswith(" for ") and not text[at : at + 4].isdecimal()):
        return None if OPEN.search(clause) else True
    reported = REPORTED.search(clause)
    if reported and not (FUTURE.search(reported["gap"]) or OPEN.search(reported["gap"])):
        return False
    if not (FUTURE.search(clause) or OPEN.search(clause) or PAST.search(clause)):
        # Where no verb stands before the date, the one after it tells.
        clause = CLAUSE_BREAK.split(text[at:end], maxsplit=1)[0]
    if OPEN.search(clause):
        return None
    if FUTURE.search(clause):
        return None if LOOKING_BACK.search(clause) else True
    return False


def nearest_past(found: FoundDate, on: date) -> int | None:
    """Days from the last such day up to `on`; None where its weekday is another's."""
    return distance(found, on, (on.year, on.year - 1), sign=1)


def nearest_future(found: FoundDate, on: date) -> int | None:
    """Days from `on` to the next such day; None where its weekday is another's."""
    return distance(found, on, (on.year, on.year + 1), sign=-1)


def distance(found: FoundDate, on: date, years: Sequence[int], *, sign: int) -> int | None:
    """Days between the nearest such day on one side and `on`; for zones it may lie a day on the other."""
    for year in years:
        that = found.in_year(year)
        if that is None:
            continue
        days = sign * (on - that).days
        if days >= -1:
            return days if found.weekday is None or found.weekday == that.weekday() else None
    return None


def by_steps(*steps: tuple[int, float], beyond: float = NEVER) -> Callable[[int], float]:
    """A likelihood by a number of days: that of the first step whose bound is not passed."""

    def likelihood(days: int) -> float:
        return next((value for bound, value in steps if days <= bound), beyond)

    return likelihood


def day_range(first: date, last: date) -> Iterator[date]:
    """Every day from one to another."""
    for count in range((last - first).days + 1):
        yield first + timedelta(days=count)
