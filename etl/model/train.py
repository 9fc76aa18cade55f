"""Trains the class model on sentences of our own, checks it by cross-validation, and writes its weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from etl.evaluation import metrics, sets
from etl.model.regression import Examples, Penalty, fit
from etl.model.sentences import training_sentences
from etl.stages.classify import NO_EVENT, ClassModel, event_class_of, features_of, whole_passage
from etl.stages.main_event import main_hit
from warehouse.terms import QUAD_CLASSES, EventClass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from etl.lexicon.load import Lexicon
    from etl.stages.classify import Features, Passage

# Chosen by cross-validation over our own sentences: macro F1 of quad classes .764 with plain 4, .782 with 2, .790 with
# 1 and with .7, .789 with .5; from .7 to 6 the other hardly matters.
PENALTY = Penalty(plain=0.7, shared=3.0)
# Each sentence is also seen as if no rule had found anything, so that the words learn what the rules know.
WITHOUT_HITS_WEIGHT = 0.5
# The example of a rule, seen as if its rule were not there.
RULE_EXAMPLE_WEIGHT = 0.7
FOLDS = 4
STEPS = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A sentence to learn from: its class, what was found in it, its features, and those it has without its hits."""

    id: str
    event_class: str
    passage: Passage
    features: Features
    bare: Features


def own_lessons(lexicon: Lexicon) -> list[Lesson]:
    """The sentences of our own."""
    return [lesson_of(one.id, one.text, one.event_class, lexicon) for one in training_sentences()]


def gold_lessons(data: Path, lexicon: Lexicon) -> list[Lesson]:
    """PLOVER's gold standard records (CC BY-SA 4.0), an extra that the weights that come along do without."""
    rows = sets.gold_sentences(data, "plover_gsr")
    return [lesson_of(f"gold {number}", row.text, row.event_class, lexicon) for number, row in enumerate(rows)]


def lesson_of(lesson_id: str, text: str, event_class: str, lexicon: Lexicon) -> Lesson:
    """A sentence, coded and read."""
    passage = whole_passage(sets.code_sentence(text, None, lexicon))
    return Lesson(
        id=lesson_id,
        event_class=event_class,
        passage=passage,
        features=features_of(passage, lexicon),
        bare=features_of(replace(passage, hits=()), lexicon, is_bare=True),
    )


def rule_examples(lexicon: Lexicon) -> list[tuple[str, Features]]:
    """The sentence that each cue must hit, with its class, and its features without the hits of that class."""
    found = []
    for cue in lexicon.cues:
        passage = whole_passage(sets.code_sentence(cue.hits, None, lexicon))
        others = [hit for hit in passage.hits if hit.event_class is not cue.event_class]
        found.append((cue.event_class.value, features_of(replace(passage, hits=others), lexicon, is_bare=True)))
    return found


def train(lessons: Sequence[Lesson], examples: Sequence[tuple[str, Features]]) -> dict[str, np.ndarray]:
    """The weights as they are stored: whole numbers of a byte, and the size of one."""
    hit = [one for one in lessons if one.passage.hits]
    features = [*(one.features for one in lessons), *(one.bare for one in hit), *(one for _, one in examples)]
    classes = [
        *(one.event_class for one in lessons),
        *(one.event_class for one in hit),
        *(name for name, _ in examples),
    ]
    weights = [
        *(1.0 for _ in lessons),
        *(WITHOUT_HITS_WEIGHT for _ in hit),
        *(RULE_EXAMPLE_WEIGHT for _ in examples),
    ]
    plain, shared = fit(Examples.of(features, classes, weights), PENALTY)
    stored: dict[str, np.ndarray] = {}
    for name, table in (("plain", plain), ("shared", shared)):
        step = float(np.abs(table).max()) / STEPS
        stored[name] = np.rint(table / step).astype(np.int8)
        stored[f"{name}_step"] = np.array(step)
    return stored


def model_of(stored: dict[str, np.ndarray]) -> ClassModel:
    """The model of stored weights."""
    return ClassModel(stored["plain"] * float(stored["plain_step"]), stored["shared"] * float(stored["shared_step"]))


def write_weights(stored: dict[str, np.ndarray], path: Path) -> None:
    """Write weights, the same bytes for the same weights: stored as they are, since packers differ."""
    with path.open("wb") as file:
        np.savez(file, **stored)  # type: ignore[arg-type]


def cross_validated(
    lessons: Sequence[Lesson], examples: Sequence[tuple[str, Features]], lexicon: Lexicon
) -> list[tuple[str, str, str]]:
    """The true class of each lesson, that of the rules alone, and that with a model that has not seen the lesson."""
    found = []
    for fold in range(FOLDS):
        kept = [one for one in lessons if crc32(one.id.encode()) % FOLDS != fold]
        model = model_of(train(kept, examples))
        for one in lessons:
            if crc32(one.id.encode()) % FOLDS == fold:
                told = event_class_of(one.passage, model.read(one.features), lexicon)
                hit = main_hit(one.passage.hits, lexicon)
                found.append((one.event_class, hit.event_class.value if hit else NO_EVENT, told))
    return found


def quad_name(event_class: str) -> str:
    """The quad class of a class, or that there is no event."""
    return NO_EVENT if event_class == NO_EVENT else QUAD_CLASSES[EventClass(event_class)].value


def folded_figures(told: Sequence[tuple[str, str, str]]) -> list[tuple[str, float, float]]:
    """Macro F1 of the rules alone and with the model, over classes and over quad classes, NONE among both."""
    kinds: list[tuple[str, Callable[[str], str]]] = [("class", str), ("quad class", quad_name)]
    return [
        (
            name,
            metrics.macro_f1([(of(true), of(rules)) for true, rules, _ in told]),
            metrics.macro_f1([(of(true), of(model)) for true, _, model in told]),
        )
        for name, of in kinds
    ]
