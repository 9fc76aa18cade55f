"""The feeds that were made to break parsers, parsed as a run does: in a process that can be killed."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from etl.decoding import ErrorKind
from etl.parsing import FeedParser, ParseFailedError, ParseLimits
from etl.stages.clean import clean_body, clean_title
from etl.stages.parse import Unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.terms import Entry

SECONDS_MAX = 10
RECEIVED_AT = datetime(2026, 11, 20)
GOOD = "<item><title>Good</title><link>https://a.example/1</link></item>"


@pytest.fixture(scope="module")
def parser() -> Iterator[FeedParser]:
    with FeedParser(ParseLimits(worker_count=1)) as running:
        yield running


def parse(parser: FeedParser, body: str | bytes) -> tuple[str, tuple[Entry, ...]]:
    """How it ended, and the entries."""
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    try:
        return "read", parser.parse(Unparsed(body=raw, received_at=RECEIVED_AT)).entries
    except ParseFailedError as error:
        return error.kind.value, ()


def rss(inside: str) -> str:
    return f'<rss version="2.0"><channel><title>Wire</title>{inside}{GOOD}</channel></rss>'


@pytest.mark.shared_data
def test_hostile_feeds_are_read_or_refused_in_time(shared_data: Path, parser: FeedParser) -> None:
    """Faults 19 to 29: each is read or is no feed, none is too slow or too large, and nothing in them is expanded."""
    ends = {}
    for path in sorted(one for one in (shared_data / "hostile").iterdir() if one.is_file()):
        ends[path.name], entries = parse(parser, path.read_bytes())
        for entry in entries:
            for text in (
                clean_title(entry.title, is_html=entry.title_is_html),
                clean_body(entry.body, is_html=entry.body_is_html),
            ):
                text.encode("utf-8")
                assert "root:x:" not in text, path.name
                assert "lol" * 10 not in text, path.name
    assert set(ends.values()) <= {"read", "not_a_feed"}, ends
    assert ends["ok.xml"] == "read"
    assert ends["billion_laughs.xml"] == "read"
    assert ends["body_is_path.bin"] == "not_a_feed"


def attributes(prefix: str) -> str:
    return " ".join(f'{prefix}{number}="b"' for number in range(100_000))


FLOODS = {
    "80 KB author": rss(f"<item><author>{'a' * 80_000}</author></item>"),
    "80 KB author of at signs": rss(f"<item><author>{'a@' * 40_000}</author></item>"),
    "40,000 categories": rss(f"<item>{''.join(f'<category>c{number}</category>' for number in range(40_000))}</item>"),
    "100,000 attributes": rss(f"<item {attributes('a')}/>"),
    "60,000 open elements": rss("<item>" + "<b>" * 60_000),
    "200,000 brackets": rss("<item><title>" + "<" * 200_000 + "</title></item>"),
    "100,000 namespaces": rss(f"<item {attributes('xmlns:a')}/>"),
    "90,000 enclosures": rss("<item>" + "<enclosure url='x'/>" * 90_000 + "</item>"),
    "a date of 200,000 figures": rss(f"<item><pubDate>{'1' * 200_000}</pubDate></item>"),
    "a long style": rss("<item><description>&lt;p style='" + "a:" * 100_000 + "'&gt;</description></item>"),
    "50,000 open comments": rss("<!-- <!-" * 50_000),
    "300,000 references": rss("<item><title>" + "&amp;#60" * 300_000 + "</title></item>"),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_flood_is_read_or_ended_in_time_and_the_next_feed_is_read(flood: str) -> None:
    """Fault 26: what costs the parser time in the square of its length costs its limit, and no other feed anything."""
    with FeedParser(ParseLimits(seconds_max=2, worker_count=1)) as parser:
        assert parse(parser, rss(""))[0] == "read"
        begun = time.perf_counter()
        end, entries = parse(parser, FLOODS[flood])
        assert time.perf_counter() - begun < SECONDS_MAX
        assert end in {"read", ErrorKind.PARSE_TIMEOUT, ErrorKind.PARSE_MEMORY}
        assert end != "read" or any(entry.title == "Good" for entry in entries) or "open" in flood
        assert parse(parser, rss(""))[0] == "read"
