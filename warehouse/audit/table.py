"""Brings what follows from the labels into the warehouse: `signal.audit_precision`, for whoever asks with SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.audit.results import read_standings, results_of
from warehouse.audit.store import AuditFile
from warehouse.errors import AuditUnreadable
from warehouse.sqlfiles import sql_text, statements

if TYPE_CHECKING:
    import duckdb

    from warehouse.audit.results import Results
    from warehouse.paths import Home


def has_newer_labels(home: Home) -> bool:
    """Whether somebody labelled since the last publish."""
    try:
        return home.audit.stat().st_mtime > home.pointer.stat().st_mtime
    except OSError:
        return False


def store_audit(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Let `signal.audit_precision` say what follows from the labels as of now; written only where it differs.

    A file that cannot be read stops no load: the table then stays as it was.
    """
    try:
        audit = AuditFile(home.audit).read()
    except AuditUnreadable:
        return

    def ask(query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a named query."""
        result = connection.execute(sql_text("queries", query), parameters)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    rows = table_rows(results_of(audit, read_standings(ask, audit.items.values())))
    stored = connection.execute("from signal.audit_precision order by all").fetchall()
    if rows == stored:
        return
    connection.execute("begin")
    try:
        connection.execute("delete from signal.audit_precision")
        for row in rows:
            connection.execute(statements("writes", "store_audit")[0], list(row))
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def table_rows(results: Results) -> list[tuple[Any, ...]]:
    """The rows of `signal.audit_precision`, in the order of all their columns."""
    return sorted(
        (
            one.level,
            one.subject,
            one.measure,
            one.share.item_count,
            one.share.effective_count,
            one.share.value,
            one.share.low,
            one.share.high,
        )
        for one in results.measured
    )
