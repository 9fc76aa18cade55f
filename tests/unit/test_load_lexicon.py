"""A lexicon is read whole or not at all, and says where it is broken."""

from __future__ import annotations

import pytest

from etl.lexicon.load import load_lexicon
from etl.lexicon.sources import LexiconError
from tests.unit.small_lexicon import write_small_lexicon


@pytest.fixture
def root(tmp_path):
    return write_small_lexicon(tmp_path / "lexicon")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("cues/all.toml", "[[cue]]", "[[cue]", "cues/all.toml is not TOML"),
        ("cues/all.toml", 'id = "bomb"', 'id = "invade"', "cue invade: the id stands already in cues/all.toml"),
        ("cues/all.toml", 'id = "bomb"', 'id = "Bomb"', "cue Bomb: id"),
        ("cues/all.toml", "weight = -9", "weight = -11", "cue bomb: weight"),
        ("cues/all.toml", 'class = "ACCUSE"', 'class = "BLAME"', "cue accuse: class"),
        ("cues/all.toml", "['accuse:v']", "[]", "cue accuse: patterns"),
        ("cues/all.toml", "['accuse:v']", "['(accuse']", "accuse: pattern '(accuse': a ')' is missing"),
        ("cues/all.toml", "dated_on", "date_on", "cue invade: "),
        ("guards.toml", 'reach = "overlap"', 'reach = "page"', "guard privacy: reach"),
        ("modality.toml", 'side = "after"', 'side = "behind"', "marker negation-auxiliary: side"),
        ("kinds.toml", "[class.ACCUSE]", "[mode.ACCUSE]", "no kind is given for ACCUSE"),
        (
            "actors/parts.toml",
            'parent = "RUR"',
            'parent = "XXX"',
            "actors/parts.toml, part RUR.GUARD: no actor has the id 'XXX'",
        ),
        ("actors/holders.toml", "until = 2022-01-01", "until = 2019-01-01", "leaves office before taking it"),
        (
            "actors/holders.toml",
            'parent = "RUR"',
            'parent = "XXX"',
            "actors/holders.toml, holder Rudolf Elphberg: no actor has the id 'XXX'",
        ),
        (
            "actors/lookalikes.toml",
            'actor = "ORS"',
            'actor = "XXX"',
            "actors/lookalikes.toml, lookalike Orsinia: no actor has the id 'XXX'",
        ),
        ("actors/neighbours.toml", "titles", "title", "actors/neighbours.toml, neighbours: titles"),
        ("actors/states.toml", 'source = "invented"', 'source = ""', "actor RUR: source"),
        ("attribution.toml", "pronouns", "pronoun", "attribution.toml: "),
    ],
)
def test_broken_row_is_named(root, file, old, new, message):
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load_lexicon(root)
    assert message in str(caught.value)
    assert caught.value.exit_code == 6


def test_version_is_of_the_content_and_nothing_else(root, tmp_path):
    version = load_lexicon(root).version
    other = write_small_lexicon(tmp_path / "elsewhere")
    assert load_lexicon(other).version == version
    cues = other / "cues" / "all.toml"
    cues.write_text(cues.read_text(encoding="utf-8").replace("weight = -9", "weight = -8"), encoding="utf-8")
    assert load_lexicon(other).version != version
    cues.rename(other / "cues" / "renamed.toml")
    assert load_lexicon(other).version not in {version, load_lexicon(root).version}


def test_version_that_ships_is_twelve_hexadecimal_digits(lexicon):
    assert len(lexicon.version) == 12
    int(lexicon.version, 16)
