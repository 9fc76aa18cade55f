"""Which series a hit adds to."""

from __future__ import annotations

import pytest

from etl.lexicon.load import kind_table
from etl.lexicon.sources import LexiconError, SourceFile
from warehouse.terms import QUAD_CLASSES, EventClass, Kind, QuadClass

CONFLICT = [name for name, quad in QUAD_CLASSES.items() if quad is QuadClass.MATERIAL_CONFLICT]


@pytest.mark.parametrize("event_class", list(EventClass))
def test_every_class_has_a_kind(lexicon, event_class):
    for is_planned in (False, True):
        assert lexicon.kinds.kind(event_class, "", is_planned=is_planned) in Kind


@pytest.mark.parametrize("event_class", CONFLICT)
def test_material_conflict_is_an_act_and_when_planned_a_threat(lexicon, event_class):
    assert lexicon.kinds.kind(event_class, "", is_planned=False) is Kind.ACT
    assert lexicon.kinds.kind(event_class, "", is_planned=True) is Kind.THREAT


def test_threat_is_a_threat_planned_or_not(lexicon):
    for is_planned in (False, True):
        assert lexicon.kinds.kind(EventClass.THREATEN, "", is_planned=is_planned) is Kind.THREAT


@pytest.mark.parametrize("event_class", [name for name in EventClass if "cooperation" in QUAD_CLASSES[name]])
def test_cooperation_is_never_escalation(lexicon, event_class):
    modes = {cue.mode for cue in lexicon.cues if cue.event_class is event_class} | {""}
    for mode in modes:
        for is_planned in (False, True):
            assert lexicon.kinds.kind(event_class, mode, is_planned=is_planned) in {Kind.DEESCALATION, Kind.NONE}


@pytest.mark.parametrize(
    ("event_class", "mode"), [(EventClass.AGREE, "ceasefire"), (EventClass.CONSULT, "peace-talks")]
)
def test_mode_may_differ_from_its_class(lexicon, event_class, mode):
    assert lexicon.kinds.kind(event_class, "", is_planned=False) is Kind.NONE
    assert lexicon.kinds.kind(event_class, mode, is_planned=False) is Kind.DEESCALATION
    assert any(cue.event_class is event_class and cue.mode == mode for cue in lexicon.cues)


def test_table_that_lacks_a_class_is_refused():
    text = '[class.ASSAULT]\nasserted = "act"\nplanned = "threat"\n[mode]\n'
    with pytest.raises(LexiconError, match="no kind is given for ACCUSE, AGREE"):
        kind_table(SourceFile("kinds.toml", text))
