"""Figures draw what the frame says: gaps as gaps, de-escalation below, every day a target."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard import charts
from dashboard.data import since_gap

DAYS = pd.date_range("2023-12-01", periods=8)
GAP = 3


def frame(**more: Any) -> pd.DataFrame:
    values: dict[str, Any] = {"published_on": DAYS, "quality": ["complete"] * 8, "outlets": 4}
    for kind, level in (("act", 10.0), ("threat", 5.0), ("deescalation", 2.0)):
        values |= {kind: [level] * 8, f"{kind}_day": [level * 3] * 8, f"{kind}_stories": [2.0] * 8}
    rows = pd.DataFrame(values | more)
    rows.loc[GAP, "quality"] = "gap"
    rows.loc[GAP, [name for name in rows if str(name).startswith(("act", "threat", "deesc"))]] = float("nan")
    return rows


def figure(rows: pd.DataFrame, **more: Any) -> Any:
    return charts.history_figure(rows, selected=date(2023, 12, 2), palette=charts.LIGHT, window_days=7, **more)


def lines(drawn: Any, name: str) -> list[Any]:
    return [one for one in drawn.data if one.name == name and one.type == "scatter"]


def test_a_gap_parts_the_curves() -> None:
    drawn = figure(frame())
    assert [len(one.x) for one in lines(drawn, "Act")] == [3, 4]
    assert all(pd.Timestamp(DAYS[GAP]) not in set(pd.to_datetime(one.x)) for one in lines(drawn, "Act"))


def test_threat_stands_on_act_and_deescalation_below_the_axis() -> None:
    drawn = figure(frame())
    assert set(lines(drawn, "Threat")[0].y) == {15.0}
    assert set(lines(drawn, "De-escalation")[0].y) == {-2.0}


def test_kinds_differ_in_more_than_colour() -> None:
    drawn = figure(frame())
    assert lines(drawn, "Act")[0].line.dash != lines(drawn, "Threat")[0].line.dash
    assert len({charts.LIGHT.of(kind) for kind in ("act", "threat", "deescalation")}) == 3


def test_every_day_is_a_target_with_its_words() -> None:
    target = figure(frame()).data[-1]
    assert list(target.customdata) == [str(one.date()) for one in DAYS]
    assert "Act 10.00 · 2 stories" in target.text[0]
    assert "per 1,000 stories, 7-day window · 4 outlets" in target.text[0]
    assert target.text[GAP] == "Gap: no outlet takes part, so nothing is known"


def test_the_legend_names_each_series_once() -> None:
    drawn = figure(frame())
    shown = [one.name for one in drawn.data if one.showlegend]
    assert shown.count("Act") == shown.count("Threat") == shown.count("De-escalation") == 1
    assert "Gap" in shown


def test_a_series_of_nothing_has_no_line_on_the_axis() -> None:
    drawn = figure(frame(threat=[0.0] * 8))
    assert all(pd.isna(value) for one in lines(drawn, "Threat") for value in one.y)


def test_a_line_marks_the_selected_day() -> None:
    assert figure(frame()).layout.shapes[0].x0 == "2023-12-02"


@pytest.mark.parametrize("level", [0.0, float("nan")])
def test_a_frame_without_height_still_has_an_axis(level: float) -> None:
    columns = {f"{kind}{part}": [level] * 8 for kind in ("act", "threat", "deescalation") for part in ("", "_day")}
    low, high = charts.frame_of(frame(**columns))
    assert low < 0 < high


def test_description_tells_the_peak() -> None:
    assert "Highest on 1 Dec 2023 at 15.00" in charts.description("X", frame())
    nothing = frame(act=[float("nan")] * 8, threat=[float("nan")] * 8)
    assert "no day has a value" in charts.description("X", nothing)


def test_sparkline_begins_after_the_last_gap() -> None:
    assert since_gap([1.0, None, 2.0, 3.0]) == [2.0, 3.0]
    assert since_gap([None, None]) == []
