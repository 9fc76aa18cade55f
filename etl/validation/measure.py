"""A whole validation: figures of agreement, the study of events, and the few figures that floors are set for."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from etl.measures import Measure
from etl.validation import compare, series, study
from etl.validation.events import read_events
from etl.validation.outcomes import as_alert_row, as_event_row, study_events
from warehouse.errors import TensiometerError
from warehouse.validation import Validation, ValidationRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from etl.validation.events import Event
    from etl.validation.gpr import Gpr
    from warehouse.reader import Reader
    from warehouse.validation import MeasureRow

COMMAND = "tension validate"
# Sixty days of baseline, which ends a window before the day.
TOLD_AFTER = timedelta(days=67)


class Floor(BaseModel):
    """What a figure must hold and is meant to reach; `kind` and the others tell which row it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    subject: str
    statistic: str
    kind: str = "tension"
    floor: float
    goal: float
    better: Literal["higher", "lower"] = "higher"
    against_peers: bool = False


def validate(reader: Reader, gpr: Gpr, *, now: datetime) -> Validation:
    """Measure everything. Raises TensiometerError where the warehouse holds no day."""
    first_on, last_on = known_days(reader)
    peers = series.peers(reader, compare.TEN)
    events, digest = read_events()
    study_found = study_events(reader, within(events, first_on, last_on))
    rows = [
        *compare.country_rows(reader, gpr, peers),
        *compare.daily_rows(reader, gpr, peers),
        *compare.outlet_rows(reader),
        *study_found.measures,
    ]
    return Validation(
        run=ValidationRow(
            measured_at=now,
            gpr_source=gpr.source,
            gpr_digest=gpr.digest,
            first_on=first_on,
            last_on=last_on,
            event_digest=digest,
            lit_min=study.LIT_MIN,
        ),
        measures=with_floors(rows),
        events=[as_event_row(one) for one in study_found.flaggings],
        alerts=[as_alert_row(one) for one in study_found.alerts],
    )


def known_days(reader: Reader) -> tuple[date, date]:
    """The first and the last day of the signal. Raises TensiometerError where there is none."""
    days = reader.rows("validation_days")[0]
    if days["first_on"] is None:
        raise TensiometerError("No outlet has stories enough yet, so there is nothing to validate.", hint="Load more.")
    return days["first_on"], days["last_on"]


def within(events: Sequence[Event], first_on: date, last_on: date) -> list[Event]:
    """The events of days on which a surprise may be told."""
    return [one for one in events if first_on + TOLD_AFTER <= one.happened_on <= last_on]


def floors() -> tuple[Floor, ...]:
    """The floors that stand in the repository."""
    raw = tomllib.loads(files("etl.validation").joinpath("floors.toml").read_text(encoding="utf-8"))
    return tuple(Floor.model_validate(one) for one in raw["floor"])


def with_floors(rows: Iterable[MeasureRow]) -> list[MeasureRow]:
    """The rows, those of our signal with the floor and goal that are set for them."""
    known = {(one.subject, one.statistic, one.kind): one for one in floors()}
    every = list(rows)
    found = []
    for row in every:
        floor = known.get((row.subject, row.statistic, row.kind)) if row.series == compare.SIGNAL else None
        if floor:
            best = best_peer(row, every) if floor.against_peers else None
            row = replace(row, floor=max(floor.floor, best or 0.0), goal=floor.goal)  # noqa: PLW2901
        found.append(row)
    return found


def best_peer(row: MeasureRow, rows: Iterable[MeasureRow]) -> float | None:
    """The best figure of a peer for the same subject, reference and statistic."""
    values = [
        one.value
        for one in rows
        if one.series != compare.SIGNAL
        and (one.subject, one.reference, one.statistic) == (row.subject, row.reference, row.statistic)
        and one.value is not None
    ]
    return max(values, default=None)


def headline(rows: Sequence[MeasureRow]) -> list[Measure]:
    """The figures that floors are set for, in the one shape of every measure, without those too thin to tell."""
    found = []
    for floor in floors():
        for row in rows:
            if row.series != compare.SIGNAL or row.value is None:
                continue
            if (row.subject, row.statistic, row.kind) == (floor.subject, floor.statistic, floor.kind):
                found.append(as_measure(row, floor, best_peer(row, rows)))
    return found


def as_measure(row: MeasureRow, floor: Floor, peer: float | None) -> Measure:
    """A row as a measure."""
    return Measure(
        name=floor.name,
        value=row.value or 0.0,
        unit="per actor and year"
        if floor.better == "lower"
        else "correlation"
        if floor.subject != "events"
        else "share",
        better=floor.better,
        command=COMMAND,
        n=row.n,
        low=row.low,
        high=row.high,
        floor=row.floor,
        goal=row.goal,
        peer=peer,
    )
