"""Frames -> Plotly figures. Pure: nothing is read here, and nothing of Streamlit is needed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import wording
from warehouse.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

# The frame shows single days up to twice the height of the curve; higher ones run off it, which the page says.
RAW_HEADROOM = 2.0
CURVE_HEADROOM = 1.12
# Either side of the axis has at least this share of the other.
EDGE = 0.08
RAW_OPACITY = 0.17
HEIGHT = 430
HIT_SIZE = 16
TICKS = 6
UNSEEN = "rgba(0,0,0,0)"
STRIP_DOMAIN = (0.0, 0.045)
CURVE_DOMAIN = (0.12, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours for one theme. The three accents differ in lightness too, so that they part without hue."""

    act: str
    threat: str
    deescalation: str
    ink: str
    faint: str
    paper: str

    def of(self, kind: str) -> str:
        """The accent of a kind."""
        return str(getattr(self, kind))


LIGHT = Palette(
    act="#b8432f", threat="#e0a030", deescalation="#2b7a9e", ink="#1f2328", faint="#8b8f94", paper="#fcfcfb"
)
DARK = Palette(act="#e8705a", threat="#f2c265", deescalation="#5fb4d9", ink="#e8e8e4", faint="#7c838b", paper="#15181c")

DASHES = {"act": "solid", "threat": "dot", "deescalation": "solid"}
FILLS = {"act": "", "threat": "/", "deescalation": ""}
STRIP_SHAPES = {"partial": "/", "thin": ".", "narrow": "-", "outage": "+", "gap": "x"}
STRIP_SHADES = {"complete": 0.18, "partial": 0.45, "thin": 0.6, "narrow": 0.45, "outage": 0.75, "gap": 0.9}


def history_figure(days: pd.DataFrame, *, selected: date | None, palette: Palette, window_days: int) -> go.Figure:
    """Act and threat stacked above the axis, de-escalation mirrored below, single days behind, coverage beneath.

    `days` has a row per day as `data.history` gives it. Clicking any day selects the point of the last trace.
    """
    figure = go.Figure()
    add_single_days(figure, days, palette)
    for number, run in enumerate(known_runs(days)):
        add_curves(figure, run, palette, is_first=number == 0)
    add_strip(figure, days, palette)
    add_targets(figure, days, window_days)
    lay_out(figure, days, palette, frame_of(days))
    if selected is not None:
        mark_day(figure, selected, palette)
    return figure


def known_runs(days: pd.DataFrame) -> list[pd.DataFrame]:
    """Stretches of days without a gap: a gap is drawn as one, never bridged."""
    known = days["quality"] != "gap"
    run = (known != known.shift()).cumsum()
    return [part for _, part in days[known].groupby(run[known])]


def add_single_days(figure: go.Figure, days: pd.DataFrame, palette: Palette) -> None:
    """Faint bars: what each day alone would say."""
    for kind, sign in (("act", 1), ("threat", 1), ("deescalation", -1)):
        figure.add_bar(
            x=days["published_on"],
            y=sign * days[f"{kind}_day"],
            marker={"color": palette.of(kind), "line": {"width": 0}},
            opacity=RAW_OPACITY,
            hoverinfo="skip",
            showlegend=False,
            unselected={"marker": {"opacity": RAW_OPACITY}},
        )


def add_curves(figure: go.Figure, run: pd.DataFrame, palette: Palette, *, is_first: bool) -> None:
    """One stretch of the three series: areas, and lines where there is something to outline."""
    stacked = {"act": run["act"], "threat": run["act"] + run["threat"], "deescalation": -run["deescalation"]}
    for kind, heights in stacked.items():
        add_area(figure, run["published_on"], heights, kind, palette)
    for kind, heights in stacked.items():
        add_outline(figure, run["published_on"], heights, run[kind] > 0, kind, palette, in_legend=is_first)


