"""How well copies are found: pairs of the corpus labelled by hand, and articles of our own rewritten."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from etl.evaluation import metrics
from etl.evaluation.figures import Evaluated, figure
from etl.evaluation.rewrites import Written, rewritten_pairs
from etl.evaluation.sets import CORPUS
from etl.evaluation.yardstick.draw_copies import texts_of
from etl.stages.sketches import sketches
from etl.stages.stories import Member, joined, words_of
from warehouse.errors import TensiometerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# A label with the pairs that the labelled one stands for in its stratum, and what was said.
Weighed = tuple[tuple[bool, float], bool]


def copy_measures(data: Path) -> list[Evaluated]:
    """Pairwise precision and recall on the labelled pairs, as drawn and as they occur, and on the rewritten ones."""
    labels = labelled_pairs()
    said = are_joined([(first, second) for first, second in texts_of_labels(data / CORPUS, labels)])
    drawn = [(bool(label["copies"]), one) for label, one in zip(labels, said, strict=True)]
    weighed = [
        ((bool(label["copies"]), weight), one) for label, weight, one in zip(labels, weights(labels), said, strict=True)
    ]
    pairs = rewritten_pairs()
    made = [
        (pair.is_copy, one) for pair, one in zip(pairs, are_joined([(p.first, p.second) for p in pairs]), strict=True)
    ]
    confusion = {
        ("True", "False"): sum(t and not s for t, s in drawn),
        ("False", "True"): sum(s and not t for t, s in drawn),
    }
    return [
        figure("copies, corpus pairs as they occur, precision", weighed, weighed_precision, confusion=confusion),
        figure("copies, corpus pairs as they occur, recall", weighed, weighed_recall, confusion=confusion),
        figure("copies, corpus pairs as drawn, precision", drawn, metrics.precision),
        figure("copies, corpus pairs as drawn, recall", drawn, metrics.recall),
        figure("copies, rewritten articles, precision", made, metrics.precision),
        figure("copies, rewritten articles, recall", made, metrics.recall),
    ]


def labelled_pairs() -> list[dict[str, Any]]:
    """The rows of `yardstick/copies.jsonl`."""
    text = files("etl.evaluation.yardstick").joinpath("copies.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def texts_of_labels(corpus: Path, labels: Sequence[dict[str, Any]]) -> list[tuple[Written, Written]]:
    """The two articles of each label. Raises TensiometerError if a text is not what was labelled."""
    if not corpus.exists():
        raise TensiometerError(f"{corpus} is not there.", hint="Name the evaluation data with --data.")
    wanted = frozenset(label[which] for label in labels for which in ("first", "second"))
    texts = {text.row: text for text, _ in texts_of(corpus, wanted)}
    found = []
    for label in labels:
        pair = []
        for which in ("first", "second"):
            text = texts[label[which]]
            if text.text_hash != label[f"{which}_hash"]:
                raise TensiometerError(
                    f"{corpus}: row {text.row} is not what was labelled.", hint="Cleaning has changed."
                )
            pair.append(Written(outlet=text.outlet, title=text.title, body=text.body, published_at=text.published_at))
        found.append((pair[0], pair[1]))
    return found


def weights(labels: Sequence[dict[str, Any]]) -> list[float]:
    """How many pairs of its stratum each drawn pair stands for."""
    drawn: dict[str, int] = defaultdict(int)
    for label in labels:
        drawn[label["stratum"]] += 1
    return [label["population"] / drawn[label["stratum"]] for label in labels]


def are_joined(pairs: Sequence[tuple[Written, Written]]) -> list[bool]:
    """For each pair whether its articles end in one story, if all pairs arrive together."""
    numbers: dict[Written, int] = {}
    for pair in pairs:
        for one in pair:
            numbers.setdefault(one, len(numbers))
    made = sketches([(one.title, one.body, one.published_at) for one in numbers])
    members = {
        number: Member(
            words=words_of(
                sketch.words,
                sketch.title_words,
                at=one.published_at,
                outlet=one.outlet,
                is_series=sketch.is_series,
            ),
            story_id="",
        )
        for (one, number), sketch in zip(numbers.items(), made, strict=True)
    }
    holders: dict[int, list[int]] = defaultdict(list)
    met: set[tuple[int, int]] = set()
    for number, sketch in enumerate(made):
        met |= {(elder, number) for key in sketch.asked for elder in holders[key]}
        for key in sketch.keys:
            holders[key].append(number)
    group_of = {one: group[0] for group in joined(members, met, members) for one in group}
    return [group_of[numbers[first]] == group_of[numbers[second]] for first, second in pairs]


def weighed_precision(pairs: Sequence[Weighed]) -> float:
    """The share of the pairs that were said to be copies which are, each counted for its stratum."""
    said = sum(weight for (_, weight), one in pairs if one)
    return sum(weight for (is_copy, weight), one in pairs if one and is_copy) / said if said else 0.0


def weighed_recall(pairs: Sequence[Weighed]) -> float:
    """The share of the copies that were found, each counted for its stratum."""
    copies = sum(weight for (is_copy, weight), _ in pairs if is_copy)
    return sum(weight for (is_copy, weight), one in pairs if one and is_copy) / copies if copies else 0.0
