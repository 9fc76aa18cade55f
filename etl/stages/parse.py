"""Reads the entries of a feed from its bytes: RSS, Atom and RDF through feedparser, behind guards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser

from warehouse.terms import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

# A bare ampersand, a control character or bad UTF-8 makes feedparser fall back on a slower reader, or raise.
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BAD_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,12})|(\d{1,12}));")
DECLARED_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding=[\"']([A-Za-z0-9._:-]{1,40})[\"']")
DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
DECLARATION = re.compile(rb"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)[^<>]*>")
# An ampersand that begins no reference, outside of CDATA.
BARE_AMPERSAND = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#?[0-9A-Za-z]{1,32};)", re.DOTALL)
# Encodings that call themselves UTF-8, each with the letters by which one knows that it was read right, and the share
# that these have in its text beyond ASCII.
LEGACY_ENCODINGS = (
    ("shift_jis", re.compile("[ぁ-ヿ]"), 0.25),
    ("euc_jp", re.compile("[ぁ-ヿ]"), 0.25),
    ("cp949", re.compile("[가-힣]"), 0.8),
    ("cp1251", re.compile("[а-яё]"), 0.7),
    ("gb18030", re.compile("[一-鿿]"), 0.8),
)
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
LOOKS_LIKE_FEED = re.compile(rb"<(?:[a-zA-Z][\w.-]{0,20}:)?(rss|feed|RDF|channel|item|entry)\b")
HEAD_BYTES = 4096


class NotAFeedError(ValueError):
    """Bytes that hold no feed; the message says what they seem to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed holds: its title and language, its newest entries, how many were left out, and its oddity."""

    title: str
    language: str
    entries: tuple[Entry, ...]
    dropped_count: int
    oddity: str


def parse_feed(
    body: bytes,
    *,
    outlet: str,
    feed_id: str,
    language: str,
    entries_max: int,
    content_type: str = "",
    location: str = "",
) -> ParsedFeed:
    """The entries of a feed, at most `entries_max`, in its order; links are resolved against its `location`.

    Raises NotAFeedError for anything else.
    """
    refuse_other_formats(body)
    headers = {"content-type": content_type, "content-location": location}
    parsed = feedparser.parse(
        BytesIO(defused(body)),
        sanitize_html=False,
        resolve_relative_uris=True,
        response_headers={name: value for name, value in headers.items() if value},
    )
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeedError("it holds no RSS, Atom or RDF")
    declared = str(parsed.feed.get("language", "")) or language
    title = str(parsed.feed.get("title", ""))
    entries = tuple(
        entry_of(raw, position, outlet=outlet or title, feed_id=feed_id, language=declared)
        for position, raw in enumerate(parsed.entries[:entries_max])
    )
    return ParsedFeed(
        title=title,
        language=declared,
        entries=entries,
        dropped_count=max(0, len(parsed.entries) - entries_max),
        oddity=type(parsed.bozo_exception).__name__ if parsed.get("bozo") else "",
    )


def refuse_other_formats(body: bytes) -> None:
    """Raise NotAFeedError, naming what it is, for bytes that are plainly something else."""
    head = body[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise NotAFeedError("it is empty")
    for start, name in (
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "gzip"),
        (b"{", "JSON"),
        (b"[", "JSON"),
    ):
        if head.startswith(start):
            raise NotAFeedError(f"it is {name}")
    lowered = head.lower()
    if b"<opml" in lowered:
        raise NotAFeedError("it is OPML, a list of feeds")
    if b"<urlset" in lowered or b"<sitemapindex" in lowered:
        raise NotAFeedError("it is a sitemap")
    if (b"<html" in lowered or b"<!doctype html" in lowered) and not LOOKS_LIKE_FEED.search(body[:HEAD_BYTES]):
        raise NotAFeedError("it is an HTML page")


def defused(body: bytes) -> bytes:
    """The bytes without what makes parsers fail or reach out: DTDs, control characters, impossible references."""
    declared = DECLARED_ENCODING.search(body[:HEAD_BYTES])
    encoding = declared.group(1).decode("ascii").lower() if declared else ""
    if (
        body[:2] in {b"\xff\xfe", b"\xfe\xff"}
        or body[:4] == b"\x00\x00\xfe\xff"
        or encoding.startswith(("utf-16", "utf-32", "ucs"))
    ):
        return body
    body = DECLARATION.sub(b"", without_doctype(body))
    body = BAD_REFERENCE.sub(possible_reference, CONTROL_BYTES.sub(b"", body))
    body = BARE_AMPERSAND.sub(lambda match: match.group() if match.group() != b"&" else b"&amp;", body)
    if encoding in {"", "utf-8", "utf8"}:
        return as_utf8(body)
    return body


def without_doctype(body: bytes) -> bytes:
    """The bytes without their DOCTYPE. A document has one: to look for more costs time in the square of it."""
    found = DOCTYPE.match(body, max(0, body.find(b"<!DOCTYPE")))
    return body[: found.start()] + body[found.end() :] if found else body


def as_utf8(body: bytes) -> bytes:
    """Bytes that should be UTF-8 as UTF-8. Where none of them beyond ASCII is, the parser finds the encoding."""
    text = body.decode("utf-8", "replace")
    bad_count = text.count("\ufffd")
    if not bad_count:
        return body
    if bad_count * 50 > len(text):
        for encoding, letters, share in LEGACY_ENCODINGS:
            other = body.decode(encoding, "replace")
            if len(letters.findall(other)) >= share * len(BEYOND_ASCII.findall(other)):
                return other.encode("utf-8")
        return body
    # One bad byte costs one character, not the encoding of the whole feed.
    return body if text.replace("\ufffd", "").isascii() else text.encode("utf-8")


def possible_reference(match: re.Match[bytes]) -> bytes:
    """A character reference, or nothing where no character can stand there."""
    code = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    is_character = (
        code in {0x9, 0xA, 0xD} or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    )
    return match.group() if is_character else b""


def entry_of(raw: Mapping[str, Any], position: int, *, outlet: str, feed_id: str, language: str) -> Entry:
    """One entry as received: its longest text is its body."""
    content, is_html = longest_text(raw)
    title_type = str((raw.get("title_detail") or {}).get("type", "text/html"))
    return Entry(
        outlet=outlet,
        position=position,
        title=str(raw.get("title", "")),
        title_is_html=title_type != "text/plain"
        or "<" in str(raw.get("title", ""))
        or "&" in str(raw.get("title", "")),
        body=content,
        body_is_html=is_html,
        url=str(raw.get("link", "")),
        guid=str(raw.get("id", "")),
        published_text=str(raw.get("published") or raw.get("updated") or raw.get("created") or ""),
        language=language,
        feed_id=feed_id,
    )


def longest_text(raw: Mapping[str, Any]) -> tuple[str, bool]:
    """The longest of an entry's contents and its summary, and whether it may hold markup."""
    candidates = [(str(part.get("value", "")), str(part.get("type", "text/html"))) for part in raw.get("content", ())]
    summary_type = str((raw.get("summary_detail") or {}).get("type", "text/html"))
    candidates.append((str(raw.get("summary", "")), summary_type))
    text, media_type = max(candidates, key=lambda candidate: len(candidate[0]))
    return text, media_type != "text/plain" or "<" in text
