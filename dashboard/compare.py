"""Tension of up to six actors: lines in one frame, or a panel each under one axis of time. Pure, like `charts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import wording
from dashboard.charts import (
    DARK,
    HIT_SIZE,
    UNSEEN,
    Palette,
    along,
    dates,
    faded,
    known_runs,
    lay_out,
    mark_day,
    numbers,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

# Okabe and Ito's colours, which people see apart whatever their colour vision; lighter ones on dark paper.
ACCENTS = ("#0072b2", "#d55e00", "#009e73", "#a8548a", "#b07a00", "#56555e")
ACCENTS_ON_DARK = ("#56b4e9", "#f0894a", "#3fc79a", "#e3a0c8", "#f0c95c", "#b9bbc2")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
PANEL_HEIGHT = 132
HEADROOM = 1.12


def accents(palette: Palette) -> tuple[str, ...]:
    """The colours of the actors, in their order."""
    return ACCENTS_ON_DARK if palette == DARK else ACCENTS


def lines_figure(series: Mapping[str, pd.DataFrame], *, selected: date | None, palette: Palette) -> go.Figure:
    """All actors in one frame. `series` has a frame as `data.history` gives it for each name."""
    figure = go.Figure()
    for place, (name, days) in enumerate(series.items()):
        add_line(figure, name, days, place, palette, axis="y")
    add_targets(figure, series, palette)
    everything = spanned(series)
    lay_out(figure, everything, palette, (0.0, top_of(series)))
    figure.update_layout(yaxis={"domain": (0.0, 1.0), "zeroline": True}, yaxis2=None)
    figure.update_xaxes(anchor="y")
    if selected is not None:
        mark_day(figure, selected, palette)
    return figure


def panels_figure(series: Mapping[str, pd.DataFrame], *, selected: date | None, palette: Palette) -> go.Figure:
    """A panel each, one above the other, with one height of scale, so that they compare."""
    figure = go.Figure()
    high, rows = top_of(series), len(series)
    for place, (name, days) in enumerate(series.items()):
        axis = "y" if place == 0 else f"y{place + 1}"
        add_line(figure, name, days, place, palette, axis=axis, is_filled=True)
    add_targets(figure, series, palette)
    lay_out(figure, spanned(series), palette, (0.0, high))
    room = 1 / rows
    figure.update_layout(height=PANEL_HEIGHT * rows + 70, showlegend=False, yaxis2=None)
    for place, name in enumerate(series):
        top = 1 - place * room
        axis = "yaxis" if place == 0 else f"yaxis{place + 1}"
        figure.update_layout(
            {
                axis: {
                    "domain": (top - room * 0.78, top - room * 0.06),
                    "range": (0, high),
                    "fixedrange": True,
                    "gridcolor": faded(palette.faint, 0.25),
                    "nticks": 3,
                    "tickvals": None,
                    "ticktext": None,
                    "tickmode": "auto",
                    "zeroline": True,
                    "zerolinecolor": palette.faint,
                    "title": {"text": ""},
                    "automargin": True,
                }
            }
        )
        figure.add_annotation(
            text=f"<b>{plain(name)}</b>",
            x=0,
            xref="paper",
            xanchor="left",
            y=top,
            yref="paper",
            yanchor="top",
            showarrow=False,
            font={"size": 13, "color": accents(palette)[place % len(ACCENTS)]},
        )
    figure.update_xaxes(anchor="y" if rows == 1 else f"y{rows}")
    if selected is not None:
        mark_day(figure, selected, palette)
    return figure


def add_line(
    figure: go.Figure,
    name: str,
    days: pd.DataFrame,
    place: int,
    palette: Palette,
    *,
    axis: str,
    is_filled: bool = False,
) -> None:
    """The tension of one actor, parted at gaps."""
    colour = accents(palette)[place % len(ACCENTS)]
    for number, run in enumerate(known_runs(days)):
        figure.add_scatter(
            **along(run["published_on"]),
            y=numbers(tension(run)),
            yaxis=axis,
            name=plain(name),
            legendgroup=name,
            showlegend=number == 0,
            mode="lines" if len(run) > 1 else "lines+markers",
            line={"color": colour, "width": 2, "dash": "solid" if is_filled else DASHES[place % len(DASHES)]},
            fill="tozeroy" if is_filled else "none",
            fillcolor=faded(colour, 0.22),
            hoverinfo="skip",
        )


def add_targets(figure: go.Figure, series: Mapping[str, pd.DataFrame], palette: Palette) -> None:
    """A point a day that cannot be seen: it says every actor's level, and takes the clicks."""
    values = {name: tension(days).set_axis(pd.to_datetime(days["published_on"])) for name, days in series.items()}
    table = pd.DataFrame(values)
    colours = accents(palette)
    form = "<br>".join(
        f"<span style='color:{colours[place % len(colours)]}'>\N{BLACK SQUARE}</span> "
        f"{plain(name)} %{{customdata[{place}]:.2f}}"
        for place, name in enumerate(series)
    )
    figure.add_scatter(
        x=dates(pd.Series(table.index)),
        y=numbers(table.max(axis=1).fillna(0)),
        mode="markers",
        marker={"size": HIT_SIZE, "color": UNSEEN},
        selected={"marker": {"color": UNSEEN}},
        unselected={"marker": {"color": UNSEEN, "opacity": 1}},
        showlegend=False,
        name="",
        customdata=table.astype(float).to_numpy(dtype="float32"),
        hovertemplate=f"{form}<br>Tension {wording.UNIT}<extra></extra>",
    )


def tension(days: pd.DataFrame) -> pd.Series:
    """Act plus threat."""
    return days["act"] + days["threat"]


def spanned(series: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every day of any of the series."""
    return pd.DataFrame({"published_on": sorted({one for days in series.values() for one in days["published_on"]})})


def top_of(series: Mapping[str, pd.DataFrame]) -> float:
    """The upper end of the scale."""
    highest = [float(tension(days).max()) for days in series.values() if tension(days).notna().any()]
    return max([*highest, 1.0 / HEADROOM]) * HEADROOM


def finding(series: Mapping[str, pd.DataFrame]) -> str:
    """What the chart shows, for those who cannot see it: each actor's highest and last level."""
    said = []
    for name, days in series.items():
        total = tension(days)
        if not total.notna().any():
            said.append(f"{name}: no day has a value")
            continue
        top: Any = days.iloc[int(total.fillna(-1).to_numpy().argmax())]
        said.append(
            f"{name}: highest on {wording.day(pd.Timestamp(top['published_on']).date())} "
            f"at {wording.level(float(total.max()))}, last {wording.level(float(total.dropna().iloc[-1]))}"
        )
    return f"Tension of {wording.names(list(series))}, {wording.UNIT}. {'; '.join(said)}."
