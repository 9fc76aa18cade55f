"""Feeds are parsed where parsing can be ended: an over-long, over-large or crashed parse is one feed's failure."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import psutil
import pytest

from etl.decoding import ErrorKind
from etl.parsing import FeedParser, ParseFailedError, ParseLimits
from etl.stages.parse import Unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

RECEIVED_AT = datetime(2026, 11, 20)
ITEM = "<item><title>{number}</title><pubDate>{date}</pubDate></item>"
SMALLEST_BYTES = 200_000_000
"""What the setting allows at least."""

# An author of 80,000 letters takes the parser some 25 seconds.
SLOW = f"<rss><channel><item><author>{'a' * 80_000}</author></item></channel></rss>".encode()
# One character beyond the basic plane makes each of 8 million take four bytes, and each copy of them 32 MB.
LARGE = f"<rss><channel><item><title>\U0001f600{'a' * 8_000_000}</title></item></channel></rss>".encode()


def rss(*dates: str) -> bytes:
    items = "".join(ITEM.format(number=number, date=date) for number, date in enumerate(dates))
    return f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()


def unparsed(body: bytes) -> Unparsed:
    return Unparsed(body=body, received_at=RECEIVED_AT)


def titles(parser: FeedParser, body: bytes) -> list[str]:
    return [entry.title for entry in parser.parse(unparsed(body)).entries]


def kind_of(parser: FeedParser, body: bytes) -> ErrorKind:
    with pytest.raises(ParseFailedError) as caught:
        parser.parse(unparsed(body))
    return caught.value.kind


def process_of(parser: FeedParser) -> psutil.Process:
    """The process that waits for the next feed."""
    worker = parser._idle.queue[-1]
    assert worker is not None
    return psutil.Process(worker.pid)


@pytest.fixture
def parser() -> Iterator[FeedParser]:
    with FeedParser(ParseLimits(seconds_max=1.5, memory_bytes_max=SMALLEST_BYTES, worker_count=1)) as running:
        yield running


def test_process_parses_one_feed_after_the_other(parser: FeedParser) -> None:
    """Starting one for each would cost five hundred feeds a minute and a half."""
    assert titles(parser, rss("")) == ["0"]
    process = process_of(parser)
    assert kind_of(parser, b"%PDF") is ErrorKind.NOT_A_FEED
    assert titles(parser, rss("", "")) == ["0", "1"]
    assert process_of(parser) == process


def test_feed_that_takes_too_long_is_ended_and_the_next_is_parsed(parser: FeedParser) -> None:
    """Fault 26."""
    titles(parser, rss(""))
    process = process_of(parser)
    assert kind_of(parser, SLOW) is ErrorKind.PARSE_TIMEOUT
    assert not process.is_running()
    assert titles(parser, rss("")) == ["0"]


def test_feed_that_takes_too_much_memory_is_ended_and_the_next_is_parsed() -> None:
    """Fault 26: measured, a feed of 15 MB takes 300 MB at most, the interpreter's own 130 included."""
    with FeedParser(ParseLimits(seconds_max=60, memory_bytes_max=SMALLEST_BYTES, worker_count=1)) as one:
        assert kind_of(one, LARGE) is ErrorKind.PARSE_MEMORY
        assert titles(one, rss("")) == ["0"]
    with FeedParser(ParseLimits(seconds_max=60, worker_count=1)) as one:
        assert len(titles(one, LARGE)) == 1


def test_feed_is_not_blamed_for_a_process_that_was_ended_while_it_waited(parser: FeedParser) -> None:
    titles(parser, rss(""))
    process = process_of(parser)
    process.kill()
    psutil.wait_procs([process], timeout=10)
    assert titles(parser, rss("")) == ["0"]


def test_feed_whose_process_is_ended_from_outside_is_a_crash() -> None:
    """It is given a second process where the first had parsed before, and no third."""
    parser = FeedParser(ParseLimits(seconds_max=60, worker_count=1))
    ended = threading.Event()

    def end_each() -> None:
        while not ended.wait(0.3):
            for worker in tuple(parser._busy):
                worker.kill()

    thread = threading.Thread(target=end_each)
    with parser:
        titles(parser, rss(""))
        thread.start()
        try:
            assert kind_of(parser, SLOW) is ErrorKind.PARSE_CRASHED
        finally:
            ended.set()
            thread.join()
        assert titles(parser, rss("")) == ["0"]


def test_threads_parse_at_once_and_each_gets_its_own() -> None:
    with FeedParser(ParseLimits(worker_count=2)) as parser, ThreadPoolExecutor(8) as pool:
        lengths = [number % 7 + 1 for number in range(60)]
        found = pool.map(lambda length: len(titles(parser, rss(*[""] * length))), lengths)
        assert list(found) == lengths


def test_closing_ends_what_is_under_way() -> None:
    """Ctrl-C waits for no parser."""
    parser = FeedParser(ParseLimits(seconds_max=60, worker_count=1))
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(kind_of, parser, SLOW) for _ in range(2)]
        while not parser._busy:
            time.sleep(0.02)
        processes = [psutil.Process(worker.pid) for worker in tuple(parser._busy)]
        # Longer than starting takes: it parses.
        while processes[0].cpu_times().user < 0.6:
            time.sleep(0.02)
        begun = time.perf_counter()
        parser.close()
        assert {future.result() for future in futures} == {ErrorKind.PARSE_CRASHED}
        assert time.perf_counter() - begun < 10
    assert not any(process.is_running() for process in processes)
    parser.close()
    assert kind_of(parser, rss("")) is ErrorKind.PARSE_CRASHED


def newest_first(count: int) -> list[str]:
    return [f"{RECEIVED_AT - timedelta(minutes=number):%Y-%m-%dT%H:%M:%SZ}" for number in range(count)]


def test_newest_entries_are_kept_beyond_the_limit_and_the_others_counted() -> None:
    """Fault 27: wherever in the feed they stand; the order and the places are the feed's."""
    dates = newest_first(2500)
    with FeedParser(ParseLimits(worker_count=1)) as parser:
        for feed, kept in ((dates, range(2000)), (dates[::-1], range(500, 2500)), ([""] * 2500, range(2000))):
            parsed = parser.parse(unparsed(rss(*feed)))
            assert [entry.title for entry in parsed.entries] == [str(number) for number in kept]
            assert [entry.position for entry in parsed.entries] == list(kept)
            assert parsed.dropped_positions == tuple(number for number in range(2500) if number not in kept)


def test_entry_without_a_date_is_as_old_as_the_one_before_it() -> None:
    """Fault 27: a pinned notice at the top is new, what follows an old entry is old."""
    dates = ["", *newest_first(3), "2019-01-01T00:00:00Z", "", "2026-11-19T00:00:00Z"]
    with FeedParser(ParseLimits(entries_max=5, worker_count=1)) as parser:
        parsed = parser.parse(unparsed(rss(*dates)))
    assert [entry.title for entry in parsed.entries] == ["0", "1", "2", "3", "6"]
    assert parsed.dropped_positions == (4, 5)


def test_dates_in_the_future_are_not_the_newest() -> None:
    """Fault 43: 2099 is no date."""
    with FeedParser(ParseLimits(entries_max=1, worker_count=1)) as parser:
        parsed = parser.parse(unparsed(rss("2026-11-19T00:00:00Z", "2099-01-01T00:00:00Z", "2026-11-19T05:00:00Z")))
    assert [entry.title for entry in parsed.entries] == ["2"]
