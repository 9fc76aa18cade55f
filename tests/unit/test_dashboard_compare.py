"""Several actors: one accent and one dash each, gaps parted, the same scale in every panel."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard import charts, compare

DAYS = pd.date_range("2023-12-01", periods=5)


def days(level: float, *, gap: int | None = None) -> pd.DataFrame:
    rows = pd.DataFrame(
        {"published_on": DAYS, "quality": "complete", "act": [level] * 5, "threat": [1.0] * 5, "deescalation": 0.0}
    )
    if gap is not None:
        rows.loc[gap, "quality"] = "gap"
        rows.loc[gap, ["act", "threat"]] = float("nan")
    return rows


SERIES = {"Aland": days(3.0), "<b>Borduria</b>": days(9.0, gap=2), "Syldavia": days(0.0)}


@pytest.mark.parametrize("draw", [compare.lines_figure, compare.panels_figure])
@pytest.mark.parametrize("palette", [charts.LIGHT, charts.DARK])
def test_each_actor_has_an_accent_of_its_own_and_a_gap_parts_it(draw: Any, palette: Any) -> None:
    drawn = draw(SERIES, selected=date(2023, 12, 2), palette=palette)
    lines = [one for one in drawn.data if one.mode == "lines"]
    assert len({one.line.color for one in lines}) == len(SERIES)
    assert [len(one.y) for one in lines if "Borduria" in one.name] == [2, 2]
    assert not any("<b>B" in one.name for one in lines)


def test_lines_differ_in_more_than_colour() -> None:
    lines = [one for one in compare.lines_figure(SERIES, selected=None, palette=charts.LIGHT).data if one.showlegend]
    assert len({one.line.dash for one in lines}) == len(SERIES)


def test_panels_share_one_scale() -> None:
    drawn = compare.panels_figure(SERIES, selected=None, palette=charts.LIGHT)
    scales = {tuple(drawn.layout[axis].range) for axis in ("yaxis", "yaxis2", "yaxis3")}
    assert len(scales) == 1
    assert [one.text for one in drawn.layout.annotations][1] == "<b>&lt;b&gt;Borduria&lt;/b&gt;</b>"


def test_every_day_says_all_levels() -> None:
    target = compare.lines_figure(SERIES, selected=None, palette=charts.LIGHT).data[-1]
    assert list(target.x) == [str(one.date()) for one in DAYS]
    assert [float(one) for one in target.customdata[0]] == [4.0, 10.0, 1.0]
    assert target.hovertemplate.count("customdata[") == 3


def test_finding_tells_each_peak() -> None:
    said = compare.finding(SERIES)
    assert "Aland: highest on 1 Dec 2023 at 4.00, last 4.00" in said
    unknown = days(1.0).assign(act=float("nan"))
    assert "X: no day has a value" in compare.finding({"X": unknown})
