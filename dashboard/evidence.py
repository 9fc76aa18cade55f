"""The stories behind one day of an actor, with the share that each adds to the value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import chrome, controls, data, highlight, selection, wording
from warehouse.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dashboard.selection import Selection

PAGE_STORIES = 12
KINDS = (Kind.ACT, Kind.THREAT, Kind.DEESCALATION)
BADGES = {Kind.ACT: "red", Kind.THREAT: "orange", Kind.DEESCALATION: "blue", Kind.NONE: "gray"}


def show_stories(chosen: Selection, on: date, days: pd.DataFrame, names: dict[str, str]) -> None:
    """A card for each story of the day's window; why there is none where there is none."""
    value = values_of(days, on)
    if value is None or value["quality"] == "gap":
        chrome.empty(f"{wording.day(on)} is a gap: no outlet takes part, so nothing is known of it. A gap is not calm.")
        return
    hits = data.evidence(chosen.actor, on, role=chosen.role, scope=chosen.scope)
    if not hits:
        name = names.get(chosen.actor, chosen.actor)
        chrome.empty(f"No story in the {data.window_days()} days up to {wording.day(on)} has a counted cue of {name}.")
        return
    stories(of_kind(hits, chosen), on, names, card_of=article_of)


def values_of(days: pd.DataFrame, on: date) -> dict[str, Any] | None:
    """The row of a day."""
    found = data.records(days[pd.to_datetime(days["published_on"]) == pd.Timestamp(on)])
    return found[0] if found else None


def sums(value: dict[str, Any] | None, hits: list[dict[str, Any]]) -> None:
    """Per kind: the plotted value, and that the shares below add up to it."""
    grid = st.grid(3, min_column_width=100, gap="small", key="sums")
    for kind in KINDS:
        shares = [one["share"] for one in hits if one["kind"] == kind and one["is_strongest"]]
        plotted = value[kind.value] if value else None
        with grid.cell(), st.container(border=True, key=f"sum_{kind.value}", gap="xxsmall"):
            st.metric(f"{wording.KIND_MARKS[kind]} {wording.KINDS[kind]}", wording.level(plotted))
            st.caption(wording.proof(kind.value, plotted, shares))
    if value:
        quality = wording.QUALITIES.get(value["quality"], value["quality"])
        st.caption(f"Intensity {wording.pooled(data.window_days())}. The day is {quality}.")


def of_kind(hits: list[dict[str, Any]], asked: Selection) -> list[dict[str, Any]]:
    """The hits of the kind that was chosen."""
    kind = controls.choice(
        "Show",
        "kind",
        selection.KIND_CHOICES,
        asked.kind,
        label=lambda one: "All" if one == "all" else wording.KINDS[Kind(one)],
    )
    return [one for one in hits if kind in {"all", one["kind"]}]


def stories(
    hits: list[dict[str, Any]], on: date, names: dict[str, str], *, card_of: Callable[[dict[str, Any]], str]
) -> None:
    """Cards, those of the day itself first, a page at a time: `card_of` names the card of a hit."""
    by_card: dict[str, list[dict[str, Any]]] = {}
    for one in hits:
        by_card.setdefault(card_of(one), []).append(one)
    cards = sorted(
        by_card.values(), key=lambda card: (card[0]["story_on"].date() != on, -sum(one["share"] for one in card))
    )
    if not cards:
        chrome.empty("No story of this kind in the window.")
        return
    pages = -(-len(cards) // PAGE_STORIES)
    number = st.session_state.get("evidence_page", 1) if pages > 1 else 1
    start = (min(number, pages) - 1) * PAGE_STORIES
    today = sum(card[0]["story_on"].date() == on for card in cards)
    shown = cards[start : start + PAGE_STORIES]
    if start == 0:
        group_heading(f"Published on {wording.day(on)}", today, "No story that day; the window holds what follows.")
    grid_of(shown[: max(today - start, 0)], "on_day", names)
    if start <= today < start + len(shown):
        group_heading("Earlier in the window", len(cards) - today, "")
    grid_of(shown[max(today - start, 0) :], "earlier", names)
    if pages > 1:
        st.pagination(pages, key="evidence_page")


def article_of(one: dict[str, Any]) -> str:
    """A card per article."""
    return str(one["article_id"])


def direction_of(one: dict[str, Any]) -> str:
    """A card per article and direction."""
    return f"{one['article_id']}_{one['actor_id']}_{one['recipient_id']}"


def grid_of(cards: list[list[dict[str, Any]]], key: str, names: dict[str, str]) -> None:
    """Cards side by side where there is room."""
    if cards:
        grid = st.grid(2, min_column_width=330, gap="small", key=f"stories_{key}")
        for card in cards:
            with grid.cell():
                story(card, names)


def group_heading(words: str, number: int, otherwise: str) -> None:
    """A heading with its number of stories."""
    st.subheader(words, anchor=False)
    st.caption(wording.stories(number) if number else otherwise)


def story(card: list[dict[str, Any]], names: dict[str, str]) -> None:
    """One story: where it stands, what was said, and how much it adds."""
    first = card[0]
    with st.container(border=True, key=f"story_{direction_of(first)}", gap="xsmall"):
        st.page_link(
            "page/article.py",
            label=wording.literal(wording.title_of(first["title"])),
            icon="",
            query_params=selection.address_of(article=first["article_id"], hit=first["hit_index"]),
        )
        st.caption(wording.literal(f"{first['outlet']} · {wording.instant(first['published_at'])}"))
        for one in card:
            if one["is_strongest"]:
                cue(one, card, names)


def cue(one: dict[str, Any], card: list[dict[str, Any]], names: dict[str, str]) -> None:
    """The sentence with its words set off, and what it means."""
    offset = one["sentence_start"]
    spans = [
        (other["span_start"] - offset, other["span_end"] - offset, other["kind"], wording.KINDS[Kind(other["kind"])])
        for other in card
        if other["sentence_start"] == offset
    ]
    st.html(highlight.sentence(one["sentence"], spans))
    kind = Kind(one["kind"])
    actors = wording.dyad(
        names.get(one["actor_id"], one["actor_id"]), names.get(one["recipient_id"], one["recipient_id"])
    )
    others = sum(other["kind"] == one["kind"] for other in card) - 1
    more = f" · {wording.count(others, 'weaker cue')} adding nothing" if others else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(f"{wording.KIND_MARKS[kind]} {wording.KINDS[kind]} +{wording.level(one['share'])}", color=BADGES[kind])  # type: ignore[arg-type]
        st.text(f"{wording.class_of(one['event_class'], one['mode'])} · {actors}{more}")
