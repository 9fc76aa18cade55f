"""Which article an entry is."""

from __future__ import annotations

import pytest

from etl.stages.identity import article_id, canonical_url, content_hash, safe_url


def an_id(**changes: str) -> str:
    entry = {
        "outlet": "Wire",
        "url": "https://wire.example/a",
        "guid": "g1",
        "title": "T",
        "published_text": "2023-01-01",
    }
    return article_id(**{**entry, **changes})


def test_id_without_address_or_guid_comes_from_the_words():
    """Fault 30."""
    first = an_id(url="", guid="")
    assert first == an_id(url="", guid="")
    assert len({first, an_id(url="", guid="", title="U"), an_id(url="", guid="", published_text="2023-01-02")}) == 3
    assert first != an_id(url="", guid="", outlet="Other")


def test_id_of_entries_that_share_a_guid_differs_by_address():
    """Fault 31: the same guid for all."""
    assert an_id(url="https://wire.example/a") != an_id(url="https://wire.example/b")


def test_id_does_not_change_with_the_guid():
    """Fault 32."""
    assert an_id(guid="g1") == an_id(guid="g2") == an_id(guid="", title="Edited")


def test_id_by_guid_holds_within_its_outlet():
    assert an_id(url="", guid="1") == an_id(url="", guid="1", title="Edited")
    assert an_id(url="", guid="1") != an_id(url="", guid="1", outlet="Other")


@pytest.mark.parametrize(
    "copy",
    [
        "http://wire.example/news/a",
        "https://www.wire.example/news/a",
        "https://m.wire.example/news/a",
        "https://amp.wire.example/news/a",
        "https://mobile.wire.example/news/a",
        "https://wire.example/news/a/",
        "https://wire.example/news/a/amp",
        "https://wire.example/news/a#comments",
        "https://wire.example/news/a?utm_source=rss&utm_medium=feed",
        "https://wire.example/news/a?fbclid=xyz",
        "https://wire.example:443/news/a",
        "https://WIRE.example/news/a",
    ],
)
def test_id_is_the_same_for_copies_of_an_address(copy):
    """Fault 33."""
    assert an_id(url=copy) == an_id(url="https://wire.example/news/a")


@pytest.mark.parametrize(
    "other",
    [
        "https://wire.example/news/b",
        "https://wire.example/news/a?id=2",
        "https://other.example/news/a",
        "https://wire.example/news/A",
    ],
)
def test_id_differs_for_other_addresses(other):
    assert an_id(url=other) != an_id(url="https://wire.example/news/a")


def test_canonical_url_keeps_a_host_that_only_looks_mobile():
    assert canonical_url("https://m.com/x") == "m.com/x"


def test_canonical_url_sorts_parameters():
    assert canonical_url("https://a.example/?b=2&a=1") == canonical_url("https://a.example/?a=1&b=2")


@pytest.mark.parametrize(
    "raw",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "//a.example/x",
        "/relative",
        "https://",
        "https:///path",
        "http://[::1",
        "https://a.example/a b",
        "https://a.example/\u202e",
        "https://a.example/" + "x" * 2048,
        "",
    ],
)
def test_link_that_is_not_plain_http_is_dropped(raw):
    """Faults 29 and 48."""
    assert safe_url(raw) == ""


@pytest.mark.parametrize("raw", ["https://a.example/x", "http://a.example", " https://a.example/ü \n"])
def test_link_that_is_http_is_kept(raw):
    assert safe_url(raw) == raw.strip()


def test_content_hash_changes_with_an_edit_and_not_with_blanks():
    """Fault 35."""
    first = content_hash("T", "a b\n\nc")
    assert first == content_hash(" T ", "a  b c")
    assert first != content_hash("T", "a b d")
    assert first != content_hash("t", "a b c")


def test_hashes_of_lone_surrogates_are_made_all_the_same():
    """Fault 24."""
    assert len(content_hash("\ud800", "x")) == len(an_id(url="", guid="\udc00")) == 12
