"""Where grammar finds no pair, the order of the names suggests one, says so, and counts for nothing."""

from __future__ import annotations

import pytest

from etl.printing import explanation_of
from etl.stages.possible import ACTOR_RULE, ORDER_RULE, RECIPIENT_RULE
from etl.stages.score import score
from tests.unit.small_lexicon import an_article


def hits_of(text, lexicon):
    return score(an_article(text), lexicon).hits


def possible(hit):
    return hit.possible_actor_id, hit.possible_recipient_id, hit.possible_rule


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Tariff threats: Canada, China", ("CAN", "CHN", ORDER_RULE)),
        ("New sanctions: Russia, Poland", ("RUS", "POL", ORDER_RULE)),
        ("Afghan rebels kidnapped two Russian engineers.", ("AFG", "RUS", ACTOR_RULE)),
        ("Peru mobilised its army while Chile looked on.", ("PER", "CHL", RECIPIENT_RULE)),
    ],
)
def test_order_suggests_a_pair_where_grammar_finds_none(text, pair, lexicon):
    found = [hit for hit in hits_of(text, lexicon) if hit.possible_rule]
    assert [possible(hit) for hit in found] == [pair] * len(found)
    assert found
    assert all(not (hit.actor_id and hit.recipient_id) for hit in found)


@pytest.mark.parametrize("text", ["Iran bombed Iraq while Syria looked on.", "Sanctions were imposed on Iran."])
def test_no_pair_is_suggested_beside_a_sure_one_or_of_one_actor(text, lexicon):
    found = hits_of(text, lexicon)
    assert found
    assert {possible(hit) for hit in found if hit.actor_id or hit.recipient_id} == {("", "", "")}


def test_who_another_is_comes_last_in_the_order(lexicon):
    text = "Pakistan, China's friend in the region, mobilised its army while India looked on."
    found = [hit for hit in hits_of(text, lexicon) if hit.possible_rule and hit.actor_id == "PAK"]
    assert {hit.possible_recipient_id for hit in found} == {"IND"}


def test_possible_pair_names_nobody_as_actor_or_recipient(lexicon):
    """Series are summed over actor and recipient alone: what is only possible must not stand there."""
    (hit,) = hits_of("New sanctions: Russia, Poland", lexicon)
    assert (hit.actor_id, hit.recipient_id) == ("", "")


def test_explanation_names_the_possible_pair_and_that_it_does_not_count(lexicon):
    (hit,) = hits_of("New sanctions: Russia, Poland", lexicon)
    (line,) = [one for one in explanation_of(hit, lexicon) if one.startswith("possible")]
    assert line == f"possible   RUS (Russia) -> POL (Poland), in no series: {ORDER_RULE}"
