"""Carries entries into the warehouse: prepares, tells new from known, scores on all cores, writes a batch at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from etl.lexicon.load import Lexicon, load_lexicon
from etl.pipeline import article_of, code_articles
from warehouse.columns import CodedTables, coded_tables, join_tables
from warehouse.terms import Article, Entry, EntryOutcome, Outcome, OutcomeCounts, UnusableEntry
from warehouse.writer import Attempt, Batch, ReceivedEntry, utc_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from types import TracebackType

    from etl.pipeline import Rules
    from warehouse.terms import Fetch
    from warehouse.writer import Writer

# Starting a process and compiling the lexicon in it takes about as long as scoring this many short articles.
POOL_ARTICLES_MIN = 1500
BATCHES_AHEAD_MAX = 2

_lexicon: Lexicon | None = None


@dataclass(slots=True)
class Gathered:
    """What waits to be scored and written."""

    attempts: list[Attempt] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    revisions: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    sightings: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLimits:
    """How much is scored and written at a time, how often it is published, and by how many processes."""

    batch_articles: int = 6000
    publish_seconds: float = 20.0
    worker_count: int = 0

    @property
    def workers(self) -> int:
        """The number of processes that score."""
        return self.worker_count or os.cpu_count() or 1


class Loader:
    """Takes chunks of entries and sees them into the warehouse. Use it as a context manager; leaving it flushes.

    Every entry given to `add` ends in exactly one outcome, counted in the tally that `add` returns.
    """

    def __init__(self, writer: Writer, lexicon: Lexicon, rules: Rules, limits: LoadLimits) -> None:
        self.writer = writer
        self.lexicon = lexicon
        self.rules = rules
        self.limits = limits
        self._gathered = Gathered()
        self._under_way: deque[tuple[Gathered, list[Future[CodedTables]]]] = deque()
        self._hash_under_way: dict[str, str] = {}
        self._pool: ProcessPoolExecutor | None = None
        self._published_at = time.monotonic()
        self._is_unpublished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            if self._pool is not None:
                self._pool.shutdown(wait=True, cancel_futures=True)

    def add(self, fetch_id: int, fetch: Fetch, received: Sequence[Entry | UnusableEntry]) -> OutcomeCounts:
        """Take a chunk of the entries of an attempt; with none, the attempt itself is what is recorded."""
        now = utc_now()
        prepared = [self._prepare(one, now) for one in received]
        counts, entries = self._classify(fetch, list(zip(received, prepared, strict=True)), now)
        self._gathered.attempts.append(Attempt(fetch_id=fetch_id, fetch=fetch, counts=counts, entries=entries))
        if len(self._gathered.articles) >= self.limits.batch_articles:
            self._send()
        return counts

    def _prepare(self, one: Entry | UnusableEntry, now: datetime) -> Article | EntryOutcome:
        if isinstance(one, UnusableEntry):
            return EntryOutcome(outcome=one.outcome, reason=one.reason)
        return article_of(one, received_at=now, rules=self.rules)

    def _classify(
        self, fetch: Fetch, pairs: Sequence[tuple[Entry | UnusableEntry, Article | EntryOutcome]], now: datetime
    ) -> tuple[OutcomeCounts, list[ReceivedEntry]]:
        """Tell new, updated and known articles apart, and gather what is to be scored."""
        ids = [made.article_id for _, made in pairs if isinstance(made, Article)]
        known = self.writer.known(ids) if ids else {}
        counts = OutcomeCounts()
        entries: list[ReceivedEntry] = []
        for raw, made in pairs:
            if isinstance(made, EntryOutcome):
                counts.add(made.outcome, made.reason)
                entries.append(received_entry(raw, "", made))
                continue
            gathered = self._gathered
            gathered.sightings.append((made.article_id, fetch.feed_id, fetch.location))
            before = known.get(made.article_id)
            if made.article_id in self._hash_under_way or (before and before.content_hash == made.content_hash):
                counts.add(Outcome.DUPLICATE)
                continue
            outcome = EntryOutcome(outcome=Outcome.UPDATED if before else Outcome.NEW)
            counts.add(outcome.outcome)
            entries.append(received_entry(raw, made.article_id, outcome))
            self._hash_under_way[made.article_id] = made.content_hash
            gathered.articles.append(made)
            gathered.revisions[made.article_id] = (before.revision + 1, before.first_seen_at) if before else (1, now)
        return counts, entries

    def _send(self) -> None:
        """Hand what was gathered to the scorers; write what they have finished."""
        gathered, self._gathered = self._gathered, Gathered()
        if self._pool is None and (self.limits.workers == 1 or len(gathered.articles) < POOL_ARTICLES_MIN):
            self._write(gathered, coded_tables(code_articles(gathered.articles, self.lexicon)))
            return
        pool = self._open_pool()
        share = -(-len(gathered.articles) // self.limits.workers) or 1
        parts = [gathered.articles[low : low + share] for low in range(0, len(gathered.articles), share)]
        self._under_way.append((gathered, [pool.submit(score_part, part) for part in parts]))
        while len(self._under_way) > BATCHES_AHEAD_MAX:
            self._collect()

    def _open_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Spawned, since fetching runs threads in this process and a forked child would inherit their locks.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.limits.workers, mp_context=context, initializer=start_worker)
        return self._pool

    def _collect(self) -> None:
        gathered, futures = self._under_way.popleft()
        self._write(gathered, join_tables([future.result() for future in futures]))

    def _write(self, gathered: Gathered, coded: CodedTables) -> None:
        self.writer.write(
            Batch(
                attempts=gathered.attempts,
                coded=coded,
                revisions=gathered.revisions,
                sightings=gathered.sightings,
            )
        )
        for article_id in gathered.revisions:
            self._hash_under_way.pop(article_id, None)
        self._is_unpublished = True
        if time.monotonic() - self._published_at >= self.limits.publish_seconds:
            self.publish()

    def flush(self) -> None:
        """Score and write all that was taken so far."""
        if self._gathered.attempts:
            self._send()
        while self._under_way:
            self._collect()

    def publish(self) -> None:
        """Let readers see what was written so far."""
        if self._is_unpublished:
            self.writer.publish()
            self._published_at = time.monotonic()
            self._is_unpublished = False


def received_entry(raw: Entry | UnusableEntry, article_id: str, outcome: EntryOutcome) -> ReceivedEntry:
    """An entry as the warehouse keeps it, as received."""
    entry = raw if isinstance(raw, Entry) else Entry(outlet="", position=raw.position)
    return ReceivedEntry(
        article_id=article_id,
        position=entry.position,
        guid=storable(entry.guid),
        url=storable(entry.url),
        published_text=storable(entry.published_text),
        outcome=outcome.outcome.value,
        reason=outcome.reason,
        title=storable(entry.title),
        body=storable(entry.body),
    )


def storable(text: str) -> str:
    """The text as UTF-8 can hold it: lone surrogates become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def start_worker() -> None:
    """Load the lexicon once in a scoring process; leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _lexicon  # noqa: PLW0603 - one lexicon a process
    _lexicon = load_lexicon()


def score_part(articles: Sequence[Article]) -> CodedTables:
    """Score in a worker process; the rows travel back as columns."""
    if _lexicon is None:
        raise RuntimeError("the worker was not started by start_worker")
    return coded_tables(code_articles(articles, _lexicon))
