"""Where the articles come from: each feed's last attempt, and how long it has been silent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import chrome, data, wording

if TYPE_CHECKING:
    from warehouse.reader import Freshness

FAILED = "failed"


def show(freshness: Freshness) -> None:
    """A sentence, the failing feeds in words, and a table of all."""
    st.title("Feeds", anchor=False)
    rows = data.records(data.frame("feeds"))
    if not rows:
        chrome.empty(
            "No feed has been read yet: what is here was imported from files."
            if freshness.article_count
            else "No feed has been read yet.",
            hint="Run `tension ingest` to read the feeds of the catalogue.",
        )
        return
    failing = [one for one in rows if one["status"] == FAILED]
    answered = sum(1 for one in rows if one["last_answered_at"])
    st.caption(
        f"{wording.count(len(rows), 'feed')}, {len(failing)} failing at the last attempt, {answered} seen to answer. "
        f"Newest success {wording.instant(freshness.last_success_at)}."
    )
    for one in failing:
        failure(one)
    table(rows)


def failure(one: dict[str, Any]) -> None:
    """What is wrong with one feed."""
    with st.container(
        border=True, key=f"feed_{''.join(c if c.isalnum() else '_' for c in one['feed_id'])}", gap="xxsmall"
    ):
        st.text(f"{one['outlet']} ({one['feed_id']})")
        st.text(one["error_detail"] or one["error_kind"].replace("_", " ") or "No reason was recorded.")
        again = f"next attempt {wording.instant(one['next_due_at'])}" if one["next_due_at"] else "it is not tried again"
        streak = one["failure_streak"]
        failed = f"Failed {wording.count(streak, 'time')} in a row" if streak else "Not held against the feed"
        st.caption(wording.literal(f"{failed}; {again}."))


def table(rows: list[dict[str, Any]]) -> None:
    """All feeds."""
    now = datetime.now(UTC).replace(tzinfo=None)
    shown = pd.DataFrame(
        [
            {
                "outlet": wording.cell(one["outlet"]),
                "feed": wording.cell(one["feed_id"]),
                "status": wording.FETCH_STATUSES.get(one["status"], one["status"]),
                "tried": wording.instant(one["finished_at"]),
                "answered": wording.instant(one["last_answered_at"]) if one["last_answered_at"] else None,
                "silent": silence(one["newest_at"], now),
                "articles": one["article_count"],
                "http": one["http_status"],
                "address": wording.cell(one["location"]),
            }
            for one in rows
        ]
    )
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        shown,
        column_config={
            "outlet": text("Outlet", pinned=True),
            "feed": text("Feed"),
            "status": text("Last attempt"),
            "tried": text("Tried at"),
            "answered": text("Last answered", help="When this address last answered, whether with anything new or not"),
            "silent": text("Newest article", help="How long ago its newest article was published"),
            "articles": number("Articles", format="%d", help="Articles that it brought first"),
            "http": number("HTTP status", format="%d"),
            "address": text("Address"),
        },
        hide_index=True,
        key="feeds",
        alt="Feeds with their last attempt.",
        placeholder="\N{EM DASH}",
        height="content",
    )


def silence(newest: datetime | None, now: datetime) -> str:
    """How long ago the newest article was published."""
    if newest is None:
        return "never brought one"
    return f"{wording.age((now - newest).total_seconds() / 60)} ago"


chrome.page(show)
