"""The days of a series: the period that a chart shows, a click on one of them, and the way from one to the next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import controls, data, selection, wording

if TYPE_CHECKING:
    from datetime import date

    import plotly.graph_objects as go

    from dashboard.data import Calendar
    from dashboard.selection import Selection

PERIOD_DAYS = 180
CHART_GENERATION = "chart_generation"
CLICKED_DAY = "clicked_day"


def period(asked: Selection, calendar: Calendar) -> tuple[date, date]:
    """The first and last day that the chart shows."""
    start = max(calendar.first, calendar.last - timedelta(days=PERIOD_DAYS - 1))
    bounds = (calendar.first, calendar.last)
    first = selection.clamped(asked.from_on, *bounds, otherwise=start)
    last = selection.clamped(asked.to_on, *bounds, otherwise=calendar.last)
    first = controls.day("From", "from", first, bounds, default=start)
    last = controls.day("To", "to", last, bounds, default=calendar.last)
    return min(first, last), max(first, last)


def within(days: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The days of the period."""
    on = pd.to_datetime(days["published_on"])
    return days[(on >= pd.Timestamp(first)) & (on <= pd.Timestamp(last))].reset_index(drop=True)


def chart(figure: go.Figure, on: date, *, alt: str, note: str = "") -> None:
    """A figure over days; a click on any day selects it. `note` says how to read it, `alt` what it shows."""
    with st.container(key="history", gap="xxsmall"):
        st.caption(f"Intensity {wording.pooled(data.window_days())}. {note}".rstrip())
        generation = generation_for(on)
        st.plotly_chart(
            figure,
            key=f"history_chart_{generation}",
            on_select=lambda: take_click(generation),
            selection_mode="points",
            config={"displayModeBar": False, "scrollZoom": False},
            alt=alt,
        )


def take_click(generation: int) -> None:
    """Select the day of the point that was clicked."""
    state: Any = st.session_state.get(f"history_chart_{generation}")
    points = state["selection"]["points"] if state else []
    days = [selection.parse({"day": str(one["x"])[:10]}).day for one in points if "x" in one]
    if days and days[0]:
        st.session_state[CLICKED_DAY] = days[0]
        controls.put("day", days[0])


def generation_for(on: date) -> int:
    """A number for the chart's key. It changes when the day was chosen elsewhere than on the chart.

    The old chart would take the next click on its own selected point as a retraction.
    """
    clicked = st.session_state.get(CLICKED_DAY)
    if clicked is not None and clicked != on:
        st.session_state[CHART_GENERATION] = st.session_state.get(CHART_GENERATION, 0) + 1
        st.session_state[CLICKED_DAY] = None
    return int(st.session_state.get(CHART_GENERATION, 0))


def step(on: date, calendar: Calendar) -> None:
    """The day, chosen by keyboard: a field, and a button to either side."""
    bounds = (calendar.first, calendar.last)
    before, after = on - timedelta(days=1), on + timedelta(days=1)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="day_stepper"):
        st.button(
            "Previous",
            key="day_previous",
            icon=":material/chevron_left:",
            shortcut="Left",
            disabled=on <= bounds[0],
            on_click=move,
            args=(before,),
        )
        controls.day("Day", "day", on, bounds, default=None)
        st.button(
            "Next",
            key="day_next",
            icon=":material/chevron_right:",
            shortcut="Right",
            icon_position="right",
            disabled=on >= bounds[1],
            on_click=move,
            args=(after,),
        )


def move(to: date) -> None:
    """Select a neighbouring day."""
    controls.put("day", to)
