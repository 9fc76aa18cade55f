"""How often a feed is asked follows from what it asks for, how fast its entries come, and its silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from etl.feeds import FeedState
from etl.pace import (
    DECLARED_MINUTES_MAX,
    OBSERVED_MINUTES_MAX,
    RATE_ENTRIES_MAX,
    declared_minutes,
    delay_while_unchanged,
    minutes_after_reading,
    observed_minutes,
)
from tests.unit.test_feeds import make_feed

AT = datetime(2026, 10, 6, 12)
MINUTE = timedelta(minutes=1)


def channel(inside: str, after: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{inside}<item/>{after}</channel>'.encode()
    )


@pytest.mark.parametrize(
    ("inside", "minutes"),
    [
        ("", None),
        ("<ttl>30</ttl>", 30),
        ("<ttl> 45\n</ttl>", 45),
        ("<TTL>45</TTL>", 45),
        ("<ttl>1</ttl>", 10),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>999999999</ttl>", DECLARED_MINUTES_MAX),
        ("<ttl>9999999999999</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 60),
        ("<sy:updatePeriod>\n\thourly\t</sy:updatePeriod><sy:updateFrequency>\n\t1\t</sy:updateFrequency>", 60),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 15),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 60),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>600</sy:updateFrequency>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>24</sy:updateFrequency>", 60),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", DECLARED_MINUTES_MAX),
        ("<sy:updatePeriod>always</sy:updatePeriod>", None),
        ("<ttl>15</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 60),
    ],
)
def test_declared_pace_is_read_within_bounds(inside: str, minutes: int | None) -> None:
    assert declared_minutes(channel(inside)) == minutes


def test_declared_pace_of_an_entry_is_not_the_feeds() -> None:
    assert declared_minutes(channel("", after="<ttl>600</ttl>")) is None
    assert declared_minutes(b"<feed><entry><ttl>600</ttl></entry></feed>") is None


def test_declared_pace_of_whatever_else_is_none() -> None:
    for body in (b"", b"\x00" * 50_000, "<ttl>60</ttl>".encode("utf-16"), b"<ttl>" * 100_000):
        assert declared_minutes(body) is None


def test_observed_pace_is_the_mean_gap_of_the_newest() -> None:
    half_hourly = [AT - 30 * MINUTE * number for number in range(1, 6)]
    assert observed_minutes(half_hourly, AT) == 30
    assert observed_minutes(reversed(half_hourly), AT) == 30, "in whatever order the feed has them"
    month_ago = [AT - timedelta(days=30 + number) for number in range(100)]
    busy = [AT - 15 * MINUTE * number for number in range(1, RATE_ENTRIES_MAX + 1)]
    assert observed_minutes(busy + month_ago, AT) == 15, "last month says nothing of today"


def test_observed_pace_slows_with_silence() -> None:
    hour_by_hour = [AT - 60 * MINUTE * number for number in range(1, 5)]
    assert observed_minutes(hour_by_hour, AT) == 60
    assert observed_minutes(hour_by_hour, AT + timedelta(hours=4)) == 120


@pytest.mark.parametrize(
    ("dates", "minutes"),
    [
        ([], None),
        ([AT], None),
        ([AT, AT - MINUTE], None),
        ([AT] * 50, 10),
        ([AT - timedelta(seconds=number) for number in range(50)], 10),
        ([AT - timedelta(days=400 * number) for number in range(1, 5)], OBSERVED_MINUTES_MAX),
        ([AT + timedelta(days=number) for number in range(1, 9)], None),
        ([datetime(1995, 1, 1)] * 3, OBSERVED_MINUTES_MAX),
    ],
)
def test_observed_pace_stays_within_bounds(dates: list[datetime], minutes: int | None) -> None:
    """Fault 73: never more often than every ten minutes; a quiet feed still four times a day."""
    assert observed_minutes(dates, AT) == minutes


def test_pace_after_reading_never_beats_what_the_feed_asks_for() -> None:
    feed = make_feed(usual_minutes=45)
    assert minutes_after_reading(feed, declared=None, observed=None) == 45
    assert minutes_after_reading(feed, declared=None, observed=12) == 12
    assert minutes_after_reading(feed, declared=60, observed=12) == 60
    assert minutes_after_reading(feed, declared=15, observed=200) == 200
    assert minutes_after_reading(feed, declared=15, observed=None) == 45
    assert minutes_after_reading(make_feed(interval_minutes=20), declared=600, observed=300) == 20


def test_delay_of_an_unchanged_feed_grows_with_its_silence() -> None:
    feed, state = make_feed(), FeedState(interval_minutes=30, changed_at=AT)
    assert delay_while_unchanged(feed, state, AT + timedelta(hours=1)) == 30 * MINUTE
    assert delay_while_unchanged(feed, state, AT + timedelta(hours=20)) == 60 * MINUTE
    assert delay_while_unchanged(feed, state, AT + timedelta(days=365)) == OBSERVED_MINUTES_MAX * MINUTE
    assert delay_while_unchanged(feed, FeedState(), AT) == 60 * MINUTE
    fixed = make_feed(interval_minutes=20)
    assert delay_while_unchanged(fixed, replace(state, interval_minutes=90), AT + timedelta(days=9)) == 20 * MINUTE
