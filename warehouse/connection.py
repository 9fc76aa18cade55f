"""The only place that opens DuckDB."""

from __future__ import annotations

import errno
import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from warehouse.errors import WarehouseBusy, WarehouseError, WarehouseFull, WarehouseUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Files in this format are read by DuckDB 1.5 too, the newest that the command line from the package index has.
STORAGE_VERSION = "v1.5.0"
WRITER_MEMORY = "1GB"
READER_MEMORY = "1GB"
# What does not fit goes to the disk that the export is written to.
EXPORT_MEMORY = "250MB"
# Connections of one process to one file share an instance of DuckDB, whose configuration can be locked only once.
_opening = threading.Lock()


def connect_writer(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the writer's file, creating it if need be.

    Raises WarehouseBusy if another process has it open, WarehouseFull if it cannot be written and
    WarehouseUnreadable if it is not a DuckDB file.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION,
        "memory_limit": WRITER_MEMORY,
        "temp_directory": str(path.parent / "tmp"),
        "autoinstall_known_extensions": "false",
    }
    try:
        return duckdb.connect(path, config=config)
    except duckdb.Error as error:
        raise open_error(error, path) from error


def connect_scratch(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory to which warehouses are attached; what does not fit goes to a folder."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": WRITER_MEMORY,
        "temp_directory": str(folder / "tmp"),
        "autoinstall_known_extensions": "false",
    }
    return duckdb.connect(config=config)


def connect_reader(path: Path, *, segments: Path) -> duckdb.DuckDBPyConnection:
    """Open a published copy for reading, hardened: no file but the segments, no network, no change of settings.

    Raises WarehouseUnreadable if it is not a DuckDB file.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": READER_MEMORY,
        "temp_directory": "",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
    }
    with _opening:
        try:
            connection = duckdb.connect(path, read_only=True, config=config)
        except duckdb.Error as error:
            raise open_error(error, path) from error
        if connection.execute("select current_setting('lock_configuration')").fetchall() != [(True,)]:
            # It is drawn on standard output, where `tension sql` prints rows.
            connection.execute("set enable_progress_bar = false")
            # In this order: each of the three refuses to be set once a later one is.
            connection.execute("set allowed_directories = $folders", {"folders": [f"{segments.resolve()}/"]})
            connection.execute("set enable_external_access = false")
            connection.execute("set lock_configuration = true")
        return connection


def connect_exporter(path: Path, *, segments: Path, spill: Path) -> duckdb.DuckDBPyConnection:
    """Open a published copy for reading all of it: hardened like the reader's, and what memory cannot hold in `spill`.

    The copy is attached to an instance of its own, so that a reader of the same copy in this process disturbs nothing.
    Raises WarehouseUnreadable if it is not a DuckDB file.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": EXPORT_MEMORY,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_persistent_secrets": "false",
            "python_enable_replacements": "false",
        }
    )
    try:
        connection.execute("attach $path as published (read_only)", {"path": str(path)})
    except duckdb.Error as error:
        connection.close()
        raise open_error(error, path) from error
    connection.execute("use published")
    # It is drawn on standard output, where the rows may go.
    connection.execute("set enable_progress_bar = false")
    connection.execute("set allowed_directories = $folders", {"folders": [f"{segments.resolve()}/"]})
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def connect_bundle(path: Path, *, spill: Path) -> duckdb.DuckDBPyConnection:
    """Open a copy of a warehouse to put its texts into it. Raises WarehouseUnreadable if it is not a DuckDB file."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": EXPORT_MEMORY,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        # Texts need no order, and keeping it would hold them in memory.
        "preserve_insertion_order": "false",
    }
    try:
        connection = duckdb.connect(path, config=config)
    except duckdb.Error as error:
        raise open_error(error, path) from error
    connection.execute("set enable_progress_bar = false")
    return connection


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C be Ctrl-C: DuckDB reports one that comes while it works as an error of another kind."""
    try:
        yield
    except (RuntimeError, duckdb.Error) as error:
        if is_interruption(error):
            raise KeyboardInterrupt from error
        raise


def is_interruption(error: BaseException | None) -> bool:
    """Whether an error is Ctrl-C in DuckDB's clothes."""
    if isinstance(error, duckdb.Error):
        return "KeyboardInterrupt" in str(error)
    return isinstance(error, RuntimeError) and str(error) == "Query interrupted"


def is_disk_trouble(error: BaseException) -> bool:
    """Whether an error means that the disk is full or may not be written."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EROFS, errno.EDQUOT, errno.EFBIG}
    words = "no space left|permission denied|read-only file system|file too large|could not write|out of disk"
    return isinstance(error, duckdb.Error) and re.search(words, str(error), re.IGNORECASE) is not None


def disk_error(error: BaseException, path: Path) -> WarehouseFull:
    """A disk error as one line."""
    first_line = str(error).splitlines()[0] if str(error) else type(error).__name__
    return WarehouseFull(
        f"Cannot write to {path.parent}: {first_line}.",
        path=path,
        hint="Nothing was lost: free some space or permit writing, then run the command again.",
    )


def open_error(error: duckdb.Error, path: Path) -> WarehouseError:
    """What DuckDB said when it could not open a file, as one of our errors."""
    first_line = str(error).splitlines()[0]
    if "Could not set lock" in first_line:
        holder = re.search(r"\(PID (\d+)\)", str(error))
        who = f" by process {holder.group(1)}" if holder else ""
        return WarehouseBusy(
            f"{path} is open for writing{who}.",
            path=path,
            hint="Wait until it ends, or query the published copy tension.duckdb instead.",
        )
    if is_disk_trouble(error):
        return disk_error(error, path)
    return WarehouseUnreadable(
        f"{path} cannot be read as a warehouse: {first_line}",
        path=path,
        hint="Move it away and load again; texts stay in the segments folder.",
    )
