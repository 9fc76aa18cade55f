"""Who does what to whom: dyads ranked as of a day, and the two directions of one pair."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import chrome, controls, data, days, dyad_chart, dyad_list, selection, wording
from dashboard.evidence import direction_of, of_kind, stories
from warehouse.terms import Kind, Scope

if TYPE_CHECKING:
    from datetime import date

    from dashboard.data import Calendar
    from dashboard.selection import Selection
    from warehouse.reader import Freshness

KINDS = (Kind.ACT, Kind.THREAT, Kind.DEESCALATION)


def show(freshness: Freshness) -> None:
    """The list, or the pair that the address names."""
    calendar = data.calendar()
    if calendar is None:
        st.title("Dyads", anchor=False)
        chrome.nothing_published(freshness, calendar)
        return
    asked = selection.parse(st.query_params)
    names = data.names()
    title = st.container(key="dyad_title")
    chosen, period = choose(asked, calendar, names)
    on, refused = selection.within(asked.day, calendar.first, calendar.last, otherwise=calendar.last)
    chrome.refusals((*asked.refusals, refused) if refused else asked.refusals)
    if chosen.actor and chosen.recipient:
        with title:
            st.title(wording.literal(wording.names([names[chosen.actor], names[chosen.recipient]])), anchor=False)
        pair(chosen, on, calendar, period, names)
    else:
        with title:
            st.title("Dyads", anchor=False)
        ranking(chosen, asked, on, calendar, names)


def choose(asked: Selection, calendar: Calendar, names: dict[str, str]) -> tuple[Selection, tuple[date, date]]:
    """The pair, scope and, for a pair, the period; each stands in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        actor = controls.entry("Actor", "actor", names, asked.actor, placeholder="Anybody", width=220)
        recipient = controls.entry("Recipient", "recipient", names, asked.recipient, placeholder="Anybody", width=220)
        scope = controls.scope(asked.scope)
        is_pair = bool(actor and recipient)
        period = days.period(asked, calendar) if is_pair else (calendar.first, calendar.last)
    return replace(asked, actor=actor, recipient=recipient, scope=scope), period


def ranking(chosen: Selection, asked: Selection, on: date, calendar: Calendar, names: dict[str, str]) -> None:
    """All dyads, or those of one actor, as of a day."""
    unknown = [one for one in (asked.actor, asked.recipient) if one and one not in names]
    if unknown:
        chrome.empty("The address names an actor that is not known, or was never named in a counted cue.")
    days.step(on, calendar)
    rows = data.dyads(on, scope=chosen.scope, party=chosen.actor or chosen.recipient)
    if chosen.actor or chosen.recipient:
        side = "actor_id" if chosen.actor else "recipient_id"
        rows = rows[rows[side] == (chosen.actor or chosen.recipient)]
    if rows.empty:
        scope = wording.SCOPES[Scope(chosen.scope)].lower()
        chrome.empty(f"No dyad, {scope}, was met in a counted cue in the days up to {wording.day(on)}.")
        return
    st.caption(
        f"As of {wording.day(on)}. Tension is act plus threat: intensity {wording.pooled(data.window_days())}. "
        "Change is against the window before. Select a dyad to see what made it."
    )
    dyad_list.show(rows, on, chosen, key="dyads")


def pair(chosen: Selection, on: date, calendar: Calendar, period: tuple[date, date], names: dict[str, str]) -> None:
    """Both directions over time, and the stories behind a day."""
    if chosen.actor == chosen.recipient:
        chrome.empty("A dyad is a pair of two: choose another recipient.")
        return
    both = (names[chosen.actor], names[chosen.recipient])
    history = data.dyad_history(chosen.actor, chosen.recipient, scope=chosen.scope)
    if history.empty:
        scope = wording.SCOPES[Scope(chosen.scope)].lower()
        chrome.empty(f"No counted cue has {wording.names(both)} on its two sides, {scope}.")
        return
    shown = days.within(history, min(period[0], on), max(period[1], on))
    days.chart(
        dyad_chart.dyad_figure(shown, both, selected=on, palette=chrome.palette(), window_days=data.window_days()),
        on,
        alt=dyad_chart.description(both, shown),
    )
    days.step(on, calendar)
    evidence(chosen, on, history, names)


def evidence(chosen: Selection, on: date, history: pd.DataFrame, names: dict[str, str]) -> None:
    """The values of the day in both directions, their proof, and the stories of its window."""
    found = data.records(history[pd.to_datetime(history["published_on"]) == pd.Timestamp(on)])
    value = found[0] if found else None
    hits = data.dyad_evidence(chosen.actor, chosen.recipient, on, scope=chosen.scope)
    with st.container(key="evidence"):
        st.header(f"Evidence for {wording.day(on)}", anchor=False)
        if value is None or value["quality"] == "gap":
            chrome.empty(
                f"{wording.day(on)} is a gap: no outlet takes part, so nothing is known of it. A gap is not calm."
            )
            return
        for way, (actor, recipient) in (
            ("out", (chosen.actor, chosen.recipient)),
            ("back", (chosen.recipient, chosen.actor)),
        ):
            sums(
                way,
                value,
                [one for one in hits if one["actor_id"] == actor],
                wording.dyad(names[actor], names[recipient]),
            )
        if hits:
            stories(of_kind(hits, chosen), on, names, card_of=direction_of)
        else:
            chrome.empty(f"No story in the {data.window_days()} days up to {wording.day(on)} has a cue of this pair.")


def sums(way: str, value: dict[str, Any], hits: list[dict[str, Any]], words: str) -> None:
    """Per kind: the plotted value of one direction, and that its shares add up to it."""
    st.subheader(words, anchor=False)
    grid = st.grid(3, min_column_width=100, gap="small", key=f"sums_{way}")
    for kind in KINDS:
        plotted = value[f"{way}_{kind.value}"]
        shares = [one["share"] for one in hits if one["kind"] == kind and one["is_strongest"]]
        with grid.cell(), st.container(border=True, key=f"sum_{way}_{kind.value}", gap="xxsmall"):
            st.metric(f"{wording.KIND_MARKS[kind]} {wording.KINDS[kind]}", wording.level(plotted))
            st.caption(wording.proof(kind.value, plotted, shares))


chrome.page(show)
