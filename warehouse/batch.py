"""What the ETL hands to the writer: attempts, entries, coded articles, and the tables they are written as."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.columns import CodedTables, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from warehouse.terms import Fetch, OutcomeCounts

ENTRY_SCHEMA = pa.schema(
    [
        ("entry_id", pa.int64()),
        ("fetch_id", pa.int64()),
        ("article_id", pa.string()),
        ("position", pa.int32()),
        ("guid", pa.string()),
        ("url", pa.string()),
        ("published_text", pa.string()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
    ]
)
PAYLOAD_SCHEMA = pa.schema(
    [("entry_id", pa.int64()), ("article_id", pa.string()), ("title", pa.string()), ("body", pa.string())]
)
IDENTITY_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("revision", pa.int32()),
        ("first_seen_at", pa.timestamp("us")),
        ("revised_at", pa.timestamp("us")),
        ("lexicon_version", pa.string()),
        ("run_id", pa.int64()),
    ]
)
MERGE_SCHEMA = pa.schema([("story_id", pa.string()), ("into_id", pa.string())])
SIGHTING_SCHEMA = pa.schema(
    [("article_id", pa.string()), ("feed_id", pa.string()), ("location", pa.string()), ("seen_at", pa.timestamp("us"))]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number of the signal's formula, with what it does."""

    name: str
    value: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconRows:
    """The lexicon as the warehouse keeps it: rows in the order of coded.actor and coded.cue, version left out."""

    version: str
    actors: Sequence[tuple[str, str, str, str]]
    cues: Sequence[tuple[str, str, str, float, list[str], str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """What the warehouse has of an article: its newest revision, and what every revision said."""

    revision: int
    content_hashes: frozenset[str]
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedEntry:
    """An entry that told something new, or that could not be used."""

    article_id: str
    position: int
    guid: str
    url: str
    published_text: str
    outcome: str
    reason: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt at a feed, file or page, or one part of it: `counts` are of this part, and are added to earlier ones.

    For a page, `article_id` is the article's, and `revision` the one that the page's text became, 0 if none.
    """

    fetch_id: int
    fetch: Fetch
    counts: OutcomeCounts
    entries: Sequence[ReceivedEntry] = ()
    article_id: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one transaction writes: attempts, and the articles that came of them.

    `revisions` maps the id of each coded article to its revision and the instant its first one was seen.
    `sightings` are (article_id, feed_id, location), duplicates included. `merged` are stories that have become one:
    from, into.
    """

    attempts: Sequence[Attempt]
    coded: CodedTables
    revisions: Mapping[str, tuple[int, datetime]]
    sightings: Sequence[tuple[str, str, str]]
    merged: Mapping[str, str] = field(default_factory=dict)


def entry_tables(numbered: Iterable[tuple[int, int, ReceivedEntry]]) -> tuple[pa.Table, pa.Table]:
    """Entries, each with its number and that of its attempt, as rows of raw.entry and as payloads for a segment."""
    kept = list(numbered)
    rows = table(
        ENTRY_SCHEMA,
        (
            (
                number,
                fetch_id,
                entry.article_id,
                entry.position,
                entry.guid,
                entry.url,
                entry.published_text,
                entry.outcome,
                entry.reason,
            )
            for number, fetch_id, entry in kept
        ),
    )
    payload = table(PAYLOAD_SCHEMA, ((number, entry.article_id, entry.title, entry.body) for number, _, entry in kept))
    return rows, payload


def identity_table(batch: Batch, *, lexicon_version: str, run_id: int, now: datetime) -> pa.Table:
    """Which revision each coded article of a batch is, and by which version and run."""
    return table(
        IDENTITY_SCHEMA,
        (
            (article_id, revision, first_seen_at, now, lexicon_version, run_id)
            for article_id, (revision, first_seen_at) in batch.revisions.items()
        ),
    )


def sighting_table(batch: Batch, *, now: datetime) -> pa.Table:
    """Where the articles of a batch were seen."""
    return table(SIGHTING_SCHEMA, ((*sighting, now) for sighting in batch.sightings))


def text_table(batch: Batch) -> pa.Table:
    """The texts of a batch with their revisions."""
    texts = batch.coded.texts
    revisions = [batch.revisions[article_id][0] for article_id in texts["article_id"].to_pylist()]
    return texts.append_column("revision", pa.array(revisions, pa.int32()))
