"""Asks many feeds at once, each host in turn, and tells a network that is down from feeds that are."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from etl.addresses import resolve_host
from etl.decoding import UNREACHED, AttemptFailedError, ErrorKind
from etl.feeds import FeedState
from etl.fetch import Fetched, FetchLimits, failed, fetch_feed, open_client

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from datetime import datetime

    from etl.addresses import Resolve
    from etl.feeds import Feed

UNREACHED_COUNT_MIN = 2
"""One feed alone cannot tell its own host from the network, and a mistyped name should be called one."""

PROVES_NOTHING = UNREACHED | {ErrorKind.REFUSED_ADDRESS, ErrorKind.HOST_WAITS, ErrorKind.NETWORK_DOWN}

UNREACHED_ROUNDS_MAX = 2
"""After so many feeds for each that is asked at once, none of them reached, the rest is not asked: of hundreds, each
would take its time-out, and who waits for the dashboard would wait for all of them."""


def as_it_is(fetched: Fetched) -> Fetched:
    """Do nothing more to it."""
    return fetched


def nothing() -> None:
    """End nothing."""


def fetch_feeds(
    feeds_with_states: Iterable[tuple[Feed, FeedState]],
    *,
    now: Callable[[], datetime],
    limits: FetchLimits | None = None,
    on_fetched: Callable[[Fetched], None] | None = None,
    after: Callable[[Fetched], Fetched] = as_it_is,
    end_after: Callable[[], None] = nothing,
    resolve: Resolve = resolve_host,
) -> Generator[Fetched, None, None]:
    """Ask all the feeds given, in threads, and yield each as it is done; `on_fetched` is called just before.

    `after` is called in the thread that fetched, for what may be done while others are asked; it raises nothing.
    `end_after` is called at the end, so that those that are still at it come to one.

    Whoever calls chooses the feeds (`is_due`). Those that could not be reached are held back until another was, and
    become `network_down`, without punishment, where none was. Nothing is asked before the first `next`;
    closing the generator waits for the attempts under way, and starts no more.
    """
    limits = limits or FetchLimits()
    groups = _by_host(feeds_with_states)
    # Bounded, so that a slow reader holds back the threads and not the bodies in memory.
    results: queue.Queue[_Attempted | None] = queue.Queue(limits.feeds_at_once)
    stop = threading.Event()
    is_down = threading.Event()
    with open_client(limits, resolve=resolve) as client, ThreadPoolExecutor(limits.feeds_at_once, "fetch") as pool:

        def ask(feed: Feed, state: FeedState) -> Fetched:
            return after(fetch_feed(feed, state, client=client, now=now, limits=limits))

        work = _HostWork(ask=ask, now=now, results=results, stop=stop, is_down=is_down)
        futures = [pool.submit(work.run, group) for group in groups]
        try:
            attempts = _until_done(results, len(groups))
            for fetched in _judge_network(attempts, is_down, count_max=UNREACHED_ROUNDS_MAX * limits.feeds_at_once):
                if on_fetched:
                    on_fetched(fetched)
                yield fetched
            for future in futures:
                future.result()
        finally:
            stop.set()
            end_after()
            pool.shutdown(wait=False, cancel_futures=True)


_Attempted = tuple[FeedState, Fetched]


def _by_host(feeds_with_states: Iterable[tuple[Feed, FeedState]]) -> list[list[tuple[Feed, FeedState]]]:
    """Group the feeds that must wait for each other, the longest queue first because it ends last."""
    groups: dict[str, list[tuple[Feed, FeedState]]] = {}
    for feed, given in feeds_with_states:
        state = given.at(feed)
        host = (urlsplit(state.adopted_url or feed.url).hostname or "").lower()
        groups.setdefault(host, []).append((feed, state))
    return sorted(groups.values(), key=len, reverse=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _HostWork:
    """Asks the feeds of one host one after the other; the transport keeps them apart in time."""

    ask: Callable[[Feed, FeedState], Fetched]
    now: Callable[[], datetime]
    results: queue.Queue[_Attempted | None]
    stop: threading.Event
    is_down: threading.Event

    def run(self, group: list[tuple[Feed, FeedState]]) -> None:
        """Put a result for each feed, and None at the end whatever happens."""
        wait_until: datetime | None = None
        try:
            for feed, state in group:
                if self.stop.is_set():
                    return
                fetched = self._fetch(feed, state, wait_until)
                if fetched.retry_after_seconds:
                    wait_until = fetched.fetch.finished_at + timedelta(seconds=fetched.retry_after_seconds)
                self._put((state, fetched))
        finally:
            self._put(None)

    def _fetch(self, feed: Feed, state: FeedState, wait_until: datetime | None) -> Fetched:
        at = self.now()
        if self.is_down.is_set():
            failure = AttemptFailedError(ErrorKind.NETWORK_DOWN, "not asked: no other feed could be reached")
            return failed(feed, state, failure, started_at=at, finished_at=at)
        if wait_until is None or wait_until <= at:
            return self.ask(feed, state)
        detail = f"not asked: its host wants to be left alone until {wait_until:%Y-%m-%d %H:%M:%S} UTC"
        seconds = (wait_until - at).total_seconds()
        failure = AttemptFailedError(ErrorKind.HOST_WAITS, detail, retry_after_seconds=seconds)
        return failed(feed, state, failure, started_at=at, finished_at=at)

    def _put(self, result: _Attempted | None) -> None:
        # A reader who has gone away would leave a plain put() waiting for ever.
        while not self.stop.is_set():
            try:
                self.results.put(result, timeout=0.2)
            except queue.Full:
                continue
            return


def _until_done(results: queue.Queue[_Attempted | None], group_count: int) -> Iterator[_Attempted]:
    done_count = 0
    while done_count < group_count:
        result = results.get()
        if result is None:
            done_count += 1
        else:
            yield result


def _judge_network(attempts: Iterable[_Attempted], is_down: threading.Event, *, count_max: int) -> Iterator[Fetched]:
    """Hold back the feeds that were not reached until one was: where none was, the fault is ours and not theirs.

    With `count_max` held back, the network is called down, and what was not asked yet is left alone.
    """
    held: list[_Attempted] = []
    was_reached = False
    for state, fetched in attempts:
        kind = fetched.fetch.error_kind
        if kind in UNREACHED and not was_reached:
            held.append((state, fetched))
            if len(held) >= count_max:
                is_down.set()
            continue
        # A refused address proves nothing: a hotel's network answers every name with one of its own.
        was_reached = was_reached or kind not in PROVES_NOTHING
        yield fetched
        if was_reached:
            yield from (fetched for _, fetched in held)
            held.clear()
    is_ours = len(held) >= UNREACHED_COUNT_MIN
    yield from (_excused(state, fetched) if is_ours else fetched for state, fetched in held)


def _excused(state: FeedState, fetched: Fetched) -> Fetched:
    row = fetched.fetch
    failure = AttemptFailedError(ErrorKind.NETWORK_DOWN, f"no feed could be reached; here: {row.error_detail}")
    return failed(fetched.feed, state, failure, started_at=row.started_at, finished_at=row.finished_at)
