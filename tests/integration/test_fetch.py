"""The fetching stage against a real server that misbehaves on purpose (faults 1-16 of the list)."""

from __future__ import annotations

import gzip
import itertools
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from etl.addresses import refusal_reason
from etl.decoding import BodyDecoder, BodyTooLargeError
from etl.feeds import REDIRECT_ADOPTED_AFTER, RETRY_AFTER_SECONDS_MAX, Feed, FeedKind
from etl.fetch import (
    UNCONDITIONAL_EVERY,
    ErrorKind,
    FeedState,
    Fetched,
    FetchLimits,
    fetch_feed,
    is_due,
    open_client,
    user_agent,
)
from etl.fetch_many import fetch_feeds
from tests.integration.loopback import LoopbackServer, Wire
from warehouse.terms import FetchStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

AT = datetime(2026, 10, 6, 12)
HOUR = timedelta(hours=1)
BODY = b"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title></channel></rss>"
LIMITS = FetchLimits(
    allow_loopback=True,
    host_spacing_seconds=0.0,
    deadline_seconds=5.0,
    connect_seconds=2.0,
    user_agent=user_agent("test@example.org"),
)


def gzipped(body: bytes) -> bytes:
    """The body packed without the time of packing, which would give a test another name in each process."""
    return gzip.compress(body, mtime=0)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running


def make_feed(url: str, **changes: object) -> Feed:
    values = {
        "id": "feed",
        "outlet": "Outlet",
        "url": url,
        "country": "KOR",
        "language": "en",
        "kind": FeedKind.WIRE,
    }
    return Feed.model_validate(values | changes)


def fetch(
    url: str,
    state: FeedState | None = None,
    *,
    limits: FetchLimits = LIMITS,
    resolve: Callable[[str, int], list[str]] | None = None,
    **changes: object,
) -> Fetched:
    client = open_client(limits, resolve=resolve) if resolve else open_client(limits)
    with client:
        return fetch_feed(make_feed(url, **changes), state or FeedState(), client=client, now=lambda: AT, limits=limits)


def assert_failed(fetched: Fetched, kind: ErrorKind, *, http_status: int | None = None) -> None:
    row = fetched.fetch
    assert (row.status, row.error_kind) == (FetchStatus.FAILED, kind), row.error_detail
    assert row.http_status == http_status
    assert row.error_detail
    assert "\n" not in row.error_detail
    assert fetched.body == b""


def closed_port() -> int:
    """Return a port on which nothing listens: the system gave it out a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- what a good answer becomes -------------------------------------------------------------------------------------


def test_fetch_good_answer_is_read(server: LoopbackServer) -> None:
    """Fault 6: a success clears the streak, and the row says all that the next attempt needs."""
    url = server.serve_feed("/feed", BODY)
    fetched = fetch(url, FeedState(failure_streak=7))
    row = fetched.fetch
    assert (row.status, row.http_status, row.failure_streak) == (FetchStatus.READ, 200, 0)
    assert (row.feed_id, row.outlet, row.location, row.kind) == ("feed", "Outlet", url, "feed")
    assert (row.byte_count, row.next_due_at, row.error_kind) == (len(BODY), AT + HOUR, "")
    assert (fetched.body, fetched.content_type) == (BODY, "application/rss+xml")
    assert fetched.next_state.fetch_count == 1


def test_fetch_interval_is_the_feeds_own(server: LoopbackServer) -> None:
    """Fault 73: a feed's own pace is kept."""
    fetched = fetch(server.serve_feed("/feed", BODY), interval_minutes=15)
    assert fetched.fetch.next_due_at == AT + timedelta(minutes=15)


def test_fetch_not_modified_keeps_validators(server: LoopbackServer) -> None:
    """Fault 1: 304 is a success without a body, and the validators stay."""
    url = server.serve("/feed", 304)
    state = FeedState(etag='"1"', last_modified="yesterday", body_hash="abc", failure_streak=2)
    fetched = fetch(url, state)
    row = fetched.fetch
    assert (row.status, row.http_status, row.failure_streak) == (FetchStatus.NOT_MODIFIED, 304, 0)
    assert (row.etag, row.last_modified, row.body_hash) == ('"1"', "yesterday", "abc")
    assert fetched.body == b""


def test_fetch_not_modified_unasked_is_broken(server: LoopbackServer) -> None:
    """Fault 1: 304 to a request without validators is no success: there is nothing it could be compared with."""
    assert_failed(fetch(server.serve("/feed", 304)), ErrorKind.BROKEN_ANSWER, http_status=304)


def test_fetch_validators_return_byte_for_byte(server: LoopbackServer) -> None:
    """Fault 2: even what is no valid ETag or date goes back as it came, bytes above 127 included."""
    etag, modified = 'W/"a,b\\"\'\u00e9\u00ff', "Tue,  6 octobre 2026 12:00 KST"
    url = server.serve("/feed", headers=[("eTaG", etag), ("Last-modified", modified)], body=BODY)
    first = fetch(url)
    assert (first.fetch.etag, first.fetch.last_modified) == (etag, modified)
    fetch(url, first.next_state)
    unconditional, conditional = server.requests_of("/feed")
    assert not {"if-none-match", "if-modified-since"} & set(unconditional.headers)
    assert conditional.headers["if-none-match"] == etag
    assert conditional.headers["if-modified-since"] == modified


