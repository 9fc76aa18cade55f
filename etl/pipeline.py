"""Composes the stages: an entry becomes an article, an article its coded rows. Pure: no clock, network, file or log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.stages.clean import clean_body, clean_title
from etl.stages.dates import read_date
from etl.stages.identity import article_id, content_hash, safe_url, story_id
from etl.stages.language import is_supported, language_of
from etl.stages.score import score
from warehouse.terms import Article, EntryOutcome, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from etl.lexicon.load import Lexicon
    from warehouse.terms import CodedArticle, Entry

TITLE_FROM_BODY_WORDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What cleaning needs to know. `counted_chars` of a body count for the signal."""

    counted_chars: int = 1000


def article_of(entry: Entry, *, received_at: datetime, rules: Rules) -> Article | EntryOutcome:
    """The article of an entry, or why it has none. `received_at` (UTC, naive) bounds the date."""
    title = clean_title(entry.title, is_html=entry.title_is_html)
    body = clean_body(entry.body, is_html=entry.body_is_html)
    if not title and not body:
        return EntryOutcome(outcome=Outcome.SKIPPED, reason="no text")
    if not entry.outlet.strip():
        return EntryOutcome(outcome=Outcome.SKIPPED, reason="no outlet")
    # A title made from the body is not put before it, or what it says would be said twice.
    head = f"{title}\n\n" if title else ""
    title = title or " ".join(body.split()[:TITLE_FROM_BODY_WORDS])
    body = without_repeated_title(title, body) if head else body
    url = safe_url(entry.url)
    guid = entry.guid.strip()
    outlet = clean_title(entry.outlet, is_html=False, chars_max=200)
    published_text = clean_title(entry.published_text, is_html=False, chars_max=200)
    published_at = read_date(published_text, received_at=received_at)
    text = f"{head}{body}" if body else title
    language = language_of(entry.language, text)
    return Article(
        article_id=article_id(outlet=outlet, url=url, guid=guid, title=title, published_text=published_text),
        outlet=outlet,
        url=url,
        title=title,
        text=text,
        fold_at=min(len(text), len(head) + rules.counted_chars),
        language=language,
        language_is_supported=is_supported(language),
        published_at=published_at,
        published_method=entry.published_method if published_at else "none",
        published_text=published_text,
        content_hash=content_hash(title, body),
        story_id=story_id(title, body),
        feed_id=entry.feed_id,
        dropped_text=clean_body(entry.dropped_text, is_html=False),
    )


def without_repeated_title(title: str, body: str) -> str:
    """The body without a first paragraph that only repeats the title."""
    first, _, rest = body.partition("\n\n")
    return rest if first.strip() == title else body


def code_articles(articles: Sequence[Article], lexicon: Lexicon) -> list[CodedArticle]:
    """The coded rows of each article, in the same order."""
    return [score(article, lexicon) for article in articles]
