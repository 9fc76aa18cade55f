"""Reads the date of publication, or says that there is none: never the clock's, never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from etl.stages.date_words import (
    AMERICAN_ZONE_HOURS,
    BUDDHIST_COUNTRIES,
    EITHER_ORDER_COUNTRIES,
    FILLERS,
    HALVES,
    LEVANTINE_MONTHS,
    MONTH_FIRST_COUNTRIES,
    MONTHS,
    PERSIAN_COUNTRIES,
    month_of,
    zone_hours,
)

EARLIEST = datetime(1995, 1, 1)
EPOCH = datetime(1970, 1, 1)
ENGLISH_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
OFFSET_MAX = timedelta(hours=14)
FUTURE_TOLERANCE = timedelta(days=1)
BUDDHIST_YEARS = 543
PERSIAN_YEARS = range(1370, 1500)
ZONE = r"(Z|[A-Z]{2,5}|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?|(?<=:\d\d) \d\d:\d\d)?"
CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
ISO = re.compile(
    rf"(\d{{4}})([-/.])(\d{{2}})\2(\d{{2}})(?:[T ]+{CLOCK}(?:[.,]\d+)?\s*{ZONE})?",
    re.IGNORECASE,
)
# 20261006, 20261006T100000Z
BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
# Seconds or milliseconds since 1970; shorter numbers are years, days or ids.
EPOCH_SECONDS = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?")
# 2026년 10월 6일 오후 3:20, 2026年10月6日 15時20分, 2026. 10. 6. 오전 10:00, 2026-10-06 오후 03:20:15
EAST_ASIAN = re.compile(
    r"(\d{4})(?:[년年]|[./-]) ?(\d{1,2})(?:[월月]|[./-]) ?(\d{1,2})(?:[일日]|\.)?"
    r"(?: ?\([^)]{1,3}\)| ?[월화수목금토일]요일| ?[月火水木金土日]曜日)?"
    r"(?:[T ]?(오전|오후|午前|午後|上午|下午)? ?(\d{1,2})(?::|[시時时点點] ?)(\d{2})[분分]?(?::?(\d{2})[초秒]?)?)?"
    r"(?: ?(KST|JST|CST|HKT|\+\d\d:?\d\d))?"
)
# 令和8年10月6日: years of the Japanese eras count from these.
JAPANESE_ERA = re.compile(r"(令和|平成)(\d{1,2}|元)年")
JAPANESE_ERAS = {"令和": 2018, "平成": 1988}
# Thu, 28 Dec 2023 07:04:00 +0900 (KST), 6 October 26 10:00
MAIL = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,? )?(\d{1,2})[ -]([^\W\d_]{3,10})\.?[ -](\d{4}|\d{2})"
    rf"(?:,? {CLOCK} ?{ZONE}(?: \([A-Z]{{2,5}}\))?)?"
)
# Tue Oct 06 10:00:00 KST 2026
UNIX = re.compile(rf"[A-Z][a-z]{{2}} ([A-Z][a-z]{{2}}) (\d{{1,2}}) {CLOCK} ?{ZONE} (\d{{4}})")
FIGURES = re.compile(
    r"(?:(\d{1,2}):(\d{2})(?::(\d{2}))? )?(\d{1,2})([/.-])(\d{1,2})\5(\d{4})"
    rf"(?:,? {CLOCK} ?([AaPp]\.?[Mm]\.?)?(?: {ZONE})?)?"
)
# The parts of a date in words, wherever they stand: the clock first, since its figures are neither day nor year.
CLOCK_IN_WORDS = re.compile(
    r"(\d{1,2})(?:[:.h]|[:時] ?)(\d{2})(?!\d)(?:[:.](\d{2})(?!\d))?(?:[.,]\d+)?(?=\W|[a-zA-Z]|$)"
)
# What stood before "pm": 3pm leaves a 3.
HOUR_ALONE = re.compile(r"(?<![\d.:])(\d{1,2})\x00")
HALF_IN_WORDS = re.compile(
    r"(오전|오후|午前|午後|上午|下午|صباحًا|صباحا|مساءً|مساء|(?<=[\d ])[صم](?!\w))|(?<=[\d ])([ap])\.? ?m\b\.?",
    re.IGNORECASE,
)
ZONE_IN_WORDS = re.compile(r"\(?\b((?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?|[A-Z]{2,5})\)?|(?<![\w-])([+-]\d{2}:?\d{2})\b")
WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[-'’][^\W\d_]+)*|[\u0900-\u0dff\u0e00-\u0e7f]+|\d+")
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª|η|a|e)\b")
DATE_CHARS_MAX = 100
WORDS_MAX = 12

Parts = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class ReadDate:
    """An instant (UTC, naive) as a feed tells it; `by_country` where only the outlet's country says which it is."""

    at: datetime
    by_country: bool = False


