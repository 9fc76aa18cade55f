"""Article pages of a server that misbehaves: what is read, what is refused, and what stays of the feed's own text."""

from __future__ import annotations

import gzip
import json
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from etl.decoding import ErrorKind, PageErrorKind
from etl.fetch import FetchLimits, open_asking, user_agent
from etl.manners import CRAWL_DELAY_SECONDS_MAX, ROBOTS_PATH, TDM_PATH, Manners, known_by_address
from etl.page_reader import PageReader
from etl.pages import PageAsker, PageResult, ask_pages
from tests.integration.commands import start, tension, wait_until
from tests.integration.samples import ask, rss, violations
from tests.integration.test_fetch import closed_port
from warehouse.clock import utc_now
from warehouse.pages import PendingPage
from warehouse.paths import Home
from warehouse.reader import Reader
from warehouse.terms import FetchStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.integration.loopback import LoopbackServer, Wire

LIMITS = FetchLimits(
    deadline_seconds=5.0,
    connect_seconds=2.0,
    bytes_max=1_000_000,
    host_spacing_seconds=0.0,
    allow_loopback=True,
    user_agent=user_agent("tests@example.org"),
)
TITLE = "Borduria fires missiles at Syldavian port"
PARAGRAPHS = (
    "Borduria fired three missiles at the port of Klow on Monday night, the Syldavian army said, and a crane was hit.",
    "Two dock workers were wounded, one of them gravely, according to the harbour master, who spoke by telephone.",
    "The government in Szohod said that the port had been used to bring in arms, which Syldavia has always denied.",
    "Russia launched air strikes on Ukraine in the same night, and ministers of the region will meet on Thursday.",
)
HTML = [("Content-Type", "text/html; charset=utf-8")]


