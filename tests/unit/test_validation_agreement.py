"""Figures of agreement against values known by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from etl.validation import agreement


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


def test_spearman_of_a_curve_is_one_where_pearson_is_not():
    left, right = column(1, 2, 3, 4), column(1, 10, 100, 1000)
    assert agreement.correlation_matrix(left, right, ranked=True)[0, 0] == pytest.approx(1.0)
    assert agreement.correlation_matrix(left, right, ranked=False)[0, 0] == pytest.approx(
        1543.5 / (math.sqrt(5) * 837.57), abs=1e-4
    )


def test_spearman_shares_the_ranks_of_ties():
    """Ranks 1.5, 1.5, 3 against 1, 2, 3: r = 1.5 / sqrt(1.5 x 2)."""
    found = agreement.correlation_matrix(column(5, 5, 9), column(1, 2, 3), ranked=True)[0, 0]
    assert found == pytest.approx(1.5 / math.sqrt(3))


def test_series_that_never_changes_agrees_with_nothing():
    assert agreement.correlation_matrix(column(2, 2, 2), column(1, 2, 3), ranked=True)[0, 0] == 0


def test_own_minus_others_of_one_series_for_all_is_nought_on_average():
    draw = np.random.default_rng(1)
    reference = draw.normal(size=(48, 5))
    same = np.repeat(draw.normal(size=(48, 1)), 5, axis=1)
    _, (*_, mean) = agreement.told_apart(same, reference, length=6, among=range(5))
    assert mean.value == pytest.approx(0, abs=1e-12)


def test_own_minus_others_is_near_one_where_series_are_each_other_s_own():
    reference = np.random.default_rng(2).normal(size=(400, 4))
    (level, *_), (*_, mean) = agreement.told_apart(reference, reference, length=6, among=range(4))
    assert level.value == pytest.approx(1)
    assert mean.value == pytest.approx(1, abs=0.1)


def test_others_are_those_named_and_never_oneself():
    matrix = np.array([[0.9, 0.1, 0.3], [0.2, 0.8, 0.4], [0.5, 0.5, 0.7]])
    assert agreement.own_minus_others(matrix, [0, 1]) == pytest.approx([0.8, 0.6, 0.2])


@pytest.mark.parametrize("shift", [-2, 0, 3])
def test_best_lag_finds_a_shift(shift):
    long = np.random.default_rng(4).normal(size=60).cumsum()
    ours, theirs = long[10:50], long[10 - shift : 50 - shift]
    found = agreement.best_lag(ours, theirs)
    assert (found.lag, found.n) == (shift, 40 - abs(shift))
    assert found.value == pytest.approx(1.0)


def test_interval_holds_the_figure_and_narrows_with_more_rows():
    draw = np.random.default_rng(5)
    wide, narrow = (
        agreement.matched(left, left + draw.normal(size=left.shape), length=1, among=[0])[0]
        for left in (draw.normal(size=(30, 1)), draw.normal(size=(3000, 1)))
    )
    assert wide.low < wide.value < wide.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 3


def test_blocks_are_neighbours_and_as_long_as_the_rows():
    for rows in agreement.blocks(20, length=6, count=30):
        assert len(rows) == 20
        assert set(np.diff(rows[:6])) == {1}
        assert rows.max() < 20


def test_alpha_by_hand():
    """Three outlets with mean r of one half: 3 x .5 / (1 + 2 x .5) = .75."""
    draw = np.random.default_rng(6)
    common = draw.normal(size=60_000)
    table = pd.DataFrame({name: common + draw.normal(size=60_000) for name in "abc"})
    assert agreement.alpha(table) == pytest.approx(0.75, abs=0.01)
    assert agreement.alpha(table, panel=1) == pytest.approx(0.5, abs=0.01)


def test_alpha_leaves_out_pairs_that_share_too_few_months():
    values = np.arange(24, dtype=float)
    table = pd.DataFrame({"a": values, "b": values * 2, "c": values})
    table.loc[5:, "c"] = math.nan
    assert agreement.alpha(table) == pytest.approx(1.0)
    table.loc[5:, "b"] = math.nan
    assert math.isnan(agreement.alpha(table))
