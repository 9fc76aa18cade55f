"""Finds what a text says of the year it was written in: years told and announced, counts of years."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from etl.stages.day_marks import Clue, clipped
from etl.stages.day_words import (
    BARE_YEAR,
    DATE,
    MONTH,
    NEVER,
    OPEN_YEARS,
    YEAR,
    YEAR_WORDS,
    by_steps,
    is_future,
)
from etl.stages.line_search import LinePattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from etl.lexicon.almanac import Almanac

GOALS = re.compile(
    r"\b(?:objectives?|goals?|targets?|tasks?|plans?|budgets?|polic(?:y|ies)|priorities|forecasts?|outlook|agenda|strategy|resolutions?)"
    rf"\b[^.;:]{{0,25}}\bfor (?:the (?:fiscal |coming |new )?year )?(?P<year>{YEAR})\b"
)
YEAR_AHEAD = LinePattern(
    rf"\b(?:by|until|through|before|for|will|to|is|are|due|expected|planned?|plans|set|next)\b[^.;:\n]{{0,40}}?\b(?P<year>{YEAR})\b",
    YEAR_WORDS,
)
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen "
        "nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "a decade": 10, "half a century": 50}
ORDINALS = {
    word: number
    for number, word in enumerate(
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split()
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "centenary": 100}
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
YEARS_FROM = re.compile(
    rf"\b{COUNT} years? (?P<side>after|since|ago|on from|on since|"
    rf"following)\b(?P<between>[^.;:]{{0,90}}?)\b(?P<year>{YEAR})\b",
    re.IGNORECASE,
)
IN_YEAR_AGO = re.compile(
    rf"\b(?P<year>{YEAR}),? (?:just |only |about |some |nearly |almost )?{COUNT} years ago\b", re.IGNORECASE
)
# What these hold in lower case, without the figures and their words: a search that begins with letters is quick.
COUNTED_YEARS = re.compile(r"years? (?:after|since|ago|on from|on since|following)")
ANY_ANNIVERSARY = re.compile("anniversary")
ANNIVERSARY = re.compile(
    rf"\b(?P<count>\d{{1,3}}(?:st|nd|rd|th)|"
    rf"{'|'.join(ORDINALS)})[- ](?:year )?anniversary\b(?P<between>[^.;]{{0,90}}?)\b(?P<year>{YEAR})\b",
    re.IGNORECASE,
)
LANDMARK_COUNT = re.compile(
    rf"\b(?:(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})[- ]anniversary|(?P<nearly>nearly |almost |"
    rf"more than |over |about )?"
    rf"{COUNT} (?P<unit>year|month|week|day)s?(?:,)? (?:after|since|into|on from|following))\b[^.;]{{0,60}}$",
    re.IGNORECASE,
)
UNIT_DAYS = {"year": 365.25, "month": 30.4, "week": 7, "day": 1}
RELATIVE_YEAR = re.compile(r"\b(?P<which>next|this|last) year(?P<own>['’]s)?\b", re.IGNORECASE)
SIGN_REACH_CHARS = 80
RELATIVE_WORDS = re.compile("(?:next|this|last) year")
RELATIVE_TO_TOLD = re.compile(
    rf"\b(?P<which>next|this|last) year['’]s (?P<year>{YEAR})\b|\b(?:in )?(?P<other>{YEAR}),? (?P<whose>next|"
    rf"this|last) year\b",
    re.IGNORECASE,
)
PARTS_OF_YEAR = (
    (
        re.compile(
            r"\b(?:early|beginning of|start of|spring of|first quarter of)(?: in)? $|\bearly[- ]$", re.IGNORECASE
        ),
        5,
    ),
    (re.compile(r"\b(?:middle of|first half of|second quarter of) $|\bmid[- ]$", re.IGNORECASE), 7),
    (re.compile(r"\b(?:summer of|third quarter of) $", re.IGNORECASE), 9),
)
SHIFTS = {"next": 1, "this": 0, "last": -1}
NEAR_CHARS = 60
# Elections for July 2023 are to come.
FOR_A_MONTH = re.compile(rf"\bfor (?:early |late |mid-?)?{MONTH} $")
COP = re.compile(r"\bCOP ?(\d\d)\b")


def in_years(*years: int) -> Callable[[date], float]:
    """Likely in these years, rarely in those beside them."""

    def likelihood(on: date) -> float:
        return 1.0 if on.year in years else 0.15 if {on.year - 1, on.year + 1} & set(years) else NEVER

    return likelihood


def has_year_ahead(text: str, year: int) -> bool:
    """Whether a text may announce a year that is over by then."""
    return any(int(match["year"]) <= year for match in YEAR_AHEAD.finditer(text))


def years_of_sentence(text: str, start: int, end: int, almanac: Almanac, *, is_whole: bool = False) -> Iterator[Clue]:
    """The clues of one sentence to the year; of a whole text, those to years announced are left out."""
    sentence = text[start:end]
    lowered = sentence.lower()
    years = [int(match["year"]) for match in BARE_YEAR.finditer(sentence)]
    if years:
        yield from counts_of_years(sentence, lowered, years)
        if not is_whole:
            yield from told_years(text, start, end)
        if " year" in lowered:
            yield from relative_to_told(sentence, lowered)
    yield from from_landmarks(lowered, almanac)
    if "year" in lowered:
        yield from comes_round(lowered, almanac)
    for match in COP.finditer(sentence) if "COP" in sentence else ():
        number = int(match[1])
        held = number + (1994 if number <= 25 else 1995)
        yield Clue("meeting", match.group(), 0.8, is_strong=False, on=in_years(held))


def counts_of_years(sentence: str, lowered: str, years: list[int]) -> Iterator[Clue]:
    """Twenty years after 2001, in 2001, 20 years ago, the 20th anniversary of the 2001 attacks: the year is 2021."""
    for pattern, sign, table in (
        (YEARS_FROM, COUNTED_YEARS, NUMBERS),
        (IN_YEAR_AGO, COUNTED_YEARS, NUMBERS),
        (ANNIVERSARY, ANY_ANNIVERSARY, ORDINALS),
    ):
        for match in around(pattern, sign, sentence, lowered):
            count = number_of(match["count"], table)
            that = int(match["year"]) + count
            # "In 1953, three years after it had begun in 1950", "42 years after 1969 until 2011": the sum is told.
            between = match.groupdict().get("between") or ""
            if count and that not in years and not BARE_YEAR.search(between):
                yield Clue("count of years", clipped(match.group()), 1.0, is_strong=True, on=in_years(that))


def around(pattern: re.Pattern[str], sign: re.Pattern[str], sentence: str, lowered: str) -> Iterator[re.Match[str]]:
    """What a pattern finds around the places of a sign that each of its matches holds, in its order."""
    high = 0
    windows: list[tuple[int, int]] = []
    for found in sign.finditer(lowered):
        # No match reaches so far to either side: its gap is of at most 90 characters.
        low = max(0, found.start() - SIGN_REACH_CHARS)
        if windows and low < high:
            low = windows.pop()[0]
        high = found.start() + 2 * SIGN_REACH_CHARS
        windows.append((low, high))
    if windows and len(lowered) != len(sentence):
        windows = [(0, len(sentence))]
    for low, high in windows:
        yield from pattern.finditer(sentence, low, high)


def number_of(word: str, table: dict[str, int]) -> int:
    """A number in figures or words; 0 for none."""
    figures = re.match(r"\d+", word)
    return int(figures.group()) if figures else table.get(word.lower(), 0)


def told_years(text: str, start: int, end: int) -> Iterator[Clue]:
    """Years told as past bound the day from below, years announced from above."""
    sentence = text[start:end]
    for match in GOALS.finditer(sentence):
        year = int(match["year"])
        aims = by_steps((-1, NEVER), (0, 0.6), (1, 1.0), (2, 0.15), (6, 0.08), beyond=0.03)
        yield Clue(
            "goals",
            clipped(match.group()),
            1.0,
            is_strong=True,
            on=partial(years_ahead, aims, year),
        )
    for match in BARE_YEAR.finditer(text, start, end):
        year = int(match["year"])
        if any(date_.start() <= match.start() < date_.end() for date_ in DATE.finditer(text, start, end)):
            continue
        before = text[max(start, match.start() - 14) : match.start()]
        if re.search(r"\bfor (?:the )?(?:fiscal )?(?:year )?$", before) and GOALS.search(sentence):
            continue
        yield from bounded(text, start, end, match, year)


def bounded(text: str, start: int, end: int, match: re.Match[str], year: int) -> Iterator[Clue]:
    """The bound of one year told in a sentence."""
    before = text[max(start, match.start() - 24) : match.start()]
    ahead = FOR_A_MONTH.search(before) is not None or is_future(text, start, end, match.start())
    has_preposition = re.search(
        rf"\b(?:in|since|from|of|during|after|early|late|mid|{MONTH}|spring|summer|autumn|fall|winter|until|by|"
        rf"between|and|to)[ -]$",
        text[max(start, match.start() - 14) : match.start()],
    )
    quote = clipped(" ".join([*text[start : match.start()].split()[-3:], match.group()]))
    if ahead:
        is_open = OPEN_YEARS.search(text, start, end) is not None
        aims = by_steps((-1, NEVER), (0, 0.4), (3, 0.6), (8, 0.4), (30, 0.2), beyond=0.05)
        last = part_of_year(before)

        def announced(on: date) -> float:
            return NEVER if on.year == year and on.month > last else aims(year - on.year)

        is_strong = has_preposition is not None and not is_open
        yield Clue("announced", quote, 0.3 if is_open else 0.7, is_strong=is_strong, on=announced)
    elif ahead is False:
        told = by_steps((-1, NEVER), (0, 0.35), (3, 0.6), (10, 0.4), beyond=0.3)
        yield Clue("told", quote, 1.0, is_strong=bool(has_preposition), on=lambda on: told(on.year - year))


def years_ahead(aims: Callable[[int], float], year: int, on: date) -> float:
    """How likely a year is aimed at so long before."""
    return aims(year - on.year)


def since(that: date, on: date) -> float:
    """Whether a day is no earlier than another."""
    return NEVER if on < that else 0.5


def is_one_of(years: frozenset[int], on: date) -> float:
    """Whether a day is in one of some years."""
    return 1.0 if on.year in years else NEVER


def part_of_year(before: str) -> int:
    """The last month that the words before a year leave: "by the middle of 2014"."""
    found = [month for words, month in PARTS_OF_YEAR if words.search(before)]
    return min(found, default=12)


def relative_to_told(sentence: str, lowered: str) -> Iterator[Clue]:
    """Next year's 2024 election; in 2024, next year: the year is told."""
    for match in around(RELATIVE_TO_TOLD, RELATIVE_WORDS, sentence, lowered):
        shift = SHIFTS[(match["which"] or match["whose"]).lower()]
        yield Clue(
            "year",
            clipped(match.group()),
            1.0,
            is_strong=True,
            on=in_years(int(match["year"] or match["other"]) - shift),
        )


