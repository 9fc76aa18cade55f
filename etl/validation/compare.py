"""Figures of agreement, as rows: with the published index by country and by day, and of outlets with each other.

The series were fixed before anything was measured: role either, act plus threat (tension), between states, monthly
means of daily values. Nothing here is set per country.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from etl.validation import agreement, series
from etl.validation.gpr import COUNTRY_PREFIX, DAILY_COLUMNS, Gpr
from warehouse.validation import MeasureRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from etl.validation.agreement import Estimate, Matrix
    from etl.validation.series import Peers
    from warehouse.reader import Reader

TEN = ("UKR", "RUS", "ISR", "CHN", "TWN", "KOR", "SAU", "IND", "TUR", "USA")
TEN_NAME, WORLD, OUTLETS = "ten countries", "global", "outlets"
OTHER_OUTLETS = "the other outlets"
SIGNAL = "signal"
LEVEL, CHANGE, OWN = "Spearman of levels", "Spearman of changes", "own minus others"
LEVEL_PEARSON, CHANGE_PEARSON, LAG = "Pearson of levels", "Pearson of changes", "Spearman at the best lag"
DAILY, DAILY_PEARSON = "Spearman of 7-day values", "Pearson of 7-day values"
ALPHA, ALPHA_USUAL = "Cronbach's alpha", "Cronbach's alpha, outlets of a usual month"
MONTHS_MIN = 12
DAYS_MIN = 180


def country_rows(reader: Reader, gpr: Gpr, peers: Peers) -> list[MeasureRow]:
    """Agreement by country and month: ours for every country of the index that has a series, peers for the ten."""
    states = set(reader.frame("validation_state_actors")["actor_id"])
    every = [*TEN, *sorted(states & set(gpr.monthly.columns) - set(TEN))]
    ours = {kind: series.actor_months(reader, every, kind) for kind in series.KINDS}
    rows = agreement_by_country(ours["tension"], gpr.monthly, SIGNAL, "tension", every)
    rows += lag_rows(ours["tension"], gpr.monthly, every)
    for kind in ("act", "threat"):
        rows += agreement_by_country(ours[kind], gpr.monthly, SIGNAL, kind, TEN)
    for name, peer in peers.monthly.items():
        rows += agreement_by_country(peer, gpr.monthly, name, "", TEN)
    return rows


def agreement_by_country(
    ours: pd.DataFrame, theirs: pd.DataFrame, name: str, kind: str, countries: Sequence[str]
) -> list[MeasureRow]:
    """Levels, changes, and own minus others, for each country and for the mean of the ten."""
    left, right = aligned(ours, theirs, countries)
    among = [place for place, one in enumerate(countries) if one in TEN]
    length = agreement.MONTHS_A_BLOCK
    if len(left) <= MONTHS_MIN:
        return [row(TEN_NAME, name, kind, "GPRC", one, too_little(len(left))) for one in (LEVEL, CHANGE, OWN)]
    moved = np.diff(left, axis=0), np.diff(right, axis=0)
    levels, own = agreement.told_apart(left, right, length=length, among=among)
    found = {LEVEL: levels, CHANGE: agreement.matched(*moved, length=length, among=among), OWN: own}
    if name == SIGNAL:
        found[LEVEL_PEARSON] = agreement.matched(left, right, length=length, ranked=False, among=among)
        found[CHANGE_PEARSON] = agreement.matched(*moved, length=length, ranked=False, among=among)
    return [
        row(subject, name, kind, reference, statistic, one)
        for statistic, estimates in found.items()
        for (subject, reference), one in zip(subjects(countries), estimates, strict=True)
    ]


def subjects(countries: Sequence[str]) -> list[tuple[str, str]]:
    """Each country with its series of the index, and the mean of the ten."""
    return [*((one, f"{COUNTRY_PREFIX}{one}") for one in countries), (TEN_NAME, "GPRC")]


def lag_rows(ours: pd.DataFrame, theirs: pd.DataFrame, countries: Sequence[str]) -> Iterator[MeasureRow]:
    """For each country the lag at which both agree best."""
    left, right = aligned(ours, theirs, countries)
    if len(left) <= MONTHS_MIN:
        return
    for place, (subject, reference) in enumerate(subjects(countries)[:-1]):
        yield row(subject, SIGNAL, "tension", reference, LAG, agreement.best_lag(left[:, place], right[:, place]))


def aligned(ours: pd.DataFrame, theirs: pd.DataFrame, columns: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Both sides over the months (or days) that both know, columns in one order."""
    wanted = list(columns)
    left, right = ours.reindex(columns=wanted), theirs.reindex(columns=wanted).dropna()
    shared = left.dropna().index.intersection(right.index).sort_values()
    return left.loc[shared].to_numpy(dtype=float), right.loc[shared].to_numpy(dtype=float)


def daily_rows(reader: Reader, gpr: Gpr, peers: Peers) -> list[MeasureRow]:
    """The world by day: act, threat and tension, and the peers, against the daily index pooled like ours."""
    ours = series.global_days(reader)
    theirs = gpr.daily.rolling(series.WINDOW_DAYS).mean()
    rows: list[MeasureRow] = []
    for kind in series.KINDS:
        told = {SIGNAL: ours[kind]} | peers.daily
        for name, one in told.items():
            rows += agreement_by_day(one, theirs[kind], name, kind)
    return rows


def agreement_by_day(ours: pd.Series, theirs: pd.Series, name: str, kind: str) -> Iterator[MeasureRow]:
    """Spearman and Pearson of one pair of daily series."""
    left, right = aligned(ours.to_frame("value"), theirs.to_frame("value"), ["value"])
    reference = DAILY_COLUMNS[kind]
    for statistic, is_ranked in ((DAILY, True), (DAILY_PEARSON, False)):
        if len(left) < DAYS_MIN:
            yield row(WORLD, name, kind, reference, statistic, too_little(len(left)))
        else:
            estimate, _ = agreement.matched(left, right, length=agreement.DAYS_A_BLOCK, ranked=is_ranked)
            yield row(WORLD, name, kind, reference, statistic, estimate)


def outlet_rows(reader: Reader) -> Iterator[MeasureRow]:
    """How far outlets agree on the world's tension, month by month: of all, and of as many as a usual month has."""
    table = series.outlet_months(reader)
    usual = int(table.notna().sum(axis=1).median()) if len(table) else 0
    for statistic, panel in ((ALPHA, None), (ALPHA_USUAL, usual)):
        is_enough = len(table) > MONTHS_MIN and not math.isnan(agreement.alpha(table, panel=panel))
        estimate = agreement.agreement_of_outlets(table, panel=panel) if is_enough else too_little(len(table))
        yield row(OUTLETS, SIGNAL, "tension", OTHER_OUTLETS, statistic, estimate)


def too_little(n: int) -> Estimate:
    """No figure, and why: n."""
    return agreement.Estimate(value=math.nan, low=math.nan, high=math.nan, n=n)


def row(subject: str, name: str, kind: str, reference: str, statistic: str, one: Estimate) -> MeasureRow:
    """An estimate as a row; what cannot be told is null."""
    return MeasureRow(
        subject=subject,
        series=name,
        kind=kind,
        reference=reference,
        statistic=statistic,
        value=told(one.value),
        low=told(one.low),
        high=told(one.high),
        n=one.n,
        lag_months=one.lag,
    )


def told(value: float) -> float | None:
    """A figure, or None where it is nan."""
    return None if math.isnan(value) else round(value, 6)
