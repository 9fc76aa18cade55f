"""The warehouse's own checks: queries that must find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.sqlfiles import sql_names, sql_text

if TYPE_CHECKING:
    from warehouse.reader import Reader

VIOLATIONS_MAX = 1000


def run_checks(reader: Reader) -> dict[str, int]:
    """The number of rows that each check finds, at most VIOLATIONS_MAX. Raises WarehouseUnreadable if it is spoilt."""
    # The checks of empty tables read next to nothing of the file.
    reader.freshness()
    return {
        name: len(reader.ask(sql_text("checks", name), rows_max=VIOLATIONS_MAX).rows) for name in sql_names("checks")
    }
