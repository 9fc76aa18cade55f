"""Joins measures with their floors, and writes them for people."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from etl.evaluation.figures import Evaluated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CONFUSIONS_MAX = 12


class Floor(BaseModel):
    """What a measure must hold, what it is meant to reach, and what a peer is published to reach."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    floor: float
    goal: float
    peer: float | None = None


def floors() -> dict[str, Floor]:
    """The floors that stand in the repository, by the name of their measure."""
    table = tomllib.loads(files("etl.evaluation").joinpath("floors.toml").read_text(encoding="utf-8"))
    return {row.name: row for row in (Floor.model_validate(raw) for raw in table["floor"])}


def with_floors(evaluated: Iterable[Evaluated]) -> list[Evaluated]:
    """The measures, each with its floor, goal and published peer where there is one."""
    known = floors()
    found = []
    for one in evaluated:
        row = known.get(one.measure.name)
        measure = one.measure
        if row:
            measure = replace(measure, floor=row.floor, goal=row.goal, peer=measure.peer or row.peer)
        found.append(Evaluated(measure=measure, confusion=one.confusion))
    return found


def markdown(evaluated: Sequence[Evaluated], lexicon_version: str) -> str:
    """The report: a table of measures, then the confusions behind them."""
    lines = [
        "# Evaluation",
        "",
        f"Lexicon {lexicon_version}. Intervals are 90 %, by resampling; peers are measured in the same run.",
        "",
        "| measure | value | interval | n | peer | floor | goal | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in evaluated:
        measure = one.measure
        holds = "" if measure.floor is None else "holds" if measure.holds else "**FAILS**"
        cells = (
            measure.name,
            told(measure.value),
            f"{told(measure.low)}-{told(measure.high)}",
            f"{measure.n:,}",
            told(measure.peer),
            told(measure.floor),
            told(measure.goal),
            holds,
        )
        lines.append(f"| {' | '.join(cells)} |")
    for one in evaluated:
        errors = sorted(((count, pair) for pair, count in one.confusion.items() if pair[0] != pair[1]), reverse=True)
        lines += ["", f"## {one.measure.name}", "", "| true | predicted | count |", "|---|---|---|"]
        lines += [f"| {true} | {said} | {count} |" for count, (true, said) in errors[:CONFUSIONS_MAX]]
    return "\n".join(lines) + "\n"


def told(value: float | None) -> str:
    """A share with three digits, or nothing."""
    return "" if value is None else f"{value:.3f}".lstrip("0") or "0"
