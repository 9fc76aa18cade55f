"""Estimates from weighted labels: shares with Wilson's interval, agreement with Cohen's kappa. Pure."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

# 95 % of a normal distribution lie within so many standard deviations.
Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An estimated share in [0, 1] with its 95 % interval.

    `item_count` items were looked at; `effective_count` is how many of equal weight would tell as much (Kish).
    """

    item_count: int
    effective_count: float
    value: float
    low: float
    high: float


def wilson(share: float, count: float) -> tuple[float, float]:
    """Wilson's score interval (1927), 95 %, of a share seen in `count` trials; count > 0 and need not be whole."""
    square = Z * Z
    centre = share + square / (2 * count)
    spread = Z * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    scale = 1 + square / count
    # At the ends the exact bound is 0 or 1, which rounding may miss by a hair.
    low = 0.0 if share <= 0 else max(0.0, (centre - spread) / scale)
    high = 1.0 if share >= 1 else min(1.0, (centre + spread) / scale)
    return low, high


def weighted_share(observed: Iterable[tuple[float, float]]) -> Share | None:
    """The share of (weight > 0, value in [0, 1]) pairs: Hájek's ratio, sum of w x y / sum of w; None without any.

    Its interval is Wilson's at the effective count (sum w)^2 / sum w^2, as Korn and Graubard (1998) do for surveys.
    """
    pairs = list(observed)
    if not pairs:
        return None
    total = math.fsum(weight for weight, _ in pairs)
    value = min(1.0, max(0.0, math.fsum(weight * one for weight, one in pairs) / total))
    effective = min(float(len(pairs)), total * total / math.fsum(weight * weight for weight, _ in pairs))
    low, high = wilson(value, effective)
    return Share(item_count=len(pairs), effective_count=effective, value=value, low=low, high=high)


def cohens_kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa (1960) of what two said of the same items: 1 agree always, 0 as by chance.

    None without items, and where both said the same one thing of all: chance alone would have agreed.
    """
    both = list(pairs)
    if not both:
        return None
    agreed = sum(first == second for first, second in both) / len(both)
    first_said = Counter(first for first, _ in both)
    second_said = Counter(second for _, second in both)
    by_chance = sum(first_said[one] * second_said[one] for one in first_said) / len(both) ** 2
    return None if by_chance >= 1 else (agreed - by_chance) / (1 - by_chance)
