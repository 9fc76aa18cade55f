"""`tension audit`: somebody draws a sample, labels come from a file, and the report says what follows."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.commands import assert_one_line, tension
from tests.integration.samples import rows, write_jsonl

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a sample of forty items."""
    folder = tmp_path_factory.mktemp("audit")
    home = folder / "home"
    denied = [
        {**row, "title": f"North Korea did not launch a ballistic missile toward Japan, note {place}", "body": "",
         "url": f"{row['url']}/denied"}
        for place, row in enumerate(rows(12))
    ]  # fmt: skip
    file = write_jsonl(folder / "a.jsonl", [*rows(120), *denied])
    done = tension("import", file, home=home, worker_count=1)
    assert done.returncode == 0, done.stderr
    drawn = tension("audit", "sample", "--n", 40, "--seed", "11", home=home)
    assert drawn.returncode == 0, drawn.stderr
    assert "seed 11: 20 of " in drawn.stdout
    return home


def exported(home: Path, file: Path) -> list[dict[str, Any]]:
    assert tension("audit", "export", file, home=home).returncode == 0
    with file.open(encoding="utf-8", newline="") as body:
        return list(csv.DictReader(body))


def labelled(home: Path, folder: Path, labeller: str, *, wrong_every: int) -> None:
    """Label everything by way of a file, as somebody does in a spreadsheet."""
    right = {"counted": "right", "suppressed": "rightly suppressed", "unflagged": "rightly silent"}
    wrong = {"counted": "not so", "suppressed": "wrongly suppressed", "unflagged": "missed"}
    file = folder / f"{labeller}.csv"
    with file.open("w", encoding="utf-8", newline="") as body:
        writer = csv.writer(body)
        writer.writerow(("sample_id", "item_id", "labeller", "verdict"))
        for place, row in enumerate(exported(home, folder / "all.csv")):
            verdict = (wrong if place % wrong_every == 0 else right)[row["group"]]
            writer.writerow((row["sample_id"], row["item_id"], labeller, verdict))
    done = tension("audit", "import", file, home=home)
    assert done.returncode == 0, done.stderr
    assert "40 labels and 0 samples are new" in done.stdout


def test_audit_from_the_draw_to_the_report(home: Path, tmp_path: Path) -> None:
    empty = tension("audit", "report", home=home)
    assert "40 items were drawn; 0 are labelled, by nobody yet" in empty.stdout
    again = json.loads(tension("audit", "sample", "--n", 40, "--seed", "11", "--json", home=home).stdout)
    assert again["items"] == 40
    assert (home / "audit.jsonl").read_text(encoding="utf-8").count('"row": "sample"') == 1

    labelled(home, tmp_path, "ana", wrong_every=5)
    second = tmp_path / "second"
    second.mkdir()
    first_rows = (tmp_path / "ana.csv").read_text(encoding="utf-8")
    (second / "ben.csv").write_text(first_rows.replace(",ana,", ",ben,"), encoding="utf-8")
    assert tension("audit", "import", second / "ben.csv", home=home).returncode == 0
    twice = tension("audit", "import", second / "ben.csv", home=home)
    assert "0 labels and 0 samples are new; 40 labels were known" in twice.stdout

    report = tension("audit", "report", "--json", tmp_path / "report.json", home=home)
    assert report.returncode == 0, report.stderr
    assert "40 items were drawn; 40 are labelled, by ana, ben" in report.stdout
    assert "ana and ben agree on 100% of 20 counted items; Cohen's kappa 1.00." in report.stdout
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    whole = {one["measure"]: one for one in found["measured"] if one["level"] == "all"}
    assert set(whole) == {"right", "class right", "rightly suppressed", "missed"}
    assert 0 < found["recall"]["value"] < 1
    assert 0 < whole["right"]["low"] < whole["right"]["value"] < whole["right"]["high"] < 1
    assert whole["right"]["item_count"] == 20
    assert found["sample"]["seed"] == "11"
    assert {one["level"] for one in found["measured"]} >= {"all", "kind", "class", "rule"}

    # Nothing in the file is new, but labels are.
    known = tension("import", write_jsonl(tmp_path / "known.jsonl", rows(3)), home=home, worker_count=1)
    assert "0 new" in known.stderr
    asked = tension(
        "sql",
        "select item_count, round(value, 6) from signal.audit_precision where level = 'all' and measure = 'right'",
        "--format",
        "json",
        home=home,
    )
    (row,) = json.loads(asked.stdout)
    assert list(row.values()) == [20, round(whole["right"]["value"], 6)]


def test_labels_go_to_another_home_and_stand_for_themselves(home: Path, tmp_path: Path) -> None:
    """Another machine without the articles: the labels are kept, and none applies."""
    file = tmp_path / "labels.jsonl"
    assert tension("audit", "export", file, home=home).returncode == 0
    other = tmp_path / "other"
    done = tension("import", write_jsonl(tmp_path / "b.jsonl", rows(5, seed=9)), home=other, worker_count=1)
    assert done.returncode == 0
    assert tension("audit", "import", file, home=other).returncode == 0
    report = tension("audit", "report", home=other)
    assert report.returncode == 0, report.stderr
    assert "0 are labelled" in report.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("import", "absent.csv"), 3, "absent.csv cannot be read"),
        (("import", "bad.csv"), 2, "bad.csv, row 2: it has no seed"),
        (("export", "labels.xls"), 2, "named neither .csv nor .jsonl"),
        (("sample", "--since", "2024-02-01", "--until", "2024-01-01"), 1, "--since is later than --until"),
        (("sample", "--since", "2099-01-01"), 1, "There is nothing to draw from"),
        (("sample", "--seed", "x" * 65), 1, "--seed has over 64 characters"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    home: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    (tmp_path / "bad.csv").write_text("sample_id,item_id,labeller,verdict\nx,y,ana,right\n", encoding="utf-8")
    before = (home / "audit.jsonl").read_bytes()
    done = tension("audit", *arguments, cwd=tmp_path, home=home)
    assert done.returncode == code
    assert_one_line(done, words)
    assert (home / "audit.jsonl").read_bytes() == before


def test_nothing_published_is_one_line(tmp_path: Path) -> None:
    done = tension("audit", "sample", home=tmp_path)
    assert done.returncode == 3
    assert_one_line(done, "No warehouse has been published")
    none = tension("audit", "report", home=tmp_path)
    assert none.returncode == 0
    assert "No sample was drawn yet" in none.stdout
