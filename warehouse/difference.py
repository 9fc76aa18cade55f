"""Compares two versions of the lexicon: the archive as each makes it, in full, by the same statements as in force."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from warehouse.connection import connect_scratch, disk_error, interruptible, is_disk_trouble
from warehouse.errors import VersionUnusable, WarehouseAbsent
from warehouse.paths import Home
from warehouse.publish import copy
from warehouse.reader import Reader
from warehouse.sqlfiles import statements
from warehouse.versions import VersionStore, preview_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

    from warehouse.promote import VersionWriter

COPY_ATTEMPTS_MAX = 5
# What is kept for readers of one comparison; what there is in all is told beside.
DAYS_MAX, HITS_MAX = 2000, 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What `after` moves against `before`: rows of coded.version_day_move and so on, and how many there are in all."""

    before: str
    after: str
    days: pa.Table
    hits: pa.Table
    rules: pa.Table
    moved_day_count: int
    moved_hit_count: int

    def tables(self) -> dict[str, pa.Table]:
        """The rows by the table they belong to."""
        return {
            "coded.version_day_move": self.days,
            "coded.version_hit_move": self.hits,
            "coded.version_rule_move": self.rules,
        }


def compare(
    home: Home,
    before: str,
    after: str,
    *,
    writer_of: Callable[[Path], VersionWriter],
    days_max: int = DAYS_MAX,
    hits_max: int = HITS_MAX,
) -> Difference:
    """Compare the archive by two versions, as of what is published. Nobody waits for it, and it waits for nobody.

    A version is laid over a copy of what is published, by `writer_of` of a folder, and rolled up there: as if it had
    been promoted. Raises WarehouseFull if there is no room for that.
    """
    with preview_folder(home) as folder:
        try:
            published = copied_published(home, folder / "published.duckdb")
            was = laid_over(home, before, published, folder / "was", writer_of)
            now = laid_over(home, after, published, folder / "now", writer_of)
            with interruptible(), closing(connect_scratch(folder)) as connection:
                connection.execute(statements("writes", "attach_was")[0], {"file": str(was)})
                connection.execute(statements("writes", "attach_now")[0], {"file": str(now)})
                return found_by(connection, before, after, days_max=days_max, hits_max=hits_max)
        except duckdb.Error as error:
            if is_disk_trouble(error):
                raise disk_error(error, folder) from error
            if isinstance(error, duckdb.IOException):
                raise VersionUnusable(
                    "The rows of a version changed while they were compared.", hint="Run the command again."
                ) from error
            raise


def found_by(
    connection: duckdb.DuckDBPyConnection, before: str, after: str, *, days_max: int, hits_max: int
) -> Difference:
    """What differs between the attached `was` and `now`."""
    for name in ("compare_hits", "compare_days"):
        for statement in statements("writes", name):
            connection.execute(statement)
    named = {"version": after, "compared_with": before}
    tables = {
        name: connection.sql(statements("writes", name)[0], params=named | limit).to_arrow_table()
        for name, limit in (
            ("moved_days", {"count": days_max}),
            ("moved_hits", {"count": hits_max}),
            ("moved_rules", {}),
        )
    }
    day_count, hit_count = connection.execute(statements("writes", "moved_counts")[0]).fetchall()[0]
    return Difference(
        before=before,
        after=after,
        days=tables["moved_days"],
        hits=tables["moved_hits"],
        rules=tables["moved_rules"],
        moved_day_count=day_count,
        moved_hit_count=hit_count,
    )


def laid_over(
    home: Home, version: str, published: Path, folder: Path, writer_of: Callable[[Path], VersionWriter]
) -> Path:
    """A warehouse in which a version is in force: a copy with its rows laid over, or what is published as it is."""
    store = VersionStore(home, version)
    if not store.exists():
        return published
    folder.mkdir()
    made = Home(folder)
    shutil.copyfile(published, made.warehouse)
    with writer_of(folder) as writer:
        writer.put(store)
    return made.warehouse


def copied_published(home: Home, file: Path) -> Path:
    """A copy of the newest published version: the version itself may be removed as soon as others are published."""
    reader = Reader(home)
    for _ in range(COPY_ATTEMPTS_MAX):
        version = reader.version()
        try:
            copy(home.version_file(version), file, mode=0o600)
        except OSError:
            if home.version_file(version).exists():
                raise
            continue
        return file
    raise WarehouseAbsent(f"{home.published} holds no published copy.", path=home.published, hint="Try again.")
