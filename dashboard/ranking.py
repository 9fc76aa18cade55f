"""Actors in a table, each a way to its page; cards on phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import chrome, controls, data, filters, selection, wording
from dashboard.columns import level_columns
from dashboard.headline import known_surprise

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from dashboard.selection import Selection

# Of a card a phone shows four at a time, and each is sent to wide screens, too.
CARDS_MAX = 12
ROWS_SHOWN = 20
ORDERS = {"level": "tension", "change": "change", "surprise": "surprise"}


def show(ranked: pd.DataFrame, on: date, chosen: Selection) -> None:
    """The ranking in the order asked for, and a list to choose from for the keyboard."""
    rows = ordered(ranked, chosen.sort)
    labels = {str(one): str(name) for one, name in zip(rows["actor_id"], rows["name"], strict=True)}
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.header(wording.count(len(rows), "actor"), anchor=False)
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
        f"Change is against {wording.count(data.window_days(), 'day')} earlier. Select a name to see what made it."
    )
    with st.container(key="ranking_table"):
        place = grid_of(rows, on, chosen)
    with st.container(key="ranking_cards"):
        for one in rows.head(CARDS_MAX).itertuples():
            card(one, on, chosen)
    target = opened or (str(rows.iloc[place]["actor_id"]) if place is not None else "")
    if target:
        open_actor(target, on, chosen)


def ordered(ranked: pd.DataFrame, sort: str) -> pd.DataFrame:
    """The ranking in the order asked for, with its rank; as it came where nothing is known to order it by."""
    by = ORDERS[sort]
    rows = ranked
    if sort != selection.SORTS[0] and by in ranked and ranked[by].notna().any():
        rows = ranked.sort_values(by, ascending=False, na_position="last", kind="stable")
    rows = rows.reset_index(drop=True)
    return rows.assign(rank=range(1, len(rows) + 1))


def open_actor(actor_id: str, on: date, chosen: Selection) -> None:
    """Go to an actor's page. The parameters of this page go along, so that the way back has them."""
    st.switch_page("page/actor.py", query_params=way(actor_id, on, chosen) | filters.kept(chosen))


def way(actor_id: str, on: date, chosen: Selection) -> dict[str, str]:
    """The address of an actor's page."""
    return (
        selection.address_of(actor=actor_id, day=on)
        | controls.kept("role", chosen.role, selection.ROLES[0])
        | controls.kept("scope", chosen.scope, selection.SCOPES[0])
    )


def link(actor_id: str, name: str, on: date, chosen: Selection) -> None:
    """A link to an actor's page."""
    st.page_link("page/actor.py", label=wording.literal(name), icon="", query_params=way(actor_id, on, chosen))


def grid_of(rows: pd.DataFrame, on: date, chosen: Selection) -> int | None:
    """The table itself. Returns the place of the row whose name was selected.

    Only a name opens something: who walks over the cells by keyboard begins at the rank, and is not carried away.
    """
    number = st.column_config.NumberColumn
    levels = level_columns()
    columns = {
        "rank": number("Rank", width=50),
        "name": st.column_config.TextColumn("Actor", width=170),
        "tension": levels["tension"],
        "change": number(
            f"{data.window_days()}-day change", format="%+.2f", help="Against one window earlier, per 1,000 stories"
        ),
    }
    if not known_surprise(rows).empty:
        columns["surprise"] = number(
            "Surprise", format="%+.1f", help="How many spreads the level stands above its own usual; 2 is unusual"
        )
    columns |= {
        "sparkline": st.column_config.LineChartColumn(
            f"Last {filters.PERIODS[chosen.period]}",
            help="Tension; begins after the last gap",
            width="medium",
            y_min=0,
            color=chrome.palette().act,
        ),
        "story_count": number("Stories", format="%d", help="Stories with a counted act or threat in the window"),
        "outlet_count": number("Outlets", format="%d", help="Outlets with a counted act or threat in the window"),
        **{name: levels[name] for name in ("act", "threat", "deescalation")},
    }
    state = st.dataframe(
        rows[[*columns, "actor_id"]],
        column_config=columns,
        column_order=list(columns),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key="ranking",
        placeholder="\N{EM DASH}",
        height="content" if len(rows) <= ROWS_SHOWN else 740,
        alt=f"Actors ranked as of {wording.day(on)}. The list above the table opens one by keyboard.",
    )
    cells = state["selection"]["cells"] if state else []
    return next((int(row) for row, column in cells if column == "name"), None)


def card(one: Any, on: date, chosen: Selection) -> None:
    """One actor on a phone."""
    with st.container(border=True, key=f"card_{one.actor_id}", gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            link(one.actor_id, f"{one.rank}. {one.name}", on, chosen)
            st.text(f"{wording.level(one.tension)}  ({wording.change(one.change)})")
        unusual = getattr(one, "surprise", None)
        lead = f"surprise {wording.spreads(unusual)} · " if wording.is_known(unusual) else ""
        st.caption(
            f"{lead}act {wording.level(one.act)} · threat {wording.level(one.threat)} · "
            f"de-escalation {wording.level(one.deescalation)} · "
            f"{wording.stories(one.story_count)} · {wording.count(one.outlet_count, 'outlet')}"
        )
