"""Why an actor stands where it stands: its series, and the stories behind any day of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import charts, chrome, controls, data, days, dyad_list, selection, wording
from dashboard.evidence import show_evidence
from warehouse.terms import Role, Scope

if TYPE_CHECKING:
    from datetime import date

    from dashboard.data import Calendar
    from dashboard.selection import Selection
    from warehouse.reader import Freshness


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
    history = data.history(actor, role=chosen.role, scope=chosen.scope)
    if history.empty:
        never_seen(chosen, names)
        return
    shown = days.within(history, min(first, on), max(last, on))
    days.chart(
        charts.history_figure(shown, selected=on, palette=chrome.palette(), window_days=data.window_days()),
        on,
        alt=charts.description(names.get(actor, actor), shown),
        note="Faint bars: single days, cut where they leave the frame.",
    )
    days.step(on, calendar)
    counterparts(chosen, on)
    show_evidence(chosen, on, history, names)


def choose(asked: Selection, calendar: Calendar, names: dict[str, str]) -> tuple[Selection, date, date]:
    """Actor, role, scope and period; each stands in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        actor = controls.entry("Actor", "actor", names, asked.actor, placeholder="Choose an actor …")
        role = controls.role(asked.role)
        scope = controls.scope(asked.scope)
        first, last = days.period(asked, calendar)
    return replace(asked, actor=actor, role=role, scope=scope), first, last


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


def counterparts(chosen: Selection, on: date) -> None:
    """With whom: the dyads of the actor on that day, each a way to its page."""
    rows = data.dyads(on, scope=chosen.scope, party=chosen.actor)
    rows = rows[(rows["tension"] > 0) | (rows["deescalation"] > 0)]
    if rows.empty:
        return
    with st.expander(f"With whom: {wording.count(len(rows), 'dyad')}", key="counterparts"):
        dyad_list.show(rows, on, chosen, key="counterpart_dyads")


chrome.page(show)
