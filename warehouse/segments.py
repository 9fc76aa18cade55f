"""Texts beside the database: append-only Parquet files, safely on disk before a commit names them."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.clock import utc_now
from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    import duckdb

# Merging starts when this many files of a kind stand side by side; one merged file holds at most this many bytes.
MERGE_FILES_MIN = 24
MERGED_BYTES_MAX = 64_000_000
SMALL_BYTES_MAX = MERGED_BYTES_MAX // 4
ROW_GROUP_ROWS = 20_000
# A reader that lists segments may still hold the view of the version before; an hour outlives any of its queries.
RETIRED_GRACE = timedelta(hours=1)
SEGMENT_KINDS = ("article", "entry")
SEGMENT_VIEWS = (("article", "coded", "article_text"), ("entry", "raw", "entry_payload"))

NamedSegment = tuple[int, str, int]
"""Number, file name and bytes of a segment."""


class Segments:
    """The Parquet files of one run and the rows that name them; every method runs in the caller's transaction."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        folder: Path,
        *,
        run_id: int,
        started_at: datetime,
        next_number: Callable[[], int],
    ) -> None:
        self.connection = connection
        self.folder = folder
        self.run_id = run_id
        # When the run began is in the name: a file that another run left, or the writer's file before it was moved
        # away, is never overwritten.
        self.token = segment_token(started_at)
        self.next_number = next_number

    def add(self, kind: str, rows: pa.Table) -> None:
        """Write rows to a file of their own, and name it."""
        number, name = self._new(kind)
        byte_count = write_segment(self.folder, name, rows)
        self._name(number, kind, name, rows.num_rows, byte_count)
        self.list_files()

    def list_files(self) -> None:
        """Recreate the views over the texts, which list their files one by one: globs saw files come and go."""
        for kind, schema, view in SEGMENT_VIEWS:
            paths = [(self.folder / name).resolve() for _, name, _ in self.named(kind)]
            # A file that somebody deleted takes its own texts with it, and not all loading.
            create_text_view(self.connection, kind, schema, view, [str(path) for path in paths if path.exists()])
        for statement in statements("writes", "comment_text_views"):
            self.connection.execute(statement)

    def named(self, kind: str) -> list[NamedSegment]:
        """The segments of a kind, oldest first."""
        return self.connection.execute(statements("writes", "named_segments")[0], {"kind": kind}).fetchall()

    def small(self, kind: str) -> list[NamedSegment]:
        """The segments of a kind that are there and small enough to be merged, oldest first."""
        return [one for one in self.named(kind) if one[2] < SMALL_BYTES_MAX and (self.folder / one[1]).exists()]

    def merge(self, kind: str, small: Sequence[NamedSegment]) -> None:
        """Write the rows of small segments, as many as one file may hold, into one, and retire them."""
        chosen: list[tuple[int, str]] = []
        total = 0
        for segment_id, file, byte_count in small:
            if total + byte_count > MERGED_BYTES_MAX:
                break
            chosen.append((segment_id, file))
            total += byte_count
        number, name = self._new(kind)
        row_count, byte_count = merge_segments(self.folder, name, [file for _, file in chosen])
        self._retire([segment_id for segment_id, _ in chosen])
        self._name(number, kind, name, row_count, byte_count)
        self.list_files()

    def replace(self, kind: str, segment_id: int, rows: pa.Table) -> None:
        """Retire a segment in favour of a file with these rows, or of none; `list_files` then shows it."""
        self._retire([segment_id])
        if rows.num_rows:
            number, name = self._new(kind)
            self._name(number, kind, name, rows.num_rows, write_segment(self.folder, name, rows))

    def _retire(self, segment_ids: Sequence[int]) -> None:
        self.connection.execute(
            "update coded.segment set retired_at = $now where list_contains($ids, segment_id)",
            {"now": utc_now(), "ids": list(segment_ids)},
        )

    def delete_unnamed(self) -> None:
        """Delete the files of batches that were never committed: those of earlier runs which no row names."""
        if not self.folder.is_dir():
            return
        rows = self.connection.execute(statements("writes", "unfinished_runs")[0], {"run_id": self.run_id}).fetchall()
        named = {file for (file,) in self.connection.execute("select file from coded.segment").fetchall()}
        for token in (segment_token(started_at) for (started_at,) in rows):
            for path in self.folder.glob(f"*-{token}.parquet"):
                if path.name not in named:
                    path.unlink(missing_ok=True)

    def delete_files(self, before: datetime) -> None:
        """Delete the files that were retired before an instant (UTC)."""
        expired = self.connection.execute(
            "select file from coded.segment where retired_at < $before", {"before": before}
        )
        for (name,) in expired.fetchall():
            (self.folder / name).unlink(missing_ok=True)

    def forget(self, before: datetime) -> None:
        """Drop the rows of the files that were retired before an instant (UTC)."""
        self.connection.execute("delete from coded.segment where retired_at < $before", {"before": before})

    def _new(self, kind: str) -> tuple[int, str]:
        number = self.next_number()
        return number, f"{kind}-{number:08d}-{self.token}.parquet"

    def _name(self, number: int, kind: str, name: str, row_count: int, byte_count: int) -> None:
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


def create_text_view(
    connection: duckdb.DuckDBPyConnection, kind: str, schema: str, view: str, files: Sequence[str]
) -> None:
    """Create the view over files of texts; without files, one that is empty."""
    connection.execute(statements("writes", f"use_{schema}")[0])
    source = (
        connection.read_parquet(list(files)) if files else connection.sql(statements("writes", f"no_{kind}_text")[0])
    )
    source.create_view(view, replace=True)
    connection.execute("use main")


def segment_token(started_at: datetime) -> str:
    """What the names of a run's segments end in."""
    return f"{started_at:%Y%m%dT%H%M%S%f}"


def write_segment(folder: Path, name: str, table: pa.Table) -> int:
    """Write `table` to `folder/name` and see it safely on disk. Returns the bytes of the file.

    Sorted by article_id, so that reading one text touches few row groups.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    pq.write_table(table.sort_by("article_id"), path, compression="zstd", row_group_size=ROW_GROUP_ROWS)
    sync(path)
    sync(folder)
    return path.stat().st_size


def merge_segments(folder: Path, name: str, parts: Sequence[str]) -> tuple[int, int]:
    """Write the rows of several files into one. Returns its rows and bytes."""
    merged = pa.concat_tables([pq.read_table(folder / part) for part in parts])
    return merged.num_rows, write_segment(folder, name, merged)


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
