"""The signal of made warehouses, with its arithmetic written out (design.md, section 3, steps 2 to 5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.integration.samples import DAY, Said, ask, counts_as, made, open_writer, store, value_of, violations

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.terms import CodedArticle

D1 = datetime(2024, 3, 1, 9)
D2, D3 = D1 + DAY, D1 + 2 * DAY
HOUR = timedelta(hours=1)
STRIKE = Said(cue="assault.strike", actor="AAA", recipient="BBB")  # |-9| / 10 x 1   = .9
HALF_TEST = Said(cue="mobilize.test", actor="AAA", certainty=0.5)  # |-6| / 10 x .5  = .3
TEST = Said(cue="mobilize.test", actor="AAA")  # |-6| / 10 x 1   = .6
BACK = Said(cue="assault.strike", actor="BBB", recipient="AAA")  # .9
WARNING = Said(cue="threaten.warn", actor="AAA", recipient="BBB")  # |-4| / 10 x 1   = .4
DENIED = Said(cue="assault.strike", actor="AAA", recipient="BBB", suppressed="negated")
FAR_DOWN = Said(cue="assault.strike", actor="AAA", recipient="BBB", below_fold=True)
AT_HOME = Said(cue="assault.strike", actor="AAA", recipient="AAA")


def publish(root: Path, *batches: list[CodedArticle], **changes: float) -> None:
    with open_writer(root, **changes) as writer:
        for batch in batches:
            store(writer, *batch)
        writer.publish()


def example() -> list[CodedArticle]:
    """Three outlets over five days; a window of 3 days, and outlets take part from 2 stories in it on."""
    return [
        # Outlet A
        made("a1", "A", D1, [STRIKE, TEST], words="raid"),  # y = max(.9, .6) = .9
        made("a2", "A", D1),  # y = 0, and counts in N
        made("a3", "A", D2, [HALF_TEST, BACK]),  # AAA acts: .3; AAA is met: .9
        made("a4", "A", D3, [DENIED]),  # suppressed: y = 0, and counts in N
        made("a5", "A", D3, [STRIKE, TEST], words="raid"),  # a copy in the same outlet: counts nowhere
        made("a6", "A", D3 + 5 * HOUR, [AT_HOME], words="riot"),  # domestic: in N, in no international sum
        # Outlet B
        made("b1", "B", D1),
        made("b2", "B", D2, [STRIKE, TEST], words="raid"),  # the copy counts once for B: y = .9
        made("b3", "B", D3, [WARNING]),  # a threat of .4, no act
        made("b4", "B", D3, [FAR_DOWN]),  # below the fold: y = 0, and counts in N
        made("b5", "B", None, [STRIKE]),  # undated: neither y nor N
        made("b6", "B", D3, [STRIKE], is_supported=False),  # unsupported: neither y nor N
        made("b7", "B", D3, [STRIKE], method="crawl"),  # dated by a crawler: neither y nor N
        made("b8", "B", D1 + 4 * DAY),  # so that there is a fifth day
        # Outlet C: one story in the window, and so no part
        made("c1", "C", D3, [STRIKE]),
    ]


EXPECTED = [
    # Day 1. A: y = .9, N = a1 a2 = 2. B: N = b1 = 1 < 2, no part.
    (1, "AAA", "actor", "act", 1000 * (0.9 / 2) / 1),
    # Day 2. A: y = .9 + .3, N = a1 a2 a3 = 3. B: y = .9, N = b1 b2 = 2.
    (2, "AAA", "actor", "act", 1000 * (1.2 / 3 + 0.9 / 2) / 2),
    # Day 3. A: y = .9 + .3, N = a1 a2 a3 a4 a6 = 5. B: y = .9, N = b1 b2 b3 b4 = 4. C: N = 1.
    (3, "AAA", "actor", "act", 1000 * (1.2 / 5 + 0.9 / 4) / 2),
    # As the one it is done to: BACK in a3.
    (3, "AAA", "recipient", "act", 1000 * (0.9 / 5 + 0 / 4) / 2),
    # Either: the larger of both in each story. a1: .9; a3: max(.3, .9) = .9; b2: .9.
    (3, "AAA", "either", "act", 1000 * (1.8 / 5 + 0.9 / 4) / 2),
    (3, "BBB", "actor", "act", 1000 * (0.9 / 5 + 0 / 4) / 2),
    (3, "BBB", "recipient", "act", 1000 * (0.9 / 5 + 0.9 / 4) / 2),
    (3, "AAA", "actor", "threat", 1000 * (0 / 5 + 0.4 / 4) / 2),
    # Day 4. The window has left day 1. A: y = .3, N = a3 a4 a6 = 3. B: y = .9, N = b2 b3 b4 = 3.
    (4, "AAA", "actor", "act", 1000 * (0.3 / 3 + 0.9 / 3) / 2),
    # Day 5. A: y = 0, N = a4 a6 = 2. B: y = 0, N = b3 b4 b8 = 3.
    (5, "AAA", "actor", "act", 0.0),
    (5, "AAA", "actor", "threat", 1000 * (0 / 2 + 0.4 / 3) / 2),
]


@pytest.fixture(scope="module")
def example_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("example")
    publish(root, example())
    return root


@pytest.mark.parametrize(("day", "actor", "role", "kind", "value"), EXPECTED)
def test_signal_is_what_the_formula_gives(
    example_home: Path, day: int, actor: str, role: str, kind: str, value: float
) -> None:
    found = value_of(example_home, date(2024, 3, day), actor, role=role, kind=kind)
    assert found == pytest.approx(value, abs=1e-9)


def test_signal_of_the_day_alone(example_home: Path) -> None:
    """Day 2: A has .3 in 1 story, B .9 in 1 story, 2 outlets take part: 1000 x (.3 / 1 + .9 / 1) / 2 = 600."""
    found = ask(
        example_home,
        "select day_value, day_story_count, story_count, outlet_count from signal.actor_daily "
        "where published_on = '2024-03-02' and actor_id = 'AAA' and role = 'actor' and kind = 'act' "
        "and scope = 'international'",
    )
    assert found == [(pytest.approx(600.0), 2, 3, 2)]


def test_signal_ends_with_the_last_story_and_so_does_its_evidence(example_home: Path) -> None:
    """Nothing is said of days to come, neither as a value nor as evidence for one."""
    last = [(date(2024, 3, 5),)]
    assert ask(example_home, "select max(published_on) from signal.actor_daily") == last
    assert ask(example_home, "select max(published_on) from signal.day") == last
    assert ask(example_home, "select max(published_on) from signal.evidence")[0] <= last[0]


def test_domestic_hits_are_a_series_of_their_own(example_home: Path) -> None:
    """a6: AAA against AAA, .9 of 5 stories of A, 2 outlets: 1000 x (.9 / 5) / 2 = 90; the roles do not double it."""
    found = ask(
        example_home,
        "select role, value from signal.actor_daily where published_on = '2024-03-03' and actor_id = 'AAA' "
        "and scope = 'domestic' and kind = 'act' order by role",
    )
    assert found == [(role, pytest.approx(90.0)) for role in ("actor", "either", "recipient")]


def test_evidence_sums_to_every_value(example_home: Path, loaded_home: Path) -> None:
    """Design 3.12: for each cell that is charted, and no evidence stands without a cell; every value, not a sample."""
    for home in (example_home, loaded_home):
        unequal = ask(
            home,
            """
            with proof as (
              select published_on, actor_id, role, kind, scope, sum(share) as total, count(*) as hits
              from signal.evidence group by all
            )
            select * from signal.actor_daily as daily
            full join proof using (published_on, actor_id, role, kind, scope)
            where abs(coalesce(daily.value, -1) - coalesce(proof.total, 0)) > 1e-9
              and not (daily.value is null and proof.total is null)
            """,
        )
        assert unequal == []
        assert ask(home, "select count(*) from signal.evidence")[0][0] > 0


def test_evidence_names_hits_that_are_there(loaded_home: Path) -> None:
    lost = ask(
        loaded_home,
        "select count(*) from signal.evidence anti join coded.cue_hit using (article_id, revision, hit_index)",
    )
    assert lost == [(0,)]


def test_gap_is_no_calm(tmp_path: Path) -> None:
    """A day on which no outlet takes part has no value; 0 would say that all was quiet."""
    publish(tmp_path, [made("a1", "A", D1, [STRIKE]), made("a2", "A", D1), made("a3", "A", D1 + 9 * DAY)])
    assert value_of(tmp_path, date(2024, 3, 1), "AAA") == pytest.approx(450.0)
    assert value_of(tmp_path, date(2024, 3, 7), "AAA") is None
    assert ask(tmp_path, "select quality from signal.day where published_on = '2024-03-07'") == [("gap",)]


# --- copies ---------------------------------------------------------------------------------------------------------


def test_copies_count_once_per_outlet(tmp_path: Path) -> None:
    """The same words: once in each outlet, on the day of that outlet's first copy."""
    publish(
        tmp_path,
        [
            made("a1", "A", D1, words="w"),
            made("a2", "A", D2, words="w"),
            made("b1", "B", D2, words="w"),
            made("b2", "B", D2 + HOUR, words="w"),
        ],
    )
    assert counts_as(tmp_path) == {"a1": "story", "a2": "copy", "b1": "story", "b2": "copy"}
    assert ask(
        tmp_path,
        "select published_on, outlet, story_count, article_count from signal.coverage_daily order by published_on",
    ) == [(D1.date(), "A", 1, 1), (D2.date(), "B", 1, 2)]