def test_fetch_validators_too_long_are_dropped(server: LoopbackServer) -> None:
    """Fault 2: an ETag of 2 KB is not sent back, since a refused request would look like a dead feed."""
    url = server.serve("/feed", headers=[("ETag", "x" * 2_000)], body=BODY)
    assert fetch(url).fetch.etag == ""


def test_fetch_every_fiftieth_is_unconditional(server: LoopbackServer) -> None:
    """Fault 2: servers lie, so that each 50th attempt asks for the whole feed."""

    def lie(wire: Wire) -> None:
        is_conditional = "if-none-match" in wire.request.headers
        wire.answer(304 if is_conditional else 200, [("ETag", '"1"')], b"" if is_conditional else BODY)

    feed, state = make_feed(server.route("/feed", lie)), FeedState(etag='"1"', body_hash="abc")
    read_at = []
    with open_client(LIMITS) as client:
        for number in range(1, 2 * UNCONDITIONAL_EVERY + 2):
            fetched = fetch_feed(feed, state, client=client, now=lambda: AT, limits=LIMITS)
            state = fetched.next_state
            if fetched.fetch.status is not FetchStatus.NOT_MODIFIED:
                read_at.append(number)
    assert read_at == [UNCONDITIONAL_EVERY, 2 * UNCONDITIONAL_EVERY]


def test_fetch_unchanged_waits_longer_the_longer_it_is_silent(server: LoopbackServer) -> None:
    """Fault 73: a feed keeps the pace that was found for it, and slows down while it says nothing new."""
    url = server.serve_feed("/feed", BODY)
    first = fetch(url)
    assert first.fetch.next_due_at == AT + HOUR
    paced = replace(first.next_state, interval_minutes=30)
    assert fetch(url, paced).fetch.next_due_at == AT + HOUR / 2
    assert fetch(url, paced).fetch.interval_minutes == 30
    silent = replace(paced, changed_at=AT - timedelta(days=2))
    assert fetch(url, silent).fetch.next_due_at == AT + timedelta(hours=2.4)
    assert fetch(url, silent, interval_minutes=20).fetch.next_due_at == AT + HOUR / 3
    failed = fetch(server.url("/absent"), replace(silent, location=server.url("/absent")))
    assert failed.fetch.interval_minutes == 30, "a failure forgets no pace"


def test_fetch_same_body_is_unchanged(server: LoopbackServer) -> None:
    """Fault 3: 200 with the bytes of the last time has nothing to parse or write."""
    url = server.serve_feed("/feed", BODY)
    first = fetch(url)
    second = fetch(url, first.next_state)
    assert (second.fetch.status, second.body) == (FetchStatus.UNCHANGED, b"")
    assert second.fetch.body_hash == first.fetch.body_hash
    server.serve_feed("/feed", BODY + b" ")
    assert fetch(url, second.next_state).fetch.status is FetchStatus.READ


# --- redirects ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 308])
def test_redirect_permanent_is_adopted_at_the_third(server: LoopbackServer, status: int) -> None:
    """Fault 4: seen three times in a row, the new address is asked directly, and it is said once."""
    server.serve_feed("/new", BODY)
    url, new = server.redirect("/old", "/new", status=status), server.url("/new")
    state, said = FeedState(), []
    for _ in range(REDIRECT_ADOPTED_AFTER + 2):
        fetched = fetch(url, state)
        state = fetched.next_state
        said.append(fetched.newly_adopted_url)
    assert said == ["", "", new, "", ""]
    assert len(server.requests_of("/old")) == REDIRECT_ADOPTED_AFTER
    assert state.adopted_url == new
    assert fetched.fetch.location == url


@pytest.mark.parametrize("status", [302, 303, 307])
def test_redirect_temporary_is_never_adopted(server: LoopbackServer, status: int) -> None:
    """Fault 4: a temporary redirect is followed each time and learnt never, nor what stands behind it."""
    server.serve_feed("/new", BODY)
    server.redirect("/middle", "/new", status=301)
    url, state = server.redirect("/old", "/middle", status=status), FeedState()
    for _ in range(REDIRECT_ADOPTED_AFTER + 1):
        fetched = fetch(url, state)
        state = fetched.next_state
    assert fetched.fetch.status in {FetchStatus.READ, FetchStatus.UNCHANGED}
    assert (state.permanent_redirect_url, state.permanent_redirect_count) == ("", 0)


def test_redirect_to_a_web_page_is_not_adopted(server: LoopbackServer) -> None:
    """Fault 4: the log-in page of a hotel's network does not become the feed's address."""
    server.serve("/login", headers=[("Content-Type", "text/html")], body=b"<!DOCTYPE html><title>Wi-Fi</title>")
    fetched = fetch(server.redirect("/old", "/login", status=301), FeedState())
    assert fetched.next_state.permanent_redirect_count == 0


