"""The audit page: full, empty and failed; every verdict by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard import wording
from tests.app.audited import (
    SIZE,
    begun,
    judged_home,
    keys,
    label_all,
    order,
    press,
    progress,
    said,
    until,
    with_sample,
)
from tests.app.conftest import told
from tests.app.test_pages import asked, words
from warehouse.audit.rows import Group, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.audited import Visit
    from warehouse.paths import Home

RESERVED = {"C", "R"}


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return judged_home(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def home(audited: Home, tmp_path: Path) -> Home:
    """A home of its own with a sample of thirty, nobody having labelled any."""
    return with_sample(audited, tmp_path)


def test_empty_page_says_how_an_audit_begins(full: Home, visit: Visit) -> None:
    at = visit(full, "audit")
    assert not at.exception
    assert "No sample was drawn yet" in words(at)
    assert "tension audit sample --n 200" in words(at)
    assert not at.button


def test_page_of_an_empty_warehouse_is_empty(empty: Home, visit: Visit) -> None:
    assert "No sample was drawn yet" in words(visit(empty, "audit"))


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("absent", "No warehouse has been published"),
        ("unreadable", "cannot be read as a warehouse"),
        ("newer", "has schema 9999"),
    ],
)
def test_failed_page_says_what_and_what_next(
    request: pytest.FixtureRequest, visit: Visit, state: str, why: str
) -> None:
    at = visit(request.getfixturevalue(state), "audit")
    assert not at.exception
    assert len(at.error) == 1
    assert why in words(at)


def test_labels_that_cannot_be_read_are_no_empty_page(home: Home, visit: Visit) -> None:
    home.audit.unlink()
    home.audit.mkdir()
    at = visit(home, "audit")
    assert not at.exception
    assert len(at.error) == 1
    assert "cannot be read" in words(at)
    assert "No sample was drawn yet" not in words(at)
    method = visit(home, "method")
    assert not method.exception
    assert "audit.jsonl cannot be read" in words(method)
    assert "Nobody has looked" not in words(method)
    assert "The labels cannot be read." in words(visit(home, "article", article=told().article.article_id))


def test_nothing_is_asked_before_a_name_is_given(home: Home, visit: Visit) -> None:
    at = visit(home, "audit")
    assert f"{SIZE} items of your articles are waiting to be judged. Who are you?" in words(at)
    next(one for one in at.button if one.label == "Begin").click().run()
    assert at.text_input(key="audit_name")
    assert said(home, "") == []


@pytest.mark.parametrize("group", list(Group))
def test_every_verdict_has_a_key(home: Home, visit: Visit, group: Group) -> None:
    at = begun(visit, home)
    until(at, home, group)
    count = {Group.COUNTED: 5, Group.SUPPRESSED: 2, Group.UNFLAGGED: 2}[group]
    assert keys(at) == [*(str(number) for number in range(1, count + 1)), "s", "u", "n"]


def test_verdicts_are_written_and_the_next_item_is_shown(home: Home, visit: Visit) -> None:
    at = begun(visit, home)
    items = order(home)
    press(press(at, "1"), "1")
    assert [item_id for item_id, *_ in said(home)] == [one.item_id for one in items[:2]]
    assert f"2 of {SIZE} judged, 0 skipped" in progress(at)
    assert asked(at, "labeller") == "Ana B."


@pytest.mark.parametrize("number", range(1, 6))
def test_each_verdict_of_a_counted_hit(home: Home, visit: Visit, number: int) -> None:
    at = begun(visit, home)
    item = until(at, home, Group.COUNTED)
    press(at, str(number))
    verdicts = [
        Verdict.RIGHT, Verdict.WRONG_CLASS, Verdict.WRONG_ACTOR, Verdict.WRONG_RECIPIENT, Verdict.NOT_SO
    ]  # fmt: skip
    if verdicts[number - 1] is Verdict.WRONG_CLASS:
        assert item.item_id not in {item_id for item_id, *_ in said(home)}
        press(at, "0")
    assert said(home)[-1] == (item.item_id, verdicts[number - 1], "")


def test_class_of_a_missed_event_is_asked_by_keys(home: Home, visit: Visit) -> None:
    at = begun(visit, home)
    item = until(at, home, Group.UNFLAGGED)
    press(at, "2")
    shown = keys(at)
    assert len(shown) == len(set(shown)) == 16 + 4
    assert not RESERVED & {key.upper() for key in shown}
    press(at, "b")
    assert keys(at)[:2] == ["1", "2"]
    press(press(at, "2"), "j")
    assert said(home)[-1] == (item.item_id, Verdict.MISSED, "RETREAT")


def test_skip_and_undo(home: Home, visit: Visit) -> None:
    at = begun(visit, home)
    first, second = order(home)[:2]
    press(press(at, "s"), "1")
    assert said(home)[0] == (first.item_id, Verdict.SKIPPED, "")
    assert "1 of 30 judged, 1 skipped" in progress(at)
    press(at, "u")
    assert [item_id for item_id, *_ in said(home)] == [first.item_id]
    press(at, "u")
    assert said(home) == []
    assert at.button(key="audit_undo").disabled
    press(press(at, "1"), "1")
    assert [item_id for item_id, *_ in said(home)] == [first.item_id, second.item_id]


def test_a_key_pressed_twice_says_nothing_of_the_next_item(home: Home, visit: Visit) -> None:
    """Streamlit's keys are the item's: the button of an item that is gone presses no other."""
    at = begun(visit, home)
    before = {one.key for one in at.button if one.proto.shortcut in {"1", "2", "s"}}
    press(at, "1")
    assert not before & {one.key for one in at.button}


def test_what_is_skipped_comes_back_at_the_end(home: Home, visit: Visit) -> None:
    label_all(home, "Ana B.", but=1)
    at = begun(visit, home)
    last = order(home)[-1]
    press(at, "s")
    assert "Everything that was drawn is judged or skipped." in [str(one.value) for one in at.success]
    press(at, "k")
    press(at, "1")
    assert said(home)[-1][0] == last.item_id
    assert said(home)[-1][1] is not Verdict.SKIPPED
    assert at.success


def test_a_second_person_begins_anew_and_sees_no_label_of_the_first(home: Home, visit: Visit) -> None:
    label_all(home, "Ben")
    at = begun(visit, home)
    assert f"0 of {SIZE} judged" in progress(at)
    press(at, "1")
    assert len(said(home, "Ben")) == SIZE
    assert len(said(home)) == 1


def test_known_names_are_a_key_away_and_stand_in_the_address(home: Home, visit: Visit) -> None:
    label_all(home, "Ben", but=5)
    at = press(visit(home, "audit"), "1")
    assert f"25 of {SIZE} judged" in progress(at)
    again = visit(home, "audit", labeller="Ben")
    assert f"25 of {SIZE} judged" in progress(again)
    assert "Who are you?" in words(press(again, "n"))


@pytest.mark.parametrize("name", ["Nobody yet", "<script>alert(1)</script>", "x" * 5000, "$5bn :red[x]", ""])
def test_an_address_puts_no_name_on_the_page(home: Home, visit: Visit, name: str) -> None:
    at = visit(home, "audit", labeller=name)
    assert not at.exception
    assert "Who are you?" in words(at)
    assert not name or name not in words(at)


def test_an_item_is_shown_in_its_paragraph_with_who_whom_class_and_rule(home: Home, visit: Visit) -> None:
    at = begun(visit, home)
    item = until(at, home, Group.COUNTED)
    body = "".join(str(one.proto.body) for one in at.html)
    assert f'<mark class="tension-{item.kind} tension-asked">' in body
    shown = words(at)
    assert f"Rule {item.cue_id}" in shown
    assert "→" in shown
    assert "**About the rule**" in shown
    # Whoever judges is not told what others found of the rule.
    assert "Measured precision" not in shown


def test_a_suppressed_item_says_why_it_does_not_count(home: Home, visit: Visit) -> None:
    at = begun(visit, home)
    item = until(at, home, Group.SUPPRESSED)
    assert "This was found and does not count. Is that right?" in words(at)
    assert f"Does not count. {wording.reason(item.suppressed_reason)}" in words(at)


def test_an_unflagged_sentence_is_outlined(home: Home, visit: Visit) -> None:
    at = begun(visit, home)
    item = until(at, home, Group.UNFLAGGED)
    body = "".join(str(one.proto.body) for one in at.html)
    assert f'<mark class="tension-silent tension-asked">{item.sentence}</mark>' in body


@pytest.mark.parametrize("way", ["gone", "extract"])
def test_a_sentence_stands_for_itself_where_the_text_is_not_to_be_had(
    home: Home, visit: Visit, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "gone":
        home.segments.unlink()
    else:
        monkeypatch.setenv("TENSION_PUBLIC_EXTRACT_CHARS", "60")
    at = begun(visit, home)
    until(at, home, Group.COUNTED)
    bodies = [body for one in at.html if (body := str(one.proto.body)).startswith("<p ")]
    assert len(bodies) == 1
    assert bodies[0].count("<p ") == 1


def test_a_label_that_cannot_be_written_is_said_and_asked_again(
    home: Home, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int, payload: bytes) -> int:
        raise OSError(28, "No space left on device")

    at = begun(visit, home)
    first = order(home)[0]
    monkeypatch.setattr("warehouse.audit.store.os.write", refuse)
    press(at, "1")
    monkeypatch.undo()
    assert "Not written." in words(at)
    assert said(home) == []
    assert any(first.item_id in str(one.key) for one in at.button)


def test_damaged_lines_are_said(home: Home, visit: Visit) -> None:
    with home.audit.open("ab") as file:
        file.write(b"half a li\n")
    assert "1 line of the file of labels" in words(visit(home, "audit"))
