"""The changelog's newest version is the project's, and every entry stands under a heading of Keep a Changelog."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
HEADINGS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_changelog_top_version_is_the_projects() -> None:
    """Work that is not released yet may stand above it."""
    versions = [one for one in re.findall(r"^## \[?([\w.]+)\]?", CHANGELOG, re.MULTILINE) if one != "Unreleased"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert versions[0] == project["version"]
    assert len(versions) == len(set(versions))


def test_changelog_dates_fall() -> None:
    dates = re.findall(r"^## \[[\d.]+\] - (\d{4}-\d{2}-\d{2})$", CHANGELOG, re.MULTILINE)
    assert dates
    assert dates == sorted(dates, reverse=True)


def test_changelog_headings_are_those_of_the_format() -> None:
    assert set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) <= HEADINGS


def test_changelog_entries_are_sentences() -> None:
    entries = re.split(r"^- ", CHANGELOG, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if not entry.split("\n\n")[0].split("\n#")[0].strip().endswith(".")] == []
