"""The catalogue is read whole or refused whole, and the pace of each feed follows from its past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from etl.feeds import (
    BACKOFF_DAYS_MAX,
    Feed,
    FeedCatalogueError,
    FeedKind,
    FeedState,
    backoff,
    is_due,
    load_feeds,
    parse_retry_after,
)
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from etl.lexicon.load import Lexicon

CATALOGUE = Path(__file__).parents[2] / "etl" / "feeds.toml"
AT = datetime(2026, 10, 6, 12)
GOOD = """
[[feed]]
id = "bbc-world"
outlet = "BBC"
url = "https://feeds.example.org/world.xml"
country = "GBR"
language = "en"
kind = "broadcaster"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def make_feed(**changes: object) -> Feed:
    values = {
        "id": "bbc-world",
        "outlet": "BBC",
        "url": "https://feeds.example.org/world.xml",
        "country": "GBR",
        "language": "en",
        "kind": FeedKind.BROADCASTER,
    }
    return Feed.model_validate(values | changes)


def test_catalogue_shipped_is_read() -> None:
    """The shipped file holds feeds of the whole world, and claims of none that it was seen to answer."""
    feeds = load_feeds(CATALOGUE)
    assert len(feeds) >= 120
    assert {feed.verified_on for feed in feeds} == {None}
    assert len({feed.country for feed in feeds}) >= 50
    assert sum(feed.language == "en" for feed in feeds) > 0.8 * len(feeds)
    assert all(feed.country and feed.language for feed in feeds)
    assert {feed.kind for feed in feeds} == set(FeedKind)


def test_catalogue_shipped_names_countries_that_the_gazetteer_knows(lexicon: Lexicon) -> None:
    """A mistyped code would be a country of its own."""
    states = {actor.id for actor in lexicon.actors if actor.kind is ActorKind.STATE}
    dependent = {"HKG"}
    assert {feed.country for feed in load_feeds(CATALOGUE)} - states == dependent


def test_catalogue_feed_carries_its_settings(tmp_path: Path) -> None:
    """Every key has its type, and a day is a day."""
    extra = "verified_on = 2026-10-06\ninterval_minutes = 30\ntls_insecure = true\n"
    (feed,) = load_feeds(write(tmp_path, GOOD + extra))
    assert feed.verified_on == date(2026, 10, 6)
    assert feed.interval == timedelta(minutes=30)
    assert feed.tls_insecure
    assert feed.kind is FeedKind.BROADCASTER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[feed", ["not TOML"]),
        ("\x00", ["not TOML"]),
        ("", ["feed", "Field required"]),
        ("colour = 1\n" + GOOD, ["colour", "unknown key"]),
        (GOOD + "colour = 'red'\n", ["'bbc-world'", "colour", "unknown key"]),
        (GOOD + GOOD, ["'bbc-world'", "id", "used twice"]),
        (GOOD + GOOD.replace("bbc-world", "other"), ["'other'", "url", "'bbc-world'"]),
        (GOOD.replace("bbc-world", "BBC World"), ["'BBC World'", "id"]),
        (GOOD.replace('id = "bbc-world"', ""), ["feed number 1", "id", "Field required"]),
        (GOOD.replace("https://", "file://"), ["'bbc-world'", "url", "neither http nor https"]),
        (GOOD.replace("https://", ""), ["url", "neither http nor https"]),
        (GOOD.replace("https://", "https://user:pass@"), ["url", "password"]),
        (GOOD.replace("feeds.example.org", ""), ["url", "no host"]),
        (GOOD.replace("feeds.example.org", "feeds.example.org:99999"), ["url", "Port"]),
        (GOOD.replace("world.xml", "a b"), ["url", "blanks"]),
        (GOOD.replace("GBR", "UK"), ["country"]),
        (GOOD.replace("broadcaster", "blog"), ["kind"]),
        (GOOD + "interval_minutes = 5\n", ["interval_minutes", "10"]),
        (GOOD + "interval_minutes = '60'\n", ["interval_minutes"]),
        (GOOD + "tls_insecure = 'yes'\n", ["tls_insecure"]),
    ],
)
def test_catalogue_bad_is_refused_by_name(tmp_path: Path, text: str, expected: list[str]) -> None:
    """A bad file is refused whole, in one line that names file, feed and reason."""
    path = write(tmp_path, text)
    with pytest.raises(FeedCatalogueError) as caught:
        load_feeds(path)
    message = str(caught.value)
    assert caught.value.path == path
    assert "\n" not in message
    for part in [str(path), *expected]:
        assert part in message


def test_catalogue_absent_or_not_utf8_is_refused(tmp_path: Path) -> None:
    """What cannot be read is the same error, with the reason."""
    with pytest.raises(FeedCatalogueError, match="cannot be read"):
        load_feeds(tmp_path / "absent.toml")
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9")
    with pytest.raises(FeedCatalogueError, match="not UTF-8 at byte 5"):
        load_feeds(tmp_path / "latin.toml")


def test_backoff_doubles_within_thirty_days() -> None:
    """Fault 6: back-off is exponential with jitter, ends at 30 days, and never at never."""
    feed = make_feed()
    delays = [backoff(feed, streak) for streak in range(1, 40)]
    for streak, delay in enumerate(delays[:9], start=1):
        hours = delay / timedelta(hours=1) / 2 ** (streak - 1)
        assert 0.8 <= hours <= 1.2
    assert delays[-1] == timedelta(days=BACKOFF_DAYS_MAX)
    assert backoff(feed, 10**9) == timedelta(days=BACKOFF_DAYS_MAX)


def test_backoff_jitter_keeps_feeds_apart() -> None:
    """Fault 6: feeds that failed together do not come back together, and the same past gives the same time."""
    feeds = [make_feed(id=f"feed-{number}") for number in range(50)]
    delays = [backoff(feed, 3) for feed in feeds]
    assert len(set(delays)) > 30
    assert delays == [backoff(feed, 3) for feed in feeds]


def test_backoff_is_never_under_ten_minutes() -> None:
    """Fault 73: not even jitter takes a feed under ten minutes."""
    feeds = [make_feed(id=f"feed-{number}", interval_minutes=10) for number in range(50)]
    assert min(backoff(feed, 1) for feed in feeds) == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("86401", 86_400),
        ("9" * 5_000, 86_400),
        ("Tue, 06 Oct 2026 12:05:00 GMT", 300),
        ("Tue, 06 Oct 2026 14:05:00 +0200", 300),
        ("Tue, 06 Oct 2026 11:00:00 GMT", 0),
        ("Tue, 06 Oct 2099 12:00:00 GMT", 86_400),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("soon", None),
    ],
)
def test_retry_after_is_read_and_capped(text: str, seconds: float | None) -> None:
    """Fault 7: seconds or a date, at most 24 hours, and no answer where there is none."""
    assert parse_retry_after(text, AT) == seconds


def test_state_of_another_address_is_void() -> None:
    """Whoever corrects a feed's address ends its 410, and its old validators go nowhere."""
    feed = make_feed()
    stopped = FeedState(location="https://old.example.org/", etag='"1"', stopped=True)
    assert not is_due(feed, replace(stopped, location=feed.url), AT)
    assert is_due(feed, stopped, AT)
    assert stopped.at(feed) == FeedState()


def test_state_due_follows_the_clock() -> None:
    """A feed never asked is due, and one asked is due from its time on."""
    feed = make_feed()
    assert is_due(feed, FeedState(), AT)
    assert is_due(feed, FeedState(next_due_at=AT), AT)
    assert not is_due(feed, FeedState(next_due_at=AT + timedelta(seconds=1)), AT)
