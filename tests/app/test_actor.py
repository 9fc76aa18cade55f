"""The actor page: spans, comparison, the parts beside the series, notes, citation; in every state of the home."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dashboard import actor_view, notes
from tests.app.conftest import copied
from tests.app.homes import LAST_DAY
from tests.app.test_pages import asked, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from warehouse.paths import Home

    Visit = Callable[..., AppTest]

DAY = str(LAST_DAY)
NASTY = "<img src=x onerror=alert(1)> **bold** :red[x] $5bn-$7bn [a](http://x) `c`"


@pytest.fixture
def own(full: Home, tmp_path: Path) -> Home:
    """A home of one's own, to write notes in."""
    return copied(full, tmp_path)


@pytest.mark.parametrize("part", actor_view.PARTS)
@pytest.mark.parametrize("state", ["full", "stale", "empty", "hostile"])
def test_every_part_stands_in_every_state(request: pytest.FixtureRequest, visit: Visit, state: str, part: str) -> None:
    at = visit(
        request.getfixturevalue(state), "actor", actor="PRK", part=part, **({"day": DAY} if state == "full" else {})
    )
    assert not at.exception
    assert not at.error
    if state == "empty":
        assert "holds no article yet" in words(at)
    else:
        assert asked(at, "part") == part
        assert "Evidence for" in words(at)


@pytest.mark.parametrize("state", ["absent", "unreadable", "newer"])
def test_a_failed_read_shows_no_part(request: pytest.FixtureRequest, visit: Visit, state: str) -> None:
    at = visit(request.getfixturevalue(state), "actor", actor="PRK", part="classes", **{"with": "RUS"})
    assert not at.exception
    assert len(at.error) == 1
    assert "Evidence" not in words(at)


@pytest.mark.parametrize("days", [1, 3, 6, 12])
def test_shares_of_a_span_add_up_to_its_value(full: Home, visit: Visit, days: int) -> None:
    at = visit(full, "actor", actor="PRK", day=DAY, since=str(LAST_DAY - timedelta(days=days)))
    assert not at.exception
    said = words(at)
    assert f"as one window of {days + 1} days" in said
    assert "sum of " in said
    assert "please report" not in said


def test_a_span_as_long_as_the_window_has_the_value_of_its_last_day(full: Home, visit: Visit) -> None:
    day = visit(full, "actor", actor="PRK", day=DAY)
    span = visit(full, "actor", actor="PRK", day=DAY, since=str(LAST_DAY - timedelta(days=6)))
    assert [one.value for one in span.metric] == [one.value for one in day.metric]
    assert any(float(one.value.replace(",", "")) > 0 for one in day.metric)