def read_date(raw: str, *, received_at: datetime, country: str = "") -> datetime | None:
    """The instant (UTC, naive) that a feed's date tells, or None if it tells none. See `date_of`."""
    found = date_of(raw, received_at=received_at, country=country)
    return found.at if found else None


def date_of(raw: str, *, received_at: datetime, country: str = "") -> ReadDate | None:
    """The instant that a feed's date tells, with whether the country decided, or None if it tells none.

    `received_at` (UTC, naive) bounds it: a date over a day later is no date. A date without a zone is UTC.
    `country` (ISO 3166-1 alpha-3) is the outlet's: by it, 06/10 is a day of October or of June.
    """
    text = " ".join(raw[:DATE_CHARS_MAX].split())
    if not text or not any(map(str.isdecimal, text)):
        return None
    readers = (read_iso, read_mail_date, read_unix, read_east_asian, read_basic, read_epoch, read_in_words)
    found = next((found for reader in readers if (found := reader(text))), None)
    if found is not None and is_possible(found, received_at):
        return ReadDate(found)
    by_country = read_by_country(text, country, received_at)
    return by_country if by_country and is_possible(by_country.at, received_at) else None


def is_possible(found: datetime, received_at: datetime) -> bool:
    """Whether news could have been published then."""
    return EARLIEST <= found <= received_at + FUTURE_TOLERANCE


def read_iso(text: str) -> datetime | None:
    """2023-12-28, 2023-12-28T07:04:00Z, 2023/12/28 07:04 KST; a plus that became a blank is put back."""
    match = ISO.fullmatch(text)
    if not match:
        return None
    year, _, month, day, hour, minute, second, zone = match.groups()
    return instant((year, month, day, hour, minute, second), f"+{zone[1:]}" if zone and zone[0] == " " else zone)


def read_basic(text: str) -> datetime | None:
    """20231228 and 20231228T070400Z."""
    match = BASIC.fullmatch(text)
    return instant(match.groups()[:6], match.group(7)) if match else None


def read_epoch(text: str) -> datetime | None:
    """Seconds since 1970, or milliseconds."""
    match = EPOCH_SECONDS.fullmatch(text)
    return EPOCH + timedelta(seconds=int(match.group(1))) if match else None


def read_mail_date(text: str) -> datetime | None:
    """Thu, 28 Dec 2023 07:04:00 +0900, with the name of a zone or none, month and day in other languages too."""
    match = MAIL.fullmatch(text)
    if not match or match.group(2).lower() not in MONTHS:
        return None
    day, month, year, hour, minute, second, zone = match.groups()
    # Two digits are this century's: news feeds are no older.
    full_year = year if len(year) == 4 else f"20{year}"
    return instant((full_year, MONTHS[month.lower()], day, hour, minute, second), zone)


def read_unix(text: str) -> datetime | None:
    """Tue Oct 06 10:00:00 KST 2026."""
    match = UNIX.fullmatch(text)
    if not match or match.group(1).lower() not in MONTHS:
        return None
    month, day, hour, minute, second, zone, year = match.groups()
    return instant((year, MONTHS[month.lower()], day, hour, minute, second), zone)


def read_east_asian(text: str) -> datetime | None:
    """2026년 10월 6일 오후 3:20, 2026年10月6日 15時20分, 令和8年10月6日, 2026. 10. 6."""
    era = JAPANESE_ERA.match(text)
    if era:
        years = 1 if era[2] == "元" else int(era[2])
        text = f"{JAPANESE_ERAS[era[1]] + years}年{text[era.end() :]}"
    match = EAST_ASIAN.fullmatch(text)
    if not match:
        return None
    year, month, day, half, hour, minute, second, zone = match.groups()
    # China's zone shares its name with America's; who writes in these forms means China's.
    offset = "+0800" if zone == "CST" else zone
    return instant((year, month, day, hour_of(hour, HALVES.get(half, "")), minute, second), offset)


