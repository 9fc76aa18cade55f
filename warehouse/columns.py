"""Turns coded rows into Arrow tables, the form in which batches travel between processes and into DuckDB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from warehouse.terms import Article, CodedArticle, CueHit

ARTICLE_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("story_id", pa.string()),
        ("outlet", pa.string()),
        ("feed_id", pa.string()),
        ("url", pa.string()),
        ("title", pa.string()),
        ("language", pa.string()),
        ("language_is_supported", pa.bool_()),
        ("published_at", pa.timestamp("us")),
        ("published_method", pa.string()),
        ("published_text", pa.string()),
        ("text_chars", pa.int32()),
        ("fold_at", pa.int32()),
        ("content_hash", pa.string()),
        ("stamped_at", pa.timestamp("us")),
        ("published_confidence", pa.float64()),
        ("published_evidence", pa.string()),
    ]
)
TEXT_SCHEMA = pa.schema([("article_id", pa.string()), ("text", pa.string()), ("dropped_text", pa.string())])
MENTION_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("entity_id", pa.string()),
        ("actor_id", pa.string()),
        ("span_start", pa.int32()),
        ("span_end", pa.int32()),
        ("surface", pa.string()),
    ]
)
HIT_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("hit_index", pa.int32()),
        ("cue_id", pa.string()),
        ("event_class", pa.string()),
        ("mode", pa.string()),
        ("quad_class", pa.string()),
        ("weight", pa.float64()),
        ("kind", pa.string()),
        ("modality", pa.list_(pa.string())),
        ("certainty", pa.float64()),
        ("is_counted", pa.bool_()),
        ("suppressed_reason", pa.string()),
        ("is_below_fold", pa.bool_()),
        ("scope", pa.string()),
        ("actor_id", pa.string()),
        ("actor_rule", pa.string()),
        ("recipient_id", pa.string()),
        ("recipient_rule", pa.string()),
        ("span_start", pa.int32()),
        ("span_end", pa.int32()),
        ("matched_text", pa.string()),
        ("sentence_start", pa.int32()),
        ("sentence", pa.string()),
        ("possible_actor_id", pa.string()),
        ("possible_recipient_id", pa.string()),
        ("possible_rule", pa.string()),
        ("theatre_id", pa.string()),
    ]
)
TONE_SCHEMA = pa.schema(
    [("article_id", pa.string()), ("actor_id", pa.string()), ("tone", pa.float64()), ("sentence_count", pa.int32())]
)
SKETCH_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("words", pa.binary()),
        ("title_words", pa.int32()),
        ("is_series", pa.bool_()),
        ("keys", pa.list_(pa.uint32())),
        ("asked", pa.list_(pa.uint32())),
        ("published_at", pa.timestamp("us")),
        ("outlet", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTables:
    """Coded articles as columns: one table per kind of row, all keyed by article_id."""

    articles: pa.Table
    texts: pa.Table
    mentions: pa.Table
    hits: pa.Table
    tones: pa.Table
    sketches: pa.Table


def coded_tables(coded: Sequence[CodedArticle], sketches: Iterable[tuple[Any, ...]] = ()) -> CodedTables:
    """The rows of `coded` as Arrow tables, in the same order.

    `sketches` are rows of SKETCH_SCHEMA but for its last two columns, one for each article or none at all.
    """
    ids = [one.article.article_id for one in coded]
    return CodedTables(
        articles=table(ARTICLE_SCHEMA, (article_row(one.article) for one in coded)),
        texts=table(
            TEXT_SCHEMA, ((one.article.article_id, one.article.text, one.article.dropped_text) for one in coded)
        ),
        mentions=table(
            MENTION_SCHEMA,
            (
                (article_id, mention.entity_id, mention.actor_id, mention.start, mention.end, mention.surface)
                for article_id, one in zip(ids, coded, strict=True)
                for mention in one.mentions
            ),
        ),
        hits=table(
            HIT_SCHEMA,
            (
                hit_row(article_id, index, hit)
                for article_id, one in zip(ids, coded, strict=True)
                for index, hit in enumerate(one.hits)
            ),
        ),
        tones=table(
            TONE_SCHEMA,
            (
                (article_id, tone.actor_id, tone.tone, tone.sentence_count)
                for article_id, one in zip(ids, coded, strict=True)
                for tone in one.tones
            ),
        ),
        sketches=table(
            SKETCH_SCHEMA,
            (
                (*sketch, one.article.published_at, one.article.outlet)
                for one, sketch in zip(coded, sketches, strict=False)
            ),
        ),
    )


def table(schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """Rows, each in the order of the schema, as one table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def article_row(article: Article) -> tuple[Any, ...]:
    """An article in the order of ARTICLE_SCHEMA."""
    return (
        article.article_id,
        article.story_id,
        article.outlet,
        article.feed_id,
        article.url,
        article.title,
        article.language,
        article.language_is_supported,
        article.published_at,
        article.published_method,
        article.published_text,
        len(article.text),
        article.fold_at,
        article.content_hash,
        article.stamped_at,
        article.published_confidence,
        article.published_evidence,
    )


def hit_row(article_id: str, index: int, hit: CueHit) -> tuple[Any, ...]:
    """A hit in the order of HIT_SCHEMA."""
    return (
        article_id,
        index,
        hit.cue_id,
        hit.event_class.value,
        hit.mode,
        hit.quad_class.value,
        hit.weight,
        hit.kind.value,
        [flag.value for flag in hit.modality],
        hit.certainty,
        hit.is_counted,
        hit.suppressed_reason,
        hit.is_below_fold,
        hit.scope.value,
        hit.actor_id,
        hit.actor_rule,
        hit.recipient_id,
        hit.recipient_rule,
        hit.start,
        hit.end,
        hit.matched_text,
        hit.sentence_start,
        hit.sentence,
        hit.possible_actor_id,
        hit.possible_recipient_id,
        hit.possible_rule,
        hit.theatre_id,
    )


def join_tables(parts: Sequence[CodedTables]) -> CodedTables:
    """Several sets of tables as one, in order."""
    if not parts:
        return coded_tables(())
    return CodedTables(
        articles=pa.concat_tables([part.articles for part in parts]),
        texts=pa.concat_tables([part.texts for part in parts]),
        mentions=pa.concat_tables([part.mentions for part in parts]),
        hits=pa.concat_tables([part.hits for part in parts]),
        tones=pa.concat_tables([part.tones for part in parts]),
        sketches=pa.concat_tables([part.sketches for part in parts]),
    )
