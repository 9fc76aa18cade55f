"""Dyads in a table, each a way to its page; cards on phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import controls, data, selection, wording
from dashboard.columns import level_columns

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from dashboard.selection import Selection

CARDS_MAX = 20
ROWS_SHOWN = 20


def show(rows: pd.DataFrame, on: date, chosen: Selection, *, key: str) -> None:
    """The dyads in the order given; a choice of the pair opens it."""
    shown = rows.reset_index(drop=True)
    shown["dyad"] = [wording.dyad(*both) for both in zip(shown["actor"], shown["recipient"], strict=True)]
    with st.container(key=f"{key}_table"):
        place = grid_of(shown, on, key)
    with st.container(key=f"{key}_cards"):
        for number, one in enumerate(shown.head(CARDS_MAX).itertuples()):
            card(one, on, chosen, key=f"{key}_card_{number}")
    if place is not None:
        opened = data.records(shown.iloc[[place]])[0]
        st.switch_page("page/dyad.py", query_params=way(opened["actor_id"], opened["recipient_id"], on, chosen))


def way(actor_id: str, recipient_id: str, on: date, chosen: Selection) -> dict[str, str]:
    """The address of a dyad's page."""
    return selection.address_of(actor=actor_id, recipient=recipient_id, day=on) | controls.kept(
        "scope", chosen.scope, selection.SCOPES[0]
    )


def grid_of(rows: pd.DataFrame, on: date, key: str) -> int | None:
    """The table. Returns the place of the row whose pair was selected."""
    number = st.column_config.NumberColumn
    columns = {
        "dyad": st.column_config.TextColumn("Dyad", width="medium", help="Who acts, and whom it meets"),
        **level_columns(),
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
        key=key,
        placeholder="\N{EM DASH}",
        height="content" if len(rows) <= ROWS_SHOWN else 740,
        alt=f"Dyads by tension as of {wording.day(on)}.",
    )
    cells = state["selection"]["cells"] if state else []
    return next((int(row) for row, column in cells if column == "dyad"), None)


def card(one: Any, on: date, chosen: Selection, *, key: str) -> None:
    """One dyad on a phone."""
    with st.container(border=True, key=key, gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            st.page_link(
                "page/dyad.py",
                label=wording.literal(one.dyad),
                icon="",
                query_params=way(one.actor_id, one.recipient_id, on, chosen),
            )
            st.text(f"{wording.level(one.tension)}  ({wording.change(one.change)})")
        st.caption(
            f"act {wording.level(one.act)} · threat {wording.level(one.threat)} · "
            f"de-escalation {wording.level(one.deescalation)} · {wording.stories(one.story_count)}"
        )
