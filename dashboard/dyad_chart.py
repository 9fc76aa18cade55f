"""The two directions of a pair, mirrored at the axis. Pure, like `charts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import wording
from dashboard.charts import (
    EDGE,
    Palette,
    add_area,
    add_outline,
    add_strip,
    known_runs,
    lay_out,
    mark_day,
    place_targets,
)
from warehouse.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

KINDS = (Kind.ACT, Kind.THREAT, Kind.DEESCALATION)
# Room for the words at the upper and lower edge.
HEADROOM = 1.3
# The first actor's doings stand above the axis, the second's below.
SIGNS = {"out": 1, "back": -1}


def dyad_figure(
    days: pd.DataFrame, pair: tuple[str, str], *, selected: date | None, palette: Palette, window_days: int
) -> go.Figure:
    """First on second above the axis, second on first below: act with threat on it, de-escalation as a line.

    `days` has a row per day as `data.dyad_history` gives it; `pair` are the two names.
    """
    figure = go.Figure()
    for number, run in enumerate(known_runs(days)):
        for way, sign in SIGNS.items():
            add_direction(figure, run, way, sign, palette, in_legend=number == 0 and way == "out")
    add_strip(figure, days, palette)
    place_targets(
        figure,
        days["published_on"],
        tension(days, "out").fillna(0),
        [tooltip(one, pair, window_days) for one in days.to_dict("records")],
    )
    lay_out(figure, days, palette, frame_of(days))
    say_directions(figure, pair, palette)
    if selected is not None:
        mark_day(figure, selected, palette)
    return figure


def tension(days: pd.DataFrame, way: str) -> pd.Series:
    """Act plus threat of one direction."""
    return days[f"{way}_act"] + days[f"{way}_threat"]


def add_direction(
    figure: go.Figure, run: pd.DataFrame, way: str, sign: int, palette: Palette, *, in_legend: bool
) -> None:
    """The three series of one direction over a stretch without a gap."""
    on = run["published_on"]
    heights = {
        "act": sign * run[f"{way}_act"],
        "threat": sign * tension(run, way),
        "deescalation": sign * run[f"{way}_deescalation"],
    }
    for kind in ("act", "threat"):
        add_area(figure, on, heights[kind], kind, palette)
    for kind, height in heights.items():
        add_outline(figure, on, height, run[f"{way}_{kind}"] > 0, kind, palette, in_legend=in_legend)


def say_directions(figure: go.Figure, pair: tuple[str, str], palette: Palette) -> None:
    """Which direction stands on which side of the axis."""
    first, second = pair
    for words, place, anchor in (
        (wording.dyad(first, second), 1.0, "top"),
        (wording.dyad(second, first), 0.13, "bottom"),
    ):
        figure.add_annotation(
            text=words,
            x=0.005,
            xref="paper",
            y=place,
            yref="paper",
            xanchor="left",
            yanchor=anchor,
            showarrow=False,
            font={"size": 13, "color": palette.ink},
        )


def tooltip(one: dict[Hashable, Any], pair: tuple[str, str], window_days: int) -> str:
    """What is said of a day: both directions, with stories and quality."""
    quality = wording.QUALITIES.get(str(one["quality"]), str(one["quality"])).capitalize()
    if one["quality"] == "gap":
        return quality
    lines = []
    for way, (actor, recipient) in zip(SIGNS, (pair, pair[::-1]), strict=True):
        lines.append(f"<b>{wording.dyad(actor, recipient)}</b>")
        lines += [
            f"{wording.KIND_MARKS[kind]} {wording.KINDS[kind]} {wording.level(one[f'{way}_{kind.value}'])} · "
            f"{wording.stories(int(one[f'{way}_{kind.value}_stories']))}"
            for kind in KINDS
        ]
    return "<br>".join([*lines, f"{wording.UNIT}, {window_days}-day window", quality])


def frame_of(days: pd.DataFrame) -> tuple[float, float]:
    """The lowest and highest value that the frame shows: either side has room to be read."""
    largest = {
        way: max(float(tension(days, way).max() or 0), float(days[f"{way}_deescalation"].max() or 0)) for way in SIGNS
    }
    above, below = (HEADROOM * (value if wording.is_known(value) else 0.0) for value in largest.values())
    edge = max(above, below, 1.0) * 2 * EDGE
    return -max(below, edge), max(above, edge)


def description(pair: tuple[str, str], days: pd.DataFrame) -> str:
    """What the chart shows, for those who cannot see it."""
    parts = []
    for way, (actor, recipient) in zip(SIGNS, (pair, pair[::-1]), strict=True):
        total = tension(days, way)
        if not total.notna().any() or not total.max():
            parts.append(f"{actor} on {recipient}: no act or threat")
            continue
        peak = days.iloc[int(total.fillna(-1).to_numpy().argmax())]
        on, highest = wording.day(pd.Timestamp(peak["published_on"]).date()), wording.level(float(total.max()))
        parts.append(f"{actor} on {recipient}: act and threat highest on {on} at {highest}")
    return f"Chart of {wording.names(pair)}, {wording.UNIT}. {'. '.join(parts)}."
