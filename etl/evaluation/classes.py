"""How good the class model is beside the rules alone, and how well the weight of a sentence follows PLOVER's scores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from etl.evaluation import metrics, sets
from etl.evaluation.figures import figure
from etl.model.load import shipped_model
from etl.stages.classify import NO_EVENT, class_weights, event_class_of, features_of, whole_passage
from etl.stages.main_event import main_hit
from etl.stages.tone import tone_of
from warehouse.terms import QUAD_CLASSES, EventClass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from etl.evaluation.figures import Evaluated
    from etl.evaluation.sets import GoldSentence
    from etl.lexicon.load import Lexicon

SETS = ("plv_train", "plover_gsr")
# Each number is from the table "PLOVER conflict-cooperation scores" of the PLOVER manual (Open Event Data Alliance),
# section "Numeric conflict/cooperation scores": the Goldstein scores of CAMEO's codes, averaged for each class by how
# often each code was met from October 2017 to March 2019; its authors then exchanged those of COERCE and MOBILIZE.
# REQUEST is the manual's DEMAND. The manual gives no scores by mode, and plv_train no modes.
PLOVER_SCORES: Mapping[str, float] = {
    "ASSAULT": -9.3,
    "COERCE": -7.2,
    "PROTEST": -6.6,
    "MOBILIZE": -5.3,
    "SANCTION": -5.2,
    "THREATEN": -5.1,
    "REQUEST": -5.0,
    "REJECT": -4.2,
    "ACCUSE": -2.0,
    "CONSULT": 2.1,
    "AGREE": 4.2,
    "SUPPORT": 4.6,
    "CONCEDE": 5.0,
    "COOPERATE": 6.8,
    "AID": 7.4,
    "RETREAT": 7.6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a gold sentence tells by its label, by the rules alone and with the class model; its weight by either."""

    gold: GoldSentence
    by_rules: str
    by_model: str
    rules_weight: float
    model_weight: float


def class_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """The measures of both sets."""
    found = []
    for name in SETS:
        told = told_sentences(sets.gold_sentences(data, name), lexicon)
        found += [*classification(name, told), *severity(name, told)]
    return found


def told_sentences(rows: Sequence[GoldSentence], lexicon: Lexicon) -> list[Told]:
    """Each sentence as told; neither the rules nor the model know that each of these tells of an event."""
    model, weights = shipped_model(), class_weights(lexicon)
    found = []
    for gold in rows:
        passage = whole_passage(sets.code_sentence(gold.text, None, lexicon))
        reading = model.read(features_of(passage, lexicon))
        hit = main_hit(passage.hits, lexicon)
        found.append(
            Told(
                gold=gold,
                by_rules=hit.event_class.value if hit else NO_EVENT,
                by_model=event_class_of(passage, reading, lexicon),
                rules_weight=hit.weight if hit else 0.0,
                model_weight=reading.weight(weights),
            )
        )
    return found


def classification(name: str, told: Sequence[Told]) -> list[Evaluated]:
    """Macro F1 with the model, the rules alone as its peer, over quad classes and over classes."""
    quads = [(one.gold.quad_class.value, quad_of(one.by_model, one.gold)) for one in told]
    alone = [(one.gold.quad_class.value, quad_of(one.by_rules, one.gold)) for one in told]
    classes = [(one.gold.event_class, class_of(one.by_model, one.gold)) for one in told]
    classes_alone = [(one.gold.event_class, class_of(one.by_rules, one.gold)) for one in told]
    return [
        figure(f"quad class with the class model, {name}", quads, metrics.macro_f1, peer=metrics.macro_f1(alone)),
        figure(
            f"class of sixteen with the class model, {name}",
            classes,
            metrics.macro_f1,
            peer=metrics.macro_f1(classes_alone),
        ),
        figure(f"class of sixteen, rules alone, {name}", classes_alone, metrics.macro_f1),
    ]


def quad_of(event_class: str, gold: GoldSentence) -> str:
    """The quad class of a class as told; where the set's class was split later, either part is right."""
    if event_class in gold.split_into:
        return gold.quad_class.value
    return NO_EVENT if event_class == NO_EVENT else QUAD_CLASSES[EventClass(event_class)].value


def class_of(event_class: str, gold: GoldSentence) -> str:
    """The class as told; where the set's class was split later, either part is right."""
    return gold.event_class if event_class in gold.split_into else event_class


def severity(name: str, told: Sequence[Told]) -> list[Evaluated]:
    """Pearson's correlation of the weight of a sentence with PLOVER's score of its class, and VADER's beside it."""
    true = [plover_score(one.gold) for one in told]
    tones = [(score, tone_of(one.gold.text)) for score, one in zip(true, told, strict=True)]
    expected = [(score, one.model_weight) for score, one in zip(true, told, strict=True)]
    alone = [(score, one.rules_weight) for score, one in zip(true, told, strict=True)]
    peer = metrics.correlation(tones)
    return [
        correlation(f"severity correlation with PLOVER scores, {name}", expected, peer),
        correlation(f"severity correlation with PLOVER scores, rules alone, {name}", alone, peer),
    ]


def correlation(name: str, pairs: Sequence[tuple[float, float]], peer: float) -> Evaluated:
    """A correlation with its interval; it has no confusion."""
    found = figure(name, pairs, metrics.correlation, peer=peer, confusion={})
    return replace(found, measure=replace(found.measure, unit="correlation"))


def plover_score(gold: GoldSentence) -> float:
    """PLOVER's score of the class of a sentence; the mean of the parts where the class was split later."""
    return fmean(PLOVER_SCORES[name] for name in sorted(gold.split_into or {gold.event_class}))
