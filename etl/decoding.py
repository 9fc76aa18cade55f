"""Reads an answer: undoes its compression within a limit, and gives all that is not a feed's body a name."""

from __future__ import annotations

import ssl
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import httpcore
import httpx

from etl.addresses import AddressRefusedError, NameNotResolvedError, TlsRefusedError
from etl.feeds import parse_retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

GZIP_MAGIC = b"\x1f\x8b"

MEMBER_COUNT_MAX = 1_000
"""A gzip stream may hold many members; each costs a copy of the rest of the chunk, so a flood is quadratic."""

HEADER_COUNT_MAX = 200
"""Real feeds answer with 10 to 40 headers; h11 alone would read 100 KB of them."""

ERROR_PAGE_BYTES_MAX = 64_000
"""Challenge pages are short, and name themselves near their top."""

_CHALLENGE_MARKS = (
    b"just a moment...",
    b"attention required! | cloudflare",
    b"cf-chl-",
    b"/cdn-cgi/challenge-platform/",
    b"captcha-delivery.com",
    b"_incapsula_resource",
    b"px-captcha",
    b"g-recaptcha",
    b"h-captcha",
)
_READABLE = frozenset({200, 203})
_PLAIN = frozenset({"", "identity"})
_GZIP = frozenset({"gzip", "x-gzip"})
_DEFLATE = "deflate"
_ZLIB_HEADER_BYTES = 2
_ZLIB_METHOD_MASK = 0x0F
_ZLIB_METHOD_DEFLATE = 8
_ZLIB_CHECK = 31


class ErrorKind(StrEnum):
    """What went wrong in one word; `Fetch.error_kind` holds it."""

    DNS = "dns"
    CONNECT = "connect"
    NETWORK_DOWN = "network_down"
    TLS = "tls"
    TIMEOUT = "timeout"
    BROKEN_ANSWER = "broken_answer"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    REDIRECT_LOOP = "redirect_loop"
    BAD_URL = "bad_url"
    REFUSED_ADDRESS = "refused_address"
    REFUSED_SCHEME = "refused_scheme"
    BLOCKED = "blocked"
    HOST_WAITS = "host_waits"
    HTTP_404 = "http_404"
    HTTP_410 = "http_410"
    HTTP_429 = "http_429"
    HTTP_4XX = "http_4xx"
    HTTP_5XX = "http_5xx"
    HTTP_OTHER = "http_other"
    NOT_A_FEED = "not_a_feed"
    PARSE_TIMEOUT = "parse_timeout"
    PARSE_MEMORY = "parse_memory"
    PARSE_CRASHED = "parse_crashed"


class PageErrorKind(StrEnum):
    """What else keeps the page of an article from being read; `Fetch.error_kind` holds it for pages."""

    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    OPTED_OUT = "opted_out"
    PAYWALL = "paywall"
    NOT_A_PAGE = "not_a_page"
    NO_TEXT = "no_text"
    OTHER_PAGE = "other_page"


UNREACHED = frozenset({ErrorKind.DNS, ErrorKind.CONNECT})
UNPUNISHED = frozenset({ErrorKind.NETWORK_DOWN, ErrorKind.HOST_WAITS})
TRANSIENT = (
    UNREACHED | UNPUNISHED | {ErrorKind.TIMEOUT, ErrorKind.BROKEN_ANSWER, ErrorKind.HTTP_429, ErrorKind.HTTP_5XX}
)
_STATUS_KINDS = {404: ErrorKind.HTTP_404, 410: ErrorKind.HTTP_410, 429: ErrorKind.HTTP_429}
_CLASS_KINDS = {4: ErrorKind.HTTP_4XX, 5: ErrorKind.HTTP_5XX}


