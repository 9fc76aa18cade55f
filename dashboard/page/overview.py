"""Who is heating up, and why: what an analyst opens first in the morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import (
    chrome,
    controls,
    data,
    filters,
    headline,
    map_chart,
    movers,
    ranking,
    selection,
    visit,
    wording,
)

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from dashboard.data import Calendar
    from dashboard.selection import Selection
    from warehouse.reader import Freshness

SORT_NAMES = {"level": "Level", "change": "Change", "surprise": "Surprise"}
# Of what a reader sees first, while it is read for the first time: heights in pixels.
SKELETON = (70, 48, 470, 300)
MAP_GENERATION = "map_generation"


def show(freshness: Freshness) -> None:
    """Headline, controls, map, what moved, and the ranking."""
    with st.container(key="loading"), st.skeleton(SKELETON[0]), st.skeleton(SKELETON[2]), st.skeleton(SKELETON[3]):
        calendar = data.calendar()
        if calendar is not None:
            asked = selection.parse(st.query_params)
            read(asked, calendar)
    if calendar is None:
        st.title("Overview", anchor=False)
        chrome.nothing_published(freshness, calendar)
        return
    body(asked, calendar, freshness)


def read(asked: Selection, calendar: Calendar) -> None:
    """Have the ranking in the cache before anything is drawn."""
    on, _ = selection.within(asked.day, calendar.first, calendar.last, otherwise=calendar.last)
    data.ranking(on, role=asked.role, scope=asked.scope)


def body(asked: Selection, calendar: Calendar, freshness: Freshness) -> None:
    """All of the page, where there is something to show."""
    top, chooser = st.container(key="headline", gap="xsmall"), st.container(key="controls")
    ranked, on, chosen = choose(asked, calendar, chooser)
    rows = filters.narrowed(ranked, chosen, data.groups())
    with top:
        head(rows, on, calendar, freshness)
    chrome.refusals(chosen.refusals)
    visit.note(calendar.last)
    if rows.empty:
        nobody(ranked, on)
        return
    left, right = st.columns([2.3, 1], gap="medium")
    with left:
        world(rows, on, chosen, calendar)
    with right:
        movers.heating(rows, on, chosen)
    with st.grid(min_column_width=270, gap="small"):
        movers.cooling(rows, on, chosen)
        movers.dyads(on, chosen, set(rows["actor_id"]))
        movers.theatres(on, chosen)
        movers.since(rows, on, chosen, earlier(chosen, calendar, on))
    ranking.show(rows, on, chosen)


def choose(
    asked: Selection, calendar: Calendar, place: st.delta_generator.DeltaGenerator
) -> tuple[pd.DataFrame, date, Selection]:
    """The ranking, its day, and all that is chosen; each control stands in the address."""
    inside, refused = selection.within(asked.day, calendar.first, calendar.last, otherwise=calendar.last)
    ranked = data.ranking(inside, role=asked.role, scope=asked.scope, spark_days=int(asked.period))
    regions, groups = filters.regions(ranked), {one: name for one, (name, _) in data.groups().items()}
    with place, st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        on = controls.day("As of", "day", inside, (calendar.first, calendar.last), default=calendar.last)
        filters.popover(asked, regions, groups)
        controls.choice("Measure", "sort", selection.SORTS, asked.sort, label=SORT_NAMES.__getitem__)
    narrowing = filters.said(asked, regions, groups)
    if narrowing:
        with place:
            st.caption(wording.literal(f"Shown: {'; '.join(narrowing)}."))
    refusals = list(asked.refusals)
    if refused:
        refusals.append(refused)
    return ranked, on, replace(asked, refusals=tuple(refusals))


def head(rows: pd.DataFrame, on: date, calendar: Calendar, freshness: Freshness) -> None:
    """The page in a sentence, how far the day can be trusted, and what it rests on."""
    today = datetime.now(UTC).date()
    st.title(wording.literal(headline.sentence(rows, on, today)), anchor=False)
    day = calendar.frame[calendar.frame["published_on"].dt.date == on]
    doubts = [headline.trust(data.records(day)[0], on) if len(day) else "", headline.why_unknown(rows)]
    if any(doubts):
        st.markdown(f":material/info: {wording.literal(' '.join(one for one in doubts if one))}")
    st.caption(
        wording.literal(
            f"{wording.count(freshness.article_count, 'article')} from "
            f"{wording.count(freshness.outlet_count, 'outlet')} · "
            f"loaded {wording.instant(freshness.last_success_at)} · lexicon {freshness.lexicon_version[:8]}"
        )
    )


def nobody(ranked: pd.DataFrame, on: date) -> None:
    """Why no actor is shown."""
    if ranked.empty:
        chrome.empty(f"No actor was named in a counted cue in the days up to {wording.day(on)}.")
        return
    chrome.empty(f"None of {wording.count(len(ranked), 'actor')} fits the filters.")
    st.button("Clear all filters", key="clear_all", on_click=filters.clear, icon=":material/filter_alt_off:")


def world(rows: pd.DataFrame, on: date, chosen: Selection, calendar: Calendar) -> None:
    """The map, and the slider over its days."""
    measure, instead = measure_of(rows, chosen)
    with st.container(border=True, key="map_box", gap="xsmall"):
        generation = st.session_state.get(MAP_GENERATION, 0)
        with st.container(key="map", height=map_chart.HEIGHT, border=False):
            state = st.plotly_chart(
                map_chart.figure(rows, measure, chrome.palette()),
                key=f"map_{generation}",
                on_select="rerun",
                selection_mode="points",
                config=map_chart.config(st.get_option("server.baseUrlPath")),
                height="stretch",
                alt=map_chart.description(rows, measure, on),
            )
        slider(on, chosen, calendar)
        away = map_chart.off_map(rows)
        said = [instead, "Select a country to open it.", "Grey: no counted story names it."]
        if away:
            said.append(f"{wording.count(away, 'actor')} of the ranking {'is' if away == 1 else 'are'} no place.")
        st.caption(" ".join(one for one in said if one))
    actor = map_chart.picked(state["selection"]["points"]) if state else ""
    if actor:
        # The next time the map is drawn it has no country selected that would open at once.
        st.session_state[MAP_GENERATION] = generation + 1
        ranking.open_actor(actor, on, chosen)


def measure_of(rows: pd.DataFrame, chosen: Selection) -> tuple[map_chart.Measure, str]:
    """The measure asked for; the level where nothing of it is known, and a sentence that says so."""
    asked = map_chart.MEASURES[chosen.sort]
    if asked.column in rows and rows[asked.column].notna().any():
        return asked, ""
    level = map_chart.MEASURES[selection.SORTS[0]]
    return level, "" if asked == level else f"No {chosen.sort} is known for this day: the map shows the level."


def slider(on: date, chosen: Selection, calendar: Calendar) -> None:
    """The days of the period; another day is another view of the whole page."""
    first = max(calendar.first, calendar.last - timedelta(days=int(chosen.period) - 1))
    first = min(first, on)
    if first == calendar.last:
        return
    controls.settle("map_day", on)
    st.slider(
        "Day of the map",
        min_value=first,
        max_value=calendar.last,
        format="D MMM YYYY",
        key="map_day",
        label_visibility="collapsed",
        on_change=slid,
        args=(calendar.last,),
    )


def slid(newest: date) -> None:
    """Put the day of the slider into the address."""
    controls.put("day", st.session_state.get("map_day"), default=newest)


def earlier(chosen: Selection, calendar: Calendar, on: date) -> movers.Since:
    """The day to compare with: of the address, else of the last visit, else the day before."""
    if chosen.since:
        day = selection.clamped(chosen.since, calendar.first, calendar.last, otherwise=calendar.last)
        return movers.Since(day=day, words=f"Tension on {wording.day(day)}, which the address names, and now")
    last = visit.last(st.context.cookies, datetime.now(UTC).replace(tzinfo=None))
    if last:
        day = selection.clamped(last.day, calendar.first, calendar.last, otherwise=calendar.last)
        return movers.Since(
            day=day,
            words=f"Since your last visit on {wording.instant(last.at)}, when {wording.day(day)} was the newest day",
        )
    day = max(calendar.first, on - timedelta(days=1))
    return movers.Since(day=day, words=f"Your first visit in this browser: compared with {wording.day(day)}")


chrome.page(show)
