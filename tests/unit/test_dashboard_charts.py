"""Figures draw what the frame says: gaps as gaps, de-escalation below, every day a target, outside text as text."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.io as pio
import pytest

from dashboard import actor_chart, charts, wording
from dashboard.actor_chart import Episode, Flag
from dashboard.data import SPARK_POINTS, Paths, sparklines

DAYS = pd.date_range("2023-12-01", periods=8)
GAP = 3
HOSTILE = '<a href="http://x">link</a> <b>bold</b> %{customdata} & more'


def frame(**more: Any) -> pd.DataFrame:
    values: dict[str, Any] = {"published_on": DAYS, "quality": ["complete"] * 8, "outlets": 4}
    for kind, level in (("act", 10.0), ("threat", 5.0), ("deescalation", 2.0)):
        values |= {kind: [level] * 8, f"{kind}_day": [level * 3] * 8, f"{kind}_stories": [2.0] * 8}
    rows = pd.DataFrame(values | more)
    rows.loc[GAP, "quality"] = "gap"
    rows.loc[GAP, [name for name in rows if str(name).startswith(("act", "threat", "deesc"))]] = float("nan")
    return rows


def with_bands(**more: Any) -> pd.DataFrame:
    banded = {"tension": 15.0, "tension_low": 12.0, "tension_high": 19.0}
    banded |= {"deescalation_low": 1.0, "deescalation_high": 4.0}
    surprise = [0.1, 0.2, float("nan"), float("nan"), 3.5, 4.5, 0.0, 0.0]
    states = ["", "", "too little", "gap", "", "", "", ""]
    return frame(**banded, surprise=surprise, surprise_state=states, **more)


def figure(rows: pd.DataFrame, **more: Any) -> Any:
    return actor_chart.actor_figure(rows, selected=date(2023, 12, 2), palette=charts.LIGHT, window_days=7, **more)


def lines(drawn: Any, name: str) -> list[Any]:
    return [one for one in drawn.data if one.name == name and one.type == "scatter"]


def test_a_gap_parts_the_curves() -> None:
    drawn = figure(frame())
    assert [len(one.y) for one in lines(drawn, "Act")] == [3, 4]
    assert [one.x0 for one in lines(drawn, "Act")] == ["2023-12-01", "2023-12-05"]
    assert {one.dx for one in lines(drawn, "Act")} == {86_400_000}


def test_threat_stands_on_act_and_deescalation_below_the_axis() -> None:
    drawn = figure(frame())
    assert set(lines(drawn, "Threat")[0].y) == {15.0}
    assert set(lines(drawn, "De-escalation")[0].y) == {-2.0}


def test_kinds_differ_in_more_than_colour() -> None:
    drawn = figure(frame())
    assert lines(drawn, "Act")[0].line.dash != lines(drawn, "Threat")[0].line.dash
    assert len({charts.LIGHT.of(kind) for kind in ("act", "threat", "deescalation")}) == 3


def test_every_day_is_a_target_with_its_words() -> None:
    known, gap = figure(with_bands()).data[-2:]
    assert sorted([*known.x, *gap.x]) == [str(one.date()) for one in DAYS]
    assert list(gap.x) == [str(DAYS[GAP].date())]
    assert gap.hovertemplate == f"{wording.QUALITIES['gap'].capitalize()}<extra></extra>"
    form = known.hovertemplate
    for place, value in enumerate(known.customdata[0]):
        form = form.replace(f"%{{customdata[{place}]:.2f}}", f"{value:.2f}")
        form = form.replace(f"%{{customdata[{place}]:,.0f}}", f"{value:,.0f}")
        form = form.replace(f"%{{customdata[{place}]:.0f}}", f"{value:.0f}")
    assert "<b>Tension 15.00</b>, 90 % band 12.00 to 19.00" in form
    assert "Act 10.00 · stories 2" in form
    assert "per 1,000 stories, 7-day window · outlets 4" in form
    assert known.text[0] == "Complete · surprise z 0.1"
    assert known.text[2] == "Complete · surprise: too little"


def test_the_band_lies_round_tension_and_round_deescalation() -> None:
    drawn = figure(with_bands())
    upper = [one for one in drawn.data if one.name == "90 % band"]
    assert {float(one.y[0]) for one in upper} == {19.0, -4.0}
    assert [one.showlegend for one in upper].count(True) == 1
    calm = with_bands(deescalation=[0.0] * 8)
    assert {float(one.y[0]) for one in figure(calm).data if one.name == "90 % band"} == {19.0}
    assert not [one for one in figure(frame()).data if one.name == "90 % band"]


def test_an_episode_is_marked_at_its_height_and_told() -> None:
    rows = with_bands()
    found = actor_chart.episodes_of(rows)
    assert [(one.on, one.surprise) for one in found] == [(date(2023, 12, 6), 4.5)]
    assert "unusually high about 6 Dec 2023" in actor_chart.finding("X", rows)
    assert actor_chart.episodes_of(frame()) == []
    drawn = figure(rows, episodes=[Episode(on=found[0].on, surprise=4.5, height=15.0, title=HOSTILE)])
    mark = next(one for one in drawn.data if str(one.name).startswith("Surprise"))
    assert mark.text[0] == "1"
    assert mark.customdata[0].startswith("Surprise z 4.5. Leading story: &lt;a href=")


def test_days_far_apart_are_episodes_of_their_own() -> None:
    on = pd.date_range("2023-01-01", periods=60)
    high = [5.0 if place in {3, 5, 40} else 0.0 for place in range(60)]
    rows = pd.DataFrame({"published_on": on, "act": 1.0, "threat": 0.0, "surprise": high, "quality": "complete"})
    assert [one.on.day for one in actor_chart.episodes_of(rows)] == [4, 10]


@pytest.mark.parametrize("what", ["note", "event"])
def test_text_of_a_flag_is_no_markup(what: str) -> None:
    drawn = figure(frame(), flags=[Flag(on=date(2023, 12, 3), text=HOSTILE, what=what)])
    flag = next(one for one in drawn.data if one.name == actor_chart.FLAG_NAMES[what])
    assert "<" not in flag.customdata[0]
    assert "bold" in flag.customdata[0]


def test_every_quality_is_hatched_otherwise() -> None:
    assert set(charts.STRIP_SHAPES) >= {"gap", "outage", "partial", "thin", "narrow"}
    assert len(set(charts.STRIP_SHAPES.values())) == len(charts.STRIP_SHAPES)


def test_the_strip_has_a_bar_a_run() -> None:
    runs = charts.quality_runs(frame())
    assert list(runs["quality"]) == ["complete", "gap", "complete"]
    assert [one / 86_400_000 for one in runs["milliseconds"]] == [3, 1, 4]
    assert list(runs["middle"]) == ["2023-12-02T00:00:00", "2023-12-04T00:00:00", "2023-12-06T12:00:00"]


def test_a_span_is_shaded() -> None:
    shapes = figure(frame(), since=date(2023, 12, 1)).layout.shapes
    assert [(one.type, one.x0) for one in shapes] == [("rect", "2023-12-01"), ("line", "2023-12-02")]


def test_ten_years_are_thinned_and_weigh_less_than_300_kilobytes() -> None:
    on = pd.date_range("2014-01-01", periods=3652)
    level = [float(place % 97) + place / 7 for place in range(len(on))]
    kinds = ("act", "threat", "deescalation", "tension")
    columns = {f"{kind}{part}": level for kind in kinds for part in ("", "_day", "_stories", "_low", "_high")}
    states = ["baseline building: 12 of 60"] * len(on)
    rows = pd.DataFrame(
        {
            "published_on": on,
            "quality": "complete",
            "outlets": 9,
            "surprise": level,
            "surprise_state": states,
            **columns,
        }
    )
    kept = date(2021, 3, 3)
    drawn, step = actor_chart.thinned(rows, keep=kept)
    assert len(drawn) <= actor_chart.POINTS_MAX
    assert step == 5
    assert pd.Timestamp(kept) in set(drawn["published_on"])
    assert len(pio.to_json(figure(drawn))) < 300_000
    assert actor_chart.thinned(rows.head(100), keep=kept)[1] == 1


def test_the_legend_names_each_series_once() -> None:
    drawn = figure(frame())
    shown = [one.name for one in drawn.data if one.showlegend]
    assert shown.count("Act") == shown.count("Threat") == shown.count("De-escalation") == 1
    assert "Gap" in shown


def test_a_series_of_nothing_has_no_line_on_the_axis() -> None:
    drawn = figure(frame(threat=[0.0] * 8))
    assert all(pd.isna(value) for one in lines(drawn, "Threat") for value in one.y)


def test_a_line_marks_the_selected_day() -> None:
    assert [one.x0 for one in figure(frame()).layout.shapes] == ["2023-12-02"]


@pytest.mark.parametrize("level", [0.0, float("nan")])
def test_a_frame_without_height_still_has_an_axis(level: float) -> None:
    columns = {f"{kind}{part}": [level] * 8 for kind in ("act", "threat", "deescalation") for part in ("", "_day")}
    low, high = actor_chart.frame_of(frame(**columns))
    assert low < 0 < high


def test_finding_tells_the_peak_the_end_and_what_is_unknown() -> None:
    said = actor_chart.finding("X", frame())
    assert "highest on 1 Dec 2023 at 15.00, end at 15.00, with a median of 15.00" in said
    assert "of 1 day nothing is known" in said
    assert "de-escalation, below the axis, is highest on 1 Dec 2023 at 2.00" in said
    nothing = frame(act=[float("nan")] * 8, threat=[float("nan")] * 8)
    assert "no day has a value" in actor_chart.finding("X", nothing)


def test_a_long_text_is_cut_before_it_is_escaped() -> None:
    assert charts.plain("<" * 200, 10) == "&lt;" * 9 + "\N{HORIZONTAL ELLIPSIS}"


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
