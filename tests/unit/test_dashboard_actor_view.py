"""The actor page's own part of the address, and days picked on the chart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard import actor_view, span

ON = date(2023, 12, 28)
FIRST = date(2022, 1, 1)


def test_view_reads_others_span_part_and_layout() -> None:
    view = actor_view.parse({"with": "KOR,RUS,KOR", "since": "2023-12-01", "part": "outlets", "layout": "panels"})
    assert view.others == ("KOR", "RUS")
    assert (view.since, view.part, view.layout) == (date(2023, 12, 1), "outlets", "panels")
    assert not view.refusals


def test_view_keeps_five_others_and_says_so() -> None:
    view = actor_view.parse({"with": "A,B,C,D,E,F,G"})
    assert view.others == ("A", "B", "C", "D", "E")
    assert any("At most 6 actors" in one for one in view.refusals)


@given(some.dictionaries(some.sampled_from(["with", "since", "part", "layout"]), some.text(max_size=60)))
def test_view_never_fails_and_never_repeats_what_it_refuses(address: dict[str, str]) -> None:
    view = actor_view.parse(address)
    assert len(view.others) <= actor_view.OTHERS_MAX
    assert view.part in actor_view.PARTS
    for value in address.values():
        if len(value) > 20:
            assert not any(value in one for one in view.refusals)


@pytest.mark.parametrize(
    ("since", "expected", "is_said"),
    [
        (None, None, False),
        (ON, None, False),
        (date(2023, 12, 29), None, True),
        (date(2023, 12, 1), date(2023, 12, 1), False),
        (date(1999, 1, 1), date(2022, 12, 28), True),
    ],
)
def test_span_is_cut_to_what_can_be_shown(since: date | None, expected: date | None, *, is_said: bool) -> None:
    found, said = actor_view.span(since, ON, FIRST)
    assert found == expected
    assert bool(said) is is_said


def test_a_click_picks_its_day() -> None:
    assert span.picked_days({"points": [{"x": "2023-12-28"}], "box": []}) == (ON, ON)
    assert span.picked_days({"points": [], "box": []}) is None
    assert span.picked_days({"points": [{"x": "<b>"}]}) is None


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (["2023-12-01 07:12", "2023-12-05 03:00"], (date(2023, 12, 2), date(2023, 12, 5))),
        (["2023-12-05 03:00", "2023-12-01 00:00"], (date(2023, 12, 1), date(2023, 12, 5))),
        (["2023-12-01 07:12", "2023-12-01 09:00"], (date(2023, 12, 1), date(2023, 12, 1))),
        (["nonsense", "2023-12-01"], None),
        ([], None),
    ],
)
def test_a_box_picks_the_days_inside_it(ends: list[str], expected: tuple[date, date] | None) -> None:
    assert span.picked_days({"box": [{"x": ends}], "points": [{"x": "2020-01-01"}]}) == expected
