"""The one shape of every measure that the project reports."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure with its interval, what it rests on, and what it is held against. `command` shows how to get it."""

    name: str
    value: float
    unit: str
    better: Literal["higher", "lower"]
    command: str
    n: int = 1
    low: float | None = None
    high: float | None = None
    floor: float | None = None
    goal: float | None = None
    peer: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the value is on the right side of its floor."""
        if self.floor is None:
            return True
        return self.value >= self.floor if self.better == "higher" else self.value <= self.floor


def measures_json(measures: Iterable[Measure]) -> str:
    """Measures as one JSON document: {"measures": [...]}."""
    return json.dumps({"measures": [asdict(measure) for measure in measures]}, indent=2)
