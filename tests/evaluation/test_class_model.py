"""The class model is what training gives, and it beats the rules alone on sentences that it has not seen."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def test_class_model_beats_the_rules_alone_on_sentences_it_has_not_seen(lessons, examples, lexicon):
    figures = folded_figures(cross_validated(lessons, examples, lexicon))
    assert [name for name, alone, told in figures if told <= alone] == []
