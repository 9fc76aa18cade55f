"""Labels go out to a file and come in again as they were; a file with anything wrong in it changes nothing."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from etl.audit.exchange import FIELDS, exported, read_labels, write_labels
from tests.unit.audits import AT, item, label, sample
from warehouse.audit.rows import Group, Verdict
from warehouse.audit.store import Audit, AuditFile
from warehouse.errors import AuditRefused, AuditUnreadable

if TYPE_CHECKING:
    from pathlib import Path

# Texts that a spreadsheet takes for formulas, that look like marked ones, and that break lines and cells.
ODD = ["=1+1", "'=1+1", "''-x", "'plain", '"a", b', "two\nlines", "\r", "@x", "\tTab", "Ünïcode \U0001f30d", "", "+"]
ITEMS = [item(number, sentence=text, matched_text=text) for number, text in enumerate(ODD)]
SILENT = item(99, Group.UNFLAGGED)


@pytest.fixture
def audit() -> Audit:
    """Two samples that share an item, three people, and items that nobody labelled."""
    said = (
        label(ITEMS[0], Verdict.WRONG_CLASS, "=cmd()", event_class="COERCE"),
        label(ITEMS[0], Verdict.RIGHT, "ben"),
        label(ITEMS[1], Verdict.SKIPPED, "ben"),
        label(SILENT, Verdict.MISSED, "Zoë", event_class="AID"),
    )
    samples = (sample(ITEMS), sample([*ITEMS[:2], SILENT], seed="=2", since=None))
    return Audit(samples=samples, labels=said, label_ids=frozenset(one.label_id for one in said))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".CSV"])
def test_what_goes_out_comes_in_as_it_was(audit: Audit, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"labels{suffix}"
    assert write_labels(path, audit) == len(list(exported(audit)))
    arrival = read_labels(path, Audit(), at=AT)
    assert tuple(arrival.samples) == audit.samples
    assert set(arrival.labels) == set(audit.labels)
    store = AuditFile(tmp_path / "audit.jsonl")
    store.append(arrival.rows())
    found = store.read()
    assert found.samples == audit.samples
    assert set(found.labels) == set(audit.labels)
    assert found.damaged_count == 0
    again = read_labels(path, found, at=AT)
    assert again.rows() == []
    assert again.known_count > 0


def test_no_cell_is_a_formula(audit: Audit, tmp_path: Path) -> None:
    write_labels(tmp_path / "a.csv", audit)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}]


def test_a_spreadsheet_needs_only_four_columns_of_a_known_sample(audit: Audit, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    sample_id, item_id = audit.samples[0].sample_id, ITEMS[3].item_id
    path.write_text(
        f"\ufeffsample_id,item_id,labeller,verdict\n{sample_id},{item_id},cleo,right\n{sample_id},{item_id},,\n",
        encoding="utf-8",
    )
    arrival = read_labels(path, audit, at=AT)
    assert [(one.item_id, one.labeller, one.verdict, one.given_at) for one in arrival.labels] == [
        (item_id, "cleo", Verdict.RIGHT, AT)
    ]
    known = Audit(
        samples=audit.samples, labels=tuple(arrival.labels), label_ids=frozenset({arrival.labels[0].label_id})
    )
    assert read_labels(path, known, at=AT).known_count == 1


def test_an_older_label_does_not_take_the_place_of_a_newer(audit: Audit, tmp_path: Path) -> None:
    write_labels(tmp_path / "old.jsonl", audit)
    newer = label(ITEMS[0], Verdict.NOT_SO, "ben", later=60)
    standing = Audit(samples=audit.samples, labels=(newer,), label_ids=frozenset({newer.label_id}))
    arrival = read_labels(tmp_path / "old.jsonl", standing, at=AT)
    assert arrival.older_count >= 1
    assert not [one for one in arrival.labels if (one.item_id, one.labeller) == (ITEMS[0].item_id, "ben")]


def changed(audit: Audit, path: Path, **changes: object) -> Path:
    """An export in which the first row says something else."""
    rows = list(exported(audit))
    rows[0] |= changes
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"verdict": "fine"}, "row 1: the verdict 'fine' is none on a counted item: right, wrong class"),
        ({"verdict": "missed"}, "row 1: the verdict 'missed' is none on a counted item"),
        ({"told_class": "FROWN"}, "row 1: 'FROWN' is no PLOVER class"),
        ({"labeller": "x" * 41}, "row 1: the name of its labeller"),
        ({"labeller": ""}, "row 1: the name of its labeller"),
        ({"labeller": "a\u202eb"}, "row 1: the name of its labeller"),
        ({"given_at": "yesterday"}, "row 1: "),
        ({"given_at": "2026-11-20T09:00:00+01:00"}, "row 1: an instant with a time zone"),
        ({"sentence": "Somebody else said so."}, "row 1: an item_id that is not that of its words"),
        ({"inclusion_probability": 0}, "row 1: an inclusion probability of 0"),
        ({"inclusion_probability": 0.25}, "row 2: an earlier row has another item, or the same one otherwise"),
        ({"seed": "3"}, "row 2: it tells of its sample otherwise than the rows before"),
        ({"item_count": 3}, "row 2: it tells of its sample otherwise"),
        ({"revision": "1"}, "row 1: something else than a number"),
        ({"group": "all"}, "row 1: 'all' is not a valid Group"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken(
    audit: Audit, tmp_path: Path, changes: dict[str, object], why: str
) -> None:
    with pytest.raises(AuditRefused) as refused:
        read_labels(changed(audit, tmp_path / "a.jsonl", **changes), Audit(), at=AT)
    assert why in refused.value.message


def test_a_sample_without_some_of_its_items_is_refused(audit: Audit, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_labels(path, audit)
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[3:]), encoding="utf-8")
    with pytest.raises(AuditRefused, match="not all there"):
        read_labels(path, Audit(), at=AT)


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.txt", b"x", "named neither .csv nor .jsonl"),
        ("a.jsonl", b"\xff\xfe", "is not UTF-8"),
        ("a.jsonl", b"[1]\n", "row 1: no JSON object"),
        ("a.jsonl", b'{"sample_id": "x"', "row 1: "),
        ("a.jsonl", b"[" * 100_000, "row 1: "),
        ("a.jsonl", b'{"item_id": "x", "verdict": "right"}\n', "row 1: it has no sample_id"),
        ("a.jsonl", b'{"sample_id": "x", "verdict": "right"}\n', "row 1: it has no seed"),
        ("a.csv", b"sample_id,item_id\nx\n", "row 2: it has more or fewer cells"),
        ("a.csv", b'sample_id,item_id\n"x', "row "),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, body: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(AuditRefused) as refused:
        read_labels(path, Audit(), at=AT)
    assert why in refused.value.message


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AuditUnreadable):
        read_labels(tmp_path / "a.csv", Audit(), at=AT)


def test_columns_are_those_of_the_rows(audit: Audit) -> None:
    assert {tuple(row) for row in exported(audit)} == {FIELDS}
