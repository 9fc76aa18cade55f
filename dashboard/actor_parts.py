"""What stands beside an actor's series, one part at a time: only the one that is looked at is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import actor_chart, actor_reads, chrome, controls, data, days, dyad_list, mix, selection, wording
from warehouse.terms import Kind, Scope

if TYPE_CHECKING:
    from datetime import date

    import plotly.graph_objects as go

    from dashboard.selection import Selection

NAMES = {
    "stories": "Stories",
    "classes": "Classes",
    "cues": "Cues",
    "counterparts": "With whom",
    "outlets": "Outlets",
    "tone": "Tone",
    "domestic": "Other scope",
    "notes": "Notes",
}
STILL = {"displayModeBar": False, "scrollZoom": False}
DOMESTIC_HEIGHT = 300


def still(figure: go.Figure, key: str, finding: str) -> None:
    """A figure with its finding in words above it; nothing on it can be picked."""
    st.caption(wording.literal(finding))
    st.plotly_chart(figure, key=key, config=STILL, alt=finding)


def classes(chosen: Selection, name: str, first: date, last: date) -> None:
    """The classes of events, month by month."""
    table = mix.class_table(actor_reads.classes(chosen, first, last))
    if table.empty:
        chrome.empty(f"No story of the period has a counted cue of {name}.")
        return
    still(mix.classes_figure(table, chrome.palette()), "classes_chart", mix.classes_finding(name, table))
    st.caption("Stories per 1,000 of all stories of the month, by the class of their strongest cue of each kind.")


def cues(chosen: Selection, name: str, first: date, last: date) -> None:
    """The cues that lead the period."""
    rows = actor_reads.cues(chosen, first, last)
    if rows.empty:
        chrome.empty(f"No story of the period has a counted cue of {name}.")
        return
    shown = pd.DataFrame(
        {
            "kind": [wording.KINDS[Kind(one)] for one in rows["kind"]],
            "class": [
                wording.class_of(str(cls), str(mode or ""))
                for cls, mode in zip(rows["event_class"], rows["mode"].fillna(""), strict=True)
            ],
            "words": [wording.cell(wording.title_of(str(one))) for one in rows["usual_words"]],
            "story_count": rows["story_count"],
            "story_count_before": rows["story_count_before"],
            "share": 100 * rows["kind_share"],
            "cue_id": rows["cue_id"],
        }
    )
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    length = wording.count((last - first).days + 1, "day")
    st.dataframe(
        shown,
        column_config={
            "kind": text("Kind", width=105),
            "class": text("What is done", width="medium"),
            "words": text("In these words, most often", width="large"),
            "story_count": number("Stories", format="%d", help="Stories in which it is the strongest cue of its kind"),
            "story_count_before": number("Before", format="%d", help=f"The same in the {length} before the period"),
            "share": st.column_config.ProgressColumn(
                "Of the kind", format="%.0f %%", min_value=0, max_value=100, help="Share of the intensity of its kind"
            ),
            "cue_id": text("Rule", help="Its id in the lexicon"),
        },
        hide_index=True,
        key="cues",
        alt=f"Cues that lead the stories of {name}, {wording.day(first)} to {wording.day(last)}. "
        f"First: {shown['class'].iloc[0]}, in {wording.stories(int(shown['story_count'].iloc[0]))}.",
    )


def counterparts(chosen: Selection, name: str, on: date) -> None:
    """With whom: the dyads of the actor on that day, each a way to its page."""
    rows = data.dyads(on, scope=chosen.scope, party=chosen.actor)
    rows = rows[(rows["tension"] > 0) | (rows["deescalation"] > 0)]
    if rows.empty:
        chrome.empty(f"No story of the window has a counted cue of {name} and another.")
        return
    st.caption(f"{wording.count(len(rows), 'dyad')} as of {wording.day(on)}. Select one to see what made it.")
    dyad_list.show(rows, on, chosen, key="counterpart_dyads")


def outlets(chosen: Selection, name: str, first: date, last: date) -> None:
    """Each outlet's level beside the panel's."""
    levels = mix.outlet_levels(actor_reads.outlets(chosen, first, last))
    if levels.empty:
        chrome.empty("No outlet has stories enough in the period to take part.")
        return
    still(
        mix.outlets_figure(mix.most_telling(levels), chrome.palette()),
        "outlets_chart",
        mix.outlets_finding(name, levels),
    )
    st.caption(
        "Tension by outlet over the whole period, with its 90 % band; the dotted line is the panel's mean. "
        + (f"Shown are {mix.OUTLETS_MAX} of {len(levels)}. " if len(levels) > mix.OUTLETS_MAX else "")
        + "An outlet disagrees where its band leaves the mean out."
    )


def tone(chosen: Selection, name: str, first: date, last: date) -> None:
    """Tone beside the signal, never in it."""
    rows = actor_reads.tone(chosen, first, last)
    if rows.empty:
        chrome.empty(f"No story of the period names {name}.")
        return
    still(mix.tone_figure(rows, chrome.palette()), "tone_chart", mix.tone_finding(name, rows))
    st.caption(
        "VADER's tone of the sentences that name the actor, mean by week with its 90 % band. It is no part of the "
        "signal, and follows how grave things are only loosely."
    )


def domestic(chosen: Selection, name: str, first: date, last: date) -> None:
    """The scope that is not chosen: what passes within one state is never mixed with what passes between them."""
    other = Scope.INTERNATIONAL if Scope(chosen.scope) is Scope.DOMESTIC else Scope.DOMESTIC
    words = wording.SCOPES[other].lower()
    history = data.history(chosen.actor, role=chosen.role, scope=other.value)
    if history.empty:
        chrome.empty(f"{name} was never seen in a counted cue {words}.")
        return
    shown, _ = actor_chart.thinned(days.within(history, first, last), keep=last)
    figure = actor_chart.actor_figure(shown, palette=chrome.palette(), window_days=data.window_days())
    figure.update_layout(height=DOMESTIC_HEIGHT)
    still(figure, "other_scope_chart", actor_chart.finding(f"{name}, {words}", shown))
    st.button(
        f"Show what passes {words} instead",
        key="turn_scope",
        on_click=controls.put,
        args=("scope", other.value),
        kwargs={"default": selection.SCOPES[0]},
    )
