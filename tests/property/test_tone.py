"""Tone is the package's to the last digit, and its time grows with the text and not with its square."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from etl.stages.tone import tone_of, vader

PACKAGE = SentimentIntensityAnalyzer()
RATED = sorted(PACKAGE.lexicon)
# Words by which the package has rules of their own, more often than a draw from its lexicon would bring them.
RULED = (
    """no or nor not never so this without doubt least at very but But BUT kind of sort bad good great GREAT terrible
    war WAR peace hope like love LOVE happy shit bomb ass bus stop yeah right kiss death die for beating heart isn't n't
    least. no! the The THE a it and country talks said""".split()
    + sorted(NEGATE)
    + sorted(BOOSTER_DICT)
    + sorted(SPECIAL_CASES)
)
EMOJIS = sorted(PACKAGE.emojis)
ODD = [
    *string.punctuation,
    *("!!!", "!!!!!", "??", "????", "?!", ":)", ":-(", ":D", "<3", "...", "…", "’", "“", "don’t", "ΑΣ", "ß", "İ", "Ǆ"),
    *("\u200b", "\u00a0", "\u3000", "\x1c", "\x85", "\ud800", "¿", "北", "é", "e\u0301", "©", "\u200d", "\ufe0f"),
]
BLANKS = [" ", " ", " ", " ", "", "\n", "\t", "  ", "\u00a0", "\u2009", "\x1f", ", ", ". ", " - ", "'"]
CASINGS = [str, str, str, str.upper, str.title, str.capitalize, str.swapcase]
TEXTS = 10_000


def a_text(draw: random.Random) -> str:
    """Up to forty pieces of what the package has rules for, in any casing and joined by anything."""
    pieces: list[str] = []
    kinds = draw.choices((RULED, RATED, EMOJIS, ODD), weights=(draw.random() + 0.5, draw.random(), 0.1, 0.2), k=40)
    for kind in kinds[: draw.randint(0, 40)]:
        pieces += (draw.choice(CASINGS)(draw.choice(kind)), draw.choice(BLANKS) if draw.random() < 0.3 else " ")
    return "".join(pieces)


def test_scores_of_ten_thousand_texts_are_those_of_the_package():
    draw = random.Random(20261120)
    texts = [a_text(draw) for _ in range(TEXTS)]
    for text in texts:
        assert vader().scores(text) == PACKAGE.polarity_scores(text), text
    rated_count = sum(tone_of(text) != 0 for text in texts)
    assert rated_count > TEXTS / 2


@settings(deadline=None, max_examples=500)
@given(
    text=st.one_of(
        st.text(st.characters(exclude_categories=()), max_size=120),
        st.lists(st.sampled_from([*RULED, *ODD, *BLANKS]), max_size=30).map(" ".join),
        st.lists(st.sampled_from([*RULED, *EMOJIS, *ODD, *BLANKS]), max_size=30).map("".join),
    )
)
@example(text="")
@example(text="good but good but good bad good")
@example(text="never so this good and not the least bad")
def test_scores_of_any_text_are_those_of_the_package(text):
    assert vader().scores(text) == PACKAGE.polarity_scores(text)


@pytest.mark.parametrize(
    "unit", ["good but bad great ", "GOOD ", "war ", "not so very good ", "\U0001f600", "!", "kind of "]
)
def test_long_text_is_rated(unit):
    """The package takes minutes for some of these: it is held against itself on a part only."""
    part = unit * 150
    assert vader().scores(part) == PACKAGE.polarity_scores(part)
    assert -1 <= tone_of(unit * 40_000) <= 1
