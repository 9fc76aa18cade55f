"""`tension ingest` over a server that misbehaves: one line a feed, the others go on, and the numbers add up."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.bench.kills import kill_often
from tests.integration.commands import assert_one_line, start, tension, wait_until
from tests.integration.samples import ask, catalogue, item, rss, violations
from tests.integration.test_fetch import closed_port
from warehouse.clock import utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.loopback import LoopbackServer, Wire

GOOD = rss(item(1), item(2), {"title": ""})
SETTINGS = {"allow_loopback": True, "host_seconds": 0, "worker_count": 1, "fetch_seconds": 1.5}


def serve_all_kinds(server: LoopbackServer) -> dict[str, str]:
    """Serve one feed of each kind; return the address of each by its name."""

    def conditional(wire: Wire) -> None:
        asked = "if-none-match" in wire.request.headers
        wire.answer(304 if asked else 200, [("ETag", '"1"')], b"" if asked else rss(item(21)))

    def slow(wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        wire.drip(GOOD, pause_seconds=0.2)

    return {
        "good": server.serve_feed("/good", GOOD),
        "conditional": server.route("/conditional", conditional),
        "same": server.serve_feed("/same", rss(item(31))),
        "slow": server.route("/slow", slow),
        "html": server.serve("/html", headers=[("Content-Type", "text/html")], body=b"<html>Sign in</html>"),
        "truncated": server.serve_feed("/truncated", rss(item(41), item(42))[:-150]),
        "empty": server.serve_feed("/empty", b""),
        "none": server.serve_feed("/none", rss()),
        "long": server.serve_feed("/long", rss(*map(item, range(100, 130)))),
        "gone": server.serve("/gone", 410),
        "down": f"http://127.0.0.1:{closed_port()}/",
        "inside": "http://169.254.169.254/latest/meta-data",
    }


EXPECTED = {
    "good": "2 new, 1 skipped",
    "conditional": "1 new",
    "same": "1 new",
    "slow": "FAILED timeout",
    "html": "FAILED not_a_feed: it is an HTML page",
    "truncated": " new",
    "empty": "FAILED not_a_feed: it is empty",
    "none": "no entries",
    "long": "10 new, 20 skipped",
    "gone": "FAILED http_410",
    "down": "FAILED connect",
    "inside": "FAILED refused_address",
}
"""What the line of each feed says the first time."""


def lines_of(errors: str) -> dict[str, str]:
    """The line of each feed; a feed with two lines is an error."""
    lines = [line for line in errors.splitlines() if line.split()[0] in EXPECTED]
    found = {line.split()[0]: line for line in lines}
    assert len(found) == len(lines)
    return found


def test_ingest_of_all_kinds_at_once(tmp_path: Path, server: LoopbackServer) -> None:
    """Faults 1, 3, 6, 10, 13, 21, 25, 27 and 28: one line each, the others go on, and the outcomes add up."""
    urls, home = serve_all_kinds(server), tmp_path / "home"
    settings = SETTINGS | {"home": home, "feeds": catalogue(tmp_path / "feeds.toml", urls), "feed_entries": 10}
    first = tension("ingest", "--json", **settings)
    assert (first.returncode, "Traceback" in first.stderr) == (0, False), first.stderr
    lines, summary = lines_of(first.stderr), json.loads(first.stdout)
    assert set(lines) == set(urls)
    assert {name: lines[name] for name, words in EXPECTED.items() if words not in lines[name]} == {}
    assert (
        summary["read"]
        == sum(summary["outcomes"].values())
        == ask(home, "select sum(entry_count) from raw.fetch")[0][0]
    )
    assert summary["reasons"] == {"skipped: beyond the limit of entries": 20, "skipped: no text": 1}
    assert (summary["sources"], summary["sources_failed"]) == (12, 6)

    second = tension("ingest", "--json", **settings)
    assert "No feed is due yet" in second.stderr
    assert json.loads(second.stdout)["sources"] == 0, "only feeds that are due are asked"

    asked_before = len(server.requests)
    third = tension("ingest", "--force", "--json", **settings)
    lines, summary = lines_of(third.stderr), json.loads(third.stdout)
    assert "not modified" in lines["conditional"]
    assert all("unchanged" in lines[name] for name in ("good", "same", "truncated", "none", "long"))
    assert len(server.requests) == asked_before + 10
    assert summary["read"] == sum(summary["outcomes"].values()) == 0
    assert violations(home) == {}


def test_ingest_asks_what_was_no_feed_again_without_conditions(tmp_path: Path, server: LoopbackServer) -> None:
    """Fault 21: the validators of a log-in page would hide the feed that comes back at the same address."""
    html = b"<html><body>Sign in to the hotel's network</body></html>"
    server.serve("/feed", headers=[("Content-Type", "text/html"), ("ETag", '"1"')], body=html)
    server.serve_feed("/other", GOOD)
    urls = {"feed": server.url("/feed"), "other": server.url("/other")}
    settings = SETTINGS | {"home": tmp_path / "home", "feeds": catalogue(tmp_path / "feeds.toml", urls)}
    assert "not_a_feed" in tension("ingest", **settings).stderr
    server.serve("/feed", headers=[("ETag", '"1"')], body=GOOD)
    done = tension("ingest", "--force", **settings)
    assert "if-none-match" not in server.requests_of("/feed")[1].headers
    assert "duplicate" in next(line for line in done.stderr.splitlines() if line.startswith("feed "))
    states = ask(
        tmp_path / "home", "select status, failure_streak from raw.fetch where feed_id = 'feed' order by fetch_id"
    )
    assert states == [("failed", 1), ("read", 0)]


def test_ingest_without_any_network_blames_no_feed(tmp_path: Path) -> None:
    """Fault 8: exit code 1, since nothing could be read, and every feed is asked again soon."""
    urls = {name: f"http://127.0.0.1:{closed_port()}/{name}" for name in ("one", "two", "three")}
    settings = SETTINGS | {"home": tmp_path / "home", "feeds": catalogue(tmp_path / "feeds.toml", urls)}
    done = tension("ingest", "--json", **settings)
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("network_down") == 3
    assert json.loads(done.stdout)["sources_failed"] == 3
    assert ask(tmp_path / "home", "select distinct error_kind, failure_streak from raw.fetch") == [("network_down", 0)]


def test_ingest_paces_each_feed_as_it_asks_and_as_its_entries_come(tmp_path: Path, server: LoopbackServer) -> None:
    """Fault 73: by its entries, never faster than it asks, hourly where it tells nothing, fixed where a row says so."""
    now = utc_now()

    def dated(minutes: int) -> list[dict[str, str]]:
        dates = [now - timedelta(minutes=minutes * number) for number in range(1, 11)]
        return [item(number) | {"pubDate": f"{at:%a, %d %b %Y %H:%M:%S} GMT"} for number, at in enumerate(dates)]

    undated = [{name: text for name, text in item(number).items() if name != "pubDate"} for number in range(20, 25)]
    bodies = {
        "fast": rss(*dated(20)),
        "polite": rss(*dated(20)).replace(b"<item>", b"<ttl>90</ttl><item>", 1),
        "slow": rss(*dated(3000)),
        "undated": rss(*undated),
        "fixed": rss(*dated(20)),
    }
    urls = {name: server.serve_feed(f"/{name}", body) for name, body in bodies.items()}
    file = catalogue(tmp_path / "feeds.toml", urls)
    file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\ninterval_minutes = 15\n", encoding="utf-8")
    home = tmp_path / "home"
    done = tension("ingest", home=home, feeds=file, **SETTINGS, feed_minutes=50)
    assert done.returncode == 0, done.stderr
    found = ask(home, "select feed_id, interval_minutes, date_diff('minute', finished_at, next_due_at) from raw.fetch")
    assert {row[0] for row in found} == set(urls)
    assert {name: minutes for name, minutes, _ in found} == {
        "fast": 20, "polite": 90, "slow": 360, "undated": 50, "fixed": 15,
    }  # fmt: skip
    assert all(delay == minutes for _, minutes, delay in found)


def test_ingest_tells_when_a_feed_has_moved_for_good(tmp_path: Path, server: LoopbackServer) -> None:
    """Fault 4: the third permanent redirect is adopted and said, once; the catalogue's health names the new address."""
    server.redirect("/old", "/new", status=301)
    server.serve_feed("/new", GOOD)
    settings = SETTINGS | {
        "home": tmp_path / "home",
        "feeds": catalogue(tmp_path / "feeds.toml", {"feed": server.url("/old")}),
    }
    said = [tension("ingest", "--force", **settings).stderr for _ in range(4)]
    assert [f"feed has moved for good to {server.url('/new')}" in one for one in said] == [False, False, True, False]
    assert len(server.requests_of("/old")) == 3
    assert f"it has moved to {server.url('/new')}" in tension("feeds", "list", **settings).stdout


