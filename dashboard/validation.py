"""How the signal was held against what happened: the newest validation, on the method page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import chrome, data, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 760
TEN = "ten countries"
SIGNAL = "signal"
AGREEMENT = {
    "Spearman of levels": "level",
    "Spearman of changes": "change",
    "own minus others": "own minus others",
}
MEANING = """\
The Geopolitical Risk index of Caldara and Iacoviello counts articles of ten newspapers; it knows neither our feeds nor
our rules. Agreement is a rank correlation: 1 where both order all months alike, 0 where they have nothing in common.
Level compares months; change compares a month with the one before; own minus others is how much better a country's
series agrees with its own index than with those of the nine others: one measure of the whole world, given to each,
has 0. Peers are counted in the same stories."""
EVENTS_MEANING = (
    "The events were written down before any series was looked at. One is flagged if the surprise of one of its actors "
    "newly reaches {lit:g} on its day or the two days after. By chance is the share that random days would give."
)
HOWS = {
    "fresh": "flagged: newly lit",
    "step": "flagged: risen again",
    "unseen": "not flagged",
    "untold": "too little to tell",
}


def show() -> None:
    """The newest validation, or how to make one."""
    st.header("Validation", anchor=False)
    run = data.row("validation_run")
    if run is None:
        chrome.empty(
            "The signal has not been held against anything yet.",
            hint="Run `tension validate --gpr FOLDER` with the files of the Geopolitical Risk index.",
        )
        return
    rows = data.records(data.frame("validation_measures"))
    st.text(
        f"Measured on {wording.instant(run['measured_at'])}, over {wording.day(run['first_on'])} to "
        f"{wording.day(run['last_on'])}. Intervals are 90 %, by resampling.",
        width=WIDTH,
    )
    st.text(MEANING.replace("\n", " "), width=WIDTH)
    table(agreement(rows), "agreement", "Agreement with the index, the signal and its peers.")
    with st.expander("By country"):
        table(by_country(rows), "agreement_by_country", "Agreement with the index by country.")
    st.text(EVENTS_MEANING.format(lit=run["lit_min"]), width=WIDTH)
    table(events_told(rows), "validation_events_told", "Shares of events flagged, and alerts.")
    with st.expander("All events"):
        table(events(), "validation_events", "Dated events and how each was seen.")


def table(rows: Sequence[dict[str, Any]], key: str, alt: str) -> None:
    """Rows with what each column holds; a figure that could not be told is empty."""
    if not rows:
        st.text("Too little of the signal lies within these days to tell.", width=WIDTH)
        return
    st.dataframe(pd.DataFrame(rows), hide_index=True, key=key, width=WIDTH, alt=alt)


def agreement(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row per measure: of the mean of ten countries, of the world by day, of outlets."""
    found = []
    for one in rows:
        if one["subject"] == TEN and one["statistic"] in AGREEMENT and one["kind"] in {"", "tension"}:
            found.append(told(f"Ten countries by month, {AGREEMENT[one['statistic']]}", one))
        elif one["subject"] == "global" and one["statistic"].startswith("Spearman"):
            found.append(told(f"The world by day, {one['reference']}", one))
        elif one["subject"] == "outlets":
            found.append(told(f"Outlets with each other, {one['statistic']}", one))
    return sorted(found, key=lambda one: (one["Held against"], one["Series"] != SIGNAL))


def told(against: str, one: dict[str, Any]) -> dict[str, Any]:
    """A figure in words."""
    return {
        "Held against": against,
        "Series": one["series"],
        "Figure": figure(one["value"]),
        "Interval": "" if one["low"] is None else f"{figure(one['low'])} to {figure(one['high'])}",
        "n": one["n"],
    }


def figure(value: float | None) -> str:
    """Two digits, or why there are none."""
    return "too little" if value is None else f"{value:.2f}".replace("-", wording.MINUS)


def by_country(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row per country: its figures, and the lag at which both agree best."""
    names = data.names()
    found: dict[str, dict[str, Any]] = {}
    for one in rows:
        if one["series"] != SIGNAL or one["kind"] != "tension" or not one["reference"].startswith("GPRC_"):
            continue
        row = found.setdefault(one["subject"], {"Country": names.get(one["subject"], one["subject"])})
        if one["statistic"] in AGREEMENT:
            row[AGREEMENT[one["statistic"]].capitalize()] = figure(one["value"])
            row["Months"] = max(one["n"], row.get("Months", 0))
        elif one["lag_months"] is not None:
            row["Index later by, months"] = int(one["lag_months"])
    return sorted(found.values(), key=lambda row: row["Country"])


def events_told(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row per figure of the study of events."""
    kinds = {"": "", "conflict": "", "easing": "de-escalation", "deescalation": "de-escalation"}
    return [
        {
            "Figure": ", ".join(filter(None, (one["statistic"], kinds.get(one["kind"], one["kind"])))),
            "Value": figure(one["value"]),
            "Interval": "" if one["low"] is None else f"{figure(one['low'])} to {figure(one['high'])}",
            "n": one["n"],
        }
        for one in rows
        if one["subject"] in {"events", "alerts"}
    ]


def events() -> list[dict[str, Any]]:
    """A row per event."""
    names = data.names()
    return [
        {
            "Day": one["happened_on"],
            "What": one["what"],
            "Actors": ", ".join(names.get(actor, actor) for actor in one["actors"]),
            "Seen": HOWS.get(one["how"], one["how"]),
            "Surprise": one["surprise"],
            "Public by": one["source"],
        }
        for one in data.records(data.frame("validation_events"))
    ]
