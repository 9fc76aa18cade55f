"""Reads files on the same road as feeds: what a path holds becomes entries, chunk by chunk."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import htmldate
import pyarrow as pa
import pyarrow.parquet as pq

from etl.decoding import ErrorKind
from etl.parsing import ParseFailedError, parse_within
from etl.stages.main_text import read_page
from etl.stages.page_html import PageTooLargeError, read_html_page
from etl.stages.parse import NotAFeedError, Unparsed
from warehouse.clock import utc_now
from warehouse.errors import TensiometerError
from warehouse.terms import Entry, Outcome, UnusableEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from etl.parsing import FeedParser
    from etl.stages.parse import ParsedFeed

Received = Entry | UnusableEntry

CHUNK_ENTRIES = 2000
# Files of one document or feed are read whole; more than this is no article and no feed.
WHOLE_BYTES_MAX = 50_000_000
CELL_CHARS_MAX = 10_000_000
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "body": ("body", "text", "content", "description", "summary"),
    "url": ("url", "link"),
    "published_at": ("published_at", "published", "date", "pubdate", "pub_date"),
    "outlet": ("outlet", "source", "publisher", "site"),
    "language": ("language", "lang"),
    "guid": ("guid", "id"),
    "date_is_crawl_time": ("date_is_crawl_time",),
    "country": ("country",),
}
"""The fields of a table's row, each with the column names that are taken for it unless a mapping says otherwise."""


class FileError(TensiometerError):
    """A file that cannot be read at all; the others go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read files: the mapping field -> column, the outlet of files that name none, and limits.

    Feeds are parsed by `parser`, which has limits of its own, or where there is none in this process.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    outlet: str = ""
    entries_max: int = 2000
    parser: FeedParser | None = None


def read_file(path: Path, reading: Reading) -> Iterator[list[Received]]:
    """The entries of a file, in chunks. Raises FileError if it is not what its name says, or cannot be opened."""
    readers = {
        ".rss": read_feed_file,
        ".atom": read_feed_file,
        ".xml": read_feed_file,
        ".rdf": read_feed_file,
        ".html": read_html,
        ".htm": read_html,
        ".txt": read_text,
        ".jsonl": read_jsonl,
        ".csv": read_csv,
        ".parquet": read_parquet,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        known = " ".join(sorted(readers))
        raise FileError(f"{path}: files ending in {path.suffix or 'nothing'} are not read.", hint=f"Known: {known}.")
    try:
        yield from chunks(reader(path, reading))
    except OSError as error:
        raise FileError(f"{path}: {error.strerror or error}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileError(f"{path}: it is not what its name says: {error}.") from error
    except FileError:
        raise
    except Exception as error:
        # The per-file boundary: whatever a parser stumbles over is this file's failure, and the others go on.
        raise FileError(f"{path}: it could not be read: {type(error).__name__}: {error}.") from error


def chunks(entries: Iterable[Received]) -> Iterator[list[Received]]:
    """Entries, so many at a time."""
    iterator = iter(entries)
    while chunk := list(islice(iterator, CHUNK_ENTRIES)):
        yield chunk


def whole(path: Path) -> bytes:
    """The bytes of a file of bearable size. Raises FileError beyond it."""
    size = path.stat().st_size
    if size > WHOLE_BYTES_MAX:
        raise FileError(f"{path}: {size:,} bytes are too many for one document (at most {WHOLE_BYTES_MAX:,}).")
    return path.read_bytes()


def read_feed_file(path: Path, reading: Reading) -> Iterator[Received]:
    """The entries of a saved RSS, Atom or RDF file; those beyond the limit are counted as skipped."""
    unparsed = Unparsed(body=whole(path), received_at=utc_now(), outlet=reading.outlet)
    try:
        if reading.parser is None:
            feed = parse_within(unparsed, entries_max=reading.entries_max)
        else:
            feed = reading.parser.parse(unparsed)
    except NotAFeedError as error:
        raise FileError(f"{path}: not a feed: {error}.") from error
    except ParseFailedError as error:
        named = "not a feed: " if error.kind is ErrorKind.NOT_A_FEED else ""
        raise FileError(f"{path}: {named}{error}.") from error
    yield from feed.entries
    yield from beyond_limit(feed)


def beyond_limit(feed: ParsedFeed) -> list[UnusableEntry]:
    """The entries that a feed held beyond the limit, so that they are counted."""
    reason = "beyond the limit of entries"
    return [UnusableEntry(position=at, outcome=Outcome.SKIPPED, reason=reason) for at in feed.dropped_positions]


def read_html(path: Path, reading: Reading) -> Iterator[Received]:
    """The article of a saved web page; its date as the page declares it, else as htmldate finds it."""
    data = whole(path)
    try:
        page = read_html_page(data)
    except PageTooLargeError as error:
        raise FileError(f"{path}: the page is too large: {error}.") from error
    except ValueError as error:
        raise FileError(f"{path}: no article was found in it: {error}.") from error
    if not page.body:
        raise FileError(f"{path}: no article was found in it.")
    url = page.marks.url
    yield Entry(
        outlet=reading.outlet or page.marks.site or urlsplit(url).hostname or path.parent.name,
        position=0,
        title=page.title,
        title_is_html=False,
        body=page.body,
        body_is_html=False,
        url=url,
        published_text=page.marks.published_text or htmldate.find_date(data, url=url or None, original_date=True) or "",
        language=page.marks.language,
        published_method="page",
        dropped_text=page.dropped_text,
    )


def read_text(path: Path, reading: Reading) -> Iterator[Received]:
    """The article of a web page saved as plain text, menus and related links left out."""
    page = read_page(whole(path).decode("utf-8", "replace"))
    if page is None:
        raise FileError(f"{path}: it holds no paragraph of prose.")
    yield Entry(
        outlet=reading.outlet or path.parent.name or "files",
        position=0,
        title=page.title,
        title_is_html=False,
        body=page.body,
        body_is_html=False,
        guid=path.name,
        published_text=page.published_text,
        published_method="page",
        dropped_text=page.dropped_text,
    )


def read_jsonl(path: Path, reading: Reading) -> Iterator[Received]:
    """An object a line; a line that is none is a failed entry, and the others go on."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for position, line in enumerate(lines):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict):
                yield UnusableEntry(position=position, outcome=Outcome.FAILED, reason="line is no JSON object")
                continue
            columns = columns_of(path, list(row), reading.mapping, is_strict=False)
            yield entry_of(row, columns, position, reading)


