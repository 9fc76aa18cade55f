"""`tension import` of good files beside all sorts of bad ones."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.integration.commands import assert_one_line, tension
from tests.integration.samples import ask, item, rows, rss, violations, write_jsonl

if TYPE_CHECKING:
    from pathlib import Path


def test_import_reads_good_files_beside_bad_ones(tmp_path: Path) -> None:
    """Faults 19, 21 and 28: each bad file is a line, the others go on, and the exit code is 0."""
    table = pd.DataFrame(rows(4, seed=8))
    good = {
        "good.jsonl": write_jsonl(tmp_path / "good.jsonl", rows(5)),
        "good.csv": tmp_path / "good.csv",
        "good.parquet": tmp_path / "good.parquet",
        "good.rss": tmp_path / "good.rss",
        "empty.jsonl": tmp_path / "empty.jsonl",
        "with a space, ünd [brackets].jsonl": write_jsonl(
            tmp_path / "with a space, ünd [brackets].jsonl", rows(2, seed=11)
        ),
    }
    table.to_csv(good["good.csv"], index=False)
    table.to_parquet(good["good.parquet"])
    good["good.rss"].write_bytes(rss(item(1), item(2), title="A Saved Feed"))
    good["empty.jsonl"].write_bytes(b"")
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "folder.csv").mkdir()
    bad = {
        "png.rss": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "opml.xml": b"<opml><body><outline xmlUrl='http://x'/></body></opml>",
        "text.parquet": b"this is no parquet file",
        "half.parquet": good["good.parquet"].read_bytes()[:-200],
        "empty.csv": b"",
        "empty.rss": b"",
        "nothing.csv": b"a,b\n1,2\n",
        "unknown.docx": b"PK\x03\x04",
        "nosuffix": b"hello",
        "empty.html": b"<html></html>",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    other = ["missing.jsonl", "folder.csv", "pipe.jsonl"]
    paths = [*good.values(), *(tmp_path / name for name in (*bad, *other))]
    done = tension("import", "--json", *paths, home=tmp_path / "home", worker_count=1)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    summary = json.loads(done.stdout)
    failed = [line for line in done.stderr.splitlines() if "FAILED unreadable" in line]
    assert len(failed) == summary["sources_failed"] == len(bad) + len(other)
    for name in (*bad, *other):
        assert any(name in line for line in failed), name
    assert summary["read"] == sum(summary["outcomes"].values()) == 5 + 4 + 4 + 2 + 2
    assert summary["outcomes"] == {"new": 13, "updated": 0, "duplicate": 4, "skipped": 0, "failed": 0}
    assert ask(tmp_path / "home", "select count(*) from raw.fetch where status = 'failed'") == [(len(failed),)]
    assert violations(tmp_path / "home") == {}


def test_import_of_bad_files_alone_fails(tmp_path: Path) -> None:
    done = tension("import", tmp_path / "missing.csv", home=tmp_path / "home")
    assert done.returncode == 1
    assert "1 of 1 sources could not be read" in done.stderr


def test_import_of_a_file_that_breaks_half_way_says_so(tmp_path: Path) -> None:
    """What was read before the break stays; the attempt is recorded as failed, and its outcomes add up."""
    frame = pd.DataFrame(rows(5000, hot_every=100))
    frame.to_parquet(tmp_path / "broken.parquet", row_group_size=1000)
    content = bytearray((tmp_path / "broken.parquet").read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20_000] = os.urandom(20_000)
    (tmp_path / "broken.parquet").write_bytes(content)
    home = tmp_path / "home"
    done = tension("import", tmp_path / "broken.parquet", home=home, worker_count=1, batch_articles=500)
    assert done.returncode == 1, done.stderr
    assert "FAILED unreadable" in done.stderr
    status, detail, count = ask(home, "select status, error_detail, entry_count from raw.fetch")[0]
    assert (status, "broken.parquet" in detail) == ("failed", True)
    assert 1000 <= count < 5000
    assert violations(home) == {}


def test_import_of_lines_that_are_no_articles_counts_them(tmp_path: Path) -> None:
    """Fault 28: each line ends in exactly one outcome."""
    lines = [
        *(json.dumps(one) for one in rows(3)),
        "nonsense",
        "[1]",
        "{}",
        "",
        '{"title": "x"}',
        "\x00\xff",
        "{" * 5000,
    ]
    (tmp_path / "mixed.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = tension("import", "--json", tmp_path / "mixed.jsonl", home=tmp_path / "home", worker_count=1)
    summary = json.loads(done.stdout)
    assert summary["outcomes"] == {"new": 3, "updated": 0, "duplicate": 0, "skipped": 2, "failed": 4}
    assert violations(tmp_path / "home") == {}


def test_import_maps_columns(tmp_path: Path) -> None:
    """A mapping names a column; one that is not there is an error that says which there are."""
    pd.DataFrame([{"kop": "Russia launched air strikes on Ukraine", "krant": "NRC", "dag": "2024-01-05"}]).to_parquet(
        tmp_path / "a.parquet"
    )
    arguments = ("import", tmp_path / "a.parquet", "--map", "title=kop", "--map", "published_at=dag")
    home = tmp_path / "home"
    done = tension(*arguments, "--map", "outlet=krant", home=home)
    assert done.returncode == 0, done.stderr
    assert ask(home, "select outlet, published_on::varchar from coded.article") == [("NRC", "2024-01-05")]
    done = tension(*arguments, "--map", "outlet=journal", home=tmp_path / "other")
    assert done.returncode == 1
    assert "no column is named 'journal'" in done.stderr
    assert "krant" in done.stderr


@pytest.mark.parametrize("mapping", ["nonsense", "nobody=x", "title=", "=x"])
def test_import_with_a_bad_mapping_is_one_line(tmp_path: Path, mapping: str) -> None:
    done = tension("import", tmp_path / "a.csv", "--map", mapping, home=tmp_path / "home")
    assert done.returncode == 1
    assert_one_line(done, "--map", "title")


def test_demo_is_a_home_beside_the_live_one(tmp_path: Path) -> None:
    """The chronicle that comes along loads whole, twice the same, and never mixes with live news."""
    first = tension("demo", "--json", home=tmp_path, worker_count=1)
    assert first.returncode == 0, first.stderr
    summary = json.loads(first.stdout)
    assert summary["outcomes"]["new"] == summary["read"] > 300
    again = json.loads(tension("demo", "--json", home=tmp_path, worker_count=1).stdout)
    assert again["outcomes"]["duplicate"] == summary["read"]
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
    assert ask(tmp_path / "demo", "select distinct profile from raw.run") == [("demo",)]
    assert violations(tmp_path / "demo") == {}
    done = tension("check", "--json", home=tmp_path / "demo")
    assert all(one["violations"] == 0 for one in json.loads(done.stdout)["checks"])
