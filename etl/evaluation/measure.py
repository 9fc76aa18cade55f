"""Every measure of the scoring: a set, a prediction for each of its items, a figure with its interval."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from etl.evaluation import actors, classes, day_of_news, dyads, metrics, peers, sets
from etl.evaluation.figures import Evaluated, figure
from etl.stages.main_event import main_hit
from warehouse.terms import Kind, QuadClass

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from pathlib import Path

    from etl.evaluation.sets import GoldSentence
    from etl.lexicon.load import Lexicon
    from warehouse.terms import CodedArticle, CueHit

CONFLICT = frozenset({Kind.ACT, Kind.THREAT})
CONFLICT_QUADS = frozenset({QuadClass.VERBAL_CONFLICT, QuadClass.MATERIAL_CONFLICT})
NOTHING = "none"

Pair = tuple[bool, bool]


def evaluate(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """All measures, in the order of the report. Raises TensiometerError where a set is missing."""
    return [
        *conflict_measures(data, lexicon),
        *gold_measures(data, lexicon),
        *classes.class_measures(data, lexicon),
        *dyads.dyad_measures(data, lexicon),
        *probe_measures(lexicon),
        *actor_measures(data, lexicon),
        placebo_measure(data, lexicon),
        *day_of_news.date_measures(),
        *day_of_news.repair_measures(lexicon),
        business_measure(data, lexicon),
    ]


def tells_conflict(coded: CodedArticle) -> bool:
    """Whether a text has a counted act or threat."""
    return any(hit.is_counted and hit.kind in CONFLICT for hit in coded.hits)


def conflict_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """Conflict F1 and precision on the yardstick: the measured half, and the half that may be looked at."""
    found = []
    for half in ("measured", "seen"):
        rows = [one for one in sets.yardstick(data) if one.half == half]
        said = [(one.conflict, tells_conflict(sets.code_sentence(one.text, one.published_on, lexicon))) for one in rows]
        keywords = metrics.f1([(one.conflict, peers.has_war_word(one.text)) for one in rows])
        found += [
            figure(f"conflict F1, yardstick, {half} half", said, metrics.f1, peer=keywords),
            figure(f"conflict precision, yardstick, {half} half", said, metrics.precision),
            figure(f"conflict recall, yardstick, {half} half", said, metrics.recall),
        ]
    return found


def gold_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """Binary and quad-class macro F1 on the sentences of the field."""
    found = []
    for name in ("plv_train", "plover_gsr"):
        rows = sets.gold_sentences(data, name)
        coded = [sets.code_sentence(one.text, None, lexicon) for one in rows]
        quads = [(one.quad_class.value, main_quad(given, one, lexicon)) for one, given in zip(rows, coded, strict=True)]
        sides = [(true in CONFLICT_QUADS, said in CONFLICT_QUADS) for true, said in quads]
        peer = metrics.macro_f1([(one.quad_class in CONFLICT_QUADS, peers.is_negative(one.text)) for one in rows])
        found += [
            figure(f"conflict or cooperation, macro F1, {name}", sides, metrics.macro_f1, peer=peer),
            figure(f"quad class, macro F1, {name}", quads, metrics.macro_f1),
        ]
    return found


def main_quad(coded: CodedArticle, gold: GoldSentence, lexicon: Lexicon) -> str:
    """The quad class of a sentence of one event; where the set's class was split later, either part is right."""
    hit = main_hit(coded.hits, lexicon)
    if hit is None:
        return NOTHING
    return gold.quad_class.value if hit.event_class in gold.split_into else hit.quad_class.value


def probe_measures(lexicon: Lexicon) -> list[Evaluated]:
    """The share of modality probes whose event counts or not as it should, and of look-alikes told apart."""
    judged, later = (
        [(bool(row["counts"]), probe_counts(row, lexicon)) for row in sets.probes(name)]
        for name in ("modality", "modality_later")
    )
    names = [(bool(row["is_actor"]), names_actor(row, lexicon)) for row in sets.probes("lookalikes")]
    return [
        figure("modality, probe sentences", judged, metrics.accuracy),
        figure("modality, probe sentences written later", later, metrics.accuracy),
        figure("look-alikes, probe sentences", names, metrics.accuracy),
    ]


def actor_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """Recall of names: Phoenix's in all and by part, and those marked in the sentences of plover_gsr."""
    parts = actors.phoenix_pairs(data, lexicon)
    return [
        figure("actors found, Phoenix names", [pair for pairs in parts.values() for pair in pairs], metrics.recall),
        *(figure(f"actors found, Phoenix names, {part}", pairs, metrics.recall) for part, pairs in parts.items()),
        figure("actors found, plover_gsr", actors.gsr_pairs(data, lexicon), metrics.recall),
    ]


def probe_counts(row: dict[str, object], lexicon: Lexicon) -> bool | None:
    """Whether the event of a probe counts; None where no cue was found in it."""
    text, event = str(row["text"]), str(row["event"])
    coded = sets.code_sentence(text, as_day(row["date"]), lexicon)
    start = coded.article.text.find(event)
    over = [hit for hit in coded.hits if hit.start < start + len(event) and hit.end > start]
    if not over:
        return None
    return not max(over, key=partial(overlap, start=start, end=start + len(event))).suppressed_reason


def overlap(hit: CueHit, *, start: int, end: int) -> tuple[int, int]:
    """How many characters of [start, end) a hit covers, and of two that cover as many, how few others it does.

    In "declined to impose sanctions" the refusal and the sanctions both cover the event, which is the sanctions.
    """
    return min(hit.end, end) - max(hit.start, start), hit.start - hit.end


def names_actor(row: dict[str, object], lexicon: Lexicon) -> bool:
    """Whether the name of a look-alike sentence is taken for the actor it looks like."""
    text, name = str(row["text"]), str(row["name"])
    coded = sets.code_sentence(text, as_day(row["date"]), lexicon)
    start = coded.article.text.find(name)
    return any(
        one.actor_id == row["actor"] and one.start < start + len(name) and one.end > start for one in coded.mentions
    )


def as_day(value: object) -> date:
    """A day of a TOML file."""
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no day")
    return value


def placebo_measure(data: Path, lexicon: Lexicon) -> Evaluated:
    """The share of sport, film, music and lifestyle items that raise a counted act or threat."""
    return flagged_share("placebo: share of sport and culture flagged", list(sets.placebo(data)), lexicon)


def business_measure(data: Path, lexicon: Lexicon) -> Evaluated:
    """The share of business items flagged: no floor, since sanctions and trade wars are told there too."""
    items = list(sets.placebo(data, sets.BUSINESS_PATH))
    return flagged_share("placebo: share of business flagged", items, lexicon)


def flagged_share(name: str, items: Sequence[tuple[str, str]], lexicon: Lexicon) -> Evaluated:
    """The share of items that raise a counted act or threat; the peer is the share with a war word."""
    flagged = [
        (False, tells_conflict(sets.code_sentence(f"{title}. {description}", None, lexicon)))
        for title, description in items
    ]
    words = sum(peers.has_war_word(f"{title} {description}") for title, description in items) / len(items)
    return figure(name, flagged, share_said, better="lower", peer=words)


def share_said(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """The share of items for which something was said."""
    return sum(bool(said) for _, said in pairs) / len(pairs)
