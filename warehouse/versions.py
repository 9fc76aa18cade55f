"""Coded rows that stand beside those in force: Parquet files in a folder a version, a batch appearing in one rename.

A version's rows are those that it made and that the warehouse does not hold: `tension recode` adds them, promoting a
version puts them in place of others, and those others are kept here. What a version makes of the whole archive is
thus the warehouse with its rows laid over it; articles that arrive meanwhile are in every version.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.clock import utc_now
from warehouse.connection import disk_error, is_disk_trouble
from warehouse.lock import held_lock
from warehouse.segments import sync

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from warehouse.paths import Home

KINDS = ("article", "mention", "cue_hit", "actor_tone")
"""Tables of `coded` whose rows a version makes; of articles, which they are."""
ARRIVING, PREVIEW = ".arriving-", ".preview-"
MARKED_SCHEMA = pa.schema([("article_id", pa.string()), ("revision", pa.int32()), ("lexicon_version", pa.string())])


class VersionStore:
    """The rows of one version that stand beside those in force. Whoever writes holds `versions_lock`."""

    def __init__(self, home: Home, version: str) -> None:
        self.version = version
        self.folder = home.versions / version
        self.exists = self.folder.is_dir

    def add(self, tables: Mapping[str, pa.Table | pa.RecordBatchReader]) -> None:
        """Write a batch, a table for each of KINDS, safely to disk: all of it, or nothing. Raises WarehouseFull."""
        name = f"{utc_now():%Y%m%dT%H%M%S%f}-{os.getpid()}"
        arriving = self.folder / f"{ARRIVING}{name}"
        try:
            arriving.mkdir(parents=True)
            for kind in KINDS:
                write_rows(arriving / f"{kind}.parquet", tables[kind])
            sync(arriving)
            arriving.rename(self.folder / name)
            sync(self.folder)
        except OSError as error:
            raise disk_error(error, self.folder) from error
        finally:
            shutil.rmtree(arriving, ignore_errors=True)

    def files(self, kind: str) -> list[str]:
        """The files of a kind, oldest first; what is still being written is not among them."""
        if not self.exists():
            return []
        return [str(path) for path in sorted(self.folder.glob(f"[!.]*/{kind}.parquet"))]

    def marked(self) -> pa.Table:
        """Which texts it has rows for: MARKED_SCHEMA."""
        parts = [pq.read_table(file, schema=MARKED_SCHEMA) for file in self.files("article")]
        return pa.concat_tables([MARKED_SCHEMA.empty_table(), *parts])

    @property
    def article_count(self) -> int:
        """How many texts (revisions of articles) it has rows for."""
        return sum(pq.read_metadata(file).num_rows for file in self.files("article"))

    @property
    def byte_count(self) -> int:
        """What it takes on disk."""
        return sum(path.stat().st_size for path in self.folder.glob("[!.]*/*.parquet"))

    def clean(self) -> None:
        """Remove what a process that was killed left half written."""
        for path in self.folder.glob(f"{ARRIVING}*"):
            shutil.rmtree(path, ignore_errors=True)

    def remove(self) -> None:
        """Remove all of it. Raises WarehouseFull where that is not permitted."""
        try:
            if self.exists():
                # Renamed first: half a version is never read as a whole one.
                leaving = self.folder.with_name(f"{ARRIVING}{self.version}")
                shutil.rmtree(leaving, ignore_errors=True)
                self.folder.rename(leaving)
                shutil.rmtree(leaving)
        except OSError as error:
            raise disk_error(error, self.folder) from error


def write_rows(path: Path, rows: pa.Table | pa.RecordBatchReader) -> None:
    """Write rows to a file and see them safely on disk."""
    batches: Iterable[pa.RecordBatch] = rows.to_batches() if isinstance(rows, pa.Table) else rows
    with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
    sync(path)


def stored_versions(home: Home) -> list[str]:
    """The versions that have rows beside those in force."""
    if not home.versions.is_dir():
        return []
    return sorted(path.name for path in home.versions.iterdir() if path.is_dir() and not path.name.startswith("."))


@contextmanager
def versions_lock(home: Home, *, command: str) -> Iterator[None]:
    """Hold the lock on the rows beside for the time of the block, and remove what killed holders left half written.

    Raises WarehouseBusy where another process scores, promotes or drops a version.
    """
    with held_lock(home.versions_lock, command=command, now=utc_now(), doing="recoded or promoted"):
        for version in stored_versions(home):
            VersionStore(home, version).clean()
        for path in home.versions.glob(f"{ARRIVING}*"):
            shutil.rmtree(path, ignore_errors=True)
        yield


@contextmanager
def preview_folder(home: Home) -> Iterator[Path]:
    """A folder for a warehouse as it would be, gone after the block; so are those of processes that were killed."""
    try:
        for path in home.versions.glob(f"{PREVIEW}*"):
            if not is_running(path.name.removeprefix(PREVIEW).partition("-")[0]):
                shutil.rmtree(path, ignore_errors=True)
        folder = home.versions / f"{PREVIEW}{os.getpid()}-{utc_now():%H%M%S%f}"
        folder.mkdir(parents=True)
    except OSError as error:
        raise disk_error(error, home.versions) from error
    try:
        yield folder
    except OSError as error:
        if is_disk_trouble(error):
            raise disk_error(error, folder) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_running(number: str) -> bool:
    """Whether a process of this number is there."""
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
