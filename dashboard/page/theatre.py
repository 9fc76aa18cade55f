"""Where it happens: theatres ranked as of a day, and the series of one with who acts there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import (
    actor_chart,
    chrome,
    controls,
    data,
    days,
    evidence,
    ranking,
    selection,
    theatre_list,
    wording,
)
from warehouse.terms import Scope

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from dashboard.data import Calendar
    from dashboard.selection import Selection
    from warehouse.reader import Freshness

ACTORS_SHOWN = 8


def show(freshness: Freshness) -> None:
    """The list, or the theatre that the address names."""
    calendar = data.calendar()
    if calendar is None:
        st.title("Theatres", anchor=False)
        chrome.nothing_published(freshness, calendar)
        return
    asked = selection.parse(st.query_params)
    names = data.theatre_names()
    title = st.container(key="theatre_title")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        theatre = controls.entry("Theatre", "theatre", names, asked.theatre, placeholder="All of them", width=260)
        scope = controls.scope(asked.scope)
        period = days.period(asked, calendar) if theatre else (calendar.first, calendar.last)
    chosen = replace(asked, theatre=theatre, scope=scope)
    on, refused = selection.within(asked.day, calendar.first, calendar.last, otherwise=calendar.last)
    chrome.refusals((*asked.refusals, refused) if refused else asked.refusals)
    with title:
        st.title(wording.literal(names[theatre]) if theatre else "Theatres", anchor=False)
    if theatre:
        one_theatre(chosen, on, calendar, period, names[theatre])
    else:
        all_theatres(chosen, on, calendar, is_unknown=bool(asked.theatre))


def all_theatres(chosen: Selection, on: date, calendar: Calendar, *, is_unknown: bool) -> None:
    """All theatres as of a day."""
    if is_unknown:
        chrome.empty("The address names a theatre that is not known, or of which no counted cue was told.")
    days.step(on, calendar)
    rows = data.theatres(on, scope=chosen.scope)
    if rows.empty:
        scope = wording.SCOPES[Scope(chosen.scope)].lower()
        chrome.empty(f"No counted cue, {scope}, was told of a theatre in the days up to {wording.day(on)}.")
        return
    st.caption(
        f"As of {wording.day(on)}. A story counts for the place that the sentence of its cue names. "
        f"Tension is act plus threat: intensity {wording.pooled(data.window_days())}. "
        "Change is against the window before. Select a name to see what made it."
    )
    theatre_list.show(rows, on, chosen)


def one_theatre(chosen: Selection, on: date, calendar: Calendar, period: tuple[date, date], name: str) -> None:
    """Its series, who acts there, and the stories behind a day."""
    history = data.theatre_history(chosen.theatre, scope=chosen.scope)
    if history.empty:
        scope = wording.SCOPES[Scope(chosen.scope)].lower()
        chrome.empty(f"No counted cue, {scope}, was told of {name}.")
        return
    shown = days.within(history, min(period[0], on), max(period[1], on))
    drawn, _ = actor_chart.thinned(shown, keep=on)
    days.chart(
        actor_chart.actor_figure(drawn, palette=chrome.palette(), window_days=data.window_days(), selected=on),
        on,
        alt=actor_chart.finding(name, shown),
        note="Faint bars: single days. What leaves the frame is cut. Click a day to see its stories.",
    )
    days.step(on, calendar)
    day_of(chosen, on, history, name)


def day_of(chosen: Selection, on: date, history: pd.DataFrame, name: str) -> None:
    """The values of a day with their proof, the actors in them, and the stories."""
    with st.container(key="evidence"):
        st.header(f"Evidence for {wording.day(on)}", anchor=False)
        value = evidence.values_of(history, on)
        if value is None or value["quality"] == "gap":
            chrome.empty(
                f"{wording.day(on)} is a gap: no outlet takes part, so nothing is known of it. A gap is not calm."
            )
            return
        hits = data.theatre_evidence(chosen.theatre, on, scope=chosen.scope)
        evidence.sums(value, hits)
        if not hits:
            chrome.empty(
                f"No story in the {data.window_days()} days up to {wording.day(on)} has a counted cue in {name}."
            )
            return
        names = data.names()
        actors_in(hits, on, chosen, names)
        evidence.stories(evidence.of_kind(hits, chosen), on, names, card_of=evidence.article_of)


def actors_in(hits: list[dict[str, Any]], on: date, chosen: Selection, names: dict[str, str]) -> None:
    """Who acts or is met in the hits that count here, by their share of tension."""
    shares = shares_of(hits)
    if not shares:
        return
    with st.container(border=True, key="theatre_actors", gap="xsmall", width=480):
        st.subheader("Actors in it", anchor=False)
        st.caption("Share of the tension told here that each has a part in; two may share one story.")
        for actor_id, share in shares[:ACTORS_SHOWN]:
            with st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False
            ):
                ranking.link(actor_id, names.get(actor_id, actor_id), on, chosen)
                st.text(f"{share:.0%}", text_alignment="right")


def shares_of(hits: list[dict[str, Any]]) -> list[tuple[str, float]]:
    """Actors and the share of act plus threat in which they act or are met, largest first."""
    told = [one for one in hits if one["is_strongest"] and one["kind"] != "deescalation"]
    total = sum(one["share"] for one in told)
    found: dict[str, float] = {}
    for one in told:
        for actor_id in {one["actor_id"], one["recipient_id"]} - {""}:
            found[actor_id] = found.get(actor_id, 0.0) + one["share"]
    return sorted(((one, share / total) for one, share in found.items()), key=lambda pair: (-pair[1], pair[0]))


chrome.page(show)
