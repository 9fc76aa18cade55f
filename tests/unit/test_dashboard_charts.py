"""Figures draw what the frame says: gaps as gaps, de-escalation below, every day a target."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard import charts
from dashboard.data import SPARK_POINTS, Paths, sparklines

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


def levels(*rows: list[float]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


def test_sparkline_begins_after_the_last_gap() -> None:
    unknown = float("nan")
    assert sparklines(levels([1, unknown, 2, 3], [4, unknown, 5, 6])).tolist() == [[2, 3], [5, 6]]
    assert sparklines(levels([unknown, unknown])).tolist() == [[]]


@pytest.mark.parametrize("days", [1, 44, 45, 46, 90, 91, 365])
def test_long_sparkline_keeps_its_peaks_and_its_last_day(days: int) -> None:
    path = [float(day % 7) for day in range(days)]
    path[-1], path[days // 2] = 0.5, 50.0
    (shown,) = sparklines(levels(path)).tolist()
    assert len(shown) <= SPARK_POINTS
    assert shown[-1] == path[-1]
    assert days < 3 or max(shown) == 50.0


def test_nobody_has_no_sparkline() -> None:
    assert len(sparklines(np.zeros((0, 90), dtype=np.float32))) == 0


def test_part_of_a_path_ends_on_its_day_and_knows_gaps_of_those_who_never_counted() -> None:
    unknown = float("nan")
    paths = Paths({"A": 1}, date(2023, 1, 1), levels([0, unknown, 0, 0], [1, unknown, 3, 4]))
    assert paths.until(["A"], date(2023, 1, 3), 1).tolist() == [[3]]
    assert paths.until(["A", "B"], date(2023, 1, 4), 2).tolist() == [[3, 4], [0, 0]]
    assert np.isnan(paths.until(["B"], date(2023, 1, 2), 9)[0]).tolist() == [False, True]
