"""A figure as a measure with its interval, and the confusion behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.evaluation import metrics
from etl.measures import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

COMMAND = "tension evaluate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A measure without its floors, and the confusion behind it where there is one: (true, predicted) -> count."""

    measure: Measure
    confusion: Mapping[tuple[str, str], int]


def figure(
    name: str,
    pairs: Sequence[tuple[Hashable, Hashable]],
    of: Callable[..., float],
    *,
    better: str = "higher",
    peer: float | None = None,
    confusion: Mapping[tuple[str, str], int] | None = None,
) -> Evaluated:
    """A figure over pairs of (true, predicted), with its interval; its confusion counts them unless it is given."""
    low, high = metrics.interval(pairs, of)
    counted: dict[tuple[str, str], int] = {}
    for true, said in pairs if confusion is None else ():
        key = (str(true), str(said))
        counted[key] = counted.get(key, 0) + 1
    measure = Measure(
        name=name,
        value=of(pairs),
        low=low,
        high=high,
        n=len(pairs),
        unit="share",
        better="lower" if better == "lower" else "higher",
        peer=peer,
        command=COMMAND,
    )
    return Evaluated(measure=measure, confusion=counted if confusion is None else confusion)
