"""The scoring holds its floors on every labelled set, ours and the field's."""

from __future__ import annotations

import pytest

from etl.evaluation.copies import labelled_pairs, texts_of_labels
from etl.evaluation.measure import evaluate
from etl.evaluation.report import floors, markdown, with_floors
from etl.evaluation.sets import CORPUS, yardstick, yardstick_dyads


@pytest.fixture(scope="module")
def evaluated(lexicon, shared_data):
    return with_floors(evaluate(shared_data, lexicon))


@pytest.mark.shared_data
def test_every_floor_holds(evaluated):
    fallen = [f"{one.measure.name}: {one.measure.value:.3f}" for one in evaluated if not one.measure.holds]
    assert not fallen


@pytest.mark.shared_data
def test_every_floor_has_its_measure(evaluated):
    assert set(floors()) <= {one.measure.name for one in evaluated}


@pytest.mark.shared_data
def test_report_names_every_measure(evaluated, lexicon):
    report = markdown(evaluated, lexicon.version)
    assert all(one.measure.name in report for one in evaluated)


@pytest.mark.shared_data
def test_yardstick_is_drawn_again_from_the_corpus(shared_data):
    """The texts are not committed: their hashes say that the same sentences were labelled."""
    rows = yardstick(shared_data)
    assert len(rows) == 600
    assert {row.half for row in rows} == {"seen", "measured"}


@pytest.mark.shared_data
def test_dyads_are_drawn_again_from_the_corpus(shared_data, lexicon):
    rows = yardstick_dyads(shared_data)
    actors = {actor.id for actor in lexicon.actors}
    assert len(rows) == 200
    assert sum(1 for row in rows if row.dyads) >= 100
    assert all(actor != recipient and {actor, recipient} <= actors for row in rows for actor, recipient in row.dyads)


@pytest.mark.shared_data
def test_labelled_pairs_are_read_again_from_the_corpus(shared_data):
    """The texts are not committed: their hashes say that the same articles were labelled."""
    labels = labelled_pairs()
    assert len(texts_of_labels(shared_data / CORPUS, labels)) == len(labels) == 509
    assert sum(label["copies"] for label in labels) == 115
