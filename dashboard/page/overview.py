"""Who is heating up: actors ranked as of a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import chrome, controls, data, selection, wording
from dashboard.columns import level_columns

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from dashboard.data import Calendar
    from dashboard.selection import Selection
    from warehouse.reader import Freshness

HEADLINE_ACTORS = 3
MOVERS = 5
CARDS_MAX = 20
# Below this a change is rounding, not movement.
MOVE_MIN = 0.005


def show(freshness: Freshness) -> None:
    """Headline, controls, what moved, and the ranking."""
    calendar = data.calendar()
    if calendar is None:
        st.title("Overview", anchor=False)
        chrome.nothing_published(freshness, calendar)
        return
    asked = selection.parse(st.query_params)
    headline, chooser = st.container(key="headline"), st.container(key="controls")
    with chooser:
        on, chosen = choose(asked, calendar)
    ranked = data.ranking(on, role=chosen.role, scope=chosen.scope)
    with headline:
        head(ranked, on, freshness)
    chrome.refusals(chosen.refusals)
    if ranked.empty:
        chrome.empty(f"No actor was named in a counted cue in the days up to {wording.day(on)}.")
        return
    left, right = st.columns([1, 3.4], gap="medium")
    with left:
        movers(ranked, on, chosen)
    with right:
        table(ordered(ranked, chosen.sort), on, chosen)


def choose(asked: Selection, calendar: Calendar) -> tuple[date, Selection]:
    """The day, and all that is chosen; each control stands in the address."""
    inside, refused = selection.within(asked.day, calendar.first, calendar.last, otherwise=calendar.last)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        on = controls.day("As of", "day", inside, (calendar.first, calendar.last), default=calendar.last)
        role = controls.role(asked.role)
        scope = controls.scope(asked.scope)
        sort = controls.choice("Order by", "sort", selection.SORTS, asked.sort, label=str.capitalize)
    refusals = (*asked.refusals, refused) if refused else asked.refusals
    return on, replace(asked, role=role, scope=scope, sort=sort, refusals=refusals)


def head(ranked: pd.DataFrame, on: date, freshness: Freshness) -> None:
    """The page in a sentence, and what it rests on."""
    tense = list(ranked[ranked["tension"] > 0]["name"].head(HEADLINE_ACTORS))
    rising = ranked[ranked["change"] > MOVE_MIN].nlargest(1, "change")
    st.title(wording.literal(wording.headline(on, tense, list(rising["name"]))), anchor=False)
    st.caption(
        wording.literal(
            f"{wording.count(freshness.article_count, 'article')} from "
            f"{wording.count(freshness.outlet_count, 'outlet')} · "
            f"loaded {wording.instant(freshness.last_success_at)} · lexicon {freshness.lexicon_version[:8]}"
        )
    )


def movers(ranked: pd.DataFrame, on: date, chosen: Selection) -> None:
    """Largest rises and falls against one window earlier."""
    up = ranked[ranked["change"] > MOVE_MIN].nlargest(MOVERS, "change")
    down = ranked[ranked["change"] < -MOVE_MIN].nsmallest(MOVERS, "change")
    for name, rows, words in (("Heating up", up, "No actor rose."), ("Cooling", down, "No actor fell.")):
        with st.container(border=True, key=name.lower().replace(" ", "_"), gap="xsmall"):
            st.subheader(name, anchor=False)
            st.caption(f"Change {wording.UNIT} in {data.window_days()} days" if len(rows) else words)
            for one in rows.itertuples():
                mover(one, on, chosen)


def mover(one: Any, on: date, chosen: Selection) -> None:
    """One actor with its change, linked."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False, gap="small"
    ):
        link(one.actor_id, one.name, on, chosen)
        st.text(wording.change(one.change), text_alignment="right")


def link(actor_id: str, name: str, on: date, chosen: Selection) -> None:
    """A link to an actor's page."""
    st.page_link("page/actor.py", label=wording.literal(name), icon="", query_params=way(actor_id, on, chosen))


