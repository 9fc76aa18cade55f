"""The ETL's door: one process writes, a batch a transaction, and publishes what it wrote."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import duckdb
import pyarrow as pa

from warehouse.columns import CodedTables, table
from warehouse.connection import connect_writer, disk_error, interruptible, is_disk_trouble, is_interruption
from warehouse.errors import WarehouseFull, WarehouseUnreadable
from warehouse.lock import writer_lock
from warehouse.migrate import migrate
from warehouse.publish import last_published_at, publish
from warehouse.segments import MERGE_FILES_MIN, MERGED_BYTES_MAX, merge_segments, write_segment
from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from warehouse.paths import Home
    from warehouse.terms import Fetch, OutcomeCounts

# A reader that lists segments may still hold the view of the version before; an hour outlives any of its queries.
RETIRED_GRACE = timedelta(hours=1)

ENTRY_SCHEMA = pa.schema(
    [
        ("entry_id", pa.int64()),
        ("fetch_id", pa.int64()),
        ("article_id", pa.string()),
        ("position", pa.int32()),
        ("guid", pa.string()),
        ("url", pa.string()),
        ("published_text", pa.string()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
    ]
)
PAYLOAD_SCHEMA = pa.schema(
    [("entry_id", pa.int64()), ("article_id", pa.string()), ("title", pa.string()), ("body", pa.string())]
)
IDENTITY_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("revision", pa.int32()),
        ("first_seen_at", pa.timestamp("us")),
        ("revised_at", pa.timestamp("us")),
        ("lexicon_version", pa.string()),
        ("run_id", pa.int64()),
    ]
)
SIGHTING_SCHEMA = pa.schema(
    [("article_id", pa.string()), ("feed_id", pa.string()), ("location", pa.string()), ("seen_at", pa.timestamp("us"))]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number of the signal's formula, with what it does."""

    name: str
    value: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconRows:
    """The lexicon as the warehouse keeps it: rows in the order of coded.actor and coded.cue, version left out."""

    version: str
    actors: Sequence[tuple[str, str, str, str]]
    cues: Sequence[tuple[str, str, str, float, list[str], str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """What the warehouse has of an article: its newest revision, and what every revision said."""

    revision: int
    content_hashes: frozenset[str]
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedEntry:
    """An entry that told something new, or that could not be used."""

    article_id: str
    position: int
    guid: str
    url: str
    published_text: str
    outcome: str
    reason: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt at a feed or file, or one part of it: `counts` are of this part, and are added to earlier ones."""

    fetch_id: int
    fetch: Fetch
    counts: OutcomeCounts
    entries: Sequence[ReceivedEntry] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one transaction writes: attempts, and the articles that came of them.

    `revisions` maps the id of each coded article to its revision and the instant its first one was seen.
    `sightings` are (article_id, feed_id, location), duplicates included.
    """

    attempts: Sequence[Attempt]
    coded: CodedTables
    revisions: Mapping[str, tuple[int, datetime]]
    sightings: Sequence[tuple[str, str, str]]


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
    ) -> None:
        self.home = home
        self.command = command
        self.profile = profile
        self.product_version = product_version
        self.lexicon = lexicon
        self.parameters = parameters
        self.run_id = 0
        self._stack = ExitStack()
        self._segment_token = ""
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
            if is_disk_trouble(error):
                raise
            raise WarehouseUnreadable(
                f"{self.home.warehouse} is no warehouse of Tensiometer: {str(error).splitlines()[0]}",
                path=self.home.warehouse,
                hint="Move it away, or set TENSION_HOME to another folder.",
            ) from error
        for counter, column, relation in (
            ("run", "run_id", "raw.run"),
            ("fetch", "fetch_id", "raw.fetch"),
            ("entry", "entry_id", "raw.entry"),
            ("segment", "segment_id", "coded.segment"),
        ):
            highest = self.connection.table(relation).max(column).fetchall()
            self._next[counter] = (highest[0][0] or 0) + 1
        with self._transaction():
            self._start_run(now)
            self._store_lexicon(now)
            self._list_segments()
            if self._store_parameters():
                self._roll_up_everything()
        self._delete_unnamed()

    def _start_run(self, now: datetime) -> None:
        self.run_id = self.take("run")
        self._segment_token = segment_token(now)
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

    def _store_lexicon(self, now: datetime) -> None:
        version = self.lexicon.version
        known = self.connection.execute(
            "select 1 from coded.lexicon where lexicon_version = $version", {"version": version}
        ).fetchone()
        if known:
            return
        self.connection.execute(
            "insert into coded.lexicon values ($version, $now, $cues, $actors)",
            {"version": version, "now": now, "cues": len(self.lexicon.cues), "actors": len(self.lexicon.actors)},
        )
        for relation, rows in (("coded.actor", self.lexicon.actors), ("coded.cue", self.lexicon.cues)):
            columns = [column[0] for column in self.connection.table(relation).description]
            schema = list(zip(*rows, strict=True))
            arriving = pa.table([[version] * len(rows), *(list(column) for column in schema)], names=columns)
            self.connection.from_arrow(arriving).insert_into(relation)

    def _store_parameters(self) -> bool:
        """Store the numbers of the formula. Returns whether any differs from what the sums were made with."""
        wanted = {(one.name, float(one.value)) for one in self.parameters}
        stored = set(self.connection.execute("select name, value from signal.parameter").fetchall())
        if wanted == stored:
            return False
        self.connection.execute("delete from signal.parameter")
        for one in self.parameters:
            self.connection.execute(
                "insert into signal.parameter values ($name, $value, $note)",
                {"name": one.name, "value": one.value, "note": one.note},
            )
        return True

    def _roll_up_everything(self) -> None:
        self.connection.execute(
            "create or replace temp table touched_day as "
            "select distinct published_on from coded.article where published_on is not null"
        )
        self.connection.execute("delete from signal.coverage_window")
        self._run("roll_up")

    def take(self, counter: str) -> int:
        """The next number of a run, fetch, entry or segment."""
        number = self._next[counter]
        self._next[counter] = number + 1
        return number

    def known(self, article_ids: Sequence[str]) -> dict[str, KnownArticle]:
        """What the warehouse has of these articles; ids it has not seen are left out."""
        with self._registered(arriving=pa.table({"article_id": pa.array(article_ids, pa.string())})):
            rows = self.connection.execute(statements("writes", "classify")[0]).fetchall()
        return {
            article_id: KnownArticle(
                revision=revision, content_hashes=frozenset(content_hashes), first_seen_at=first_seen_at
            )
            for article_id, revision, content_hashes, first_seen_at in rows
        }

    def feed_states(self) -> dict[str, dict[str, Any]]:
        """Per feed_id: fetch_count, validators, body_hash, failure_streak, next_due_at, error_kind, finished_at."""
        result = self.connection.execute(statements("writes", "feed_state")[0])
        names = [column[0] for column in result.description or ()]
        return {row[0]: dict(zip(names, row, strict=True)) for row in result.fetchall()}

    def write(self, *batches: Batch) -> None:
        """Write batches, one after the other, and roll up the days they touch: all of it, or nothing.

        Raises WarehouseFull if the disk refuses; the warehouse is then as it was before.
        """
        known_before = set(self._known_fetches)
        try:
            with self._disk(), self._transaction():
                for batch in batches:
                    for attempt in batch.attempts:
                        self._store_attempt(attempt)
                    self._store_entries(batch.attempts)
                    self._store_coded(batch)
        except BaseException:
            self._known_fetches = known_before
            raise

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
        for (outcome, reason), count in sorted(attempt.counts.counts.items()):
            self.connection.execute(
                "insert into raw.outcome values ($fetch_id, $outcome, $reason, $count)",
                {"fetch_id": attempt.fetch_id, "outcome": outcome.value, "reason": reason, "count": count},
            )

    def _store_entries(self, attempts: Sequence[Attempt]) -> None:
        numbered = [(self.take("entry"), attempt.fetch_id, entry) for attempt in attempts for entry in attempt.entries]
        if not numbered:
            return
        rows = table(
            ENTRY_SCHEMA,
            (
                (
                    number,
                    fetch_id,
                    entry.article_id,
                    entry.position,
                    entry.guid,
                    entry.url,
                    entry.published_text,
                    entry.outcome,
                    entry.reason,
                )
                for number, fetch_id, entry in numbered
            ),
        )
        payload = table(
            PAYLOAD_SCHEMA, ((number, entry.article_id, entry.title, entry.body) for number, _, entry in numbered)
        )
        with self._registered(arriving_entry=rows):
            self._run("store_entries")
        self._add_segment("entry", payload)

    def _store_coded(self, batch: Batch) -> None:
        if not batch.sightings and not batch.revisions:
            return
        now = utc_now()
        coded = batch.coded
        identity = table(
            IDENTITY_SCHEMA,
            (
                (article_id, revision, first_seen_at, now, self.lexicon.version, self.run_id)
                for article_id, (revision, first_seen_at) in batch.revisions.items()
            ),
        )
        sightings = table(SIGHTING_SCHEMA, ((*sighting, now) for sighting in batch.sightings))
        with self._registered(
            arriving_article=coded.articles,
            arriving_mention=coded.mentions,
            arriving_cue_hit=coded.hits,
            arriving_actor_tone=coded.tones,
            arriving_identity=identity,
            arriving_sighting=sightings,
        ):
            self._run("store_batch")
        if coded.texts.num_rows:
            revisions = [batch.revisions[article_id][0] for article_id in coded.texts["article_id"].to_pylist()]
            self._add_segment("article", coded.texts.append_column("revision", pa.array(revisions, pa.int32())))
            self._run("mark_stories")
            self._run("roll_up")

    def _add_segment(self, kind: str, rows: pa.Table) -> None:
        number, name = self._new_segment(kind)
        byte_count = write_segment(self.home.segments, name, rows)
        self._name_segment(number, kind, name, rows.num_rows, byte_count)
        self._list_segments()

    def _new_segment(self, kind: str) -> tuple[int, str]:
        # When the run began is in the name: a file that another run left, or the writer's file before it was moved
        # away, is never overwritten.
        number = self.take("segment")
        return number, f"{kind}-{number:08d}-{self._segment_token}.parquet"

    def _name_segment(self, number: int, kind: str, name: str, row_count: int, byte_count: int) -> None:
        self.connection.execute(
            "insert into coded.segment values ($id, $kind, $file, $rows, $bytes, $run_id, $now, null)",
            {
                "id": number,
                "kind": kind,
                "file": name,
                "rows": row_count,
                "bytes": byte_count,
                "run_id": self.run_id,
                "now": utc_now(),
            },
        )

    def _list_segments(self) -> None:
        """Recreate the views over the texts, which list their files one by one: globs saw files come and go."""
        for kind, schema, view in (
            ("article", "coded", "article_text"),
            ("entry", "raw", "entry_payload"),
        ):
            files = [
                str((self.home.segments / name).resolve())
                for (name,) in self.connection.execute(
                    "select file from coded.segment where kind = $kind and retired_at is null order by segment_id",
                    {"kind": kind},
                ).fetchall()
            ]
            self.connection.execute(f"use {schema}")
            source = self.connection.read_parquet(files) if files else self._no_texts(kind)
            source.create_view(view, replace=True)
            self.connection.execute("use main")
        self._run("comment_text_views")

    def _no_texts(self, kind: str) -> duckdb.DuckDBPyRelation:
        return self.connection.sql(statements("writes", f"no_{kind}_text")[0])

    def compact(self) -> None:
        """Merge small segments into one, and delete files that were merged longer ago than any query lasts."""
        for kind in ("article", "entry"):
            small = self.connection.execute(
                "select segment_id, file, byte_count from coded.segment "
                "where kind = $kind and retired_at is null and byte_count < $limit order by segment_id",
                {"kind": kind, "limit": MERGED_BYTES_MAX // 4},
            ).fetchall()
            if len(small) >= MERGE_FILES_MIN:
                self._merge(kind, small)
        self._delete_retired()

    def _merge(self, kind: str, small: list[tuple[int, str, int]]) -> None:
        chosen, total = [], 0
        for segment_id, file, byte_count in small:
            if total + byte_count > MERGED_BYTES_MAX:
                break
            chosen.append((segment_id, file))
            total += byte_count
        with self._disk(), self._transaction():
            number, name = self._new_segment(kind)
            row_count, byte_count = merge_segments(self.home.segments, name, [file for _, file in chosen])
            self.connection.execute(
                "update coded.segment set retired_at = $now where list_contains($ids, segment_id)",
                {"now": utc_now(), "ids": [segment_id for segment_id, _ in chosen]},
            )
            self._name_segment(number, kind, name, row_count, byte_count)
            self._list_segments()

    def _delete_unnamed(self) -> None:
        """Delete the files of batches that were never committed: those of earlier runs which no row names."""
        if not self.home.segments.is_dir():
            return
        rows = self.connection.execute(statements("writes", "unfinished_runs")[0], {"run_id": self.run_id}).fetchall()
        named = {file for (file,) in self.connection.execute("select file from coded.segment").fetchall()}
        for token in (segment_token(started_at) for (started_at,) in rows):
            for path in self.home.segments.glob(f"*-{token}.parquet"):
                if path.name not in named:
                    path.unlink(missing_ok=True)

    def _delete_retired(self) -> None:
        # Nor before a copy was published that reads the merged file instead.
        published_at = last_published_at(self.home)
        if published_at is None:
            return
        before = {"before": min(utc_now() - RETIRED_GRACE, published_at)}
        expired = self.connection.execute(
            "select file from coded.segment where retired_at < $before", before
        ).fetchall()
        for (name,) in expired:
            (self.home.segments / name).unlink(missing_ok=True)
        with self._disk(), self._transaction():
            self.connection.execute("delete from coded.segment where retired_at < $before", before)

    def publish(self) -> str:
        """Let readers see what was written. Returns the name of the version."""
        now = utc_now()
        version = f"{now:%Y%m%dT%H%M%S%f}-{self.run_id:06d}"
        with self._disk():
            self.connection.execute("checkpoint")
        publish(self.home, version=version, now=now)
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

    def _run(self, name: str) -> None:
        for statement in statements("writes", name):
            self.connection.execute(statement)

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


def segment_token(started_at: datetime) -> str:
    """What the names of a run's segments end in."""
    return f"{started_at:%Y%m%dT%H%M%S%f}"


def utc_now() -> datetime:
    """The instant, as a naive datetime in UTC."""
    return datetime.now(UTC).replace(tzinfo=None)
