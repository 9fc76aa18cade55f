"""Why an actor stands where it stands: its series, what happened, and the stories behind any day or span of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import (
    actor_chart,
    actor_parts,
    actor_reads,
    actor_view,
    chrome,
    compare,
    controls,
    data,
    days,
    evidence,
    note_editor,
    selection,
    span,
    span_evidence,
    takeaway,
    wording,
)
from warehouse.terms import Role, Scope

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from dashboard.actor_view import View
    from dashboard.data import Calendar
    from dashboard.selection import Selection
    from warehouse.reader import Freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page is about: the selection, the view, the days of the period, and the chosen day or span."""

    chosen: Selection
    view: View
    names: dict[str, str]
    calendar: Calendar
    first: date
    last: date
    on: date
    since: date | None
    history: pd.DataFrame

    @property
    def name(self) -> str:
        """The actor's name."""
        return self.names.get(self.chosen.actor, self.chosen.actor)


def show(freshness: Freshness) -> None:
    """Title, controls, chart, and the part that is looked at."""
    calendar = data.calendar()
    if calendar is None:
        st.title("Actor", anchor=False)
        chrome.nothing_published(freshness, calendar)
        return
    asked, view = selection.parse(st.query_params), actor_view.parse(st.query_params)
    names = data.names()
    title = st.container(key="actor_title")
    chosen, view, first, last = choose(asked, view, calendar, names)
    with title:
        head(chosen.actor, names)
    on, refused = selection.within(asked.day, calendar.first, calendar.last, otherwise=calendar.last)
    since, cut = actor_view.span(view.since, on, calendar.first)
    chrome.refusals([one for one in (*asked.refusals, *view.refusals, refused, cut) if one])
    if not chosen.actor:
        invite(asked, names)
        return
    history = data.history(chosen.actor, role=chosen.role, scope=chosen.scope)
    if history.empty:
        never_seen(chosen, names)
        return
    first, last = min(first, since or on), max(last, on)
    shown = Shown(
        chosen=chosen, view=view, names=names, calendar=calendar, first=first, last=last, on=on, since=since,
        history=history,
    )  # fmt: skip
    chart(shown, freshness)
    parts(shown)