def article(*, head: str = "", after: str = "", title: str = TITLE) -> str:
    """A page with one article, as most are."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title} - The Pelican</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article>"
        "<div><h3>Most read</h3><ul><li><a href='/2'>Israel strikes depot in Iran</a></li></ul></div>"
        f"{after}</body></html>"
    )


def pending(url: str, *, title: str = TITLE, text_chars: int = 100) -> PendingPage:
    return PendingPage(
        article_id="one",
        feed_id="pelican",
        outlet="The Pelican",
        url=url,
        title=title,
        language="en",
        published_text="2024-11-16T08:00:00Z",
        text_chars=text_chars,
    )


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader(seconds_max=60, memory_bytes_max=1_000_000_000) as running:
        yield running


@pytest.fixture
def asker(reader: PageReader) -> Iterator[PageAsker]:
    with open_asking(LIMITS, now=utc_now) as fetch:
        manners = Manners(fetch=fetch, limits=LIMITS, now=utc_now)
        yield PageAsker(fetch=fetch, limits=LIMITS, manners=manners, reader=reader, now=utc_now)


def asked(
    asker: PageAsker, server: LoopbackServer, *, body: str | bytes = "", headers: list | None = None
) -> PageResult:
    """Serve one page and ask for it."""
    data = body.encode() if isinstance(body, str) else body
    return asker.ask(pending(server.serve("/a", headers=HTML if headers is None else headers, body=data)))


def test_page_is_read_and_what_is_beside_the_article_is_kept_apart(asker, server):
    result = asked(asker, server, body=article())
    assert (result.fetch.status, result.fetch.error_kind, result.fetch.kind) == (FetchStatus.READ, "", "page")
    assert result.page is not None
    assert result.page.body == "\n\n".join(PARAGRAPHS)
    assert "Israel strikes depot in Iran" in result.page.dropped_text
    assert [request.path for request in server.requests] == [ROBOTS_PATH, TDM_PATH, "/a"]
    sent = server.requests_of("/a")[0].headers
    assert "tests@example.org" in sent["user-agent"]
    assert "html" in sent["accept"]
    assert "cookie" not in sent


# --- robots.txt (fault 73, RFC 9309) --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (200, "User-agent: *\nDisallow: /a\n", PageErrorKind.ROBOTS),
        (200, "User-agent: Tensiometer\nDisallow: /\n\nUser-agent: *\nAllow: /\n", PageErrorKind.ROBOTS),
        (200, "User-agent: Tensiometer\nAllow: /\n\nUser-agent: *\nDisallow: /\n", ""),
        (200, "User-agent: other\nDisallow: /\n", ""),
        (200, "User-agent: *\nDisallow: /*.pdf$\nDisallow: /b\n", ""),
        (200, "", ""),
        (200, "<html>no such file</html>", ""),
        (401, "", ""),
        (403, "", ""),
        (404, "", ""),
        (410, "", ""),
        (429, "", PageErrorKind.ROBOTS_UNREACHABLE),
        (500, "", PageErrorKind.ROBOTS_UNREACHABLE),
        (503, "User-agent: *\nAllow: /\n", PageErrorKind.ROBOTS_UNREACHABLE),
    ],
)
def test_robots_decides_before_the_page_is_asked_for(asker, server, status, text, kind):
    server.serve(ROBOTS_PATH, status, body=text.encode())
    result = asked(asker, server, body=article())
    assert result.fetch.error_kind == kind
    assert (result.page is None) is bool(kind)
    assert len(server.requests_of("/a")) == (0 if kind else 1)
    # What is refused for good is not asked for again; a host that could not be asked is.
    assert (result.fetch.next_due_at is not None) is (kind == PageErrorKind.ROBOTS_UNREACHABLE)


def test_robots_is_asked_for_once_a_host_and_kept_for_a_day(asker, server):
    url = server.serve("/a", headers=HTML, body=article().encode())
    server.serve(ROBOTS_PATH, body=b"User-agent: *\nDisallow: /b\n")
    assert [asker.ask(pending(url)).fetch.error_kind for _ in range(3)] == ["", "", ""]
    assert len(server.requests_of(ROBOTS_PATH)) == len(server.requests_of(TDM_PATH)) == 1
    known = known_by_address(asker.manners.learnt)
    for hours, count in ((1, 0), (23, 0), (25, 1)):
        later = utc_now() + timedelta(hours=hours)
        manners = replace_manners(asker, known=known, now=lambda later=later: later)
        before = len(server.requests_of(ROBOTS_PATH))
        manners.rules_of(url).check(url)
        assert len(server.requests_of(ROBOTS_PATH)) - before == count


def test_unreachable_robots_is_believed_for_an_hour(asker, server):
    url = server.serve("/a", headers=HTML, body=article().encode())
    server.serve(ROBOTS_PATH, 500)
    assert asker.ask(pending(url)).fetch.error_kind == PageErrorKind.ROBOTS_UNREACHABLE
    server.serve(ROBOTS_PATH, body=b"")
    known = known_by_address(asker.manners.learnt)
    for minutes, is_unreachable in ((30, True), (61, False)):
        later = utc_now() + timedelta(minutes=minutes)
        manners = replace_manners(asker, known=known, now=lambda later=later: later)
        assert bool(manners.rules_of(url).unreachable) is is_unreachable


def replace_manners(asker: PageAsker, **changes: object) -> Manners:
    values = {"fetch": asker.manners.fetch, "limits": LIMITS, "now": utc_now} | changes
    return Manners(**values)


def test_robots_of_which_the_start_is_read_still_disallows(asker, server):
    """A file without end: the first 512,000 bytes count."""
    server.serve(ROBOTS_PATH, body=b"User-agent: *\nDisallow: /a\n" + b"# nothing more\n" * 100_000)
    assert asked(asker, server, body=article()).fetch.error_kind == PageErrorKind.ROBOTS


def test_robots_as_a_bomb_is_cut(asker, server):
    bomb = gzip.compress(b"User-agent: *\nDisallow: /a\n" + b"#" * 50_000_000)
    server.serve(ROBOTS_PATH, headers=[("Content-Encoding", "gzip")], body=bomb)
    assert asked(asker, server, body=article()).fetch.error_kind == PageErrorKind.ROBOTS


@pytest.mark.parametrize(
    ("asked_for", "given"), [("7", 7.0), ("3600", CRAWL_DELAY_SECONDS_MAX), ("x", 0.0), ("-1", 0.0)]
)
def test_crawl_delay_counts_up_to_a_limit(asker, server, asked_for, given):
    server.serve(ROBOTS_PATH, body=f"User-agent: *\nCrawl-delay: {asked_for}\n".encode())
    assert asker.manners.rules_of(server.url("/a")).delay_seconds == given


def test_pages_of_a_host_are_crawl_delay_apart(asker, server):
    server.serve(ROBOTS_PATH, body=b"User-agent: *\nCrawl-delay: 1.5\n")
    urls = [server.serve(path, headers=HTML, body=article().encode()) for path in ("/a", "/b")]
    results = list(ask_pages([pending(url) for url in urls], asker, until=utc_now() + timedelta(minutes=5)))
    assert [result.fetch.error_kind for result in results] == ["", ""]
    first, second = (server.requests_of(path)[0] for path in ("/a", "/b"))
    assert second.started_at - first.started_at >= 1.5


def test_redirect_is_checked_where_it_leads(asker, server):
    server.serve("/b", headers=HTML, body=article().encode())
    server.serve(ROBOTS_PATH, body=b"User-agent: *\nDisallow: /b\n")
    result = asker.ask(pending(server.redirect("/a", "/b")))
    assert result.fetch.error_kind == PageErrorKind.ROBOTS
    assert not server.requests_of("/b")


# --- opt-outs from text mining --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "head", "is_refused"),
    [
        ([("tdm-reservation", "1")], "", True),
        ([("TDM-Reservation", " 1 ")], "", True),
        ([("tdm-reservation", "0")], "", False),
        ([("X-Robots-Tag", "noai")], "", True),
        ([("X-Robots-Tag", "noarchive, NoAI, noimageai")], "", True),
        ([("X-Robots-Tag", "noarchive")], "", False),
        ([("X-Robots-Tag", "none")], "", True),
        ([("X-Robots-Tag", "tensiometer: noindex")], "", True),
        ([("X-Robots-Tag", "otherbot: noindex, noai")], "", False),
        ([("X-Robots-Tag", "otherbot: noindex, tensiometer: noai")], "", True),
        ([("X-Robots-Tag", "unavailable_after: 25 Jun 2030 15:00:00 PST, noai")], "", True),
        ([], "<meta name='tdm-reservation' content='1'>", True),
        ([], "<META NAME='TDM-Reservation' CONTENT='1'>", True),
        ([], "<meta name='tdm-reservation' content='0'>", False),
        ([], "<meta name='robots' content='index, noai, noimageai'>", True),
        ([], "<meta name='robots' content='max-image-preview:large'>", False),
        ([], "<meta name='tensiometer' content='noindex'>", True),
        ([], "<meta name='googlebot' content='noindex'>", False),
    ],
)
def test_reservation_from_text_mining_is_honoured(asker, server, headers, head, is_refused):
    result = asked(asker, server, body=article(head=head), headers=[*HTML, *headers])
    assert (result.fetch.error_kind == PageErrorKind.OPTED_OUT) is is_refused
    assert (result.page is None) is is_refused
    assert result.fetch.next_due_at is None


@pytest.mark.parametrize(
    ("rules", "is_refused"),
    [
        ([{"location": "/", "tdm-reservation": 1}], True),
        ([{"location": "/b", "tdm-reservation": 1}], False),
        ([{"location": "/a", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}], False),
        ([{"location": "/*", "tdm-reservation": "1", "tdm-policy": "https://a.example/p"}], True),
        ({"location": "/", "tdm-reservation": 1}, False),
        (["/", None, 7], False),
    ],
)
def test_reservation_of_a_whole_host_is_honoured(asker, server, rules, is_refused):
    server.serve(TDM_PATH, body=json.dumps(rules).encode())
    result = asked(asker, server, body=article())
    assert (result.fetch.error_kind == PageErrorKind.OPTED_OUT) is is_refused
    assert len(server.requests_of("/a")) == (0 if is_refused else 1)


# --- pages that are not to be had -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        article(head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'),
        article(
            head='<script type="application/ld+json">'
            '[{"@graph":[{"@type":"Article","isAccessibleForFree":"False"}]}]</script>'
        ),
        article(head="<meta property='article:content_tier' content='locked'>"),
        (
            f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
            "<div><p>Subscribe to continue reading this article and all others.</p></div></body></html>"
        ),
    ],
    ids="json-ld graph tier told".split(),
)
def test_page_behind_a_paywall_is_left(asker, server, page):
    result = asked(asker, server, body=page)
    assert result.fetch.error_kind == PageErrorKind.PAYWALL
    assert result.page is None


def test_page_that_is_free_by_its_own_word_is_read(asker, server):
    free = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>'
    assert asked(asker, server, body=article(head=free, after="<p>Subscribe to our newsletter</p>")).page is not None


@pytest.mark.parametrize(
    ("status", "kind"), [(401, "http_4xx"), (403, "blocked"), (404, "http_404"), (410, "http_410")]
)
def test_refusal_is_final(asker, server, status, kind):
    result = asker.ask(pending(server.serve("/a", status)))
    assert (result.fetch.error_kind, result.fetch.http_status, result.fetch.next_due_at) == (kind, status, None)


@pytest.mark.parametrize(("status", "kind"), [(429, "http_429"), (500, "http_5xx"), (503, "http_5xx")])
def test_trouble_is_tried_again_when_the_server_says(asker, server, status, kind):
    result = asker.ask(pending(server.serve("/a", status, [("Retry-After", "40000")])))
    assert (result.fetch.error_kind, result.fetch.error_is_transient) == (kind, True)
    assert result.fetch.next_due_at is not None
    waits = result.fetch.next_due_at - result.fetch.finished_at
    assert waits >= timedelta(seconds=40000 if status != 500 else 7200)


def test_other_page_than_the_articles_is_left(asker, server):
    """Some sites lead to their front page, or to one that asks who one is."""
    server.serve(
        "/login", headers=HTML, body=article(title="Sign in to the Pelican").replace("Borduria", "We").encode()
    )
    page = asker.ask(pending(server.redirect("/a", "/login"), title="Elections postponed after floods"))
    assert page.fetch.error_kind == PageErrorKind.OTHER_PAGE


def test_page_that_tells_no_more_than_the_feed_is_left(asker, server):
    url = server.serve("/a", headers=HTML, body=article().encode())
    assert asker.ask(pending(url, text_chars=5000)).fetch.error_kind == PageErrorKind.NO_TEXT


@pytest.mark.parametrize(
    ("headers", "body", "kind"),
    [
        ([("Content-Type", "application/pdf")], b"%PDF-1.4", PageErrorKind.NOT_A_PAGE),
        ([("Content-Type", "image/png")], b"\x89PNG", PageErrorKind.NOT_A_PAGE),
        (HTML, b"", PageErrorKind.NOT_A_PAGE),
        (HTML, b"<html><body><div></div></body></html>", PageErrorKind.NO_TEXT),
        (HTML, b"<html><title>Just a moment...</title></html>", ErrorKind.BLOCKED),
        ([*HTML, ("Content-Encoding", "br")], b"x", ErrorKind.BAD_ENCODING),
        ([*HTML, ("Content-Encoding", "gzip")], gzip.compress(b" " * 30_000_000), ErrorKind.TOO_LARGE),
        (HTML, b"<p>" + b"x" * 1_500_000, ErrorKind.TOO_LARGE),
        (HTML, b"<div>" * 100_000 + b"</div>" * 100_000, ErrorKind.TOO_LARGE),
        (HTML, b"<p " + b"a=1 " * 200_000 + b">", ErrorKind.TOO_LARGE),
    ],
    ids="pdf png empty no-text captcha brotli bomb flood nested attributes".split(),
)
def test_what_is_no_article_is_named(asker, server, headers, body, kind):
    assert asked(asker, server, body=body, headers=headers).fetch.error_kind == kind


def test_page_without_end_is_ended(asker, server):
    def drip(wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        wire.drip(b"<p>" * 1000, pause_seconds=0.2)

    limits = replace(LIMITS, deadline_seconds=1.5)
    result = replace(asker, limits=limits).ask(pending(server.route("/a", drip)))
    assert result.fetch.error_kind == ErrorKind.TIMEOUT
    assert result.fetch.next_due_at is not None


def test_private_address_is_refused_behind_a_redirect_too(asker, server):
    """Fault 13: neither the page nor the robots.txt of such a host is asked for."""
    for target in ("http://169.254.169.254/latest", "http://10.0.0.7/", "file:///etc/passwd"):
        result = asker.ask(pending(server.redirect("/a", target)))
        assert result.fetch.status is FetchStatus.FAILED
        assert result.page is None
    assert asker.ask(pending("http://[::ffff:10.0.0.1]/x")).fetch.status is FetchStatus.FAILED


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig", "koi8-r"])
def test_declared_charset_is_read_whatever_the_page_says(asker, server, encoding):
    title = "Армия сообщила об обстреле порта"
    words = "Армия сообщила, что порт был обстрелян в ночь на понедельник, и двое рабочих были ранены. "
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>"
        + f"<p>{words * 3}</p>" * 3
    )
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    url = server.serve("/a", headers=[("Content-Type", f"text/html; charset={name}")], body=page.encode(encoding))
    result = asker.ask(pending(url, title=title))
    assert result.page is not None
    assert words.strip() in result.page.body


def test_one_bad_byte_costs_one_character(asker, server):
    page = (
        article().encode().replace(b"gravely", b"grav\xffely").replace(b"workers", "wörkers – “all” of them é".encode())
    )
    result = asked(asker, server, body=page, headers=[("Content-Type", "text/html")])
    assert result.page is not None
    assert "wörkers – “all”" in result.page.body


def test_page_that_takes_too_long_to_read_is_ended(server):
    """Fault 26: what works on the page can be killed, and the next page is read."""
    with (
        PageReader(seconds_max=0.05, memory_bytes_max=1_000_000_000) as reader,
        open_asking(LIMITS, now=utc_now) as fetch,
    ):
        manners = Manners(fetch=fetch, limits=LIMITS, now=utc_now)
        asker = PageAsker(fetch=fetch, limits=LIMITS, manners=manners, reader=reader, now=utc_now)
        slow = "".join(
            f"<p>Sentence {number} of a very long page in which much is said of it.</p>" for number in range(9000)
        )
        result = asked(asker, server, body=article(after=slow))
        assert result.fetch.error_kind == ErrorKind.PARSE_TIMEOUT
        reader.seconds_max = 60
        assert asked(asker, server, body=article()).page is not None


def test_host_that_cannot_be_reached_is_asked_once(asker):
    port = closed_port()
    pages = [pending(f"http://127.0.0.1:{port}/{number}") for number in range(4)]
    results = list(ask_pages(pages, asker, until=utc_now() + timedelta(minutes=5)))
    assert {result.fetch.error_kind for result in results} == {PageErrorKind.ROBOTS_UNREACHABLE}


def test_pages_wait_once_the_time_is_over(asker, server):
    url = server.serve("/a", headers=HTML, body=article().encode())
    assert list(ask_pages([pending(url)] * 3, asker, until=utc_now() - timedelta(seconds=1))) == []
    assert not server.requests


# --- the whole run --------------------------------------------------------------------------------------------------

SETTINGS = {"allow_loopback": True, "host_seconds": 0, "worker_count": 1, "fetch_seconds": 5, "parse_seconds": 60}


def feeds_file(path: Path, url: str, *, full_text: bool = True) -> Path:
    path.write_text(
        f'[[feed]]\nid = "pelican"\noutlet = "The Pelican"\nurl = "{url}"\ncountry = "GBR"\nlanguage = "en"\n'
        f'kind = "newspaper"\nfull_text = {str(full_text).lower()}\n',
        encoding="utf-8",
    )
    return path


def entry(url: str, *, title: str = TITLE, date: str = "Sat, 16 Nov 2024 08:00:00 GMT") -> dict[str, str]:
    fields = {"title": title, "link": url, "description": "Missiles hit a port, the army says."}
    return fields | ({"pubDate": date} if date else {})


def ingest(tmp_path: Path, url: str, **changes: object) -> dict:
    settings = SETTINGS | {"home": tmp_path / "home", "feeds": feeds_file(tmp_path / "feeds.toml", url)} | changes
    done = tension("ingest", "--force", "--json", **settings)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_text_of_the_page_becomes_the_articles_and_the_feeds_is_kept(tmp_path, server):
    pages = {
        "read": server.serve("/read", headers=HTML, body=article().encode()),
        "wall": server.serve(
            "/wall", headers=HTML, body=article(head="<meta property='article:content_tier' content='locked'>").encode()
        ),
        "gone": server.serve("/gone", 404),
    }
    feed = server.serve_feed("/feed", rss(*(entry(url, title=f"{TITLE}, {name}") for name, url in pages.items())))
    summary = ingest(tmp_path, feed)
    assert summary["outcomes"]["new"] == 3
    assert summary["pages"] == {"asked": 3, "read": 1, "feed_text_kept": {"http_404": 1, "paywall": 1}, "left": 0}
    home = tmp_path / "home"
    current = {
        title.rpartition(", ")[2]: (revision, chars, fold)
        for title, revision, chars, fold in ask(
            home, "select title, revision, text_chars, fold_at from coded.article where is_current"
        )
    }
    assert current["read"][0] == 2
    assert current["read"][1] > len("".join(PARAGRAPHS))
    assert current["wall"][0] == current["gone"][0] == 1
    hits = ask(
        home,
        "select hit.actor_id, hit.recipient_id from coded.cue_hit as hit "
        "join coded.article using (article_id, revision) where is_current and revision = 2",
    )
    assert ("RUS", "UKR") in hits
    assert not {"ISR", "IRN"} & {actor for pair in hits for actor in pair}
    attempts = ask(
        home,
        "select location, status, error_kind, revision from raw.page join raw.fetch using (fetch_id) "
        "where kind = 'page' order by location",
    )
    assert attempts == [
        (pages["gone"], "failed", "http_404", 0),
        (pages["read"], "read", "", 2),
        (pages["wall"], "failed", "paywall", 0),
    ]
    assert violations(home) == {}
    told = {}
    for title, article_id, revision in ask(
        home, "select title, article_id, revision from coded.article where is_current"
    ):
        with closing(Reader(Home(home))) as opened:
            told[title.rpartition(", ")[2]] = opened.rows("article_page", article_id=article_id, revision=revision)[0]
    assert told["read"]["is_its_text"]
    assert not told["wall"]["is_its_text"]
    assert "not free to read" in told["wall"]["error_detail"]
    # Another run: the feed's own words of an article are known, and no page is asked for again.
    server.requests.clear()
    again = ingest(tmp_path, feed)
    assert (again["outcomes"]["new"], again["outcomes"]["updated"]) == (0, 0)
    assert "pages" not in again
    assert [request.path for request in server.requests] == ["/feed"]


def test_run_that_reaches_its_limit_is_taken_up_by_the_next(tmp_path, server):
    urls = [
        server.serve(f"/{number}", headers=HTML, body=article(title=f"{TITLE} {number}").encode())
        for number in range(3)
    ]
    feed = server.serve_feed("/feed", rss(*(entry(url, title=f"{TITLE} {number}") for number, url in enumerate(urls))))
    for read in (2, 1):
        summary = ingest(tmp_path, feed, page_count=2)
        assert summary["pages"]["read"] == read
    assert "pages" not in ingest(tmp_path, feed, page_count=2)
    assert all(len(server.requests_of(f"/{number}")) == 1 for number in range(3))
    assert len(server.requests_of(ROBOTS_PATH)) == 1
    assert ask(tmp_path / "home", "select count(*) from coded.article where is_current and revision = 2") == [(3,)]


def test_run_that_is_killed_among_pages_is_taken_up_by_the_next(tmp_path, server):
    """Fault 17: the articles are there with the feed's text, and the page that hung is read later."""

    def hang(wire: Wire) -> None:
        wire.stop.wait(60)

    good = server.serve("/good", headers=HTML, body=article(title=f"{TITLE} good").encode())
    slow = server.route("/slow", hang)
    feed = server.serve_feed("/feed", rss(entry(good, title=f"{TITLE} good"), entry(slow, title=f"{TITLE} slow")))
    settings = SETTINGS | {
        "home": tmp_path / "home",
        "feeds": feeds_file(tmp_path / "feeds.toml", feed),
        "fetch_seconds": 60,
    }
    process = start("ingest", **settings)
    wait_until(lambda: server.requests_of("/slow"))
    process.kill()
    process.communicate()
    assert ask(tmp_path / "home", "select count(*) from coded.article where is_current") == [(2,)]
    server.serve("/slow", headers=HTML, body=article(title=f"{TITLE} slow").encode())
    ingest(tmp_path, feed)
    assert ask(tmp_path / "home", "select count(*) from coded.article where is_current and revision = 2") == [(2,)]
    assert violations(tmp_path / "home") == {}


