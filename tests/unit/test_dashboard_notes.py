"""Notes are appended whole, read back as typed, and never lost to another session or a torn line."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from dashboard import notes

HOSTILE = '<script>alert(1)</script> **bold** :red[x] $5 "quoted" \\n é \u202e'
DAY = date(2023, 12, 28)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / notes.FILE_NAME


def test_no_file_is_no_note(path: Path) -> None:
    assert notes.read(path) == []


def test_a_note_is_read_as_it_was_typed(path: Path) -> None:
    notes.add(path, [notes.made(DAY, HOSTILE, "PRK")])
    (found,) = notes.read(path)
    assert (found.on, found.text, found.actor_id) == (DAY, HOSTILE, "PRK")
    assert path.stat().st_mode & 0o777 == 0o600


def test_notes_stand_in_the_order_of_days_and_belong_to_actors(path: Path) -> None:
    notes.add(path, [notes.made(DAY, "later", "PRK"), notes.made(date(2022, 1, 1), "earlier", notes.EVERYBODY)])
    assert [one.text for one in notes.of_actor(notes.read(path), "PRK")] == ["earlier", "later"]
    assert [one.text for one in notes.of_actor(notes.read(path), "RUS")] == ["earlier"]


def test_a_removed_note_is_gone_and_the_line_stays(path: Path) -> None:
    first, second = notes.made(DAY, "first", ""), notes.made(DAY, "second", "")
    notes.add(path, [first, second])
    notes.remove(path, first.note_id)
    assert [one.text for one in notes.read(path)] == ["second"]
    assert len(path.read_text().splitlines()) == 3


def test_odd_lines_are_passed_over_and_a_torn_one_ends_before_the_next(path: Path) -> None:
    good = {"note_id": "0" * 16, "on": "2023-12-28", "text": "good", "actor_id": ""}
    odd = [
        "", "[]", "null", "{", "\x00\xff", json.dumps(good | {"on": "never"}), json.dumps(good | {"text": 5}),
        json.dumps(good | {"note_id": "../x"}), json.dumps({"removed": ["x"]}), "[" * 100_000,
    ]  # fmt: skip
    path.write_text("\n".join([*odd, json.dumps(good), '{"note_id": "torn']), encoding="latin-1")
    notes.add(path, [notes.made(DAY, "after", "")])
    assert {one.text for one in notes.read(path)} == {"good", "after"}


def write_many(path: str, name: str) -> None:
    for number in range(25):
        notes.add(Path(path), [notes.made(DAY, f"{name} {number} {'x' * 200}", "")])


def test_processes_write_at_once_and_no_note_is_lost(path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(write_many, str(path), name) for name in "abc"]:
            done.result()
    assert len(notes.read(path)) == 75


@pytest.mark.parametrize("text", ["", "   \n\t", "x" * (notes.TEXT_MAX + 1)])
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(notes.NotesRefused):
        notes.made(DAY, text, "")


def test_a_list_is_read_line_by_line() -> None:
    found = notes.made_of_list("2023-12-28 a thing\n\n2023-12-29: another, thing\n2023-12-30 - third", "PRK")
    assert [(one.on.day, one.text) for one in found] == [(28, "a thing"), (29, "another, thing"), (30, "third")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023-12-28 fine\nyesterday it rained", "Line 2 does not begin"),
        ("2023-02-30 no such day", "Line 1 does not begin"),
        ("\n\n", "The list is empty"),
        ("2023-12-28 x\n" * (notes.ADDED_MAX + 1), "At most"),
    ],
)
def test_a_list_with_a_fault_is_refused_whole(text: str, said: str) -> None:
    with pytest.raises(notes.NotesRefused, match=said):
        notes.made_of_list(text, "")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(notes.NotesRefused, match="cannot be written"):
        notes.add(tmp_path / "nowhere" / notes.FILE_NAME, [notes.made(DAY, "x", "")])


def test_a_full_file_takes_no_more(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "FILE_BYTES_MAX", 400)
    notes.add(path, [notes.made(DAY, "x" * 200, "")])
    with pytest.raises(notes.NotesRefused, match="is full"):
        notes.add(path, [notes.made(DAY, "y" * 200, "")])
    assert len(notes.read(path)) == 1
