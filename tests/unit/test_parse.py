"""Feeds from bytes, and what is no feed; the numbers are those of the list of faults."""

from __future__ import annotations

import os
import time
from datetime import datetime

import pytest

from etl.stages.mending import defused
from etl.stages.parse import NotAFeedError, ParsedFeed, Unparsed, parse_feed

RECEIVED_AT = datetime(2026, 11, 20)
RSS = (
    '<?xml version="1.0"{encoding}?>{before}<rss version="2.0"><channel><title>Wire</title><language>en-GB</language>'
    "{items}</channel></rss>"
)
ITEM = (
    "<item><title>{title}</title><link>https://a.example/{number}</link><guid>g{number}</guid>"
    "<pubDate>Tue, 06 Oct 2026 10:00:00 KST</pubDate><description>{body}</description></item>"
)
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Wire</title>
<entry><title type="text">A &lt; B</title><link href="https://a.example/1"/><id>urn:1</id>
<updated>2026-10-06T10:00:00Z</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;Long text.&lt;/p&gt;</content>
</entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Wire</title></channel>
<item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link>
<dc:date>2026-10-06T10:00:00+09:00</dc:date><description>Text</description></item></rdf:RDF>"""


def rss(*items: str, before: str = "", encoding: str = "") -> str:
    return RSS.format(items="".join(items), before=before, encoding=encoding)


def item(number: int = 1, *, title: str = "Title", body: str = "Text") -> str:
    return ITEM.format(number=number, title=title, body=body)


def parse(body: bytes | str, *, entries_max: int = 2000, content_type: str = "") -> ParsedFeed:
    raw = body.encode("utf-8") if isinstance(body, str) else body
    return parse_feed(Unparsed(body=raw, received_at=RECEIVED_AT, content_type=content_type), entries_max=entries_max)


def test_rss_entry_is_read_as_received():
    feed = parse(rss(item(1), item(2, title="&lt;b&gt;Two&lt;/b&gt;")))
    first, second = feed.entries
    assert (feed.title, feed.language, feed.dropped_positions, feed.oddity) == ("Wire", "en-GB", (), "")
    assert (first.title, first.body, first.url, first.guid) == ("Title", "Text", "https://a.example/1", "g1")
    assert (first.published_text, first.language, first.outlet) == ("Tue, 06 Oct 2026 10:00:00 KST", "en-GB", "Wire")
    assert (second.title, second.title_is_html, second.position) == ("<b>Two</b>", True, 1)


def test_atom_entry_is_read_with_its_longest_text():
    (entry,) = parse(ATOM).entries
    assert (entry.title, entry.body, entry.body_is_html) == ("A < B", "<p>Long text.</p>", True)
    assert (entry.url, entry.guid, entry.published_text) == ("https://a.example/1", "urn:1", "2026-10-06T10:00:00Z")


def test_rdf_entry_is_read():
    (entry,) = parse(RDF).entries
    assert (entry.title, entry.url, entry.published_text) == (
        "One",
        "https://a.example/1",
        "2026-10-06T10:00:00+09:00",
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "it is empty"),
        (b" \r\n\t", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"\x89PNG\r\n", "it is a PNG image"),
        (b"\xff\xd8\xff\xe0", "it is a JPEG image"),
        (b"GIF89a", "it is a GIF image"),
        (b"PK\x03\x04", "it is a ZIP archive"),
        (b"\x1f\x8b\x08", "it is gzip"),
        (b'{"error": 404}', "it is JSON"),
        (b"[1]", "it is JSON"),
        (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "it is OPML, a list of feeds"),
        (b'{"items": [{"title": "of an API"}]}', "it is JSON"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "it is JSON"),
        pytest.param(b'{"version": ' * 50_000, "it is JSON", id="JSON too deep to be read"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "it is a sitemap"),
        (b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "it is a sitemap"),
        (b"<!DOCTYPE html><html><body>Just a moment...</body></html>", "it is an HTML page"),
        (b"\n<HTML><p>404</p>", "it is an HTML page"),
        (b"plain words", "it holds no RSS, Atom or RDF"),
        (b"<note><to>you</to></note>", "it holds no RSS, Atom or RDF"),
        (bytes(range(256)) * 40, "it holds no RSS, Atom or RDF"),
    ],
)
def test_what_is_no_feed_is_named(body, message):
    """Fault 21."""
    with pytest.raises(NotAFeedError) as caught:
        parse(body)
    assert str(caught.value) == message


def test_feed_without_entries_is_a_feed():
    assert parse(rss()).entries == ()


def test_bare_ampersand_is_itself():
    """Fault 25: in text it is mended, in CDATA and addresses it is left alone."""
    feed = parse(
        rss(
            "<item><title>AT&T & Q&A &amp; more</title><link>https://a.example/?a=1&b=2</link>"
            "<description><![CDATA[A&B <a href='?x=1&y=2'>c</a>]]></description></item>"
        )
    )
    (entry,) = feed.entries
    assert (entry.title, entry.url) == ("AT&T & Q&A & more", "https://a.example/?a=1&b=2")
    assert feed.oddity == "bare ampersands"
    assert entry.body == 'A&amp;B <a href="?x=1&amp;y=2">c</a>'


@pytest.mark.parametrize(
    "body",
    [
        "Warning: mysql_connect() in /var/www/feed.php on line 3\n" + rss(item(1)),
        rss(item(1)) + "<!-- cached --><script>x</script>",
        rss(item(1, body="caf&eacute; &nbsp; &hellip;")),
        rss(item(1), "<item><media:content url='x'/><title>Two</title></item>"),
        rss(item(1), item(2))[:-60],
        rss(item(1)).replace("</channel></rss>", ""),
    ],
    ids=["PHP warning", "trailing junk", "HTML entities", "undeclared namespace", "cut in an item", "never closed"],
)
def test_entries_of_a_broken_feed_are_recovered_and_the_oddity_told(body):
    """Fault 25."""
    feed = parse(body)
    assert feed.entries[0].title == "Title"
    assert feed.entries[0].url == "https://a.example/1"
    assert feed.oddity


KOREAN = "북한이 동해상으로 탄도미사일을 발사했다고 합동참모본부가 밝혔다. "


def test_one_bad_byte_costs_one_character():
    """Fault 22: it turned whole feeds into mojibake."""
    raw = rss(item(1, title=KOREAN, body=KOREAN * 20), encoding=' encoding="utf-8"').encode()
    at = raw.index("발사".encode())
    feed = parse(raw[:at] + b"\xff" + raw[at:])
    (entry,) = feed.entries
    assert feed.oddity == "bytes not UTF-8"
    assert entry.title == KOREAN.replace("발사", "\ufffd발사").strip()
    assert entry.body == (KOREAN * 20).strip()


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp949", KOREAN),
        ("euc-kr", KOREAN),
        ("shift_jis", "北朝鮮は日本海に向けて弾道ミサイルを発射したと防衛省が発表した。"),
        ("euc-jp", "北朝鮮は日本海に向けて弾道ミサイルを発射したと防衛省が発表した。"),
        ("cp1251", "Северная Корея запустила баллистическую ракету, сообщили военные."),
        ("gb18030", "朝鲜向日本海发射弹道导弹，军方表示。"),
        ("utf-16", KOREAN),
        ("utf-16-le", KOREAN),
        ("utf-16-be", KOREAN),
        ("utf-32", KOREAN),
        ("utf-32-le", KOREAN),
        ("utf-32-be", KOREAN),
        ("utf-8-sig", KOREAN),
        ("windows-1252", "Le café “brûlé” – d’été"),
    ],
)
@pytest.mark.parametrize("declared", ["right", "as utf-8"])
def test_encoding_gives_the_right_text(encoding, text, declared):
    """Fault 23; an encoding that calls itself UTF-8 is told by its letters."""
    name = encoding.replace("-sig", "") if declared == "right" else "utf-8"
    raw = rss(item(1, title=text, body=text * 3), encoding=f' encoding="{name}"').encode(encoding)
    (entry,) = parse(raw).entries
    assert entry.title == text.strip()


@pytest.mark.parametrize("content_type", ["text/xml; charset=ISO-8859-1", 'application/rss+xml; charset="utf-8"', ""])
@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8", "iso-8859-1"), ("utf-8", "euc-kr"), ("euc-kr", "euc-kr"), ("utf-16", "utf-8")],
)
def test_encoding_is_told_by_the_bytes_and_not_by_a_servers_default(encoding, declared, content_type):
    """Fault 23: servers call Latin-1 or UTF-8 whatever they send, and some feeds declare what they no longer are."""
    told = f' encoding="{declared}"' if declared else ""
    raw = rss(item(1, title=KOREAN), encoding=told).encode(encoding)
    (entry,) = parse(raw, content_type=content_type).entries
    assert entry.title == KOREAN.strip()


def test_feed_of_plain_letters_in_a_wide_encoding_is_read():
    """Fault 23: made narrow, it is no longer what its server and its declaration call it."""
    for encoding in ("utf-16", "utf-16-le", "utf-32"):
        raw = rss(item(1), encoding=f' encoding="{encoding}"').encode(encoding)
        feed = parse(raw, content_type=f"text/xml; charset={encoding}")
        assert (feed.entries[0].title, feed.oddity) == ("Title", "")
        with pytest.raises(NotAFeedError, match="HTML page"):
            parse("<html><body>Sign in</body></html>".encode(encoding))


def test_entities_in_wide_encodings_are_never_expanded():
    """Faults 20 and 23: what guards against DTDs must see them in UTF-16 too."""
    bomb = '<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY x "&a;&a;&a;&a;">]>'
    for encoding in ("utf-16", "utf-16-be", "utf-32"):
        for entry in parse(rss(item(1, title="[&x;]"), before=bomb).encode(encoding)).entries:
            assert "lol" not in entry.title


@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x1f", "&#0;", "&#x1F;", "&#xD800;", "&#x110000;", "&#55555555;"])
def test_characters_that_no_text_can_hold_are_removed(bad):
    """Fault 24: the parser raises on some of them."""
    feed = parse(rss(item(1, title=f"North{bad}South")))
    assert feed.entries[0].title == "NorthSouth"
    assert feed.oddity == ("impossible references" if bad.startswith("&") else "control characters")


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY x "]>"><!ENTITY x "lol">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE a><!DOCTYPE r [<!ENTITY x "lol">]>',
    ],
    ids=["bomb", "file", "closed early", "external", "second"],
)
def test_entities_are_never_expanded(before):
    """Fault 20."""
    feed = parse(rss(item(1, title="[&x;]"), before=before))
    for entry in feed.entries:
        assert "lol" not in entry.title
        assert "root:" not in entry.title


def test_other_documents_are_never_included(tmp_path):
    """Fault 20: XInclude."""
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", encoding="utf-8")
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    for entry in parse(rss(f"<item><title>T{include}</title><description>{include}</description></item>")).entries:
        assert "secret" not in f"{entry.title}{entry.body}".replace(secret.as_uri(), "")


def test_body_that_is_a_path_is_not_opened(tmp_path):
    """Fault 19: the parser opens what is given to it as bytes or text."""
    feed_file = tmp_path / "feed.xml"
    feed_file.write_text(rss(item(1)), encoding="utf-8")
    # A pipe that nobody writes to would never end.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for body in (str(feed_file), feed_file.as_uri(), str(pipe), "/dev/zero", "http://127.0.0.1:9/"):
        with pytest.raises(NotAFeedError):
            parse(body)


def test_entries_beyond_the_limit_are_cut_and_counted():
    """Fault 27."""
    feed = parse(rss(*(item(number) for number in range(2100))))
    assert (len(feed.entries), feed.dropped_positions) == (2000, tuple(range(2000, 2100)))
    assert feed.entries[0].guid == "g0"
    assert [entry.position for entry in feed.entries] == list(range(2000))


def test_one_bad_entry_loses_no_other():
    """Fault 28."""
    feed = parse(rss(item(1), "<item/>", "<item><title></title></item>", "<item><title>[<b]]></title></item>", item(5)))
    assert feed.entries[0].guid == "g1"
    assert feed.entries[-1].guid == "g5"


def test_feed_without_guids_or_links_is_read():
    """Fault 30."""
    (entry,) = parse(rss("<item><title>T</title></item>")).entries
    assert (entry.title, entry.guid, entry.url) == ("T", "", "")


@pytest.mark.parametrize(
    "bomb",
    [
        "<!DOCTYPE " * 50_000,
        "<!DOCTYPE r [" * 50_000,
        "<!ENTITY " * 50_000,
        "<![CDATA[" * 50_000,
        "&" * 200_000,
        "&#" * 200_000,
    ],
    ids=lambda bomb: bomb[:12],
)
def test_guards_of_the_parser_cost_little_themselves(bomb):
    begun = time.perf_counter()
    defused((rss(item(1)) + bomb).encode())
    assert time.perf_counter() - begun < 2


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "language": "ko", "items": [
{"id": 7, "url": "/1", "title": "A < B", "content_html": "<p>Long</p>", "content_text": "Long", "summary": "S",
 "date_published": "2026-10-06T10:00:00+09:00", "date_modified": "2026-10-07T10:00:00+09:00", "language": "en"},
{"id": "8", "external_url": "https://b.example/2", "content_text": "Only <text>",
 "date_modified": "2026-10-05T10:00:00Z"},
"no item", {"id": null, "title": ["no text"], "url": {}}]}"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.example/1?a=1&amp;b=2</loc><news:news><news:publication><news:name>Wire &amp; Co</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-10-06T10:00:00+09:00</news:publication_date>
<news:title><![CDATA[A & B <c>]]> &amp; D</news:title></news:news></url>
<url><loc>https://a.example/about</loc><lastmod>2026-10-06</lastmod></url>
<url><loc>https://a.example/2</loc><lastmod>2026-10-05</lastmod><news:news><news:title>Two</news:title></news:news></url>
<url><loc>https://a.example/3</loc><news:news><news:title>Cut"""


