"""The day in a sentence that its numbers bear out. Pure: a ranking in, words out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard import wording

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

# From two spreads above its own median on, an actor is called unusually tense.
UNUSUAL_MIN = 2.0
NAMES_MAX = 3
# Below this a change is rounding, not movement.
MOVE_MIN = 0.005

_BUILDING = re.compile(r"baseline building: (\d+) of (\d+)")


def sentence(ranked: pd.DataFrame, on: date, today: date) -> str:
    """3 of 61 actors are unusually tense today: North Korea, Israel and Russia.

    Where no surprise is known it falls back on the largest rises; `doubts` says why.
    """
    when = "today" if on == today else f"on {wording.day(on)}"
    if len(ranked) and ranked["tension"].isna().all():
        return f"Nothing is known about {wording.day(on)}: it is a gap, which is not calm."
    if ranked.empty or not (ranked["tension"] > 0).any():
        return f"Nothing counted in the days up to {wording.day(on)}."
    judged = known_surprise(ranked)
    if judged.empty:
        return rises(ranked, when)
    return unusual(judged, len(ranked), when)


def known_surprise(ranked: pd.DataFrame) -> pd.DataFrame:
    """Actors whose surprise is known, the largest first."""
    if "surprise" not in ranked:
        return ranked.iloc[:0]
    return ranked[ranked["surprise"].notna()].sort_values("surprise", ascending=False)


def unusual(judged: pd.DataFrame, count: int, when: str) -> str:
    """How many of those that can be judged are unusual, and which."""
    tense = judged[judged["surprise"] >= UNUSUAL_MIN]
    among = wording.count(len(judged), "actor")
    if len(judged) < count:
        among += " with enough stories"
    if tense.empty:
        top = judged.iloc[0]
        return (
            f"None of {among} is unusually tense {when}; nearest is {top['name']} "
            f"at {wording.surprise(float(top['surprise']))}."
        )
    named = list(tense["name"].head(NAMES_MAX))
    if len(tense) > NAMES_MAX:
        named.append(f"{len(tense) - NAMES_MAX} more")
    verb = "is" if len(tense) == 1 else "are"
    return f"{len(tense)} of {among} {verb} unusually tense {when}: {wording.names(named)}."


def rises(ranked: pd.DataFrame, when: str) -> str:
    """Largest rises on 28 Dec 2023: North Korea (+3.20) and Israel (+1.10)."""
    rising = ranked[ranked["change"] > MOVE_MIN].nlargest(NAMES_MAX, "change")
    if not rising.empty:
        named = [
            f"{name} ({wording.change(float(change))})"
            for name, change in zip(rising["name"], rising["change"], strict=True)
        ]
        return f"Largest rises {when}: {wording.names(named)}."
    top = wording.names(list(ranked[ranked["tension"] > 0]["name"].head(NAMES_MAX)))
    if ranked["change"].notna().any():
        return f"No actor rose {when}; most tense: {top}."
    return f"Most tense {when}: {top}."


def why_unknown(ranked: pd.DataFrame) -> str:
    """Why nothing can be called unusual; empty where something can, or where nothing counted."""
    if ranked.empty or not known_surprise(ranked).empty:
        return ""
    states = [str(one) for one in ranked["surprise_state"]] if "surprise_state" in ranked else []
    building = [found for one in states if (found := _BUILDING.fullmatch(one))]
    if building:
        most = max(int(found[1]) for found in building)
        return f"What is unusual is not known yet: {most} of {building[0][2]} days of a baseline are there."
    if states and all(one == "gap" for one in states):
        return "What is unusual is not known: the day is a gap."
    if states and all(one == "too little" for one in states):
        return "What is unusual is not known: too few stories name an actor."
    return "What is unusual is not known yet: there is no baseline."


def trust(day: dict[str, object], on: date) -> str:
    """How far the day can be trusted, in words; empty where there is nothing to warn of."""
    said = []
    quality = str(day.get("quality") or "")
    if quality in wording.QUALITIES and quality != "complete":
        said.append(f"{wording.day(on)} is {wording.QUALITIES[quality]}")
    silent, expected = day.get("silent_outlet_count"), day.get("expected_outlet_count")
    if isinstance(silent, int) and isinstance(expected, int) and silent > 0:
        said.append(f"{silent} of {wording.count(expected, 'outlet')} expected are silent")
    if day.get("is_provisional"):
        said.append("levels are provisional: outlets have not been brought to one level yet")
    return f"{'; '.join(said)}." if said else ""
