"""Carries entries into the warehouse: prepares, tells new from known, scores on all cores, writes a batch at a time."""

from __future__ import annotations

import os
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from etl.pipeline import article_of, code_articles
from etl.scorers import scorers
from etl.stages.identity import URL_CHARS_MAX
from etl.workers import WorkerLostError
from warehouse.batch import Attempt, Batch, KnownArticle, ReceivedEntry
from warehouse.clock import utc_now
from warehouse.columns import CodedTables, coded_tables, join_tables
from warehouse.errors import TensiometerError
from warehouse.terms import Article, Entry, EntryOutcome, Outcome, OutcomeCounts, UnusableEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime
    from types import TracebackType

    from etl.lexicon.load import Lexicon
    from etl.pipeline import Rules
    from etl.scorers import Scorers
    from warehouse.terms import Fetch
    from warehouse.writer import Writer

# Starting a process and giving it the lexicon takes about as long as scoring this many short articles.
POOL_ARTICLES_MIN = 1500
BATCHES_AHEAD_MAX = 2
# A load that brings only what is known writes nothing but sightings; they too must not gather without end.
SIGHTINGS_MAX = 100_000
# Some pages say something else each time (a clock, a counter); further edits of such an article are not kept.
REVISIONS_MAX = 20


@dataclass(slots=True)
class Gathered:
    """What waits to be scored and written."""

    attempts: list[Attempt] = field(default_factory=list)
    articles: dict[str, Article] = field(default_factory=dict)
    revisions: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    sightings: list[tuple[str, str, str]] = field(default_factory=list)
    later: Gathered | None = None

    def layers(self) -> Iterator[Gathered]:
        """This one, and what must be written after it: further revisions of its articles."""
        layer: Gathered | None = self
        while layer is not None:
            yield layer
            layer = layer.later


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
        self._under_way: deque[list[tuple[Gathered, list[Future[CodedTables]]]]] = deque()
        self._under_way_known: dict[str, KnownArticle] = {}
        self._pool: Scorers | None = None
        self._published_at = self._sent_at = time.monotonic()
        self._is_unpublished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None or issubclass(kind, KeyboardInterrupt):
                # Asked to stop, it still writes what was read: sources that were reported would be read again.
                self.flush()
                if kind is not None:
                    self.publish()
        finally:
            if self._pool is not None:
                self._pool.close()

    def add(
        self, fetch_id: int, fetch: Fetch, received: Sequence[Entry | UnusableEntry], *, page_of: str = ""
    ) -> OutcomeCounts:
        """Take a chunk of the entries of an attempt; with none, the attempt itself is what is recorded.

        `page_of` is the id of the article whose page was asked for.
        """
        now = utc_now()
        prepared = [self._prepare(one, now) for one in received]
        counts, entries = self._classify(fetch, list(zip(received, prepared, strict=True)), now)
        attempt = Attempt(fetch_id=fetch_id, fetch=fetch, counts=counts, entries=entries)
        if page_of:
            made = self._under_way_known.get(page_of) if counts.of(Outcome.UPDATED) else None
            attempt = replace(attempt, article_id=page_of, revision=made.revision if made else 0)
        self._gathered.attempts.append(attempt)
        gathered = self._gathered
        is_full = len(gathered.articles) >= self.limits.batch_articles or len(gathered.sightings) >= SIGHTINGS_MAX
        is_late = time.monotonic() - self._sent_at >= self.limits.publish_seconds
        if is_full or (is_late and gathered.articles):
            self._send()
        return counts

    def _prepare(self, one: Entry | UnusableEntry, now: datetime) -> Article | EntryOutcome:
        if isinstance(one, UnusableEntry):
            return EntryOutcome(outcome=one.outcome, reason=one.reason)
        try:
            return article_of(one, received_at=now, rules=self.rules)
        except Exception as error:  # noqa: BLE001 - the per-entry boundary: one bad entry loses no other
            return EntryOutcome(outcome=Outcome.FAILED, reason=f"{type(error).__name__} while cleaning it")

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
            if fetch.kind != "page":
                self._gathered.sightings.append((made.article_id, fetch.feed_id, fetch.location))
            before = self._under_way_known.get(made.article_id) or known.get(made.article_id)
            outcome = outcome_of(made, before)
            counts.add(outcome.outcome, outcome.reason)
            if outcome.outcome is not Outcome.DUPLICATE:
                entries.append(received_entry(raw, made.article_id, outcome))
            if outcome.outcome in {Outcome.NEW, Outcome.UPDATED}:
                self._gather(made, before, now)
        return counts, entries

    def _gather(self, made: Article, before: KnownArticle | None, now: datetime) -> None:
        """Put an article into the batch, behind its elder where the batch has one."""
        revision, first_seen_at = (before.revision + 1, before.first_seen_at) if before else (1, now)
        layer = self._gathered
        while made.article_id in layer.articles:
            layer.later = layer.later or Gathered()
            layer = layer.later
        layer.articles[made.article_id] = made
        layer.revisions[made.article_id] = (revision, first_seen_at)
        self._under_way_known[made.article_id] = KnownArticle(
            revision=revision,
            content_hashes=(before.content_hashes if before else frozenset()) | {made.content_hash},
            first_seen_at=first_seen_at,
        )

    def _send(self) -> None:
        """Hand what was gathered to the scorers; write what they have finished."""
        layers = list(self._gathered.layers())
        self._gathered = Gathered()
        self._sent_at = time.monotonic()
        if self._pool is None and (self.limits.workers == 1 or len(layers[0].articles) < POOL_ARTICLES_MIN):
            self._write(
                [(layer, coded_tables(code_articles(list(layer.articles.values()), self.lexicon))) for layer in layers]
            )
            return
        with named_worker_loss():
            self._under_way.append([(layer, self._submit(list(layer.articles.values()))) for layer in layers])
        while len(self._under_way) > BATCHES_AHEAD_MAX:
            self._collect()

    def _submit(self, articles: Sequence[Article]) -> list[Future[CodedTables]]:
        pool = self._open_pool()
        share = -(-len(articles) // self.limits.workers) or 1
        return [pool.submit(articles[low : low + share]) for low in range(0, len(articles), share)]

    def _open_pool(self) -> Scorers:
        if self._pool is None:
            self._pool = scorers(self.limits.workers, self.lexicon.own)
        return self._pool

    def _collect(self) -> None:
        layers = self._under_way.popleft()
        with named_worker_loss():
            coded = [(layer, join_tables([future.result() for future in futures])) for layer, futures in layers]
        self._write(coded)

    def _write(self, layers: Sequence[tuple[Gathered, CodedTables]]) -> None:
        self.writer.write(
            *(
                Batch(attempts=layer.attempts, coded=coded, revisions=layer.revisions, sightings=layer.sightings)
                for layer, coded in layers
            )
        )
        for layer, _ in layers:
            for article_id, (revision, _) in layer.revisions.items():
                # A later revision of it may be under way already.
                if self._under_way_known[article_id].revision == revision:
                    del self._under_way_known[article_id]
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


def outcome_of(made: Article, before: KnownArticle | None) -> EntryOutcome:
    """Whether an article is new, says something new, or repeats any of its revisions."""
    if before is None:
        return EntryOutcome(outcome=Outcome.NEW, reason=made.cut)
    # Two feeds may tell one article differently, hour after hour: going back to what it once said is no edit.
    if made.content_hash in before.content_hashes:
        return EntryOutcome(outcome=Outcome.DUPLICATE)
    if before.revision >= REVISIONS_MAX:
        return EntryOutcome(outcome=Outcome.SKIPPED, reason="edited too often")
    return EntryOutcome(outcome=Outcome.UPDATED, reason=made.cut)


@contextmanager
def named_worker_loss() -> Iterator[None]:
    """Say in one line that a scoring process died, as it does when memory runs out."""
    try:
        yield
    except WorkerLostError as error:
        raise TensiometerError(
            "A scoring process was ended from outside, perhaps for want of memory.",
            hint="What was written stays; run the command again, with TENSION_WORKER_COUNT=1 if it recurs.",
        ) from error


def received_entry(raw: Entry | UnusableEntry, article_id: str, outcome: EntryOutcome) -> ReceivedEntry:
    """An entry as the warehouse keeps it, as received."""
    entry = raw if isinstance(raw, Entry) else Entry(outlet="", position=raw.position)
    return ReceivedEntry(
        article_id=article_id,
        position=entry.position,
        guid=storable(entry.guid[:URL_CHARS_MAX]),
        url=storable(entry.url[:URL_CHARS_MAX]),
        published_text=storable(entry.published_text[:URL_CHARS_MAX]),
        outcome=outcome.outcome.value,
        reason=outcome.reason,
        title=storable(entry.title),
        body=storable(entry.body),
    )


def storable(text: str) -> str:
    """The text as UTF-8 can hold it: lone surrogates become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