def way(actor_id: str, on: date, chosen: Selection) -> dict[str, str]:
    """The address of an actor's page."""
    return (
        selection.address_of(actor=actor_id, day=on)
        | controls.kept("role", chosen.role, selection.ROLES[0])
        | controls.kept("scope", chosen.scope, selection.SCOPES[0])
    )


def ordered(ranked: pd.DataFrame, sort: str) -> pd.DataFrame:
    """The ranking in the order asked for, with its rank."""
    rows = ranked.sort_values("change", ascending=False, na_position="last") if sort == "change" else ranked
    rows = rows.reset_index(drop=True)
    return rows.assign(rank=range(1, len(rows) + 1))


def table(rows: pd.DataFrame, on: date, chosen: Selection) -> None:
    """The ranking: a table on wide screens, cards on phones; a list to choose from for the keyboard."""
    labels = {str(one): str(name) for one, name in zip(rows["actor_id"], rows["name"], strict=True)}
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.subheader("All actors", anchor=False)
        opened = st.selectbox(
            "Open an actor",
            list(labels),
            index=None,
            format_func=lambda one: labels.get(one, one),
            placeholder="Open an actor …",
            key="open_actor",
            label_visibility="collapsed",
            width=240,
        )
    st.caption(
        f"Tension is act plus threat: intensity {wording.pooled(data.window_days())}. "
        "Change is against the window before. Select a name to see what made it."
    )
    with st.container(key="ranking_table"):
        place = grid_of(rows, on)
    with st.container(key="ranking_cards"):
        for one in rows.head(CARDS_MAX).itertuples():
            card(one, on, chosen)
    target = opened or (str(rows.iloc[place]["actor_id"]) if place is not None else None)
    if target:
        st.switch_page(
            "page/actor.py",
            query_params=way(target, on, chosen) | controls.kept("sort", chosen.sort, selection.SORTS[0]),
        )


def grid_of(rows: pd.DataFrame, on: date) -> int | None:
    """The table itself. Returns the place of the row whose name was selected.

    Only a name opens something: who walks over the cells by keyboard begins at the rank, and is not carried away.
    """
    number = st.column_config.NumberColumn
    columns = {
        "rank": number("Rank", width=50),
        "name": st.column_config.TextColumn("Actor", width=170),
        **level_columns(),
        "story_count": number("Stories", format="%d", help="Stories with a counted act or threat in the window"),
        "outlet_count": number("Outlets", format="%d", help="Outlets with a counted act or threat in the window"),
        "sparkline": st.column_config.LineChartColumn(
            "Last 90 days",
            help="Tension; begins after the last gap",
            width="medium",
            y_min=0,
            color=chrome.palette().act,
        ),
    }
    state = st.dataframe(
        rows,
        column_config=columns,
        column_order=list(columns),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key="ranking",
        placeholder="\N{EM DASH}",
        height="content" if len(rows) <= CARDS_MAX else 740,
        alt=f"Actors ranked by tension as of {wording.day(on)}. The list above the table opens one by keyboard.",
    )
    cells = state["selection"]["cells"] if state else []
    return next((int(row) for row, column in cells if column == "name"), None)


def card(one: Any, on: date, chosen: Selection) -> None:
    """One actor on a phone."""
    with st.container(border=True, key=f"card_{one.actor_id}", gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            link(one.actor_id, f"{one.rank}. {one.name}", on, chosen)
            st.text(f"{wording.level(one.tension)}  ({wording.change(one.change)})")
        st.caption(
            f"act {wording.level(one.act)} · threat {wording.level(one.threat)} · "
            f"de-escalation {wording.level(one.deescalation)} · "
            f"{wording.stories(one.story_count)} · {wording.count(one.outlet_count, 'outlet')}"
        )


chrome.page(show)
