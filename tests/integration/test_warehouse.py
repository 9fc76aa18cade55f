"""The writer's file and its published copies: how they come to be, and how they are refused."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.integration.commands import assert_one_line, duckdb_client, tension
from tests.integration.samples import AT, Said, ask, made, open_writer, store, violations
from warehouse.errors import MigrationChanged, WarehouseAbsent, WarehouseNewer, WarehouseUnreadable
from warehouse.migrate import migrate, migrations, recreate_views
from warehouse.paths import Home
from warehouse.publish import SPARE_VERSIONS
from warehouse.reader import Reader, query_names
from warehouse.sqlfiles import sql_names, statements

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS = ("raw", "coded", "signal")


def empty_home(root: Path) -> Path:
    with open_writer(root) as writer:
        writer.publish()
    return root


# --- migrations -----------------------------------------------------------------------------------------------------


def test_migration_brings_an_empty_home_to_the_newest_shape(tmp_path: Path) -> None:
    empty_home(tmp_path)
    assert ask(tmp_path, "select number, name, checksum from migration order by number") == [
        (step.number, step.name, step.checksum) for step in migrations()
    ]
    assert {name for (name,) in ask(tmp_path, "select schema_name from duckdb_schemas()")} >= set(SCHEMAS)


def test_migration_numbers_rise_by_one() -> None:
    numbers = [step.number for step in migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_migration_runs_once(tmp_path: Path) -> None:
    empty_home(tmp_path)
    before = ask(tmp_path, "from migration order by number")
    empty_home(tmp_path)
    assert ask(tmp_path, "from migration order by number") == before


def test_articles_of_an_older_file_keep_their_date_as_their_stamp(tmp_path: Path) -> None:
    """Step 4: what was loaded before bears the feed's date, and is as sure as its method."""
    with open_writer(tmp_path) as writer:
        store(writer, made("one", "A", AT), made("two", "A", AT, method="crawl"), made("three", "A", None))
    with duckdb.connect(Home(tmp_path).warehouse) as connection:
        for name in sql_names("views"):
            connection.execute(f"drop view if exists signal.{name[3:]} cascade")
        for column in ("stamped_at", "published_confidence", "published_evidence"):
            connection.execute(f"alter table coded.article drop column {column}")
        for statement in statements("migrations", "0004_dates"):
            connection.execute(statement)
        told = connection.execute(
            "select stamped_at, published_confidence, published_evidence from coded.article order by article_id"
        ).fetchall()
    assert told == [(AT, 0.95, ""), (None, 0.0, ""), (AT, 0.3, "")]


def test_migration_that_was_changed_is_an_error(tmp_path: Path) -> None:
    empty_home(tmp_path)
    with duckdb.connect(Home(tmp_path).warehouse) as connection:
        connection.execute("update migration set checksum = 'other' where number = 2")
    with pytest.raises(MigrationChanged, match="0002_coded"), open_writer(tmp_path):
        pass


def test_migration_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    """A step that breaks half-way is undone, and the next run begins with it again."""
    with duckdb.connect(tmp_path / "file.duckdb") as connection:
        connection.execute("create table migration (number integer, name varchar, checksum varchar)")
        connection.execute("create schema coded")
        with pytest.raises(duckdb.Error):
            migrate(connection, tmp_path / "file.duckdb")
        assert connection.execute("select number from migration").fetchall() == [(1,)]
        tables = connection.execute("select count(*) from duckdb_tables() where schema_name = 'coded'").fetchall()
        assert tables == [(0,)]


def test_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """Fault 67: neither written nor read, and it says what to do."""
    empty_home(tmp_path)
    home = Home(tmp_path)
    version = Reader(home).version()
    home.version_file(version).chmod(0o600)
    for file in (home.warehouse, home.version_file(version)):
        with duckdb.connect(file) as connection:
            connection.execute("insert into migration (number, name, checksum) values (9999, 'future', 'x')")
    with pytest.raises(WarehouseNewer, match="9999"), open_writer(tmp_path):
        pass
    with pytest.raises(WarehouseNewer, match="9999"):
        Reader(home).freshness()


def test_file_of_an_older_version_asks_for_a_load(tmp_path: Path) -> None:
    """Fault 67: a copy that was published before an update is not read wrongly; the next load mends it."""
    empty_home(tmp_path)
    home = Home(tmp_path)
    copy = home.version_file(Reader(home).version())
    copy.chmod(0o600)
    with duckdb.connect(copy) as connection:
        connection.execute("delete from migration where number > 1")
    with pytest.raises(WarehouseUnreadable, match="tension ingest"):
        Reader(home).freshness()
    empty_home(tmp_path)
    assert Reader(home).freshness().article_count == 0