def read_in_words(text: str) -> datetime | None:
    """Any order of day, month in words and year: December 28, 2023 at 7:04 am EST; martes, 28 de diciembre de 2023.

    Every word must be known: a month, a weekday, a zone, or one of those that stand in dates and say nothing.
    """
    rest, clock, half = without_clock(ORDINAL.sub("", text))
    rest, zone = without_zone(rest)
    for name, number in LEVANTINE_MONTHS.items():
        if " " in name:
            rest = rest.replace(name, f" {ENGLISH_MONTHS[number - 1]} ")
    on = day_in_words(WORD.findall(rest.lower()))
    if on is None:
        return None
    hour, minute, second = clock
    return instant((*on, hour_of(hour, half), minute, second), zone)


def day_in_words(words: list[str]) -> tuple[int, int, int] | None:
    """Year, month and day of words of which each is known; None where one is not, or says something else."""
    if len(words) > WORDS_MAX:
        return None
    numbers = [word for word in words if word.isdecimal()]
    months: list[int] = []
    for word in words:
        if word.isdecimal() or (word in FILLERS and (word != "mar" or has_other_month(words))):
            continue
        month = MONTHS.get(word) or month_of(word)
        if month is None:
            return None
        months.append(month)
    if len(months) != 1 or len(numbers) != 2:
        return None
    day, year = numbers if len(numbers[1]) == 4 else numbers[::-1]
    return (int(year), months[0], int(day)) if len(year) == 4 and len(day) <= 2 else None


def without_clock(text: str) -> tuple[str, tuple[str | None, str | None, str | None], str]:
    """A text without its time of day, that time, and the half of the day it is of."""
    half = ""
    if named := HALF_IN_WORDS.search(text):
        half = HALVES[named[1] or f"{named[2].lower()}m"]
        # The mark keeps the place: a number just before it is an hour.
        text = f"{text[: named.start()].rstrip()}\x00 {text[named.end() :]}"
    if found := CLOCK_IN_WORDS.search(text):
        hour, minute, second = found.groups()
        return f"{text[: found.start()]} {text[found.end() :]}", (hour, minute, second), half
    if half and (alone := HOUR_ALONE.search(text)):
        return f"{text[: alone.start()]} {text[alone.end() :]}", (alone[1], None, None), half
    return text, (None, None, None), ""


def has_other_month(words: list[str]) -> bool:
    """Whether a date names a month besides "mar", which is March in one language and Tuesday in others."""
    return any(one.lower() in MONTHS and one.lower() != "mar" for one in words)


def without_zone(text: str) -> tuple[str, str]:
    """A text without its zone, and the zone; the halves of the day and roman capitals of months are no zones."""
    for match in ZONE_IN_WORDS.finditer(text):
        name = match[1] or match[2]
        is_word = name.lower() in MONTHS or name.lower() in FILLERS or name.lower() in HALVES
        if not is_word and (name in AMERICAN_ZONE_HOURS or zone_offset(name) is not None):
            return f"{text[: match.start()]} {text[match.end() :]}", name
    return text, ""


def read_by_country(text: str, country: str, received_at: datetime) -> ReadDate | None:
    """What only the outlet's country tells: 06/10/2026, a year of another calendar, a zone's name that several bear."""
    return (
        read_figures(text, country)
        or read_other_calendar(text, country, received_at)
        or read_shared_zone(text, country)
    )


def read_figures(text: str, country: str) -> ReadDate | None:
    """Day and month in figures: with full stops the day is first; else 13 and up is a day, or the country tells."""
    match = FIGURES.fullmatch(text)
    if not match:
        return None
    early_hour, early_minute, early_second, first, mark, second, year, hour, minute, seconds, half, zone = (
        match.groups()
    )
    is_told = mark == "." or int(first) > 12 or int(second) > 12 or first == second
    if not is_told and (not country or country in EITHER_ORDER_COUNTRIES):
        return None
    is_month_first = int(second) > 12 or (mark != "." and int(first) <= 12 and country in MONTH_FIRST_COUNTRIES)
    month, day = (first, second) if is_month_first else (second, first)
    full_hour = hour_of(hour or early_hour, (half or "").lower().replace(".", ""))
    parts = (year, month, day, full_hour, minute or early_minute, seconds or early_second)
    at = instant(parts, zone, country)
    return ReadDate(at, by_country=not is_told) if at else None