def from_landmarks(lowered: str, almanac: Almanac) -> Iterator[Clue]:
    """Two years after a landmark, its tenth anniversary."""
    lines = almanac.any_landmark.lines(lowered)
    for names, on in almanac.landmarks if lines else ():
        match = next(names.among(lowered, lines), None)
        if not match:
            continue
        yield Clue(
            "landmark",
            clipped(match.group()),
            0.5,
            is_strong=True,
            on=partial(since, on),
        )
        counted = LANDMARK_COUNT.search(lowered, max(0, match.start() - 2 * SIGN_REACH_CHARS), match.start())
        if counted:
            yield Clue(
                "count from a landmark",
                clipped(f"{counted.group()}{match.group()}"),
                1.0,
                is_strong=True,
                on=counted_from(on, counted),
            )


def counted_from(that: date, match: re.Match[str]) -> Callable[[date], float]:
    """How likely a day is so long after a landmark."""
    if match["ordinal"]:
        days, slack = number_of(match["ordinal"], ORDINALS) * 365.25, 4.0
        steps = by_steps((4, 1.0), (10, 0.5), (31, 0.25), (200, 0.08), beyond=NEVER)
    else:
        unit = UNIT_DAYS[match["unit"].lower()]
        days, slack = number_of(match["count"], NUMBERS) * unit, unit / 2
        steps = by_steps(
            (max(1, int(slack / 4)), 1.0), (max(2, int(slack)), 0.6), (max(3, int(slack * 2.2)), 0.25), beyond=NEVER
        )
    return lambda on: steps(abs(int((on - that).days - days)))


def comes_round(lowered: str, almanac: Almanac) -> Iterator[Clue]:
    """What comes round, next year, this year or last: one of few years."""
    lines = almanac.any_recurrence.lines(lowered)
    for names, years in almanac.recurrences if lines else ():
        for match in names.among(lowered, lines):
            near = lowered[max(0, match.start() - NEAR_CHARS) : match.end() + NEAR_CHARS]
            relative = RELATIVE_YEAR.search(near)
            if relative and not BARE_YEAR.search(near):
                shift = SHIFTS[relative["which"]]
                held = frozenset(year - shift for year in years)
                yield Clue(
                    "comes round",
                    clipped(f"{match.group()} … {relative.group()}"),
                    1.0,
                    is_strong=True,
                    on=partial(is_one_of, held),
                )
                break
