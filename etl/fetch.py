"""Asks feeds for what is new, politely and within limits, and turns whatever comes back into a row.

Of the stages only this one uses the network, with `addresses` (which hosts) and `decoding` (how many bytes) beneath it.
Nothing a server or a network does raises here: each attempt ends in one `Fetch` row that says what happened and when
to ask again. `deadline` is in seconds of the monotonic clock, because the wall clock jumps.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import httpx

from etl.addresses import GuardedTransport, Resolve, resolve_host
from etl.decoding import (
    TRANSIENT,
    UNPUNISHED,
    Answer,
    AttemptFailedError,
    ErrorKind,
    PageErrorKind,
    is_html,
    named_errors,
    read_answer,
)
from etl.feeds import INTERVAL_MINUTES_MIN, Feed, FeedState, backoff, is_due
from etl.pace import delay_while_unchanged
from warehouse.terms import Fetch, FetchStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from etl.parsing import ParseFailedError
    from etl.stages.parse import ParsedFeed

__all__ = [
    "Ask",
    "ErrorKind",
    "FeedState",
    "FetchLimits",
    "Fetched",
    "Question",
    "ask",
    "failed",
    "fetch_feed",
    "is_due",
    "open_asking",
    "open_client",
    "user_agent",
]

UNCONDITIONAL_EVERY = 50
"""Every 50th fetch sends no validators: some servers answer 304 for ever."""

VALIDATOR_LENGTH_MAX = 1_024
"""A longer ETag is not sent back: servers refuse long request headers, and the feed would look dead."""

DETAIL_LENGTH_MAX = 300
PORT_MAX = 65_535
ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def _version() -> str:
    try:
        return version("tensiometer")
    except PackageNotFoundError:
        return "0"


def user_agent(contact: str) -> str:
    """Return the product's name and version with an address or mailbox that reaches who runs it."""
    return f"Tensiometer/{_version()} (+{contact})"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What a fetch may cost us and them. `bytes_max` holds before and after decompression."""

    deadline_seconds: float = 30.0
    connect_seconds: float = 5.0
    bytes_max: int = 15_000_000
    redirects_max: int = 5
    feeds_at_once: int = 16
    host_spacing_seconds: float = 2.0
    allow_loopback: bool = False
    user_agent: str = field(default_factory=lambda: user_agent("no contact was set"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One attempt: its row, the body after decompression (empty unless READ), and the state it leaves behind.

    `retry_after_seconds` is what the host asked for. `permanent_redirect_url` is where 301 and 308 led this time;
    `newly_adopted_url` is set on the one attempt by which a permanent redirect is adopted, so that it can be logged.
    `parsed` is what the body holds, or why it was not parsed, once somebody has parsed it.
    """

    feed: Feed
    fetch: Fetch
    next_state: FeedState
    body: bytes = b""
    content_type: str = ""
    retry_after_seconds: float | None = None
    permanent_redirect_url: str = ""
    newly_adopted_url: str = ""
    parsed: ParsedFeed | ParseFailedError | None = None


def open_client(limits: FetchLimits, *, resolve: Resolve = resolve_host) -> httpx.Client:
    """Return a client for any number of threads: no cookies, no proxy or password of the environment, no redirects."""
    return httpx.Client(
        transport=GuardedTransport(
            allow_loopback=limits.allow_loopback, host_spacing_seconds=limits.host_spacing_seconds, resolve=resolve
        ),
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        headers={
            "User-Agent": limits.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        },
        timeout=httpx.Timeout(limits.deadline_seconds, connect=limits.connect_seconds),
        follow_redirects=False,
        trust_env=False,
    )