def test_a_span_is_left_for_its_last_day(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", day=DAY, since="2023-12-20")
    assert at.header[0].value == "Evidence for 20 Dec 2023 to 28 Dec 2023"
    at.button(key="span_clear").click().run()
    assert not at.exception
    assert "since" not in at.query_params
    assert at.header[0].value == "Evidence for 28 Dec 2023"


def test_a_span_that_cannot_be_is_refused(full: Home, visit: Visit) -> None:
    late = visit(full, "actor", actor="PRK", day="2023-12-20", since=DAY)
    assert "begins after it ends" in words(late)
    assert late.header[0].value == "Evidence for 20 Dec 2023"
    long = visit(full, "actor", actor="PRK", day=DAY, since="1999-01-01")
    assert "is too long or begins before the data" in words(long)


@pytest.mark.parametrize("layout", actor_view.LAYOUTS)
def test_actors_are_compared_by_address(full: Home, visit: Visit, layout: str) -> None:
    at = visit(full, "actor", actor="PRK", day=DAY, layout=layout, **{"with": "RUS,NATO,USA,PRK"})
    assert not at.exception
    assert at.multiselect(key="with").value == ["RUS", "USA"]
    assert "Evidence below is of North Korea" in words(at)
    assert asked(at, "layout") == layout


def test_actors_compared_stand_in_the_address(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", day=DAY)
    at.multiselect(key="with").set_value(["RUS", "ISR"]).run()
    assert not at.exception
    assert asked(at, "with") == "RUS,ISR"
    at.multiselect(key="with").set_value([]).run()
    assert "with" not in at.query_params


def test_another_takes_the_first_place_and_the_first_is_compared(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", day=DAY, **{"with": "RUS,USA"})
    at.button(key="turn_USA").click().run()
    assert not at.exception
    assert (asked(at, "actor"), asked(at, "with"), asked(at, "day")) == ("USA", "PRK,RUS", DAY)
    assert at.title[0].value == "United States"


def test_the_other_scope_is_one_step_away(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", day=DAY, scope="domestic", part="domestic")
    assert not at.exception
    assert "was never seen as “acting or targeted”, within one state" in words(at)


def test_one_compared_in_a_role_it_never_had_is_named(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", role="actor", day=DAY, **{"with": "KOR"})
    assert "Never seen in this role and scope: South Korea" in words(at)


def test_citation_names_versions_filters_and_address(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", role="actor", day="2023-12-20", part="cues")
    text, entry = (str(one.value) for one in at.code)
    for part in ("North Korea", "5f0c2a9be71d44aa", "5 outlets", "Acting; between states", "demo chronicle"):
        assert part in text
    assert "actor=PRK" in text
    assert "day=2023-12-20" in text
    assert re.search(r"from=\d{4}-\d\d-\d\d", text)
    assert entry.startswith("@misc{tensiometer-north-korea-")


def test_a_note_is_kept_shown_and_removed(own: Home, visit: Visit) -> None:
    at = visit(own, "actor", actor="PRK", day=DAY, part="notes")
    at.text_input(key="note_text").set_value(NASTY)
    press(at, "Add")
    assert not at.exception
    (kept,) = notes.read(own.root / notes.FILE_NAME)
    assert (kept.text, str(kept.on), kept.actor_id) == (NASTY, DAY, "PRK")
    assert any(NASTY in str(one.value) for one in at.text)
    assert not any("<img" in str(one.proto.body) for one in at.html)
    others = visit(own, "actor", actor="RUS", day=DAY, part="notes")
    assert not any(NASTY in str(one.value) for one in others.text)
    at.button(key=f"note_remove_{kept.note_id}").click().run()
    assert not at.exception
    assert notes.read(own.root / notes.FILE_NAME) == []


def test_a_list_of_notes_is_for_every_actor_where_asked(own: Home, visit: Visit) -> None:
    at = visit(own, "actor", actor="PRK", day=DAY, part="notes")
    at.text_area(key="note_list").set_value("2023-12-20 one thing\n2023-12-21 another")
    at.checkbox(key="note_for_all").set_value(True)
    press(at, "Add")
    others = visit(own, "actor", actor="RUS", day=DAY, part="notes")
    said = [str(one.value) for one in others.text]
    assert any("20 Dec 2023  one thing  (every actor)" in one for one in said)
    assert any("another" in one for one in said)


def test_a_note_that_is_none_is_refused_in_words(own: Home, visit: Visit) -> None:
    at = visit(own, "actor", actor="PRK", day=DAY, part="notes")
    at.text_area(key="note_list").set_value("once upon a time")
    press(at, "Add")
    assert not at.exception
    assert any("Line 1 does not begin with a day" in str(one.value).replace("\\", "") for one in at.warning)
    assert at.text_area(key="note_list").value == "once upon a time"


def test_closed_notes_are_read_only(own: Home, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    notes.add(own.root / notes.FILE_NAME, [notes.made(LAST_DAY, "kept before", "PRK")])
    monkeypatch.setenv("TENSION_NOTES_ARE_OPEN", "false")
    at = visit(own, "actor", actor="PRK", day=DAY, part="notes")
    assert any("kept before" in str(one.value) for one in at.text)
    assert not [one for one in at.button if str(one.key).startswith("note_")]
    assert not at.text_area


def test_notes_that_cannot_be_read_leave_the_chart(own: Home, visit: Visit) -> None:
    (own.root / notes.FILE_NAME).mkdir()
    at = visit(own, "actor", actor="PRK", day=DAY, part="notes")
    assert not at.exception
    assert any("Notes cannot be shown" in str(one.value) for one in at.warning)


def test_an_actor_never_seen_has_no_parts(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="NATO", part="tone")
    assert not at.exception
    assert "NATO was never named" in words(at)


def press(at: AppTest, label: str) -> None:
    """Press a button by its label."""
    next(one for one in at.button if one.label == label).click().run()
