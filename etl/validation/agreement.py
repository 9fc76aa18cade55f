"""Correlations of two sets of series, and how far outlets agree, with intervals by resampling blocks. Pure.

Neighbouring months and days resemble each other, so blocks of them are drawn, not single ones (Kuensch 1989).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

RESAMPLES = 400
SEED = 20201231
TAIL = 0.05
MONTHS_A_BLOCK = 6
DAYS_A_BLOCK = 28
LAG_MONTHS_MAX = 3
SHARED_MONTHS_MIN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 90 % interval and what it rests on; `value` is nan where there is too little."""

    value: float
    low: float
    high: float
    n: int
    lag: int | None = None


def correlation_matrix(left: Matrix, right: Matrix, *, ranked: bool) -> Matrix:
    """Correlations of every column of `left` with every column of `right`: Spearman's if `ranked`, else Pearson's.

    A column that never changes agrees with nothing: 0.
    """
    if ranked:
        left, right = ranks(left), ranks(right)
    left, right = left - left.mean(axis=0), right - right.mean(axis=0)
    scale = np.outer(np.sqrt((left**2).sum(axis=0)), np.sqrt((right**2).sum(axis=0)))
    product = left.T @ right
    told: Matrix = np.divide(product, scale, out=np.zeros_like(product), where=scale > 1e-12)
    return told


def ranks(columns: Matrix) -> Matrix:
    """The rank of each value in its column, ties shared."""
    ranked: Matrix = pd.DataFrame(columns).rank().to_numpy(dtype=float)
    return ranked


def own_minus_others(matrix: Matrix, among: Sequence[int]) -> Matrix:
    """For each series, its correlation with its own reference minus the mean of those with others `among` the columns.

    A series that is the same for all has 0 on average: it says nothing of one country that it does not say of all.
    """
    own = np.diag(matrix)
    others = [[place for place in among if place != row] for row in range(len(own))]
    means = [matrix[row, places].mean() if places else math.nan for row, places in enumerate(others)]
    told: Matrix = own - np.array(means)
    return told


def blocks(n: int, *, length: int, count: int = RESAMPLES, seed: int = SEED) -> Iterator[NDArray[np.int64]]:
    """Rows of resamples: overlapping blocks of neighbours, as many as make up n rows."""
    draw = np.random.default_rng(seed)
    length = max(1, min(length, n))
    needed = math.ceil(n / length)
    for _ in range(count):
        starts = draw.integers(0, n - length + 1, size=needed)
        yield (starts[:, None] + np.arange(length)).ravel()[:n]


def resampled(n: int, figure: Callable[[NDArray[np.int64]], Matrix], *, length: int) -> list[Estimate]:
    """Estimates of the figures that `figure` gives for rows: as they are, and over resamples of blocks."""
    values = np.atleast_1d(figure(np.arange(n)))
    drawn = np.vstack([np.atleast_1d(figure(rows)) for rows in blocks(n, length=length)])
    low, high = np.transpose([bounds(column) for column in drawn.T])
    return [
        Estimate(value=float(value), low=float(bottom), high=float(top), n=n)
        for value, bottom, top in zip(values, low, high, strict=True)
    ]


def bounds(drawn: Matrix) -> tuple[float, float]:
    """The 90 % interval of a figure over its resamples; nan where none could tell it."""
    known = drawn[~np.isnan(drawn)]
    return (
        (float(np.quantile(known, TAIL)), float(np.quantile(known, 1 - TAIL))) if len(known) else (math.nan, math.nan)
    )


def matched(
    ours: Matrix, theirs: Matrix, *, length: int, ranked: bool = True, among: Sequence[int] = ()
) -> list[Estimate]:
    """Correlation of each series with its own reference, then the mean of those `among` them; columns in one order."""

    def figure(rows: NDArray[np.int64]) -> Matrix:
        own = np.diag(correlation_matrix(ours[rows], theirs[rows], ranked=ranked))
        return with_mean(own, among)

    return resampled(len(ours), figure, length=length)


def told_apart(
    ours: Matrix, theirs: Matrix, *, length: int, among: Sequence[int]
) -> tuple[list[Estimate], list[Estimate]]:
    """Spearman with the own reference, and that minus the mean of those with others' `among` them; each with its mean.

    Both from the same resamples: ranking them is what takes time.
    """

    def figure(rows: NDArray[np.int64]) -> Matrix:
        matrix = correlation_matrix(ours[rows], theirs[rows], ranked=True)
        return np.append(with_mean(np.diag(matrix), among), with_mean(own_minus_others(matrix, among), among))

    found = resampled(len(ours), figure, length=length)
    half = len(found) // 2
    return found[:half], found[half:]


def with_mean(values: Matrix, among: Sequence[int]) -> Matrix:
    """The values, and the mean of some of them, behind each other."""
    return np.append(values, values[list(among)].mean() if among else math.nan)


def best_lag(ours: Matrix, theirs: Matrix, *, lag_max: int = LAG_MONTHS_MAX) -> Estimate:
    """Spearman at the lag that agrees best: rows by which the reference comes after us. It is picked: no interval."""
    found = []
    for lag in range(-lag_max, lag_max + 1):
        left = ours[: len(ours) - lag] if lag >= 0 else ours[-lag:]
        right = theirs[lag:] if lag >= 0 else theirs[:lag]
        value = float(correlation_matrix(left[:, None], right[:, None], ranked=True)[0, 0])
        found.append((value, -abs(lag), lag, len(left)))
    value, _, lag, n = max(found)
    return Estimate(value=value, low=math.nan, high=math.nan, n=n, lag=lag)


def alpha(table: pd.DataFrame, *, shared_min: int = SHARED_MONTHS_MIN, panel: int | None = None) -> float:
    """Standardised Cronbach's alpha of columns (outlets) over rows (months), some of which are missing.

    From the mean correlation r of all pairs with `shared_min` rows in common: k r / (1 + (k - 1) r), k the columns in
    such pairs, or `panel`. nan where there is no pair.
    """
    values = table.corr(min_periods=shared_min).to_numpy(dtype=float)
    upper = values[np.triu_indices_from(values, k=1)]
    if np.isnan(upper).all():
        return math.nan
    mean = float(np.nanmean(upper))
    count = panel or _columns_in_pairs(values)
    return count * mean / (1 + (count - 1) * mean)


def _columns_in_pairs(values: Matrix) -> int:
    known = ~np.isnan(values)
    np.fill_diagonal(known, val=False)
    return int(known.any(axis=0).sum())


def agreement_of_outlets(table: pd.DataFrame, *, panel: int | None = None) -> Estimate:
    """Alpha of outlets over months, its interval by resampling months."""

    def figure(rows: NDArray[np.int64]) -> Matrix:
        return np.array([alpha(table.iloc[rows].reset_index(drop=True), panel=panel)])

    return resampled(len(table), figure, length=1)[0]