def test_feed_without_full_text_has_no_page_asked_for(tmp_path, server):
    url = server.serve("/a", headers=HTML, body=article().encode())
    feed = server.serve_feed("/feed", rss(entry(url)))
    feeds_file(tmp_path / "own.toml", feed, full_text=False)
    done = tension("ingest", **SETTINGS | {"home": tmp_path / "home", "feeds": tmp_path / "own.toml"})
    assert done.returncode == 0, done.stderr
    assert [request.path for request in server.requests] == ["/feed"]


def test_date_of_the_page_stands_in_where_the_feed_gives_none(tmp_path, server):
    date = '{"@type":"NewsArticle","datePublished":"2024-11-15T06:30:00+02:00"}'
    head = f'<script type="application/ld+json">{date}</script>'
    url = server.serve("/a", headers=HTML, body=article(head=head).encode())
    ingest(tmp_path, server.serve_feed("/feed", rss(entry(url, date=""))))
    assert ask(tmp_path / "home", "select published_at, published_method from coded.article where is_current") == [
        (datetime(2024, 11, 15, 4, 30), "page")
    ]


def test_edit_in_the_feed_has_the_page_read_anew(tmp_path, server):
    url = server.serve("/a", headers=HTML, body=article().encode())
    server.serve_feed("/feed", rss(entry(url)))
    ingest(tmp_path, server.url("/feed"))
    server.serve_feed("/feed", rss(entry(url) | {"description": "Missiles hit a port, the army says; three are hurt."}))
    server.serve("/a", headers=HTML, body=article().replace("Two dock", "Three dock").encode())
    ingest(tmp_path, server.url("/feed"))
    rows = ask(tmp_path / "home", "select revision, text_chars from coded.article where is_current")
    assert len(rows) == 1
    assert rows[0][0] == 4
    assert rows[0][1] > len("".join(PARAGRAPHS))
