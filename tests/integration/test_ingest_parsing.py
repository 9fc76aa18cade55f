"""`tension ingest` and `import` over feeds that no parser gets through: each is a row of its kind, no other is lost."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.integration.commands import start, tension, wait_until
from tests.integration.samples import ask, catalogue, item, rss, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.loopback import LoopbackServer

SETTINGS = {
    "allow_loopback": True,
    "host_seconds": 0,
    "worker_count": 1,
    "parse_seconds": 2,
    "parse_bytes": 200_000_000,
}
# An author of 100,000 letters takes the parser some 40 seconds.
SLOW = rss({"title": "Slow", "author": "a" * 100_000})
# One character beyond the basic plane makes each of 8 million take four bytes, and each copy of them 32 MB.
LARGE = rss({"title": "Large", "description": f"\U0001f600{'a' * 8_000_000}"})
GOOD = rss(item(1), item(2))


def parsers_of(parent: psutil.Process) -> list[psutil.Process]:
    """The processes that a command has started and that still run."""
    found = []
    for child in parent.children(recursive=True):
        with suppress(psutil.Error):  # gone in the meantime
            if "etl.workers" in " ".join(child.cmdline()):
                found.append(child)
    return found


def test_ingest_gives_each_feed_that_is_not_parsed_a_row_of_its_kind(tmp_path: Path, server: LoopbackServer) -> None:
    """Fault 26: too slow and too large are named, the feeds between and after them are loaded."""
    bodies = {"first": GOOD, "slow": SLOW, "between": rss(item(3)), "large": LARGE, "last": rss(item(4))}
    urls = {name: server.serve_feed(f"/{name}", body) for name, body in bodies.items()}
    home = tmp_path / "home"
    settings = SETTINGS | {"home": home, "feeds": catalogue(tmp_path / "feeds.toml", urls)}
    done = tension("ingest", **settings, seconds=180)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    lines = {line.split()[0]: line for line in done.stderr.splitlines() if line.split()[0] in urls}
    assert "FAILED parse_timeout: parsing it took longer than 2 seconds and was ended" in lines["slow"]
    assert "FAILED parse_memory: parsing it took more than 200 MB of memory" in lines["large"]
    rows = ask(home, "select feed_id, status, error_kind, failure_streak, body_hash <> '' from raw.fetch")
    assert sorted(rows) == [
        ("between", "read", "", 0, True),
        ("first", "read", "", 0, True),
        ("large", "failed", "parse_memory", 1, False),
        ("last", "read", "", 0, True),
        ("slow", "failed", "parse_timeout", 1, False),
    ]
    assert ask(home, "select count(*) from coded.article") == [(4,)]
    assert violations(home) == {}
    server.serve_feed("/slow", rss(item(5)))
    assert "1 new" in tension("ingest", "--force", **settings, seconds=180).stderr, "mended, it is read again"


@pytest.mark.parametrize(("number", "to"), [(signal.SIGINT, "group"), (signal.SIGTERM, "process")])
def test_ingest_stopped_while_a_feed_is_parsed_leaves_nobody(
    tmp_path: Path, server: LoopbackServer, number: int, to: str
) -> None:
    """Fault 26: Ctrl-C and `kill` wait for no parser, and leave none behind."""
    running, parsers = started_on_a_slow_feed(tmp_path, server)
    (os.killpg if to == "group" else os.kill)(running.pid, number)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130, errors
    assert errors.strip().splitlines()[-1] == "tension: stopped; what was written stays."
    psutil.wait_procs(parsers, timeout=10)
    assert not [one for one in parsers if one.is_running()]


def test_ingest_killed_while_a_feed_is_parsed_leaves_nobody(tmp_path: Path, server: LoopbackServer) -> None:
    """Faults 17 and 26: the parser ends with the process that it parses for, in the midst of a parse."""
    running, parsers = started_on_a_slow_feed(tmp_path, server)
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=60)
    psutil.wait_procs(parsers, timeout=20)
    assert not [one for one in parsers if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def started_on_a_slow_feed(tmp_path: Path, server: LoopbackServer):
    """A run that is parsing what takes longer than anybody waits, and the processes that parse."""
    endless = rss({"title": "Endless", "author": "a" * 400_000})
    file = catalogue(tmp_path / "feeds.toml", {"slow": server.serve_feed("/slow", endless)})
    running = start("ingest", home=tmp_path / "home", feeds=file, **SETTINGS | {"parse_seconds": 300})
    parent = psutil.Process(running.pid)
    # It has read for longer than starting takes: it parses.
    parsers = wait_until(lambda: [one for one in parsers_of(parent) if one.cpu_times().user > 1.5])
    return running, parsers


def test_entries_that_are_too_long_are_cut_and_counted(tmp_path: Path, server: LoopbackServer) -> None:
    """Faults 27 and 29: a title over 1,000 characters, a link over 2,048, a text over 1 MB; the newest of too many."""
    long = [
        item(1) | {"title": "Long title " * 150},
        item(2) | {"link": f"https://a.example/{'a' * 2100}"},
        item(3) | {"description": "Long text. " * 120_000},
        item(4) | {"title": "Long title " * 150, "link": f"https://a.example/{'b' * 2100}"},
        *map(item, range(5, 9)),
    ]
    urls = {"long": server.serve_feed("/long", rss(*long))}
    home = tmp_path / "home"
    settings = SETTINGS | {"home": home, "feeds": catalogue(tmp_path / "feeds.toml", urls), "feed_entries": 7}
    done = tension("ingest", **settings)
    assert done.returncode == 0, done.stderr
    outcomes = ask(home, "select outcome, reason, entry_count from raw.outcome order by all")
    # Each is two hours newer than the one before it: the first is the oldest.
    assert outcomes == [
        ("new", "", 4),
        ("new", "link left out", 1),
        ("new", "text cut", 1),
        ("new", "title cut, link left out", 1),
        ("skipped", "beyond the limit of entries", 1),
    ]
    assert "1 new: text cut" in done.stderr
    assert ask(home, "select position from raw.entry where outcome = 'skipped'") == [(0,)]
    lengths = ask(home, "select max(length(title)) from coded.article") + ask(
        home, "select max(length(text)) from coded.article_text"
    )
    assert 990 <= lengths[0][0] <= 1000
    assert 1_000_000 < lengths[1][0] < 1_001_100
    assert ask(home, "select max(length(url)) <= 2048 from raw.entry") == [(True,)]
    assert violations(home) == {}


def test_feed_that_turns_into_something_else_keeps_its_articles(tmp_path: Path, server: LoopbackServer) -> None:
    """Fault 21: what answers in the place of a feed is named, and what was read before stays."""
    answers = {
        "empty": (b"", "it is empty"),
        "page": (b"<!doctype html><html><body>Sign in</body></html>", "it is an HTML page"),
        "paper": (b"%PDF-1.7 ...", "it is a PDF"),
        "error": (b'{"error": "no such feed"}', "it is JSON"),
        "list": (b"<opml version='2.0'><body/></opml>", "it is OPML, a list of feeds"),
    }
    urls = {name: server.serve_feed(f"/{name}", rss(item(at))) for at, name in enumerate(answers)}
    settings = SETTINGS | {"home": tmp_path / "home", "feeds": catalogue(tmp_path / "feeds.toml", urls)}
    assert tension("ingest", **settings).returncode == 0
    for name, (body, _) in answers.items():
        server.serve_feed(f"/{name}", body)
    tension("ingest", "--force", **settings)
    said = ask(tmp_path / "home", "select feed_id, error_detail from raw.fetch where error_kind = 'not_a_feed'")
    assert dict(said) == {name: detail for name, (_, detail) in answers.items()}
    assert ask(tmp_path / "home", "select count(*) from coded.article where is_current") == [(len(answers),)]


def test_oddity_of_a_feed_is_recorded(tmp_path: Path, server: LoopbackServer) -> None:
    """Faults 22 to 25: what had to be mended stands beside the attempt."""
    bodies = {
        "good": GOOD,
        "ampersand": rss(item(3) | {"title": "Trade & war"}),
        "cut": rss(item(4), item(5))[:-60],
        "korean": rss(item(6) | {"title": "북한이 동해상으로 탄도미사일을 발사했다고 합동참모본부가 밝혔다"})
        .decode()
        .encode("cp949"),
    }
    urls = {name: server.serve_feed(f"/{name}", body) for name, body in bodies.items()}
    home = tmp_path / "home"
    done = tension("ingest", home=home, feeds=catalogue(tmp_path / "feeds.toml", urls), **SETTINGS)
    assert done.returncode == 0, done.stderr
    assert dict(ask(home, "select feed_id, oddity from raw.fetch")) == {
        "good": "",
        "ampersand": "bare ampersands",
        "cut": "SAXParseException",
        "korean": "not UTF-8 but cp949",
    }


def test_import_of_a_feed_that_takes_too_long_is_one_line(tmp_path: Path) -> None:
    """Fault 26: a saved feed is parsed as one that is fetched."""
    for name, body in (("slow", SLOW), ("good", GOOD)):
        (tmp_path / f"{name}.xml").write_bytes(body)
    done = tension("import", tmp_path / "slow.xml", tmp_path / "good.xml", home=tmp_path / "home", **SETTINGS)
    assert done.returncode == 0, done.stderr
    assert "slow.xml: parsing it took longer than 2 seconds and was ended." in done.stderr
    assert ask(tmp_path / "home", "select count(*) from coded.article") == [(2,)]
