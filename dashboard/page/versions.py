"""Versions of the lexicon: which is current, what another one would move, and the articles that move it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import chrome, data, selection, version_moves, wording

if TYPE_CHECKING:
    from dashboard.selection import Selection
    from warehouse.reader import Freshness


def show(freshness: Freshness) -> None:
    """The current version, all of them, and what the newest comparison found."""
    st.title("Versions of the lexicon", anchor=False)
    rows = data.records(data.frame("versions"))
    current = next((one for one in rows if one["is_current"]), None)
    if current is None or not freshness.article_count:
        chrome.empty("No article has been scored yet.", hint="Run `tension ingest` or `make demo`.")
        return
    st.text(wording.version_in_force(current), width=760)
    for sentence in wording.other_versions(rows):
        st.caption(wording.literal(sentence))
    table(rows)
    asked = selection.parse(st.query_params)
    chrome.refusals(asked.refusals)
    compared = [one for one in rows if one["compared_at"]]
    if not compared:
        chrome.empty(
            "No version stands beside the current one.",
            hint="`tension recode` scores what is stored with the lexicon in force, and changes nothing.",
        )
        return
    comparison(max(compared, key=lambda one: one["compared_at"]), asked)


def table(rows: list[dict[str, Any]]) -> None:
    """All versions."""
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        [
            {
                "version": one["lexicon_version"],
                "state": wording.version_state(one),
                "used": wording.instant(one["first_used_at"]),
                "in_force": one["article_count"],
                "days": wording.span(one["first_on"], one["last_on"]),
                "beside": one["beside_count"],
                "cues": one["cue_count"],
            }
            for one in rows
        ],
        column_config={
            "version": text("Version", pinned=True, help="A hash of all its rules and names"),
            "state": text("State", width="medium"),
            "used": text("First used"),
            "in_force": number("Texts in force", format="%d", help="Texts whose cues in force it found"),
            "days": text("Days of these"),
            "beside": number("Scored beside", format="%d", help="Texts scored with it that did not count meanwhile"),
            "cues": number("Rules", format="%d"),
        },
        hide_index=True,
        key="versions",
        alt="Versions of the lexicon with what each has scored.",
        height="content",
    )


def comparison(one: dict[str, Any], asked: Selection) -> None:
    """What a version moves against another."""
    version = one["lexicon_version"]
    verb = "moved" if one["is_current"] else "would move"
    st.header(f"What {version} {verb} against {one['compared_with']}", anchor=False)
    if not one["moved_hit_count"]:
        chrome.empty(f"Nothing: both find the same. Compared {wording.instant(one['compared_at'])}.")
        return
    st.caption(
        wording.literal(
            f"{wording.count(one['moved_day_count'], 'day of an actor', 'days of actors')} by "
            f"{wording.count(one['moved_hit_count'], 'hit')}. Compared {wording.instant(one['compared_at'])}. "
            "Tension is act plus threat, per 1,000 stories."
        )
    )
    version_moves.days(version, one["moved_day_count"])
    version_moves.hits(version, one["moved_hit_count"], asked)
    version_moves.rules(version)


chrome.page(show)