def choose(
    asked: Selection, view: View, calendar: Calendar, names: dict[str, str]
) -> tuple[Selection, View, date, date]:
    """Actor, role, scope, period and whom to compare with; each stands in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        actor = controls.entry("Actor", "actor", names, asked.actor, placeholder="Choose an actor …")
        role = controls.role(asked.role)
        scope = controls.scope(asked.scope)
        first, last = days.period(asked, calendar)
        others = compare_with(actor, view, names) if actor else ()
        layout = (
            controls.choice(
                "Layout",
                "layout",
                actor_view.LAYOUTS,
                view.layout,
                label=lambda one: {"lines": "Lines", "panels": "Panels"}[one],
            )
            if others
            else view.layout
        )
    return (
        replace(asked, actor=actor, role=role, scope=scope),
        replace(view, others=others, layout=layout),
        first,
        last,
    )


def compare_with(actor: str, view: View, names: dict[str, str]) -> tuple[str, ...]:
    """Up to five others, in the order in which they were chosen."""
    controls.settle("with", [one for one in view.others if one in names and one != actor])
    picked = st.multiselect(
        "Compare with",
        [one for one in names if one != actor],
        format_func=lambda one: names.get(one, one),
        key="with",
        max_selections=actor_view.OTHERS_MAX,
        placeholder="Others …",
        select_all=False,
        on_change=write_others,
        width=300,
    )
    return tuple(picked)


def write_others() -> None:
    """Put the others into the address."""
    controls.put("with", ",".join(st.session_state.get("with") or []), default="")


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


def chart(shown: Shown, freshness: Freshness) -> None:
    """The series, of one actor or of several, with the way from day to day and what can be taken away."""
    if shown.view.others:
        figure_of, alt, note, series = compared(shown)
    else:
        figure_of, alt, note, series = alone(shown)
    with st.container(key="history", gap="xxsmall"):
        st.caption(f"Intensity {wording.pooled(data.window_days())}. {note}")
        name = f"tensiometer-{'-'.join(series)}-{shown.first}-{shown.last}"
        span.chart(figure_of(chrome.palette()), shown.on, shown.since, alt=alt, file_name=name)
    if shown.view.others:
        turns(shown, series)
    else:
        surprises(shown)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="ways"):
        days.step(shown.on, shown.calendar)
        span.field(shown.since, shown.on, shown.calendar.first)
        takeaway.show(
            takeaway.Taken(
                chosen=shown.chosen, view=shown.view, first=shown.first, last=shown.last, on=shown.on,
                since=shown.since, names=shown.names, series=series, figure_of=figure_of, finding=alt, file_name=name,
            ),
            freshness,
        )  # fmt: skip


def surprises(shown: Shown) -> None:
    """The episodes that the chart numbers: day, surprise and leading story, each a way to it."""
    episodes = episodes_of(shown)
    if not episodes:
        return
    with st.container(gap="xxsmall", key="surprises"):
        for number, one in enumerate(episodes, start=1):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"surprise_{number}"):
                st.button(
                    f"**{number}** \u2003{wording.day(one.on)}",
                    key=f"surprise_day_{number}",
                    type="tertiary",
                    on_click=span.put,
                    args=(one.on, None),
                )
                st.text(f"surprise z {one.surprise:.1f}", width="content")
                if one.article_id:
                    st.page_link(
                        "page/article.py",
                        label=wording.literal(wording.title_of(one.title)),
                        icon="",
                        query_params=selection.address_of(article=one.article_id, hit=one.hit_index),
                        width="content",
                    )


def episodes_of(shown: Shown) -> list[actor_chart.Episode]:
    """The most surprising stretches of the period, with their leading stories."""
    period = days.within(shown.history, shown.first, shown.last)
    return actor_reads.with_stories(actor_chart.episodes_of(period), shown.chosen)


def alone(shown: Shown) -> tuple[Any, str, str, dict[str, pd.DataFrame]]:
    """The chart of one actor: how to draw it for a palette, what it shows, how to read it, and its series."""
    period = days.within(shown.history, shown.first, shown.last)
    episodes = episodes_of(shown)
    drawn, step = actor_chart.thinned(period, keep=shown.on)
    flags = actor_reads.flags(shown.chosen, shown.first, shown.last)

    def figure_of(palette: Any) -> Any:
        return actor_chart.actor_figure(
            drawn, palette=palette, window_days=data.window_days(), selected=shown.on, since=shown.since,
            episodes=episodes, flags=flags,
        )  # fmt: skip

    note = "Faint bars: single days. What leaves the frame is cut. Click a day, or draw over several with the box."
    if step > 1:
        note += f" One day in {step} is drawn."
    return figure_of, actor_chart.finding(shown.name, period), note, {shown.chosen.actor: period}


def compared(shown: Shown) -> tuple[Any, str, str, dict[str, pd.DataFrame]]:
    """The chart of several actors, each in the same role and scope."""
    series = {shown.chosen.actor: days.within(shown.history, shown.first, shown.last)}
    for one in shown.view.others:
        history = data.history(one, role=shown.chosen.role, scope=shown.chosen.scope)
        if not history.empty:
            series[one] = days.within(history, shown.first, shown.last)
    named = {shown.names.get(one, one): actor_chart.thinned(rows, keep=shown.on)[0] for one, rows in series.items()}
    drawing = compare.panels_figure if shown.view.layout == "panels" else compare.lines_figure

    def figure_of(palette: Any) -> Any:
        figure = drawing(named, selected=shown.on, palette=palette)
        if shown.since:
            actor_chart.mark_span(figure, shown.since, shown.on, palette)
        return figure

    missing = [shown.names.get(one, one) for one in shown.view.others if one not in series]
    note = "Tension is act plus threat."
    if missing:
        note += f" Never seen in this role and scope: {wording.names(missing)}."
    return figure_of, compare.finding(named), note, series


def turns(shown: Shown, series: dict[str, pd.DataFrame]) -> None:
    """Ways to the evidence of each of the others, compared with the rest."""
    everybody = [shown.chosen.actor, *shown.view.others]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="turns"):
        st.caption(f"Evidence below is of {wording.literal(shown.name)}. Turn to", width="content")
        for one in everybody[1:]:
            if one in series:
                rest = ",".join(other for other in (one, *everybody) if other != one)
                st.button(
                    wording.literal(shown.names.get(one, one)),
                    key=f"turn_{one}",
                    type="tertiary",
                    on_click=controls.put_all,
                    args=({"actor": one, "with": rest},),
                )


def parts(shown: Shown) -> None:
    """The values of the day or span with their proof, and the part that is looked at."""
    chosen, on, since = shown.chosen, shown.on, shown.since
    with st.container(key="evidence"):
        when = f"{wording.day(since)} to {wording.day(on)}" if since else wording.day(on)
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="evidence_head"):
            st.header(f"Evidence for {when}", anchor=False, width="content")
            if since:
                st.button(
                    f"Only {wording.day(on)}", key="span_clear", icon=":material/close:", type="tertiary",
                    on_click=span.clear,
                )  # fmt: skip
        if since:
            span_evidence.sums(chosen, since, on)
        else:
            value = evidence.values_of(shown.history, on)
            evidence.sums(value, data.evidence(chosen.actor, on, role=chosen.role, scope=chosen.scope))
        part = controls.choice(
            "Look at", "part", actor_view.PARTS, shown.view.part, label=lambda one: part_name(one, chosen.scope)
        )
        show_part(part, shown)


def part_name(part: str, scope: str) -> str:
    """The name of a part; the other scope by its own."""
    other = Scope.INTERNATIONAL if Scope(scope) is Scope.DOMESTIC else Scope.DOMESTIC
    return wording.SCOPES[other] if part == "domestic" else actor_parts.NAMES[part]


def show_part(part: str, shown: Shown) -> None:
    """One part; the others are not read."""
    chosen, name, period = shown.chosen, shown.name, (shown.first, shown.last)
    if part == "stories":
        stories(shown)
    elif part == "counterparts":
        actor_parts.counterparts(chosen, name, shown.on)
    elif part == "notes":
        note_editor.show(chosen, name, shown.on, shown.calendar)
    else:
        of_period = {
            "classes": actor_parts.classes,
            "cues": actor_parts.cues,
            "outlets": actor_parts.outlets,
            "tone": actor_parts.tone,
            "domestic": actor_parts.domestic,
        }
        of_period[part](chosen, name, *period)


def stories(shown: Shown) -> None:
    """The stories behind the day or the span."""
    if shown.since:
        span_evidence.stories(shown.chosen, shown.since, shown.on, shown.names)
    else:
        evidence.show_stories(shown.chosen, shown.on, shown.history, shown.names)


chrome.page(show)
