"""Carries the text of article pages into the warehouse: a page that was read becomes a further revision of its article.

The feed's own text was loaded and scored before: whatever happens to the page, the article is there. What is still to
be asked for is read from the warehouse, so a run that is ended, or that reaches its limit, is taken up by the next.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from etl.fetch import open_asking
from etl.manners import KEPT_HOURS, Manners, known_by_address
from etl.page_reader import PageReader
from etl.pages import PageAsker, ask_pages
from warehouse.clock import utc_now
from warehouse.terms import Entry, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.feeds import Feed
    from etl.fetch import FetchLimits
    from etl.load import Loader
    from etl.pages import PageResult
    from warehouse.settings import Settings
    from warehouse.writer import Writer

READ = "read"


@dataclass(slots=True)
class PageCounts:
    """How the pages of a run ended: `read`, or the kind of what kept them from it. `left` waits for the next run."""

    ended: Counter[str] = field(default_factory=Counter)
    left: int = 0

    @property
    def asked(self) -> int:
        """How many pages were asked for."""
        return self.ended.total()

    def as_dict(self) -> dict[str, object]:
        """The counts for programs."""
        kept = {kind: count for kind, count in sorted(self.ended.items()) if kind != READ}
        return {"asked": self.asked, "read": self.ended[READ], "feed_text_kept": kept, "left": self.left}


def load_pages(
    feeds: Sequence[Feed], loader: Loader, writer: Writer, *, settings: Settings, limits: FetchLimits
) -> PageCounts:
    """Ask for the pages of new articles of feeds with full text, within what a run may ask for, and load them."""
    counts = PageCounts()
    by_id = {feed.id: feed for feed in feeds if feed.full_text}
    if not by_id or not settings.page_count:
        return counts
    # What is pending is read from the warehouse; and nobody waits for pages to see what feeds brought.
    loader.flush()
    loader.publish()
    now = utc_now()
    pending = writer.pending_pages(
        feed_ids=list(by_id), since=now - timedelta(days=settings.page_days), now=now, count=settings.page_count
    )
    if not pending:
        return counts
    limits = replace(limits, bytes_max=settings.page_bytes)
    reader = PageReader(seconds_max=settings.parse_seconds, memory_bytes_max=settings.parse_bytes)
    with reader, open_asking(limits, now=utc_now) as fetch:
        manners = Manners(
            fetch=fetch,
            limits=limits,
            now=utc_now,
            known=known_by_address(writer.known_site_files(since=now - timedelta(hours=KEPT_HOURS))),
        )
        asker = PageAsker(fetch=fetch, limits=limits, manners=manners, reader=reader, now=utc_now)
        try:
            for result in ask_pages(pending, asker, until=now + timedelta(seconds=settings.page_seconds)):
                kind = load_page(result, by_id[result.pending.feed_id], loader, writer)
                counts.ended[kind] += 1
        finally:
            writer.store_site_files(manners.learnt)
    counts.left = len(pending) - counts.asked
    return counts


def load_page(result: PageResult, feed: Feed, loader: Loader, writer: Writer) -> str:
    """Load what one page held; returns how it ended: `read`, or the kind of what was wrong."""
    entries = [] if result.page is None else [entry_of(result, feed)]
    counts = loader.add(writer.take("fetch"), result.fetch, entries, page_of=result.pending.article_id)
    if result.page is None:
        return result.fetch.error_kind
    return READ if counts.of(Outcome.UPDATED) else "known"


def entry_of(result: PageResult, feed: Feed) -> Entry:
    """The article with the text of its page. The feed's date stands; where it gave none, the page's is read."""
    pending, page = result.pending, result.page
    if page is None:
        raise ValueError("a page that was not read has no entry")
    return Entry(
        outlet=pending.outlet,
        position=0,
        title=pending.title,
        title_is_html=False,
        body=page.body,
        body_is_html=False,
        url=pending.url,
        published_text=pending.published_text or page.marks.published_text,
        published_method="feed" if pending.published_text else "page",
        language=pending.language,
        feed_id=pending.feed_id,
        country=feed.country,
        dropped_text=page.dropped_text,
    )
