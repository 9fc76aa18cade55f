"""Marks that nobody sees hide no word, and spans count them."""

from __future__ import annotations

import pytest

from etl.pipeline import scored
from tests.unit.small_lexicon import an_article

MARKS = "\u00ad\u200b\u200d\u2060\ufeff"


@pytest.mark.parametrize("mark", MARKS)
def test_cue_and_names_are_found_through_a_mark(small_lexicon, mark):
    text = f"Ruri{mark}tania in{mark}vaded Grau{mark}stark."
    coded = scored(an_article(text), small_lexicon)
    (hit,) = coded.hits
    assert (hit.cue_id, hit.actor_id, hit.recipient_id) == ("invade", "RUR", "GRA")
    assert hit.matched_text == text[hit.start : hit.end] == f"in{mark}vaded"
    assert [one.surface for one in coded.mentions] == [f"Ruri{mark}tania", f"Grau{mark}stark"]
    assert hit.sentence == text
    assert coded.article.text == text


def test_fold_stands_where_it_stood(small_lexicon):
    text = "\u00ad" * 9 + "Ruritania bombed Graustark. Ruritania bombed Graustark."
    above, below = scored(an_article(text, fold_at=9 + 28), small_lexicon).hits
    assert (above.is_below_fold, below.is_below_fold) == (False, True)