def add_area(figure: go.Figure, on: pd.Series, heights: pd.Series, kind: str, palette: Palette) -> None:
    """The filled part of a series; a threat lies on the act that was drawn before it."""
    figure.add_scatter(
        x=on,
        y=heights,
        mode="lines",
        line={"width": 0},
        fill="tonexty" if kind == "threat" else "tozeroy",
        fillcolor=faded(palette.of(kind), 0.34),
        fillpattern={
            "shape": FILLS[kind],
            "fgcolor": palette.of(kind),
            "fgopacity": 0.55,
            "size": 7,
            "solidity": 0.1,
        },
        hoverinfo="skip",
        showlegend=False,
    )


def add_outline(
    figure: go.Figure,
    on: pd.Series,
    heights: pd.Series,
    own: pd.Series,
    kind: str,
    palette: Palette,
    *,
    in_legend: bool,
) -> None:
    """The line of a series, where it has something of its own (`own`) to outline."""
    figure.add_scatter(
        x=on,
        y=heights.where(own | own.shift(1, fill_value=False) | own.shift(-1, fill_value=False)),
        name=wording.KINDS[Kind(kind)],
        legendgroup=kind,
        showlegend=in_legend,
        mode="lines" if len(on) > 1 else "lines+markers",
        line={"color": palette.of(kind), "width": 2, "dash": DASHES[kind]},
        hoverinfo="skip",
    )


def add_strip(figure: go.Figure, days: pd.DataFrame, palette: Palette) -> None:
    """A thin strip that says how far each day can be trusted."""
    for quality, part in days.groupby("quality", sort=False):
        name = str(quality)
        figure.add_bar(
            x=part["published_on"],
            y=[1] * len(part),
            yaxis="y2",
            name=f"Day is {name}" if name != "gap" else "Gap",
            marker={
                "color": faded(palette.faint, STRIP_SHADES.get(name, 0.5)),
                "line": {"width": 0},
                "pattern": {"shape": STRIP_SHAPES.get(name, ""), "size": 5, "fgcolor": palette.ink},
            },
            width=86_400_000,
            hoverinfo="skip",
            legendgroup=f"quality-{name}",
            showlegend=name != "complete",
            unselected={"marker": {"opacity": 1}},
        )


def add_targets(figure: go.Figure, days: pd.DataFrame, window_days: int) -> None:
    """Points that cannot be seen and are large enough to hit: they carry the tooltip and take the clicks."""
    heights = (days["act"] + days["threat"]).fillna(0)
    place_targets(figure, days["published_on"], heights, [tooltip(one, window_days) for one in days.to_dict("records")])


def place_targets(figure: go.Figure, on: pd.Series, heights: pd.Series, texts: list[str]) -> None:
    """One such point per day, with its tooltip."""
    figure.add_scatter(
        x=on,
        y=heights,
        mode="markers",
        marker={"size": HIT_SIZE, "color": UNSEEN, "line": {"width": 0}},
        selected={"marker": {"color": UNSEEN}},
        unselected={"marker": {"color": UNSEEN, "opacity": 1}},
        name="",
        showlegend=False,
        customdata=[str(one.date()) for one in pd.to_datetime(on)],
        text=texts,
        hovertemplate="%{text}<extra></extra>",
    )


def tooltip(one: dict[Hashable, Any], window_days: int) -> str:
    """What is said of a day: values with their unit, stories, outlets, quality."""
    quality = wording.QUALITIES.get(str(one["quality"]), str(one["quality"]))
    kinds = ("act", "threat", "deescalation")
    if not all(wording.is_known(one[kind]) for kind in kinds):
        return quality.capitalize()
    lines = [
        f"{wording.KIND_MARKS[Kind(kind)]} {wording.KINDS[Kind(kind)]} "
        f"{wording.level(one[kind])} · {wording.stories(int(one[f'{kind}_stories']))}"
        for kind in kinds
    ]
    lines.append(f"{wording.UNIT}, {window_days}-day window · {wording.count(int(one['outlets']), 'outlet')}")
    lines.append(quality.capitalize())
    return "<br>".join(lines)


