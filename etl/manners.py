"""Whether the host of an article's page lets programs read it: robots.txt (RFC 9309) and tdmrep.json, once a day.

What is honoured, and where it stands:

- robots.txt: the group for `Tensiometer`, else the one for `*`. A 4xx allows, but for 429; a 5xx, a time-out, a captcha
  or a network that is down disallows. Its first 512,000 bytes are read. Crawl-delay counts up to 30 s.
- /.well-known/tdmrep.json (TDM Reservation Protocol): the first rule whose location fits.
- The answer's headers and the page's meta elements, see `stages/page_marks.py`: `tdm-reservation: 1`, and `noai`,
  `noindex` or `none` in `X-Robots-Tag` and `robots`, for all or for `tensiometer`.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from etl.decoding import AttemptFailedError, PageErrorKind
from etl.fetch import Question, one_line
from warehouse.pages import SiteFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from etl.fetch import Ask, FetchLimits

AGENT = "Tensiometer"
ROBOTS_PATH = "/robots.txt"
TDM_PATH = "/.well-known/tdmrep.json"
FILE_BYTES_MAX = 512_000
"""RFC 9309 asks for 500 KiB at least; real ones have 2 to 20."""

KEPT_HOURS = 24
UNREACHABLE_HOURS = 1
CRAWL_DELAY_SECONDS_MAX = 30.0
TDM_RULES_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """What a host allows: `robots` None allows all, `unreachable` says why nothing is known and nothing is asked."""

    robots: Protego | None = None
    reserved: tuple[tuple[Protego, bool], ...] = ()
    unreachable: str = ""

    @property
    def delay_seconds(self) -> float:
        """The seconds between two pages that the host asks for, within our limit."""
        delay = self.robots.crawl_delay(AGENT) if self.robots else None
        return min(delay or 0.0, CRAWL_DELAY_SECONDS_MAX)

    def check(self, url: str) -> None:
        """Raise AttemptFailedError where a program may not ask for an address."""
        if self.unreachable:
            raise AttemptFailedError(
                PageErrorKind.ROBOTS_UNREACHABLE, f"robots.txt could not be read: {self.unreachable}"
            )
        if self.robots and not self.robots.can_fetch(url, AGENT):
            raise AttemptFailedError(PageErrorKind.ROBOTS, "robots.txt asks programs to stay away from it")
        for pattern, is_reserved in self.reserved:
            if not pattern.can_fetch(url, AGENT):
                if is_reserved:
                    raise AttemptFailedError(PageErrorKind.OPTED_OUT, "tdmrep.json reserves it from text mining")
                return


@dataclass(slots=True)
class Manners:
    """The rules of all hosts, each asked for when it is first needed; for any number of threads.

    `known` are files asked for earlier; those asked for here are in `learnt`.
    """

    fetch: Ask
    limits: FetchLimits
    now: Callable[[], datetime]
    known: dict[tuple[str, str], SiteFile] = field(default_factory=dict)
    learnt: list[SiteFile] = field(default_factory=list)
    _rules: dict[str, SiteRules] = field(default_factory=dict)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rules_of(self, url: str) -> SiteRules:
        """What the host of an address allows."""
        origin = origin_of(url)
        with self._lock:
            origin_lock = self._locks.setdefault(origin, threading.Lock())
        # Of two threads that need the same file, one asks for it.
        with origin_lock:
            if origin not in self._rules:
                self._rules[origin] = self._read_rules(origin)
            return self._rules[origin]

    def _read_rules(self, origin: str) -> SiteRules:
        robots = rules_of_robots(self._file(origin, ROBOTS_PATH))
        if robots.unreachable:
            return robots
        if robots.robots and not robots.robots.can_fetch(origin + TDM_PATH, AGENT):
            return robots
        return replace(robots, reserved=reserved_of(self._file(origin, TDM_PATH)))

    def _file(self, origin: str, path: str) -> SiteFile:
        known = self.known.get((origin, path))
        if known is not None and self.now() < known.asked_at + kept_for(known):
            return known
        asked = SiteFile(origin=origin, path=path, asked_at=self.now())
        question = Question(url=origin + path, keeps_start=True, headers=[(b"Accept", b"text/plain, */*;q=0.5")])
        try:
            answer = self.fetch(question, replace(self.limits, bytes_max=FILE_BYTES_MAX))
        except AttemptFailedError as failure:
            made = replace(
                asked, http_status=failure.http_status, error_kind=failure.kind, error_detail=one_line(str(failure))
            )
        else:
            text = answer.body.decode("utf-8-sig", "replace").replace("\x00", "")
            made = replace(asked, http_status=answer.http_status, body=text)
        with self._lock:
            self.learnt.append(made)
        return made


def kept_for(file: SiteFile) -> timedelta:
    """How long a file is believed."""
    is_lost = file.path == ROBOTS_PATH and is_unreachable(file)
    return timedelta(hours=UNREACHABLE_HOURS if is_lost else KEPT_HOURS)


def is_unreachable(file: SiteFile) -> bool:
    """Whether nothing is known of what a host allows: it said neither that there is a file nor that there is none."""
    if not file.error_kind:
        return False
    status = file.http_status or 0
    is_refusal = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return not is_refusal or status == HTTPStatus.TOO_MANY_REQUESTS


def rules_of_robots(file: SiteFile) -> SiteRules:
    """What a robots.txt allows."""
    if is_unreachable(file):
        return SiteRules(unreachable=file.error_detail or file.error_kind)
    return SiteRules(robots=Protego.parse(file.body) if file.body else None)


def reserved_of(file: SiteFile) -> tuple[tuple[Protego, bool], ...]:
    """The rules of a tdmrep.json in their order: which addresses, and whether they are reserved; none if it is none."""
    try:
        rows = json.loads(file.body) if file.body else []
    except (ValueError, RecursionError):
        return ()
    rules = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return tuple(
        (Protego.parse(f"User-agent: *\nDisallow: {one_line(str(row.get('location') or '/'))}"), is_one(row))
        for row in rules[:TDM_RULES_MAX]
    )


def is_one(row: dict[str, object]) -> bool:
    """Whether a rule reserves."""
    return str(row.get("tdm-reservation", "")).strip() == "1"


def known_by_address(files: Iterable[SiteFile]) -> dict[tuple[str, str], SiteFile]:
    """Files by origin and path."""
    return {(one.origin, one.path): one for one in files}


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"
