"""Reads the date of publication, or says that there is none: never the clock's, never a guess."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

EARLIEST = datetime(1995, 1, 1)
FUTURE_TOLERANCE = timedelta(days=1)
# Zone names that news feeds use, in hours from UTC. Parsers that do not know a name take it for UTC.
ZONE_HOURS = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "WAT": 1, "CEST": 2, "EET": 2,
    "SAST": 2, "CAT": 2, "EEST": 3, "MSK": 3, "EAT": 3, "TRT": 3, "IDT": 3, "GST": 4, "PKT": 5, "WIB": 7, "ICT": 7,
    "SGT": 8, "HKT": 8, "PHT": 8, "MYT": 8, "AWST": 8, "KST": 9, "JST": 9, "WIT": 9, "ACST": 9.5, "AEST": 10,
    "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3, "CLT": -4, "COT": -5, "PET": -5,
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
ISO = re.compile(
    r"(\d{4})[-/.](\d{2})[-/.](\d{2})"
    r"(?:[T ]+(\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|[A-Za-z]{2,4}|(?:UTC|GMT)?[+-]\d{2}:?\d{2})?)?"
)
LONG = re.compile(
    r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
    r"(?:,?(?: at)? (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AaPp]\.?[Mm]\.?)?(?: ([A-Z]{2,4}))?)?"
)
NAMED_ZONE = re.compile(r"^(.*\d{2}:\d{2}(?::\d{2})?)\s+([A-Z]{1,4})$")
DATE_CHARS_MAX = 100


def read_date(raw: str, *, received_at: datetime) -> datetime | None:
    """The instant (UTC, naive) that a feed's date tells, or None if it tells none.

    `received_at` (UTC, naive) bounds it: a date over a day later is no date. A date without a zone is UTC.
    """
    text = " ".join(raw[:DATE_CHARS_MAX].split())
    found = read_iso(text) or read_mail_date(text) or read_long(text)
    if found is None or found < EARLIEST or found > received_at + FUTURE_TOLERANCE:
        return None
    return found


def read_iso(text: str) -> datetime | None:
    """2023-12-28, 2023-12-28T07:04:00Z, 2023/12/28 07:04 KST."""
    match = ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    return instant((year, month, day, hour, minute, second), match.group(7) or "")


def read_mail_date(text: str) -> datetime | None:
    """Thu, 28 Dec 2023 07:04:00 +0900, and the same with the name of a zone."""
    named = NAMED_ZONE.match(text)
    parts = parsedate_tz(named.group(1) + " +0000" if named else text)
    # Without a day's name or a comma the parser takes prose for dates; a colon is the least a date line has.
    if parts is None or ":" not in text or parts[0] < EARLIEST.year:
        return None
    if named:
        return instant(parts[:6], named.group(2))
    found = instant(parts[:6], "")
    return found - timedelta(seconds=parts[9] or 0) if found else None


def read_long(text: str) -> datetime | None:
    """December 28, 2023 at 7:04 am EST."""
    match = LONG.fullmatch(text)
    if not match or match.group(1).lower() not in MONTHS:
        return None
    hour, minute, second = (int(match.group(number) or 0) for number in (4, 5, 6))
    half = (match.group(7) or "").lower().replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    month = MONTHS[match.group(1).lower()]
    return instant((int(match.group(3)), month, int(match.group(2)), hour, minute, second), match.group(8) or "")


def instant(parts: tuple[int, ...], zone: str) -> datetime | None:
    """Year to second in a zone, as UTC; None for a day or a zone that does not exist."""
    offset = zone_offset(zone)
    if offset is None:
        return None
    try:
        year, month, day, hour, minute, second = parts[:6]
        local = datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
        return local.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def zone_offset(zone: str) -> timedelta | None:
    """The offset of +09:00, KST, GMT+0900 or nothing; None for a name nobody knows."""
    name = zone.upper()
    if not name:
        return timedelta(0)
    if name in ZONE_HOURS:
        return timedelta(hours=ZONE_HOURS[name])
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})", name)
    if not match or int(match.group(2)) > 14 or int(match.group(3)) > 59:
        return None
    offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3)))
    return offset if match.group(1) == "+" else -offset
