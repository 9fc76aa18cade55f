"""Finds the days by which a text is dated as a whole: in its address, byline, dateline, a note on its first print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.stages.day_words import (
    DATE,
    DAY,
    MONTH,
    MONTH_WORDS,
    NEVER,
    WEEKDAY,
    YEAR,
    YEAR_WORDS,
    by_steps,
    day_of,
    month_number,
)
from etl.stages.line_search import LinePattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

QUOTE_CHARS_MAX = 60
DATELINE_REACH_CHARS = 400
PLACE = r"(?:[A-Z][A-Z.'’ÉÈÜÖÄÁÍÓÚÇÑ-]{2,}(?:[ /][A-Z][A-Z.'’ÉÈÜÖÄÁÍÓÚÇÑ-]+){0,4}|[A-Z]\.?[A-Z.]+)"
AGENCY = r"(?:\((?:[^()\n]{2,60})\)|/[^/\n]{2,30}/\.?)"
# SEOUL, South Korea, Dec. 28 (AP) —; MOSCOW, December 28. /TASS/; Kabul, 3 May 2012 (Newsroom) -
DATELINE = LinePattern(
    rf"^[ \t]*(?P<place>{PLACE}(?:,? (?:and )?[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){{0,3}}){{0,2}}"
    rf"|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){{0,3}}(?=[^\n]{{4,40}}{AGENCY})),? ?[(]?(?:{WEEKDAY},? )?"
    rf"(?:(?P<month>{MONTH}) ?(?P<day>{DAY})|(?P<first_day>{DAY}) (?P<later_month>{MONTH}))(?:,? (?P<year>{YEAR}))?[)]?"
    rf"\.?,? ?(?:{AGENCY} ?(?:--|—|–|-|:|\.)?|[A-Z][\w ]{{2,25}}? ?(?:--|—|–)|(?:--|—|–|-|:))",
    MONTH_WORDS,
    re.MULTILINE,
)
FULL_DATE = rf"(?P<date>(?:{WEEKDAY},? )?(?:{MONTH} ?{DAY},? {YEAR}|{DAY}(?: of)? {MONTH},? {YEAR}|{YEAR}-\d\d-\d\d))"
# A line of its own with a whole date: Posted: September 5, 2017 at 10:12 am; By A Writer | 5 September 2017.
BYLINE = LinePattern(
    rf"^[ \t]*(?:[Bb][Yy] [^\n|,·—-]{{3,50}} ?[|,·—-] ?)?"
    rf"(?:(?:First |Originally |first |originally )?(?:[Pp]ublished|[Pp]osted|[Dd]ate|[Ii]ssued|[Rr]eleased|[Ff]iled)"
    rf"(?: on| at)?:? ?)?{FULL_DATE}[^\n]{{0,40}}$",
    YEAR_WORDS,
    re.MULTILINE,
)
ORIGINAL = re.compile(
    rf"(?:\b(?:[Tt]his|[Tt]he) (?:article|story|report|piece|column|interview|post|item|dispatch|analysis|"
    rf"version|text)\b[^.\n]{{0,60}}?|"
    rf"^[ \t]*(?:\W{{0,3}}))(?:was |were |had )?(?:first |originally |initially )+(?:published|appeared|ran|"
    rf"posted|printed|released|issued)"
    rf"[^.\n]{{0,60}}?{FULL_DATE}",
    re.MULTILINE | re.IGNORECASE,
)
# A text without such words holds no such note: a look at plain words costs a tenth of a search.
FIRST_WORDS = ("first ", "originally ", "initially ")
FIRST_PRINTED = re.compile(r"(?:first|originally|initially) (?:published|appeared|ran|posted|printed|released|issued)")
URL_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/\-_.]|$)|[/_-]((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?=[/\-_.]|$)"
)


@dataclass(frozen=True, slots=True)
class Clue:
    """What some words say of the day: how likely they are on each, from 0 to 1, and their weight.

    A clue that `is_strong` contradicts a day on which it is next to impossible. One that `is_lead` is of today's news
    by its place: in the lead, or told as to come.
    """

    kind: str
    quote: str
    weight: float
    is_strong: bool
    on: Callable[[date], float]
    is_lead: bool = False
    month_day: tuple[int, int] | None = None


def on_day(that: date, *, before: int = 0, after: int = 1) -> Callable[[date], float]:
    """Likely on a day, and less so just before and after it."""
    near = by_steps((0, 1.0), (1, 0.5), (3, 0.15), (7, 0.05))

    def likelihood(on: date) -> float:
        days = (on - that).days
        return near(days) if days >= 0 else (0.3 if -days <= max(1, before) else NEVER) if after else NEVER

    return likelihood


def named_days(text: str, title: str, url: str, header: str) -> Iterator[Clue]:
    """Days by which a text is dated as a whole: in its address, byline, dateline, or a note on where it first stood."""
    if (found := url_day(url)) is not None:
        yield Clue("url", found.isoformat(), 6.0, is_strong=True, on=on_day(found))
    for source in (text, header):
        if tells_of_first_print(source) and (match := ORIGINAL.search(source)):
            day = whole_day(match["date"])
            if day:
                yield Clue("byline", clipped(match.group()), 8.0, is_strong=True, on=on_day(day))
    begin = len(title) + 2 if text.startswith(f"{title}\n\n") else 0
    head = text[begin : begin + DATELINE_REACH_CHARS]
    for match in BYLINE.finditer(head):
        day = whole_day(match["date"])
        if day and "updated" not in match.group().lower():
            yield Clue("byline", clipped(match.group()), 6.0, is_strong=True, on=on_day(day))
            break
    if match := DATELINE.search(head):
        yield from dateline(match)


def tells_of_first_print(text: str) -> bool:
    """Whether a text may hold a note on where it first stood."""
    lowered = text.lower()
    return any(word in lowered for word in FIRST_WORDS) and FIRST_PRINTED.search(lowered) is not None


def dateline(match: re.Match[str]) -> Iterator[Clue]:
    """The day of a dateline, in any year if it names none."""
    name, day = (match["month"], match["day"]) if match["month"] else (match["later_month"], match["first_day"])
    month, number = month_number(name), int(re.sub(r"\D", "", day))
    if day_of(2000, month, number) is None:
        return
    near = by_steps((0, 1.0), (1, 0.4), (2, 0.08), (3, 0.04), beyond=NEVER)
    told = int(match["year"]) if match["year"] else None

    def likelihood(on: date) -> float:
        years = (told,) if told else (on.year, on.year - 1, on.year + 1)
        distances = [(on - that).days for year in years if (that := day_of(year, month, number))]
        return max((near(days) if days >= 0 else 0.2 if days == -1 else NEVER for days in distances), default=NEVER)

    yield Clue("dateline", clipped(match.group()), 5.0 if told is None else 6.0, is_strong=True, on=likelihood)


def url_day(url: str) -> date | None:
    """The day in the path of an address: /2023/12/28/ or /2023/dec/28/ or -20231228."""
    path = url.split("://", 1)[-1].partition("/")[2].partition("?")[0]
    for match in URL_DAY.finditer(f"/{path.lower()}"):
        year, month, day = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
        number = int(month) if month.isdecimal() else MONTHS_SHORT.get(month)
        if number and (found := day_of(int(year), number, int(day))):
            return found
    return None


MONTHS_SHORT = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}


def whole_day(text: str) -> date | None:
    """The day of words that name day, month and year."""
    if re.match(r"\d{4}-", text):
        return day_of(*(int(part) for part in text.split("-")))
    match = DATE.search(text)
    if not match or not match["year"]:
        return None
    name, day = (match["month"], match["day"]) if match["month"] else (match["later_month"], match["first_day"])
    return day_of(int(match["year"]), month_number(name), int(re.sub(r"\D", "", day)))


def clipped(quote: str) -> str:
    """Words to quote, on one line and not too many."""
    line = " ".join(quote.split()).strip(" ,;:(—–-")
    return line if len(line) <= QUOTE_CHARS_MAX else f"{line[: QUOTE_CHARS_MAX - 1].rstrip()}…"
