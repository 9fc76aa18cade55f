"""`tension feeds` as a person would use it: list, add, remove, check against a server that misbehaves, and OPML."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.commands import assert_one_line, tension
from tests.integration.samples import ask, catalogue, item, rss, violations
from tests.integration.test_fetch import closed_port
from warehouse.clock import utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.loopback import LoopbackServer

SETTINGS = {"allow_loopback": True, "host_seconds": 0, "worker_count": 1, "fetch_seconds": 2}


def fresh(number: int) -> dict[str, str]:
    """An entry of an hour ago and before."""
    at = utc_now() - timedelta(hours=number + 1)
    return item(number) | {"pubDate": f"{at:%a, %d %b %Y %H:%M:%S} GMT"}


def feeds(*arguments: object, **settings: Any) -> dict[str, Any]:
    """What a command of `tension feeds` tells programs; its exit code is in it."""
    done = tension("feeds", *arguments, "--json", **settings)
    assert "Traceback" not in done.stderr, done.stderr
    return {"code": done.returncode} | json.loads(done.stdout)


def test_feeds_list_shows_all_that_ship(tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = tension("feeds", "list", home=home)
    assert done.returncode == 0
    assert "bbc-world" in done.stdout
    assert "0 seen to answer, 0 switched off" in done.stdout
    rows = feeds("list", home=home)["feeds"]
    assert len(rows) >= 120
    assert {(row["origin"], row["is_off"], row["answers"], row["last_answered_at"]) for row in rows} == {
        ("shipped", False, None, None)
    }
    assert not home.exists(), "looking writes nothing"


def test_feeds_add_remove_and_undo(tmp_path: Path) -> None:
    home = tmp_path / "home"
    added = tension("feeds", "add", "https://own.example/rss", "--outlet", "Own", "--country", "KEN", home=home)
    assert "Added own" in added.stdout
    assert "Switched rt-news off" in tension("feeds", "remove", "rt-news", home=home).stdout
    assert "switched off already" in tension("feeds", "remove", "rt-news", home=home).stdout
    rows = {row["id"]: row for row in feeds("list", home=home)["feeds"]}
    assert (rows["own"]["origin"], rows["own"]["country"]) == ("own", "KEN")
    assert rows["rt-news"]["is_off"]
    assert "asked again" in tension("feeds", "add", rows["rt-news"]["url"], home=home).stdout
    assert "Removed own" in tension("feeds", "remove", "own", home=home).stdout
    rows = {row["id"]: row for row in feeds("list", home=home)["feeds"]}
    assert "own" not in rows
    assert not rows["rt-news"]["is_off"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "file:///etc/passwd"], ["url", "neither http nor https"]),
        (["add", "https://a.example/", "--country", "Kenya"], ["country"]),
        (["add", "https://a.example/", "--interval-minutes", "5"], ["interval_minutes", "10"]),
        (["add", "https://a.example/", "--id", "Not An Id"], ["id"]),
        (["add", "https://a.example/", "--id", "dawn"], ["'dawn'", "taken"]),
        (["add", "https://www.dawn.com/feeds/home"], ["already", "'dawn'"]),
        (["remove", "nobody"], ["'nobody'", "tension feeds list"]),
        (["check", "nobody"], ["'nobody'"]),
        (["import-opml", "absent.opml"], ["absent.opml", "cannot be read"]),
        (["import-opml", "absent.opml", "--language", "English"], ["language"]),
    ],
)
def test_feeds_mistakes_are_one_line(tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    done = tension("feeds", *arguments, cwd=tmp_path, home=tmp_path / "home")
    assert done.returncode == 1
    assert_one_line(done, *words)
    assert not (tmp_path / "home").exists()


def test_feeds_check_says_what_is_wrong_and_what_to_do(tmp_path: Path, server: LoopbackServer) -> None:
    """Each feed asked is a row of raw.fetch, what it brings is loaded, and the list shows when it last answered."""
    urls = {
        "good": server.serve_feed("/good", rss(fresh(1), fresh(2))),
        "silent": server.serve_feed("/silent", rss(item(1, host="b"))),
        "empty": server.serve_feed("/empty", rss()),
        "html": server.serve("/html", headers=[("Content-Type", "text/html")], body=b"<html>Sign in</html>"),
        "blocked": server.serve("/blocked", 403),
        "gone": server.serve("/gone", 410),
        "down": f"http://127.0.0.1:{closed_port()}/",
    }
    settings = SETTINGS | {"home": tmp_path / "home", "feeds": catalogue(tmp_path / "feeds.toml", urls)}
    found = feeds("check", **settings)
    assert found["code"] == 1, "some do not answer"
    by_id = {row["feed_id"]: row for row in found["feeds"]}
    assert {name for name, row in by_id.items() if row["answers"]} == {"good", "silent", "empty"}
    assert (by_id["good"]["problem"], by_id["good"]["silent_since"]) == ("", None)
    assert by_id["silent"]["silent_since"] == "2024-01-01T02:00:00"
    assert "no article" in by_id["empty"]["problem"]
    kinds = {"html": "not_a_feed", "blocked": "blocked", "gone": "http_410", "down": "connect"}
    assert {name: by_id[name]["error_kind"] for name in kinds} == kinds
    assert all(by_id[name]["advice"] and by_id[name]["problem"] for name in kinds)
    assert ask(tmp_path / "home", "select count(*), count(distinct feed_id) from raw.fetch") == [(7, 7)]
    assert ask(tmp_path / "home", "select count(*) from coded.article") == [(3,)]
    assert ask(tmp_path / "home", "select command, status from raw.run") == [("feeds check", "complete")]
    assert violations(tmp_path / "home") == {}
    rows = {row["id"]: row for row in feeds("list", **settings)["feeds"]}
    assert {name for name, row in rows.items() if row["last_answered_at"]} == {"good", "silent", "empty"}


def test_feeds_check_of_some_asks_those_and_none_that_has_just_answered(tmp_path: Path, server: LoopbackServer) -> None:
    """Fault 73: not twice within ten minutes, but a feed that failed at once; one that has ended is asked again too."""
    urls = {name: server.url(f"/{name}") for name in ("one", "two", "three")}
    server.serve_feed("/one", rss(fresh(1)))
    server.serve("/two", 410)
    settings = SETTINGS | {"home": tmp_path / "home", "feeds": catalogue(tmp_path / "feeds.toml", urls)}
    done = tension("feeds", "check", "one", "two", **settings)
    assert done.returncode == 1
    assert "one  answers" in done.stdout
    assert "two  DOES NOT ANSWER (http_410); never seen to answer" in done.stdout
    assert "1 of 2 feeds answer" in done.stdout
    server.serve_feed("/two", rss(fresh(2)))
    assert tension("feeds", "check", "one", "two", **settings).returncode == 0
    asked = [len(server.requests_of(f"/{name}")) for name in urls]
    assert asked == [1, 2, 0]


def test_feeds_check_counts_for_the_address_it_asked(tmp_path: Path, server: LoopbackServer) -> None:
    """A corrected address starts anew: what the old one answered is not told of the new one."""
    settings = SETTINGS | {"home": tmp_path / "home"}
    old, new = (catalogue(tmp_path / f"{name}.toml", {"feed": server.url(f"/{name}")}) for name in ("old", "new"))
    server.serve_feed("/old", rss(fresh(1)))
    assert tension("feeds", "check", feeds=old, **settings).returncode == 0
    (row,) = feeds("list", feeds=new, **settings)["feeds"]
    assert (row["answers"], row["last_answered_at"]) == (None, None)
    found = feeds("check", feeds=new, **settings)
    assert (found["code"], found["feeds"][0]["error_kind"]) == (1, "http_404")
    assert found["feeds"][0]["last_answered_at"] is None


def test_feeds_export_is_what_import_reads(tmp_path: Path) -> None:
    one, two, file = tmp_path / "one", tmp_path / "two", tmp_path / "feeds.opml"
    tension("feeds", "add", "https://own.example/rss?a=1&b=2", "--outlet", 'Ägypten "heute"', home=one)
    tension("feeds", "remove", "rt-news", home=one)
    assert "written to" in tension("feeds", "export-opml", file, home=one).stdout
    assert tension("feeds", "export-opml", home=one).stdout == file.read_text(encoding="utf-8")
    found = feeds("import-opml", file, home=two)
    assert found["added"] == ["agypten-heute"]
    assert len(found["left_out"]) == len(feeds("list", home=one)["feeds"]) - 2
    (row,) = [row for row in feeds("list", home=two)["feeds"] if row["origin"] == "own"]
    assert (row["outlet"], row["url"], row["kind"]) == (
        'Ägypten "heute"',
        "https://own.example/rss?a=1&b=2",
        "newspaper",
    )
    assert feeds("import-opml", file, home=two)["added"] == [], "twice is once"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["no OPML"]),
        (b"<opml version='2.0'><body/></opml>", ["no feed"]),
        (b"<!DOCTYPE o [<!ENTITY a 'b'>]><opml><body><outline xmlUrl='&a;'/></body></opml>", ["entities"]),
    ],
)
def test_feeds_import_of_what_is_no_list_is_one_line(tmp_path: Path, data: bytes, words: list[str]) -> None:
    file = tmp_path / "list.opml"
    file.write_bytes(data)
    done = tension("feeds", "import-opml", file, home=tmp_path / "home")
    assert done.returncode == 1
    assert_one_line(done, "list.opml", *words)
    assert not (tmp_path / "home").exists()
