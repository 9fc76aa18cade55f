"""One actor over time: act and threat stacked above the axis, de-escalation below. Pure, like `charts`.

Band, surprise and outage are drawn where the frame has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import wording
from dashboard.charts import (
    EDGE,
    HIT_SIZE,
    UNSEEN,
    Palette,
    add_area,
    add_outline,
    add_strip,
    along,
    dates,
    faded,
    known_runs,
    lay_out,
    mark_day,
    numbers,
    plain,
)
from warehouse.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

# The frame shows single days up to twice the height of the curve; higher ones run off it, which the page says.
RAW_HEADROOM = 2.0
CURVE_HEADROOM = 1.15
RAW_OPACITY = 0.17
BAND_OPACITY = 0.17
# More points than this cannot be told apart on a screen of 1440 px, and the whole chart stays under 300 KB.
POINTS_MAX = 780
KINDS = (Kind.ACT, Kind.THREAT, Kind.DEESCALATION)
# A surprise of this many spreads is lit, as in the event study: three is the customary bound.
LIT = 3.0
# Lit days this close together are one episode, marked at its height.
EPISODE_DAYS = 7
EPISODES_MAX = 5
FLAG_SYMBOLS = {"note": "diamond", "event": "triangle-down"}
FLAG_NAMES = {"note": "Your notes", "event": "Public events"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something that happened on a day: a note of somebody's, or a public event. Its text is from outside."""

    on: date
    text: str
    what: str = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A stretch of lit days, at its most surprising: z, the height of the curve, and the leading story."""

    on: date
    surprise: float
    height: float
    title: str = ""
    article_id: str = ""
    hit_index: int | None = None


def actor_figure(
    days: pd.DataFrame,
    *,
    palette: Palette,
    window_days: int,
    selected: date | None = None,
    since: date | None = None,
    episodes: Sequence[Episode] = (),
    flags: Sequence[Flag] = (),
) -> go.Figure:
    """`days` has a row per day as `data.history` gives it; `since` begins a span that ends at `selected`."""
    figure = go.Figure()
    frame = frame_of(days)
    add_single_days(figure, days, palette)
    for number, run in enumerate(known_runs(days)):
        add_curves(figure, run, palette, is_first=number == 0)
    add_strip(figure, days, palette)
    add_targets(figure, days, window_days)
    add_episodes(figure, episodes, palette)
    add_flags(figure, flags, frame[1], palette)
    lay_out(figure, days, palette, frame)
    if selected is not None and since is not None:
        mark_span(figure, since, selected, palette)
    if selected is not None:
        mark_day(figure, selected, palette)
    return figure


def thinned(days: pd.DataFrame, *, keep: date | None, most: int = POINTS_MAX) -> tuple[pd.DataFrame, int]:
    """At most `most` days, evenly spaced and counted from `keep`, and the step: 1 where all are there.

    Up to a step of the window's length every story still lies in some window that is drawn.
    """
    step = -(-len(days) // most)
    if step <= 1:
        return days, 1
    place = pd.Series(range(len(days)))
    at = int(place[(pd.to_datetime(days["published_on"]) == pd.Timestamp(keep)).to_numpy()].min()) if keep else 0
    return days[(place % step == at % step).to_numpy()].reset_index(drop=True), step


def add_single_days(figure: go.Figure, days: pd.DataFrame, palette: Palette) -> None:
    """Faint bars: what each day alone would say."""
    for kind in KINDS:
        figure.add_bar(
            **along(days["published_on"]),
            y=numbers((-1 if kind is Kind.DEESCALATION else 1) * days[f"{kind.value}_day"]),
            marker={"color": palette.of(kind.value), "line": {"width": 0}},
            opacity=RAW_OPACITY,
            hoverinfo="skip",
            showlegend=False,
            unselected={"marker": {"opacity": 1}},
        )


def add_curves(figure: go.Figure, run: pd.DataFrame, palette: Palette, *, is_first: bool) -> None:
    """One stretch of the three series: areas, bands, and lines where there is something to outline."""
    on = run["published_on"]
    heights = {"act": run["act"], "threat": run["act"] + run["threat"], "deescalation": -run["deescalation"]}
    for kind, height in heights.items():
        add_area(figure, on, height, kind, palette)
    for kind, sign in (("tension", 1), ("deescalation", -1)):
        if has_band(run, kind):
            in_legend = is_first and kind == "tension"
            add_band(figure, on, sign * run[f"{kind}_low"], sign * run[f"{kind}_high"], palette, in_legend=in_legend)
    for kind, height in heights.items():
        add_outline(figure, on, height, run[kind] > 0, kind, palette, in_legend=is_first)


def has_band(days: pd.DataFrame, kind: str) -> bool:
    """Whether a band is drawn: where all is zero its upper end would fill the frame and say nothing."""
    return f"{kind}_high" in days and bool((days[kind] > 0).any())


def add_band(
    figure: go.Figure, on: pd.Series, low: pd.Series, high: pd.Series, palette: Palette, *, in_legend: bool
) -> None:
    """Between which values the level lies nine times in ten, round the outer curve."""
    edge = {"width": 0}
    place = along(on)
    figure.add_scatter(**place, y=numbers(low), mode="lines", line=edge, hoverinfo="skip", showlegend=False)
    figure.add_scatter(
        **place,
        y=numbers(high),
        mode="lines",
        line=edge,
        fill="tonexty",
        fillcolor=faded(palette.faint, BAND_OPACITY),
        name="90 % band",
        hoverinfo="skip",
        showlegend=in_legend,
        legendgroup="band",
    )


def add_targets(figure: go.Figure, days: pd.DataFrame, window_days: int) -> None:
    """Points that cannot be seen and are large enough to hit: they carry the tooltip and take the clicks.

    Known days share one form of words, with their numbers beside it; a gap says what it is.
    """
    known = days[days["quality"] != "gap"]
    form, values = words_of(known, window_days)
    add_points(figure, known, (known["act"] + known["threat"]).fillna(0), form, values)
    gaps = days[days["quality"] == "gap"]
    if len(gaps):
        add_points(figure, gaps, pd.Series(0.0, index=gaps.index), wording.QUALITIES["gap"].capitalize(), None)


def add_points(figure: go.Figure, days: pd.DataFrame, heights: pd.Series, form: str, values: Any) -> None:
    """One point per day, which carries its quality as text."""
    figure.add_scatter(
        x=dates(days["published_on"]),
        y=numbers(heights),
        mode="markers",
        marker={"size": HIT_SIZE, "color": UNSEEN, "line": {"width": 0}},
        selected={"marker": {"color": UNSEEN}},
        unselected={"marker": {"color": UNSEEN, "opacity": 1}},
        name="",
        showlegend=False,
        text=states(days),
        customdata=values,
        hovertemplate=f"{form}<extra></extra>",
    )


def states(days: pd.DataFrame) -> list[str]:
    """Per day its quality, and its surprise or why there is none."""
    found = []
    for one in days.to_dict("records"):
        words = str(one["quality"]).capitalize()
        if wording.is_known(one.get("surprise")):
            words += f" · surprise z {one['surprise']:.1f}"
        elif one.get("surprise_state"):
            words += f" · surprise: {one['surprise_state']}"
        found.append(words)
    return found


def words_of(days: pd.DataFrame, window_days: int) -> tuple[str, Any]:
    """The form of what is said of a day, and its numbers: values, bands, surprise, stories, outlets."""
    columns: list[pd.Series] = []

    def number(name: str, form: str = ":.2f") -> str:
        columns.append(days[name])
        return f"%{{customdata[{len(columns) - 1}]{form}}}"

    def band(kind: str) -> str:
        return f", 90 % band {number(f'{kind}_low')} to {number(f'{kind}_high')}" if f"{kind}_high" in days else ""

    lines = []
    if "tension_high" in days:
        lines.append(f"<b>Tension {number('tension')}</b>{band('tension')}")
    for kind in KINDS:
        value, stories = number(kind.value), number(f"{kind.value}_stories", ":,.0f")
        lines.append(f"{wording.KIND_MARKS[kind]} {wording.KINDS[kind]} {value} · stories {stories}")
    lines.append(f"{wording.UNIT}, {window_days}-day window · outlets {number('outlets', ':.0f')}")
    values = pd.concat(columns, axis=1).astype(float).to_numpy(dtype="float32")
    return "<br>".join([*lines, "%{text}"]), values


def add_episodes(figure: go.Figure, episodes: Sequence[Episode], palette: Palette) -> None:
    """A numbered ring at the height of each episode; the page lists them by the same numbers."""
    if not episodes:
        return
    figure.add_scatter(
        x=[str(one.on) for one in episodes],
        y=[one.height for one in episodes],
        mode="markers+text",
        marker={"size": 19, "color": palette.paper, "line": {"color": palette.ink, "width": 1.5}},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": palette.ink}},
        text=[str(number) for number, _ in enumerate(episodes, start=1)],
        textfont={"size": 11, "color": palette.ink},
        name="Surprise: unusually high beside the year before",
        customdata=[f"Surprise z {one.surprise:.1f}. Leading story: {plain(one.title)}" for one in episodes],
        hovertemplate="%{customdata}<extra></extra>",
    )


def add_flags(figure: go.Figure, flags: Sequence[Flag], top: float, palette: Palette) -> None:
    """Small signs along the upper edge; what each says is shown on hovering, and listed on the page."""
    for what, symbol in FLAG_SYMBOLS.items():
        own = [one for one in flags if one.what == what]
        if own:
            figure.add_scatter(
                x=[str(one.on) for one in own],
                y=[top * 0.97] * len(own),
                mode="markers",
                marker={
                    "size": 9,
                    "symbol": symbol,
                    "color": palette.faint,
                    "line": {"color": palette.ink, "width": 1},
                },
                selected={"marker": {"opacity": 1}},
                unselected={"marker": {"opacity": 1}},
                name=FLAG_NAMES[what],
                customdata=[plain(one.text) for one in own],
                hovertemplate="%{customdata}<extra></extra>",
            )


def mark_span(figure: go.Figure, first: date, last: date, palette: Palette) -> None:
    """A shade over the span that is looked at."""
    figure.add_shape(
        type="rect",
        x0=str(first),
        x1=str(last),
        y0=0,
        y1=1,
        yref="paper",
        line={"width": 0},
        fillcolor=faded(palette.ink, 0.08),
        layer="below",
    )


def frame_of(days: pd.DataFrame) -> tuple[float, float]:
    """The lowest and highest value that the frame shows: curves in full, bands and single days as far as they fit."""
    curve, calm = largest(days["act"] + days["threat"]), largest(days["deescalation"])
    single = largest(days["act_day"] + days["threat_day"], days.get("tension_high"))
    calm_single = largest(days["deescalation_day"], days.get("deescalation_high") if calm else None)
    high = max(curve * CURVE_HEADROOM, min(single, curve * RAW_HEADROOM))
    low = max(calm * CURVE_HEADROOM, min(calm_single, calm * RAW_HEADROOM))
    high = max(high, low * EDGE, 1.0)
    return -max(low, high * EDGE), high


def largest(*columns: pd.Series | None) -> float:
    """The largest number of some columns; 0 where there is none."""
    found = [float(one.max()) for one in columns if one is not None and one.notna().any()]
    return max(found, default=0.0)


def episodes_of(days: pd.DataFrame, *, most: int = EPISODES_MAX) -> list[Episode]:
    """The most surprising stretches of lit days, in the order of time; empty where nothing is known of surprise."""
    if "surprise" not in days:
        return []
    lit = days[days["surprise"].astype(float) >= LIT]
    if lit.empty:
        return []
    on = pd.to_datetime(lit["published_on"])
    stretch = (on.diff() > pd.Timedelta(days=EPISODE_DAYS)).cumsum()
    peaks = lit.loc[lit.groupby(stretch)["surprise"].idxmax()].nlargest(most, "surprise").sort_values("published_on")
    return [
        Episode(
            on=pd.Timestamp(one["published_on"]).date(),
            surprise=float(one["surprise"]),
            height=float(one["act"] + one["threat"]),
        )
        for one in peaks.to_dict("records")
    ]


def finding(name: str, days: pd.DataFrame) -> str:
    """What the chart shows, for those who cannot see it: where it ends, its height, and what is not known."""
    total = days["act"] + days["threat"]
    if not total.notna().any():
        return f"Chart of {name}: no day has a value."
    first, last = (pd.Timestamp(days["published_on"].iloc[at]).date() for at in (0, -1))
    top = days.iloc[int(total.fillna(-1).to_numpy().argmax())]
    known = total.dropna()
    calm = days["deescalation"]
    said = [
        f"Chart of {name} from {wording.day(first)} to {wording.day(last)}, {wording.UNIT}",
        (
            f"act and threat together are highest on {day_of(top)} at {wording.level(float(total.max()))}, "
            f"end at {wording.level(float(known.iloc[-1]))}, with a median of {wording.level(float(known.median()))}"
        ),
    ]
    if calm.max() > 0:
        highest = days.iloc[int(calm.fillna(-1).to_numpy().argmax())]
        said.append(f"de-escalation, below the axis, is highest on {day_of(highest)} at {wording.level(calm.max())}")
    lost = int((days["quality"] == "gap").sum())
    if lost:
        said.append(f"of {wording.count(lost, 'day')} nothing is known")
    lit = episodes_of(days)
    if lit:
        said.append(f"unusually high about {wording.names([wording.day(one.on) for one in lit])}")
    return f"{'; '.join(said)}."


def day_of(row: pd.Series) -> str:
    """The day of a row, in words."""
    return wording.day(pd.Timestamp(row["published_on"]).date())