def fetch_feed(
    feed: Feed, state: FeedState, *, client: httpx.Client, now: Callable[[], datetime], limits: FetchLimits
) -> Fetched:
    """Ask one feed once, with `open_client`'s client and `now` in naive UTC; what the network does raises nothing."""
    state = state.at(feed)
    started_at = now()
    try:
        question = Question(
            url=state.adopted_url or feed.url, headers=_validators(state), tls_insecure=feed.tls_insecure
        )
        answer = ask(question, client=client, limits=limits, now=now)
    except AttemptFailedError as failure:
        return failed(feed, state, failure, started_at=started_at, finished_at=now())
    return _succeeded(feed, state, answer, started_at=started_at, finished_at=now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for: an address, headers, and how it is answered.

    `check` is called with each address before it is asked, those of redirects too, and raises AttemptFailedError.
    """

    url: str
    headers: Sequence[tuple[bytes, bytes]] = ()
    tls_insecure: bool = False
    keeps_start: bool = False
    check: Callable[[str], None] | None = None


def ask(question: Question, *, client: httpx.Client, limits: FetchLimits, now: Callable[[], datetime]) -> Answer:
    """Follow the redirects by hand, each checked like a first request, all within one deadline.

    Raises AttemptFailedError for whatever is no answer.
    """
    deadline = time.monotonic() + limits.deadline_seconds
    url = _parse_url(question.url)
    home_host = url.raw_host
    visited, permanent_url, is_permanent = {str(url)}, "", True
    for _ in range(limits.redirects_max + 1):
        if question.check:
            # Asking what a host allows takes a turn at the host of its own, and none of the time for the page.
            began = time.monotonic()
            question.check(str(url))
            deadline += time.monotonic() - began
        request = client.build_request(
            "GET",
            url,
            headers=list(question.headers),
            # A bad certificate is forgiven where the catalogue says so, not wherever that server points.
            extensions={"deadline": deadline, "tls_insecure": question.tls_insecure and url.raw_host == home_host},
        )
        with named_errors(), _sent(client, request) as response:
            if response.status_code not in _REDIRECTS:
                return read_answer(
                    response,
                    bytes_max=limits.bytes_max,
                    permanent_url=permanent_url,
                    at=now(),
                    keeps_start=question.keeps_start,
                )
            target = _redirect_target(url, response)
        is_permanent = is_permanent and response.status_code in _PERMANENT
        permanent_url = str(target) if is_permanent else permanent_url
        if str(target) in visited:
            raise AttemptFailedError(ErrorKind.REDIRECT_LOOP, f"redirected to {target} again")
        visited.add(str(target))
        url = target
    raise AttemptFailedError(ErrorKind.REDIRECT_LOOP, f"more than {limits.redirects_max} redirects, the last to {url}")


Ask = Callable[[Question, FetchLimits], Answer]
"""Asks a question within limits; raises AttemptFailedError for whatever is no answer."""


@contextmanager
def open_asking(limits: FetchLimits, *, now: Callable[[], datetime]) -> Iterator[Ask]:
    """Yield what asks questions by one client, for any number of threads."""
    with open_client(limits) as client:

        def ask_within(question: Question, limits: FetchLimits) -> Answer:
            return ask(question, client=client, limits=limits, now=now)

        yield ask_within


@contextmanager
def _sent(client: httpx.Client, request: httpx.Request) -> Iterator[httpx.Response]:
    response = client.send(request, stream=True)
    try:
        yield response
    finally:
        response.close()


def _validators(state: FeedState) -> list[tuple[bytes, bytes]]:
    """Return the conditional headers byte for byte (latin-1 keeps every byte), or none on every 50th fetch."""
    if (state.fetch_count + 1) % UNCONDITIONAL_EVERY == 0:
        return []
    pairs = ((b"If-None-Match", state.etag), (b"If-Modified-Since", state.last_modified))
    return [(name, value.encode("latin-1", "ignore")) for name, value in pairs if value]


def _parse_url(text: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """Read an address, relative to `base`, and refuse what is not http(s) with a host and a port."""
    try:
        url = base.join(text) if base else httpx.URL(text)
        # Without its user name: httpx would send a password that the other server chose.
        url = url.copy_with(username="", password="", fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise AttemptFailedError(ErrorKind.BAD_URL, f"{text[:100]!r} is no address: {error}") from error
    if url.scheme not in {"http", "https"}:
        raise AttemptFailedError(ErrorKind.REFUSED_SCHEME, f"{text[:100]!r} is neither http nor https")
    if not url.raw_host or not 0 < (url.port or 80) <= PORT_MAX:
        raise AttemptFailedError(ErrorKind.BAD_URL, f"{text[:100]!r} has no host, or a port there cannot be")
    return url


def _redirect_target(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("Location", "")
    if not location:
        raise AttemptFailedError(ErrorKind.BAD_URL, f"{url} redirects without saying where to")
    return _parse_url(location, base=url)


def _attempt(feed: Feed, *, started_at: datetime, finished_at: datetime) -> Fetch:
    """Return what every row of a feed has; it is a failure until more is known."""
    return Fetch(
        kind="feed",
        location=feed.url,
        started_at=started_at,
        finished_at=finished_at,
        status=FetchStatus.FAILED,
        feed_id=feed.id,
        outlet=feed.outlet,
    )


def _succeeded(feed: Feed, state: FeedState, answer: Answer, *, started_at: datetime, finished_at: datetime) -> Fetched:
    is_not_modified = answer.http_status == httpx.codes.NOT_MODIFIED
    body_hash = state.body_hash if is_not_modified else hashlib.sha256(answer.body).hexdigest()
    status = FetchStatus.UNCHANGED if body_hash == state.body_hash else FetchStatus.READ
    # A 304 need not repeat the validators; a 200 without them has none.
    kept = state if is_not_modified else FeedState()
    # What is read tells its own pace: whoever parses it sets the time anew.
    delay = feed.interval if status is FetchStatus.READ else delay_while_unchanged(feed, state, finished_at)
    row = replace(
        _attempt(feed, started_at=started_at, finished_at=finished_at),
        status=FetchStatus.NOT_MODIFIED if is_not_modified else status,
        http_status=answer.http_status,
        byte_count=len(answer.body),
        body_hash=body_hash,
        etag=_raw_header(answer.headers, b"etag") or kept.etag,
        last_modified=_raw_header(answer.headers, b"last-modified") or kept.last_modified,
        next_due_at=finished_at + delay,
        interval_minutes=state.interval_minutes,
    )
    # The log-in page of a hotel's network is a web page too, and must not become the feed's address.
    permanent_url = "" if is_html(answer.body) else answer.permanent_url
    next_state = state.redirected(permanent_url).after(row)
    return Fetched(
        feed=feed,
        fetch=row,
        next_state=next_state,
        body=answer.body if row.status is FetchStatus.READ else b"",
        content_type=answer.headers.get("Content-Type", ""),
        permanent_redirect_url=permanent_url,
        newly_adopted_url="" if state.adopted_url else next_state.adopted_url,
    )


def _raw_header(headers: httpx.Headers, name: bytes) -> str:
    """Return the first such header with every byte kept, or "" where it is too long to send back."""
    value = next((value for key, value in headers.raw if key.lower() == name), b"")
    return value.decode("latin-1") if len(value) <= VALIDATOR_LENGTH_MAX else ""


def failed(
    feed: Feed, state: FeedState, failure: AttemptFailedError, *, started_at: datetime, finished_at: datetime
) -> Fetched:
    """Count the failure and set the next time; validators stay, so that the first success may be a 304."""
    kind = failure.kind
    if kind is ErrorKind.HTTP_410 and state.adopted_url:
        # Only the catalogue's own address can say that the feed is gone.
        kind = ErrorKind.HTTP_4XX
    streak = state.failure_streak + (kind not in UNPUNISHED)
    row = replace(
        _attempt(feed, started_at=started_at, finished_at=finished_at),
        http_status=failure.http_status,
        error_kind=kind,
        error_detail=one_line(str(failure)),
        error_is_transient=kind in TRANSIENT,
        body_hash=state.body_hash,
        etag=state.etag,
        last_modified=state.last_modified,
        failure_streak=streak,
        next_due_at=None if kind is ErrorKind.HTTP_410 else finished_at + _delay(feed, kind, failure, streak),
        interval_minutes=state.interval_minutes,
    )
    return Fetched(feed=feed, fetch=row, next_state=state.after(row), retry_after_seconds=failure.retry_after_seconds)


def one_line(text: str) -> str:
    """A message as one line of printable characters, cut where it is long."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:DETAIL_LENGTH_MAX]


def _delay(feed: Feed, kind: ErrorKind | PageErrorKind, failure: AttemptFailedError, streak: int) -> timedelta:
    if failure.retry_after_seconds is not None:
        # The server's own word replaces our guess, and never makes us faster than on a good day.
        return max(timedelta(seconds=failure.retry_after_seconds), feed.interval)
    if kind is ErrorKind.NETWORK_DOWN:
        return timedelta(minutes=INTERVAL_MINUTES_MIN)
    return backoff(feed, streak)