class AttemptFailedError(Exception):
    """An attempt that ends in a FAILED row; fetch.py catches every one."""

    def __init__(
        self,
        kind: ErrorKind | PageErrorKind,
        detail: str,
        *,
        http_status: int | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        """Keep the kind beside the detail, one line for people."""
        super().__init__(detail)
        self.kind = kind
        self.http_status = http_status
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stood at the end of the redirects."""

    http_status: int
    headers: httpx.Headers
    body: bytes
    permanent_url: str
    url: str = ""


class BodyTooLargeError(Exception):
    """The body is larger than allowed, as received or after decompression."""


class BadEncodingError(Exception):
    """The body is not in the encoding its header names, stops early, or is in one that was not asked for."""


class BodyDecoder:
    """Decodes one body under a `Content-Encoding`; never holds more than `bytes_max` bytes and one chunk.

    Measured: 2 MB of gzip took httpx, requests and feedparser to 4.2 GB; zlib's own `max_length` stops in time.
    """

    def __init__(self, content_encoding: str, *, bytes_max: int) -> None:
        """Raise BadEncodingError for anything but identity, gzip or deflate, which are all that is asked for."""
        self._encoding = content_encoding.strip().lower()
        if self._encoding not in _PLAIN | _GZIP | {_DEFLATE}:
            raise BadEncodingError(f"the server answered in {self._encoding[:40]!r}, which was not asked for")
        self._bytes_max = bytes_max
        self._body = bytearray()
        self._pending = b""
        self._inflater: zlib._Decompress | None = None
        self._received_count = 0
        self._member_count = 0
        self._is_done = False

    @property
    def byte_count(self) -> int:
        """How many bytes came out so far."""
        return len(self._body)

    def add(self, chunk: bytes) -> None:
        """Take the next piece as received; raises BodyTooLargeError or BadEncodingError."""
        self._received_count += len(chunk)
        if self._received_count > self._bytes_max:
            if self._encoding in _PLAIN:
                self._body += chunk
            raise BodyTooLargeError(f"more than {self._bytes_max} bytes were sent")
        if self._encoding in _PLAIN:
            self._body += chunk
        else:
            self._inflate(chunk)

    def finish(self) -> bytes:
        """Return the whole body; raises BadEncodingError where the compressed stream stops early."""
        # An empty body under any encoding is an empty body: servers label 0 bytes as gzip.
        if self._encoding not in _PLAIN and self._received_count and not self._is_done:
            raise BadEncodingError(f"the {self._encoding} stream stops early")
        return bytes(self._body)

    def start(self) -> bytes:
        """Return as much of the body as came out so far, within the limit."""
        return bytes(self._body[: self._bytes_max])

    def _inflate(self, chunk: bytes) -> None:
        data = self._pending + chunk
        self._pending = b""
        while data and not self._is_trailer(data):
            if self._inflater is None:
                if len(data) < _ZLIB_HEADER_BYTES:
                    self._pending = data
                    return
                self._inflater = self._open(data)
            data = self._inflate_member(self._inflater, data)

    def _is_trailer(self, data: bytes) -> bool:
        """Whether what follows a finished stream is padding or junk, which every client ignores."""
        has_ended = self._is_done and self._inflater is None
        return has_ended and (self._encoding == _DEFLATE or not GZIP_MAGIC.startswith(data[:2]))

    def _open(self, data: bytes) -> zlib._Decompress:
        self._is_done = False
        self._member_count += 1
        if self._member_count > MEMBER_COUNT_MAX:
            raise BadEncodingError(f"more than {MEMBER_COUNT_MAX} gzip members")
        if self._encoding in _GZIP:
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # "deflate" means zlib (RFC 9110), but some servers send the bare stream without the two bytes in front.
        return zlib.decompressobj(zlib.MAX_WBITS if _has_zlib_header(data) else -zlib.MAX_WBITS)

    def _inflate_member(self, inflater: zlib._Decompress, data: bytes) -> bytes:
        """Decompress up to the limit and return what lies behind the end of the member."""
        room = self._bytes_max - len(self._body)
        try:
            self._body += inflater.decompress(data, room + 1)
        except zlib.error as error:
            raise BadEncodingError(f"not {self._encoding}: {error}") from error
        if len(self._body) > self._bytes_max:
            raise BodyTooLargeError(f"more than {self._bytes_max} bytes after decompression")
        if not inflater.eof:
            return b""
        self._is_done = True
        self._inflater = None
        return inflater.unused_data if self._encoding in _GZIP else b""


def _has_zlib_header(data: bytes) -> bool:
    is_deflate = data[0] & _ZLIB_METHOD_MASK == _ZLIB_METHOD_DEFLATE
    return is_deflate and int.from_bytes(data[:_ZLIB_HEADER_BYTES], "big") % _ZLIB_CHECK == 0


def is_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a captcha stands where a feed should. Only in HTML: feeds may well write about captchas."""
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return True
    page = body[:ERROR_PAGE_BYTES_MAX].lower()
    return is_html(body) and any(mark in page for mark in _CHALLENGE_MARKS)


def is_html(body: bytes) -> bool:
    """Whether a body opens like a web page; a byte-order mark and blanks may stand before it."""
    return body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html"))


# The first class that fits decides: connecting is told apart from the rest of what httpcore calls network errors.
_WIRE_KINDS: dict[type[Exception], ErrorKind] = {
    NameNotResolvedError: ErrorKind.DNS,
    AddressRefusedError: ErrorKind.REFUSED_ADDRESS,
    TlsRefusedError: ErrorKind.TLS,
    httpcore.ConnectError: ErrorKind.CONNECT,
    httpcore.ConnectTimeout: ErrorKind.CONNECT,
    httpcore.TimeoutException: ErrorKind.TIMEOUT,
    httpcore.NetworkError: ErrorKind.BROKEN_ANSWER,
    httpcore.ProtocolError: ErrorKind.BROKEN_ANSWER,
    BodyTooLargeError: ErrorKind.TOO_LARGE,
    BadEncodingError: ErrorKind.BAD_ENCODING,
    # httpx reads the target of a redirect although it is told not to follow it.
    httpx.HTTPError: ErrorKind.BAD_URL,
    httpx.InvalidURL: ErrorKind.BAD_URL,
    UnicodeError: ErrorKind.BAD_URL,
}


@contextmanager
def named_errors(*, http_status: int | None = None) -> Iterator[None]:
    """Turn each thing that goes wrong on the wire into an AttemptFailedError of its kind."""
    try:
        yield
    except tuple(_WIRE_KINDS) as error:
        kind = next(kind for error_class, kind in _WIRE_KINDS.items() if isinstance(error, error_class))
        if isinstance(error.__cause__, ssl.SSLError):
            kind = ErrorKind.TLS
        detail = str(error) or type(error).__name__
        raise AttemptFailedError(kind, detail, http_status=http_status) from error


def read_answer(
    response: httpx.Response, *, bytes_max: int, permanent_url: str, at: datetime, keeps_start: bool = False
) -> Answer:
    """Read what stands at the end of the redirects; raises AttemptFailedError for what is neither a body nor a 304.

    Where it `keeps_start`, a body that is too large is cut and not refused.
    """
    status = response.status_code
    if len(response.headers.raw) > HEADER_COUNT_MAX:
        raise AttemptFailedError(ErrorKind.BROKEN_ANSWER, f"{len(response.headers.raw)} headers", http_status=status)
    if status == httpx.codes.NOT_MODIFIED:
        if not {"if-none-match", "if-modified-since"} & set(response.request.headers):
            detail = "304 to a request without validators"
            raise AttemptFailedError(ErrorKind.BROKEN_ANSWER, detail, http_status=status)
        return Answer(http_status=status, headers=response.headers, body=b"", permanent_url=permanent_url)
    if status not in _READABLE:
        raise _http_failure(response, _read_error_page(response), at)
    with named_errors(http_status=status):
        body = _read_body(response, bytes_max=bytes_max, keeps_start=keeps_start)
    if is_challenge(response.headers, body):
        detail = "a captcha or challenge page in place of the feed"
        raise AttemptFailedError(ErrorKind.BLOCKED, detail, http_status=status)
    url = str(response.request.url)
    return Answer(http_status=status, headers=response.headers, body=body, permanent_url=permanent_url, url=url)


def _read_body(response: httpx.Response, *, bytes_max: int, keeps_start: bool = False) -> bytes:
    """Read raw chunks within the limit; the transport ends the reading at the deadline."""
    decoder = BodyDecoder(response.headers.get("Content-Encoding", ""), bytes_max=bytes_max)
    for chunk in response.iter_raw():
        try:
            decoder.add(chunk)
        except BodyTooLargeError:
            if keeps_start:
                return decoder.start()
            raise
    return decoder.finish()


def _read_error_page(response: httpx.Response) -> bytes:
    """Return the page that came with an error, only to tell who sent it: an unreadable one changes nothing."""
    try:
        with named_errors():
            return _read_body(response, bytes_max=ERROR_PAGE_BYTES_MAX)
    except AttemptFailedError:
        return b""


def _http_failure(response: httpx.Response, page: bytes, at: datetime) -> AttemptFailedError:
    status = response.status_code
    line = f"{status} {httpx.codes.get_reason_phrase(status)}".strip()
    retry_after_seconds = None
    if status in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}:
        retry_after_seconds = parse_retry_after(response.headers.get("Retry-After", ""), at)
    if status == httpx.codes.FORBIDDEN or is_challenge(response.headers, page):
        return AttemptFailedError(ErrorKind.BLOCKED, f"{line}: the server turns us away", http_status=status)
    kind = _STATUS_KINDS.get(status) or _CLASS_KINDS.get(status // 100, ErrorKind.HTTP_OTHER)
    return AttemptFailedError(kind, line, http_status=status, retry_after_seconds=retry_after_seconds)
