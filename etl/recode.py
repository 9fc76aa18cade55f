"""`tension recode`: scores what is stored with the lexicon in force, beside what is in force, and says what it moves.

Texts come from the published copy and rows go to a folder of their own, so that nobody waits: readers read, and feeds
are loaded meanwhile. The writer's door is opened twice, at the beginning and at the end, for a moment.
"""

from __future__ import annotations

import time
from collections import deque
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.load import POOL_ARTICLES_MIN, LoadLimits, named_worker_loss
from etl.run import open_job
from etl.scorers import recoded_part, recoders
from etl.trial import article_of_row
from etl.version_list import current_version
from warehouse.columns import join_version_rows
from warehouse.difference import compare
from warehouse.errors import WarehouseBusy
from warehouse.paths import Home
from warehouse.promote import VersionWriter
from warehouse.reader import Reader
from warehouse.versions import VersionStore, versions_lock
from warehouse.waiting import WaitingTexts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from datetime import date
    from pathlib import Path

    from etl.lexicon.load import Lexicon
    from etl.report import Reporter
    from etl.run import Job
    from etl.scorers import Recoders, Revised
    from warehouse.columns import VersionRows
    from warehouse.difference import Difference
    from warehouse.settings import Settings

BATCHES_AHEAD_MAX = 2
# A feed that is being loaded holds the writer's door for minutes at most.
WAIT_SECONDS_MAX = 900.0
POLL_SECONDS = 0.5
# A published copy names files of texts that are removed an hour after they were merged: a newer one is opened before.
PASS_SECONDS = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """What a recode did: texts that it scored, all that stand beside, those whose file is gone, and what they move."""

    version: str
    scored_count: int
    beside_count: int
    unread_count: int
    difference: Difference | None

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        found = self.difference
        return {
            "lexicon_version": self.version,
            "compared_with": found.before if found else "",
            "scored": self.scored_count,
            "beside": self.beside_count,
            "unread": self.unread_count,
            "days_moved": found.moved_day_count if found else 0,
            "hits_moved": found.moved_hit_count if found else 0,
        }


def open_version_job(settings: Settings, *, command: str, reporter: Reporter) -> Job:
    """A job on a home that was loaded, as what it was loaded as. Raises WarehouseAbsent where there is none."""
    reader = Reader(Home(settings.home))
    profile = reader.freshness().profile
    reader.close()
    return open_job(settings, command=command, reporter=reporter, profile=profile)


def recode(job: Job, *, since_on: date | None = None) -> Recoded:
    """Score what is stored, since a day if one is given, with the lexicon in force; go on where another stopped.

    Raises WarehouseBusy where another process does so, and WarehouseFull where there is no room; what was scored stays.
    """
    home, version = Home(job.settings.home), job.lexicon.version
    store = VersionStore(home, version)
    with versions_lock(home, command=job.command):
        if not store.exists() and not home.unpublished.exists() and not WaitingTexts(home, store, since_on).count():
            return Recoded(version=version, scored_count=0, beside_count=0, unread_count=0, difference=None)
        with writer_when_free(job) as writer:
            since_on = writer.begin_version(version, since_on)
            writer.settle()
            writer.finish("complete")
            writer.publish()
        scored_count = Recoding(job, store, since_on).run()
        unread_count = WaitingTexts(home, store, since_on).count()
        found = difference(job, current_version(home), version)
        beside_count = store.article_count
        with writer_when_free(job) as writer:
            writer.record(version, found, unread_count=unread_count, beside_count=beside_count)
            writer.finish("complete")
            writer.publish()
    return Recoded(
        version=version,
        scored_count=scored_count,
        beside_count=beside_count,
        unread_count=unread_count,
        difference=found,
    )


def difference(job: Job, before: str, after: str, **limits: int) -> Difference:
    """What one version moves against another, of all that is published."""
    return compare(
        Home(job.settings.home), before, after, writer_of=lambda folder: preview_writer(job, folder), **limits
    )


def preview_writer(job: Job, folder: Path) -> VersionWriter:
    """The writer's door to a copy of the warehouse in a folder."""
    return job.writer_to(Home(folder), VersionWriter)


@contextmanager
def writer_when_free(job: Job) -> Iterator[VersionWriter]:
    """The writer's door, once whoever loads has ended. Raises WarehouseBusy if that takes WAIT_SECONDS_MAX."""
    deadline, is_told = time.monotonic() + WAIT_SECONDS_MAX, False
    with ExitStack() as stack:
        while True:
            try:
                writer = stack.enter_context(job.writer_to(Home(job.settings.home), VersionWriter))
                break
            except WarehouseBusy as busy:
                if time.monotonic() > deadline:
                    raise
                if not is_told:
                    job.reporter.note(f"{busy.message} Waiting until it ends.")
                    is_told = True
                time.sleep(POLL_SECONDS)
        yield writer


class Recoding:
    """Scores the texts that wait, a batch at a time; each batch that is written is done for good."""

    def __init__(self, job: Job, store: VersionStore, since_on: date | None) -> None:
        self.job = job
        self.store = store
        self.waiting = WaitingTexts(Home(job.settings.home), store, since_on)
        self.limits = LoadLimits(batch_articles=job.settings.batch_articles, worker_count=job.settings.worker_count)
        self._under_way: deque[list[Future[VersionRows]]] = deque()
        self._pool: Recoders | None = None
        self._scored_count = 0

    def run(self) -> int:
        """Score until nothing waits that can be read. Returns how many texts were scored."""
        total = self.waiting.count()
        try:
            with self.job.reporter.progress("texts", total=total):
                # Articles that arrive meanwhile are scored with the lexicon in force as they come; a pass that finds
                # nothing leaves only texts whose file is gone.
                while self._pass():
                    pass
        finally:
            if self._pool is not None:
                self._pool.close()
        return self._scored_count

    def _pass(self) -> int:
        """Score what waits in one published copy, for PASS_SECONDS at most. Returns how many texts were scored."""
        before, end_at = self._scored_count, time.monotonic() + PASS_SECONDS
        batch: list[Revised] = []
        with closing(self.waiting.stream()) as rows:
            for row in rows:
                article = replace(article_of_row(row), language_is_supported=row["language_is_supported"])
                batch.append((article, row["revision"]))
                if len(batch) >= self.limits.batch_articles:
                    self._score(batch)
                    batch = []
                    if time.monotonic() > end_at:
                        break
        self._score(batch)
        while self._under_way:
            self._collect()
        return self._scored_count - before

    def _score(self, batch: Sequence[Revised]) -> None:
        if not batch:
            return
        if self._pool is None and (self.limits.workers == 1 or len(batch) < POOL_ARTICLES_MIN):
            self._write(recoded_part(batch, lexicon=self._lexicon))
            return
        if self._pool is None:
            self._pool = recoders(self.limits.workers, self._lexicon.own)
        share = -(-len(batch) // self.limits.workers)
        with named_worker_loss():
            self._under_way.append([self._pool.submit(batch[low : low + share]) for low in range(0, len(batch), share)])
        while len(self._under_way) > BATCHES_AHEAD_MAX:
            self._collect()

    def _collect(self) -> None:
        futures = self._under_way.popleft()
        with named_worker_loss():
            made = join_version_rows([future.result() for future in futures])
        self._write(made)

    def _write(self, made: VersionRows) -> None:
        self.store.add(made)
        count = made["article"].num_rows
        self._scored_count += count
        self.job.reporter.texts_done(count)

    @property
    def _lexicon(self) -> Lexicon:
        return self.job.lexicon
