"""The stories behind a span of days: the formula of the signal with the span as its window, and their shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import actor_reads, chrome, wording
from dashboard.evidence import KINDS, PAGE_STORIES, article_of, grid_of, of_kind

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from dashboard.selection import Selection


def values(outlets: pd.DataFrame) -> dict[str, float]:
    """The value of each kind over a span: sums of the outlets times their weights."""
    return {kind.value: float((outlets[kind.value] * outlets["weight"]).sum()) for kind in KINDS}


def proof(value: float, hits: list[dict[str, Any]]) -> str:
    """That the shares of all stories of the kind, those shown and those not, add up to its value."""
    total, number = (float(hits[0]["share_sum"]), int(hits[0]["share_count"])) if hits else (0.0, 0)
    if not math.isclose(total, value, rel_tol=1e-6, abs_tol=1e-9):
        return f"{wording.level(value)}, but its shares add up to {wording.level(total)}: please report this"
    return f"sum of {wording.count(number, 'share')}" if number else "no story in the span"


def sums(chosen: Selection, first: date, last: date) -> None:
    """Per kind: the value of the span, and that its shares add up to it."""
    value = values(actor_reads.outlets(chosen, first, last))
    hits = actor_reads.span_evidence(chosen, first, last)
    grid = st.grid(3, min_column_width=100, gap="small", key="sums")
    for kind in KINDS:
        with grid.cell(), st.container(border=True, key=f"sum_{kind.value}", gap="xxsmall"):
            st.metric(f"{wording.KIND_MARKS[kind]} {wording.KINDS[kind]}", wording.level(value[kind.value]))
            st.caption(proof(value[kind.value], [one for one in hits if one["kind"] == kind]))
    days = (last - first).days + 1
    st.caption(
        f"The whole span as one window of {wording.count(days, 'day')}: intensity {wording.UNIT}, mean over outlets."
    )


def stories(chosen: Selection, first: date, last: date, names: dict[str, str]) -> None:
    """A card a story, those that add most first, a page at a time."""
    hits = actor_reads.span_evidence(chosen, first, last)
    if not hits:
        chrome.empty(f"No story from {wording.day(first)} to {wording.day(last)} has a counted cue.")
        return
    by_card: dict[str, list[dict[str, Any]]] = {}
    for one in of_kind(hits, chosen):
        by_card.setdefault(article_of(one), []).append(one)
    cards = list(by_card.values())
    if not cards:
        chrome.empty("No story of this kind in the span.")
        return
    pages = -(-len(cards) // PAGE_STORIES)
    number = min(st.session_state.get("span_page", 1), pages) if pages > 1 else 1
    most = f", the {actor_reads.STORIES_MAX} that add most" if len(cards) >= actor_reads.STORIES_MAX else ""
    st.caption(f"{wording.stories(len(cards))}{most}, largest share first")
    grid_of(cards[(number - 1) * PAGE_STORIES : number * PAGE_STORIES], "span", names)
    if pages > 1:
        st.pagination(pages, key="span_page")
