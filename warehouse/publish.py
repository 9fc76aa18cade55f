"""Publishing: a copy for the dashboard and a copy for everybody else, each appearing in one rename."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse.connection import disk_error
from warehouse.segments import sync

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.paths import Home

# A reader opens the version it has just read the name of; a minute is ample, and two spare versions are kept anyway.
GRACE_SECONDS = 60
SPARE_VERSIONS = 2


def publish(home: Home, *, version: str, now: datetime) -> None:
    """Copy the writer's file, which must be checkpointed, and let readers move on to the copy.

    A child process copies, because closing any descriptor of an open database drops the lock of the process
    that has it open. Raises WarehouseFull if there is no room; the old copies then stay.
    """
    try:
        home.published.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy(home.warehouse, home.version_file(version), mode=0o400)
        point_to(home, version)
        copy(home.warehouse, home.analysts, mode=0o444)
        # Left by somebody who opened the file for writing; beside another file it would make it unopenable.
        home.analysts.with_name(f"{home.analysts.name}.wal").unlink(missing_ok=True)
        remove_old_versions(home, keep=version, now=now)
    except OSError as error:
        raise disk_error(error, home.analysts) from error


def copy(source: Path, target: Path, *, mode: int) -> None:
    """Copy to a name beside the target, then rename. Raises OSError, leaving the target as it was."""
    arriving = target.with_name(f".{target.name}.arriving")
    arriving.unlink(missing_ok=True)
    done = subprocess.run(  # noqa: S603 - a fixed command on our own paths
        ["/bin/cp", "--reflink=auto", "--", str(source), str(arriving)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        arriving.unlink(missing_ok=True)
        raise OSError(done.stderr.strip() or f"cp ended with {done.returncode}")
    sync(arriving)
    arriving.chmod(mode)
    arriving.replace(target)


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
    for path in home.published.glob(".*.arriving"):
        path.unlink(missing_ok=True)
    versions = sorted(home.published.glob("*.duckdb"), reverse=True)
    spare = [path for path in versions if path.stem != keep][SPARE_VERSIONS:]
    for path in spare:
        age_seconds = now.replace(tzinfo=UTC).timestamp() - path.stat().st_mtime
        if age_seconds > GRACE_SECONDS:
            path.unlink(missing_ok=True)
