"""Cached reads: named queries of the newest published version, kept until another version is published."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from warehouse.paths import Home
from warehouse.reader import Freshness, Reader
from warehouse.settings import FILE_NAME, PREFIX, Settings, load_settings
from warehouse.terms import Kind

if TYPE_CHECKING:
    from datetime import date, datetime

ENTRIES_MAX = 400
SPARK_DAYS = 90
# Of so many, filters leave some to show.
RISING_MAX = 200
PATHS_MAX = 6
SPARK_POINTS = 45


Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days that there is something to say about, oldest first, each with its quality and coverage."""

    frame: pd.DataFrame

    @property
    def first(self) -> date:
        """The first day with stories in its window."""
        return _date(self.frame["published_on"].iloc[0])

    @property
    def last(self) -> date:
        """The last day on which a story was published."""
        return _date(self.frame["published_on"].iloc[-1])


def settings() -> Settings:
    """The settings in force. Raises SettingsError."""
    file = Path.cwd() / FILE_NAME
    stamp = file.stat().st_mtime_ns if file.exists() else 0
    return _settings(tuple(sorted(one for one in os.environ.items() if one[0].startswith(PREFIX))), file, stamp)


@lru_cache(maxsize=4)
def _settings(environment: tuple[tuple[str, str], ...], file: Path, stamp: int) -> Settings:
    # Asked for fifty times a page: read anew only where a variable or the file has changed.
    del stamp  # part of the key only
    return load_settings(environment=dict(environment), folder=file.parent).settings


@st.cache_resource(show_spinner=False)
def _reader(root: str) -> Reader:
    return Reader(Home(Path(root)))


def reader() -> Reader:
    """The one reader of this process. It moves on by itself when a newer version is published."""
    return _reader(str(settings().home.resolve()))


def version() -> str:
    """The name of the newest published version: one small file is read. Raises WarehouseAbsent."""
    return reader().version()


