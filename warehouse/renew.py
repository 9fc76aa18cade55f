"""Copies a file, as a process of its own: by bringing an old copy up to date where nobody has one open.

    python -I -S renew.py SOURCE TARGET

TARGET is a name that nobody knows yet. What stands there is an old copy, to be changed into the new one, or nothing.
Of a checkpointed file of DuckDB a load changes one block in fifty: comparing takes less than a tenth of copying, and
next to nothing is written. Needs the standard library alone, so that starting it takes a hundredth of a second.
"""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
import sys
from contextlib import contextmanager, suppress

# Importing typing, or pathlib, would double the time that this takes to start.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# The size of DuckDB's blocks; they stand behind three headers, and so lie across two of these at most.
BLOCK_BYTES = 262_144
COPY_BYTES = 16_777_216
NOT_COPIED_BY_KERNEL = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF, errno.EPERM}


def copy_file(source: str, target: str) -> None:
    """Make the target like the source, and see it safely on disk. Raises OSError."""
    with opened(source, os.O_RDONLY) as origin:
        with suppress(FileNotFoundError):
            if renewed(origin, target):
                return
            os.unlink(target)  # noqa: PTH108
        with opened(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as copy:
            copy_whole(origin, copy)
            os.fsync(copy)


def renewed(origin: int, target: str) -> bool:
    """Bring an old copy up to date, if it may be changed. Raises FileNotFoundError if there is none."""
    found = os.lstat(target)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        # A link, or a copy that somebody keeps under another name.
        return False
    try:
        os.chmod(target, 0o600)  # noqa: PTH101
        with opened(target, os.O_RDWR | os.O_NOFOLLOW) as copy, held_alone(copy):
            write_differences(origin, copy)
            os.fsync(copy)
    except (BlockingIOError, PermissionError):
        return False
    return True


@contextmanager
def held_alone(descriptor: int) -> Iterator[None]:
    """Hold a lease of a file: the kernel gives it only where nobody else has the file open, in whatever way.

    Whoever opens it meanwhile waits until it is given back, and then finds the file as it was left. Raises
    BlockingIOError where somebody has it open, or where the file system knows no leases.
    """
    # Sent when somebody waits; it would end this process.
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except (OSError, AttributeError) as error:
        raise BlockingIOError from error
    try:
        yield
    finally:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def write_differences(origin: int, copy: int) -> int:
    """Write the blocks in which a copy differs. Returns their number."""
    # The same two again and again: slices of them would be mapped anew for every block, at ten times the cost.
    ours, theirs = bytearray(BLOCK_BYTES), bytearray(BLOCK_BYTES)
    at = count = 0
    while length := os.preadv(origin, [ours], at):
        if os.preadv(copy, [theirs], at) != length or length < BLOCK_BYTES or ours != theirs:
            write_all(copy, memoryview(ours)[:length], at)
            count += 1
        at += length
    os.ftruncate(copy, at)
    return count


def copy_whole(origin: int, copy: int) -> None:
    """Copy all of a file to an empty one; where the file system can share blocks, they are shared."""
    at = 0
    try:
        while count := os.copy_file_range(origin, copy, COPY_BYTES, at, at):
            at += count
    except OSError as error:
        if error.errno not in NOT_COPIED_BY_KERNEL:
            raise
    # What the kernel did not copy; nothing, as a rule.
    while content := os.pread(origin, COPY_BYTES, at):
        write_all(copy, memoryview(content), at)
        at += len(content)


def write_all(descriptor: int, content: memoryview, at: int) -> None:
    """Write at a place, however many pieces the kernel makes of it."""
    while content:
        written = os.pwrite(descriptor, content, at)
        content, at = content[written:], at + written


@contextmanager
def opened(path: str, flags: int) -> Iterator[int]:
    """A descriptor of a file, which only its owner may read when it is new."""
    descriptor = os.open(path, flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    try:
        copy_file(*sys.argv[1:])
    except OSError as failure:
        sys.exit(str(failure))