def test_ingest_killed_at_any_moment_ends_as_if_undisturbed(tmp_path: Path) -> None:
    """Fault 17: killed ten times at random moments, each home then run to its end: the same rows, none twice."""
    kills = kill_often(tmp_path, 10, seed=17)
    assert kills.count == 10
    assert kills.differences == []


def test_ingest_beside_another_is_refused(tmp_path: Path, server: LoopbackServer) -> None:
    """Fault 18: a second run at once is told which process holds the home, since when, and asks no server."""
    go = threading.Event()

    def slow(wire: Wire) -> None:
        go.wait(60)
        wire.answer(body=GOOD)

    file = catalogue(tmp_path / "feeds.toml", {"slow": server.route("/slow", slow)})
    settings = SETTINGS | {"home": tmp_path / "home", "feeds": file, "fetch_seconds": 60}
    first = start("ingest", **settings)
    wait_until(lambda: server.requests)
    for second in (tension("ingest", **settings), tension("feeds", "check", **settings)):
        assert second.returncode == 4
        assert_one_line(second, "`tension ingest`", f"process {first.pid}", "since")
    go.set()
    first.communicate(timeout=30)
    assert first.returncode == 0
    assert len(server.requests) == 1


def test_ingest_keeps_old_articles_when_a_feed_forgets_them(tmp_path: Path, server: LoopbackServer) -> None:
    """Fault 37: gone from the feed is not gone."""
    urls = {"feed": server.url("/feed")}
    settings = SETTINGS | {"home": tmp_path / "home", "feeds": catalogue(tmp_path / "feeds.toml", urls)}
    server.serve_feed("/feed", rss(item(1), item(2)))
    tension("ingest", **settings)
    server.serve_feed("/feed", rss(item(3)))
    tension("ingest", "--force", **settings)
    assert ask(tmp_path / "home", "select count(*) from coded.article where is_current") == [(3,)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["feeds.toml", "feed"]),
        ("[[feed]", ["feeds.toml", "not TOML"]),
        ('[[feed]]\nid = "a"\nurl = "file:///etc/passwd"\n', ["feeds.toml", "'a'"]),
        (None, ["feeds.toml", "cannot be read"]),
    ],
)
def test_ingest_of_a_bad_catalogue_is_one_line(tmp_path: Path, text: str | None, words: list[str]) -> None:
    file = tmp_path / "feeds.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    done = tension("ingest", "--feeds", file, home=tmp_path / "home")
    assert done.returncode == 1
    assert_one_line(done, *words)
    assert not (tmp_path / "home").exists(), "nothing is begun"
