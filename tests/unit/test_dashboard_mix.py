"""What stands beside a series: shares of the month, outlets against the panel, tone."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import charts, mix


def classes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month_on": ["2023-01-01", "2023-01-01", "2023-01-01", "2023-02-01", "2023-03-01"],
            "event_class": ["AGREE", "ASSAULT", "ASSAULT", None, "ASSAULT"],
            "kind": ["deescalation", "act", "threat", None, "act"],
            "story_count": [1, 2, 1, 0, 5],
            "month_story_count": [100, 100, 100, 50, 1000],
        }
    )


def test_classes_are_shares_of_the_month_in_our_order_with_silent_months() -> None:
    table = mix.class_table(classes())
    assert list(table.index) == ["ASSAULT", "AGREE"]
    assert table.loc["ASSAULT"].tolist() == [30.0, 0.0, 5.0]
    assert table.loc["AGREE"].tolist() == [10.0, 0.0, 0.0]


def test_classes_say_what_leads_and_name_their_rows() -> None:
    table = mix.class_table(classes())
    drawn = mix.classes_figure(table, charts.LIGHT)
    assert list(drawn.data[0].y) == ["attacks", "agrees"]
    assert drawn.data[0].text[0][0] == "30"
    assert mix.classes_finding("X", table).endswith("most in March 2023: attacks.")
    assert mix.class_table(classes().iloc[3:4]).empty


def outlets(**more: object) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "outlet": ["Loud", "Middle", "Silent", "Small"],
            "story_count": [1000, 1000, 1000, 5],
            "takes_part": [True, True, True, False],
            "weight": [1 / 3, 1 / 3, 1 / 3, 0.0],
            "act": [80.0, 40.0, 0.0, 5.0],
            "threat": [10.0, 0.0, 0.0, 0.0],
            "deescalation": 0.0,
            "tension_square_sum": [80.0, 35.0, 0.0, 5.0],
        }
    )
    return rows.assign(**more)


def test_outlets_disagree_where_their_band_leaves_the_panel_out() -> None:
    levels = mix.outlet_levels(outlets())
    assert list(levels["outlet"]) == ["Loud", "Middle", "Silent"]
    assert levels["level"].tolist() == pytest.approx([90.0, 40.0, 0.0])
    assert levels["panel"].iloc[0] == pytest.approx(130 / 3)
    assert levels["disagrees"].tolist() == [True, False, True]
    assert (levels["low"] >= 0).all()
    said = mix.outlets_finding("X", levels)
    assert "Loud says more" in said
    assert "Silent says less" in said


def test_the_panel_is_the_sum_of_weights_times_intensity() -> None:
    rows = outlets()
    value = float(((rows["act"] + rows["threat"]) * rows["weight"]).sum())
    assert mix.outlet_levels(rows)["panel"].iloc[0] == pytest.approx(value)


def test_no_outlet_takes_part() -> None:
    assert mix.outlet_levels(outlets(takes_part=[False] * 4)).empty


def test_of_many_outlets_those_that_disagree_are_kept() -> None:
    levels = mix.outlet_levels(outlets())
    assert list(mix.most_telling(levels, 2)["outlet"]) == ["Loud", "Silent"]


def test_names_of_outlets_are_no_markup() -> None:
    drawn = mix.outlets_figure(mix.outlet_levels(outlets(outlet=["<b>x</b>", "b", "c", "d"])), charts.DARK)
    assert "&lt;b&gt;x&lt;/b&gt;" in {name for one in drawn.data for name in one.y}


def test_tone_is_told_with_its_stories() -> None:
    rows = pd.DataFrame(
        {
            "week_on": pd.to_datetime(["2023-12-04", "2023-12-11"]),
            "tone": [-0.5, 0.1],
            "standard_error": [0.1, None],
            "story_count": [3, 1],
        }
    )
    assert "mean \N{MINUS SIGN}0.35 over 4 stories, lowest in the week of 4 Dec 2023" in mix.tone_finding("A-B", rows)
    assert list(mix.tone_figure(rows, charts.LIGHT).data[0].error_y.array) == pytest.approx([0.1645, 0.0], abs=0.001)
