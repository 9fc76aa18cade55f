"""Theatres in a table, each a way to its page; cards on phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import controls, data, selection, wording
from dashboard.columns import level_columns

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from dashboard.selection import Selection

ROWS_SHOWN = 20
CARDS_MAX = 20


def show(rows: pd.DataFrame, on: date, chosen: Selection) -> None:
    """The theatres in the order given; a choice of the name opens one."""
    shown = rows.reset_index(drop=True)
    with st.container(key="theatres_table"):
        place = grid_of(shown, on)
    with st.container(key="theatres_cards"):
        for number, one in enumerate(shown.head(CARDS_MAX).itertuples()):
            card(one, on, chosen, key=f"theatres_card_{number}")
    if place is not None:
        opened = data.records(shown.iloc[[place]])[0]
        st.switch_page("page/theatre.py", query_params=way(opened["theatre_id"], on, chosen))


def way(theatre_id: str, on: date, chosen: Selection) -> dict[str, str]:
    """The address of a theatre's page."""
    return selection.address_of(theatre=theatre_id, day=on) | controls.kept("scope", chosen.scope, selection.SCOPES[0])


def grid_of(rows: pd.DataFrame, on: date) -> int | None:
    """The table. Returns the place of the row whose name was selected."""
    number = st.column_config.NumberColumn
    columns = {
        "name": st.column_config.TextColumn("Theatre", width="medium", help="A place, not an actor"),
        **level_columns(),
        "surprise": number("Surprise", format="%+.1f", help="z: distance to the year before, in its own spread"),
        "story_count": number("Stories", format="%d", help="Stories with a counted cue in the window"),
        "outlet_count": number("Outlets", format="%d", help="Outlets with a counted cue in the window"),
    }
    state = st.dataframe(
        rows,
        column_config=columns,
        column_order=list(columns),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key="theatres",
        placeholder="\N{EM DASH}",
        height="content" if len(rows) <= ROWS_SHOWN else 740,
        alt=f"Theatres by tension as of {wording.day(on)}.",
    )
    cells = state["selection"]["cells"] if state else []
    return next((int(row) for row, column in cells if column == "name"), None)


def card(one: Any, on: date, chosen: Selection, *, key: str) -> None:
    """One theatre on a phone."""
    with st.container(border=True, key=key, gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            st.page_link(
                "page/theatre.py",
                label=wording.literal(one.name),
                icon="",
                query_params=way(one.theatre_id, on, chosen),
            )
            st.text(f"{wording.level(one.tension)}  ({wording.change(one.change)})")
        st.caption(
            f"act {wording.level(one.act)} · threat {wording.level(one.threat)} · "
            f"de-escalation {wording.level(one.deescalation)} · {wording.stories(one.story_count)}"
        )
