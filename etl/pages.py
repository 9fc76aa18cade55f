"""Asks for the pages of articles, each host in turn, and tells what each holds or why it was not read.

Nothing that a server does raises here: each attempt ends in one `PageResult`. What a host says to programs comes first
(`manners.py`); a page behind a paywall, reserved from mining or without the article is left, and the feed's text stays.
"""

from __future__ import annotations

import hashlib
import queue
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from etl.decoding import TRANSIENT, AttemptFailedError, ErrorKind, PageErrorKind, is_html
from etl.fetch import Question, one_line
from etl.stages.page_marks import opt_out_of_headers
from warehouse.terms import Fetch, FetchStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from datetime import datetime

    from etl.decoding import Answer
    from etl.fetch import Ask, FetchLimits
    from etl.manners import Manners
    from etl.page_reader import PageReader
    from etl.stages.page_html import HtmlPage
    from warehouse.pages import PendingPage

ACCEPT = b"text/html, application/xhtml+xml;q=0.9"
RETRY_HOURS = 2
"""A page that could not be reached is asked for again after so long, as long as page_days allow."""

# The host cannot be reached or wants to be left alone: its other pages wait too.
HOST_TROUBLES = frozenset({ErrorKind.DNS, ErrorKind.CONNECT, ErrorKind.NETWORK_DOWN, ErrorKind.TLS, ErrorKind.HTTP_429})
# One page may be in trouble alone; so many in a row are the host.
PAGE_TROUBLES = frozenset({ErrorKind.TIMEOUT, ErrorKind.BROKEN_ANSWER, ErrorKind.HTTP_5XX, ErrorKind.BLOCKED})
TROUBLES_MAX = 3
HTML_TYPES = ("html", "xml")
WORD = re.compile(r"\w{4,}")
TITLE_WORDS_MIN = 3
TITLE_SHARE_MIN = 0.3
POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """One attempt at a page: its row, and what it holds where it has become, or may become, the article's text."""

    pending: PendingPage
    fetch: Fetch
    page: HtmlPage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAsker:
    """What asking for a page takes."""

    fetch: Ask
    limits: FetchLimits
    manners: Manners
    reader: PageReader
    now: Callable[[], datetime]

    def ask(self, pending: PendingPage) -> PageResult:
        """Ask for the page of an article."""
        started_at = self.now()
        row = Fetch(
            kind="page",
            location=pending.url,
            started_at=started_at,
            finished_at=started_at,
            status=FetchStatus.FAILED,
            feed_id=pending.feed_id,
            outlet=pending.outlet,
        )
        try:
            answer = self._answer(pending.url)
            row = replace(
                row,
                http_status=answer.http_status,
                byte_count=len(answer.body),
                body_hash=hashlib.sha256(answer.body).hexdigest(),
            )
            page = self._page(answer, pending)
        except AttemptFailedError as failure:
            return PageResult(pending=pending, fetch=failed(row, failure, self.now()))
        return PageResult(
            pending=pending, fetch=replace(row, status=FetchStatus.READ, finished_at=self.now()), page=page
        )

    def _answer(self, url: str) -> Answer:
        question = Question(
            url=url, headers=[(b"Accept", ACCEPT)], check=lambda hop: self.manners.rules_of(hop).check(hop)
        )
        return self.fetch(question, self.limits)

    def _page(self, answer: Answer, pending: PendingPage) -> HtmlPage:
        """What an answer holds. Raises AttemptFailedError where it is not to be read, or not the article."""
        if refusal := opt_out_of_headers(answer.headers.multi_items()):
            raise AttemptFailedError(PageErrorKind.OPTED_OUT, f"the page is reserved from text mining: {refusal}")
        content_type = answer.headers.get("Content-Type", "")
        if not any(name in content_type.lower() for name in HTML_TYPES) and not is_html(answer.body):
            raise AttemptFailedError(
                PageErrorKind.NOT_A_PAGE, f"it is {content_type[:60] or 'of no type'} and no web page"
            )
        page = self.reader.read(answer.body, content_type)
        if page.marks.opt_out:
            raise AttemptFailedError(
                PageErrorKind.OPTED_OUT, f"the page is reserved from text mining: {page.marks.opt_out}"
            )
        if page.marks.paywall:
            raise AttemptFailedError(PageErrorKind.PAYWALL, f"the page is not free to read: {page.marks.paywall}")
        if not page.body:
            raise AttemptFailedError(PageErrorKind.NO_TEXT, "no article was found in the page")
        if not is_about(page, pending.title):
            raise AttemptFailedError(PageErrorKind.OTHER_PAGE, f"the page is another one: {page.title or answer.url}")
        if len(page.body) + len(pending.title) <= pending.text_chars:
            raise AttemptFailedError(PageErrorKind.NO_TEXT, "the page holds no more than the feed's own text")
        return page


