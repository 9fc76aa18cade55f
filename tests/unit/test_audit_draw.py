"""Every item has a known chance above 0 to be drawn, and is drawn as often as its chance says."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from etl.audit.draw import Cell, draw_counts, inclusion_probabilities, split, whole_parts
from warehouse.audit.rows import Group


def cells(*populations: int, strata: str = "", labels: tuple[int, ...] = ()) -> list[Cell]:
    return [
        Cell(
            group=Group.COUNTED,
            stratum=strata[place] if strata else "A",
            cue_id=f"rule-{place}",
            population=population,
            label_count=labels[place] if labels else 0,
        )
        for place, population in enumerate(populations)
    ]


UNEVEN = cells(1, 1, 3, 8, 40, 200, 5, 1, 90, 700, strata="AABBBCCCDD")


@pytest.mark.parametrize("n", [1, 5, 40, 150, 1000, 1048])
def test_chances_lie_in_0_to_1_and_sum_to_what_is_drawn(n: int) -> None:
    chances = inclusion_probabilities(UNEVEN, n)
    assert all(0 < one <= 1 for one in chances)
    expected = sum(one.population * chance for one, chance in zip(UNEVEN, chances, strict=True))
    assert expected == pytest.approx(n)


def test_all_are_drawn_where_there_are_no_more() -> None:
    total = sum(one.population for one in UNEVEN)
    assert inclusion_probabilities(UNEVEN, total + 10) == [1.0] * len(UNEVEN)


def test_items_of_rare_rules_are_likelier_and_none_weighs_twice_the_mean_of_its_stratum() -> None:
    rare, frequent = inclusion_probabilities(cells(10, 1000), 40)
    assert rare > 10 * frequent
    assert frequent >= 0.5 * 40 / 1010


def test_rules_with_few_labels_get_more() -> None:
    unseen, seen = inclusion_probabilities(cells(100, 100, labels=(0, 30)), 20)
    assert unseen > 1.5 * seen
    assert seen > 0


def test_counts_are_on_average_what_the_chances_say() -> None:
    """Systematic sampling: 20,000 draws; each count is within one of its expectation, and the mean is on it."""
    n = 30
    chances = inclusion_probabilities(UNEVEN, n)
    expected = [one.population * chance for one, chance in zip(UNEVEN, chances, strict=True)]
    sums, draws = Counter[int](), 20_000
    for seed in range(draws):
        counts = draw_counts(UNEVEN, chances, n, random.Random(seed))
        assert sum(counts) == n
        for place, count in enumerate(counts):
            assert abs(count - expected[place]) < 1 + 1e-9
            assert count <= UNEVEN[place].population
            sums[place] += count
    for place, mean in enumerate(expected):
        # Five standard errors of a count that varies by one at most.
        assert sums[place] / draws == pytest.approx(mean, abs=5 * 0.5 / draws**0.5)


def test_the_same_seed_draws_the_same() -> None:
    chances = inclusion_probabilities(UNEVEN, 25)
    first, again = (draw_counts(UNEVEN, chances, 25, random.Random("seed")) for _ in range(2))
    assert first == again
    assert any(draw_counts(UNEVEN, chances, 25, random.Random(other)) != first for other in range(20))


@pytest.mark.parametrize(
    ("n", "populations", "given"),
    [
        (200, (1000, 1000, 1000), (100, 40, 60)),
        (200, (10, 1000, 1000), (10, 76, 114)),
        (200, (0, 0, 50), (0, 0, 50)),
        (7, (1000, 1000, 1000), (4, 1, 2)),
        (200, (0, 0, 0), (0, 0, 0)),
        (200, (30, 5, 20), (30, 5, 20)),
    ],
)
def test_groups_share_what_is_drawn(n: int, populations: tuple[int, ...], given: tuple[int, ...]) -> None:
    assert tuple(split(n, dict(zip(Group, populations, strict=True))).values()) == given


def test_parts_are_whole_and_sum_up() -> None:
    assert whole_parts(10, [1 / 3, 1 / 3, 1 / 3]) == [4, 3, 3]
    assert sum(whole_parts(7, [0.5, 0.2, 0.3])) == 7
