"""What stands beside a series: its classes over time, its outlets, its tone. Frames -> figures and words; pure."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from dashboard import wording
from dashboard.charts import UNSEEN, Palette, faded, plain
from warehouse.terms import EventClass

# Nine tenths of a normal distribution lie within so many standard errors.
BAND_ERRORS = 1.645
OUTLETS_MAX = 30
ROW_HEIGHT = 25
FRAME_HEIGHT = 70
MONTHS_WRITTEN_MAX = 13
# From what is done to what is said, and from conflict to cooperation.
CLASS_ORDER = (
    EventClass.ASSAULT, EventClass.COERCE, EventClass.MOBILIZE, EventClass.SANCTION, EventClass.PROTEST,
    EventClass.THREATEN, EventClass.REJECT, EventClass.ACCUSE, EventClass.REQUEST, EventClass.RETREAT,
    EventClass.CONCEDE, EventClass.AID, EventClass.COOPERATE, EventClass.SUPPORT, EventClass.CONSULT, EventClass.AGREE,
)  # fmt: skip


def class_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Stories per 1,000 of the month: a row per class that occurs, in our order, a column per month."""
    months = sorted(pd.to_datetime(rows["month_on"]).unique())
    named = rows[rows["event_class"].notna()]
    shares = 1000 * named["story_count"] / named["month_story_count"]
    table = (
        pd.DataFrame({"class": named["event_class"], "month": pd.to_datetime(named["month_on"]), "share": shares})
        .pivot_table(index="class", columns="month", values="share", aggfunc="sum")
        .reindex(columns=months)
        .fillna(0.0)
    )
    return table.reindex([one.value for one in CLASS_ORDER if one.value in table.index])


