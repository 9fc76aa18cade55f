"""Where everything that is written lives: one folder, TENSION_HOME."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The files under TENSION_HOME."""

    root: Path

    @property
    def warehouse(self) -> Path:
        """The writer's own file; nobody else opens it."""
        return self.root / "warehouse.duckdb"

    @property
    def analysts(self) -> Path:
        """The copy for any DuckDB client, replaced in one rename."""
        return self.root / "tension.duckdb"

    @property
    def published(self) -> Path:
        """The folder of versioned copies that the dashboard opens."""
        return self.root / "published"

    @property
    def pointer(self) -> Path:
        """A line of text: the name of the newest version."""
        return self.published / "current"

    @property
    def old_analysts(self) -> Path:
        """The analysts' copy of before, kept to be brought up to date."""
        return self.published / "analysts.old"

    @property
    def unpublished(self) -> Path:
        """Stands there while the writer's file holds something that no published copy shows."""
        return self.root / "unpublished"

    @property
    def segments(self) -> Path:
        """The folder of Parquet files that hold texts."""
        return self.root / "segments"

    @property
    def versions(self) -> Path:
        """The folder of coded rows that stand beside those in force, a folder a version of the lexicon."""
        return self.root / "versions"

    @property
    def versions_lock(self) -> Path:
        """Held by whoever adds to that folder or takes from it."""
        return self.root / "versions.lock"

    @property
    def lock(self) -> Path:
        """Held by the writer; says who writes and since when."""
        return self.root / "writer.lock"

    @property
    def schedule_lock(self) -> Path:
        """Held by the one schedule that fetches into this home."""
        return self.root / "schedule.lock"

    @property
    def audit(self) -> Path:
        """What people said of hits and sentences; see `audit/store.py`."""
        return self.root / "audit.jsonl"

    def version_file(self, version: str) -> Path:
        """The published copy of `version`."""
        return self.published / f"{version}.duckdb"

    def arriving_files(self, version: str) -> tuple[Path, Path]:
        """Where the two copies of a version are made, the dashboard's and the analysts': names that nobody else has."""
        return (
            self.published / f".{version}.duckdb.arriving",
            self.analysts.with_name(f".{self.analysts.stem}-{version}.duckdb.arriving"),
        )