@pytest.mark.parametrize("spoil", ["text", "empty header", "truncated", "another schema", "a table of somebody"])
def test_file_that_is_no_warehouse_is_refused(tmp_path: Path, spoil: str) -> None:
    """Fault 67: corrupt, truncated or somebody else's: refused by writer and reader, and not a byte is changed."""
    empty_home(tmp_path)
    home = Home(tmp_path)
    copy = home.version_file(Reader(home).version())
    copy.chmod(0o600)
    for file in (home.warehouse, copy):
        spoil_file(file, spoil)
    before = home.warehouse.read_bytes()
    with pytest.raises(WarehouseUnreadable), open_writer(tmp_path):
        pass
    with pytest.raises(WarehouseUnreadable):
        Reader(home).freshness()
    assert home.warehouse.read_bytes() == before
    assert_one_line(tension("check", home=tmp_path), str(copy))


def spoil_file(file: Path, spoil: str) -> None:
    content = file.read_bytes()
    file.unlink()
    if spoil == "text":
        file.write_text("not a database\n" * 500, encoding="utf-8")
    elif spoil == "empty header":
        file.write_bytes(b"\0" * len(content))
    elif spoil == "truncated":
        file.write_bytes(content[: len(content) // 2])
    else:
        with duckdb.connect(file) as connection:
            schema = "raw" if spoil == "another schema" else "main"
            connection.execute(f"create schema if not exists {schema}; create table {schema}.run (a integer)")


def test_reader_of_an_empty_home_says_what_to_do(tmp_path: Path) -> None:
    """Fault 67: nothing published yet is a state of its own, and not an empty result."""
    with pytest.raises(WarehouseAbsent, match="tension ingest"):
        Reader(Home(tmp_path)).freshness()


@pytest.mark.parametrize("pointer", ["", "\n", "../../etc/passwd", "\udcff", "20240101T000000000000-000001"])
def test_reader_of_a_spoilt_pointer_says_what_to_do(tmp_path: Path, pointer: str) -> None:
    """Fault 67: the line that names the newest version may be empty, odd, or name a file that is gone."""
    empty_home(tmp_path)
    home = Home(tmp_path)
    home.pointer.write_bytes(pointer.encode("utf-8", "surrogateescape"))
    with pytest.raises((WarehouseUnreadable, WarehouseAbsent), match="Load again"):
        Reader(home).freshness()
    empty_home(tmp_path)
    assert Reader(home).freshness().article_count == 0


# --- views and comments ---------------------------------------------------------------------------------------------


def test_every_view_binds(loaded_home: Path) -> None:
    views = ask(loaded_home, "select schema_name || '.' || view_name from duckdb_views() where not internal")
    assert len(views) >= 6
    for (view,) in views:
        ask(loaded_home, f"from {view} limit 0")


def test_views_can_be_recreated_at_any_time(tmp_path: Path) -> None:
    empty_home(tmp_path)
    with duckdb.connect(Home(tmp_path).warehouse) as connection:
        recreate_views(connection)
        recreate_views(connection)


def test_every_table_view_and_column_has_a_comment(loaded_home: Path) -> None:
    silent = ask(
        loaded_home,
        """
        select schema_name || '.' || table_name from duckdb_tables()
        where schema_name in ('raw', 'coded', 'signal') and coalesce(comment, '') = ''
        union all
        select schema_name || '.' || view_name from duckdb_views()
        where schema_name in ('raw', 'coded', 'signal') and coalesce(comment, '') = ''
        union all
        select schema_name || '.' || table_name || '.' || column_name from duckdb_columns()
        where schema_name in ('raw', 'coded', 'signal') and coalesce(comment, '') = ''
        """,
    )
    assert silent == []


def test_every_named_query_runs(loaded_home: Path) -> None:
    """With any parameters it takes: none is broken by a change of the tables."""
    reader = Reader(Home(loaded_home))
    article_id = ask(loaded_home, "select min(article_id) from coded.article")[0][0]
    values = {
        "actor_id": "RUS",
        "recipient_id": "UKR",
        "party_id": "RUS",
        "role": "actor",
        "scope": "international",
        "kind": "act",
        "published_on": date(2024, 1, 10),
        "as_of": date(2024, 1, 20),
        "version": "a0414b1cbff2",
        "spark_days": 30,
        "article_id": article_id,
        "story_id": article_id,
        "revision": 1,
        "article_ids": [article_id],
        "since": date(2024, 1, 1),
        "until": date(2024, 1, 20),
        "seed": "7",
        "groups": ["counted"],
        "strata": ["ASSAULT act"],
        "cue_ids": ["assault-airstrike"],
        "counts": [1],
        "first_on": date(2024, 1, 1),
        "last_on": date(2024, 1, 20),
        "actor_ids": ["RUS", "UKR"],
        "kinds": ["act"],
        **dict.fromkeys(("war_words", "threat_words", "excluded_words", "nuclear_phrases", "risk_phrases"), "war"),
    }
    for name in query_names():
        statement = statements("queries", name)
        assert len(statement) == 1
        wanted = duckdb.extract_statements(statement[0])[0].named_parameters
        reader.rows(name, **{one: values.get(one, 5) for one in wanted})
    reader.close()


# --- what is published ----------------------------------------------------------------------------------------------


def test_checks_find_nothing_after_a_load(loaded_home: Path) -> None:
    assert sql_names("checks")
    assert violations(loaded_home) == {}
    assert ask(loaded_home, "select count(*) from signal.actor_daily")[0][0] > 100


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        ("evidence_sums_to_signal", "update signal.series_window set value = value + 1"),
        ("hits_name_their_cue", "update coded.cue_hit set cue_id = 'nobody'"),
        ("one_current_revision", "update coded.article set is_current = false"),
        ("one_story_per_outlet", "update coded.article set story_id = 'same', outlet = 'same'"),
        ("outcomes_add_up", "update raw.fetch set entry_count = entry_count + 1"),
        ("spans_lie_in_text", "update coded.cue_hit set span_end = 100000"),
    ],
)
def test_check_finds_the_damage_it_is_for(loaded_home: Path, tmp_path: Path, check: str, damage: str) -> None:
    """A check that cannot fail proves nothing."""
    spoilt = Home(tmp_path)
    spoilt.analysts.write_bytes(Home(loaded_home).analysts.read_bytes())
    with duckdb.connect(spoilt.analysts) as connection:
        connection.execute(damage)
    assert check in violations(tmp_path)


