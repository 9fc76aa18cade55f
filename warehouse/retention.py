"""How long texts as received are kept: older ones leave the segments, in files that readers may still hold."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from warehouse.segments import Segments


def drop_old_payloads(segments: Segments, *, payload_days: int, now: datetime) -> bool:
    """Take entries that came before the day `payload_days` ago out of the segments. Returns whether any went.

    Whole days, so that a segment is written anew at most once a day. What is kept of an entry besides its text
    (raw.entry) stays. Runs in the caller's transaction.
    """
    before = datetime.combine(now.date() - timedelta(days=payload_days), time())
    last_id = last_entry_before(segments.connection, before)
    if last_id is None:
        return False
    has_dropped = False
    for segment_id, file, _ in segments.named("entry"):
        path = segments.folder / file
        if not path.exists() or oldest_entry(path) > last_id:
            continue
        rows = pq.read_table(path)
        segments.replace("entry", segment_id, rows.filter(pc.greater(rows["entry_id"], last_id)))
        has_dropped = True
    if has_dropped:
        segments.list_files()
    return has_dropped


def last_entry_before(connection: duckdb.DuckDBPyConnection, before: datetime) -> int | None:
    """The highest number of an entry that came before an instant (UTC); numbers rise with time."""
    row = connection.execute(statements("writes", "last_entry_before")[0], {"before": before}).fetchone()
    return row[0] if row else None


def oldest_entry(path: Path) -> int:
    """The lowest number of an entry in a segment, by what the file says of its row groups."""
    metadata = pq.read_metadata(path)
    column = metadata.schema.to_arrow_schema().get_field_index("entry_id")
    groups = (metadata.row_group(number).column(column).statistics for number in range(metadata.num_row_groups))
    # A file without them is looked into.
    return min((int(one.min) if one is not None else 0 for one in groups), default=0)