def is_about(page: HtmlPage, title: str) -> bool:
    """Whether a page has enough of the words of an article's title, so that it is not a log-in or front page."""
    words = {word.casefold() for word in WORD.findall(title)}
    if len(words) < TITLE_WORDS_MIN:
        return True
    text = f"{page.title} {page.body}".casefold()
    return sum(word in text for word in words) >= TITLE_SHARE_MIN * len(words)


def failed(row: Fetch, failure: AttemptFailedError, at: datetime) -> Fetch:
    """The row of a failed attempt; it is made again only where the trouble may pass."""
    is_transient = failure.kind in TRANSIENT | {PageErrorKind.ROBOTS_UNREACHABLE}
    seconds = max(failure.retry_after_seconds or 0.0, RETRY_HOURS * 3600.0)
    return replace(
        row,
        finished_at=at,
        http_status=failure.http_status or row.http_status,
        error_kind=failure.kind,
        error_detail=one_line(str(failure)),
        error_is_transient=is_transient,
        next_due_at=at + timedelta(seconds=seconds) if is_transient else None,
    )


def ask_pages(
    pending: Sequence[PendingPage], asker: PageAsker, *, until: datetime
) -> Generator[PageResult, None, None]:
    """Ask for pages, hosts side by side, until an instant (naive UTC); the rest waits for another run.

    Closing the generator waits for the attempts under way, and starts no more.
    """
    hosts: dict[str, list[PendingPage]] = {}
    for one in pending:
        hosts.setdefault((urlsplit(one.url).hostname or "").lower(), []).append(one)
    results: queue.Queue[PageResult | None] = queue.Queue(asker.limits.feeds_at_once)
    stop = threading.Event()

    def work(group: Sequence[PendingPage]) -> None:
        try:
            ask_host(group, asker, until=until, stop=stop, put=lambda result: put(results, result, stop))
        finally:
            put(results, None, stop)

    with ThreadPoolExecutor(asker.limits.feeds_at_once, "page") as pool:
        futures = [pool.submit(work, group) for group in hosts.values()]
        try:
            left = len(hosts)
            while left:
                result = results.get()
                if result is None:
                    left -= 1
                else:
                    yield result
            for future in futures:
                future.result()
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def ask_host(
    group: Sequence[PendingPage],
    asker: PageAsker,
    *,
    until: datetime,
    stop: threading.Event,
    put: Callable[[PageResult], None],
) -> None:
    """Ask for the pages of one host one after the other, as far apart as it asks for; stop where it is in trouble."""
    troubles = 0
    for one in group:
        if stop.is_set() or asker.now() >= until:
            return
        result = asker.ask(one)
        put(result)
        troubles = troubles + 1 if result.fetch.error_kind in PAGE_TROUBLES else 0
        if result.fetch.error_kind in HOST_TROUBLES or troubles >= TROUBLES_MAX:
            return
        # The transport keeps requests `host_spacing_seconds` apart by itself.
        delay = asker.manners.rules_of(one.url).delay_seconds - asker.limits.host_spacing_seconds
        if delay > 0:
            stop.wait(min(delay, max(0.0, (until - asker.now()).total_seconds())))


def put(results: queue.Queue[PageResult | None], result: PageResult | None, stop: threading.Event) -> None:
    """Hand on a result, unless whoever reads has gone away."""
    while not stop.is_set():
        try:
            results.put(result, timeout=POLL_SECONDS)
        except queue.Full:
            continue
        return
