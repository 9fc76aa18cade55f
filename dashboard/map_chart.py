"""A ranking -> a map of the world. Nothing of it comes from afar.

Plotly asks for the shapes of countries by themselves; `CONFIG` sends it to `static/`, which the dashboard's own server
gives out. `world_file` makes them.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard import wording
from dashboard.charts import DARK, UNSEEN, faded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import pandas as pd

    from dashboard.charts import Palette

HEIGHT = 430
POINT_SIZE = 9
POINTS = Path(__file__).with_name("small_states.json")
SHAPES = Path(__file__).with_name("static") / "world_110m.json"
# Surprise beyond this is drawn alike: at four spreads all is said.
SURPRISE_EDGE = 4.0
TICKS = 4
LEAST = 0.01

# Each scale runs in lightness, too, and away from the paper: it can be read without hue, and on either theme.
LEVELS = {
    "light": ["#f3e3d6", "#eab58f", "#d97e57", "#b8432f", "#7c1d22"],
    "dark": ["#3a2b2a", "#74392f", "#b0543d", "#e27c57", "#ffc39a"],
}
CHANGES = {
    "light": ["#1f5f86", "#7fb0ca", "#e9e6df", "#e39a72", "#9c2f22"],
    "dark": ["#7cc6ee", "#3f7796", "#33383e", "#a5573f", "#ff9a76"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What colours the map: a column of the ranking, its name, its scale and how a value is said."""

    column: str
    name: str
    is_signed: bool
    say: Callable[[float | None], str]


MEASURES = {
    "level": Measure(column="tension", name=f"Tension {wording.UNIT}", is_signed=False, say=wording.level),
    "change": Measure(column="change", name=f"Change {wording.UNIT}", is_signed=True, say=wording.change),
    "surprise": Measure(column="surprise", name="Surprise, in spreads", is_signed=True, say=wording.spreads),
}


def config(base: str = "") -> dict[str, Any]:
    """Plotly's settings. `base` is the path under which the dashboard is served."""
    root = f"/{base.strip('/')}/" if base.strip("/") else "/"
    return {"displayModeBar": False, "scrollZoom": False, "topojsonURL": f"{root}app/static/"}


@cache
def places() -> dict[str, tuple[float, float]]:
    """States too small to hit as a shape, with longitude and latitude."""
    found: dict[str, tuple[float, float]] = json.loads(POINTS.read_text(encoding="utf-8"))
    return found


@cache
def shapes() -> frozenset[str]:
    """Actors that the map has a shape of."""
    made = json.loads(SHAPES.read_text(encoding="utf-8"))
    return frozenset(one["id"] for one in made["objects"]["countries"]["geometries"])


def figure(ranked: pd.DataFrame, measure: Measure, palette: Palette) -> go.Figure:
    """The actors of a ranking that are places, coloured by a measure; what is not known stays the colour of land."""
    known = drawn(ranked, measure)
    scale = (CHANGES if measure.is_signed else LEVELS)["dark" if palette is DARK else "light"]
    edge = edge_of(known, measure)
    layout = {
        "autosize": True,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": UNSEEN,
        "dragmode": False,
        "clickmode": "event+select",
        "font": {"color": palette.ink, "size": 12},
        "hoverlabel": {"align": "left"},
        "coloraxis": {
            "colorscale": [[place / (len(scale) - 1), colour] for place, colour in enumerate(scale)],
            "cmin": -bent(edge, measure) if measure.is_signed else 0,
            "cmax": bent(edge, measure),
            "colorbar": bar(edge, measure),
        },
        "geo": {
            "projection": {"type": "natural earth"},
            "showframe": False,
            "showcoastlines": False,
            "showland": True,
            "landcolor": faded(palette.faint, 0.22),
            "showcountries": True,
            "countrycolor": palette.paper,
            "countrywidth": 0.5,
            "showlakes": False,
            "bgcolor": UNSEEN,
            "lataxis": {"range": [-56, 82]},
        },
    }
    # Made at once: adding part by part took four times as long.
    return go.Figure(
        data=[
            shapes_of(known[known["actor_id"].isin(shapes())], measure, palette),
            points_of(known[known["actor_id"].isin(places())], measure, palette),
        ],
        layout=layout,
    )


