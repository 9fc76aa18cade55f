"""The event study: which events the signal flags, how often chance would, and how often it is lit without one. Pure.

Everything here is defined in words in the README, where it was fixed with the list of events.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from etl.validation.events import Event

    Surprises = Mapping[tuple[str, str], pd.Series]
    """z by day of each (actor, kind), nan where it cannot be told."""

LIT_MIN = 3.0
"""Three spreads: the customary bound."""

DAYS_AFTER_MAX = 2
QUIET_DAYS = 7
"""The length of the window: a story leaves the signal that long after it came."""

STEP_DAYS = 3
CHANCE_DRAWS = 20
SEED = 20231231
YEAR_DAYS = 365.25
DAY = timedelta(days=1)
CONFLICT = ("act", "threat", "tension")
EASING = ("deescalation",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagging:
    """How an event was seen: `how` is fresh, step, unseen, or untold where none of its series can tell a surprise."""

    event: Event
    how: str
    actor_id: str = ""
    kind: str = ""
    lit_on: date | None = None
    surprise: float | None = None

    @property
    def is_flagged(self) -> bool:
        """Whether the signal spoke."""
        return self.how in {"fresh", "step"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A run of lit days of an actor, told once; `event_id` is the listed event it is tied to, or empty."""

    actor_id: str
    series: str
    began_on: date
    ended_on: date
    peak_on: date
    peak_surprise: float
    event_id: str = ""


def flag(event: Event, surprises: Surprises, *, on: date | None = None) -> Flagging:
    """How an event was seen, or would be if it had happened on another day: the strongest of its series."""
    found = [
        seen(event, actor_id, kind, surprises[actor_id, kind], on or event.happened_on)
        for actor_id in event.actors
        for kind in event.kinds
        if (actor_id, kind) in surprises
    ]
    order = ("fresh", "step", "unseen", "untold")
    return min(
        found or [Flagging(event=event, how="untold")],
        key=lambda one: (order.index(one.how), math.inf if one.surprise is None else -one.surprise),
    )


def seen(event: Event, actor_id: str, kind: str, series: pd.Series, on: date) -> Flagging:
    """What one series says of an event on a day: the first day on which it is newly lit."""
    days = [on + DAY * later for later in range(DAYS_AFTER_MAX + 1)]
    before = value_on(series, on - DAY)
    known = [(day, z) for day in days if not math.isnan(z := value_on(series, day))]
    named = Flagging(event=event, how="unseen" if known else "untold", actor_id=actor_id, kind=kind)
    was_lit = before >= LIT_MIN
    for day, z in known:
        if z >= LIT_MIN and (not was_lit or z - before >= LIT_MIN):
            return replace(named, how="step" if was_lit else "fresh", lit_on=day, surprise=z)
    return replace(named, surprise=max((z for _, z in known), default=None))


def value_on(series: pd.Series, day: date) -> float:
    """The surprise of a day, or nan."""
    return float(series.get(day, math.nan))


def flagged_by_chance(events: Sequence[Event], surprises: Surprises, days: Sequence[date]) -> float:
    """The share that would be called flagged if the events had happened on days drawn at random."""
    draw = np.random.default_rng(SEED)
    hits = [
        flag(event, surprises, on=days[int(place)]).is_flagged
        for event in events
        for place in draw.integers(0, len(days), size=CHANCE_DRAWS)
    ]
    return sum(hits) / len(hits)


def alerts_of(actor_id: str, surprises: Surprises, events: Iterable[Event], *, series: str = "conflict") -> list[Alert]:
    """The alerts of an actor: of act, threat and tension together, or (`easing`) of de-escalation."""
    kinds = CONFLICT if series == "conflict" else EASING
    parts = [surprises[actor_id, kind] for kind in kinds if (actor_id, kind) in surprises]
    if not parts:
        return []
    highest = pd.concat(parts, axis=1).max(axis=1).sort_index()
    listed = [
        one for one in events if actor_id in one.actors and (one.kind == "deescalation") == (series != "conflict")
    ]
    return [tied(one, listed) for one in alert_runs(actor_id, highest, series)]


def alert_runs(actor_id: str, highest: pd.Series, series: str) -> list[Alert]:
    """Runs of lit days: one begins after seven days without, or at a step of three within three days."""
    found: list[Alert] = []
    last_lit: date | None = None
    for day, z in zip(highest.index, highest.to_numpy(dtype=float), strict=True):
        if math.isnan(z) or z < LIT_MIN:
            continue
        is_new = last_lit is None or day - last_lit > DAY * QUIET_DAYS
        is_step = bool(found) and day - found[-1].began_on > DAY * QUIET_DAYS and has_stepped(highest, day, z)
        last_lit = day
        if is_new or is_step:
            found.append(
                Alert(actor_id=actor_id, series=series, began_on=day, ended_on=day, peak_on=day, peak_surprise=z)
            )
            continue
        one = found[-1]
        is_peak = z > one.peak_surprise
        found[-1] = replace(
            one, ended_on=day, peak_on=day if is_peak else one.peak_on, peak_surprise=max(z, one.peak_surprise)
        )
    return found


def has_stepped(highest: pd.Series, day: date, z: float) -> bool:
    """Whether the surprise rose by as much as lights a series since one of the three days before."""
    before = [value_on(highest, day - DAY * back) for back in range(1, STEP_DAYS + 1)]
    return any(z - one >= LIT_MIN for one in before if not math.isnan(one))


def tied(alert: Alert, listed: Iterable[Event]) -> Alert:
    """The alert with the listed event that it began with, if there is one."""
    for event in listed:
        if 0 <= (alert.began_on - event.happened_on).days <= DAYS_AFTER_MAX:
            return replace(alert, event_id=event.id)
    return alert


def told_years(actor_id: str, surprises: Surprises, *, series: str = "conflict") -> float:
    """Years of days on which the actor's surprise can be told, in any of the kinds of an alert."""
    kinds = CONFLICT if series == "conflict" else EASING
    parts = [surprises[actor_id, kind] for kind in kinds if (actor_id, kind) in surprises]
    return float(pd.concat(parts, axis=1).notna().any(axis=1).sum()) / YEAR_DAYS if parts else 0.0
