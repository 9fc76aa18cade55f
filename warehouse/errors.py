"""What can go wrong with the warehouse, each error saying what, where and what to do next.

TensiometerError
├── SettingsError            a setting that cannot be used
├── ExportRefused            something to be exported that is not there, or a place where it cannot go
├── AuditRefused             a file of labels that cannot be taken in
├── VersionUnusable          a version of the lexicon that is unknown, not scored or still needed
└── WarehouseError
    ├── WarehouseAbsent      nothing has been published yet
    ├── WarehouseUnreadable  the file is no warehouse: corrupt, cut short, or something else
    ├── WarehouseNewer       written by a newer version of Tensiometer
    ├── MigrationChanged     a migration that was applied reads differently now
    ├── WarehouseBusy        another process is writing
    ├── WarehouseFull        the disk is full, or writing is not permitted
    ├── AuditUnreadable      the file of labels cannot be read
    └── QueryRefused         a query that is not one SELECT, or that failed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class TensiometerError(Exception):
    """An error that a person can act on: one line for the terminal, and an exit code."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class SettingsError(TensiometerError):
    """A setting that cannot be used."""

    exit_code = 2


class AuditRefused(TensiometerError):
    """A file of labels that cannot be taken in: nothing of it was."""

    exit_code = 2


class VersionUnusable(TensiometerError):
    """A version of the lexicon with which that cannot be done."""

    exit_code = 2


class ExportRefused(TensiometerError):
    """An export of what is not there, by a condition that cannot be, or to a place where it cannot go."""

    exit_code = 2


class WarehouseError(TensiometerError):
    """Something is wrong with the warehouse at `path`."""

    exit_code = 3

    def __init__(self, message: str, *, path: Path, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path


class WarehouseAbsent(WarehouseError):
    """Nothing has been published at `path` yet."""


class WarehouseUnreadable(WarehouseError):
    """The file at `path` is not a warehouse that can be read."""


class WarehouseNewer(WarehouseError):
    """The file at `path` was written by a newer version of Tensiometer."""


class MigrationChanged(WarehouseError):
    """A migration that was applied to `path` reads differently now."""


class WarehouseBusy(WarehouseError):
    """Another process is writing to `path`."""

    exit_code = 4


class WarehouseFull(WarehouseError):
    """`path` could not be written: no space, or no permission."""

    exit_code = 5


class AuditUnreadable(WarehouseError):
    """The file of labels at `path` cannot be read."""


class QueryRefused(TensiometerError):
    """A query that was not run, or that DuckDB refused."""

    exit_code = 2
