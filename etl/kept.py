"""Files of what can be made anew at any time: they save time, belong to the user alone, and nothing rests on them."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_BYTES_MAX = 200_000_000
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
# Windows knows neither owners nor this: there a folder is its user's by where it lies.
NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


def user_folder() -> Path:
    """The user's folder for such files: one for all homes, since what is in it depends on none of them."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given / "tensiometer"
    try:
        return Path("~/.cache/tensiometer").expanduser()
    except RuntimeError:
        # A user without a home. Whoever else makes this folder, `read_own` does not believe it.
        return Path(tempfile.gettempdir()) / "tensiometer"


def read_own(file: Path) -> bytes:
    """The content of a file of the user's own. Raises PermissionError where somebody else could have written it."""
    with opened_own(file) as opened:
        return opened.read()


@contextmanager
def opened_own(file: Path) -> Iterator[BinaryIO]:
    """A file of the user's own, open to be read. Raises PermissionError where somebody else could have written it."""
    check_own(file.parent.stat(), file.parent)
    descriptor = os.open(file, os.O_RDONLY | NO_LINKS)
    with os.fdopen(descriptor, "rb") as opened:
        status = os.fstat(descriptor)
        check_own(status, file)
        if not stat.S_ISREG(status.st_mode) or status.st_size > FILE_BYTES_MAX:
            raise PermissionError(f"{file} is no file of ours")
        yield opened
    with suppress(OSError):
        # Files used last are kept longest.
        os.utime(file)


def check_own(status: os.stat_result, path: Path) -> None:
    """Raise PermissionError for what is not the user's own, or what others may write to."""
    if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & OTHERS_MAY_WRITE):
        raise PermissionError(f"{path} could have been written by somebody else")


def write_own(file: Path, content: bytes, *, files_max: int) -> None:
    """Write a file that only its user may read, in one step: of two writers, the later one's is there, and whole.

    Of its kind, the `files_max` used last stay in the folder. Raises OSError where it cannot be written.
    """
    file.parent.parent.mkdir(parents=True, exist_ok=True)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    check_own(file.parent.stat(), file.parent)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    remove_oldest(file.parent, file.suffix, files_max)


def remove_oldest(folder: Path, suffix: str, files_max: int) -> None:
    """Remove all of a kind but the files used last, and what a writer that was killed left over."""
    with suppress(OSError):
        by_age = sorted(folder.glob(f"*{suffix}*"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in by_age[files_max:]:
            file.unlink(missing_ok=True)
