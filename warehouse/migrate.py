"""Brings the writer's file to the newest shape: numbered steps forward, each once, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from warehouse.errors import MigrationChanged, WarehouseNewer, WarehouseUnreadable
from warehouse.sqlfiles import sql_names, sql_text, statements

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


@dataclass(frozen=True, slots=True)
class Migration:
    """A numbered step. `checksum` is the SHA-256 of its text."""

    number: int
    name: str
    checksum: str


def migrations() -> tuple[Migration, ...]:
    """The steps this version knows, in order."""
    return tuple(
        Migration(int(name[:4]), name, sha256(sql_text("migrations", name).encode()).hexdigest())
        for name in sql_names("migrations")
    )


def migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply what is missing, then recreate the views.

    Raises MigrationChanged if an applied step reads differently now, WarehouseNewer if the file has steps
    that this version does not know, and WarehouseUnreadable if it is somebody else's.
    """
    refuse_foreign(connection, path)
    connection.execute(sql_text("writes", "create_migration"))
    done = dict(connection.execute("select number, checksum from migration").fetchall())
    known = migrations()
    refuse_newer(done, known, path)
    for step in known:
        if step.number not in done:
            apply(connection, step)
        elif done[step.number] != step.checksum:
            raise MigrationChanged(
                f"Migration {step.name} was applied to {path} with another text.",
                path=path,
                hint="Migrations are append-only: restore the file and add a new step.",
            )
    recreate_views(connection)


def refuse_foreign(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Raise WarehouseUnreadable if the file holds tables or views and none of them is our record of migrations."""
    names = connection.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
    if names and ("main.migration",) not in names:
        raise WarehouseUnreadable(
            f"{path} is no warehouse of Tensiometer: it holds {names[0][0]}.",
            path=path,
            hint="Move it away, or set TENSION_HOME to another folder.",
        )


def refuse_newer(done: dict[int, str], known: tuple[Migration, ...], path: Path) -> None:
    """Raise WarehouseNewer if the file is ahead of this version."""
    newest = known[-1].number
    ahead = max(done, default=0)
    if ahead > newest:
        raise WarehouseNewer(
            f"{path} has schema {ahead}; this version of Tensiometer knows {newest}.",
            path=path,
            hint="Install the newer version, or set TENSION_HOME to another folder.",
        )


def apply(connection: duckdb.DuckDBPyConnection, step: Migration) -> None:
    """Run one step and record it, both or neither."""
    connection.execute("begin")
    try:
        for statement in statements("migrations", step.name):
            connection.execute(statement)
        connection.execute(
            "insert into migration (number, name, checksum) values ($number, $name, $checksum)",
            {"number": step.number, "name": step.name, "checksum": step.checksum},
        )
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def recreate_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Recreate every view in one transaction and bind each once, so that a broken one is found here."""
    connection.execute("begin")
    for name in sql_names("views"):
        for statement in statements("views", name):
            connection.execute(statement)
    connection.execute("commit")