def test_redirect_adopted_is_dropped_when_it_dies(server: LoopbackServer) -> None:
    """Fault 4: after three failures the catalogue's address has the word again; a 410 there does not stop the feed."""
    url = server.serve_feed("/old", BODY)
    server.serve("/new", 410)
    state = FeedState(permanent_redirect_url=server.url("/new"), permanent_redirect_count=3)
    for _ in range(3):
        fetched = fetch(url, state)
        assert_failed(fetched, ErrorKind.HTTP_4XX, http_status=410)
        state = fetched.next_state
    assert not state.stopped
    assert fetch(url, state).fetch.status is FetchStatus.READ


@pytest.mark.parametrize("to", ["/loop", "/other"])
def test_redirect_loop_is_an_error_row(server: LoopbackServer, to: str) -> None:
    """Fault 12: a loop ends at the first repetition."""
    server.redirect("/other", "/loop")
    assert_failed(fetch(server.redirect("/loop", to)), ErrorKind.REDIRECT_LOOP)
    assert len(server.requests) <= 2


def test_redirect_chain_too_long_is_an_error_row(server: LoopbackServer) -> None:
    """Fault 12: five redirects are followed, and a sixth is not."""
    for number in range(8):
        server.redirect(f"/{number}", f"/{number + 1}")
    assert_failed(fetch(server.url("/0")), ErrorKind.REDIRECT_LOOP)
    assert len(server.requests) == LIMITS.redirects_max + 1


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("", ErrorKind.BAD_URL),
        ("http://[::1", ErrorKind.BAD_URL),
        ("http://host:99999/", ErrorKind.BAD_URL),
        ("http://xn--\u00e9/", ErrorKind.BAD_URL),
        ("http://" + "a" * 70_000, ErrorKind.BAD_URL),
        ("file:///etc/passwd", ErrorKind.REFUSED_SCHEME),
        ("ftp://127.0.0.1/", ErrorKind.REFUSED_SCHEME),
        ("javascript:alert(1)", ErrorKind.BAD_URL),
    ],
)
def test_redirect_target_bad_is_an_error_row(server: LoopbackServer, location: str, kind: ErrorKind) -> None:
    """Fault 13: a redirect to another scheme is refused, and to no address at all is an error."""
    assert_failed(fetch(server.redirect("/feed", location)), kind)


def test_redirect_drops_passwords(server: LoopbackServer) -> None:
    """Fault 16: a user name in a redirect does not become a password that we send."""
    server.serve_feed("/feed", BODY)
    url = server.redirect("/old", server.url("/feed").replace("http://", "http://user:pass@"))
    assert fetch(url).fetch.status is FetchStatus.READ
    assert "authorization" not in server.requests_of("/feed")[0].headers


# --- errors and when to come back -----------------------------------------------------------------------------------


def test_status_410_stops_visibly(server: LoopbackServer) -> None:
    """Fault 5: gone is gone: a failed row with that name, no next time, and no longer due."""
    url = server.serve("/feed", 410)
    fetched = fetch(url)
    assert_failed(fetched, ErrorKind.HTTP_410, http_status=410)
    assert fetched.fetch.next_due_at is None
    assert fetched.next_state.stopped
    assert not is_due(make_feed(url), fetched.next_state, AT + timedelta(days=999))


@pytest.mark.parametrize(
    ("status", "kind", "is_transient"),
    [
        (404, ErrorKind.HTTP_404, False),
        (401, ErrorKind.HTTP_4XX, False),
        (451, ErrorKind.HTTP_4XX, False),
        (500, ErrorKind.HTTP_5XX, True),
        (599, ErrorKind.HTTP_5XX, True),
        (204, ErrorKind.HTTP_OTHER, False),
        (206, ErrorKind.HTTP_OTHER, False),
        (300, ErrorKind.HTTP_OTHER, False),
        (999, ErrorKind.HTTP_OTHER, False),
    ],
)
def test_status_error_backs_off_and_never_dies(
    server: LoopbackServer, status: int, kind: ErrorKind, *, is_transient: bool
) -> None:
    """Fault 6: after any number of failures there is a next time, at most 30 days away, and validators are kept."""
    url = server.serve("/feed", status)
    first = fetch(url, FeedState(etag='"1"', body_hash="abc"))
    assert_failed(first, kind, http_status=status)
    assert (first.fetch.error_is_transient, first.fetch.failure_streak) == (is_transient, 1)
    assert (first.fetch.etag, first.fetch.body_hash) == ('"1"', "abc")
    late = fetch(url, replace(first.next_state, failure_streak=5_000))
    assert late.fetch.next_due_at == AT + timedelta(days=30)
    assert is_due(make_feed(url), late.next_state, AT + timedelta(days=30))


def test_failure_of_dns_is_named() -> None:
    """Fault 6: a name without an address is an error row; .invalid has none by RFC 2606."""
    assert_failed(fetch("http://feeds.invalid/rss"), ErrorKind.DNS)


