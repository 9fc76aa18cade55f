"""The lexicon's own examples are its tests."""

from __future__ import annotations

from collections import Counter

import pytest

from etl.lexicon.load import Lexicon, load_lexicon
from etl.stages.cues import FoundCue, find_cues
from etl.stages.words import split_words
from warehouse.terms import QUAD_CLASSES, EventClass, Modality

LEXICON = load_lexicon()


def found_in(text: str, lexicon: Lexicon = LEXICON) -> list[FoundCue]:
    """The hits of a text: of two cues that share a word, the stronger alone."""
    words = split_words(text)
    return [one for sentence in words.sentences for one in find_cues(words, sentence, text, lexicon, None)]


def fired_in(text: str, lexicon: Lexicon = LEXICON) -> set[str]:
    """The cues whose patterns match in a text, those that lose to a stronger one included."""
    words = split_words(text)
    return {
        lexicon.cues[match.rule].id
        for sentence in words.sentences
        for match in lexicon.cue_matcher.find(words.plain, sentence.first, sentence.last)
    }


@pytest.mark.parametrize("cue", LEXICON.cues, ids=lambda cue: cue.id)
def test_cue_hits_its_example_and_counts(cue):
    """It may lose its words to a stronger cue, but only to one that speaks of conflict or cooperation as it does."""
    assert cue.id in fired_in(cue.hits), f"{cue.hits!r} hits {sorted(fired_in(cue.hits)) or 'nothing'}"
    hits = [one for one in found_in(cue.hits) if one.cue.weight * cue.weight > 0]
    own = [one for one in hits if one.cue.id == cue.id]
    assert any(not one.suppressed_reason for one in own or hits), [(one.cue.id, one.suppressed_reason) for one in hits]


@pytest.mark.parametrize("cue", LEXICON.cues, ids=lambda cue: cue.id)
def test_cue_misses_its_counterexample(cue):
    assert cue.id not in fired_in(cue.misses)


@pytest.mark.parametrize("guard", LEXICON.guards, ids=lambda guard: guard.id)
def test_guard_suppresses_its_example_with_its_reason(guard):
    found = found_in(guard.hits)
    assert found, "the example holds no cue"
    assert guard.reason in {one.suppressed_reason for one in found}, [
        (one.cue.id, one.suppressed_reason) for one in found
    ]


@pytest.mark.parametrize("marker", LEXICON.markers, ids=lambda marker: marker.id)
def test_marker_flags_its_example(marker):
    found = found_in(marker.hits)
    assert found, "the example holds no cue"
    assert any(marker.flag in one.flags for one in found), [(one.cue.id, one.flags) for one in found]


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
