"""What the class model says of each sentence with a hit: a second opinion, shown and never counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from etl.model.load import shipped_model
from etl.stages.classify import class_weights, event_class_of, features_of, sentence_passages

if TYPE_CHECKING:
    from etl.lexicon.load import Lexicon
    from etl.stages.classify import Reading
    from warehouse.terms import CodedArticle

SHOWN_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReading:
    """A sentence, the class it tells of, the probability of each class, and the weight to expect."""

    start: int
    text: str
    event_class: str
    reading: Reading
    weight: float

    def likeliest(self) -> list[tuple[str, float]]:
        """The most probable classes, the first of them first."""
        return sorted(self.reading.of.items(), key=lambda item: -item[1])[:SHOWN_MAX]


def read_sentences(coded: CodedArticle, lexicon: Lexicon) -> list[SentenceReading]:
    """The sentences of a scored text that hold a hit, as the class model reads them, in the order of the text."""
    model, weights = shipped_model(), class_weights(lexicon)
    found = []
    for passage in sentence_passages(coded):
        reading = model.read(features_of(passage, lexicon))
        found.append(
            SentenceReading(
                start=passage.offset,
                text=passage.text,
                event_class=event_class_of(passage, reading, lexicon),
                reading=reading,
                weight=reading.weight(weights),
            )
        )
    return found


def readings_as_dicts(readings: list[SentenceReading]) -> list[dict[str, Any]]:
    """Readings for programs."""
    return [
        {
            "span": [one.start, one.start + len(one.text)],
            "event_class": one.event_class,
            "expected_weight": round(one.weight, 3),
            "probabilities": {name: round(share, 4) for name, share in one.reading.of.items()},
        }
        for one in readings
    ]


def reading_line(one: SentenceReading) -> str:
    """A reading for people."""
    shares = ", ".join(f"{name} {share:.2f}".replace("0.", ".") for name, share in one.likeliest())
    return f"class model: {shares}; tells of {one.event_class}, weight to expect {one.weight:+.1f}: {one.text}"
