"""The study of events on a warehouse: how each was seen, the alerts of the actors most named, and their figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from etl.validation import agreement, series, study
from etl.validation.compare import SIGNAL, row, told, too_little
from etl.validation.judgements import false_share, read_judgements
from warehouse.validation import AlertRow, EventRow, MeasureRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from etl.validation.events import Event
    from etl.validation.study import Alert, Flagging, Surprises
    from warehouse.reader import Reader

EVENTS, ALERT_SUBJECT, LIST = "events", "alerts", "listed events"
FLAGGED, FRESH, TOLD, CHANCE = (
    "share flagged",
    "share newly lit",
    "share flagged where it can be told",
    "share by chance",
)
ALERTS, UNTIED, FALSE = (
    "alerts per actor and year",
    "alerts tied to no listed event per actor and year",
    "false alerts per actor and year",
)
SERIES = ("conflict", "easing")
ACTOR_COUNT = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What the study found."""

    flaggings: Sequence[Flagging]
    alerts: Sequence[Alert]
    measures: Sequence[MeasureRow]


def study_events(reader: Reader, events: Sequence[Event]) -> Study:
    """Flag the events, find the alerts of the actors most named, and measure both."""
    named = [str(one) for one in reader.frame("validation_named_actors", actor_count=ACTOR_COUNT)["actor_id"]]
    wanted = sorted({*named, *(actor for event in events for actor in event.actors)})
    surprises = series.surprise(reader, wanted)
    flaggings = [study.flag(event, surprises) for event in events]
    alerts = [
        alert for actor in named for part in SERIES for alert in study.alerts_of(actor, surprises, events, series=part)
    ]
    measures = [*event_rows(flaggings, surprises), *alert_rows(named, alerts, surprises)]
    return Study(flaggings=flaggings, alerts=alerts, measures=measures)


def event_rows(flaggings: Sequence[Flagging], surprises: Surprises) -> Iterator[MeasureRow]:
    """Shares of events flagged: of all, and by kind; by chance beside them."""
    days = sorted({day for one in surprises.values() for day in one.dropna().index})
    for kind in ("", "act", "threat", "deescalation"):
        part = [one for one in flaggings if kind in {"", one.event.kind}]
        if not part:
            continue
        for statistic, hits in (
            (FLAGGED, [one.is_flagged for one in part]),
            (FRESH, [one.how == "fresh" for one in part]),
            (TOLD, [one.is_flagged for one in part if one.how != "untold"]),
        ):
            yield row(EVENTS, SIGNAL, kind, LIST, statistic, share(hits))
        if days:
            by_chance = study.flagged_by_chance([one.event for one in part], surprises, days)
            yield row(EVENTS, SIGNAL, kind, LIST, CHANCE, known(by_chance, len(part) * study.CHANCE_DRAWS))


def alert_rows(named: Sequence[str], alerts: Sequence[Alert], surprises: Surprises) -> Iterator[MeasureRow]:
    """Alerts per actor and year: all, those tied to no listed event, and of these those that readers judge false."""
    for part in SERIES:
        years = sum(study.told_years(actor, surprises, series=part) for actor in named)
        own = [one for one in alerts if one.series == part]
        untied = [one for one in own if not one.event_id]
        if not years:
            continue
        yield row(ALERT_SUBJECT, SIGNAL, part, LIST, ALERTS, known(len(own) / years, len(own)))
        yield row(ALERT_SUBJECT, SIGNAL, part, LIST, UNTIED, known(len(untied) / years, len(untied)))
        judged, count = false_share(untied, read_judgements())
        yield row(
            ALERT_SUBJECT, SIGNAL, part, LIST, FALSE,
            too_little(0) if judged is None else known(judged * len(untied) / years, count),
        )  # fmt: skip


def share(hits: Sequence[bool]) -> agreement.Estimate:
    """A share with its interval over events drawn anew."""
    if not hits:
        return too_little(0)
    told_hits = np.array(hits, dtype=float)
    return agreement.resampled(len(hits), lambda rows: np.array([told_hits[rows].mean()]), length=1)[0]


def known(value: float, n: int) -> agreement.Estimate:
    """A figure without an interval."""
    return agreement.Estimate(value=value, low=float("nan"), high=float("nan"), n=n)


def as_event_row(one: Flagging) -> EventRow:
    """How an event was seen, as the warehouse keeps it."""
    return EventRow(
        event_id=one.event.id,
        happened_on=one.event.happened_on,
        kind=one.event.kind,
        actors=list(one.event.actors),
        what=one.event.what,
        source=one.event.source,
        how=one.how,
        actor_id=one.actor_id,
        series_kind=one.kind,
        lit_on=one.lit_on,
        surprise=None if one.surprise is None else told(one.surprise),
    )


def as_alert_row(one: Alert) -> AlertRow:
    """An alert, as the warehouse keeps it."""
    return AlertRow(
        actor_id=one.actor_id,
        series=one.series,
        began_on=one.began_on,
        ended_on=one.ended_on,
        peak_on=one.peak_on,
        peak_surprise=round(one.peak_surprise, 6),
        event_id=one.event_id,
    )
