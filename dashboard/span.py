"""A day or a span of days, picked on the chart: a click, or a box drawn over it; both stand in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import controls, selection
from dashboard.days import CHART_GENERATION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import plotly.graph_objects as go

PICKED = "picked_span"
# Buttons of Plotly that would let the days slip out of the frame, or pick by freehand.
# Room for that bar, so that the legend does not lie beneath it.
BAR_HEIGHT = 34
BUTTONS_LEFT_OUT = ["lasso2d", "zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d"]


def chart(figure: go.Figure, on: date, since: date | None, *, alt: str, file_name: str) -> None:
    """A figure over days: a click picks one, a box a span. Its bar of buttons saves it as a PNG of that name."""
    # Without a mode of dragging, as Streamlit takes clicks only then; the box is a button of the bar.
    is_touched = is_phone()
    figure.update_layout(dragmode=False, selectdirection="h", margin={"t": 8 if is_touched else BAR_HEIGHT})
    generation = generation_for(on, since)
    st.plotly_chart(
        figure,
        key=f"history_chart_{generation}",
        on_select=lambda: take(generation),
        selection_mode=("points", "box"),
        config={
            "displayModeBar": not is_touched,
            "displaylogo": False,
            "scrollZoom": False,
            "modeBarButtonsToRemove": BUTTONS_LEFT_OUT,
            "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2, "width": 1200, "height": 500},
        },
        alt=alt,
    )


def is_phone() -> bool:
    """Whether the browser says that it runs on a phone or tablet."""
    agent = st.context.headers.get("User-Agent") or ""
    return "Mobi" in agent or "Android" in agent


def take(generation: int) -> None:
    """Put what was picked into the address."""
    state: Any = st.session_state.get(f"history_chart_{generation}")
    picked = picked_days(state["selection"]) if state else None
    if picked:
        first, last = picked
        st.session_state[PICKED] = (last, first if first < last else None)
        put(last, first if first < last else None)


def picked_days(picked: Mapping[str, Any]) -> tuple[date, date] | None:
    """The first and last day of a selection: those inside the box where there is one, else the point's."""
    boxes = picked.get("box") or []
    if boxes:
        return boxed(boxes[-1].get("x") or [])
    days = [day for one in picked.get("points") or [] if (day := selection.parse({"day": str(one.get("x"))[:10]}).day)]
    return (days[0], days[0]) if days else None


def boxed(ends: Sequence[Any]) -> tuple[date, date] | None:
    """The days whose points, at midnight, lie between two ends; the nearest one where none does."""
    try:
        first, *_, last = sorted(pd.Timestamp(str(one)) for one in ends)
    except ValueError:
        return None
    if first.ceil("D") > last.floor("D"):
        nearest = (first + (last - first) / 2).round("D").date()
        return nearest, nearest
    return first.ceil("D").date(), last.floor("D").date()


def put(on: date, since: date | None) -> None:
    """A day, or a span that ends on it, in the address."""
    controls.put_all({"since": since, "day": on})


def clear() -> None:
    """The last day alone."""
    controls.put("since", None)


def field(since: date | None, on: date, first: date) -> None:
    """The first day of a span, chosen by keyboard or on a phone."""
    controls.settle("since", since)
    st.date_input(
        "Span since",
        value=None,
        min_value=first,
        max_value=on,
        format="YYYY-MM-DD",
        key="since",
        on_change=controls.write,
        args=("since", None),
        width=150,
        help="The stories from this day to the chosen one, as one window",
    )


def generation_for(on: date, since: date | None) -> int:
    """A number for the chart's key. It changes when the days were chosen elsewhere than on the chart.

    The old chart would take the next click on its own selected point as a retraction, and keep its box.
    """
    picked = st.session_state.get(PICKED)
    if picked is not None and picked != (on, since):
        st.session_state[CHART_GENERATION] = st.session_state.get(CHART_GENERATION, 0) + 1
        st.session_state[PICKED] = None
    return int(st.session_state.get(CHART_GENERATION, 0))