def lay_out(figure: go.Figure, days: pd.DataFrame, palette: Palette, frame: tuple[float, float]) -> None:
    """Axes, legend and margins. What is drawn below the axis is no negative number: its ticks have no sign."""
    low, high = frame
    marks = ticks(low, high)
    figure.update_layout(
        barmode="relative",
        bargap=0,
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        hovermode="x unified",
        clickmode="event+select",
        dragmode=False,
        paper_bgcolor=UNSEEN,
        plot_bgcolor=UNSEEN,
        font={"color": palette.ink, "size": 13},
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        hoverlabel={"align": "left"},
    )
    figure.update_xaxes(
        type="date",
        anchor="y2",
        title={"text": "Day of publication (UTC)", "font": {"size": 12}, "standoff": 6},
        hoverformat="%-d %b %Y",
        tickformatstops=[
            {"dtickrange": [None, "M1"], "value": "%-d %b\n%Y"},
            {"dtickrange": ["M1", None], "value": "%b\n%Y"},
        ],
        showgrid=False,
        fixedrange=True,
        range=[
            pd.Timestamp(days["published_on"].min()) - pd.Timedelta(hours=14),
            pd.Timestamp(days["published_on"].max()) + pd.Timedelta(hours=14),
        ],
    )
    figure.update_layout(
        yaxis={
            "domain": CURVE_DOMAIN,
            "range": [low, high],
            "fixedrange": True,
            "zeroline": True,
            "zerolinecolor": palette.faint,
            "zerolinewidth": 1,
            "gridcolor": faded(palette.faint, 0.25),
            "automargin": True,
            "tickvals": marks,
            "ticktext": [f"{abs(one):,g}" for one in marks],
            "title": {"text": f"Intensity {wording.UNIT}", "font": {"size": 12}, "standoff": 8},
        },
        yaxis2={"domain": STRIP_DOMAIN, "range": [0, 1], "visible": False, "fixedrange": True},
    )


def ticks(low: float, high: float) -> list[float]:
    """Round values inside [low, high], 0 among them, about TICKS in all."""
    rough = (high - low) / TICKS
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def frame_of(days: pd.DataFrame) -> tuple[float, float]:
    """The lowest and highest value that the frame shows."""
    curve = float((days["act"] + days["threat"]).max() or 0)
    single = float((days["act_day"] + days["threat_day"]).max() or 0)
    calm = float(days["deescalation"].max() or 0)
    calm_single = float(days["deescalation_day"].max() or 0)
    values = [value if wording.is_known(value) else 0.0 for value in (curve, single, calm, calm_single)]
    high = max(values[0] * CURVE_HEADROOM, min(values[1], values[0] * RAW_HEADROOM))
    low = max(values[2] * CURVE_HEADROOM, min(values[3], values[2] * RAW_HEADROOM))
    high = max(high, low * EDGE, 1.0)
    return -max(low, high * EDGE), high


def mark_day(figure: go.Figure, on: date, palette: Palette) -> None:
    """A line at the selected day, through the curves and the strip."""
    figure.add_shape(
        type="line",
        x0=str(on),
        x1=str(on),
        y0=0,
        y1=1,
        yref="paper",
        line={"color": palette.ink, "width": 1.5},
        layer="above",
    )


def faded(colour: str, opacity: float) -> str:
    """#rrggbb as rgba."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def description(name: str, days: pd.DataFrame) -> str:
    """What the chart shows, for those who cannot see it."""
    total = days["act"] + days["threat"]
    if not total.notna().any():
        return f"Chart of {name}: no day has a value."
    peak = days.iloc[int(total.fillna(-1).to_numpy().argmax())]
    first, last = (pd.Timestamp(days["published_on"].iloc[at]).date() for at in (0, -1))
    return (
        f"Chart of {name} from {wording.day(first)} to {wording.day(last)}: act and threat stacked above the axis, "
        f"de-escalation below, {wording.UNIT}. Highest on {wording.day(pd.Timestamp(peak['published_on']).date())} "
        f"at {wording.level(float(total.max()))}. The day picker below gives each day's values in words."
    )
