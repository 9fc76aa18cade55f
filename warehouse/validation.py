"""What a validation found, as the warehouse keeps it: a run, its measures, its events and its alerts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from warehouse.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationRow:
    """When it was measured, on what, and against what: signal.validation."""

    measured_at: datetime
    gpr_source: str
    gpr_digest: str
    first_on: date
    last_on: date
    event_digest: str
    lit_min: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One figure: signal.validation_measure."""

    subject: str
    series: str
    kind: str
    reference: str
    statistic: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    lag_months: int | None = None
    floor: float | None = None
    goal: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """How one event was seen: signal.validation_event."""

    event_id: str
    happened_on: date
    kind: str
    actors: list[str]
    what: str
    source: str
    how: str
    actor_id: str
    series_kind: str
    lit_on: date | None
    surprise: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert: signal.validation_alert."""

    actor_id: str
    series: str
    began_on: date
    ended_on: date
    peak_on: date
    peak_surprise: float
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """All that one validation found."""

    run: ValidationRow
    measures: Sequence[MeasureRow]
    events: Sequence[EventRow]
    alerts: Sequence[AlertRow]


def store_validation(writer: Writer, found: Validation) -> None:
    """Write a validation in the place of the one before: all of it, or nothing."""
    steps = statements("writes", "store_validation")
    parts: Sequence[Sequence[ValidationRow | MeasureRow | EventRow | AlertRow]] = (
        [found.run],
        found.measures,
        found.events,
        found.alerts,
    )
    with writer.changing() as connection:
        for empty, insert, rows in zip(steps[::2], steps[1::2], parts, strict=True):
            connection.execute(empty)
            for row in rows:
                connection.execute(insert, {"run_id": writer.run_id, **asdict(row)})