def classes_figure(table: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row a class, a column a month, darker where more: rows are named, so that no colour need be told apart."""
    months = [pd.Timestamp(one) for one in table.columns]
    top = float(table.to_numpy().max() or 1.0)
    is_written = len(months) <= MONTHS_WRITTEN_MAX
    figure = go.Figure(
        go.Heatmap(
            x=[f"{one:%Y-%m}" for one in months],
            y=[wording.class_of(str(one)) for one in table.index],
            z=table.to_numpy(dtype="float32"),
            zmin=0,
            zmax=top,
            colorscale=[(0.0, faded(palette.deescalation, 0.04)), (1.0, palette.deescalation)],
            showscale=False,
            xgap=2,
            ygap=2,
            text=[[f"{value:.0f}" if value >= 0.5 else "" for value in row] for row in table.to_numpy()],
            texttemplate="%{text}" if is_written else None,
            customdata=[[f"{one:%B %Y}" for one in months]] * len(table),
            hovertemplate="%{y}, %{customdata}: %{z:.1f} stories per 1,000<extra></extra>",
        )
    )
    frame(figure, palette, len(table) * ROW_HEIGHT + FRAME_HEIGHT)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    step = -(-len(months) // MONTHS_WRITTEN_MAX)
    ticks = [(number, one) for number, one in enumerate(months) if number % step == 0]
    figure.update_xaxes(
        showgrid=False,
        type="category",
        tickangle=0,
        tickvals=[f"{one:%Y-%m}" for _, one in ticks],
        ticktext=[
            f"{one:%b}<br>{one.year}" if number == 0 or one.year != months[number - step].year else f"{one:%b}"
            for number, one in ticks
        ],
    )
    return figure


def classes_finding(name: str, table: pd.DataFrame) -> str:
    """What the table of classes shows."""
    means = table.mean(axis=1).sort_values(ascending=False)
    leading = [f"{wording.class_of(str(one))} ({value:.1f})" for one, value in means.head(3).items()]
    last = table.iloc[:, -1].sort_values(ascending=False)
    month = f"{pd.Timestamp(table.columns[-1]):%B %Y}"
    now = wording.class_of(str(last.index[0])) if last.iloc[0] > 0 else "none"
    return (
        f"Classes of events of {name} by month, stories per 1,000. Most over the period: {wording.names(leading)}; "
        f"most in {month}: {now}."
    )


def outlet_levels(rows: pd.DataFrame) -> pd.DataFrame:
    """Each outlet that takes part, with its level of tension, the ends of its 90 % band, and whether it disagrees.

    `rows` as `actor_outlets.sql` gives them. The panel's level is the mean over outlets, in `panel`; an outlet
    disagrees where its band leaves it out.
    """
    own = rows[rows["takes_part"]].copy()
    if own.empty:
        return own.assign(level=[], low=[], high=[], panel=[], disagrees=[])
    number = len(own)
    own["level"] = (own["act"] + own["threat"]) * own["weight"] * number
    unit = own["weight"] * number
    total = own["act"] + own["threat"]
    errors = (own["tension_square_sum"] - total**2 / own["story_count"]).clip(lower=0).map(math.sqrt) * unit
    # Where nothing was counted, three stories in the outlet's number could have been missed (the rule of three).
    errors = errors.where(total > 0, unit * 3 / BAND_ERRORS / 2)
    own["low"], own["high"] = (own["level"] - BAND_ERRORS * errors).clip(lower=0), own["level"] + BAND_ERRORS * errors
    own["panel"] = own["level"].mean()
    own["disagrees"] = (own["low"] > own["panel"]) | (own["high"] < own["panel"])
    return own.sort_values(["level", "outlet"], ascending=[False, True]).reset_index(drop=True)


def most_telling(levels: pd.DataFrame, most: int = OUTLETS_MAX) -> pd.DataFrame:
    """At most so many outlets: those that disagree first, then those with most stories; in the order of levels."""
    if len(levels) <= most:
        return levels
    kept = levels.sort_values(["disagrees", "story_count"], ascending=False).head(most)
    return kept.sort_values(["level", "outlet"], ascending=[False, True]).reset_index(drop=True)


def outlets_figure(levels: pd.DataFrame, palette: Palette) -> go.Figure:
    """A point an outlet with its band, beside a line for the panel; filled where it disagrees."""
    figure = go.Figure()
    for disagrees, name in ((True, "Disagrees with the panel"), (False, "Agrees within its band")):
        part = levels[levels["disagrees"] == disagrees]
        if part.empty:
            continue
        figure.add_scatter(
            x=list(part["level"]),
            y=[plain(one, 30) for one in part["outlet"]],
            error_x={
                "type": "data",
                "symmetric": False,
                "array": list(part["high"] - part["level"]),
                "arrayminus": list(part["level"] - part["low"]),
                "color": faded(palette.ink, 0.45),
                "thickness": 1.2,
                "width": 0,
            },
            mode="markers",
            name=name,
            marker={
                "size": 10,
                "symbol": "circle" if disagrees else "circle-open",
                "color": palette.act if disagrees else palette.faint,
                "line": {"width": 1.5},
            },
            customdata=[f"{one:,}" for one in part["story_count"]],
            hovertemplate="%{y}: %{x:.2f} per 1,000, of %{customdata} stories<extra></extra>",
        )
    figure.add_vline(x=float(levels["panel"].iloc[0]), line={"color": palette.ink, "width": 1.5, "dash": "dot"})
    frame(figure, palette, len(levels) * ROW_HEIGHT + FRAME_HEIGHT + 40)
    figure.update_yaxes(
        showgrid=False,
        autorange="reversed",
        categoryorder="array",
        categoryarray=[plain(one, 30) for one in levels["outlet"]],
    )
    figure.update_xaxes(rangemode="tozero", title={"text": f"Tension {wording.UNIT}", "font": {"size": 12}})
    return figure


def outlets_finding(name: str, levels: pd.DataFrame) -> str:
    """Which outlets say more, and which less, than the panel."""
    panel = float(levels["panel"].iloc[0])
    above = levels[levels["disagrees"] & (levels["level"] > panel)]["outlet"].tolist()
    below = levels[levels["disagrees"] & (levels["level"] < panel)]["outlet"].tolist()
    said = [f"{wording.count(len(levels), 'outlet')} on {name}; the panel's mean is {wording.level(panel)}"]
    for outlets, more in ((above, "more"), (below, "less")):
        if outlets:
            told = outlets[:4] if len(outlets) <= 4 else [*outlets[:3], f"{len(outlets) - 3} others"]
            said.append(f"{wording.names(told)} {'say' if len(outlets) > 1 else 'says'} {more}")
    if len(said) == 1:
        said.append("none leaves it out of its band")
    return f"{'; '.join(said)}."


def tone_figure(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A point a week with its standard error, on the whole scale of tone."""
    weeks = [pd.Timestamp(one).strftime("%Y-%m-%d") for one in rows["week_on"]]
    figure = go.Figure(
        go.Scatter(
            x=weeks,
            y=[round(float(one), 3) for one in rows["tone"]],
            error_y={
                "type": "data",
                "array": [round(float(one), 3) for one in rows["standard_error"].fillna(0) * BAND_ERRORS],
                "color": faded(palette.ink, 0.35),
                "thickness": 1,
                "width": 0,
            },
            mode="lines+markers",
            line={"color": palette.faint, "width": 1},
            marker={"size": 6, "color": palette.ink},
            connectgaps=False,
            customdata=list(rows["story_count"]),
            hovertemplate="Week of %{x|%-d %b %Y}: %{y:.2f}, %{customdata} stories<extra></extra>",
        )
    )
    frame(figure, palette, 260)
    figure.update_yaxes(range=[-1, 1], tickvals=[-1, -0.5, 0, 0.5, 1], zeroline=True, zerolinecolor=palette.faint)
    figure.update_yaxes(title={"text": "Tone, -1 to 1", "font": {"size": 12}})
    figure.update_xaxes(type="date", showgrid=False)
    return figure


def tone_finding(name: str, rows: pd.DataFrame) -> str:
    """What the tone shows."""
    stories = rows["story_count"]
    mean = float((rows["tone"] * stories).sum() / stories.sum())
    lowest = rows.iloc[int(rows["tone"].to_numpy().argmin())]
    week = wording.day(pd.Timestamp(lowest["week_on"]).date())
    return (
        f"Tone of sentences that name {name}, by week: mean {wording.change(mean)} over "
        f"{wording.stories(int(stories.sum()))}, lowest in the week of {week} "
        f"at {wording.change(float(lowest['tone']))}."
    )


def frame(figure: go.Figure, palette: Palette, height: int) -> None:
    """Margins, fonts and a quiet grid, as every chart has them."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor=UNSEEN,
        plot_bgcolor=UNSEEN,
        font={"color": palette.ink, "size": 13},
        dragmode=False,
        hoverlabel={"align": "left"},
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.0,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )
    figure.update_xaxes(fixedrange=True, automargin=True, gridcolor=faded(palette.faint, 0.25))
    figure.update_yaxes(fixedrange=True, automargin=True, gridcolor=faded(palette.faint, 0.25))
