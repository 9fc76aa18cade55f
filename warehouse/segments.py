"""Texts beside the database: append-only Parquet files, safely on disk before a commit names them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Merging starts when this many files of a kind stand side by side; one merged file holds at most this many bytes.
MERGE_FILES_MIN = 24
MERGED_BYTES_MAX = 256_000_000
ROW_GROUP_ROWS = 20_000


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
