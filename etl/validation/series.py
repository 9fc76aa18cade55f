"""The series that are compared: ours, and those of monitors without evidence over the same stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from etl.evaluation.peers import NUCLEAR_PHRASES, RISK_EXCLUDED, RISK_PHRASES, THREAT_WORDS, WAR_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reader import Reader

KINDS = ("tension", "act", "threat")
WINDOW_DAYS = 7
MONTH_DAYS_MIN = 20
"""A month of which fewer days are known is left out: a gap is not calm."""

OUTLET_STORIES_MIN = 30
ACTORS_A_QUERY = 12
NAMING, NAMING_WAR, NAMING_RISK, WAR_SHARE, RISK_SHARE = (
    "share of stories naming the country",
    "share of stories naming the country and a war word",
    "share of stories naming the country and matching the GPR query",
    "share of stories with a war word",
    "share of stories matching the GPR query",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """What others would count, by name of the peer: `monthly` a column per country; `daily` of the world."""

    monthly: dict[str, pd.DataFrame]
    daily: dict[str, pd.Series]


def actor_months(reader: Reader, actor_ids: Sequence[str], kind: str) -> pd.DataFrame:
    """Monthly means of each actor's signal: rows are months with days enough, columns actors; silence is 0."""
    rows = reader.frame("validation_actor_months", actor_ids=list(actor_ids), kind=kind)
    known = rows.groupby("month")["day_count"].max()
    values = rows.pivot_table(index="month", columns="actor_id", values="value", dropna=False)
    values = values.reindex(columns=list(actor_ids)).loc[known.index[known >= MONTH_DAYS_MIN]]
    return by_day(values.fillna(0.0).astype(float))


def global_days(reader: Reader) -> pd.DataFrame:
    """The signal of the world: a row per known day, a column per kind."""
    rows = reader.frame("validation_global_days")
    return by_day(rows.pivot_table(index="published_on", columns="kind", values="value").reindex(columns=list(KINDS)))


def outlet_months(reader: Reader) -> pd.DataFrame:
    """What each outlet tells of the world's tension: rows are months, columns outlets; nan for too few stories."""
    rows = reader.frame("validation_outlet_months", stories_min=OUTLET_STORIES_MIN)
    return by_day(rows.pivot_table(index="month", columns="outlet", values="value"))


def peers(reader: Reader, actor_ids: Sequence[str]) -> Peers:
    """The peers, counted in the stories that our signal is made of."""
    rows = reader.frame(
        "validation_peer_days",
        actor_ids=list(actor_ids),
        war_words=WAR_WORDS.pattern,
        risk_phrases=RISK_PHRASES.pattern,
        nuclear_phrases=NUCLEAR_PHRASES.pattern,
        threat_words=THREAT_WORDS.pattern,
        excluded_words=RISK_EXCLUDED.pattern,
    )
    rows["month"] = [pd.Timestamp(day).replace(day=1) for day in rows["published_on"]]
    every = rows[rows["actor_id"] == ""]
    stories = every.groupby("month")["story_count"].sum()
    naming = rows[rows["actor_id"] != ""]

    def share(column: str) -> pd.DataFrame:
        counts = naming.pivot_table(index="month", columns="actor_id", values=column, aggfunc="sum")
        counts = counts.reindex(index=stories.index, columns=list(actor_ids)).fillna(0.0)
        return by_day(counts.div(stories, axis=0))

    war = every.groupby("month")["war_count"].sum() / stories
    one_for_all = by_day(pd.DataFrame(dict.fromkeys(actor_ids, war)))
    return Peers(
        monthly={
            NAMING: share("story_count"),
            WAR_SHARE: one_for_all,
            NAMING_WAR: share("war_count"),
            NAMING_RISK: share("risk_count"),
        },
        daily={
            name: pooled_share(every, column) for name, column in ((WAR_SHARE, "war_count"), (RISK_SHARE, "risk_count"))
        },
    )


def pooled_share(every: pd.DataFrame, column: str) -> pd.Series:
    """The share over trailing windows of 7 days, as ours is pooled."""
    days = by_day(every.set_index("published_on")[[column, "story_count"]])
    span = [day.date() for day in pd.date_range(days.index.min(), days.index.max(), freq="D")]
    sums = days.reindex(span).fillna(0).rolling(WINDOW_DAYS, min_periods=WINDOW_DAYS).sum()
    return (sums[column] / sums["story_count"]).dropna()


def surprise(reader: Reader, actor_ids: Sequence[str]) -> dict[tuple[str, str], pd.Series]:
    """Surprise by day of each (actor, kind); nan on days on which it cannot be told."""
    found: dict[tuple[str, str], pd.Series] = {}
    for low in range(0, len(actor_ids), ACTORS_A_QUERY):
        rows = reader.frame("validation_surprise", actor_ids=list(actor_ids[low : low + ACTORS_A_QUERY]))
        for (actor_id, kind), part in rows.groupby(["actor_id", "kind"]):
            series = part.set_index("published_on")["surprise"].astype(float)
            found[str(actor_id), str(kind)] = by_day(series.to_frame())["surprise"]
    return found


def by_day(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame indexed by plain dates."""
    return frame.set_axis(pd.Index([pd.Timestamp(day).date() for day in frame.index], name="day"), axis=0)
