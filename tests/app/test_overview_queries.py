"""The short queries of the overview say what the rankings say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.app.homes import LAST_DAY
from warehouse.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.paths import Home

ASKED = {"as_of": LAST_DAY, "scope": "international"}


@pytest.fixture
def reader(full: Home) -> Iterator[Reader]:
    opened = Reader(full)
    yield opened
    opened.close()


def test_rising_dyads_are_those_of_the_ranking_that_rose(reader: Reader) -> None:
    risen = reader.rows("rising_dyads", window_days=7, rows_max=200, **ASKED)
    ranked = reader.rows("dyad_ranking", party_id="", **ASKED)
    expected = {(one["actor_id"], one["recipient_id"]): one["change"] for one in ranked if one["change"] > 0.005}
    assert expected
    assert {(one["actor_id"], one["recipient_id"]): one["change"] for one in risen} == pytest.approx(expected)
    changes = [one["change"] for one in risen]
    assert changes == sorted(changes, reverse=True)


def test_nothing_rose_where_there_is_no_earlier_panel(reader: Reader) -> None:
    first = LAST_DAY - timedelta(days=39)
    asked = {"as_of": first, "scope": "international", "window_days": 7}
    assert reader.rows("rising_dyads", rows_max=200, **asked) == []
    assert reader.rows("rising_theatres", **asked) == []


def test_levels_and_paths_are_those_of_the_ranking(reader: Reader) -> None:
    ranked = reader.rows("actor_ranking", role="either", spark_days=1, **ASKED)
    expected = {one["actor_id"]: one["tension"] for one in ranked if one["tension"]}
    levels = reader.rows("actor_levels", role="either", **ASKED)
    assert {one["actor_id"]: one["tension"] for one in levels if one["tension"]} == pytest.approx(expected)
    paths = reader.rows("actor_sparks", role="either", scope="international")
    last = {one["actor_id"]: one["tension"] for one in paths if one["published_on"] == LAST_DAY and one["tension"]}
    assert last == pytest.approx(expected, rel=1e-5)


def test_reasons_add_up_to_the_level_they_explain(reader: Reader) -> None:
    ranked = reader.rows("actor_ranking", role="either", spark_days=1, **ASKED)
    levels = {one["actor_id"]: one["tension"] for one in ranked if one["tension"]}
    reasons = reader.rows(
        "actor_reasons", published_on=LAST_DAY, actor_ids=list(levels), role="either", scope="international",
        window_days=7, per_actor=1000,
    )  # fmt: skip
    shares: dict[str, float] = dict.fromkeys(levels, 0.0)
    for one in reasons:
        shares[one["actor_id"]] += one["share"]
    assert shares == pytest.approx(levels)
