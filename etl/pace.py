"""How often a feed is asked: what it asks for itself, how fast its entries come, and how long it has been silent."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from etl.feeds import INTERVAL_MINUTES_MIN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from etl.feeds import Feed, FeedState

DECLARED_MINUTES_MAX = 24 * 60
"""A feed that asks for rarer looks is looked at daily: software writes "yearly" without anybody's thought."""

OBSERVED_MINUTES_MAX = 6 * 60
"""However quiet a feed has been, its next story is not seen later than this."""

RATE_ENTRIES_MAX = 20
"""The rate is that of the newest entries: what a feed did last month says little of today."""

RATE_ENTRIES_MIN = 3
SILENCE_PARTS = 20
"""An unchanged feed is left alone for a twentieth of its silence: .4 h after a night, the longest after five days."""

HEAD_BYTES = 20_000
_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)\b")
_TTL = re.compile(rb"<ttl>\s*(\d{1,9})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(rb"<sy:updatePeriod>\s*(\w{1,20})\s*</sy:updatePeriod>")
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s*(\d{1,9})\s*</sy:updateFrequency>")
_PERIOD_MINUTES = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


def declared_minutes(body: bytes) -> int | None:
    """The minutes between looks that a feed asks for by `ttl` or `sy:updatePeriod`, the longer; None if it asks none.

    They stand before the first entry; a feed in UTF-16 is taken to ask for nothing.
    """
    head = body[:HEAD_BYTES]
    entry = _ENTRY.search(head)
    head = head[: entry.start()] if entry else head
    found = []
    if ttl := _TTL.search(head):
        found.append(int(ttl.group(1)))
    if period := _PERIOD.search(head):
        frequency = _FREQUENCY.search(head)
        minutes = _PERIOD_MINUTES.get(period.group(1).decode("utf-8", "replace").lower(), 0)
        found.append(minutes // max(int(frequency.group(1)), 1) if frequency else minutes)
    asked = max(found, default=0)
    return min(max(asked, INTERVAL_MINUTES_MIN), DECLARED_MINUTES_MAX) if asked else None


def observed_minutes(dates: Iterable[datetime], at: datetime) -> int | None:
    """The mean minutes between the newest entries up to `at` (naive UTC), the present gap included; None if too few.

    The future is left out: an entry announced for tomorrow says nothing of the rate.
    """
    newest = sorted((date for date in dates if date <= at), reverse=True)[:RATE_ENTRIES_MAX]
    if len(newest) < RATE_ENTRIES_MIN:
        return None
    gap = (at - newest[-1]) / len(newest)
    return int(min(max(gap.total_seconds() // 60, INTERVAL_MINUTES_MIN), OBSERVED_MINUTES_MAX))


def minutes_after_reading(feed: Feed, *, declared: int | None, observed: int | None) -> int:
    """The pace of a feed that was just read: as the catalogue fixes it, else never faster than the feed asks for."""
    if feed.interval_minutes:
        return feed.interval_minutes
    return max(declared or 0, observed or feed.usual_minutes)


def delay_while_unchanged(feed: Feed, state: FeedState, at: datetime) -> timedelta:
    """How long after `at` (naive UTC) a feed that brought nothing new is asked again: its pace, longer with silence."""
    pace = timedelta(minutes=feed.interval_minutes or state.interval_minutes or feed.usual_minutes)
    if feed.interval_minutes or state.changed_at is None:
        return pace
    return max(pace, min((at - state.changed_at) / SILENCE_PARTS, timedelta(minutes=OBSERVED_MINUTES_MAX)))
