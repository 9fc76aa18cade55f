"""The class model: what it may see, what it may decide, and how it is fitted."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from etl.evaluation.sets import code_sentence
from etl.explain import read_sentences, reading_line, readings_as_dicts
from etl.model.load import read_model, shipped_model
from etl.model.regression import Examples, Penalty, exponential, fit
from etl.stages.classify import (
    CLASSES,
    ClassModel,
    Features,
    Reading,
    class_weights,
    event_class_of,
    features_of,
    sentence_passages,
    whole_passage,
)
from warehouse.errors import TensiometerError
from warehouse.terms import EventClass

ATTACK = "Russian forces shelled Ukrainian positions on Tuesday."
SEVERAL = "Turkey condemned the shelling after Greece and Cyprus signed a defence pact in Athens."


def passage_of(text, lexicon):
    return whole_passage(code_sentence(text, None, lexicon))


def sure_of(name):
    rest = 0.1 / (len(CLASSES) - 1)
    return Reading({one: 0.9 if one == name else rest for one in CLASSES})


def test_features_are_the_same_whoever_is_named(lexicon):
    other = "Iraqi forces shelled Iranian positions on Tuesday."
    assert features_of(passage_of(ATTACK, lexicon), lexicon) == features_of(passage_of(other, lexicon), lexicon)


def test_features_do_not_name_the_rule(lexicon):
    passage = passage_of(ATTACK, lexicon)
    assert passage.hits
    renamed = replace(passage, hits=[replace(hit, cue_id=f"own-{hit.cue_id}") for hit in passage.hits])
    assert features_of(passage, lexicon) == features_of(renamed, lexicon)


def test_features_tell_suppressed_hits_apart(lexicon):
    passage = passage_of(ATTACK, lexicon)
    denied = replace(passage, hits=[replace(hit, suppressed_reason="negated") for hit in passage.hits])
    assert features_of(passage, lexicon) != features_of(denied, lexicon)


def test_features_of_a_sentence_do_not_depend_on_where_it_stands(lexicon):
    alone = sentence_passages(code_sentence(ATTACK, None, lexicon))
    later = sentence_passages(code_sentence(f"It rained in Kyiv.\n\n{ATTACK}", None, lexicon))
    assert [features_of(one, lexicon) for one in alone] == [features_of(one, lexicon) for one in later] != []


def test_features_of_a_text_without_words_are_few(lexicon):
    passage = replace(passage_of(ATTACK, lexicon), text="...", hits=(), mentions=())
    assert shipped_model().read(features_of(passage, lexicon)).of.keys() == set(CLASSES)


def test_reading_sums_to_one_over_all_classes(lexicon):
    reading = shipped_model().read(features_of(passage_of(ATTACK, lexicon), lexicon))
    assert sum(reading.of.values()) == pytest.approx(1)
    assert sum(reading.quads().values()) == pytest.approx(1)
    assert max(reading.of, key=reading.of.__getitem__) == "ASSAULT"


def test_reading_prefers_the_class_of_the_likeliest_quad_class():
    """Two kinds of material conflict outweigh one kind of verbal conflict."""
    reading = Reading({"ACCUSE": 0.4, "ASSAULT": 0.35, "COERCE": 0.25})
    assert reading.best_of(reading.of) == "ASSAULT"


def test_model_never_overrules_hits_of_one_quad_class(lexicon):
    passage = passage_of(ATTACK, lexicon)
    assert event_class_of(passage, sure_of("AID"), lexicon) == "ASSAULT"


def test_model_decides_between_hits_of_several_quad_classes(lexicon):
    passage = passage_of(SEVERAL, lexicon)
    counted = {hit.event_class.value for hit in passage.hits if not hit.suppressed_reason}
    assert len({hit.quad_class for hit in passage.hits if not hit.suppressed_reason}) > 1
    assert {event_class_of(passage, sure_of(name), lexicon) for name in counted} == counted
    assert event_class_of(passage, sure_of("NONE"), lexicon) in counted


def test_model_may_say_that_there_is_no_event_where_no_hit_counts(lexicon):
    passage = passage_of(ATTACK, lexicon)
    denied = replace(passage, hits=[replace(hit, suppressed_reason="film") for hit in passage.hits])
    assert event_class_of(replace(passage, hits=()), sure_of("NONE"), lexicon) == "NONE"
    assert event_class_of(denied, sure_of("NONE"), lexicon) == "NONE"
    assert event_class_of(denied, sure_of("ASSAULT"), lexicon) == "ASSAULT"


def test_weight_to_expect_lies_between_those_of_the_classes(lexicon):
    weights = class_weights(lexicon)
    assert set(weights) == {one.value for one in EventClass}
    assert sure_of("ASSAULT").weight(weights) < -6 < 2 < sure_of("RETREAT").weight(weights)


def test_explained_sentences_are_those_with_hits(lexicon):
    coded = code_sentence(f"{ATTACK} It rained in Kyiv. {SEVERAL}", None, lexicon)
    readings = read_sentences(coded, lexicon)
    assert [one.text for one in readings] == [ATTACK, SEVERAL]
    for shown, one in zip(readings_as_dicts(readings), readings, strict=True):
        assert coded.article.text[slice(*shown["span"])] == one.text
        assert set(shown["probabilities"]) == set(CLASSES)
    assert reading_line(readings[0]).startswith("class model: ASSAULT ")


def test_exponential_is_that_of_the_library_but_for_the_last_bits():
    values = np.concatenate([-np.logspace(-12, 2.8, 500), [0.0]])
    expected = np.array([math.exp(value) for value in values])
    assert np.allclose(exponential(values), expected, rtol=1e-14, atol=0)


def test_fit_learns_what_separates_examples_and_gives_the_same_bits_again():
    features = [
        Features({1: 1.0, 7: 0.5}, {}),
        Features({2: 1.0, 7: 0.5}, {"ASSAULT": {3: 1.0}}),
        Features({2: 1.0}, {"AID": {3: 1.0}, "ASSAULT": {4: 1.0}}),
    ]
    names = ["AGREE", "ASSAULT", "AID"]
    examples = Examples.of(features, names, [1.0, 1.0, 2.0])
    first, second = fit(examples, Penalty(0.01, 0.01)), fit(examples, Penalty(0.01, 0.01))
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))
    model = ClassModel(*first)
    told = [model.read(one).of for one in features]
    assert [max(one, key=one.__getitem__) for one in told] == names


def test_weights_that_fit_other_features_are_refused(tmp_path):
    path = tmp_path / "weights.npz"
    table = np.zeros((3, 2), np.int8)
    np.savez(path, plain=table, plain_step=np.array(1.0), shared=np.zeros(3, np.int8), shared_step=np.array(1.0))
    with pytest.raises(TensiometerError, match="other features"):
        read_model(path)
    path.write_bytes(b"no weights")
    with pytest.raises(TensiometerError, match="cannot be read"):
        read_model(path)