def test_published_copy_is_read_by_an_older_client(loaded_home: Path) -> None:
    """The command line from the package index is DuckDB 1.5: it reads tables, views, texts and comments."""
    copy = Home(loaded_home).analysts
    done = duckdb_client(
        copy,
        "select count(*) from coded.article; select count(*) > 0 from signal.actor_daily; "
        "select count(*) from coded.article_text where length(text) > 10; "
        "select count(*) > 20 from duckdb_columns() where comment is not null",
    )
    articles = str(ask(loaded_home, "select count(*) from coded.article")[0][0])
    assert (done.returncode, done.stdout.split()) == (0, [articles, "true", articles, "true"]), done.stderr


def test_published_copies_may_not_be_written(loaded_home: Path) -> None:
    home = Home(loaded_home)
    assert oct(home.analysts.stat().st_mode)[-3:] == "444"
    assert oct(home.published.stat().st_mode)[-3:] == "700"
    assert not list(home.root.rglob("*.arriving"))


def test_publishing_keeps_few_versions_and_no_leftovers(tmp_path: Path) -> None:
    """Fault 63: old versions go when nobody can be about to open them; half a copy of a killed run goes too."""
    home = Home(tmp_path)
    with open_writer(tmp_path) as writer:
        for _ in range(SPARE_VERSIONS + 3):
            writer.publish()
        kept = sorted(home.published.glob("*.duckdb"))
        assert len(kept) == SPARE_VERSIONS + 3, "all are younger than the time of grace"
        for path in kept:
            os.utime(path, (0, 0))
        (home.published / ".20240101T000000000000-000001.duckdb.arriving").write_bytes(b"half")
        newest = writer.publish()
    assert len(list(home.published.glob("*.duckdb"))) == SPARE_VERSIONS + 1
    assert home.version_file(newest).exists()
    assert not list(home.published.glob(".*"))


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
def test_publishing_judges_ages_the_same_in_every_time_zone(
    tmp_path: Path, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 69: instants are UTC wherever the machine stands; a young version stays and an old one goes."""
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        home = Home(tmp_path)
        with open_writer(tmp_path) as writer:
            names = [writer.publish() for _ in range(SPARE_VERSIONS + 2)]
            assert home.version_file(names[0]).exists()
            old = time.time() - 600
            os.utime(home.version_file(names[0]), (old, old))
            writer.publish()
        assert not home.version_file(names[0]).exists()
        assert home.version_file(names[1]).exists()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_two_readers_in_one_process_do_not_disturb_each_other(loaded_home: Path) -> None:
    """Connections to one file share an instance whose configuration is locked: the second must not set it again."""
    first, second = Reader(Home(loaded_home)), Reader(Home(loaded_home))
    assert first.freshness() == second.freshness()
    first.close()
    assert second.ask("select 1").rows == [(1,)]
    second.close()


def test_reader_moves_on_and_a_query_under_way_goes_on(tmp_path: Path) -> None:
    """Fault 66: a publish during a query is no error, and the next query sees what is new."""
    reader = Reader(Home(tmp_path))
    with open_writer(tmp_path) as writer:
        store(writer, made("one", "A", AT, [Said(cue="assault.strike", actor="AAA")]))
        writer.publish()
        with reader._cursor() as cursor:
            cursor.execute("select article_id from coded.article")
            store(writer, made("two", "A", AT))
            newest = writer.publish()
            assert reader.freshness().published_version == newest
            assert reader.freshness().article_count == 2
            assert cursor.fetchall() == [("one",)]
    reader.close()
