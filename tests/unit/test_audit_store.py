"""The file of labels loses nothing: under many writers, by a crash in the middle of a line, on a full disk."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.unit.audits import AT, item, label, sample
from warehouse.audit.rows import Group, Verdict, labeller_of
from warehouse.audit.store import Audit, AuditFile
from warehouse.errors import AuditUnreadable, WarehouseFull

ROOT = Path(__file__).parents[2]
ITEMS = [item(number) for number in range(40)]


@pytest.fixture
def file(tmp_path: Path) -> AuditFile:
    """A file with one sample of forty."""
    found = AuditFile(tmp_path / "home" / "audit.jsonl")
    found.add_sample(sample(ITEMS))
    return found


def test_no_file_is_an_empty_audit(tmp_path: Path) -> None:
    file = AuditFile(tmp_path / "audit.jsonl")
    assert file.read() == Audit()
    assert file.stamp() is None


def test_what_is_written_is_read(file: AuditFile) -> None:
    file.add_label(label(ITEMS[0], Verdict.WRONG_CLASS, event_class="COERCE"))
    file.add_label(label(ITEMS[1], Verdict.RIGHT, "Zoë Ł. \u2028"[:6]))
    found = AuditFile(file.path).read()
    assert found.samples == (sample(ITEMS),)
    assert found.labels[0] == label(ITEMS[0], Verdict.WRONG_CLASS, event_class="COERCE")
    assert found.labellers == ("Zoë Ł.", "ana")
    assert found.damaged_count == 0
    assert file.path.stat().st_mode & 0o077 == 0


def test_the_newest_label_of_a_person_stands(file: AuditFile) -> None:
    file.add_label(label(ITEMS[0], Verdict.RIGHT))
    file.add_label(label(ITEMS[0], Verdict.RIGHT, "ben"))
    file.add_label(label(ITEMS[0], Verdict.NOT_SO, later=1))
    said = file.read().labels
    assert [(one.labeller, one.verdict) for one in said] == [("ben", Verdict.RIGHT), ("ana", Verdict.NOT_SO)]


def test_a_label_is_taken_back(file: AuditFile) -> None:
    first, second = label(ITEMS[0], Verdict.RIGHT), label(ITEMS[1], Verdict.RIGHT)
    file.add_label(first)
    file.add_label(second)
    file.withdraw(second, at=AT)
    assert file.read().labels == (first,)
    again = label(ITEMS[1], Verdict.NOT_SO, later=5)
    file.add_label(again)
    assert file.read().labels == (first, again)


@pytest.mark.parametrize("lost", [1, 2, 30, 10_000])
def test_a_cut_last_line_costs_that_line_alone(file: AuditFile, lost: int) -> None:
    """Whatever of the last line a crash left: what stood before is there, and what comes after is, too."""
    kept = label(ITEMS[0], Verdict.RIGHT)
    file.add_label(kept)
    size = file.path.stat().st_size
    file.add_label(label(ITEMS[1], Verdict.RIGHT))
    os.truncate(file.path, max(size + 1, file.path.stat().st_size - lost))
    assert file.read().labels == (kept,)
    later = label(ITEMS[2], Verdict.NOT_SO)
    file.add_label(later)
    found = file.read()
    assert kept in found.labels
    assert later in found.labels
    # Only its end was cut: it is whole once the next writer ends its line.
    assert (found.damaged_count, len(found.labels)) == ((0, 3) if lost == 1 else (1, 2))


def test_a_sample_that_was_broken_off_is_none_and_can_be_drawn_again(tmp_path: Path) -> None:
    file = AuditFile(tmp_path / "audit.jsonl")
    file.add_sample(sample(ITEMS))
    body = file.path.read_bytes()
    for size in (len(body) // 3, len(body) - 2, body.rfind(b"\n", 0, -1) + 1):
        file.path.write_bytes(body[:size])
        assert file.read().samples == ()
        file.add_sample(sample(ITEMS))
        assert file.read().samples == (sample(ITEMS),)


def test_a_damaged_line_is_left_out_and_counted(file: AuditFile) -> None:
    kept = label(ITEMS[0], Verdict.RIGHT)
    file.add_label(kept)
    with file.path.open("ab") as body:
        body.write(b'\x00\xff{"row": 3}\n[]\n{"row": "label", "verdict": "fine"}\n{"row": "dream"}\n\n')
        body.write(b"[" * 100_000 + b"\n")
    found = file.read()
    assert (found.labels, found.damaged_count) == ((kept,), 5)


def test_a_label_of_nothing_known_is_left_out(file: AuditFile) -> None:
    file.add_label(label(item(999), Verdict.RIGHT))
    file.add_label(label(ITEMS[0], Verdict.MISSED))
    assert file.read().labels == ()


WRITER = """
import sys
from pathlib import Path
from tests.unit.audits import item, label
from warehouse.audit.rows import Verdict
from warehouse.audit.store import AuditFile
for number in range(40):
    AuditFile(Path(sys.argv[1])).add_label(label(item(number), Verdict.RIGHT, sys.argv[2]))