@st.cache_data(show_spinner=False, max_entries=ENTRIES_MAX)
def _frame(root: str, at_version: str, query: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    del at_version  # part of the key only
    return _reader(root).frame(query, **dict(parameters))


@st.cache_data(show_spinner=False, max_entries=8)
def _freshness(root: str, at_version: str) -> Freshness:
    del at_version  # part of the key only
    return _reader(root).freshness()


def frame(query: str, **parameters: Any) -> pd.DataFrame:
    """The rows of a named query. Raises WarehouseError where it cannot be read: a failed read is no empty frame."""
    return _frame(str(settings().home.resolve()), version(), query, tuple(sorted(parameters.items())))


def row(query: str, **parameters: Any) -> dict[str, Any] | None:
    """The first row of a named query, with None for what is null; None if there is no row."""
    found = frame(query, **parameters)
    return records(found.head(1))[0] if len(found) else None


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries of plain Python values, None for what is null."""
    return [{str(name): plain(value) for name, value in one.items()} for one in rows.to_dict("records")]


def plain(value: Any) -> Any:
    """A cell as a plain Python value: lists for arrays, None for null."""
    if hasattr(value, "tolist") and getattr(value, "ndim", False):
        return [plain(item) for item in value.tolist()]
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _date(value: datetime | date | pd.Timestamp) -> date:
    return pd.Timestamp(value).date()


def freshness() -> Freshness:
    """What the newest version is, and how old. Raises WarehouseError."""
    return _freshness(str(settings().home.resolve()), version())


def calendar() -> Calendar | None:
    """Every day with its quality; None where no day has an outlet that takes part.

    Windows reach past the newest story; those days lie in the future of the data and are left out.
    """
    days = frame("days")
    observed = days[days["story_count"] > 0]
    if observed.empty:
        return None
    return Calendar(frame=days[days["published_on"] <= observed["published_on"].max()])


def window_days() -> int:
    """How many days are pooled for one value."""
    return _window_days(str(settings().home.resolve()), version())


@st.cache_resource(show_spinner=False, max_entries=8)
def _window_days(root: str, at_version: str) -> int:
    # Asked for a dozen times a page, which as a frame was a fifth of a rerun.
    del root, at_version  # the reader is of this root and version
    return int(parameter("window_days") or 1)


def parameter(name: str) -> float | None:
    """A number of the formula as this warehouse was built, or None."""
    rows = frame("parameters")
    found = rows[rows["name"] == name]["value"]
    return float(found.iloc[0]) if len(found) else None


def ranking(on: date, *, role: str, scope: str, spark_days: int = SPARK_DAYS) -> pd.DataFrame:
    """Actors as of a day, most tense first; `sparkline` holds the levels of so many days, those after the last gap."""
    rows = frame("actor_ranking", as_of=on, role=role, scope=scope, spark_days=1)
    paths = _paths(str(settings().home.resolve()), version(), role, scope)
    return rows.assign(sparkline=list(sparklines(paths.until(list(rows["actor_id"]), on, spark_days))))


@dataclass(frozen=True, slots=True)
class Paths:
    """The level of every actor on every day, a row an actor: one read from which each day and period takes its part."""

    places: dict[str, int]
    first: date
    levels: Floats

    def until(self, actors: list[str], on: date, days: int) -> Floats:
        """The levels of some actors on the days up to one; not a number on a gap, 0 where nothing was counted."""
        last = (on - self.first).days + 1
        shown = self.levels[:, max(last - days, 0) : max(last, 0)]
        found = np.zeros((len(actors), shown.shape[1]), dtype=np.float32)
        for row, actor in enumerate(actors):
            place = self.places.get(actor)
            found[row] = np.where(np.isnan(shown[0]), np.nan, 0) if place is None else shown[place]
        return found


@st.cache_resource(show_spinner=False, max_entries=PATHS_MAX)
def _paths(root: str, at_version: str, role: str, scope: str) -> Paths:
    del at_version  # part of the key only
    days = _reader(root).frame("days")
    rows = _reader(root).frame("actor_sparks", role=role, scope=scope)
    first = _date(days["published_on"].iloc[0])
    actors, names_found = pd.factorize(rows["actor_id"])
    at = (pd.to_datetime(rows["published_on"]) - pd.Timestamp(first)).dt.days.to_numpy()
    # A first row of nobody, so that gaps are known where no actor is.
    levels = np.zeros((len(names_found) + 1, len(days)), dtype=np.float32)
    inside = (at >= 0) & (at < len(days))
    levels[actors[inside] + 1, at[inside]] = rows["tension"].to_numpy()[inside]
    levels[:, (days["quality"] == "gap").to_numpy()] = np.nan
    return Paths({str(name): place for place, name in enumerate(names_found, start=1)}, first, levels)


def sparklines(levels: Floats) -> Floats:
    """Levels after the last gap, in at most SPARK_POINTS steps: no more can be seen, and each is sent for each actor.

    A sparkline cannot show a gap, and must not bridge it. A step shows the highest of its days, the last one its last.
    """
    gaps = np.flatnonzero(np.isnan(levels).any(axis=0))
    known = levels[:, gaps[-1] + 1 :] if len(gaps) else levels
    step = math.ceil(known.shape[1] / SPARK_POINTS)
    if step < 2:
        return known
    whole = known[:, known.shape[1] % step :]
    steps: Floats = whole.reshape(len(whole), whole.shape[1] // step, step).max(axis=2)
    steps[:, -1] = known[:, -1]
    return steps


def names() -> dict[str, str]:
    """Names of all actors that have a series, by id, in the order of names."""
    rows = frame("actors")
    return dict(zip(rows["actor_id"], rows["name"], strict=True))


def history(actor: str, *, role: str, scope: str) -> pd.DataFrame:
    """A row per day: for each kind `act`, `act_day` and `act_stories`; `outlets` of the kind with most; `quality`.

    Of each kind and of tension also `_low` and `_high`, the ends of the band, and of tension `surprise` and
    `surprise_state`, where the warehouse has them.
    """
    return by_day(frame("actor_history", actor_id=actor, role=role, scope=scope))


def by_day(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a day and kind as one row a day: see `history`."""
    out = rows.groupby("published_on").agg(quality=("quality", "first"), outlets=("outlet_count", "max"))
    known = out["quality"] != "gap"
    for kind in (Kind.ACT.value, Kind.THREAT.value, Kind.DEESCALATION.value, "tension"):
        if kind == "tension" and kind not in set(rows["kind"]):
            continue
        of_kind = rows[rows["kind"] == kind].set_index("published_on").reindex(out.index)
        for measure, name in (("value", "{}"), ("day_value", "{}_day"), ("story_count", "{}_stories")):
            out[name.format(kind)] = of_kind[measure].astype(float).fillna(0.0).where(known)
        for measure, name in (("value_low", "{}_low"), ("value_high", "{}_high")):
            if measure in of_kind:
                out[name.format(kind)] = of_kind[measure].astype(float).where(known)
        if kind == "tension" and "surprise" in of_kind:
            out["surprise"] = of_kind["surprise"].astype(float)
            out["surprise_state"] = of_kind["surprise_state"].astype("string").fillna("")
    return out.reset_index()


def reasons(actors: list[str], on: date, *, role: str, scope: str, per_actor: int) -> dict[str, list[dict[str, Any]]]:
    """What moved each of some actors in the window of a day, what adds most first, by actor."""
    if not actors:
        return {}
    rows = frame(
        "actor_reasons",
        published_on=on,
        actor_ids=sorted(actors),
        role=role,
        scope=scope,
        window_days=window_days(),
        per_actor=per_actor,
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for one in records(rows):
        found.setdefault(one["actor_id"], []).append(one)
    return found


def evidence(actor: str, on: date, *, role: str, scope: str) -> list[dict[str, Any]]:
    """The hits behind an actor's values on a day, those of the day itself first, strongest first."""
    return records(frame("actor_day_evidence", actor_id=actor, published_on=on, role=role, scope=scope))


def theatres(on: date, *, scope: str) -> pd.DataFrame:
    """Theatres as of a day, most tense first."""
    return frame("theatre_ranking", as_of=on, scope=scope, spark_days=1)


def theatre_names() -> dict[str, str]:
    """Names of all theatres that have a series, by id, in the order of names."""
    rows = frame("theatres")
    return dict(zip(rows["theatre_id"], rows["name"], strict=True))


def theatre_history(theatre: str, *, scope: str) -> pd.DataFrame:
    """The series of a theatre, a row per day as in `history`."""
    return by_day(frame("theatre_history", theatre_id=theatre, scope=scope))


def theatre_evidence(theatre: str, on: date, *, scope: str) -> list[dict[str, Any]]:
    """The hits behind a theatre's values on a day, those of the day itself first, strongest first."""
    return records(frame("theatre_day_evidence", theatre_id=theatre, published_on=on, scope=scope))


def dyad_history(actor: str, recipient: str, *, scope: str) -> pd.DataFrame:
    """A row per day: `out_act` and so on for actor on recipient, `back_act` for the reverse, `_stories`; `quality`."""
    rows = frame("dyad_history", actor_id=actor, recipient_id=recipient, scope=scope)
    out = rows.groupby("published_on").agg(quality=("quality", "first"))
    known = out["quality"] != "gap"
    for way, acting in (("out", actor), ("back", recipient)):
        for kind in (Kind.ACT, Kind.THREAT, Kind.DEESCALATION):
            own = rows[(rows["actor_id"] == acting) & (rows["kind"] == kind)].set_index("published_on")
            own = own.reindex(out.index)
            for measure, name in (("value", "{}_{}"), ("story_count", "{}_{}_stories")):
                out[name.format(way, kind.value)] = own[measure].astype(float).fillna(0.0).where(known)
    return out.reset_index()


def dyad_evidence(actor: str, recipient: str, on: date, *, scope: str) -> list[dict[str, Any]]:
    """The hits behind both directions of a pair on a day, those of the day itself first, strongest first."""
    return records(frame("dyad_day_evidence", actor_id=actor, recipient_id=recipient, published_on=on, scope=scope))


def levels(on: date, *, role: str, scope: str) -> pd.DataFrame:
    """The level of every actor on a day on which it had one, most tense first."""
    return frame("actor_levels", as_of=on, role=role, scope=scope)


def rising_theatres(on: date, *, scope: str) -> pd.DataFrame:
    """Theatres that rose against one window earlier, most first."""
    return frame("rising_theatres", as_of=on, scope=scope, window_days=window_days())


def groups() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Groups of actors by id: name, and the ids of their members."""
    return {
        str(group_id): (str(rows["name"].iloc[0]), tuple(rows["member_id"]))
        for group_id, rows in frame("groups").groupby("group_id", sort=False)
    }


def rising_dyads(on: date, *, scope: str) -> pd.DataFrame:
    """The dyads that rose most against one window earlier, with `actor` and `recipient` in words."""
    return frame("rising_dyads", as_of=on, scope=scope, window_days=window_days(), rows_max=RISING_MAX)


def dyads(on: date, *, scope: str, party: str = "") -> pd.DataFrame:
    """Dyads as of a day, most tense first, with `actor` and `recipient` in words; all, or those of one actor."""
    rows = frame("dyad_ranking", as_of=on, scope=scope, party_id=party).copy()
    known = names()
    for column, ids in (("actor", "actor_id"), ("recipient", "recipient_id")):
        rows[column] = [known.get(str(one), str(one)) for one in rows[ids]]
    return rows
