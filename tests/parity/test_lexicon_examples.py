"""The lexicon's own examples are its tests."""

from __future__ import annotations

from collections import Counter

import pytest

from etl.lexicon.examples import example_fault
from etl.lexicon.load import load_lexicon
from warehouse.terms import QUAD_CLASSES, EventClass, Modality

LEXICON = load_lexicon()


@pytest.mark.parametrize("rule", LEXICON.rules, ids=lambda rule: rule.id)
def test_rule_does_what_its_examples_say(rule):
    assert example_fault(rule, LEXICON) == ""


def test_ids_stand_once_over_cues_and_over_guards_and_markers():
    for rows in (LEXICON.cues, (*LEXICON.guards, *LEXICON.markers)):
        kinds = {type(row) for row in rows}
        for kind in kinds:
            counts = Counter(row.id for row in rows if type(row) is kind)
            assert max(counts.values()) == 1


@pytest.mark.parametrize("cue", LEXICON.cues, ids=lambda cue: cue.id)
def test_weight_has_the_sign_of_its_class(cue):
    is_conflict = "conflict" in QUAD_CLASSES[cue.event_class]
    assert cue.weight < 0 if is_conflict else cue.weight > 0


def test_every_class_has_cues():
    assert {cue.event_class for cue in LEXICON.cues} == set(EventClass)


def test_every_flag_that_words_can_give_has_a_marker():
    assert {marker.flag for marker in LEXICON.markers} == set(Modality)


def test_examples_are_told_once():
    """A cue whose example is another's is tested by accident."""
    examples = Counter(example for cue in LEXICON.cues for example in (cue.hits, cue.misses))
    assert [example for example, count in examples.items() if count > 1] == []


def test_modes_of_the_kinds_are_modes_of_cues():
    modes = {f"{cue.event_class} {cue.mode}" for cue in LEXICON.cues}
    assert set(LEXICON.kinds.by_mode) <= modes
