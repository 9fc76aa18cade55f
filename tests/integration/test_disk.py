"""A disk that is full or may not be written: one line that says so, and what was published stays as it was (68)."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.integration.commands import TENSION, assert_one_line, environment, tension
from tests.integration.samples import ask, rows, violations, write_jsonl
from tests.own_rule import FIST
from warehouse.paths import Home
from warehouse.reader import Reader
from warehouse.versions import stored_versions

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where this Python stands others may not go: it becomes another user once a first load has imported all it needs.
AS_NOBODY = """
import os, sys
from etl.cli import app, main
app(["import", sys.argv[2], "--home", sys.argv[2] + ".home"], standalone_mode=False)
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
main()
"""
SMALL = {"worker_count": 1, "batch_articles": 400, "publish_seconds": 1}


def first_load(tmp_path: Path, home: Path) -> bytes:
    """Publish a few articles; return the copy for analysts, byte for byte."""
    done = tension("import", write_jsonl(tmp_path / "few.jsonl", rows(60)), home=home, **SMALL)
    assert done.returncode == 0, done.stderr
    return Home(home).analysts.read_bytes()


def assert_intact(home: Path, before: bytes) -> None:
    """What was published is there to the byte, is read by the reader, and passes its checks."""
    assert Home(home).analysts.read_bytes() == before
    reader = Reader(Home(home))
    assert reader.freshness().article_count > 50
    assert reader.ask("select count(*) > 50 from coded.article_text").rows == [(True,)]
    reader.close()
    assert violations(home) == {}
    assert not list(home.rglob("*.arriving"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB, if this machine lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not permitted here; test_disk_limit covers the same")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_disk_full_leaves_the_published_copy(tmp_path: Path, small_disk: Path) -> None:
    """Fault 68: while writing or publishing, whichever comes first; with room again the same command completes."""
    home = small_disk / "home"
    before = first_load(tmp_path, home)
    # What was published while there was room may be newer: publishing is made rare.
    settings = SMALL | {"home": home, "publish_seconds": 1000}
    done = tension("import", write_jsonl(tmp_path / "many.jsonl", rows(20_000, seed=5, hot_every=10)), **settings)
    assert done.returncode == 5, done.stderr
    assert_one_line(done, "Cannot write to", str(home), "space")
    assert_intact(home, before)
    subprocess.run(["mount", "-o", "remount,size=400m", small_disk], check=True)
    done = tension("import", tmp_path / "many.jsonl", **settings)
    assert done.returncode == 0, done.stderr
    assert violations(home) == {}
    assert ask(home, "select status from raw.run order by run_id")[-1] == ("complete",)


@pytest.mark.parametrize("free_bytes", [0, 300_000, 4_000_000])
def test_disk_full_at_any_step_is_one_line(tmp_path: Path, small_disk: Path, free_bytes: int) -> None:
    """Fault 68: opening, migrating, writing texts, committing, copying: each may be the step that finds no room."""
    home = small_disk / "home"
    before = first_load(tmp_path, home)
    taken = small_disk / "ballast"
    room = shutil.disk_usage(small_disk).free - free_bytes
    taken.write_bytes(b"\0" * max(room, 0))
    done = tension("import", write_jsonl(tmp_path / "more.jsonl", rows(3000, seed=5, hot_every=10)), home=home, **SMALL)
    assert done.returncode == 5, done.stderr
    assert_one_line(done, "Cannot write to")
    assert_intact(home, before)
    taken.unlink()
    subprocess.run(["mount", "-o", "remount,size=400m", small_disk], check=True)
    assert tension("import", tmp_path / "more.jsonl", home=home, **SMALL).returncode == 0
    assert violations(home) == {}


@pytest.mark.parametrize("free_bytes", [0, 700_000])
def test_disk_full_at_any_step_of_a_recode_is_one_line(tmp_path: Path, small_disk: Path, free_bytes: int) -> None:
    """Fault 68: noting, scoring, comparing, keeping, replacing: what was scored stays, and what is published."""
    subprocess.run(["mount", "-o", "remount,size=120m", small_disk], check=True)
    home = small_disk / "home"
    assert tension("import", write_jsonl(tmp_path / "some.jsonl", rows(800)), home=home, **SMALL).returncode == 0
    (home / "lexicon").mkdir()
    (home / "lexicon" / "mine.toml").write_text(FIST, encoding="utf-8")
    hits = ask(home, "select count(*) from coded.cue_hit")
    for command in ("recode", "promote"):
        arguments = [command, *(stored_versions(Home(home)) if command == "promote" else ())]
        taken = small_disk / "ballast"
        taken.write_bytes(b"\0" * max(shutil.disk_usage(small_disk).free - free_bytes, 0))
        done = tension(*arguments, home=home, **SMALL)
        assert done.returncode == 5, done.stderr
        assert_one_line(done, "Cannot write to")
        assert_intact(home, Home(home).analysts.read_bytes())
        assert ask(home, "select count(*) from coded.cue_hit") == hits
        taken.unlink()
        done = tension(*arguments, home=home, **SMALL)
        # What could not be published was done all the same; the next load publishes it.
        assert done.returncode == 0 or "Nothing of version" in done.stderr, done.stderr
    assert tension("import", tmp_path / "some.jsonl", home=home, **SMALL).returncode == 0
    assert violations(home) == {}
    assert len(ask(home, "select distinct lexicon_version from coded.cue_hit")) == 1
    assert ask(home, "select count(*) from coded.promotion") == [(1,)]


@pytest.mark.parametrize("limit_bytes", [1_000_000, 5_500_000])
def test_disk_limit_on_files_is_one_line(tmp_path: Path, limit_bytes: int) -> None:
    """Fault 68: a limit on the size of files stops the writer's own file, or the copy that is published."""
    home = tmp_path / "home"
    before = first_load(tmp_path, home)
    file = write_jsonl(tmp_path / "many.jsonl", rows(6000, seed=5, hot_every=10))
    done = subprocess.run(
        [*TENSION, "import", file],
        env=environment(home=home, **SMALL),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes)),
    )
    assert done.returncode == 5, done.stderr
    assert_one_line(done, "Cannot write to")
    assert_intact(home, before)
    assert tension("import", file, home=home, **SMALL).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_home_of_somebody_else_is_one_line(tmp_path: Path) -> None:
    """Fault 68: without permission nothing is written, and what is published for all can still be queried."""
    home = tmp_path / "home"
    before = first_load(tmp_path, home)
    for path in (*home.parents, home):
        if path.is_relative_to(Path(os.environ.get("TMPDIR", "/tmp"))) and path != Path("/tmp"):
            path.chmod(0o755)
    for target in (home, tmp_path / "new"):
        done = subprocess.run(
            [TENSION[0], "-c", AS_NOBODY, "import", tmp_path / "few.jsonl"],
            env=environment(home=target, worker_count=1),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 5, done.stderr
        assert_one_line(done, "Cannot write to", "ermission denied")
    assert_intact(home, before)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_home_that_is_a_file_is_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = tension("demo", home=tmp_path / place)
    assert done.returncode == 5, done.stderr
    assert_one_line(done, "Cannot write to")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
