"""Puts arriving articles into stories: asks the warehouse what may be a copy, the stage what is one, and names them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from etl.pipeline import code_articles, sketch_rows
from etl.stages.identity import short_hash
from etl.stages.stories import Member, joined, words_of
from warehouse.columns import CodedTables, coded_tables, join_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from etl.lexicon.load import Lexicon
    from warehouse.copies import MetSketches
    from warehouse.terms import Article

NO_STAMP = frozenset({"none", "crawl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """The story of each arriving article, those that have become one, and when the first copy of each was published."""

    story_ids: Mapping[str, str]
    merged: Mapping[str, str]
    first_copies: Mapping[str, datetime]


def stories_of(met: MetSketches, revisions: Mapping[str, tuple[int, datetime]]) -> Stories:
    """The stories of arriving articles.

    A story is named after the article that came first, and keeps its name; of two that become one, the older stays. An
    edited article that nothing resembles any more keeps its story if it was alone in it, and else begins a new one.
    """
    arriving = {row["sketch_id"]: row for row in met.arriving.to_pylist()}
    known = {row["sketch_id"]: row for row in met.known.to_pylist()}
    pairs = [pair for pair in met.pairs if pair[0] in known or pair[0] in arriving]
    members = {number: member_of(row) for number, row in (known | arriving).items()}
    story_ids: dict[str, str] = {}
    merged: dict[str, str] = {}
    first_copies: dict[str, datetime] = {}
    for group in joined(members, pairs, arriving):
        stored = [members[one].story_id for one in group if members[one].story_id]
        first = arriving.get(group[0])
        story_id = stored[0] if stored else new_story_id(first["article_id"], revisions, met.before) if first else ""
        merged |= {other: story_id for other in stored if other != story_id}
        instants = [at for one in group if (at := members[one].words.at)]
        for one in group:
            if one in arriving:
                article_id = arriving[one]["article_id"]
                story_ids[article_id] = story_id
                if len(instants) > 1:
                    first_copies[article_id] = min(instants)
    return Stories(story_ids=story_ids, merged=merged, first_copies=first_copies)


def member_of(row: Mapping[str, object]) -> Member:
    """A sketch as the warehouse gives it."""
    return Member(
        words=words_of(
            row["words"],  # type: ignore[arg-type]
            row["title_words"],  # type: ignore[arg-type]
            at=row["published_at"],  # type: ignore[arg-type]
            outlet=str(row["outlet"]),
            is_series=bool(row["is_series"]),
        ),
        story_id=str(row.get("story_id") or ""),
    )


def new_story_id(
    article_id: str, revisions: Mapping[str, tuple[int, datetime]], before: Mapping[str, tuple[str, bool]]
) -> str:
    """What the story that begins with an article is called."""
    story_id, has_others = before.get(article_id, ("", False))
    if not story_id:
        return article_id
    return short_hash(f"story\n{article_id}\n{revisions[article_id][0]}") if has_others else story_id


def with_stories(coded: CodedTables, stories: Stories) -> CodedTables:
    """Coded rows with the stories of their articles."""
    names = coded.articles.schema.names
    found = pa.array([stories.story_ids[one] for one in coded.articles["article_id"].to_pylist()], pa.string())
    return replace(coded, articles=coded.articles.set_column(names.index("story_id"), "story_id", found))


def redated(coded: CodedTables, articles: Mapping[str, Article], stories: Stories, lexicon: Lexicon) -> CodedTables:
    """Coded rows in which articles that older copies put on another day are scored as of that day.

    Few are: the words of an article must contradict its stamp as well (`republished.repaired`).
    """
    late = [
        articles[article_id]
        for article_id, first_at in stories.first_copies.items()
        if (at := articles[article_id].stamped_at) and first_at < at
    ]
    moved = [
        one
        for one in (code_articles(late, lexicon, stories.first_copies) if late else ())
        if one.article.published_method == "story copy"
    ]
    if not moved:
        return coded
    ids = pa.array([one.article.article_id for one in moved])
    return join_tables([without(coded, ids), coded_tables(moved, sketch_rows(moved))])


def without(coded: CodedTables, article_ids: pa.Array) -> CodedTables:
    """Coded rows but for those of some articles."""
    kept = {
        name: table.filter(pc.invert(pc.is_in(table["article_id"], value_set=article_ids)))
        for name in ("articles", "texts", "mentions", "hits", "tones", "sketches")
        if (table := getattr(coded, name)) is not None
    }
    return CodedTables(**kept)


def coded_with_sketches(articles: Sequence[Article], lexicon: Lexicon) -> CodedTables:
    """The coded rows of articles, with what their copies are found by."""
    coded = code_articles(articles, lexicon)
    return coded_tables(coded, sketch_rows(coded))
