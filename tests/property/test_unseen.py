"""Marks that nobody sees change nothing but spans, wherever they stand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.lexicon.load import load_lexicon
from etl.pipeline import scored
from etl.stages.clean import HIDDEN
from etl.stages.score import score
from tests.unit.small_lexicon import an_article

LEXICON = load_lexicon()
TEXT = "Calm.\n\nThen North Korea’s army fired two missiles at Japan. Iran imposed sanctions on Israel."
MARKS = "\u00ad\u200b\u200d\u2060\ufeff"
PLAIN = score(an_article(TEXT), LEXICON)


def unmarked(text: str) -> str:
    return HIDDEN.sub("", text)


@given(cuts=st.lists(st.tuples(st.integers(0, len(TEXT)), st.sampled_from(MARKS)), min_size=1, max_size=12))
@settings(deadline=None)
def test_marks_change_nothing_but_spans(cuts):
    text = TEXT
    for at, mark in sorted(cuts, reverse=True):
        text = text[:at] + mark + text[at:]
    marked = scored(an_article(text), LEXICON)
    assert len(PLAIN.hits) >= 2
    for one, other in zip(PLAIN.hits, marked.hits, strict=True):
        assert (one.cue_id, one.actor_id, one.recipient_id) == (other.cue_id, other.actor_id, other.recipient_id)
        assert other.matched_text == text[other.start : other.end]
        assert other.sentence == text[other.sentence_start : other.sentence_start + len(other.sentence)]
        assert (one.matched_text, one.sentence) == (unmarked(other.matched_text), unmarked(other.sentence))
    for one, other in zip(PLAIN.mentions, marked.mentions, strict=True):
        assert (one.entity_id, one.surface) == (other.entity_id, unmarked(other.surface))
        assert other.surface == text[other.start : other.end]