@pytest.mark.parametrize("order", ["in one batch", "elder first", "elder last"])
def test_copy_after_72_hours_is_a_republication(tmp_path: Path, order: str) -> None:
    """It counts never, also when the elder arrives after it; at 72 hours to the second it still is a story."""
    elder = made("old", "A", D1, [STRIKE], words="w")
    in_time = made("edge", "B", D1 + 72 * HOUR, [STRIKE], words="w")
    late = made("late", "C", D1 + 72 * HOUR + timedelta(seconds=1), [STRIKE], words="w")
    batches = {
        "in one batch": [[elder, in_time, late]],
        "elder first": [[elder], [in_time], [late]],
        "elder last": [[late], [in_time], [elder]],
    }
    publish(tmp_path, *batches[order], outlet_stories_min=1)
    assert counts_as(tmp_path) == {"old": "story", "edge": "story", "late": "republication"}
    assert ask(tmp_path, "select outlet from signal.coverage_daily order by outlet") == [("A",), ("B",)]
    assert ask(tmp_path, "select distinct outlet from signal.actor_outlet_daily order by outlet") == [("A",), ("B",)]
    assert violations(tmp_path) == {}


def test_republication_alone_is_a_story_until_its_elder_is_known(tmp_path: Path) -> None:
    """The day that it leaves is recomputed: nothing of it stays in any sum."""
    late = made("late", "A", D1 + 100 * HOUR, [STRIKE], words="w")
    publish(tmp_path, [late], outlet_stories_min=1)
    assert counts_as(tmp_path) == {"late": "story"}
    publish(tmp_path, [made("old", "B", D1, words="w")], outlet_stories_min=1)
    assert counts_as(tmp_path) == {"late": "republication", "old": "story"}
    assert ask(tmp_path, "select published_on, outlet from signal.coverage_daily") == [(D1.date(), "B")]
    assert ask(tmp_path, "select count(*) from signal.actor_outlet_daily") == [(0,)]


