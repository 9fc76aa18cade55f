"""The panel: what brings each outlet to one level, measured once over its first days and then left as it is.

In some outlets one item in twenty-five has a word of war, in others one in five; an outlet that is added would move
every signal. So an outlet's intensity is multiplied by its level g = intensity per story of the panel / of the outlet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Days an outlet is measured over, and within which of the founding outlets' days another still is one of them.
CALIBRATION_DAYS = 90
FOUNDING_DAYS = 60
LEVEL_MIN, LEVEL_MAX = 0.25, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletDay:
    """Stories of an outlet on a day, and the sum of their intensities (all actors, act plus threat)."""

    published_on: date
    story_count: int
    intensity_sum: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The level of an outlet, and the days it was measured over; it takes part from `joins_on`."""

    outlet: str
    level: float
    intensity_per_story: float
    calibrated_from: date
    calibrated_to: date
    joins_on: date
    is_founding: bool


def new_levels(days: Mapping[str, Sequence[OutletDay]], known: Sequence[Level]) -> list[Level]:
    """The levels of outlets that have none and have now enough days; `days` in their order.

    The panel begins on the day on which its first outlet has enough days. All outlets that have been there for
    FOUNDING_DAYS by then are measured together, and take part from their own first day. An outlet that comes later is
    measured over CALIBRATION_DAYS that it shares with the panel, and takes part from the day after.
    """
    levels = {one.outlet: one for one in known}
    added: list[Level] = []
    if not levels:
        added = founding_levels(days)
        levels = {one.outlet: one for one in added}
    waiting = sorted(
        (rows[CALIBRATION_DAYS - 1].published_on, outlet)
        for outlet, rows in days.items()
        if outlet not in levels and len(rows) >= CALIBRATION_DAYS
    )
    for _, outlet in waiting:
        made = later_level(outlet, days, levels)
        if made is not None:
            levels[outlet] = made
            added.append(made)
    return added


def founding_levels(days: Mapping[str, Sequence[OutletDay]]) -> list[Level]:
    """The levels of the outlets that the panel begins with; none while no outlet has enough days."""
    complete = [rows[CALIBRATION_DAYS - 1].published_on for rows in days.values() if len(rows) >= CALIBRATION_DAYS]
    if not complete:
        return []
    begins_on = min(complete)
    rates: dict[str, tuple[float, Sequence[OutletDay]]] = {}
    for outlet, rows in sorted(days.items()):
        measured = [one for one in rows if one.published_on <= begins_on]
        if measured and measured[0].published_on <= begins_on - timedelta(days=FOUNDING_DAYS):
            rates[outlet] = (intensity_per_story(measured), measured)
    panel = sum(rate for rate, _ in rates.values()) / len(rates)
    return [
        Level(
            outlet=outlet,
            level=bounded(panel, rate),
            intensity_per_story=rate,
            calibrated_from=measured[0].published_on,
            calibrated_to=measured[-1].published_on,
            joins_on=measured[0].published_on,
            is_founding=True,
        )
        for outlet, (rate, measured) in rates.items()
    ]


def later_level(outlet: str, days: Mapping[str, Sequence[OutletDay]], panel: Mapping[str, Level]) -> Level | None:
    """The level of an outlet that came after the panel began; None while it shares too few days with it."""
    seen: dict[date, list[tuple[str, OutletDay]]] = {}
    for member in panel.values():
        for one in days.get(member.outlet, ()):
            if one.published_on >= member.joins_on:
                seen.setdefault(one.published_on, []).append((member.outlet, one))
    shared = [one for one in days[outlet] if one.published_on in seen][:CALIBRATION_DAYS]
    if len(shared) < CALIBRATION_DAYS:
        return None
    beside: dict[str, list[OutletDay]] = {}
    for one in shared:
        for member_outlet, theirs in seen[one.published_on]:
            beside.setdefault(member_outlet, []).append(theirs)
    rates = [panel[name].level * intensity_per_story(rows) for name, rows in sorted(beside.items())]
    rate = intensity_per_story(shared)
    return Level(
        outlet=outlet,
        level=bounded(sum(rates) / len(rates), rate),
        intensity_per_story=rate,
        calibrated_from=shared[0].published_on,
        calibrated_to=shared[-1].published_on,
        joins_on=shared[-1].published_on + timedelta(days=1),
        is_founding=False,
    )


def intensity_per_story(rows: Sequence[OutletDay]) -> float:
    """Intensity per story over some days."""
    return sum(one.intensity_sum for one in rows) / sum(one.story_count for one in rows)


def bounded(panel: float, rate: float) -> float:
    """The level that lifts `rate` to the panel's, within its bounds; where nothing was told, the greatest."""
    return LEVEL_MAX if not rate else min(LEVEL_MAX, max(LEVEL_MIN, panel / rate))
