"""Texts beside the database: merged without loss, deleted only when nobody can be reading them."""

from __future__ import annotations

import os
import shutil
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.integration.commands import duckdb_client
from tests.integration.samples import AT, ask, made, open_writer, store, store_without_tones
from warehouse.paths import Home
from warehouse.reader import Reader
from warehouse.segments import MERGE_FILES_MIN, RETIRED_GRACE

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.writer import Writer

BATCHES = MERGE_FILES_MIN + 2


def write_batches(writer: Writer, count: int = BATCHES, *, prefix: str = "n") -> None:
    for number in range(count):
        store(writer, made(f"{prefix}{number}", "A", AT))


def texts(root: Path) -> dict[str, str]:
    return dict(ask(root, "select article_id, text from coded.article_text"))


def files(root: Path) -> set[str]:
    return {path.name for path in Home(root).segments.iterdir()}


def age(writer: Writer, by: timedelta) -> None:
    writer.connection.execute("update coded.segment set retired_at = retired_at - $by", {"by": by})


def test_compaction_keeps_every_text_readable(tmp_path: Path) -> None:
    """Before, after, and through a copy that was published before it."""
    with open_writer(tmp_path) as writer:
        write_batches(writer)
        writer.publish()
        before, older = texts(tmp_path), Reader(Home(tmp_path))
        assert len(before) == BATCHES
        with older._cursor() as cursor:
            writer.compact()
            writer.publish()
            assert dict(cursor.execute("select article_id, text from coded.article_text").fetchall()) == before
    assert texts(tmp_path) == before
    assert ask(tmp_path, "select kind, count(*) from coded.segment where retired_at is null group by 1 order by 1") == [
        ("article", 1),
        ("entry", 1),
    ]
    assert ask(tmp_path, "select count(*) from raw.entry_payload") == [(BATCHES,)]
    done = duckdb_client(Home(tmp_path).analysts, "select count(*) from coded.article_text")
    assert done.stdout.split() == [str(BATCHES)]