def test_edit_of_the_first_copy_frees_the_others(tmp_path: Path) -> None:
    """Once the elder says something else, what was a republication of it is a story of its own."""
    elder, late = made("old", "A", D1, words="w"), made("late", "B", D1 + 100 * HOUR, [STRIKE], words="w")
    with open_writer(tmp_path, outlet_stories_min=1) as writer:
        store(writer, elder, late)
        store(writer, made("old", "A", D1, words="other"), revision=2)
        writer.publish()
    assert counts_as(tmp_path) == {"old": "story", "late": "story"}
    assert violations(tmp_path) == {}


def test_undated_and_unsupported_belong_to_neither_side(tmp_path: Path) -> None:
    """They are kept, marked, and in no count and no sum; nor do they make others republications."""
    publish(
        tmp_path,
        [
            made("undated", "A", None, [STRIKE], words="w"),
            made("crawl", "A", D1 - 30 * DAY, [STRIKE], words="w", method="crawl"),
            made("foreign", "A", D1 - 30 * DAY, [STRIKE], words="w", is_supported=False),
            made("good", "A", D1, [STRIKE], words="w"),
        ],
        outlet_stories_min=1,
    )
    assert counts_as(tmp_path) == {
        "undated": "undated",
        "crawl": "undated",
        "foreign": "unsupported",
        "good": "story",
    }
    assert ask(tmp_path, "select outlet, story_count, article_count from signal.coverage_daily") == [("A", 1, 1)]
    assert ask(tmp_path, "select distinct article_id from signal.series_hit") == [("good",)]
