"""Cached reads: named queries of the newest published version, kept until another version is published."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from warehouse.errors import WarehouseError, WarehouseUnreadable
from warehouse.paths import Home
from warehouse.reader import Freshness, Reader
from warehouse.settings import Settings, load_settings

if TYPE_CHECKING:
    from datetime import datetime

ENTRIES_MAX = 400
SPARK_DAYS = 90


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
    return load_settings().settings


@st.cache_resource(show_spinner=False)
def _reader(root: str) -> Reader:
    return Reader(Home(settings().home.__class__(root)))


def reader() -> Reader:
    """The one reader of this process. It moves on by itself when a newer version is published."""
    return _reader(str(settings().home.resolve()))


def version() -> str:
    """The name of the newest published version: one small file is read. Raises WarehouseAbsent."""
    return reader().version()


@st.cache_data(show_spinner=False, max_entries=ENTRIES_MAX)
def _frame(root: str, at_version: str, query: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    del at_version  # part of the key only
    try:
        return _reader(root).frame(query, **dict(parameters))
    except Exception as error:
        raise _readable(error, root) from error


@st.cache_data(show_spinner=False, max_entries=8)
def _freshness(root: str, at_version: str) -> Freshness:
    del at_version  # part of the key only
    try:
        return _reader(root).freshness()
    except Exception as error:
        raise _readable(error, root) from error


def _readable(error: Exception, root: str) -> Exception:
    """An error of the database as one of ours: the reader lets those of a running query through."""
    if isinstance(error, WarehouseError) or "duckdb" not in type(error).__module__:
        return error
    home = Home(settings().home.__class__(root))
    return WarehouseUnreadable(
        "A part of the warehouse cannot be read.", path=home.published, hint="The log says which; load again to replace it."
    )


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
    if hasattr(value, "tolist") and getattr(value, "ndim", 0):
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


def ranking(on: date, *, role: str, scope: str) -> pd.DataFrame:
    """Actors as of a day, most tense first; `sparkline` is a list of up to 90 levels, None in gaps."""
    rows = frame("actor_ranking", as_of=on, role=role, scope=scope, spark_days=SPARK_DAYS).copy()
    rows["sparkline"] = [plain(one) for one in rows["sparkline"]]
    return rows


def names() -> dict[str, str]:
    """Names of all actors that have a series, by id, in the order of names."""
    rows = frame("actors")
    return dict(zip(rows["actor_id"], rows["name"], strict=True))


def history(actor: str, *, role: str, scope: str) -> pd.DataFrame:
    """A row per day, a column per measure and kind: act, threat, deescalation, act_day ..., stories, outlets, quality."""
    rows = frame("actor_history", actor_id=actor, role=role, scope=scope)
    if rows.empty:
        return rows
    wide = rows.pivot(index="published_on", columns="kind", values=["value", "day_value", "story_count", "outlet_count"])
    days = rows.drop_duplicates("published_on").set_index("published_on")["quality"]
    out = pd.DataFrame({"quality": days})
    known = out["quality"] != "gap"
    for kind in ("act", "threat", "deescalation"):
        for measure, name in (("value", kind), ("day_value", f"{kind}_day"), ("story_count", f"{kind}_stories")):
            column = wide[(measure, kind)] if (measure, kind) in wide else pd.Series(0.0, index=out.index)
            out[name] = column.astype(float).fillna(0.0).where(known)
    outlets = wide["outlet_count"].astype(float)
    out["outlets"] = outlets.max(axis=1).fillna(0).astype(int)
    return out.reset_index()


def evidence(actor: str, on: date, *, role: str, scope: str) -> list[dict[str, Any]]:
    """The hits behind an actor's values on a day, those of the day itself first, strongest first."""
    return records(frame("actor_day_evidence", actor_id=actor, published_on=on, role=role, scope=scope))


def day_before(on: date) -> date:
    """The day before."""
    return on - timedelta(days=1)
