"""Where grammar tells of no pair, the order of the names decides, and says so; never where somebody is left unnamed."""

from __future__ import annotations

import pytest

from etl.stages.attribution import FIRST_RULE, SECOND_RULE
from etl.stages.score import score
from tests.unit.small_lexicon import an_article


def hits_of(text, lexicon):
    return score(an_article(text), lexicon).hits


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("China Taiwan: sanctions imposed", ("CHN", "TWN")),
        ("Russia row deepens with sanctions as Poland votes.", ("RUS", "POL")),
        ("Trade war: Canada, China and the tariffs.", ("CAN", "CHN")),
    ],
)
def test_order_decides_where_grammar_is_silent(text, pair, lexicon):
    found = [hit for hit in hits_of(text, lexicon) if hit.actor_rule == FIRST_RULE]
    assert [(hit.actor_id, hit.recipient_id, hit.recipient_rule) for hit in found] == [(*pair, SECOND_RULE)]


@pytest.mark.parametrize(
    "text",
    [
        "Three Iranian soldiers were killed in Iraq.",
        "Militants attacked Iranian and Iraqi posts.",
        "Iran bombed Iraq while Syria looked on.",
        "Sanctions were imposed on Iran.",
        "An Iran-backed militia shelled Iraq.",
    ],
)
def test_order_is_silent_where_grammar_is_not(text, lexicon):
    found = hits_of(text, lexicon)
    assert found
    assert all(hit.actor_rule != FIRST_RULE for hit in found)


def test_one_cue_of_a_sentence_is_ordered(lexicon):
    """A guess is made once: the other cues keep what grammar says of them."""
    found = hits_of("China Taiwan: sanctions imposed, a blockade, an attack", lexicon)
    assert len(found) >= 2
    assert sum(hit.actor_rule == FIRST_RULE for hit in found) == 1