"""


def test_many_writers_at_once_lose_nothing(file: AuditFile) -> None:
    """Four processes and four threads, forty labels each; and a fifth process that is killed on its way."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def start(name: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", WRITER, str(file.path), name], env=environment, cwd=ROOT)

    def write(name: str) -> None:
        for one in ITEMS:
            file.add_label(label(one, Verdict.RIGHT, name))

    killed = start("killed")
    running = [start(f"process {number}") for number in range(4)]
    threads = [threading.Thread(target=write, args=(f"thread {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    killed.kill()
    killed.wait()
    assert [one.wait() for one in running] == [0] * 4
    found = file.read()
    for name in (f"{kind} {number}" for kind in ("process", "thread") for number in range(4)):
        assert len(found.labels_of(name)) == len(ITEMS), name
    assert found.damaged_count <= 1


def test_a_full_disk_leaves_the_file_as_it_was(file: AuditFile, monkeypatch: pytest.MonkeyPatch) -> None:
    before, write = file.path.read_bytes(), os.write

    def half(descriptor: int, payload: bytes) -> int:
        if len(payload) > 20:
            return write(descriptor, payload[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.write", half)
    with pytest.raises(WarehouseFull):
        file.add_label(label(ITEMS[0], Verdict.RIGHT))
    monkeypatch.undo()
    assert file.path.read_bytes() == before


def test_a_file_that_cannot_be_read_is_said_and_not_taken_for_empty(tmp_path: Path) -> None:
    folder = tmp_path / "audit.jsonl"
    folder.mkdir()
    with pytest.raises(AuditUnreadable, match="cannot be read"):
        AuditFile(folder).read()


def test_the_stamp_changes_with_every_label(file: AuditFile) -> None:
    before = file.stamp()
    file.add_label(label(ITEMS[0], Verdict.RIGHT))
    assert file.stamp() != before


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ana\tB. ", "Ana B."),
        ("\u202eanA\u200b", "anA"),
        ("x" * 99, "x" * 40),
        ("\n\x00", ""),
        ("<b>Ana</b>", "<b>Ana</b>"),
    ],
)
def test_names_are_one_line_without_hidden_characters(given: str, kept: str) -> None:
    assert labeller_of(given) == kept
    assert labeller_of(kept) == kept


def test_verdicts_of_a_group_are_its_own(file: AuditFile) -> None:
    silent = item(77, Group.UNFLAGGED)
    file.add_sample(sample([silent], seed="2"))
    file.add_label(label(silent, Verdict.RIGHT))
    assert file.read().labels == ()
    file.add_label(label(silent, Verdict.MISSED, event_class="AID"))
    assert [one.event_class for one in file.read().labels] == ["AID"]
