"""The stored texts that a version of the lexicon has not scored, as the published copy has them: no writer is asked."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from warehouse.connection import interruptible
from warehouse.errors import WarehouseUnreadable
from warehouse.promote import waiting_count
from warehouse.reader import Reader, open_published
from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from datetime import date
    from typing import Any

    from warehouse.paths import Home
    from warehouse.versions import VersionStore

STREAM_ROWS = 1000


class WaitingTexts:
    """What a version has not scored of what is published, since a day (None for all)."""

    def __init__(self, home: Home, store: VersionStore, since_on: date | None) -> None:
        self.home = home
        self.store = store
        self.since_on = since_on

    @contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to the newest published copy that knows which texts are done."""
        reader = Reader(self.home)
        connection = open_published(self.home.version_file(reader.version()), segments=self.home.segments)
        try:
            # A cursor of its own: what looked at the file may have left a result that was not read to its end.
            cursor = connection.cursor()
            with interruptible():
                cursor.register("version_article", self.store.marked())
                yield cursor
        except duckdb.Error as error:
            raise WarehouseUnreadable(
                f"{self.home.root} cannot be read: {str(error).splitlines()[0]}",
                path=self.home.root,
                hint="What was scored stays; load anything, then run the command again.",
            ) from error
        finally:
            connection.close()

    def count(self) -> int:
        """How many texts wait."""
        with self.opened() as connection:
            return waiting_count(connection, self.store.version, self.since_on)

    def stream(self) -> Generator[dict[str, Any]]:
        """The texts that wait, as they lie in their files; those whose file is gone are left out."""
        with self.opened() as connection:
            result = connection.execute(
                statements("writes", "waiting_articles")[0],
                {"version": self.store.version, "since_on": self.since_on},
            )
            names = [column[0] for column in result.description or ()]
            while rows := result.fetchmany(STREAM_ROWS):
                for row in rows:
                    yield dict(zip(names, row, strict=True))
