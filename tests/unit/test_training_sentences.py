"""The sentences that the class model learns from: whole, of known classes, each once."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from etl.model.sentences import FILES, sentence_of, training_sentences
from etl.stages.classify import CLASSES
from warehouse.errors import TensiometerError

STYLES = {"headline", "lead", "mid", "analyst", "state-media"}
ROW = {
    "id": "x-1",
    "text": "Chad thanked Niger.",
    "class": "SUPPORT",
    "mode": "",
    "actors": ["Chad"],
    "recipients": ["Niger"],
    "counts": True,
    "style": "mid",
}


@pytest.fixture(scope="module")
def sentences():
    return training_sentences()


def test_sentences_are_many_of_every_class(sentences):
    counts = Counter(one.event_class for one in sentences)
    assert len(sentences) == 2923
    assert set(counts) == set(CLASSES)
    assert min(counts.values()) >= 80


def test_sentences_name_only_what_stands_in_them(sentences):
    lost = [(one.id, name) for one in sentences for name in (*one.actors, *one.recipients) if name not in one.text]
    assert lost == []


def test_sentences_stand_once(sentences):
    assert len({one.id for one in sentences}) == len(sentences)
    assert len({" ".join(one.text.lower().split()) for one in sentences}) == len(sentences)


def test_sentences_are_plain_lines_in_a_known_style(sentences):
    assert {one.style for one in sentences} == STYLES
    assert [one.id for one in sentences if one.text != " ".join(one.text.split())] == []
    assert any(not one.counts for one in sentences)


def test_sentence_files_are_all_named(sentences):
    assert len({one.id.split("-")[0] for one in sentences}) == len(FILES)


def test_sentence_of_an_unknown_class_is_refused():
    with pytest.raises(TensiometerError, match=r"a\.jsonl, line 3: there is no class 'WAR'"):
        sentence_of(json.dumps({**ROW, "class": "WAR"}), "a.jsonl, line 3")


def test_sentence_without_a_field_is_refused():
    with pytest.raises(TensiometerError, match="counts is missing"):
        sentence_of(json.dumps({key: value for key, value in ROW.items() if key != "counts"}), "a.jsonl, line 3")
