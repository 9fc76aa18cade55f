"""Rows about pages of articles, and the statements that read and write them in the writer's connection."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPage:
    """An article whose page is to be asked for; `published_text` is empty where the feed gave no date that was read.

    `text_chars` is the length of the text it has.
    """

    article_id: str
    feed_id: str
    outlet: str
    url: str
    title: str
    language: str
    published_text: str
    text_chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """What a host says to programs in one of its files; `error_kind` is empty where the file was read."""

    origin: str
    path: str
    asked_at: datetime
    http_status: int | None = None
    error_kind: str = ""
    error_detail: str = ""
    body: str = ""


def pending_pages(
    connection: duckdb.DuckDBPyConnection, *, feed_ids: Sequence[str], since: datetime, now: datetime, count: int
) -> list[PendingPage]:
    """At most `count` articles of these feeds, first seen since an instant, whose page was not read yet and may be."""
    rows = connection.execute(
        statements("writes", "pending_pages")[0],
        {"feed_ids": list(feed_ids), "since": since, "now": now, "count": count},
    ).fetchall()
    names = PendingPage.__dataclass_fields__
    return [PendingPage(**dict(zip(names, row, strict=True))) for row in rows]


def known_site_files(connection: duckdb.DuckDBPyConnection, *, since: datetime) -> list[SiteFile]:
    """What hosts said since an instant, the newest of each file."""
    rows = connection.execute(statements("writes", "known_site_files")[0], {"since": since}).fetchall()
    names = SiteFile.__dataclass_fields__
    return [SiteFile(**dict(zip(names, row, strict=True))) for row in rows]


def store_site_files(connection: duckdb.DuckDBPyConnection, files: Iterable[SiteFile]) -> None:
    """Write down what hosts said, in the caller's transaction; of each file, the text of the newest is kept."""
    for one in files:
        connection.execute(
            "update raw.site_file set body = '' where origin = $origin and path = $path and body <> ''",
            {"origin": one.origin, "path": one.path},
        )
        connection.execute("insert into raw.site_file values (?, ?, ?, ?, ?, ?, ?)", list(astuple(one)))
