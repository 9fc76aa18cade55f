"""One writer at a time: a lock that the kernel drops when its holder dies, and a note that says who holds it."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from warehouse.connection import disk_error
from warehouse.errors import WarehouseBusy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


@contextmanager
def writer_lock(path: Path, *, command: str, now: datetime) -> Iterator[None]:
    """Hold the writer's lock at `path` for the time of the block; see `held_lock`."""
    with held_lock(path, command=command, now=now, doing="written"):
        yield


@contextmanager
def held_lock(path: Path, *, command: str, now: datetime, doing: str) -> Iterator[None]:
    """Hold the lock at `path` for the time of the block. `doing` says what the holder does with the folder.

    Raises WarehouseBusy, naming the holder and since when, if another process has it, and WarehouseFull if the folder
    cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseBusy(
                f"{path.parent} is being {doing} by {describe_holder(path)}.",
                path=path,
                hint="One at a time: wait until it ends.",
            ) from error
        note = {"pid": os.getpid(), "command": command, "since": now.isoformat(timespec="seconds")}
        try:
            os.ftruncate(handle.fileno(), 0)
            os.write(handle.fileno(), json.dumps(note).encode())
        except OSError as error:
            raise disk_error(error, path) from error
        yield


def describe_holder(path: Path) -> str:
    """Who holds the lock, in words."""
    try:
        note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return f"`tension {note['command']}` (process {note['pid']}) since {note['since']} UTC"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