def test_compaction_waits_until_there_is_something_to_merge(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        write_batches(writer, MERGE_FILES_MIN - 1)
        writer.compact()
        writer.publish()
    assert ask(tmp_path, "select count(*) from coded.segment where retired_at is not null") == [(0,)]


def test_retired_files_are_deleted_only_after_the_grace(tmp_path: Path) -> None:
    """A reader that lists them may still be at work."""
    with open_writer(tmp_path) as writer:
        write_batches(writer)
        writer.publish()
        all_files = files(tmp_path)
        writer.compact()
        writer.publish()
        writer.compact()
        assert files(tmp_path) > all_files
        age(writer, RETIRED_GRACE - timedelta(minutes=1))
        writer.compact()
        assert files(tmp_path) > all_files
        age(writer, timedelta(minutes=2))
        writer.compact()
        assert len(files(tmp_path)) == 2
        writer.publish()
    assert len(texts(tmp_path)) == BATCHES
    assert ask(tmp_path, "select count(*) from coded.segment") == [(2,)]


def test_retired_files_stay_as_long_as_the_published_copy_reads_them(tmp_path: Path) -> None:
    """A run that was killed between merging and publishing: an hour later they are still the ones that readers read."""
    with open_writer(tmp_path) as writer:
        write_batches(writer)
        writer.publish()
        writer.compact()
        age(writer, timedelta(hours=2))
    long_ago = time.time() - 3 * 3600
    os.utime(Home(tmp_path).pointer, (long_ago, long_ago))
    with open_writer(tmp_path) as writer:
        writer.compact()
        assert len(texts(tmp_path)) == BATCHES
        writer.publish()
        writer.compact()
    assert len(files(tmp_path)) == 2


def test_files_of_a_batch_that_was_never_committed_go(tmp_path: Path) -> None:
    """Fault 72: what a killed run left behind is deleted by the next one, and nothing that a row names."""
    with open_writer(tmp_path) as writer:
        store(writer, made("one", "A", AT))
    named = files(tmp_path)
    with pytest.raises(duckdb.CatalogException, match="actor_tone"):
        store_without_tones(tmp_path, made("two", "A", AT))
    assert files(tmp_path) > named
    with duckdb.connect(Home(tmp_path).warehouse) as connection:
        connection.execute("alter table coded.away rename to actor_tone")
    foreign = Home(tmp_path).segments / "article-00000001-20200101T000000000000.parquet"
    shutil.copy(Home(tmp_path).segments / next(iter(named)), foreign)
    with open_writer(tmp_path) as writer:
        writer.publish()
    assert files(tmp_path) == named | {foreign.name}
    assert set(texts(tmp_path)) == {"one"}


def test_files_of_a_warehouse_that_was_moved_away_stay(tmp_path: Path) -> None:
    """Fault 67: a new start in an old home overwrites no text, and the published copy stays readable meanwhile."""
    with open_writer(tmp_path) as writer:
        write_batches(writer, 3, prefix="old")
        writer.publish()
    before, names = texts(tmp_path), files(tmp_path)
    Home(tmp_path).warehouse.rename(tmp_path / "away.duckdb")
    with open_writer(tmp_path) as writer:
        write_batches(writer, 3, prefix="new")
        assert files(tmp_path) > names
        assert texts(tmp_path) == before
        writer.publish()
    assert set(texts(tmp_path)) == {"new0", "new1", "new2"}


def entries(root: Path) -> list[str]:
    return sorted(title for (title,) in ask(root, "select title from raw.entry_payload"))


def received(writer: Writer, key: str, days_ago: int) -> None:
    """Store an article that came so many days ago."""
    store(writer, made(key, "A", AT))
    writer.connection.execute(
        "update raw.fetch set finished_at = now() at time zone 'UTC' - to_days($days) "
        "where fetch_id = (select max(fetch_id) from raw.fetch)",
        {"days": days_ago},
    )


def test_payloads_are_kept_for_the_days_that_are_set(tmp_path: Path) -> None:
    """Fault 74: older ones go, within merged files too; cleaned texts, entries and evidence stay."""
    with open_writer(tmp_path) as writer:
        for number in range(BATCHES):
            received(writer, f"n{number:02}", days_ago=60 - number)
        writer.compact()
        received(writer, "new", days_ago=0)
        writer.publish()
        assert len(entries(tmp_path)) == BATCHES + 1
        before, older = texts(tmp_path), Reader(Home(tmp_path))
        all_files = files(tmp_path)
        with older._cursor() as cursor:
            writer.compact(payload_days=50)
            writer.publish()
            assert cursor.execute("select count(*) from raw.entry_payload").fetchall() == [(BATCHES + 1,)]
        kept = [f"Title of n{number:02}" for number in range(BATCHES) if 60 - number <= 50]
        assert entries(tmp_path) == sorted([*kept, "Title of new"])
        assert texts(tmp_path) == before
        assert ask(tmp_path, "select count(*) from raw.entry") == [(BATCHES + 1,)]
        assert files(tmp_path) > all_files, "somebody may still read them"
        age(writer, RETIRED_GRACE + timedelta(minutes=1))
        age_pointer(tmp_path)
        writer.compact(payload_days=50)
        assert not {name for name in all_files & files(tmp_path) if name.startswith("entry-00000001")}
        writer.publish()
    assert len(entries(tmp_path)) == len(kept) + 1


def age_pointer(root: Path) -> None:
    """As if the last copy had been published an hour from now: what was retired since is read by nobody."""
    later = time.time() + 3600
    os.utime(Home(root).pointer, (later, later))


def test_payloads_all_go_where_all_are_old(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        received(writer, "old", days_ago=3)
        writer.publish()
        writer.compact(payload_days=1)
        writer.publish()
    assert entries(tmp_path) == []
    assert set(texts(tmp_path)) == {"old"}


def test_payloads_are_written_anew_only_where_something_goes(tmp_path: Path) -> None:
    """0 keeps all; a day's retention is a day's work once, not at every run."""
    with open_writer(tmp_path) as writer:
        received(writer, "old", days_ago=9)
        received(writer, "new", days_ago=0)
        writer.compact()
        writer.publish()
        assert len(entries(tmp_path)) == 2
        writer.compact(payload_days=5)
        writer.publish()
        named = files(tmp_path)
        writer.compact(payload_days=5)
        assert not writer.has_changed
        assert files(tmp_path) == named
    assert entries(tmp_path) == ["Title of new"]
