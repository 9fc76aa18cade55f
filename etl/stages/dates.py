"""Reads the date of publication, or says that there is none: never the clock's, never a guess."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST = datetime(1995, 1, 1)
OFFSET_MAX = timedelta(hours=14)
FUTURE_TOLERANCE = timedelta(days=1)
# Zone names that news feeds use, in hours from UTC. Parsers that do not know a name take it for UTC.
ZONE_HOURS = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "WAT": 1, "CEST": 2, "EET": 2,
    "SAST": 2, "CAT": 2, "EEST": 3, "MSK": 3, "EAT": 3, "TRT": 3, "IDT": 3, "GST": 4, "PKT": 5, "WIB": 7, "ICT": 7,
    "SGT": 8, "HKT": 8, "PHT": 8, "MYT": 8, "AWST": 8, "KST": 9, "JST": 9, "WIT": 9, "ACST": 9.5, "AEST": 10,
    "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3, "CLT": -4, "COT": -5, "PET": -5,
}  # fmt: skip
# January to December in the languages whose feeds write their own names into dates.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier ene enero янв января يناير",
            "feb february februar févr fév février febrero фев февраля فبراير",
            "mar march mär mrz märz mars marzo мар марта مارس",
            "apr april avr avril abr abril апр апреля أبريل",
            "may mai mayo мая май مايو",
            "jun june juni juin junio июн июня يونيو",
            "jul july juli juil juillet julio июл июля يوليو",
            "aug august août aoû ago agosto авг августа أغسطس",
            "sep sept september septembre septiembre сен сентября سبتمبر",
            "oct october okt oktober octobre octubre окт октября أكتوبر",
            "nov november novembre noviembre ноя ноября نوفمبر",
            "dec december dez dezember déc décembre dic diciembre дек декабря ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}
ZONE = r"(Z|[A-Z]{2,4}|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?)?"
CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
ISO = re.compile(
    rf"(\d{{4}})[-/.](\d{{2}})[-/.](\d{{2}})(?:[T ]+{CLOCK}(?:[.,]\d+)?\s*{ZONE})?",
    re.IGNORECASE,
)
# 2026년 10월 6일 오후 3:20, 2026年10月6日, 2026. 10. 6. 오전 10:00, 2026-10-06 오후 03:20:15
EAST_ASIAN = re.compile(
    r"(\d{4})(?:[년年]|[.-]) ?(\d{1,2})(?:[월月]|[.-]) ?(\d{1,2})(?:[일日]|\.)?"
    rf"(?: ?(오전|오후|午前|午後|上午|下午)? ?{CLOCK})?"
)
EAST_ASIAN_HALVES = {"오전": "am", "午前": "am", "上午": "am", "오후": "pm", "午後": "pm", "下午": "pm"}
# Thu, 28 Dec 2023 07:04:00 +0900 (KST), 6 October 26 10:00
MAIL = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,? )?(\d{1,2})[ -]([^\W\d_]{3,10})\.?[ -](\d{4}|\d{2})"
    rf"(?:,? {CLOCK} ?{ZONE}(?: \([A-Z]{{2,5}}\))?)?"
)
# Tue Oct 06 10:00:00 KST 2026
UNIX = re.compile(rf"[A-Z][a-z]{{2}} ([A-Z][a-z]{{2}}) (\d{{1,2}}) {CLOCK} ?{ZONE} (\d{{4}})")
LONG = re.compile(
    r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
    rf"(?:,?(?: at)? {CLOCK} ?([AaPp]\.?[Mm]\.?)?(?: ([A-Z]{{2,4}}))?)?"
)
DATE_CHARS_MAX = 100


def read_date(raw: str, *, received_at: datetime) -> datetime | None:
    """The instant (UTC, naive) that a feed's date tells, or None if it tells none.

    `received_at` (UTC, naive) bounds it: a date over a day later is no date. A date without a zone is UTC.
    """
    text = " ".join(raw[:DATE_CHARS_MAX].split())
    readers = (read_iso, read_mail_date, read_unix, read_long, read_east_asian)
    found = next((found for reader in readers if (found := reader(text))), None)
    if found is None or found < EARLIEST or found > received_at + FUTURE_TOLERANCE:
        return None
    return found


def read_iso(text: str) -> datetime | None:
    """2023-12-28, 2023-12-28T07:04:00Z, 2023/12/28 07:04 KST."""
    match = ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    return instant((year, month, day, hour, minute, second), zone)


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


def read_long(text: str) -> datetime | None:
    """December 28, 2023 at 7:04 am EST."""
    match = LONG.fullmatch(text)
    if not match or match.group(1).lower() not in MONTHS:
        return None
    month, day, year, hour, minute, second, half, zone = match.groups()
    full_hour = hour_of(hour, (half or "").lower().replace(".", ""))
    return instant((year, MONTHS[month.lower()], day, full_hour, minute, second), zone)


def read_east_asian(text: str) -> datetime | None:
    """2026년 10월 6일 오후 3:20, 2026年10月6日, 2026. 10. 6."""
    match = EAST_ASIAN.fullmatch(text)
    if not match:
        return None
    year, month, day, half, hour, minute, second = match.groups()
    return instant((year, month, day, hour_of(hour, EAST_ASIAN_HALVES.get(half, "")), minute, second), "")


def hour_of(hour: str | None, half: str) -> int:
    """The hour of the day, from one of its half; an hour that no half has is none of the day's."""
    number = int(hour or 0)
    if not half:
        return number
    return number % 12 + (12 if half == "pm" else 0) if 1 <= number <= 12 else -1


def instant(parts: tuple[str | int | None, ...], zone: str | None) -> datetime | None:
    """Year to second in a zone, as UTC; None for a day or a zone that does not exist."""
    offset = zone_offset(zone or "")
    if offset is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in parts)
        local = datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
        return local.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def zone_offset(zone: str) -> timedelta | None:
    """The offset of +09:00, KST, GMT+9 or nothing; None for a name nobody knows."""
    name = zone.upper()
    if not name:
        return timedelta(0)
    if name in ZONE_HOURS:
        return timedelta(hours=ZONE_HOURS[name])
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", name)
    if not match:
        return None
    offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
    if offset > OFFSET_MAX:
        return None
    return offset if match.group(1) == "+" else -offset