def drawn(ranked: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Rows with a value and a place."""
    if measure.column not in ranked:
        return ranked.iloc[:0]
    return ranked[ranked[measure.column].notna() & ranked["actor_id"].isin(shapes() | places().keys())]


def shapes_of(rows: pd.DataFrame, measure: Measure, palette: Palette) -> dict[str, Any]:
    """Countries as shapes."""
    return {
        "type": "choropleth",
        "locations": list(rows["actor_id"]),
        "locationmode": "ISO-3",
        "z": [bent(float(one), measure) for one in rows.get(measure.column, ())],
        "coloraxis": "coloraxis",
        "marker": {"line": {"color": palette.paper, "width": 0.5}},
        **said(rows, measure),
    }


def points_of(rows: pd.DataFrame, measure: Measure, palette: Palette) -> dict[str, Any]:
    """Small states as points."""
    where = [places()[one] for one in rows["actor_id"]]
    return {
        "type": "scattergeo",
        "lon": [one[0] for one in where],
        "lat": [one[1] for one in where],
        "mode": "markers",
        "marker": {
            "color": [bent(float(one), measure) for one in rows.get(measure.column, ())],
            "coloraxis": "coloraxis",
            "size": POINT_SIZE,
            "line": {"color": palette.faint, "width": 1},
        },
        "showlegend": False,
        **said(rows, measure),
    }


def said(rows: pd.DataFrame, measure: Measure) -> dict[str, Any]:
    """What a place says of itself, and whose it is. One that was selected looks as before."""
    return {
        "customdata": list(rows["actor_id"]),
        "text": [tooltip(one, measure) for one in rows.to_dict("records")],
        "hovertemplate": "%{text}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def tooltip(one: dict[Any, Any], measure: Measure) -> str:
    """A name and its numbers."""
    lines = [f"<b>{one['name']}</b>", f"Tension {wording.level(one['tension'])} ({wording.change(one['change'])})"]
    if measure.column == "surprise":
        lines.append(f"Surprise {measure.say(one['surprise'])}")
    lines.append(f"{wording.stories(int(one['story_count']))}, {wording.count(int(one['outlet_count']), 'outlet')}")
    return "<br>".join(lines)


def bent(value: float, measure: Measure) -> float:
    """A value on the scale of colours: its root, since a few actors make most of the tension; surprise as it is."""
    if measure.column == "surprise":
        return max(-SURPRISE_EDGE, min(value, SURPRISE_EDGE))
    return math.copysign(math.sqrt(abs(value)), value)


def edge_of(rows: pd.DataFrame, measure: Measure) -> float:
    """The largest value that the scale reaches."""
    if measure.column == "surprise":
        return SURPRISE_EDGE
    largest = float(rows[measure.column].abs().max()) if len(rows) else 0.0
    return max(largest, LEAST)


def bar(edge: float, measure: Measure) -> dict[str, Any]:
    """The legend: values as they are, at their places on the scale."""
    shares = [
        step / TICKS for step in range(-TICKS if measure.is_signed else 0, TICKS + 1, 2 if measure.is_signed else 1)
    ]
    if measure.column == "surprise":
        values = [share * edge for share in shares]
    else:
        values = [math.copysign(share * share * edge, share) for share in shares]
    return {
        "orientation": "h",
        "thickness": 10,
        "len": 0.5,
        "lenmode": "fraction",
        "x": 0.5,
        "y": 0,
        "yanchor": "bottom",
        "outlinewidth": 0,
        "title": {"text": measure.name, "side": "top", "font": {"size": 12}},
        "tickvals": [bent(one, measure) for one in values],
        "ticktext": [label(one, measure) for one in values],
        "tickfont": {"size": 12},
    }


def label(value: float, measure: Measure) -> str:
    """A value beside the scale."""
    text = f"{abs(value):.2g}" if abs(value) < 100 else f"{abs(value):,.0f}"
    if not measure.is_signed or not value:
        return text
    return f"{'+' if value > 0 else wording.MINUS}{text}"


def description(ranked: pd.DataFrame, measure: Measure, on: date) -> str:
    """What the map shows, for those who cannot see it."""
    known = drawn(ranked, measure)
    if known.empty:
        return f"World map for {wording.day(on)}: no country has a value."
    top = known.nlargest(3, measure.column)
    named = [f"{name} at {measure.say(value)}" for name, value in zip(top["name"], top[measure.column], strict=True)]
    return (
        f"World map of {measure.name.lower()} as of {wording.day(on)}: "
        f"{wording.count(len(known), 'country', 'countries')}, highest {wording.names(named)}. "
        "The table below has every value."
    )


def off_map(ranked: pd.DataFrame) -> int:
    """How many ranked actors are no place on the map."""
    on_map = shapes() | places().keys()
    return sum(str(one) not in on_map for one in ranked["actor_id"])


def picked(points: Sequence[dict[str, Any]]) -> str:
    """The actor of the place that was selected, or empty."""
    for one in points:
        given = one.get("customdata") or one.get("location")
        name = given[0] if isinstance(given, list) and given else given
        if isinstance(name, str) and name in shapes() | places().keys():
            return name
    return ""
