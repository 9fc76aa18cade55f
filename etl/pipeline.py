"""Composes the stages: an entry becomes an article, an article its coded rows. Pure: no clock, network, file or log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.stages.clean import clean_body, clean_title
from etl.stages.dates import date_of
from etl.stages.identity import article_id, content_hash, safe_url, story_id
from etl.stages.language import is_supported, language_of
from etl.stages.republished import Stamped, may_be_republished, repaired
from etl.stages.score import score
from etl.stages.unseen import as_seen, as_stored, kept_places
from warehouse.terms import Article, EntryOutcome, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from etl.lexicon.load import Lexicon
    from etl.stages.dates import ReadDate
    from warehouse.terms import CodedArticle, Entry

TITLE_FROM_BODY_WORDS = 15
# How sure a date is that was read. A feed's is its outlet's own word; in the corpus 2 in 100 are a crawler's time.
CONFIDENCES = {"feed": 0.95, "page": 0.9, "crawl": 0.3}
BY_COUNTRY_CONFIDENCE = 0.7
BY_COUNTRY = "Day, month or zone are written so that only the outlet's country tells which is meant."
# Stamps that may be put right by the words of the article; a given day or a crawler's time is no stamp.
REPAIRED_METHODS = frozenset({"feed", "page"})


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
    read = date_of(published_text, received_at=received_at, country=entry.country)
    published_at = read.at if read else None
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
        stamped_at=published_at,
        published_confidence=confidence_of(entry, read),
        published_evidence=BY_COUNTRY if read and read.by_country else "",
    )


def confidence_of(entry: Entry, read: ReadDate | None) -> float:
    """How sure the date of an entry is."""
    if read is None:
        return 0.0
    return BY_COUNTRY_CONFIDENCE if read.by_country else CONFIDENCES.get(entry.published_method, 0.0)


def without_repeated_title(title: str, body: str) -> str:
    """The body without a first paragraph that only repeats the title."""
    first, _, rest = body.partition("\n\n")
    return rest if first.strip() == title else body


def code_articles(
    articles: Sequence[Article], lexicon: Lexicon, first_copies: Mapping[str, datetime] | None = None
) -> list[CodedArticle]:
    """The coded rows of each article, in the same order, as of the day it was written.

    `first_copies` gives, by article id, the instant of the earliest copy of its story where one is known.
    """
    return [
        scored(dated(article, lexicon, (first_copies or {}).get(article.article_id)), lexicon) for article in articles
    ]


def scored(article: Article, lexicon: Lexicon) -> CodedArticle:
    """The coded rows of an article; marks that nobody sees hide no word, and spans count them."""
    places = kept_places(article.text)
    if places is None:
        return score(article, lexicon)
    return as_stored(score(as_seen(article, places), lexicon), article, places)


def dated(article: Article, lexicon: Lexicon, first_copy_at: datetime | None = None) -> Article:
    """The article on the day it was written, where its stamp is wrong and its words or its copies tell another."""
    if article.published_at is None or article.published_method not in REPAIRED_METHODS:
        return article
    stamped = Stamped(
        title=article.title,
        text=article.text,
        url=article.url,
        header=article.dropped_text,
        at=article.published_at,
        is_page=article.published_method == "page",
        is_english=article.language_is_supported,
    )
    if first_copy_at is None and not may_be_republished(stamped):
        return article
    repair = repaired(stamped, lexicon.almanac, first_copy_at=first_copy_at)
    if repair is None:
        return article
    return replace(
        article,
        published_at=repair.at,
        published_method=repair.method,
        published_confidence=repair.confidence,
        published_evidence=repair.evidence,
    )
