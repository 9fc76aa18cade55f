"""`tension promote` and `tension versions --drop`: which version is current, and which rows stay beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.version_list import named_version
from warehouse.errors import VersionUnusable
from warehouse.paths import Home
from warehouse.promote import VersionWriter
from warehouse.versions import VersionStore, versions_lock

if TYPE_CHECKING:
    from etl.run import Job
    from warehouse.promote import Promoted


def promote(job: Job, given: str) -> tuple[str, Promoted]:
    """Make a version current and publish. Returns its name and what was done.

    Raises VersionUnusable where it cannot be, WarehouseBusy where another process loads or scores; nothing is then
    changed.
    """
    home = Home(job.settings.home)
    version = named_version(home, given)
    with versions_lock(home, command=job.command), job.writer_to(home, VersionWriter) as writer:
        done = writer.promote(VersionStore(home, version), is_in_force=version == job.lexicon.version)
        writer.finish("complete")
        writer.publish()
    return version, done


def drop(job: Job, given: str) -> str:
    """Remove what stands beside of a version. Returns its name. Raises VersionUnusable where nothing does."""
    home = Home(job.settings.home)
    version = named_version(home, given)
    store = VersionStore(home, version)
    if not store.exists():
        raise VersionUnusable(
            f"Nothing of version {version} stands beside the rows in force.",
            hint="What is in force is replaced by promoting another version, and not dropped.",
        )
    with versions_lock(home, command=job.command), job.writer_to(home, VersionWriter) as writer:
        writer.drop(store)
        writer.finish("complete")
        writer.publish()
    return version
