"""The signal of dyads in made warehouses, its arithmetic written out (design.md, section 3, steps 2 to 5, 11, 12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from tests.integration.samples import DAY, Said, ask, made, open_writer, store, violations
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.terms import CodedArticle

D1 = datetime(2024, 3, 1, 9)
D2 = D1 + DAY
STRIKE = Said(cue="assault.strike", actor="AAA", recipient="BBB")  # |-9| / 10 x 1 = .9
TEST = Said(cue="mobilize.test", actor="AAA", recipient="BBB")  # |-6| / 10 x 1 = .6
WARNING = Said(cue="threaten.warn", actor="BBB", recipient="AAA")  # |-4| / 10 x 1 = .4
ALONE = Said(cue="assault.strike", actor="AAA")
AT_HOME = Said(cue="assault.strike", actor="AAA", recipient="AAA")
DENIED = Said(cue="assault.strike", actor="AAA", recipient="BBB", suppressed="negated")
TRUCE = Said(cue="agree.truce", actor="AAA", recipient="CCC")  # 8 / 10 x 1 = .8


def example() -> list[CodedArticle]:
    """Two outlets over two days; a window of 3 days, and outlets take part from 2 stories in it on."""
    return [
        made("a1", "A", D1, [STRIKE, TEST, WARNING]),  # AAA -> BBB: y = max(.9, .6); BBB -> AAA: .4
        made("a2", "A", D1, [ALONE]),  # nobody is met: no dyad
        made("a3", "A", D2, [AT_HOME, DENIED]),  # within one state, and denied: no dyad
        made("b1", "B", D1, [TEST]),
        made("b2", "B", D2, [STRIKE, TRUCE]),
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("dyads")
    with open_writer(root) as writer:
        store(writer, *example())
        writer.publish()
    return root


@pytest.mark.parametrize(
    ("day", "actor", "recipient", "kind", "value"),
    [
        # Day 1. A: y = .9 of N = 2. B: N = 1, no part.
        (1, "AAA", "BBB", "act", 1000 * (0.9 / 2) / 1),
        (1, "BBB", "AAA", "threat", 1000 * (0.4 / 2) / 1),
        # Day 2. A: y = .9 of N = 3. B: y = .6 + .9 of N = 2.
        (2, "AAA", "BBB", "act", 1000 * (0.9 / 3 + 1.5 / 2) / 2),
        (2, "BBB", "AAA", "threat", 1000 * (0.4 / 3) / 2),
        (2, "AAA", "CCC", "deescalation", 1000 * (0.8 / 2) / 2),
        (1, "AAA", "CCC", "deescalation", 0.0),
    ],
)
def test_dyad_is_what_the_formula_gives(
    home: Path, day: int, actor: str, recipient: str, kind: str, value: float
) -> None:
    found = ask(
        home,
        "select value from signal.dyad_daily where published_on = $on and actor_id = $actor "
        "and recipient_id = $recipient and kind = $kind and scope = 'international'",
        on=date(2024, 3, day),
        actor=actor,
        recipient=recipient,
        kind=kind,
    )
    assert found == [(pytest.approx(value, abs=1e-9),)]


def test_dyads_are_pairs_of_two_who_are_named(home: Path) -> None:
    pairs = ask(home, "select distinct actor_id, recipient_id from signal.dyad_daily order by all")
    assert pairs == [("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "AAA")]


def test_evidence_sums_to_every_dyad(home: Path, loaded_home: Path) -> None:
    """Design 3.12, for dyads: every cell, and no evidence without one."""
    for root in (home, loaded_home):
        unequal = ask(
            root,
            """
            with proof as (
              select published_on, actor_id, recipient_id, kind, scope, sum(share) as total
              from signal.dyad_evidence group by all
            )
            select * from signal.dyad_daily as daily
            full join proof using (published_on, actor_id, recipient_id, kind, scope)
            where abs(coalesce(daily.value, -1) - coalesce(proof.total, 0)) > 1e-9
              and not (daily.value is null and proof.total is null)
            """,
        )
        assert unequal == []
        assert ask(root, "select count(*) from signal.dyad_evidence")[0][0] > 0
        assert violations(root) == {}


def test_no_dyad_is_larger_than_its_actor(loaded_home: Path) -> None:
    """A story gives an actor the strongest of its cues, and a dyad of that actor one of the same cues."""
    larger = ask(
        loaded_home,
        "select count(*) from signal.dyad_daily as dyad join signal.actor_daily as actor "
        "using (published_on, actor_id, kind, scope) where actor.role = 'actor' and dyad.value > actor.value + 1e-9",
    )
    assert larger == [(0,)]


def test_ranking_has_level_and_change_of_each_dyad(home: Path) -> None:
    reader = Reader(Home(home))
    found = reader.rows("dyad_ranking", as_of=date(2024, 3, 2), scope="international", party_id="")
    level = 1000 * (0.9 / 3 + 1.5 / 2) / 2
    assert [(one["actor_id"], one["recipient_id"]) for one in found] == [("AAA", "BBB"), ("BBB", "AAA"), ("AAA", "CCC")]
    assert found[0]["tension"] == pytest.approx(level)
    assert found[0]["change"] == pytest.approx(level)
    assert found[0]["story_count"] == 3
    of_one = reader.rows("dyad_ranking", as_of=date(2024, 3, 2), scope="international", party_id="CCC")
    assert [(one["actor_id"], one["recipient_id"]) for one in of_one] == [("AAA", "CCC")]
    # A window later all of it is past: the change is what has gone.
    past = reader.rows("dyad_ranking", as_of=date(2024, 3, 5), scope="international", party_id="")
    assert past[0]["tension"] == 0
    assert min(one["change"] for one in past) == pytest.approx(-level)
    reader.close()
