"""One writer at a time: a second one is told who holds the home and since when, and a dead holder holds nothing."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import pytest

from tests.integration.commands import assert_one_line, start, tension, wait_until
from tests.integration.samples import AT, made, open_writer, rows, store, write_jsonl
from warehouse.errors import WarehouseBusy
from warehouse.lock import writer_lock
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path


def test_second_writer_is_refused_with_who_holds_it(tmp_path: Path) -> None:
    """Fault 18: from a second process, in one line, with exit code 4; what is published can still be read."""
    with open_writer(tmp_path) as writer:
        store(writer, made("one", "A", AT))
        writer.publish()
        note = json.loads(Home(tmp_path).lock.read_text(encoding="utf-8"))
        done = tension("demo", home=tmp_path.parent / "other", worker_count=1)
        assert done.returncode == 0, "another home is another lock"
        done = tension("ingest", home=tmp_path)
        assert done.returncode == 4
        assert_one_line(done, "`tension sample`", f"process {note['pid']}", f"since {note['since']} UTC")
        done = tension("sql", "select count(*) as n from coded.article", "--format", "csv", home=tmp_path)
        assert done.stdout.split() == ["n", "1"]
    assert tension("import", write_jsonl(tmp_path / "a.jsonl", rows(1)), home=tmp_path).returncode == 0


def test_second_writer_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with open_writer(tmp_path), pytest.raises(WarehouseBusy, match="tension sample"), open_writer(tmp_path):
        pass


def test_warehouse_open_in_another_program_is_busy(tmp_path: Path) -> None:
    """Somebody opened the writer's own file with another client: exit code 4, and which process it is."""
    import duckdb

    with open_writer(tmp_path):
        pass
    with duckdb.connect(Home(tmp_path).warehouse):
        done = tension("ingest", home=tmp_path)
    assert done.returncode == 4
    assert_one_line(done, "open for writing", "process")


def test_lock_is_free_after_its_holder_was_killed(tmp_path: Path) -> None:
    """Fault 18: the kernel drops it, even while the note of the dead holder still stands there."""
    file = write_jsonl(tmp_path / "many.jsonl", rows(20_000, hot_every=10))
    home = tmp_path / "home"
    holder = start("import", file, home=home, batch_articles=500, publish_seconds=1)
    wait_until(Home(home).pointer.exists)
    assert tension("ingest", home=home).returncode == 4
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert str(holder.pid) in Home(home).lock.read_text(encoding="utf-8")
    done = tension("import", write_jsonl(tmp_path / "few.jsonl", rows(3)), home=home)
    assert done.returncode == 0, done.stderr
    statuses = Reader(Home(home)).ask("select status from raw.run order by run_id").rows
    assert statuses == [("interrupted",), ("complete",)]


def test_lock_note_that_is_garbage_is_no_matter(tmp_path: Path) -> None:
    path = Home(tmp_path).lock
    path.write_bytes(b"\xff{nonsense")
    with writer_lock(path, command="one", now=AT):
        assert json.loads(path.read_text(encoding="utf-8"))["command"] == "one"
        path.write_bytes(b"[]")
        with pytest.raises(WarehouseBusy, match="another process"), writer_lock(path, command="two", now=AT):
            pass
