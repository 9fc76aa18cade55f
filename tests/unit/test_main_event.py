"""The hit that a sentence of one event is about."""

from __future__ import annotations

import pytest

from etl.stages.main_event import main_hit
from etl.stages.score import score
from tests.unit.small_lexicon import an_article


@pytest.mark.parametrize(
    ("text", "cue_id"),
    [
        ("Ruritania visited Graustark and bombed Orsinia.", "visit"),
        ("The invasion of Graustark made Ruritania lift sanctions.", "lift-sanctions"),
        ("After it bombed Orsinia, Ruritania visited Graustark.", "visit"),
        ("At a hall bombed by Orsinia, Ruritania visited Graustark.", "visit"),
        ("Ruritania, which had bombed Orsinia, visited Graustark.", "visit"),
        ("Ruritania, bombing Orsinia once more, visited Graustark.", "visit"),
        ("Ruritania did not visit Graustark, and bombed Orsinia.", "bomb"),
        ("Ruritania did not visit Graustark.", "visit"),
    ],
    ids=["first", "verb before noun", "clause", "fronted", "relative", "participle", "suppressed", "only one"],
)
def test_main_hit_is_told_by_a_verb_in_the_main_clause(text, cue_id, small_lexicon):
    hit = main_hit(score(an_article(text), small_lexicon).hits, small_lexicon)
    assert hit is not None
    assert hit.cue_id == cue_id


def test_sentence_without_a_hit_has_no_main_hit(small_lexicon):
    assert main_hit(score(an_article("Ruritania has a lake."), small_lexicon).hits, small_lexicon) is None
