"""The ETL's door: one process writes, a batch a transaction, and publishes what it wrote."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self

import duckdb

from warehouse.audit.table import has_newer_labels, store_audit
from warehouse.batch import MERGE_SCHEMA, KnownArticle, entry_tables, identity_table, sighting_table, text_table
from warehouse.clock import utc_now
from warehouse.columns import table
from warehouse.connection import connect_writer, disk_error, interruptible, is_disk_trouble, is_interruption
from warehouse.copies import find_copies
from warehouse.errors import WarehouseFull, WarehouseUnreadable
from warehouse.lexicons import store_lexicon
from warehouse.lock import writer_lock
from warehouse.migrate import migrate
from warehouse.pages import known_site_files, pending_pages, store_site_files
from warehouse.publish import last_published_at, publish
from warehouse.retention import drop_old_payloads
from warehouse.segments import MERGE_FILES_MIN, RETIRED_GRACE, SEGMENT_KINDS, Segments
from warehouse.signals import (
    NEW_FORMULA,
    NEW_GROUPS,
    roll_up,
    roll_up_everything,
    run_sql,
    settle,
    store_groups,
    store_parameters,
)
from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType

    import pyarrow as pa

    from warehouse.batch import Attempt, Batch, LexiconRows, Parameter
    from warehouse.columns import CodedTables
    from warehouse.copies import MetSketches
    from warehouse.pages import PendingPage, SiteFile
    from warehouse.paths import Home


class Writer:
    """The only process that writes to a home. Use it as a context manager.

    Raises WarehouseBusy if another process writes, WarehouseFull if the disk refuses, WarehouseNewer and
    WarehouseUnreadable if the file is not one that this version may write.
    """

    def __init__(
        self,
        home: Home,
        *,
        command: str,
        profile: str,
        product_version: str,
        lexicon: LexiconRows,
        parameters: Sequence[Parameter],
        groups: Sequence[tuple[str, str, str, str]] | None = None,
    ) -> None:
        """Groups are rows of signal.actor_group; None leaves those that are stored."""
        self.home = home
        self.command = command
        self.profile = profile
        self.product_version = product_version
        self.lexicon = lexicon
        self.parameters = parameters
        self.groups = groups
        self.run_id = 0
        self._stack = ExitStack()
        self._next: dict[str, int] = {}
        self._known_fetches: set[int] = set()

    def __enter__(self) -> Self:
        now = utc_now()
        with ExitStack() as stack:
            stack.enter_context(writer_lock(self.home.lock, command=self.command, now=now))
            self.connection = connect_writer(self.home.warehouse)
            stack.callback(self.connection.close)
            with self._disk(), interruptible():
                self._prepare(now)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        was_stopped = isinstance(error, KeyboardInterrupt) or is_interruption(error)
        try:
            self.finish("complete" if error is None else "stopped" if was_stopped else "failed")
        except (duckdb.Error, OSError, WarehouseFull):
            if error is None:
                raise
        finally:
            self._stack.close()
        if was_stopped and not isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt from error

    def _prepare(self, now: datetime) -> None:
        try:
            migrate(self.connection, self.home.warehouse)
        except duckdb.Error as error:
            if is_disk_trouble(error) or is_interruption(error):
                raise
            raise WarehouseUnreadable(
                f"{self.home.warehouse} is no warehouse of Tensiometer: {str(error).splitlines()[0]}",
                path=self.home.warehouse,
                hint="Move it away, or set TENSION_HOME to another folder.",
            ) from error
        for counter, column, relation in (
            ("sketch", "sketch_id", "coded.story_sketch"),
            ("run", "run_id", "raw.run"),
            ("fetch", "fetch_id", "raw.fetch"),
            ("entry", "entry_id", "raw.entry"),
            ("segment", "segment_id", "coded.segment"),
        ):
            highest = self.connection.table(relation).max(column).fetchall()
            self._next[counter] = (highest[0][0] or 0) + 1
        with self._transaction():
            self._start_run(now)
            store_lexicon(self.connection, self.lexicon, now=now)
            self.segments.list_files()
            is_new_formula = self._store_parameters()
            are_new_groups = self.groups is not None and store_groups(self.connection, self.groups)
            if is_new_formula or are_new_groups:
                self._note_change()
                roll_up_everything(self.connection, cause=NEW_FORMULA if is_new_formula else NEW_GROUPS)
        self.segments.delete_unnamed()

    @property
    def has_changed(self) -> bool:
        """Whether anything that readers see differs from what was last published, by this run or one that was ended."""
        return self.home.unpublished.exists() or not self.home.pointer.exists() or has_newer_labels(self.home)

    def _note_change(self) -> None:
        # A file and no attribute: a run that is killed before it publishes leaves that to the next one.
        self.home.unpublished.touch()

    def _start_run(self, now: datetime) -> None:
        self.run_id = self.take("run")
        self.segments = Segments(
            self.connection,
            self.home.segments,
            run_id=self.run_id,
            started_at=now,
            next_number=lambda: self.take("segment"),
        )
        self.connection.execute("update raw.run set status = 'interrupted' where status = 'running'")
        self.connection.execute(
            "insert into raw.run values ($run_id, $command, $profile, $now, null, 'running', $product, $lexicon)",
            {
                "run_id": self.run_id,
                "command": self.command,
                "profile": self.profile,
                "now": now,
                "product": self.product_version,
                "lexicon": self.lexicon.version,
            },
        )

    def _store_parameters(self) -> bool:
        """Store the numbers of the formula. Returns whether any differs from what the sums were made with."""
        return store_parameters(self.connection, self.parameters)

    def take(self, counter: str) -> int:
        """The next number of a run, fetch, entry or segment."""
        number = self._next[counter]
        self._next[counter] = number + 1
        return number

    def known(self, article_ids: Sequence[str]) -> dict[str, KnownArticle]:
        """What the warehouse has of these articles; ids it has not seen are left out."""
        rows = self.connection.execute(statements("writes", "classify")[0], {"ids": list(article_ids)}).fetchall()
        return {
            article_id: KnownArticle(
                revision=revision, content_hashes=frozenset(content_hashes), first_seen_at=first_seen_at
            )
            for article_id, revision, content_hashes, first_seen_at in rows
        }

    def feed_states(self) -> dict[str, dict[str, Any]]:
        """Per feed_id what its newest attempt leaves: the columns of `writes/feed_state.sql`."""
        result = self.connection.execute(statements("writes", "feed_state")[0])
        names = [column[0] for column in result.description or ()]
        return {row[0]: dict(zip(names, row, strict=True)) for row in result.fetchall()}

    def pending_pages(
        self, *, feed_ids: Sequence[str], since: datetime, now: datetime, count: int
    ) -> list[PendingPage]:
        """Articles of these feeds whose page is to be asked for; see `writes/pending_pages.sql`."""
        return pending_pages(self.connection, feed_ids=feed_ids, since=since, now=now, count=count)

    def known_site_files(self, *, since: datetime) -> list[SiteFile]:
        """What hosts of pages said to programs since an instant."""
        return known_site_files(self.connection, since=since)

    def store_site_files(self, files: Sequence[SiteFile]) -> None:
        """Write down what hosts of pages said to programs."""
        with self._disk(), self._transaction():
            store_site_files(self.connection, files)

    def write(self, *batches: Batch) -> None:
        """Write batches, one after the other, and roll up the days they touch: all of it, or nothing.

        Raises WarehouseFull if the disk refuses; the warehouse is then as it was before.
        """
        self.write_each(batches)

    def write_each(self, batches: Iterable[Batch]) -> None:
        """Write batches as they are made: each may ask for its copies once those before it are stored."""
        known_before = set(self._known_fetches)
        try:
            with self._disk(), self._transaction():
                self._note_change()
                for batch in batches:
                    for attempt in batch.attempts:
                        self._store_attempt(attempt)
                    self._store_entries(batch.attempts)
                    self._store_coded(batch)
        except BaseException:
            self._known_fetches = known_before
            raise

    def met_sketches(self, coded: CodedTables, revisions: Mapping[str, tuple[int, datetime]]) -> MetSketches:
        """Store the sketches of articles about to be written, and give what may be copies of them.

        To be called while `write_each` waits for the batch that they belong to: it is part of that transaction.
        """
        return find_copies(self.connection, coded, revisions, next_number=lambda: self.take("sketch"))

    def _store_attempt(self, attempt: Attempt) -> None:
        if attempt.fetch_id in self._known_fetches:
            self.connection.execute(
                statements("writes", "continue_fetch")[0],
                {
                    "fetch_id": attempt.fetch_id,
                    "count": attempt.counts.total,
                    "finished_at": attempt.fetch.finished_at,
                    "status": attempt.fetch.status.value,
                    "error_kind": attempt.fetch.error_kind,
                    "error_detail": attempt.fetch.error_detail,
                },
            )
        else:
            values = {one.name: getattr(attempt.fetch, one.name) for one in fields(attempt.fetch)}
            values |= {
                "status": attempt.fetch.status.value,
                "fetch_id": attempt.fetch_id,
                "run_id": self.run_id,
                "entry_count": attempt.counts.total,
            }
            self.connection.execute(statements("writes", "store_fetch")[0], values)
            self._known_fetches.add(attempt.fetch_id)
            if attempt.article_id:
                self.connection.execute(
                    "insert into raw.page values ($fetch_id, $article_id, $revision)",
                    {"fetch_id": attempt.fetch_id, "article_id": attempt.article_id, "revision": attempt.revision},
                )
        for (outcome, reason), count in sorted(attempt.counts.counts.items()):
            self.connection.execute(
                "insert into raw.outcome values ($fetch_id, $outcome, $reason, $count)",
                {"fetch_id": attempt.fetch_id, "outcome": outcome.value, "reason": reason, "count": count},
            )

    def _store_entries(self, attempts: Sequence[Attempt]) -> None:
        numbered = [(self.take("entry"), attempt.fetch_id, entry) for attempt in attempts for entry in attempt.entries]
        if not numbered:
            return
        rows, payload = entry_tables(numbered)
        with self._registered(arriving_entry=rows):
            self._run("store_entries")
        self.segments.add("entry", payload)

    def _store_coded(self, batch: Batch) -> None:
        if not batch.sightings and not batch.revisions:
            return
        now, coded = utc_now(), batch.coded
        with self._registered(
            arriving_article=coded.articles,
            arriving_mention=coded.mentions,
            arriving_cue_hit=coded.hits,
            arriving_actor_tone=coded.tones,
            arriving_identity=identity_table(batch, lexicon_version=self.lexicon.version, run_id=self.run_id, now=now),
            arriving_sighting=sighting_table(batch, now=now),
        ):
            self._run("store_batch")
            if batch.merged:
                with self._registered(arriving_merge=table(MERGE_SCHEMA, batch.merged.items())):
                    self._run("merge_stories")
            self._run("touch_stories")
        if coded.texts.num_rows:
            self.segments.add("article", text_table(batch))
            self._run("mark_stories")
            roll_up(self.connection)

    def compact(self, *, payload_days: int = 0) -> None:
        """Merge small segments into one, and delete files that were retired longer ago than any query lasts.

        Texts as received that are older than `payload_days` leave the segments; 0 keeps all.
        """
        if payload_days:
            with self._disk(), self._transaction():
                if drop_old_payloads(self.segments, payload_days=payload_days, now=utc_now()):
                    self._note_change()
        for kind in SEGMENT_KINDS:
            while len(small := self.segments.small(kind)) >= MERGE_FILES_MIN:
                with self._disk(), self._transaction():
                    self._note_change()
                    self.segments.merge(kind, small)
        published_at = last_published_at(self.home)
        if published_at is not None:
            # Not before a copy was published that reads the merged file instead.
            before = min(utc_now() - RETIRED_GRACE, published_at)
            self.segments.delete_files(before)
            with self._disk(), self._transaction():
                self.segments.forget(before)

    def settle(self) -> None:
        """End the loading: freeze levels that are now known, and keep what is said about the days that changed."""
        with self._disk(), self._transaction():
            settle(self.connection, run_id=self.run_id, lexicon_version=self.lexicon.version, now=utc_now())

    def publish(self) -> str:
        """Let readers see what was written. Returns the name of the version."""
        now = utc_now()
        version = f"{now:%Y%m%dT%H%M%S%f}-{self.run_id:06d}"
        with self._disk():
            store_audit(self.connection, self.home)
            self.connection.execute("checkpoint")
        publish(self.home, version=version, now=now)
        self.home.unpublished.unlink(missing_ok=True)
        return version

    def finish(self, status: str) -> None:
        """Close the run: `complete`, `stopped` or `failed`."""
        with self._disk():
            self.connection.execute(
                # A run that was complete and could not be published has failed.
                "update raw.run set status = $status, finished_at = $now "
                "where run_id = $run_id and (status = 'running' or $status <> 'complete')",
                {"status": status, "now": utc_now(), "run_id": self.run_id},
            )

    @contextmanager
    def changing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction for what is no batch: all of it or nothing, to be published."""
        with self._disk(), self._transaction():
            self._note_change()
            yield self.connection

    def _run(self, name: str) -> None:
        run_sql(self.connection, name)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("begin")
        try:
            yield
        except BaseException:
            # A failed commit has already ended the transaction.
            with suppress(duckdb.Error):
                self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    @contextmanager
    def _registered(self, **tables: pa.Table) -> Iterator[None]:
        for name, rows in tables.items():
            self.connection.register(name, rows)
        try:
            yield
        finally:
            for name in tables:
                # After an error the transaction takes no more statements, and this one would hide what went wrong.
                with suppress(duckdb.Error):
                    self.connection.unregister(name)

    @contextmanager
    def _disk(self) -> Iterator[None]:
        """Turn the disk's refusals into one clear error."""
        try:
            yield
        except (OSError, duckdb.Error) as error:
            if is_disk_trouble(error):
                raise disk_error(error, self.home.warehouse) from error
            raise
