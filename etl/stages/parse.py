"""Reads the entries of a feed from its bytes: RSS, Atom and RDF by feedparser, others by `other_feeds`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser

from etl.stages.other_feeds import is_news_sitemap, read_json_feed, read_news_sitemap
from warehouse.terms import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from etl.stages.other_feeds import OtherFeed

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
SITEMAP = re.compile(rb"<(?:[a-z]{1,10}:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
# Feeds by their namespaces, though they hold nothing: the parser knows RSS 0.90 only by its items.
RDF_FEED = re.compile(rb"channel\.netscape\.com/rdf/simple/|purl\.org/rss/1\.0/")
# What may stand before the first element, and that element.
PROLOG = re.compile(rb"<!--.*?(?:-->|\Z)|<!DOCTYPE|<[A-Za-z]", re.DOTALL)
HEAD_BYTES = 4096
# What stands above the first date of a feed is taken for new.
NO_DATE_YET = datetime(9999, 12, 31)


class NotAFeedError(ValueError):
    """Bytes that hold no feed; the message says what they seem to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unparsed:
    """The bytes of a feed, when they were received (UTC, naive), and what is known of it.

    Links are resolved against `location`; outlet and language hold where the feed names none.
    """

    body: bytes
    received_at: datetime
    outlet: str = ""
    feed_id: str = ""
    language: str = ""
    content_type: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed holds: title and language, its newest entries, the places of those left out, what was odd in it."""

    title: str
    language: str
    entries: tuple[Entry, ...]
    dropped_positions: tuple[int, ...]
    oddity: str


def parse_feed(
    unparsed: Unparsed, *, entries_max: int, date_of: Callable[[str], datetime | None] | None = None
) -> ParsedFeed:
    """The entries of a feed, in its order.

    Beyond `entries_max` they are the newest by `date_of`, or the first where that is not given. Raises NotAFeedError
    for what is no feed.
    """
    other = other_feed(unparsed)
    if other is not None:
        return parsed_other(other, unparsed, entries_max=entries_max, date_of=date_of)
    refuse_other_formats(unparsed.body)
    headers = {"content-type": unparsed.content_type, "content-location": unparsed.location}
    body, oddities = mended(unparsed.body)
    parsed = feedparser.parse(
        BytesIO(body),
        sanitize_html=False,
        resolve_relative_uris=True,
        response_headers={name: value for name, value in headers.items() if value},
    )
    if not parsed.get("version") and not parsed.entries and not RDF_FEED.search(unparsed.body[:HEAD_BYTES]):
        raise NotAFeedError("it holds no RSS, Atom or RDF")
    declared = str(parsed.feed.get("language", "")) or unparsed.language
    title = str(parsed.feed.get("title", ""))
    outlet, feed_id = unparsed.outlet or title, unparsed.feed_id
    kept = newest([published_text(raw) for raw in parsed.entries], entries_max, date_of)
    return ParsedFeed(
        title=title,
        language=declared,
        entries=tuple(
            entry_of(parsed.entries[position], position, outlet=outlet, feed_id=feed_id, language=declared)
            for position in kept
        ),
        dropped_positions=left_out(range(len(parsed.entries)), kept),
        oddity=", ".join([*oddities, *([type(parsed.bozo_exception).__name__] if parsed.get("bozo") else [])]),
    )


def other_feed(unparsed: Unparsed) -> OtherFeed | None:
    """What a JSON Feed or a news sitemap holds; None for all else."""
    head = head_of(unparsed.body)
    if head.startswith(b"{"):
        return read_json_feed(unparsed.body, location=unparsed.location)
    if SITEMAP.search(head) and is_news_sitemap(unparsed.body):
        return read_news_sitemap(defused(unparsed.body).decode("utf-8", "replace"))
    return None


def parsed_other(
    other: OtherFeed, unparsed: Unparsed, *, entries_max: int, date_of: Callable[[str], datetime | None] | None
) -> ParsedFeed:
    """Such a feed within the limit, with what is known of it."""
    language = other.language or unparsed.language
    kept = newest([entry.published_text for entry in other.entries], entries_max, date_of)
    entries = (other.entries[place] for place in kept)
    return ParsedFeed(
        title=other.title,
        language=language,
        entries=tuple(
            replace(
                entry,
                outlet=unparsed.outlet or other.title,
                feed_id=unparsed.feed_id,
                language=entry.language or language,
            )
            for entry in entries
        ),
        dropped_positions=left_out([entry.position for entry in other.entries], kept),
        oddity="",
    )


def left_out(positions: Sequence[int], kept: Sequence[int]) -> tuple[int, ...]:
    """The positions of the entries whose places were not kept."""
    places = set(kept)
    return tuple(position for place, position in enumerate(positions) if place not in places)


def newest(dates: Sequence[str], count_max: int, date_of: Callable[[str], datetime | None] | None) -> list[int]:
    """The places of the newest entries, in order. One without a date is as old as the one before it."""
    places = range(len(dates))
    if len(dates) <= count_max:
        return list(places)
    if date_of is None:
        return list(places[:count_max])
    instants, last = [], NO_DATE_YET
    for text in dates:
        last = (date_of(text) if text else None) or last
        instants.append(last)
    # Sorting keeps the order of equals, and most feeds have the newest first.
    return sorted(sorted(places, key=instants.__getitem__, reverse=True)[:count_max])


def refuse_other_formats(body: bytes) -> None:
    """Raise NotAFeedError, naming what it is, for bytes that are plainly something else."""
    head = head_of(body)
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
    if SITEMAP.search(head):
        raise NotAFeedError("it is a sitemap")
    if (b"<html" in lowered or b"<!doctype html" in lowered) and not LOOKS_LIKE_FEED.search(body[:HEAD_BYTES]):
        raise NotAFeedError("it is an HTML page")


def head_of(body: bytes) -> bytes:
    """The first bytes, without a mark of their order and blanks."""
    return body[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")


def defused(body: bytes) -> bytes:
    """The bytes without what makes parsers fail or reach out: DTDs, control characters, impossible references."""
    return mended(body)[0]


def mended(body: bytes) -> tuple[bytes, list[str]]:
    """The bytes so that they can be parsed, and what had to be mended in them."""
    declared = DECLARED_ENCODING.search(body[:HEAD_BYTES])
    encoding = declared.group(1).decode("ascii").lower() if declared else ""
    if (
        body[:2] in {b"\xff\xfe", b"\xfe\xff"}
        or body[:4] == b"\x00\x00\xfe\xff"
        or encoding.startswith(("utf-16", "utf-32", "ucs"))
    ):
        return body, []
    body = DECLARATION.sub(b"", without_doctype(body))
    oddities = []
    for oddity, pattern, instead in MENDS:
        before, body = body, pattern.sub(instead, body)
        if body != before:
            oddities.append(oddity)
    if encoding in {"", "utf-8", "utf8"}:
        body, oddity = as_utf8(body)
        oddities += [oddity] if oddity else []
    return body, oddities


def without_doctype(body: bytes) -> bytes:
    """The bytes without their DOCTYPE. A document has one: to look for more costs time in the square of it.

    What stands in a comment or after the first element is none: it is the text of an article.
    """
    first = next((one for one in PROLOG.finditer(body) if not one.group().startswith(b"<!--")), None)
    found = DOCTYPE.match(body, first.start()) if first else None
    return body[: found.start()] + body[found.end() :] if found else body


def as_utf8(body: bytes) -> tuple[bytes, str]:
    """Bytes that should be UTF-8 as UTF-8, and what was odd. Where none beyond ASCII is, the parser finds out."""
    text = body.decode("utf-8", "replace")
    bad_count = text.count("\ufffd")
    if not bad_count:
        return body, ""
    if bad_count * 50 > len(text):
        for encoding, letters, share in LEGACY_ENCODINGS:
            other = body.decode(encoding, "replace")
            if len(letters.findall(other)) >= share * len(BEYOND_ASCII.findall(other)):
                return other.encode("utf-8"), f"not UTF-8 but {encoding}"
        return body, "not UTF-8"
    # One bad byte costs one character, not the encoding of the whole feed.
    return (body, "not UTF-8") if text.replace("\ufffd", "").isascii() else (text.encode("utf-8"), "bytes not UTF-8")


def possible_reference(match: re.Match[bytes]) -> bytes:
    """A character reference, or nothing where no character can stand there."""
    code = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    is_character = (
        code in {0x9, 0xA, 0xD} or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    )
    return match.group() if is_character else b""


def escaped_ampersand(match: re.Match[bytes]) -> bytes:
    """A bare ampersand as a reference to itself; CDATA as it is."""
    return b"&amp;" if match.group() == b"&" else match.group()


# What is mended, in this order, with its name as an oddity.
MENDS = (
    ("control characters", CONTROL_BYTES, b""),
    ("impossible references", BAD_REFERENCE, possible_reference),
    ("bare ampersands", BARE_AMPERSAND, escaped_ampersand),
)


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
        published_text=published_text(raw),
        language=language,
        feed_id=feed_id,
    )


def published_text(raw: Mapping[str, Any]) -> str:
    """The date of an entry as received."""
    return str(raw.get("published") or raw.get("updated") or raw.get("created") or "")


def longest_text(raw: Mapping[str, Any]) -> tuple[str, bool]:
    """The longest of an entry's contents and its summary, and whether it may hold markup."""
    candidates = [(str(part.get("value", "")), str(part.get("type", "text/html"))) for part in raw.get("content", ())]
    summary_type = str((raw.get("summary_detail") or {}).get("type", "text/html"))
    candidates.append((str(raw.get("summary", "")), summary_type))
    text, media_type = max(candidates, key=lambda candidate: len(candidate[0]))
    return text, media_type != "text/plain" or "<" in text