def test_failure_of_name_server_meets_the_limit() -> None:
    """Fault 10: getaddrinfo knows no time-out, and is left behind after the 5 s (here .3) for connecting."""
    release = threading.Event()

    def stuck(_host: str, _port: int) -> list[str]:
        release.wait(10)
        return []

    started_at = time.monotonic()
    fetched = fetch("http://feeds.example.org/", resolve=stuck, limits=replace(LIMITS, connect_seconds=0.3))
    release.set()
    assert_failed(fetched, ErrorKind.DNS)
    assert time.monotonic() - started_at < 2


def test_failure_to_connect_is_named() -> None:
    """Fault 6: a closed port is an error row, transient."""
    fetched = fetch(f"http://127.0.0.1:{closed_port()}/")
    assert_failed(fetched, ErrorKind.CONNECT)
    assert fetched.fetch.error_is_transient


def test_failure_to_connect_meets_the_limit() -> None:
    """Fault 10: a host that swallows every packet is given up after the 5 s (here .5) for connecting."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        # A queue of one is full after two connections; the next one's packets go unanswered.
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        started_at = time.monotonic()
        fetched = fetch(f"http://127.0.0.1:{port}/", limits=replace(LIMITS, connect_seconds=0.5))
        for filler in fillers:
            filler.close()
    assert_failed(fetched, ErrorKind.CONNECT)
    assert time.monotonic() - started_at < 2


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "delay"),
    [
        ("7200", 2 * HOUR),
        ("Tue, 06 Oct 2026 15:00:00 GMT", 3 * HOUR),
        ("1", HOUR),
        ("99999999999", timedelta(seconds=RETRY_AFTER_SECONDS_MAX)),
    ],
)
def test_retry_after_sets_the_next_time(
    server: LoopbackServer, status: int, retry_after: str, delay: timedelta
) -> None:
    """Fault 7: seconds or a date are obeyed, up to 24 hours, and never faster than on a good day."""
    url = server.serve("/feed", status, [("Retry-After", retry_after)])
    fetched = fetch(url, FeedState(failure_streak=9))
    assert_failed(fetched, ErrorKind.HTTP_429 if status == 429 else ErrorKind.HTTP_5XX, http_status=status)
    assert fetched.fetch.next_due_at == AT + delay
    assert fetched.fetch.error_is_transient


def test_retry_after_unreadable_backs_off(server: LoopbackServer) -> None:
    """Fault 7: a Retry-After that says nothing leaves the ordinary back-off."""
    fetched = fetch(server.serve("/feed", 429, [("Retry-After", "later")]), FeedState(failure_streak=9))
    assert fetched.fetch.next_due_at is not None
    assert fetched.fetch.next_due_at > AT + timedelta(days=10)


def fetch_many(
    pairs: list[tuple[Feed, FeedState]], *, limits: FetchLimits = LIMITS, now: Callable[[], datetime] = lambda: AT
) -> list[Fetched]:
    return list(fetch_feeds(pairs, now=now, limits=limits))


def test_retry_after_holds_for_the_whole_host(server: LoopbackServer) -> None:
    """Fault 7: the host's other feeds are not asked meanwhile, and are not punished for it."""
    server.serve("/0", 429, [("Retry-After", "7200")])
    server.serve_feed("/1", BODY)
    pairs = [(make_feed(server.url(f"/{n}"), id=f"feed-{n}"), FeedState(failure_streak=n)) for n in range(2)]
    asked, spared = fetch_many(pairs)
    assert_failed(asked, ErrorKind.HTTP_429, http_status=429)
    assert_failed(spared, ErrorKind.HOST_WAITS)
    assert (spared.fetch.failure_streak, spared.fetch.next_due_at) == (1, AT + 2 * HOUR)
    assert server.requests_of("/1") == []


def test_network_down_punishes_no_feed() -> None:
    """Fault 8: where no feed could be reached, the fault is ours: streaks stay, and all come back in ten minutes."""
    hosts = [f"127.0.0.1:{closed_port()}", "one.invalid", "two.invalid"]
    pairs = [
        (make_feed(f"http://{host}/", id=f"feed-{n}"), FeedState(failure_streak=n)) for n, host in enumerate(hosts)
    ]
    for fetched in fetch_many(pairs):
        assert_failed(fetched, ErrorKind.NETWORK_DOWN)
        assert f"feed-{fetched.fetch.failure_streak}" == fetched.fetch.feed_id
        assert fetched.next_state.failure_streak == fetched.fetch.failure_streak
        assert fetched.fetch.next_due_at == AT + timedelta(minutes=10)


