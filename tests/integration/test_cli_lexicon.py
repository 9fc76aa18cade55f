"""`tension lexicon`: somebody tries a cue of one's own, adds it, and sees its effect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.integration.commands import assert_one_line, tension
from tests.integration.samples import write_jsonl
from tests.own_rule import FIST

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = {"title": "Russia shook its fist at Poland", "outlet": "A", "published_at": "2024-01-05", "url": ""}


def test_cue_is_tried_added_and_used(tmp_path: Path) -> None:
    """One TOML row, one command to see its effect, one to add it; what is loaded later is scored with it."""
    rule, home = tmp_path / "mine.toml", tmp_path / "home"
    rule.write_text(FIST, encoding="utf-8")
    file = write_jsonl(tmp_path / "a.jsonl", [ARTICLE])
    assert tension("import", file, home=home).returncode == 0

    tried = json.loads(tension("lexicon", "try", rule, "--json", home=home).stdout)
    assert (tried["articles"], tried["articles_changed"], tried["hits_counted"]) == (1, 1, 1)
    assert tried["samples"][0]["matched_text"] == "shook its fist"
    assert {one["actor_id"] for one in tried["moved"]} == {"RUS", "POL"}
    shown = tension("lexicon", "try", rule, home=home)
    assert shown.stderr == ""
    assert "1 articles read, 1 would change" in shown.stdout

    added = tension("lexicon", "add", rule, home=home)
    assert added.returncode == 0
    scored = json.loads(tension("score", ARTICLE["title"], "--json", home=home).stdout)
    assert [one["cue_id"] for one in scored["hits"]] == ["own-shaken-fist"]
    assert scored["lexicon_version"] in added.stdout
    again = write_jsonl(tmp_path / "b.jsonl", [{**ARTICLE, "title": "Belarus shakes its fist at Lithuania"}])
    assert tension("import", again, home=home).returncode == 0
    asked = tension("sql", "select distinct cue_id from coded.cue_hit", "--format", "csv", home=home)
    assert asked.stdout.split() == ["cue_id", "own-shaken-fist"]
    twice = tension("lexicon", "add", rule, home=home)
    assert twice.returncode == 1
    assert_one_line(twice, "is there already")


def test_broken_rule_is_one_line_and_nothing_is_added(tmp_path: Path) -> None:
    rule, home = tmp_path / "mine.toml", tmp_path / "home"
    rule.write_text(FIST.replace("THREATEN", "FROWN"), encoding="utf-8")
    done = tension("lexicon", "add", rule, home=home)
    assert done.returncode == 6
    assert_one_line(done, "mine.toml, cue own-shaken-fist: class")
    assert not (home / "lexicon").exists()
    absent = tension("lexicon", "try", tmp_path / "absent.toml", home=home)
    assert absent.returncode == 6
    assert_one_line(absent, "absent.toml cannot be read")


def test_proof_of_a_file(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "a.jsonl", [ARTICLE, {**ARTICLE, "title": "Russia threatened to invade Poland"}])
    found = json.loads(tension("lexicon", "proof", file, "--json", home=tmp_path).stdout)
    fired = {one["cue_id"]: one for one in found["rules"] if one["fired"]}
    assert len(found["rules"]) >= 600
    assert any(one["event_class"] == "THREATEN" for one in fired.values())
    unproven = tension("lexicon", "proof", file, "--unproven", home=tmp_path)
    assert f"unproven: {len(found['rules']) - len(fired):,}." in unproven.stdout
    unknown = tension("lexicon", "proof", file, "--rule", "no-such-rule", home=tmp_path)
    assert_one_line(unknown, "No rule has the id 'no-such-rule'")


def test_scoring_processes_read_the_rules_too(tmp_path: Path) -> None:
    """A load large enough for a pool of processes."""
    home = tmp_path / "home"
    (home / "lexicon").mkdir(parents=True)
    (home / "lexicon" / "mine.toml").write_text(FIST, encoding="utf-8")
    rows = [{**ARTICLE, "title": f"Russia shook its fist at Poland for the {number}th time"} for number in range(1600)]
    done = tension("import", write_jsonl(tmp_path / "a.jsonl", rows), home=home, worker_count=2)
    assert done.returncode == 0
    asked = tension(
        "sql", "select count(*) from coded.cue_hit where cue_id = 'own-shaken-fist'", "--format", "csv", home=home
    )
    assert asked.stdout.split()[-1] == "1600"
