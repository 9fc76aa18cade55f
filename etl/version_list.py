"""The versions of the lexicon that a home knows: which is current, and what stands beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.errors import VersionUnusable
from warehouse.reader import Reader
from warehouse.versions import VersionStore, stored_versions
from warehouse.waiting import WaitingTexts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.paths import Home

PREFIX_CHARS_MIN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version as `tension versions` shows it: its row of signal.version, and what stands beside by now.

    `waiting_count` are texts that it has not scored.
    """

    row: dict[str, Any]
    beside_count: int
    byte_count: int
    waiting_count: int

    @property
    def name(self) -> str:
        """The hash that names it."""
        return str(self.row["lexicon_version"])

    @property
    def is_current(self) -> bool:
        """Whether it is the current one."""
        return bool(self.row["is_current"])

    @property
    def state(self) -> str:
        """What it is, in words."""
        if self.is_current:
            return "current"
        if not self.beside_count:
            return "in force for what it scored" if self.row["article_count"] else "not stored"
        if self.row["begun_at"] is None or self.row["promoted_at"] is not None:
            return "kept: `tension promote` goes back to it"
        if self.waiting_count or self.row["completed_at"] is None:
            return "begun: `tension recode` goes on"
        return "candidate: `tension promote` makes it current"

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in self.row.items()
        } | {
            "beside_count": self.beside_count,
            "beside_bytes": self.byte_count,
            "waiting_count": self.waiting_count,
            "state": self.state.partition(":")[0],
        }


def versions_of(home: Home) -> list[Version]:
    """Every version, the newest first. Raises WarehouseAbsent where nothing was published."""
    return [version_of(home, row) for row in version_rows(home)]


def version_rows(home: Home) -> list[dict[str, Any]]:
    """The rows of signal.version as published."""
    reader = Reader(home)
    try:
        return reader.rows("versions")
    finally:
        reader.close()


def version_of(home: Home, row: dict[str, Any]) -> Version:
    """One version with what stands beside."""
    store = VersionStore(home, row["lexicon_version"])
    has_rows = store.exists()
    return Version(
        row=row,
        beside_count=store.article_count if has_rows else 0,
        byte_count=store.byte_count if has_rows else 0,
        waiting_count=WaitingTexts(home, store, row["since_on"]).count() if has_rows else 0,
    )


def current_version(home: Home) -> str:
    """The version that is current by what is published; empty where nothing was scored."""
    return next((str(row["lexicon_version"]) for row in version_rows(home) if row["is_current"]), "")


def named_version(home: Home, given: str) -> str:
    """The version that somebody named by its beginning, or as `current`. Raises VersionUnusable."""
    rows = version_rows(home)
    if given == "current":
        return next((str(row["lexicon_version"]) for row in rows if row["is_current"]), "")
    names = {str(row["lexicon_version"]) for row in rows} | set(stored_versions(home))
    found = {given} & names or {name for name in names if len(given) >= PREFIX_CHARS_MIN and name.startswith(given)}
    if len(found) == 1:
        return found.pop()
    raise VersionUnusable(
        f"{len(found)} versions begin with {given!r}." if found else f"There is no version {given!r}.",
        hint=f"`tension versions` lists them: {', '.join(short_names(names))}.",
    )


def short_names(names: Sequence[str] | set[str], count: int = 5) -> list[str]:
    """A few of the names."""
    return [*sorted(names)[:count], *(["and more"] if len(names) > count else [])]