def test_network_down_is_not_tried_with_every_feed() -> None:
    """Fault 8: of a catalogue of hundreds, two rounds tell; who waits for the dashboard does not wait for the rest."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        raise OSError("no name server")

    pairs = [(make_feed(f"http://host-{n}.example.org/", id=f"feed-{n}"), FeedState()) for n in range(300)]
    limits = replace(LIMITS, feeds_at_once=8)
    fetches = list(fetch_feeds(pairs, now=lambda: AT, limits=limits, resolve=resolve))
    assert len(fetches) == 300
    for fetched in fetches:
        assert_failed(fetched, ErrorKind.NETWORK_DOWN)
        assert (fetched.fetch.failure_streak, fetched.fetch.next_due_at) == (0, AT + timedelta(minutes=10))
    assert 16 <= len(asked) <= 40


def test_network_up_leaves_dead_hosts_their_error(server: LoopbackServer) -> None:
    """Fault 8: one answer, even a 404, shows that the network is there; so does the fault of a feed alone."""
    dead = (make_feed(f"http://127.0.0.1:{closed_port()}/", id="dead"), FeedState())
    lost = (make_feed("http://one.invalid/", id="lost"), FeedState())
    alive = (make_feed(server.url("/absent"), id="alive"), FeedState())
    kinds = {fetched.feed.id: fetched.fetch.error_kind for fetched in fetch_many([dead, lost, alive])}
    assert kinds == {"dead": ErrorKind.CONNECT, "lost": ErrorKind.DNS, "alive": ErrorKind.HTTP_404}
    (alone,) = fetch_many([lost])
    assert_failed(alone, ErrorKind.DNS)


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (403, [], b"Forbidden"),
        (403, [("cf-mitigated", "challenge")], b""),
        (429, [], b"<!DOCTYPE html><title>Just a moment...</title>"),
        (503, [], b"<html><head><title>Attention Required! | Cloudflare</title>"),
        (200, [("Content-Type", "text/html")], b"\xef\xbb\xbf\n<!doctype HTML><div class='g-recaptcha'></div>"),
    ],
)
def test_blocked_is_named(server: LoopbackServer, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    """Fault 9: 403, and a captcha page under any status, is an error with that name."""
    assert_failed(fetch(server.serve("/feed", status, headers, body)), ErrorKind.BLOCKED, http_status=status)


def test_blocked_is_not_a_feed_about_captchas(server: LoopbackServer) -> None:
    """Fault 9: a feed may write of Cloudflare's "Just a moment..." and is still a feed."""
    body = BODY.replace(b"News", b"Just a moment... g-recaptcha")
    assert fetch(server.serve_feed("/feed", body)).fetch.status is FetchStatus.READ


# --- time and size --------------------------------------------------------------------------------------------------


def drip_head(wire: Wire) -> None:
    wire.drip(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000, pause_seconds=0.05)


