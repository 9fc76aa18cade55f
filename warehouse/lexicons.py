"""Keeps each version of the lexicon that has scored articles: who can act, and by which rules cues were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from warehouse.batch import LexiconRows


def store_lexicon(connection: duckdb.DuckDBPyConnection, lexicon: LexiconRows, *, now: datetime) -> None:
    """Store a version with its actors and cues, once."""
    version = lexicon.version
    known = connection.execute(
        "select 1 from coded.lexicon where lexicon_version = $version", {"version": version}
    ).fetchone()
    if known:
        return
    connection.execute(
        "insert into coded.lexicon values ($version, $now, $cues, $actors)",
        {"version": version, "now": now, "cues": len(lexicon.cues), "actors": len(lexicon.actors)},
    )
    for relation, rows in (("coded.actor", lexicon.actors), ("coded.cue", lexicon.cues)):
        columns = [column[0] for column in connection.table(relation).description]
        arriving = pa.table([[version] * len(rows), *map(list, zip(*rows, strict=True))], names=columns)
        connection.from_arrow(arriving).insert_into(relation)
