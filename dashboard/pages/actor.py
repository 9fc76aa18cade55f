"""Why an actor stands where it stands: its series, and the stories behind any day of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import charts, chrome, data, selection, wording
from dashboard.evidence import show_evidence

if TYPE_CHECKING:
    from datetime import date

    from dashboard.data import Calendar
    from dashboard.selection import Selection
    from warehouse.reader import Freshness

PERIOD_DAYS = 180
CHART_GENERATION = "chart_generation"


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
    actor, role, first, last = choose(asked, calendar, names)
    with title:
        head(actor, names)
    chrome.refusals(asked.refusals)
    if not actor:
        invite(asked, names)
        return
    days = data.history(actor, role=role, scope=asked.scope)
    if days.empty:
        never_seen(actor, names, role)
        return
    on = chosen_day(calendar)
    shown = within(days, min(first, on), max(last, on))
    chart(shown, names.get(actor, actor), on)
    step(calendar)
    show_evidence(actor, on, days, names=names, role=role, asked=asked)


def choose(asked: Selection, calendar: Calendar, names: dict[str, str]) -> tuple[str, str, date, date]:
    """Actor, role and period, bound to the address."""
    prepare_day(asked, calendar)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        actor = st.selectbox(
            "Actor",
            list(names),
            index=None,
            format_func=lambda one: names.get(one, one),
            placeholder="Choose an actor …",
            key="actor",
            bind="query-params",
            width=240,
        )
        role = st.segmented_control(
            "Role",
            selection.ROLES,
            default=selection.ROLES[0],
            required=True,
            format_func=lambda one: wording.ROLES[wording.Role(one)],
            key="role",
            bind="query-params",
        )
        first, last = period(calendar)
    return actor or "", role or asked.role, first, last


def period(calendar: Calendar) -> tuple[date, date]:
    """The first and last day that the chart shows."""
    start = max(calendar.first, calendar.last - timedelta(days=PERIOD_DAYS - 1))
    chosen = []
    for name, key, default in (("From", "from", start), ("To", "to", calendar.last)):
        picked = st.date_input(
            name,
            value=default,
            min_value=calendar.first,
            max_value=calendar.last,
            format="YYYY-MM-DD",
            key=key,
            bind="query-params",
            required=True,
            width=140,
        )
        chosen.append(picked or default)
    return min(chosen), max(chosen)


def prepare_day(asked: Selection, calendar: Calendar) -> None:
    """Make the day explicit, so that the address always names the day whose evidence is shown."""
    chrome.follow(calendar.last)
    if asked.day is None and st.session_state.get("day") is None:
        st.session_state["day"] = calendar.last


def chosen_day(calendar: Calendar) -> date:
    """The day of the widget, which is drawn further down."""
    on, _ = selection.within(st.session_state.get("day"), calendar.first, calendar.last, otherwise=calendar.last)
    return on


def head(actor: str, names: dict[str, str]) -> None:
    """Name, kind and region."""
    st.title(wording.literal(names.get(actor, actor)) if actor else "Actor", anchor=False)
    row = data.row("actor", actor_id=actor) if actor else None
    if row:
        st.caption(wording.literal(" · ".join(part for part in (row["kind"].capitalize(), row["region"], row["actor_id"]) if part)))


def invite(asked: Selection, names: dict[str, str]) -> None:
    """No actor, or one that is not known."""
    if asked.actor and asked.actor not in names:
        row = data.row("actor", actor_id=asked.actor)
        known = f"{row['name']} was never named in a counted cue." if row else "The address names an actor that is not known."
        chrome.empty(f"{known} Choose another from the list, or begin at the overview.")
    else:
        chrome.empty("Choose an actor from the list, or begin at the overview.")
    st.page_link("pages/overview.py", label="To the overview")


def never_seen(actor: str, names: dict[str, str], role: str) -> None:
    """The actor has a series, but none in this role."""
    chrome.empty(f"{names.get(actor, actor)} was never seen as “{wording.ROLES[wording.Role(role)].lower()}” in a counted cue.")


def within(days: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The days of the period."""
    on = pd.to_datetime(days["published_on"])
    return days[(on >= pd.Timestamp(first)) & (on <= pd.Timestamp(last))].reset_index(drop=True)


def chart(shown: pd.DataFrame, name: str, on: date) -> None:
    """The series; a click on any day selects it."""
    figure = charts.history_figure(shown, selected=on, palette=chrome.palette())
    with st.container(key="history", gap="xxsmall"):
        st.caption("Intensity per 1,000 stories, pooled over 7 days, mean over outlets. Faint bars: single days, cut where they leave the frame.")
        generation = st.session_state.get(CHART_GENERATION, 0)
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
        st.session_state["day"] = days[0]


def step(calendar: Calendar) -> None:
    """The day, chosen by keyboard: a field, and a button to either side."""
    on = chosen_day(calendar)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="day_stepper"):
        st.button("Previous day", key="day_previous", icon=":material/chevron_left:", disabled=on <= calendar.first, on_click=move, args=(-1, calendar))
        st.date_input(
            "Day",
            value=None,
            min_value=calendar.first,
            max_value=calendar.last,
            format="YYYY-MM-DD",
            key="day",
            bind="query-params",
            on_change=forget_click,
            width=150,
        )
        st.button("Next day", key="day_next", icon=":material/chevron_right:", icon_position="right", disabled=on >= calendar.last, on_click=move, args=(1, calendar))


def move(days: int, calendar: Calendar) -> None:
    """Select a neighbouring day."""
    st.session_state["day"] = min(max(chosen_day(calendar) + timedelta(days=days), calendar.first), calendar.last)
    forget_click()


def forget_click() -> None:
    """A chart of its own per choice made elsewhere: the old one would take the next click on its point as a retraction."""
    st.session_state[CHART_GENERATION] = st.session_state.get(CHART_GENERATION, 0) + 1


chrome.page(show)
