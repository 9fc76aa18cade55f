"""The class model is what training gives, and it beats the rules alone on sentences that it has not seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.evaluation.classes import SETS, class_measures
from etl.model.load import WEIGHTS
from etl.model.train import cross_validated, folded_figures, own_lessons, rule_examples, train, write_weights

SHIPPED = Path(__file__).resolve().parents[2] / "etl" / "model" / WEIGHTS
WEIGHTS_BYTES_MAX = 400_000


@pytest.fixture(scope="module")
def lessons(lexicon):
    return own_lessons(lexicon)


@pytest.fixture(scope="module")
def examples(lexicon):
    return rule_examples(lexicon)


def test_training_gives_the_weights_that_come_along(lessons, examples, tmp_path):
    """To the bit. Where the lexicon or a feature has changed, `tension train` writes them anew."""
    path = tmp_path / WEIGHTS
    write_weights(train(lessons, examples), path)
    assert path.read_bytes() == SHIPPED.read_bytes(), "run: tension train"
    assert len(SHIPPED.read_bytes()) < WEIGHTS_BYTES_MAX


@pytest.mark.shared_data
def test_class_model_is_no_worse_than_the_rules_alone_on_the_sets_of_the_field(lexicon, shared_data):
    """And the weight it expects follows PLOVER's scores better than that of the main hit."""
    measures = {one.measure.name: one.measure for one in class_measures(shared_data, lexicon)}
    for name in SETS:
        for kind in ("quad class", "class of sixteen"):
            told = measures[f"{kind} with the class model, {name}"]
            assert told.value >= told.peer, told.name
        by_model = measures[f"severity correlation with PLOVER scores, {name}"]
        alone = measures[f"severity correlation with PLOVER scores, rules alone, {name}"]
        assert by_model.value > alone.value > by_model.peer


def test_class_model_beats_the_rules_alone_on_sentences_it_has_not_seen(lessons, examples, lexicon):
    figures = folded_figures(cross_validated(lessons, examples, lexicon))
    assert [name for name, alone, told in figures if told <= alone] == []