def read_other_calendar(text: str, country: str, received_at: datetime) -> ReadDate | None:
    """A year of the Buddhist or the Persian calendar, where the outlet's country counts in it."""
    match = ISO.fullmatch(text)
    if not match:
        return None
    year, _, month, day, *clock, zone = match.groups()
    if country in BUDDHIST_COUNTRIES and int(year) > received_at.year + 1:
        at = instant((int(year) - BUDDHIST_YEARS, month, day, *clock), zone)
    elif country in PERSIAN_COUNTRIES and int(year) in PERSIAN_YEARS:
        at = persian_instant((int(year), int(month), int(day)), clock, zone)
    else:
        return None
    return ReadDate(at, by_country=True) if at else None


def persian_instant(on: tuple[int, int, int], clock: list[str | None], zone: str | None) -> datetime | None:
    """A day of the Solar Hijri calendar by Birashk's cycle of 2,820 years, right for the years news is of."""
    year, month, day = on
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    base = year - 474
    in_cycle = 474 + base % 2820
    days = day + ((month - 1) * 31 if month <= 7 else (month - 1) * 30 + 6)
    days += (in_cycle * 682 - 110) // 2816 + (in_cycle - 1) * 365 + base // 2820 * 1_029_983
    # The first day of the calendar is day 226,896 of Python's.
    local = datetime.fromordinal(226_895 + days)
    return instant((local.year, local.month, local.day, *clock), zone)


def read_shared_zone(text: str, country: str) -> ReadDate | None:
    """A date in a zone whose name several zones bear: IST is India's, Israel's or Ireland's."""
    head, _, name = text.rpartition(" ")
    hours = zone_hours(name.strip("()").upper(), country) if country and head else None
    if hours is None:
        return None
    at = next((found for reader in (read_mail_date, read_iso, read_in_words) if (found := reader(head))), None)
    return ReadDate(at - timedelta(hours=hours), by_country=True) if at else None


def hour_of(hour: str | None, half: str) -> int:
    """The hour of the day, from one of its half; an hour that no half has is none of the day's."""
    number = int(hour or 0)
    if not half:
        return number
    return number % 12 + (12 if half == "pm" else 0) if 1 <= number <= 12 else -1


def instant(parts: Parts, zone: str | None, country: str = "") -> datetime | None:
    """Year to second in a zone, as UTC; None for a day or a zone that does not exist.

    24:00 is the next day's midnight, as ISO 8601 has it, and a leap second the one before it.
    """
    is_american = (zone or "") in AMERICAN_ZONE_HOURS
    offset = timedelta(0) if is_american else zone_offset(zone or "", country)
    if offset is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in parts)
        is_day_end = hour == 24 and not minute and not second
        local = datetime(
            year, month, day, 0 if is_day_end else hour, minute, min(second, 59) if second <= 60 else second
        )
        local += timedelta(days=is_day_end)
        if is_american:
            offset = timedelta(hours=AMERICAN_ZONE_HOURS[zone or ""] + is_american_summer(local))
        return local.replace(tzinfo=timezone(offset)).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def is_american_summer(local: datetime) -> bool:
    """Whether "ET" and its like are daylight time: from the second Sunday of March to the first of November."""
    march, november = datetime(local.year, 3, 14), datetime(local.year, 11, 7)
    begins, ends = (one - timedelta(days=(one.weekday() + 1) % 7) for one in (march, november))
    return begins <= local.replace(hour=0, minute=0, second=0) < ends


def zone_offset(zone: str, country: str = "") -> timedelta | None:
    """The offset of +09:00, KST, GMT+9 or nothing; None for a name nobody knows."""
    name = zone.upper()
    if not name:
        return timedelta(0)
    hours = zone_hours(name, country)
    if hours is not None:
        return timedelta(hours=hours)
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", name)
    if not match:
        return None
    offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
    if offset > OFFSET_MAX:
        return None
    return offset if match.group(1) == "+" else -offset
