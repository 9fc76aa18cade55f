"""Why an actor stands where it stands: its series, and the stories behind any day of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import charts, chrome, controls, data, selection, wording
from dashboard.evidence import show_evidence
from warehouse.terms import Role, Scope

if TYPE_CHECKING:
    from datetime import date

    from dashboard.data import Calendar
    from dashboard.selection import Selection
    from warehouse.reader import Freshness

PERIOD_DAYS = 180
CHART_GENERATION = "chart_generation"
CLICKED_DAY = "clicked_day"


def show(freshness: Freshness) -> None:
    """Title, controls, chart, day and evidence of one actor."""
    calendar = data.calendar()
    if calendar is None:
        st.title("Actor", anchor=False)
        chrome.nothing_published(freshness, calendar)
        return
    asked = selection.parse(st.query_params)
    names = data.names()
    title = st.container(key="actor_title")
    chosen, first, last = choose(asked, calendar, names)
    actor = chosen.actor
    with title:
        head(actor, names)
    on, refused = selection.within(asked.day, calendar.first, calendar.last, otherwise=calendar.last)
    chrome.refusals((*asked.refusals, refused) if refused else asked.refusals)
    if not actor:
        invite(asked, names)
        return
    days = data.history(actor, role=chosen.role, scope=chosen.scope)
    if days.empty:
        never_seen(chosen, names)
        return
    shown = within(days, min(first, on), max(last, on))
    chart(shown, names.get(actor, actor), on)
    step(on, calendar)
    show_evidence(chosen, on, days, names)


def choose(asked: Selection, calendar: Calendar, names: dict[str, str]) -> tuple[Selection, date, date]:
    """Actor, role, scope and period; each stands in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        actor = controls.entry("Actor", "actor", names, asked.actor, placeholder="Choose an actor …")
        role = controls.role(asked.role)
        scope = controls.scope(asked.scope)
        first, last = period(asked, calendar)
    return replace(asked, actor=actor, role=role, scope=scope), first, last


def period(asked: Selection, calendar: Calendar) -> tuple[date, date]:
    """The first and last day that the chart shows."""
    start = max(calendar.first, calendar.last - timedelta(days=PERIOD_DAYS - 1))
    bounds = (calendar.first, calendar.last)
    first = selection.clamped(asked.from_on, *bounds, otherwise=start)
    last = selection.clamped(asked.to_on, *bounds, otherwise=calendar.last)
    first = controls.day("From", "from", first, bounds, default=start)
    last = controls.day("To", "to", last, bounds, default=calendar.last)
    return min(first, last), max(first, last)


def head(actor: str, names: dict[str, str]) -> None:
    """Name, kind and region."""
    st.title(wording.literal(names.get(actor, actor)) if actor else "Actor", anchor=False)
    row = data.row("actor", actor_id=actor) if actor else None
    if row:
        st.caption(
            wording.literal(
                " · ".join(part for part in (row["kind"].capitalize(), row["region"], row["actor_id"]) if part)
            )
        )


def invite(asked: Selection, names: dict[str, str]) -> None:
    """No actor, or one that is not known."""
    if asked.actor and asked.actor not in names:
        row = data.row("actor", actor_id=asked.actor)
        known = (
            f"{row['name']} was never named in a counted cue."
            if row
            else "The address names an actor that is not known."
        )
        chrome.empty(f"{known} Choose another from the list, or begin at the overview.")
    else:
        chrome.empty("Choose an actor from the list, or begin at the overview.")
    st.page_link("page/overview.py", label="To the overview")


def never_seen(chosen: Selection, names: dict[str, str]) -> None:
    """The actor has a series, but none in this role and scope."""
    role, scope = wording.ROLES[Role(chosen.role)].lower(), wording.SCOPES[Scope(chosen.scope)].lower()
    chrome.empty(f"{names.get(chosen.actor, chosen.actor)} was never seen as “{role}”, {scope}, in a counted cue.")


def within(days: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The days of the period."""
    on = pd.to_datetime(days["published_on"])
    return days[(on >= pd.Timestamp(first)) & (on <= pd.Timestamp(last))].reset_index(drop=True)


def chart(shown: pd.DataFrame, name: str, on: date) -> None:
    """The series; a click on any day selects it."""
    with st.container(key="history", gap="xxsmall"):
        window = data.window_days()
        st.caption(f"Intensity {wording.pooled(window)}. Faint bars: single days, cut where they leave the frame.")
        generation = generation_for(on)
        figure = charts.history_figure(shown, selected=on, palette=chrome.palette(), window_days=window)
        st.plotly_chart(
            figure,
            key=f"history_chart_{generation}",
            on_select=lambda: take_click(generation),
            selection_mode="points",
            config={"displayModeBar": False, "scrollZoom": False},
            alt=charts.description(name, shown),
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
            disabled=on <= bounds[0],
            on_click=move,
            args=(before,),
        )
        controls.day("Day", "day", on, bounds, default=None)
        st.button(
            "Next",
            key="day_next",
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=on >= bounds[1],
            on_click=move,
            args=(after,),
        )


def move(to: date) -> None:
    """Select a neighbouring day."""
    controls.put("day", to)


chrome.page(show)
