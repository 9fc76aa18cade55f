"""What figures over days share: colours, curves, the coverage strip, axes. Pure: frames in, Plotly out."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard import wording
from warehouse.terms import Kind

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    import plotly.graph_objects as go

# Either side of the axis has at least this share of the other.
EDGE = 0.08
HEIGHT = 430
HIT_SIZE = 16
TICKS = 6
# Characters of a text in a label or a hover box.
TEXT_MAX = 90
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
STRIP_SHAPES = {"partial": "/", "thin": ".", "narrow": "-", "gap": "x", "outage": "+"}
STRIP_SHADES = {"complete": 0.18, "partial": 0.45, "thin": 0.6, "narrow": 0.45, "gap": 0.9, "outage": 0.75}
STRIP_NAMES = {"gap": "Gap", "outage": "Outage"}


def known_runs(days: pd.DataFrame) -> list[pd.DataFrame]:
    """Stretches of days without a gap: a gap is drawn as one, never bridged."""
    known = days["quality"] != "gap"
    run = (known != known.shift()).cumsum()
    return [part for _, part in days[known].groupby(run[known])]


def dates(on: pd.Series) -> list[str]:
    """Days as text, as short as they can be told."""
    return [one.strftime("%Y-%m-%d") for one in pd.to_datetime(on)]


def along(on: pd.Series) -> dict[str, Any]:
    """Days for an x axis: their first and their step where they are evenly spaced, else each of them.

    A chart of ten years has a dozen traces; each of them would carry all days.
    """
    told = dates(on)
    steps = {one.total_seconds() for one in pd.to_datetime(on).diff().dropna()}
    if len(steps) == 1:
        return {"x0": told[0], "dx": steps.pop() * 1000}
    return {"x": told}


def numbers(values: pd.Series) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Values as they travel to the browser: three significant places are drawn, so half the bytes do."""
    return values.astype(float).to_numpy(dtype="float32")


def plain(text: str, most: int = TEXT_MAX) -> str:
    """Text from outside for a label or a hover box, in which Plotly would read tags: on one line, cut, escaped."""
    line = wording.title_of(text)
    return html.escape(
        line if len(line) <= most else f"{line[: most - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}", quote=False
    )


def add_area(figure: go.Figure, on: pd.Series, heights: pd.Series, kind: str, palette: Palette) -> None:
    """The filled part of a series; a threat lies on the act that was drawn before it."""
    figure.add_scatter(
        **along(on),
        y=numbers(heights),
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
        **along(on),
        y=numbers(heights.where(own | own.shift(1, fill_value=False) | own.shift(-1, fill_value=False))),
        name=wording.KINDS[Kind(kind)],
        legendgroup=kind,
        showlegend=in_legend,
        mode="lines" if len(on) > 1 else "lines+markers",
        line={"color": palette.of(kind), "width": 2, "dash": DASHES[kind]},
        hoverinfo="skip",
    )


def add_strip(figure: go.Figure, days: pd.DataFrame, palette: Palette) -> None:
    """A thin strip that says how far each day can be trusted, by shade and by hatching: a bar a run of like days."""
    runs = quality_runs(days)
    for quality, part in runs.groupby("quality", sort=False):
        name = str(quality)
        figure.add_bar(
            x=list(part["middle"]),
            y=[1] * len(part),
            yaxis="y2",
            name=STRIP_NAMES.get(name, f"Day is {name}"),
            marker={
                "color": faded(palette.faint, STRIP_SHADES.get(name, 0.5)),
                "line": {"width": 0},
                "pattern": {"shape": STRIP_SHAPES.get(name, ""), "size": 5, "fgcolor": palette.ink},
            },
            width=list(part["milliseconds"]),
            hoverinfo="skip",
            legendgroup=f"quality-{name}",
            showlegend=name != "complete",
            unselected={"marker": {"opacity": 1}},
        )


def quality_runs(days: pd.DataFrame) -> pd.DataFrame:
    """Runs of days of one quality, with their `middle` as text and their length in `milliseconds`."""
    if days.empty:
        return pd.DataFrame({"quality": [], "middle": [], "milliseconds": []})
    on = pd.to_datetime(days["published_on"])
    step = pd.Timedelta(on.diff().min() if len(on) > 1 else "1D")
    run = (days["quality"] != days["quality"].shift()).cumsum().rename("run")
    found = (
        pd.DataFrame({"quality": days["quality"], "on": on})
        .groupby(run)
        .agg(quality=("quality", "first"), first=("on", "min"), last=("on", "max"))
    )
    ends = [
        (pd.Timestamp(first), pd.Timestamp(last)) for first, last in zip(found["first"], found["last"], strict=True)
    ]
    return pd.DataFrame(
        {
            "quality": list(found["quality"]),
            "middle": [(first + (last - first) / 2).isoformat() for first, last in ends],
            "milliseconds": [(last - first + step).total_seconds() * 1000 for first, last in ends],
        }
    )


def place_targets(figure: go.Figure, on: pd.Series, heights: pd.Series, texts: list[str]) -> None:
    """One such point per day, with its tooltip."""
    figure.add_scatter(
        x=dates(on),
        y=numbers(heights),
        mode="markers",
        marker={"size": HIT_SIZE, "color": UNSEEN, "line": {"width": 0}},
        selected={"marker": {"color": UNSEEN}},
        unselected={"marker": {"color": UNSEEN, "opacity": 1}},
        name="",
        showlegend=False,
        customdata=dates(on),
        text=texts,
        hovertemplate="%{text}<extra></extra>",
    )


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
        modebar={"bgcolor": UNSEEN, "color": palette.faint, "activecolor": palette.ink},
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
        automargin=True,
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