def read_csv(path: Path, reading: Reading) -> Iterator[Received]:
    """A row a record, the first line naming the columns."""
    csv.field_size_limit(CELL_CHARS_MAX)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows = csv.DictReader(lines)
        columns = columns_of(path, list(rows.fieldnames or ()), reading.mapping, is_strict=True)
        for position, row in enumerate(rows):
            if None in row or any(value is None for value in row.values()):
                yield UnusableEntry(
                    position=position, outcome=Outcome.FAILED, reason="row has not the header's columns"
                )
            else:
                yield entry_of(row, columns, position, reading)


def read_parquet(path: Path, reading: Reading) -> Iterator[Received]:
    """The rows of a Parquet file, a batch in memory at a time."""
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowException as error:
        raise FileError(f"{path}: it is not a Parquet file: {str(error).splitlines()[0]}.") from error
    with file:
        columns = columns_of(path, file.schema_arrow.names, reading.mapping, is_strict=True)
        position = 0
        try:
            for batch in file.iter_batches(CHUNK_ENTRIES, columns=sorted(set(columns.values()))):
                for row in batch.to_pylist():
                    yield entry_of(row, columns, position, reading)
                    position += 1
        except pa.ArrowException as error:
            raise FileError(f"{path}: broken after {position} rows: {str(error).splitlines()[0]}.") from error


def columns_of(path: Path, names: list[str], mapping: Mapping[str, str], *, is_strict: bool) -> dict[str, str]:
    """Which column holds each field. Raises FileError for a mapped column that is not there, or without any text."""
    by_lower = {name.lower(): name for name in names}
    columns: dict[str, str] = {}
    for name, candidates in FIELDS.items():
        if name in mapping:
            if mapping[name] in names:
                columns[name] = mapping[name]
            elif is_strict:
                raise FileError(
                    f"{path}: no column is named {mapping[name]!r} (mapped to {name}).",
                    hint=f"It has: {', '.join(names)}.",
                )
            continue
        found = next((by_lower[candidate] for candidate in candidates if candidate in by_lower), None)
        if found:
            columns[name] = found
    if is_strict and not {"title", "body"} & set(columns):
        raise FileError(
            f"{path}: no column holds a title or a text.",
            hint=f"It has: {', '.join(names)}. Name one with --map title=COLUMN.",
        )
    return columns


def entry_of(row: Mapping[str, Any], columns: Mapping[str, str], position: int, reading: Reading) -> Entry:
    """A row of a table as an entry."""

    def text(name: str) -> str:
        return cell_text(row.get(columns[name])) if name in columns else ""

    is_crawl_time = text("date_is_crawl_time").lower() in {"true", "1"}
    return Entry(
        outlet=text("outlet") or reading.outlet,
        position=position,
        title=text("title"),
        body=text("body"),
        url=text("url"),
        guid=text("guid"),
        published_text=text("published_at"),
        language=text("language"),
        published_method="crawl" if is_crawl_time else "feed",
        country=text("country").upper(),
    )


def cell_text(value: object) -> str:
    """A cell as text; instants as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
