"""Cached reads of the actor page: what stands behind and beside a series."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import data, notes
from dashboard.actor_chart import Episode, Flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from dashboard.selection import Selection

STORIES_MAX = 200
CUES_MAX = 15
PUBLIC_EVENTS = Path(__file__).parents[1] / "etl" / "validation" / "events.jsonl"


def own(chosen: Selection) -> dict[str, str]:
    """Whose series is meant."""
    return {"actor_id": chosen.actor, "role": chosen.role, "scope": chosen.scope}


def outlets(chosen: Selection, first: date, last: date) -> pd.DataFrame:
    """Each outlet over a span with its stories, the actor's sums and its weight, as `actor_outlets.sql` says."""
    return data.frame("actor_outlets", first_on=first, last_on=last, **own(chosen))


def span_evidence(chosen: Selection, first: date, last: date) -> list[dict[str, Any]]:
    """The hits behind the values of a span, those of the stories that add most first."""
    return data.records(
        data.frame("actor_span_evidence", first_on=first, last_on=last, stories_max=STORIES_MAX, **own(chosen))
    )


def classes(chosen: Selection, first: date, last: date) -> pd.DataFrame:
    """Stories per month, class and kind."""
    return data.frame("actor_classes", first_on=first, last_on=last, **own(chosen))


def cues(chosen: Selection, first: date, last: date) -> pd.DataFrame:
    """The cues that lead the period."""
    return data.frame("actor_cues", first_on=first, last_on=last, rows_max=CUES_MAX, **own(chosen))


def tone(chosen: Selection, first: date, last: date) -> pd.DataFrame:
    """Tone towards the actor by week."""
    return data.frame("actor_tone", first_on=first, last_on=last, actor_id=chosen.actor)


def with_stories(episodes: Sequence[Episode], chosen: Selection) -> list[Episode]:
    """Episodes with the titles of their leading stories."""
    found = []
    for one in episodes:
        story = data.row("actor_leading_story", published_on=one.on, **own(chosen))
        found.append(
            replace(
                one,
                title=str(story["title"]),
                article_id=str(story["article_id"]),
                hit_index=int(story["hit_index"]),
            )
            if story
            else one
        )
    return found


def notes_file() -> Path:
    """Where notes are kept."""
    return data.settings().home / notes.FILE_NAME


def flags(chosen: Selection, first: date, last: date) -> list[Flag]:
    """Notes and public events of the actor within the period."""
    try:
        kept = notes.of_actor(notes.read(notes_file()), chosen.actor)
    except notes.NotesRefused:
        kept = []  # the part for notes says why
    own_notes = [Flag(on=one.on, text=one.text, what="note") for one in kept]
    public = [one for actor_id, one in public_events(str(PUBLIC_EVENTS)) if actor_id == chosen.actor]
    return [one for one in (*own_notes, *public) if first <= one.on <= last]


@st.cache_data(show_spinner=False, max_entries=2)
def public_events(path: str) -> list[tuple[str, Flag]]:
    """The public events that the signal is checked against, once per actor; none where the list is not there."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    rows = [json.loads(line) for line in lines if line.strip()]
    return [
        (str(actor_id), Flag(on=date.fromisoformat(row["happened_on"]), text=str(row["what"]), what="event"))
        for row in rows
        for actor_id in row["actors"]
    ]


@st.cache_data(show_spinner=False)
def package_version() -> str:
    """The version of this product."""
    return version("tensiometer")
