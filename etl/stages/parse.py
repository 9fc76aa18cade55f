"""Reads the entries of a feed from its bytes: RSS, Atom and RDF by feedparser, others by `other_feeds`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser

from etl.stages.mending import HEAD_BYTES, defused, feed_headers, mended, narrowed
from etl.stages.other_feeds import is_news_sitemap, read_json_feed, read_news_sitemap
from warehouse.terms import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

from etl.stages.other_feeds import OtherFeed

LOOKS_LIKE_FEED = re.compile(rb"<(?:[a-zA-Z][\w.-]{0,20}:)?(rss|feed|RDF|channel|item|entry)\b")
SITEMAP = re.compile(rb"<(?:[a-z]{1,10}:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
# Feeds by their namespaces, though they hold nothing: the parser knows RSS 0.90 only by its items.
RDF_FEED = re.compile(rb"channel\.netscape\.com/rdf/simple/|purl\.org/rss/1\.0/")
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
    narrow, widths = narrowed(unparsed.body)
    unparsed = replace(unparsed, body=narrow)
    other = other_feed(unparsed)
    if other is not None:
        return parsed_other(other, unparsed, entries_max=entries_max, date_of=date_of)
    refuse_other_formats(narrow)
    body, oddities = mended(narrow)
    parsed = feedparser.parse(
        BytesIO(body),
        sanitize_html=False,
        resolve_relative_uris=True,
        response_headers=feed_headers(body, content_type=unparsed.content_type, location=unparsed.location),
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
        oddity=", ".join([*widths, *oddities, *([type(parsed.bozo_exception).__name__] if parsed.get("bozo") else [])]),
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