def drip_body(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    wire.drip(b"x" * 1_000, pause_seconds=0.05)


def drip_error_page(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 500 Oops\r\nContent-Length: 1000\r\n\r\n")
    wire.drip(b"x" * 1_000, pause_seconds=0.05)


def drip_chunks(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    wire.drip(b"1\r\nx\r\n" * 1_000, pause_seconds=0.01)


def drip_informational(wire: Wire) -> None:
    while not wire.stop.wait(0.01):
        wire.send(b"HTTP/1.1 103 Early Hints\r\n\r\n")


def say_nothing(wire: Wire) -> None:
    wire.stop.wait(5)


@pytest.mark.parametrize("route", [drip_head, drip_body, drip_error_page, drip_chunks, drip_informational, say_nothing])
def test_deadline_ends_every_kind_of_slowness(server: LoopbackServer, route: Callable[[Wire], None]) -> None:
    """Fault 10: the total deadline (here .4 s) holds against a drip in the head, the body and between."""
    started_at = time.monotonic()
    fetched = fetch(server.route("/feed", route), limits=replace(LIMITS, deadline_seconds=0.4))
    assert time.monotonic() - started_at < 1.5
    if route is drip_error_page:
        assert_failed(fetched, ErrorKind.HTTP_5XX, http_status=500)
    else:
        assert_failed(fetched, ErrorKind.TIMEOUT, http_status=fetched.fetch.http_status)
    assert fetched.fetch.error_is_transient


def test_deadline_of_thirty_seconds_is_the_default() -> None:
    """Faults 10, 11, 14 and 15: the numbers that hold where nobody sets any."""
    limits = FetchLimits()
    assert (limits.deadline_seconds, limits.connect_seconds, limits.bytes_max) == (30, 5, 15_000_000)
    assert (limits.feeds_at_once, limits.host_spacing_seconds) == (16, 2)
    assert not limits.allow_loopback
    assert not make_feed("https://a.example/").tls_insecure


def test_deadline_covers_all_redirects(server: LoopbackServer) -> None:
    """Fault 10: five slow redirects have one deadline, not five."""

    def slowly(number: int) -> Callable[[Wire], None]:
        def route(wire: Wire) -> None:
            wire.stop.wait(0.2)
            wire.answer(302, [("Location", f"/{number + 1}")])

        return route

    for number in range(6):
        server.route(f"/{number}", slowly(number))
    fetched = fetch(server.url("/0"), limits=replace(LIMITS, deadline_seconds=0.5))
    assert_failed(fetched, ErrorKind.TIMEOUT)
    assert len(server.requests) <= 3


def test_deadline_covers_the_tls_handshake() -> None:
    """Fault 10: a server that accepts and never shakes hands is a time-out, and no sign of a network that is down."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        fetched = fetch(url, limits=replace(LIMITS, deadline_seconds=0.4))
    assert_failed(fetched, ErrorKind.TIMEOUT)


def gzip_bomb(size_bytes: int) -> bytes:
    return gzip.compress(bytes(size_bytes), compresslevel=9)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_size_of_a_bomb_is_bounded(server: LoopbackServer, encoding: str) -> None:
    """Fault 11: 100 MB packed into 100 KB stop at the limit of 15 MB, quickly."""
    packed = gzip_bomb(100_000_000) if encoding == "gzip" else zlib.compress(bytes(100_000_000), 9)
    assert len(packed) < 200_000
    url = server.serve("/feed", headers=[("Content-Encoding", encoding)], body=packed)
    started_at = time.monotonic()
    assert_failed(fetch(url), ErrorKind.TOO_LARGE, http_status=200)
    assert time.monotonic() - started_at < 2


def test_size_of_a_bomb_is_bounded_in_memory() -> None:
    """Fault 11: the limit bites inside zlib; a chunk of 100 KB never becomes the 100 MB it stands for."""
    packed, decoder = gzip_bomb(100_000_000), BodyDecoder("gzip", bytes_max=LIMITS.bytes_max)
    tracemalloc.start()
    with pytest.raises(BodyTooLargeError):
        decoder.add(packed)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 4 * LIMITS.bytes_max


def test_size_of_a_plain_flood_is_bounded(server: LoopbackServer) -> None:
    """Fault 11: a body without an end is left at the limit."""

    def flood(wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"10000\r\n" + bytes(0x10000) + b"\r\n"
        while not wire.stop.is_set():
            wire.send(chunk)

    fetched = fetch(server.route("/feed", flood), limits=replace(LIMITS, bytes_max=1_000_000))
    assert_failed(fetched, ErrorKind.TOO_LARGE, http_status=200)


def test_size_at_the_limit_is_read(server: LoopbackServer) -> None:
    """Fault 11: the limit is inclusive, before and after decompression."""
    limits = replace(LIMITS, bytes_max=len(BODY))
    assert fetch(server.serve_feed("/plain", BODY), limits=limits).body == BODY
    over = fetch(server.serve_feed("/over", BODY + b" "), limits=limits)
    assert_failed(over, ErrorKind.TOO_LARGE, http_status=200)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzipped(BODY)),
        ("X-GZIP", gzipped(BODY)),
        ("gzip", gzipped(BODY[:20]) + gzipped(BODY[20:])),
        ("gzip", gzipped(BODY) + bytes(100)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("identity", BODY),
    ],
)
def test_encoding_asked_for_is_undone(server: LoopbackServer, encoding: str, body: bytes) -> None:
    """Fault 11: our own decompression reads what servers send: members, padding, and deflate with and without zlib."""
    url = server.serve("/feed", headers=[("Content-Encoding", encoding)], body=body)
    assert fetch(url).body == BODY
    assert server.requests[0].headers["accept-encoding"] == "gzip, deflate"


@pytest.mark.parametrize("packed", [gzipped(BODY), gzipped(BODY[:9]) + gzipped(BODY[9:])])
def test_encoding_is_undone_byte_by_byte(packed: bytes) -> None:
    """Fault 11: where the network cuts a stream makes no difference."""
    decoder = BodyDecoder("gzip", bytes_max=1_000)
    for position in range(len(packed)):
        decoder.add(packed[position : position + 1])
    assert decoder.finish() == BODY


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", BODY),
        ("gzip", gzipped(BODY)[:-9]),
        ("gzip", gzipped(BODY)[:-8] + bytes(8)),
        ("deflate", b"\xff" * 50),
        ("br", BODY),
        ("gzip, gzip", gzipped(gzipped(BODY))),
        ("gzip", gzipped(b"") * 2_000),
    ],
)
def test_encoding_bad_is_an_error_row(server: LoopbackServer, encoding: str, body: bytes) -> None:
    """Fault 12: bad, short, stacked or unasked encodings, and floods of empty members, are an error row."""
    url = server.serve("/feed", headers=[("Content-Encoding", encoding)], body=body)
    assert_failed(fetch(url), ErrorKind.BAD_ENCODING, http_status=200)


@pytest.mark.parametrize(
    ("answer", "http_status"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort", 200),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n", 200),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 200),
        (b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(500)) + b"\r\n", 200),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000 + b"\r\n\r\n", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nshort", None),
        (b"SSH-2.0-OpenSSH_9.6\r\n", None),
        (b"", None),
    ],
)
def test_answer_broken_is_an_error_row(server: LoopbackServer, answer: bytes, http_status: int | None) -> None:
    """Fault 12: a short body, 500 headers, a head without an end, another protocol or silence are an error row."""
    fetched = fetch(server.route("/feed", lambda wire: wire.send(answer)))
    assert_failed(fetched, ErrorKind.BROKEN_ANSWER, http_status=http_status)


# --- where we do not go ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
        "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "64:ff9b::a9fe:a9fe", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::",
        "2001:0:4136:e378::", "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1",
        "ff02::1", "100::1", "5f00::1", "not an address",
    ],
)  # fmt: skip
def test_address_special_is_refused(address: str) -> None:
    """Fault 13: every range that is not the public internet, the ones that carry an IPv4 address inside included."""
    assert refusal_reason(address)
    if not address.startswith("127.") and address != "::1":
        assert refusal_reason(address, allow_loopback=True)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1"])
def test_address_public_is_allowed(address: str) -> None:
    """Fault 13: what is next to a refused range, and the rest of the internet, may be asked."""
    assert refusal_reason(address) == ""


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:7f00:1]"],
)
def test_address_of_this_machine_is_refused_in_every_spelling(server: LoopbackServer, host: str) -> None:
    """Fault 13: decimal, hexadecimal, octal, short and mapped spellings meet the same check, and nothing is sent."""
    url = server.serve_feed("/feed", BODY).replace("127.0.0.1", host)
    fetched = fetch(url, limits=replace(LIMITS, allow_loopback=False))
    # Not every system reads every spelling as an address, and httpx refuses octal ones itself.
    assert fetched.fetch.error_kind in {ErrorKind.REFUSED_ADDRESS, ErrorKind.DNS, ErrorKind.BAD_URL}
    if host in {"127.0.0.1", "localhost", "2130706433", "0x7f000001"}:
        assert_failed(fetched, ErrorKind.REFUSED_ADDRESS)
    assert server.requests == []


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest/meta-data/", "http://[64:ff9b::a9fe:a9fe]/"])
def test_address_is_refused_after_a_redirect(server: LoopbackServer, target: str) -> None:
    """Fault 13: each hop is checked like the first."""
    fetched = fetch(server.redirect("/feed", target))
    assert_failed(fetched, ErrorKind.REFUSED_ADDRESS)
    assert "may not be connected to" in fetched.fetch.error_detail


def test_address_checked_is_the_address_connected(server: LoopbackServer) -> None:
    """Fault 13: a name is resolved once a connection, so that a second answer (DNS rebinding) has no effect."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    url = server.serve_feed("/feed", BODY).replace("127.0.0.1", "rebind.example.org")
    fetched = fetch(url, resolve=lambda _host, _port: next(answers))
    assert fetched.body == BODY
    assert list(answers) == [["169.254.169.254"]]
    assert server.requests[0].headers["host"].startswith("rebind.example.org")


def test_address_rebound_between_hops_is_refused(server: LoopbackServer) -> None:
    """Fault 13: a redirect to the same name is resolved, and so checked, again."""
    answers = itertools.chain([["127.0.0.1"]], itertools.repeat(["10.0.0.1"]))
    url = server.redirect("/feed", "/again").replace("127.0.0.1", "rebind.example.org")
    assert_failed(fetch(url, resolve=lambda _host, _port: next(answers)), ErrorKind.REFUSED_ADDRESS)


def test_address_mixed_answer_uses_the_public_ones(server: LoopbackServer) -> None:
    """Fault 13: of several addresses only the checked ones are tried, the next where one does not answer."""
    url = server.serve_feed("/feed", BODY)
    fetched = fetch(url.replace("127.0.0.1", "mixed.example.org"), resolve=lambda *_: ["10.0.0.1", "::1", "127.0.0.1"])
    assert fetched.body == BODY


# --- manners --------------------------------------------------------------------------------------------------------


def test_host_is_asked_one_at_a_time_and_spaced(server: LoopbackServer) -> None:
    """Fault 14: feeds of one host never overlap and stand the spacing apart (here .15 s), redirects included."""
    for number in range(4):
        server.serve_feed(f"/{number}", BODY)
    server.redirect("/0", "/9")
    server.serve_feed("/9", BODY)
    pairs = [(make_feed(server.url(f"/{n}"), id=f"feed-{n}"), FeedState()) for n in range(4)]
    assert len(fetch_many(pairs, limits=replace(LIMITS, host_spacing_seconds=0.15))) == 4
    log = server.requests
    for earlier, later in itertools.pairwise(log):
        assert earlier.ended_at is not None
        assert later.started_at - earlier.ended_at >= 0.14
    assert len(log) == 5


def test_hosts_are_asked_at_once(server: LoopbackServer) -> None:
    """Fault 14: hosts do not wait for each other: four that take .3 s each take less than two in turn."""

    def slow(wire: Wire) -> None:
        wire.stop.wait(0.3)
        wire.answer(body=BODY)

    server.route("/feed", slow)
    hosts = [f"host-{number}.example.org" for number in range(4)]
    pairs = [(make_feed(server.url("/feed", host=host), id=host.split(".")[0]), FeedState()) for host in hosts]
    started_at = time.monotonic()
    fetches = list(fetch_feeds(pairs, now=lambda: AT, limits=LIMITS, resolve=lambda *_: ["127.0.0.1"]))
    assert {fetched.fetch.status for fetched in fetches} == {FetchStatus.READ}
    assert time.monotonic() - started_at < 1.0


def test_hosts_are_asked_sixteen_at_a_time(server: LoopbackServer) -> None:
    """Fault 14: forty hosts that take their time: sixteen of them at once, never more, and each in the end."""
    lock, now_count, peak_count = threading.Lock(), 0, 0

    def slow(wire: Wire) -> None:
        nonlocal now_count, peak_count
        with lock:
            now_count += 1
            peak_count = max(peak_count, now_count)
        wire.stop.wait(0.2)
        with lock:
            now_count -= 1
        wire.answer(body=BODY)

    server.route("/feed", slow)
    hosts = [f"host-{number}.example.org" for number in range(40)]
    pairs = [(make_feed(server.url("/feed", host=host), id=host.split(".")[0]), FeedState()) for host in hosts]
    fetches = list(fetch_feeds(pairs, now=lambda: AT, limits=LIMITS, resolve=lambda *_: ["127.0.0.1"]))
    assert {fetched.fetch.status for fetched in fetches} == {FetchStatus.READ}
    assert len(fetches) == len(server.requests) == 40
    assert LIMITS.feeds_at_once == peak_count == 16


def test_fetch_feeds_yields_each_once_and_tells(server: LoopbackServer) -> None:
    """Fault 6: every feed given ends in exactly one row, in whatever way it ends."""
    server.serve_feed("/good", BODY)
    server.serve("/gone", 410)
    urls = [server.url("/good"), server.url("/gone"), "http://one.invalid/", f"http://127.0.0.1:{closed_port()}/"]
    pairs = [(make_feed(url, id=f"feed-{n}"), FeedState()) for n, url in enumerate(urls)]
    told: list[str] = []
    fetches = list(fetch_feeds(pairs, now=lambda: AT, limits=LIMITS, on_fetched=lambda f: told.append(f.feed.id)))
    assert sorted(told) == [f"feed-{n}" for n in range(4)]
    assert told == [fetched.feed.id for fetched in fetches]
    assert list(fetch_feeds([], now=lambda: AT, limits=LIMITS)) == []


def test_fetch_feeds_closed_early_ends_its_threads(server: LoopbackServer) -> None:
    """Fault 17: a reader who stops half-way is not kept waiting, and no further feed is asked."""
    pairs = [(make_feed(server.serve_feed(f"/{n}", BODY), id=f"feed-{n}"), FeedState()) for n in range(40)]
    fetches = fetch_feeds(pairs, now=lambda: AT, limits=replace(LIMITS, feeds_at_once=1))
    next(fetches)
    started_at = time.monotonic()
    fetches.close()
    assert time.monotonic() - started_at < 1.5
    assert len(server.requests) < 10
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("fetch")]


@pytest.fixture(scope="module")
def tls_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackServer]:
    """A server with a certificate that nobody has signed."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is needed to make a certificate")
    folder: Path = tmp_path_factory.mktemp("tls")
    request = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=localhost",
    ]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([openssl, *request, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    with LoopbackServer(tls_context=context) as running:
        running.serve_feed("/feed", BODY)
        yield running


def test_tls_bad_is_refused(tls_server: LoopbackServer) -> None:
    """Fault 15: a certificate that nobody signed is refused, and the row says so."""
    fetched = fetch(tls_server.url("/feed"))
    assert_failed(fetched, ErrorKind.TLS)
    assert "certificate" in fetched.fetch.error_detail
    assert not fetched.fetch.error_is_transient


def test_tls_bad_is_accepted_where_the_feed_says_so(tls_server: LoopbackServer) -> None:
    """Fault 15: the exception is the feed's own."""
    assert fetch(tls_server.url("/feed"), tls_insecure=True).body == BODY


def test_tls_exception_ends_at_the_feeds_host(tls_server: LoopbackServer, server: LoopbackServer) -> None:
    """Fault 15: a redirect to another host is not covered by the feed's exception."""
    url = server.redirect("/feed", tls_server.url("/feed", host="localhost"))
    assert_failed(fetch(url, tls_insecure=True), ErrorKind.TLS)


def test_tls_against_plain_http_is_named() -> None:
    """Fault 15: a server that speaks no TLS at all is the same error."""
    with socket.socket() as plain:
        plain.bind(("127.0.0.1", 0))
        plain.listen(1)

        def answer() -> None:
            connection, _ = plain.accept()
            with connection:
                connection.recv(1_000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        assert_failed(fetch(f"https://127.0.0.1:{plain.getsockname()[1]}/"), ErrorKind.TLS)
        thread.join()


def test_request_has_contact_and_no_cookies(server: LoopbackServer) -> None:
    """Fault 16: who asks is said, and what the server gives to remember us by is forgotten."""
    url = server.serve("/feed", headers=[("Set-Cookie", "id=1; Path=/")], body=BODY)
    with open_client(LIMITS) as client:
        for _ in range(2):
            fetch_feed(make_feed(url), FeedState(), client=client, now=lambda: AT, limits=LIMITS)
    for request in server.requests:
        assert request.headers["user-agent"].startswith("Tensiometer/")
        assert "+test@example.org" in request.headers["user-agent"]
        assert not {"cookie", "authorization", "referer"} & set(request.headers)


def test_request_reads_no_proxy_of_the_environment(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 13: a proxy would resolve names itself, behind the check, so none is used."""
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{closed_port()}")
    assert fetch(server.serve_feed("/feed", BODY)).body == BODY
