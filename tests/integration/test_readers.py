"""Reading goes on while loads run and publish, and whatever others do to the analysts' copy."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.integration.commands import DUCKDB, duckdb_client, environment, tension, wait_until
from tests.integration.samples import AT, ask, catalogue, item, made, open_writer, rss, store, violations
from warehouse.errors import WarehouseAbsent
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.loopback import LoopbackServer, Wire

READS = 1000
THREADS = 4
CLIENT_READS = 50
QUERIES = (
    ("freshness", {}),
    ("days", {}),
    ("feeds", {}),
    ("actors", {}),
    ("actor_history", {"actor_id": "RUS", "role": "actor", "scope": "international"}),
    ("parameters", {}),
)
# A process of its own that runs the real command again and again; starting Python and reading the lexicon for each
# would be most of the time.
LOOP = """
import functools
import etl.run
from etl.cli import app
etl.run.load_with_own = functools.cache(etl.run.load_with_own)
while True:
    try:
        app(["ingest", "--force"], standalone_mode=False)
    except SystemExit as leaving:
        if leaving.code:
            raise
"""


def serve_news(server: LoopbackServer, path: str) -> None:
    """Answer with five new entries each time."""
    numbers = itertools.count()

    def answer(wire: Wire) -> None:
        first = 5 * next(numbers)
        wire.answer(200, [("Content-Type", "application/rss+xml")], rss(*map(item, range(first, first + 5))))

    server.route(path, answer)


def test_readers_never_fail_while_loads_run(tmp_path: Path, server: LoopbackServer) -> None:
    """Faults 61, 62, 63 and 66: a thousand reads by four threads and fifty by another program, and none fails."""
    serve_news(server, "/feed")
    feeds = catalogue(tmp_path / "feeds.toml", {"feed": server.url("/feed")})
    home = tmp_path / "home"
    settings = {"home": home, "feeds": feeds, "allow_loopback": True, "host_seconds": 0, "worker_count": 1}
    settings |= {"outlet_stories_min": 1}
    loading = subprocess.Popen(
        [sys.executable, "-c", LOOP], env=environment(**settings), stderr=subprocess.PIPE, text=True
    )
    try:
        wait_until(Home(home).analysts.exists)
        reader, versions, until = Reader(Home(home)), [], time.monotonic() + 8
        numbers, mutex = itertools.count(), threading.Lock()

        def read() -> None:
            while (number := next(numbers)) < READS or time.monotonic() < until:
                name, parameters = QUERIES[number % len(QUERIES)]
                found = reader.frame(name, **parameters)
                assert name in {"actors", "actor_history"} or len(found)
                with mutex:
                    versions.append(reader.version())

        with ThreadPoolExecutor(THREADS) as threads:
            reads = [threads.submit(read) for _ in range(THREADS)]
            for _ in range(CLIENT_READS):
                done = duckdb_client(
                    Home(home).analysts,
                    "select (select count(*) from coded.article) = (select count(*) from coded.article_text)",
                )
                assert (done.returncode, done.stdout.strip()) == (0, "true"), done.stderr
            for one in reads:
                one.result()
        reader.close()
        assert len(versions) >= READS
        assert len(set(versions)) >= 3, "newer versions appear"
        assert loading.poll() is None, loading.stderr
    finally:
        loading.send_signal(signal.SIGKILL)
        loading.communicate()
    assert violations(home) == {}


def test_reader_that_waits_sees_each_publish(tmp_path: Path) -> None:
    """Fault 63: a process that keeps a connection moves on with the pointer, and old versions may go meanwhile."""
    reader = Reader(Home(tmp_path))
    with pytest.raises(WarehouseAbsent):
        reader.freshness()
    with open_writer(tmp_path) as writer:
        for number in range(1, 6):
            store(writer, made(f"n{number}", "A", AT))
            version = writer.publish()
            for path in Home(tmp_path).published.glob("*.duckdb"):
                if path.stem != version:
                    path.unlink()
            assert (reader.freshness().article_count, reader.freshness().published_version) == (number, version)
    reader.close()


def leave_a_wal(copy: Path) -> Path:
    """Open the copy for writing, as root can, change it, and die: its .wal stays."""
    copy.chmod(0o644)
    client = subprocess.Popen(
        [DUCKDB, copy], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )
    assert client.stdin is not None
    client.stdin.write("create table mine (a integer);\ninsert into mine values (1);\n")
    client.stdin.flush()
    wal = copy.with_name(f"{copy.name}.wal")
    wait_until(lambda: wal.exists() and wal.stat().st_size > 0)
    client.kill()
    client.communicate()
    return wal


def test_copy_opened_for_writing_disturbs_nobody(tmp_path: Path) -> None:
    """Fault 65: a .wal is left beside the copy; readers go on, and the next publish takes its place."""
    home, reader = Home(tmp_path), Reader(Home(tmp_path))
    with open_writer(tmp_path) as writer:
        store(writer, made("one", "A", AT))
        writer.publish()
        wal = leave_a_wal(home.analysts)
        assert wal.exists()
        assert reader.freshness().article_count == 1
        store(writer, made("two", "A", AT))
        writer.publish()
    assert not wal.exists()
    assert ask(tmp_path, "select count(*) from coded.article") == [(2,)]
    assert duckdb_client(home.analysts, "select count(*) from coded.article").stdout.strip() == "2"
    assert ask(tmp_path, "select count(*) from duckdb_tables() where table_name = 'mine'") == [(0,)]
    assert reader.freshness().article_count == 2
    reader.close()


def test_copy_held_open_for_writing_does_not_stop_a_publish(tmp_path: Path) -> None:
    """Fault 65: somebody still has it open, with a change under way."""
    with open_writer(tmp_path) as writer:
        writer.publish()
        copy = Home(tmp_path).analysts
        copy.chmod(0o644)
        with duckdb.connect(copy) as holder:
            holder.execute("create table mine (a integer)")
            store(writer, made("one", "A", AT))
            writer.publish()
            holder.execute("insert into mine values (1)")
        done = duckdb_client(copy, "select count(*) from coded.article")
        assert done.stdout.strip() == "1", done.stderr
        writer.publish()
    assert tension("check", home=tmp_path).returncode == 0
