"""Rules of one's own: read with those that ship, whole or not at all, and part of the version."""

from __future__ import annotations

import pytest

from etl.lexicon.load import load_lexicon
from etl.lexicon.sources import LexiconError
from etl.own_lexicon import load_with_own, own_files
from tests.own_rule import FIST

ACTOR = """
[[actor]]
id = "ELBONIA"
kind = "organisation"
name = "Elbonian League"
names = ["Elbonian League"]
source = "invented"
"""


PART = """
[[part]]
id = "NOBODY.ARMY"
parent = "NOBODY"
sector = "military"
name = "Army of nobody"
names = ["Army of nobody"]
source = "invented"
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lexicon").mkdir()
    return tmp_path / "lexicon"


def write(folder, text, name="mine.toml"):
    (folder / name).write_text(text, encoding="utf-8")


def test_without_a_folder_the_lexicon_is_the_one_that_ships(tmp_path, lexicon):
    assert own_files(tmp_path / "nowhere") == []
    assert load_with_own(tmp_path / "nowhere").version == lexicon.version


def test_own_rules_and_names_are_read_and_change_the_version(folder, lexicon):
    write(folder, FIST + ACTOR)
    own = load_with_own(folder)
    assert {cue.id for cue in own.cues} - {cue.id for cue in lexicon.cues} == {"own-shaken-fist"}
    assert own.gazetteer.find("The Elbonian League met.", None)[0].actor_id == "ELBONIA"
    assert own.version != lexicon.version
    # A worker compiles what its parent read.
    assert load_lexicon(own=own.own).version == own.version


def test_version_does_not_depend_on_where_the_folder_lies(folder, tmp_path):
    write(folder, FIST)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(elsewhere, FIST)
    assert load_with_own(folder).version == load_with_own(elsewhere).version


def test_own_set_may_be_named_in_own_patterns(folder):
    write(folder, FIST.replace("fist:n", "@own_fists") + '\n[sets]\nown_fists = ["fist:n", "sword:n"]\n')
    assert load_with_own(folder).cues[-1].id == "own-shaken-fist"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[cue]\n", "lexicon/mine.toml is not TOML"),
        (FIST.replace("[[cue]]", "[cue]"), "lexicon/mine.toml: cue must be written as [[cue]]"),
        (FIST.replace("[[cue]]", "[[cues]]"), "lexicon/mine.toml: nothing is read from 'cues'"),
        (FIST + FIST, "cue own-shaken-fist: the id stands already in lexicon/mine.toml"),
        (FIST.replace("own-shaken-fist", "threaten-force"), "cue threaten-force: the id stands already in cues/"),
        (FIST.replace("-5.0", "-50"), "lexicon/mine.toml, cue own-shaken-fist: weight"),
        (FIST.replace("shake:v ..2", "rattle:v ..2 (fist"), "own-shaken-fist: pattern"),
        (FIST.replace("fist:n", "@nowhere"), "no set is named 'nowhere'"),
        (ACTOR + PART, "no actor has the id 'NOBODY'"),
        (FIST.replace("shook their fists", "went home"), "it misses the sentence that it must hit"),
        (FIST.replace("took off her gloves", "shook her fist"), "it hits the sentence that it must miss"),
        ('[sets]\nmissile = ["dart:n"]\n', "there is a set 'missile' already"),
        ('[sets]\nown = "dart"\n', "the set 'own' is no list of words"),
    ],
)
def test_broken_file_is_named_and_nothing_is_loaded(folder, text, message):
    write(folder, text)
    with pytest.raises(LexiconError) as caught:
        load_with_own(folder)
    assert message in str(caught.value)


def test_file_that_is_no_text_is_named(folder):
    (folder / "mine.toml").write_bytes(b"\xff\xfe\x00[[cue]]")
    with pytest.raises(LexiconError, match=r"lexicon/mine\.toml cannot be read"):
        load_with_own(folder)


def test_guard_that_breaks_an_example_of_a_rule_that_ships_is_refused(folder):
    """A guard on every sentence that names an army would silence hundreds of rules."""
    write(
        folder,
        """
[[guard]]
id = "own-army"
reason = "own"
reach = "sentence"
patterns = ["(army|troops|missile:n)"]
hits = "The army fired a missile."
""",
    )
    with pytest.raises(LexiconError) as caught:
        load_with_own(folder)
    assert "its example does not count any more (own)" in str(caught.value)
    assert "and" in str(caught.value)
    assert "more" in str(caught.value)


def test_missing_file_of_the_lexicon_is_named(tmp_path):
    (tmp_path / "cues").mkdir()
    with pytest.raises(LexiconError, match=r"sets\.toml is missing"):
        load_lexicon(tmp_path)
