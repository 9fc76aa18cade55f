"""The language found is the library's, for any text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from etl.stages.language import ENGLISH_MARGIN, language_of, model
from etl.stages.language_model import depth_of

LIBRARY = LanguageIdentifier.from_model_file(MODEL_FILE)
WORDS = """the of a summit talks missile Regierung heute spricht über gouvernement français après el presidente dijo
    ayer министр заявил войска 北京 東京 서울 대통령 الرئيس قال הממשלה hükümet açıkladı rząd ogłosił chính phủ η
    κυβέρνηση UN USA 12 3.5 % http://a.example ’ “ ”""".split()
TEXT = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join),
    st.text(st.characters(exclude_categories=()), max_size=400),
)


@settings(deadline=None, max_examples=500)
@given(text=TEXT)
@example(text="MISSILE TALKS IN GENEVA")
@example(text="The talks in Geneva ended without a result, the minister said. " * 12)
def test_language_is_the_librarys_to_the_last_digit(text):
    scores = model().scores(text)
    if scores.any():
        assert scores.tolist() == LIBRARY._raw_score(LIBRARY._encode(text)).tolist()
    if sum(character.isalpha() for character in text[:1000]) >= 20:
        ranked = LIBRARY.rank(text[:1000])
        best_score = ranked[0][1]
        is_english = any(code == "en" and best_score - score <= ENGLISH_MARGIN for code, score in ranked)
        assert language_of("", text) == ("en" if is_english else ranked[0][0])


def test_depth_is_that_of_the_longest_run():
    """Three states in a row, reached over one byte each; every other byte leads back to the start."""
    moves = np.zeros((3, 256), dtype=np.uint32)
    moves[0, 97], moves[1, 98] = 1, 2
    assert depth_of(moves.ravel(), np.arange(3) * 256) == 2


@pytest.mark.parametrize("text", ["", "\x01"])
def test_text_without_a_known_run_says_nothing(text):
    assert not model().scores(text).any()