def test_json_feed_is_read():
    """Fault 21."""
    feed = parse(JSON_FEED)
    first, second, third = feed.entries
    assert (feed.title, feed.language, first.outlet, first.language, second.language) == (
        "Wire",
        "ko",
        "Wire",
        "en",
        "ko",
    )
    assert (first.title, first.title_is_html, first.body, first.body_is_html) == ("A < B", False, "<p>Long</p>", True)
    assert (first.url, first.guid, first.published_text) == ("/1", "7", "2026-10-06T10:00:00+09:00")
    assert (second.url, second.body, second.body_is_html) == ("https://b.example/2", "Only <text>", False)
    assert second.published_text == "2026-10-05T10:00:00Z"
    assert (third.title, third.url, third.guid, third.position) == ("", "", "", 3)


def test_links_of_a_json_feed_are_resolved():
    unparsed = Unparsed(body=JSON_FEED.encode(), received_at=RECEIVED_AT, location="https://a.example/feed.json")
    assert parse_feed(unparsed, entries_max=1).entries[0].url == "https://a.example/1"


def test_news_sitemap_is_read():
    """Fault 21: its pages that are no news are left out; cut short, its last entry has no title."""
    feed = parse(SITEMAP)
    first, second, last = feed.entries
    assert (feed.title, first.outlet, first.language) == ("Wire & Co", "Wire & Co", "en")
    assert (first.url, first.title) == ("https://a.example/1?a=1&b=2", "A & B <c> & D")
    assert (first.title_is_html, first.published_text) == (False, "2026-10-06T10:00:00+09:00")
    assert (second.title, second.url, second.published_text) == ("Two", "https://a.example/2", "2026-10-05")
    assert (last.url, last.title) == ("https://a.example/3", "")


@pytest.mark.parametrize("body", [JSON_FEED, SITEMAP], ids=["JSON Feed", "news sitemap"])
def test_other_feeds_are_cut_at_the_limit_and_counted(body):
    """Fault 27."""
    feed = parse(body, entries_max=2)
    assert len(feed.entries) == 2
    assert len(feed.dropped_positions) == 1


@pytest.mark.parametrize(
    "body",
    [
        rss("<item><title><![CDATA[<!DOCTYPE ]]></title></item>"),
        rss("<item><title>&lt;!DOCTYPE </title></item>", before="<!-- not a <!DOCTYPE -->"),
    ],
)
def test_doctype_in_an_article_is_text(body):
    (entry,) = parse(body).entries
    assert entry.title in {"<!DOCTYPE", "&lt;!DOCTYPE"}


def test_feed_of_the_oldest_kind_may_be_empty():
    spaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://channel.netscape.com/rdf/simple/0.9/"'
    )
    assert parse(f"<rdf:RDF {spaces}/>").entries == ()
