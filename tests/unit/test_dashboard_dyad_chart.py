"""A pair's two directions: the first above the axis, the second below, in words too."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard import charts, dyad_chart, wording

DAYS = pd.date_range("2023-12-01", periods=6)
GAP = 2
PAIR = ("Aland", "Borduria")


def frame(**more: Any) -> pd.DataFrame:
    levels = {"out_act": 10.0, "out_threat": 5.0, "out_deescalation": 2.0}
    levels |= {"back_act": 4.0, "back_threat": 1.0, "back_deescalation": 3.0}
    values: dict[str, Any] = {"published_on": DAYS, "quality": ["complete"] * 6}
    for name, level in levels.items():
        values |= {name: [level] * 6, f"{name}_stories": [2.0] * 6}
    rows = pd.DataFrame(values | more)
    rows.loc[GAP, "quality"] = "gap"
    rows.loc[GAP, [name for name in rows if str(name).startswith(("out_", "back_"))]] = float("nan")
    return rows


def figure(rows: pd.DataFrame) -> Any:
    return dyad_chart.dyad_figure(rows, PAIR, selected=date(2023, 12, 2), palette=charts.LIGHT, window_days=7)


def test_first_on_second_stands_above_and_the_reverse_below() -> None:
    heights = {
        name: {value for one in figure(frame()).data if one.name == name for value in one.y}
        for name in ("Act", "Threat", "De-escalation")
    }
    assert heights == {"Act": {10.0, -4.0}, "Threat": {15.0, -5.0}, "De-escalation": {2.0, -3.0}}


def test_each_side_says_its_direction() -> None:
    said = [one.text for one in figure(frame()).layout.annotations]
    assert said == ["Aland \N{RIGHTWARDS ARROW} Borduria", "Borduria \N{RIGHTWARDS ARROW} Aland"]


def test_ticks_below_the_axis_have_no_sign() -> None:
    axis = figure(frame()).layout.yaxis
    assert min(axis.tickvals) < 0 < max(axis.tickvals)
    assert not any(text.startswith("-") for text in axis.ticktext)


def test_every_day_is_a_target_with_both_directions_in_words() -> None:
    target = figure(frame()).data[-1]
    assert list(target.customdata) == [str(one.date()) for one in DAYS]
    assert "Act 10.00 · 2 stories" in target.text[0]
    assert "Act 4.00 · 2 stories" in target.text[0]
    assert target.text[GAP] == wording.QUALITIES["gap"].capitalize()


def test_the_legend_names_each_series_once() -> None:
    shown = [one.name for one in figure(frame()).data if one.showlegend]
    assert shown.count("Act") == shown.count("Threat") == shown.count("De-escalation") == 1


@pytest.mark.parametrize("level", [0.0, float("nan")])
def test_a_pair_without_a_cue_still_has_an_axis(level: float) -> None:
    nothing = {name: [level] * 6 for name in frame() if str(name).startswith(("out_", "back_"))}
    low, high = dyad_chart.frame_of(frame(**nothing))
    assert low < 0 < high
    assert "no act or threat" in dyad_chart.description(PAIR, frame(**nothing))


def test_description_tells_the_peak_of_each_direction() -> None:
    said = dyad_chart.description(PAIR, frame())
    assert "Aland on Borduria: act and threat highest on 1 Dec 2023 at 15.00" in said
    assert "Borduria on Aland: act and threat highest on 1 Dec 2023 at 5.00" in said


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (-0.03, 0.4), (-7.0, 4321.0)])
def test_ticks_are_few_and_round(low: float, high: float) -> None:
    found = charts.ticks(low, high)
    assert 3 <= len(found) <= 9
    assert 0 in found
    assert low <= min(found) <= max(found) <= high
