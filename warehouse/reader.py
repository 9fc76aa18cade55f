"""The readers' door: published copies only, opened hardened, moving on when a newer one appears."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.connection import connect_reader, interruptible
from warehouse.errors import QueryRefused, WarehouseAbsent, WarehouseError, WarehouseNewer, WarehouseUnreadable
from warehouse.migrate import migrations
from warehouse.sqlfiles import sql_names, sql_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    import pandas as pd

    from warehouse.paths import Home

# A version may vanish between reading its name and opening it, if two publishes fall in between.
OPEN_ATTEMPTS_MAX = 5
ROWS_MAX = 1_000_000
STREAM_ROWS = 1000
# A file that was cut short opens as long as its end is not asked for; a segment may be gone.
BROKEN_FILE = (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """What the newest published version is, and how old.

    `published_version` changes with every publish; `last_success_at` (UTC) is when a feed or file was last read.
    """

    published_version: str
    profile: str
    last_success_at: datetime | None
    last_run_at: datetime | None
    lexicon_version: str
    article_count: int
    outlet_count: int
    first_day: object
    last_day: object


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Rows of a query, with the names of their columns; `is_cut` where more rows were to be had."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    is_cut: bool


class Reader:
    """Answers named queries from the newest published version of a home. Safe to share between threads.

    Raises WarehouseAbsent where nothing was published, WarehouseUnreadable and WarehouseNewer where the file
    cannot be read by this version.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self._mutex = threading.Lock()
        self._version = ""
        self._connection: duckdb.DuckDBPyConnection | None = None

    def version(self) -> str:
        """The name of the newest published version."""
        try:
            name = self.home.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise WarehouseAbsent(
                f"No warehouse has been published in {self.home.root}.",
                path=self.home.root,
                hint="Run `tension ingest`, `tension import FILE` or `make demo` first.",
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise WarehouseUnreadable(
                f"{self.home.pointer} cannot be read: {error}.",
                path=self.home.pointer,
                hint="Load again to replace it.",
            ) from error
        if not name or "/" in name:
            raise WarehouseUnreadable(
                f"{self.home.pointer} does not name a version.",
                path=self.home.pointer,
                hint="Load again to replace it.",
            )
        return name

    def frame(self, query: str, **parameters: Any) -> pd.DataFrame:
        """The rows of `queries/<query>.sql` as a frame; its parameters are bound by name."""
        with self._cursor() as cursor, self._readable():
            return cursor.execute(sql_text("queries", query), parameters).df()

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of `queries/<query>.sql` as dictionaries of Python values."""
        with self._cursor() as cursor, self._readable():
            result = cursor.execute(sql_text("queries", query), parameters)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def stream(self, query: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """The rows of `queries/<query>.sql` one by one, for results too long to hold."""
        with self._cursor() as cursor, self._readable():
            result = cursor.execute(sql_text("queries", query), parameters)
            names = [column[0] for column in result.description or ()]
            while rows := result.fetchmany(STREAM_ROWS):
                for row in rows:
                    yield dict(zip(names, row, strict=True))

    def ask(self, sql: str, *, rows_max: int = ROWS_MAX) -> QueryResult:
        """Run one SELECT (or EXPLAIN, DESCRIBE, SUMMARIZE, SHOW) that somebody typed.

        Raises QueryRefused for anything else, and for what DuckDB refuses.
        """
        try:
            refuse_all_but_one_select(sql)
            with self._cursor() as cursor:
                result = cursor.execute(sql)
                columns = tuple(column[0] for column in result.description or ())
                rows = result.fetchmany(rows_max + 1)
        except duckdb.Error as error:
            raise QueryRefused(str(error).strip()) from error
        return QueryResult(columns, rows[:rows_max], is_cut=len(rows) > rows_max)

    def freshness(self) -> Freshness:
        """What the newest version is, and how old."""
        # The version first: rows of a newer one under an older name are noticed at the next look, the reverse never.
        version = self.version()
        return Freshness(published_version=version, **self.rows("freshness")[0])

    def close(self) -> None:
        """Let go of the connection, which ends with the last query on it; the next query opens one again."""
        with self._mutex:
            self._connection, self._version = None, ""

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        # A cursor of its own per query: one connection shared by threads gives wrong answers.
        # The database stays open until the last cursor on it is closed, so a publish disturbs no query.
        with self._mutex:
            cursor = self._current().cursor()
            path = self.home.version_file(self._version)
        try:
            with interruptible():
                yield cursor
        except BROKEN_FILE as error:
            # Opened anew the next time: an instance that met a fatal error answers nothing more.
            self.close()
            raise WarehouseUnreadable(
                f"{path} cannot be read: {str(error).splitlines()[0]}", path=path, hint="Load again to replace it."
            ) from error
        finally:
            cursor.close()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Turn what DuckDB says of a damaged file, or of a segment that is gone, into one of our errors."""
        try:
            yield
        except duckdb.Error as error:
            raise WarehouseUnreadable(
                f"{self.home.root} cannot be read: {str(error).splitlines()[0]}",
                path=self.home.root,
                hint="Load again to replace what is published.",
            ) from error

    def _current(self) -> duckdb.DuckDBPyConnection:
        version = self.version()
        for _ in range(OPEN_ATTEMPTS_MAX):
            if self._connection is not None and version == self._version:
                return self._connection
            try:
                connection = open_published(self.home.version_file(version), segments=self.home.segments)
            except (WarehouseAbsent, WarehouseUnreadable):
                # It went between reading its name and opening it, whichever of the two steps found out.
                newer = self.version()
                if newer == version:
                    raise
                version = newer
                continue
            # Let go and not closed: closing it would close the cursors of queries under way as well.
            self._connection, self._version = connection, version
        if self._connection is None:
            raise WarehouseAbsent(
                f"{self.home.version_file(version)} vanished while it was being opened.",
                path=self.home.published,
                hint="Try again.",
            )
        return self._connection


def open_published(path: Path, *, segments: Path) -> duckdb.DuckDBPyConnection:
    """Open one published copy. Raises WarehouseAbsent, WarehouseUnreadable or WarehouseNewer."""
    if not path.exists():
        raise WarehouseAbsent(f"{path} is not there.", path=path, hint="Load again to publish it.")
    connection = connect_reader(path, segments=segments)
    try:
        check_schema(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def check_schema(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Raise WarehouseNewer or WarehouseUnreadable unless this version can read the file."""
    try:
        found = connection.execute("select max(number) from migration").fetchone()
    except duckdb.Error as error:
        raise WarehouseUnreadable(
            f"{path} is no warehouse of Tensiometer.", path=path, hint="Load again to replace it."
        ) from error
    stored, known = (found and found[0]) or 0, migrations()[-1].number
    if stored > known:
        raise WarehouseNewer(
            f"{path} has schema {stored}; this version of Tensiometer knows {known}.",
            path=path,
            hint="Install the newer version.",
        )
    if stored < known:
        raise WarehouseUnreadable(
            f"{path} has schema {stored}; this version of Tensiometer reads {known}.",
            path=path,
            hint="Run `tension ingest` once: it brings the warehouse forward and publishes it.",
        )


def refuse_all_but_one_select(sql: str) -> None:
    """Raise QueryRefused unless DuckDB's own parser finds exactly one statement that only reads."""
    found = duckdb.extract_statements(sql)
    if len(found) != 1:
        raise QueryRefused(f"Expected one statement, found {len(found)}.")
    permitted = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
    if found[0].type not in permitted:
        raise QueryRefused(
            f"Only SELECT and EXPLAIN are run here, not {found[0].type.name}.",
            hint="The published copy is read-only; `tension sql` reads it.",
        )


def query_names() -> tuple[str, ...]:
    """The named queries there are."""
    return sql_names("queries")


__all__ = ["Freshness", "QueryResult", "Reader", "WarehouseError", "open_published", "query_names"]
