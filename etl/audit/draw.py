"""Decides how many items to draw where, so that every one has a known chance above 0. Pure: a seed in, counts out."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.audit.rows import Group

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

# Precision is what most is asked for; what is missed is rare, so it takes many sentences to see any of it.
GROUP_SHARES = {Group.COUNTED: 0.5, Group.SUPPRESSED: 0.2, Group.UNFLAGGED: 0.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Items with the same chance: of one stratum and, for hits, of one rule.

    `label_count` items of the rule were labelled before. `interest` is how many times the chance of its stratum is
    raised: more where more is to be found.
    """

    group: Group
    stratum: str
    cue_id: str = ""
    population: int
    label_count: int = 0
    interest: float = 1.0


def split(n: int, populations: Mapping[Group, int]) -> dict[Group, int]:
    """How many of `n` items each group gives: by GROUP_SHARES, and where a group is too small the others give more."""
    left = {group: populations.get(group, 0) for group in Group}
    given = dict.fromkeys(Group, 0)
    for _ in Group:
        open_groups = [group for group in Group if left[group] > given[group]]
        free = n - sum(given.values())
        if not free or not open_groups:
            break
        total = sum(GROUP_SHARES[group] for group in open_groups)
        wanted = whole_parts(free, [GROUP_SHARES[group] / total for group in open_groups])
        for group, count in zip(open_groups, wanted, strict=True):
            given[group] = min(left[group], given[group] + count)
    return given


def whole_parts(total: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers that sum to `total`, as near to the shares as can be: the largest remainders are rounded up."""
    exact = [total * share for share in shares]
    parts = [math.floor(one) for one in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def inclusion_probabilities(cells: Sequence[Cell], n: int) -> list[float]:
    """The chance in (0, 1] of every item of each cell, such that `n` items are drawn in all.

    A stratum gives by the root of its size, so that small ones are seen too. Within it one half goes to items alike,
    which keeps any item's weight below twice the mean, and one half to rules alike, those with labels getting less.
    """
    if n >= sum(cell.population for cell in cells):
        return [1.0] * len(cells)
    by_stratum: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_stratum[cell.stratum].append(cell)
    size = {name: sum(cell.population for cell in inside) for name, inside in by_stratum.items()}
    need = {name: sum(1 / (1 + cell.label_count) for cell in inside) for name, inside in by_stratum.items()}
    measures = [
        cell.interest
        * math.sqrt(size[cell.stratum])
        * (0.5 / size[cell.stratum] + 0.5 / (1 + cell.label_count) / need[cell.stratum] / cell.population)
        for cell in cells
    ]
    return capped(measures, [cell.population for cell in cells], n)


def capped(measures: Sequence[float], populations: Sequence[int], n: int) -> list[float]:
    """Chances in proportion to the measures, none above 1, whose sum over all items is `n`; n < all items."""
    certain: set[int] = set()
    while True:
        free = n - sum(populations[place] for place in certain)
        total = math.fsum(
            measure * populations[place] for place, measure in enumerate(measures) if place not in certain
        )
        scale = free / total
        beyond = {place for place, one in enumerate(measures) if place not in certain and one * scale > 1}
        if not beyond:
            return [1.0 if place in certain else one * scale for place, one in enumerate(measures)]
        certain |= beyond


def draw_counts(cells: Sequence[Cell], probabilities: Sequence[float], n: int, chance: random.Random) -> list[int]:
    """How many items to draw of each cell: systematic sampling with one random start (Madow 1949).

    On average exactly population x probability, and never off by one or more; `n` in all. Cells of a stratum stand
    together, in random order, so strata are not off by more either.
    """
    strata = sorted({cell.stratum for cell in cells})
    rank = {name: place for place, name in enumerate(chance.sample(strata, len(strata)))}
    order = sorted(range(len(cells)), key=lambda place: (rank[cells[place].stratum], chance.random()))
    start, reached, before = chance.random(), 0.0, 0
    counts = [0] * len(cells)
    for step, place in enumerate(order, start=1):
        reached += cells[place].population * probabilities[place]
        # The sum is n but for rounding.
        now = n if step == len(order) else min(n, math.floor(reached + start))
        counts[place] = min(cells[place].population, now - before)
        before = now
    return counts
