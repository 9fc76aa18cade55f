"""Homes with articles of a rule of one's own, and all that a version of the lexicon makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from etl.files import Reading
from etl.run import import_files
from tests.integration.samples import CIRCUMSTANCES, TABLES, ask, content, job, rows
from warehouse.paths import Home
from warehouse.versions import KINDS, VersionStore

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon
    from etl.run import Job

# On a machine that is busy with other things.
SLOW_SECONDS = 240
SAME = (*(name for name in TABLES if name.startswith(("coded.", "signal."))), "signal.day")
# Every value, of actors, dyads, theatres, groups and the world, by name: numbers of series are given as they come.
VALUES = """
select
  series.subject, series.actor_id, series.recipient_id, series.role, series.kind, series.scope,
  pooled.published_on, pooled.story_count, pooled.day_story_count, pooled.outlet_count,
  round(pooled.value, 9), round(pooled.variance, 9), round(pooled.day_value, 9)
from signal.series_window as pooled
join signal.series as series using (series_id)
order by all
"""


def fists(count: int = 200) -> list[dict[str, Any]]:
    """Articles of which one in twenty tells of a fist, which the lexicon that ships does not know."""
    made_rows = rows(count, seed=8)
    for number in range(1, count, 20):
        made_rows[number] |= {"title": f"Russia shook its fist at Poland, report {number}", "body": "No more was said."}
    made_rows[2] |= {"language": "xx"}
    return made_rows


def load(root: Path, lexicon: Lexicon, *files: Path) -> Job:
    """Import files with a lexicon; an edit of an article comes after it."""
    loading = job(root, lexicon)
    import_files(loading, list(files), Reading())
    return loading


def same(root: Path, other: Path) -> None:
    """Both hold the same rows, table for table, and say the same."""
    for table in SAME:
        assert content(root, (table,), ignored=CIRCUMSTANCES) == content(other, (table,), ignored=CIRCUMSTANCES), table
    assert ask(root, VALUES) == ask(other, VALUES)


def everything(root: Path) -> dict[str, list[Any]]:
    """All that a version makes."""
    return content(root, SAME) | {"values": ask(root, VALUES)}


def beside(root: Path, version: str) -> dict[str, list[dict[str, Any]]]:
    """What stands beside of a version, in no order of batches."""
    kept = VersionStore(Home(root), version)
    return {
        kind: sorted((row for file in kept.files(kind) for row in pq.read_table(file).to_pylist()), key=repr)
        for kind in KINDS
    }
