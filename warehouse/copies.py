"""Finds what may be copies of arriving articles: those that share a key with them, however large the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    import duckdb

    from warehouse.columns import CodedTables


@dataclass(frozen=True, slots=True, kw_only=True)
class MetSketches:
    """What may be copies of arriving articles.

    `arriving` are the arriving sketches with their numbers, `known` those met that were stored before, with their
    stories; `pairs` are (known_id, arriving_id), the known one always the one that came first. `before` gives for
    edited articles the story they belonged to, and whether others belong to it.
    """

    arriving: pa.Table
    known: pa.Table
    pairs: Sequence[tuple[int, int]]
    before: Mapping[str, tuple[str, bool]]


def find_copies(
    connection: duckdb.DuckDBPyConnection,
    coded: CodedTables,
    revisions: Mapping[str, tuple[int, datetime]],
    *,
    next_number: Callable[[], int],
) -> MetSketches:
    """Store the sketches of articles about to be written, and give what may be copies of them."""
    ids = coded.sketches["article_id"].to_pylist()
    numbers = pa.array([next_number() for _ in ids], pa.int64())
    arriving = coded.sketches.append_column("sketch_id", numbers).append_column(
        "revision", pa.array([revisions[one][0] for one in ids], pa.int32())
    )
    edited = [one for one in ids if revisions[one][0] > 1]
    before = connection.execute(statements("writes", "story_before")[0], {"ids": edited}).fetchall() if edited else []
    connection.register("arriving_sketch", arriving)
    try:
        for statement in statements("writes", "find_copies"):
            connection.execute(statement)
    finally:
        connection.unregister("arriving_sketch")
    return MetSketches(
        arriving=arriving,
        known=connection.table("known_sketch").to_arrow_table(),
        pairs=connection.table("met_sketch").project("known_id, arriving_id").fetchall(),
        before={article_id: (story_id, has_others) for article_id, story_id, has_others in before},
    )
