"""`tension score`: a text, a file, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.integration.commands import assert_one_line, tension
from tests.integration.samples import rows, write_jsonl

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "North Korea launched a ballistic missile toward Japan on Monday."


def test_score_of_a_text_for_people() -> None:
    done = tension("score", TEXT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "PRK" in done.stdout
    assert any(line.startswith("act ") and "PRK -> JPN" in line for line in done.stdout.splitlines())
    assert "cue hits. Named:" in done.stdout.splitlines()[-1]


def test_score_explains_who_was_chosen_by_which_rule() -> None:
    told = tension("score", TEXT, "--explain").stdout
    assert "actor      PRK (North Korea): subject before the cue" in told
    assert "recipient  JPN (Japan): named after the cue" in told
    assert "= |-" in told
    assert "actor      " not in tension("score", TEXT).stdout


def test_score_explains_why_a_hit_does_not_count() -> None:
    told = tension("score", "If China invades Taiwan, markets will fall.", "--explain").stdout
    assert "does not count: conditional" in told


def test_score_of_a_text_for_programs() -> None:
    """Every span gives back its words; the lexicon's version says what scored."""
    scored = json.loads(tension("score", TEXT, "--json", "--date", "2024-01-05").stdout)
    assert scored["published_on"] == "2024-01-05"
    assert {one["actor_id"] for one in scored["mentions"]} >= {"PRK", "JPN"}
    assert any(one["is_counted"] and one["kind"] == "act" and one["actor_id"] == "PRK" for one in scored["hits"])
    for one in scored["hits"]:
        assert scored["text"][slice(*one["span"])] == one["matched_text"]
    for one in scored["mentions"]:
        assert scored["text"][slice(*one["span"])] == one["surface"]
    assert len(scored["lexicon_version"]) >= 8


def test_score_of_a_file_is_its_first_article(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "a.jsonl", [{"title": TEXT, "outlet": "A", "published_at": "2024-01-05"}, *rows(3)])
    scored = json.loads(tension("score", file, "--json").stdout)
    assert scored["title"].startswith("North Korea launched")
    assert scored["published_on"] == "2024-01-05"
    (tmp_path / "a.txt").write_text(f"{TEXT}\n\n{TEXT} " + "Officials gave no further details. " * 5, encoding="utf-8")
    assert tension("score", tmp_path / "a.txt").returncode == 0


@pytest.mark.parametrize(
    ("argument", "words"), [("", "Nothing to score"), (" \n", "Nothing to score"), ("bad.docx", "are not read")]
)
def test_score_of_nothing_is_one_line(tmp_path: Path, argument: str, words: str) -> None:
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04")
    done = tension("score", argument, cwd=tmp_path)
    assert done.returncode == 1
    assert_one_line(done, words)


def test_score_of_an_unsupported_language_says_so() -> None:
    text = "Das Verteidigungsministerium erklärte am Montag, dass die Übungen wie geplant stattfinden würden."
    assert "Unsupported language: de" in tension("score", text).stdout


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{TEXT} " * 80_000, True),  # 5 MB
        (f"{TEXT} " * 8_000 + "\n", True),  # half a megabyte in one line
        ("".join(f"{char}\x00\x1b" for char in TEXT) + " It was told to nobody else in the capital.", True),
        (TEXT.upper() + " NOBODY ELSE WAS TOLD OF IT IN THE CAPITAL.", True),
        (f'"{TEXT} ' * 400 + "He said nothing more.", True),
        (TEXT.replace("missile", "missile 导弹") + " Officials said that they had been told of it.", True),
        ("missile " * 100_000 + ".", False),
    ],
    ids=["5 MB", "one line", "control characters", "capitals", "open quotation marks", "mixed scripts", "no sentence"],
)
def test_score_of_what_no_article_looks_like(tmp_path: Path, text: str, *, found: bool) -> None:
    file = write_jsonl(tmp_path / "a.jsonl", [{"title": "", "body": text, "outlet": "A", "language": "en"}])
    done = tension("score", file, "--json")
    assert done.returncode == 0
    scored = json.loads(done.stdout)
    assert ("PRK" in {one["actor_id"] for one in scored["mentions"]}) is found
    assert all(scored["text"][slice(*one["span"])] == one["matched_text"] for one in scored["hits"])
    assert all(char.isprintable() or char == "\n" for char in scored["text"])


def test_version_is_told() -> None:
    assert tension("--version").stdout.startswith("tension ")


def test_score_explains_what_the_class_model_reads() -> None:
    """The probabilities of each sentence with a hit; the hits and what counts stay as they are."""
    explained = json.loads(tension("score", TEXT, "--explain", "--json").stdout)
    plain = json.loads(tension("score", TEXT, "--json").stdout)
    (sentence,) = explained.pop("sentences")
    assert explained == plain
    assert explained["text"][slice(*sentence["span"])] == TEXT
    assert sum(sentence["probabilities"].values()) == pytest.approx(1, abs=0.01)
    assert sentence["event_class"] in {one["event_class"] for one in plain["hits"]}
