"""What `tension validate` prints: the figures that floors are set for, then agreement by country."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from etl.validation.compare import CHANGE, LAG, LEVEL, OWN, SIGNAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.measures import Measure
    from warehouse.validation import MeasureRow, Validation


def print_validation(found: Validation, measures: Sequence[Measure]) -> None:
    """Print the headline figures and the countries."""
    print(
        f"{found.run.first_on} to {found.run.last_on} against {found.run.gpr_source} and {len(found.events)} events. "
        "Intervals are 90 %."
    )
    console = Console()
    heads = Table("figure", "value", "interval", "n", "best peer", "floor", "goal", "", box=None, header_style="bold")
    for one in measures:
        holds = "holds" if one.holds else "FAILS"
        heads.add_row(
            one.name, told(one.value), interval(one.low, one.high), f"{one.n:,}", told(one.peer), told(one.floor),
            told(one.goal), holds,
        )  # fmt: skip
    console.print(heads)
    countries = Table("country", "level", "change", "own minus others", "best lag", "n", box=None, header_style="bold")
    for subject, rows in by_country(found.measures).items():
        lag = rows.get(LAG)
        countries.add_row(
            subject,
            *(told(rows[name].value) if name in rows else "" for name in (LEVEL, CHANGE, OWN)),
            f"{lag.lag_months:+d} ({told(lag.value)})" if lag and lag.lag_months is not None else "",
            str(rows[LEVEL].n),
        )
    console.print(countries)
    if not measures:
        print("Too little of the signal lies within the index's months for any figure.")


def by_country(rows: Sequence[MeasureRow]) -> dict[str, dict[str, MeasureRow]]:
    """Our tension by country: the rows of each, by their statistic."""
    found: dict[str, dict[str, MeasureRow]] = {}
    for row in rows:
        if row.series == SIGNAL and row.kind == "tension" and row.reference.startswith("GPRC"):
            found.setdefault(row.subject, {})[row.statistic] = row
    return found


def interval(low: float | None, high: float | None) -> str:
    """Both ends, or nothing."""
    return "" if low is None or high is None else f"{told(low)} to {told(high)}"


def told(value: float | None) -> str:
    """A figure with two digits, or nothing."""
    return "" if value is None else f"{value:.2f}"


def validation_as_dict(found: Validation, measures: Sequence[Measure]) -> dict[str, Any]:
    """All of it as plain values: the shape of every measure first, then every row."""
    return {
        "measures": [asdict(one) for one in measures],
        "run": plain(asdict(found.run)),
        "figures": [plain(asdict(one)) for one in found.measures],
        "events": [plain(asdict(one)) for one in found.events],
        "alerts": [plain(asdict(one)) for one in found.alerts],
    }


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Days and instants as text."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
