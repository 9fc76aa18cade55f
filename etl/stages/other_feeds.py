"""Reads feeds that are neither RSS nor Atom: JSON Feed (1.0 and 1.1), and sitemaps with the tags of Google News."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from warehouse.terms import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

JSON_VERSION = re.compile(r"(?:https?://(?:www\.)?jsonfeed\.org/version/)?1(?:\.\d)?\Z")
NEWS_NAMESPACE = re.compile(rb"schemas/sitemap-news/")
URL_BEGINS = re.compile(r"<(?:[\w.-]{1,20}:)?url\b[^>]{0,500}>")
URL_ENDS = re.compile(r"</(?:[\w.-]{1,20}:)?url\s*>")
# A value runs to the next end tag: of these elements none holds another.
VALUE = re.compile(
    r"<(?:[\w.-]{1,20}:)?(?P<name>loc|lastmod|title|publication_date|language|name)\b[^>]{0,500}>"
    r"(?P<value>(?:[^<]++|<!\[CDATA\[.*?\]\]>)*+)</",
    re.DOTALL,
)
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
NEWS = re.compile(r"<(?:[\w.-]{1,20}:)?news\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFeed:
    """What such a feed holds, all its entries; its title and language are empty where it names none."""

    title: str
    language: str
    entries: tuple[Entry, ...]


def read_json_feed(body: bytes, *, location: str) -> OtherFeed | None:
    """The entries of a JSON Feed; None for other JSON, such as what an API answers."""
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not JSON_VERSION.match(text_of(feed, "version")):
        return None
    items = feed.get("items")
    language = text_of(feed, "language")
    return OtherFeed(
        title=text_of(feed, "title"),
        language=language,
        entries=tuple(
            json_entry(item, position, location=location)
            for position, item in enumerate(items if isinstance(items, list) else ())
            if isinstance(item, dict)
        ),
    )


def json_entry(item: Mapping[str, Any], position: int, *, location: str) -> Entry:
    """An item of a JSON Feed: its longest text is its body."""
    plain = max(text_of(item, "content_text"), text_of(item, "summary"), key=len)
    marked = text_of(item, "content_html")
    url = text_of(item, "url") or text_of(item, "external_url")
    return Entry(
        outlet="",
        position=position,
        title=text_of(item, "title"),
        title_is_html=False,
        body=marked or plain,
        body_is_html=bool(marked),
        url=resolved(location, url),
        guid=text_of(item, "id"),
        published_text=text_of(item, "date_published") or text_of(item, "date_modified"),
        language=text_of(item, "language"),
    )


def text_of(row: Mapping[str, Any], name: str) -> str:
    """A text, or a number as text, as some write ids; else nothing."""
    value = row.get(name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def resolved(location: str, url: str) -> str:
    """An address relative to that of the feed."""
    try:
        return urljoin(location, url) if url and location else url
    except ValueError:
        return url


def is_news_sitemap(body: bytes) -> bool:
    """Whether a sitemap has the tags of Google News, without which it tells no title."""
    return NEWS_NAMESPACE.search(body) is not None


def read_news_sitemap(text: str) -> OtherFeed:
    """The entries of a sitemap: addresses with the title, date and language of the news there, and no text."""
    entries, outlet = [], ""
    for position, part in enumerate(url_parts(text)):
        values: dict[str, str] = {}
        for found in VALUE.finditer(part):
            values.setdefault(found["name"], plain_value(found["value"]))
        outlet = outlet or values.get("name", "")
        entries.append(
            Entry(
                outlet="",
                position=position,
                title=values.get("title", ""),
                title_is_html=False,
                body_is_html=False,
                url=values.get("loc", ""),
                published_text=values.get("publication_date") or values.get("lastmod", ""),
                language=values.get("language", ""),
            )
        )
    return OtherFeed(title=outlet, language="", entries=tuple(entries))


def url_parts(text: str) -> Iterator[str]:
    """What stands in each address that is news; the last one may be cut short."""
    for part in URL_BEGINS.split(text)[1:]:
        inside = URL_ENDS.split(part, maxsplit=1)[0]
        if NEWS.search(inside):
            yield inside


def plain_value(raw: str) -> str:
    """The text of an element: what is marked as text is itself, references elsewhere are resolved."""
    parts = CDATA.split(raw)
    return "".join(part if number % 2 else html.unescape(part) for number, part in enumerate(parts)).strip()
