"""Figures over pairs of (true, predicted), with intervals by resampling."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

ItemT = TypeVar("ItemT")
RESAMPLES = 400
SEED = 20231228
TAIL = 0.05


def precision(pairs: Sequence[tuple[bool, bool]]) -> float:
    """The share of what was predicted that is true; 0 where nothing was."""
    predicted = [true for true, said in pairs if said]
    return sum(predicted) / len(predicted) if predicted else 0.0


def recall(pairs: Sequence[tuple[bool, bool]]) -> float:
    """The share of what is true that was predicted; 0 where nothing is."""
    found = [said for true, said in pairs if true]
    return sum(found) / len(found) if found else 0.0


def f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """The harmonic mean of precision and recall."""
    return class_f1(pairs, wanted=True)


def class_f1(pairs: Sequence[tuple[Hashable, Hashable]], wanted: Hashable) -> float:
    """F1 of one class."""
    counts = Counter((true == wanted, said == wanted) for true, said in pairs)
    hits = counts[True, True]
    return 2 * hits / (2 * hits + counts[True, False] + counts[False, True]) if hits else 0.0


def macro_f1(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """The mean of the F1 of every true class; a prediction of no class is an error of the true one."""
    classes = sorted({true for true, _ in pairs}, key=str)
    return sum(class_f1(pairs, wanted) for wanted in classes) / len(classes)


def accuracy(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """The share predicted right."""
    return sum(true == said for true, said in pairs) / len(pairs)


def correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """Pearson's correlation; 0 where one side never changes."""
    left, right = zip(*pairs, strict=True)
    return statistics.correlation(left, right) if len(set(left)) > 1 and len(set(right)) > 1 else 0.0


def interval(items: Sequence[ItemT], figure: Callable[[Sequence[ItemT]], float]) -> tuple[float, float]:
    """The 90 % interval of a figure over items, by the percentile bootstrap (Efron, 1979) with a fixed seed."""
    draw = random.Random(SEED)  # noqa: S311 - statistics, not secrets
    values = sorted(figure(draw.choices(items, k=len(items))) for _ in range(RESAMPLES))
    cut = int(RESAMPLES * TAIL)
    return values[cut], values[-1 - cut]
