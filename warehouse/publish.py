"""Publishing: a copy for the dashboard and a copy for everybody else, each appearing in one rename."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.connection import disk_error
from warehouse.segments import sync

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.paths import Home

# A reader opens the version it has just read the name of; a minute is ample, and two spare versions are kept anyway.
GRACE_SECONDS = 60
SPARE_VERSIONS = 2
# From this size on an old copy is brought up to date instead of copying all: 1,000 articles on 1,000,000 change 5 MB
# of 270, and both copies take 0.06 s instead of 0.5 to 1.
RENEW_BYTES_MIN = 32_000_000
COPIER = str(Path(__file__).with_name("renew.py"))


def publish(home: Home, *, version: str, now: datetime) -> None:
    """Copy the writer's file, which must be checkpointed, and let readers move on to the copy.

    Child processes copy, because closing any descriptor of an open database drops the lock of the process that has it
    open. Both copies are made at once; the dashboard's appears first, so that who sees the analysts' finds it. Raises
    WarehouseFull if there is no room; the old copies then stay.
    """
    try:
        home.published.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_large = home.warehouse.stat().st_size >= RENEW_BYTES_MIN
        for_dashboard, for_analysts = home.arriving_files(version)
        with left_clean(for_dashboard, for_analysts):
            if is_large:
                take_old_copies(home, for_dashboard, for_analysts)
            with copying(home.warehouse, for_dashboard) as first, copying(home.warehouse, for_analysts) as second:
                wait(first)
                for_dashboard.chmod(0o400)
                for_dashboard.replace(home.version_file(version))
                point_to(home, version)
                wait(second)
            for_analysts.chmod(0o444)
            if is_large:
                keep_old_copy(home)
            for_analysts.replace(home.analysts)
        # Left by somebody who opened the file for writing; beside another file it would make it unopenable.
        home.analysts.with_name(f"{home.analysts.name}.wal").unlink(missing_ok=True)
        remove_old_versions(home, keep=version, now=now)
    except OSError as error:
        raise disk_error(error, home.analysts) from error


@contextmanager
def left_clean(*arriving: Path) -> Iterator[None]:
    """Delete what did not arrive."""
    try:
        yield
    finally:
        for path in arriving:
            path.unlink(missing_ok=True)


def copy(source: Path, target: Path, *, mode: int) -> None:
    """Copy a file, safely on disk when this returns. Raises OSError if it cannot."""
    with copying(source, target) as child:
        wait(child)
    target.chmod(mode)


@contextmanager
def copying(source: Path, target: Path) -> Iterator[subprocess.Popen[str]]:
    """Have a child process copy a file, as `renew.py` says; it ends with the block."""
    with subprocess.Popen(  # noqa: S603 - our own program on our own paths
        [sys.executable, "-I", "-S", COPIER, str(source), str(target)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def wait(child: subprocess.Popen[str]) -> None:
    """Wait for a copy to be safely on disk. Raises OSError if it is not."""
    told = child.communicate()[1]
    if child.returncode:
        raise OSError(told.strip() or f"copying ended with {child.returncode}")


def take_old_copies(home: Home, for_dashboard: Path, for_analysts: Path) -> None:
    """Move old copies to the names of those that arrive, to be brought up to date.

    Of the versions it is the oldest but the current and the one before. Who has one open keeps it: `renew.py` changes
    only what nobody has.
    """
    retired = [path for path in sorted(home.published.glob("*.duckdb")) if path != current_file(home)]
    if len(retired) >= SPARE_VERSIONS:
        retired[0].replace(for_dashboard)
    with suppress(FileNotFoundError):
        home.old_analysts.replace(for_analysts)
    # That these are the old ones has to be on disk before they change: after a loss of power the names of before would
    # stand for what is half changed.
    sync(home.published)
    sync(home.root)


def keep_old_copy(home: Home) -> None:
    """Keep the analysts' copy that is about to be replaced, for the next time; the file system may have no links."""
    home.old_analysts.unlink(missing_ok=True)
    with suppress(OSError):
        home.old_analysts.hardlink_to(home.analysts)


def current_file(home: Home) -> Path | None:
    """The version that is published; None before the first."""
    try:
        return home.version_file(home.pointer.read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None


def point_to(home: Home, version: str) -> None:
    """Name the newest version."""
    arriving = home.pointer.with_name(".current.arriving")
    arriving.write_text(f"{version}\n", encoding="utf-8")
    sync(arriving)
    arriving.replace(home.pointer)


def last_published_at(home: Home) -> datetime | None:
    """The instant (UTC) of the last publish; None before the first."""
    try:
        return datetime.fromtimestamp(home.pointer.stat().st_mtime, UTC).replace(tzinfo=None)
    except FileNotFoundError:
        return None


def remove_old_versions(home: Home, *, keep: str, now: datetime) -> None:
    """Delete copies that no reader can be about to open, and what a run that was killed left half copied."""
    for folder in (home.published, home.root):
        for path in folder.glob(".*.arriving"):
            path.unlink(missing_ok=True)
    versions = sorted(home.published.glob("*.duckdb"), reverse=True)
    spare = [path for path in versions if path.stem != keep][SPARE_VERSIONS:]
    for path in spare:
        age_seconds = now.replace(tzinfo=UTC).timestamp() - path.stat().st_mtime
        if age_seconds > GRACE_SECONDS:
            path.unlink(missing_ok=True)
