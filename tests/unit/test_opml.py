"""Lists of other readers are read from bytes, politely refused where they are none, and never fetched or expanded."""

from __future__ import annotations

import time
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest

from etl.feeds import FeedKind
from etl.opml import OPML_BYTES_MAX, OUTLINE_COUNT_MAX, OpmlError, OpmlReading, read_opml, unique_id, write_opml
from tests.unit.test_feeds import make_feed

DEFAULTS: dict[str, Any] = {"country": "", "language": "", "kind": FeedKind.NEWSPAPER}


def opml(*outlines: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f'{head}<opml version="2.0"><head><title>Mine</title></head><body>{"".join(outlines)}</body></opml>'


def feed(url: str, title: str = "News", more: str = "") -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}" {more}/>'


def read(data: str | bytes, **changes: Any) -> OpmlReading:
    given: dict[str, Any] = {"defaults": DEFAULTS, "taken_ids": (), "known": {}} | changes
    return read_opml(data.encode() if isinstance(data, str) else data, **given)


def test_opml_of_another_reader_is_read() -> None:
    """Folders, attributes in other cases, OPML 1, no title: what readers really write."""
    folder = f'<outline text="Africa">{feed("https://a.example/rss", "A &amp; B", "htmlUrl=&quot;x&quot;")}</outline>'
    found = read(opml(folder, feed("http://b.example/?x=1&amp;y=2", ""))).feeds
    assert [(one.id, one.outlet, one.url) for one in found] == [
        ("a-b", "A & B", "https://a.example/rss"),
        ("b-example", "b.example", "http://b.example/?x=1&y=2"),
    ]
    old = '<opml version="1.1"><body><outline title="Old" XMLURL="https://c.example/"/></body></opml>'
    assert read(old).feeds[0].outlet == "Old"


def test_opml_defaults_are_for_feeds_that_tell_no_better() -> None:
    told = feed("https://a.example/", more='category="/country/KEN,/language/sw,/kind/wire,/id/their-id"')
    other = feed("https://b.example/", more='category="/country/Kenya,/language/English,/kind/blog,/id/No Id,Africa"')
    found = read(opml(told, other), defaults=DEFAULTS | {"country": "NGA", "language": "en"}).feeds
    assert [(one.id, one.country, one.language, one.kind.value) for one in found] == [
        ("their-id", "KEN", "sw", "wire"),
        ("news", "NGA", "en", "newspaper"),
    ]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://a.example/",
        "/rss",
        "https://u:p@a.example/",
        "https://",
        "x y",
    ],
)
def test_opml_address_that_is_no_feeds_is_left_out_by_name(url: str) -> None:
    reading = read(opml(feed(url), feed("https://good.example/")))
    assert [one.url for one in reading.feeds] == ["https://good.example/"]
    assert [address for address, _ in reading.left_out] == [url]
    assert reading.left_out[0][1].startswith("url: ")


