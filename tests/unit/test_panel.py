"""The levels of outlets (design.md, section 3, step 6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from warehouse.panel import CALIBRATION_DAYS, LEVEL_MAX, LEVEL_MIN, OutletDay, new_levels

FIRST = date(2024, 1, 1)


def days(count: int, *, rate: float, start: int = 0, stories: int = 10, step: int = 1) -> list[OutletDay]:
    """An outlet that publishes every `step` days, each story with the same intensity."""
    return [
        OutletDay(
            published_on=FIRST + timedelta(days=start + number * step),
            story_count=stories,
            intensity_sum=rate * stories,
        )
        for number in range(count)
    ]


def test_panel_has_no_level_before_its_first_outlet_has_its_days() -> None:
    assert new_levels({"A": days(CALIBRATION_DAYS - 1, rate=0.1), "B": days(50, rate=0.2)}, []) == []


def test_panel_brings_its_founders_to_one_level() -> None:
    levels = {one.outlet: one for one in new_levels({"A": days(90, rate=0.1), "B": days(90, rate=0.3)}, [])}
    assert levels["A"].level * 0.1 == pytest.approx(0.2)
    assert levels["B"].level * 0.3 == pytest.approx(0.2)
    assert all(one.is_founding and one.joins_on == FIRST for one in levels.values())


def test_panel_takes_a_founder_that_rests_at_weekends() -> None:
    """It has been there from the start, though on fewer days: at the 90th day it is not turned out."""
    levels = new_levels({"A": days(90, rate=0.1), "B": days(45, rate=0.3, step=2)}, [])
    assert {one.outlet for one in levels} == {"A", "B"}


def test_panel_level_is_bounded() -> None:
    found = new_levels({"A": days(90, rate=0.9), "B": days(90, rate=0.01), "C": days(90, rate=0.0)}, [])
    levels = {one.outlet: one.level for one in found}
    assert levels["B"] == LEVEL_MAX
    assert levels["C"] == LEVEL_MAX
    assert levels["A"] >= LEVEL_MIN


def test_panel_lets_a_newcomer_in_after_its_days_at_the_level_of_the_others() -> None:
    others = {"A": days(200, rate=0.1), "B": days(200, rate=0.3)}
    before = new_levels(others, [])
    assert new_levels(others | {"N": days(89, rate=0.8, start=100)}, before) == []
    (joined,) = new_levels(others | {"N": days(100, rate=0.8, start=100)}, before)
    assert joined.level == pytest.approx(0.2 / 0.8)
    assert joined.joins_on == FIRST + timedelta(days=190)
    assert not joined.is_founding


def test_panel_counts_only_days_that_are_shared() -> None:
    """An outlet that goes on when all others have ended is never measured."""
    others = {"A": days(100, rate=0.1)}
    before = new_levels(others, [])
    assert new_levels(others | {"N": days(95, rate=0.8, start=50)}, before) == []


def test_panel_leaves_a_frozen_level_as_it_is() -> None:
    before = new_levels({"A": days(90, rate=0.1), "B": days(90, rate=0.3)}, [])
    assert new_levels({"A": days(90, rate=0.5), "B": days(90, rate=0.3)}, before) == []