def test_opml_ids_are_made_unique_and_addresses_are_not_repeated() -> None:
    outlines = [feed(f"https://{number}.example/", "Die Zeit") for number in range(3)]
    reading = read(
        opml(*outlines, feed("https://0.example/", "Again"), feed("https://known.example/")),
        taken_ids=("die-zeit", "die-zeit-3"),
        known={"https://known.example/": "ours"},
    )
    assert [one.id for one in reading.feeds] == ["die-zeit-2", "die-zeit-4", "die-zeit-5"]
    assert reading.left_out == [("https://known.example/", "known already, as 'ours'")]


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("Le Monde – Économie", "le-monde-economie"),
        ("北京", "feed"),
        ("", "feed"),
        ("--", "feed"),
        ("a" * 99, "a" * 64),
        ("x" * 63 + " y", "x" * 63),
        ("İstanbul", "istanbul"),
    ],
)
def test_opml_id_is_one_that_a_catalogue_takes(text: str, identity: str) -> None:
    assert unique_id(text, {}) == identity
    second = unique_id(text, {identity: 1})
    assert second.endswith("-2")
    make_feed(id=second)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no OPML"),
        (b"<html><body>Sign in</body></html>", "no OPML"),
        (b"\x89PNG\r\n", "no OPML"),
        (b"https://example.org/feeds.opml", "no OPML"),
        (opml().encode(), "lists no feed"),
        (opml('<outline text="a folder"/>').encode(), "lists no feed"),
        (b"<opml", "lists no feed"),
        (b"<opml><body><outline", "lists no feed"),
        (f'<!DOCTYPE o [<!ENTITY a "b">]>{opml(feed("https://a.example/"))}'.encode(), "entities"),
        (f'<!DOCTYPE o [<!entity x SYSTEM "file:///etc/passwd">]>{opml()}'.encode(), "entities"),
        (f'<!DOCTYPE o [<!ENTITY a "b">]>{opml()}'.encode("utf-16"), "entities"),
        (b'<?xml version="1.0" encoding="zlib"?><opml/>', "encoding that is not read: zlib"),
        (b'<?xml version="1.0" encoding="punycode"?><opml/>', "encoding that is not read: punycode"),
        (b" " * (OPML_BYTES_MAX + 1), "larger"),
        (opml(feed("https://a.example/") * (OUTLINE_COUNT_MAX + 1)).encode(), "outlines"),
    ],
)
def test_opml_that_is_none_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    """Fault 20 for lists of feeds: nothing is expanded, fetched or read besides."""
    with pytest.raises(OpmlError, match=words):
        read(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1251", "euc-kr"])
def test_opml_encoding_is_the_one_it_says(encoding: str) -> None:
    title = {"windows-1251": "Известия", "euc-kr": "연합뉴스"}.get(encoding, "Zürcher Zeitung")
    declared = encoding.removesuffix("-sig")
    text = opml(feed("https://a.example/", title), head=f'<?xml version="1.0" encoding="{declared}"?>')
    assert read(text.encode(encoding)).feeds[0].outlet == title


def test_opml_titles_hold_nothing_that_moves_a_cursor() -> None:
    found = read(opml(feed("https://a.example/", "Red&#27;[31m\x00\x1b\nTimes&#8206;"))).feeds[0]
    assert found.outlet.isprintable()
    assert found.outlet.startswith("Red")


@pytest.mark.parametrize(
    "text",
    [
        opml('<outline text="a">' * OUTLINE_COUNT_MAX),
        opml('<outline text="a">' * (OUTLINE_COUNT_MAX // 2) + "".join(
            feed(f"https://{number}.example/") for number in range(OUTLINE_COUNT_MAX // 2)
        )),
        opml(feed("https://a.example/", more='category="' + ",".join("/x/y" * 9 for _ in range(40_000)) + '"')),
        opml("<outline " + " ".join(f'a{number}="b"' for number in range(100_000)) + "/>"),
        "<opml>" + "<" * 1_000_000,
        "<opml>" + "&" * 1_000_000,
        "</outline>" * 1_000 + opml(feed("https://a.example/")),
    ],
    ids=["deep", "deep with feeds", "categories", "attributes", "angles", "ampersands", "ends"],
)  # fmt: skip
def test_opml_that_is_hostile_costs_little(text: str) -> None:
    """Bounded in time and memory, whatever comes of it."""
    tracemalloc.start()
    started_at = time.monotonic()
    with suppress(OpmlError):
        read(text)
    seconds, peak_bytes = time.monotonic() - started_at, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 10
    assert peak_bytes < 200_000_000


def test_opml_written_is_well_formed_and_of_version_2() -> None:
    from xml.etree import ElementTree as ET

    feeds = [make_feed(outlet="A & <B> \"C\" 'D'", url="https://a.example/?x=1&y='2'"), make_feed(id="b", country="")]
    root = ET.fromstring(write_opml(feeds, title="Mine & yours"))
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Mine & yours")
    outlines = root.findall("body/outline")
    assert [one.get("xmlUrl") for one in outlines] == [one.url for one in feeds]
    assert [one.get("text") for one in outlines] == [one.outlet for one in feeds]
    assert {one.get("type") for one in outlines} == {"rss"}
