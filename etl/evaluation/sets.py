"""Reads the labelled sets: ours, which come along, and those of the field, which lie beside the checkout."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pyarrow.parquet as pq

from etl.evaluation.yardstick.draw import DRAWN, DYADS_READ, draw
from etl.pipeline import Rules, article_of, code_articles
from etl.scoring import FAR_FUTURE
from warehouse.errors import TensiometerError
from warehouse.terms import QUAD_CLASSES, Article, Entry, EventClass, QuadClass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from etl.evaluation.yardstick.draw import Drawn
    from etl.lexicon.load import Lexicon
    from warehouse.terms import CodedArticle

CORPUS = "corpora/rss_2020_2023.parquet"
# Classes of older versions of PLOVER, mapped once. YIELD was split later: CONCEDE or RETREAT is right for it.
OLDER_CLASSES = {
    "DEMAND": EventClass.REQUEST,
    "DISAPPROVE": EventClass.ACCUSE,
    "INVESTIGATE": EventClass.ACCUSE,
    "FIGHT": EventClass.ASSAULT,
    "YIELD": EventClass.CONCEDE,
}
SPLIT_LATER = {"YIELD": frozenset({EventClass.CONCEDE, EventClass.RETREAT})}
QUADS = dict(enumerate(QuadClass, start=1))
PLACEBO_PATH = re.compile(r"/(sport|sports|film|movies|music|football|soccer|cricket|tennis|golf|lifestyle)(/|$)")
BUSINESS_PATH = re.compile(r"/(business|economy|markets|money|companies|finance)(/|$)")
BATCH_ROWS = 5000
# The table of each file of probes.
PROBE_TABLES = {"modality": "probe", "modality_later": "probe", "lookalikes": "lookalike"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSentence:
    """A sentence with one event: its class, and its quad class as the file gives it (SANCTION being material)."""

    text: str
    event_class: str
    quad_class: QuadClass
    split_into: frozenset[EventClass]
    actors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YardstickSentence:
    """A sentence of the yardstick with its labels."""

    text: str
    published_on: date
    half: str
    event_class: str
    kind: str
    conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadSentence:
    """A sentence that names two actors, with its directed pairs (actor, recipient), perhaps none."""

    text: str
    published_on: date
    dyads: frozenset[tuple[str, str]]


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a file. Raises TensiometerError if it is not there."""
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise TensiometerError(f"{path}: {error.strerror}.", hint="Name the evaluation data with --data.") from error


def gold_sentences(data: Path, name: str) -> list[GoldSentence]:
    """The sentences of `gold/<name>.jsonl`."""
    return [gold_sentence(row) for row in read_jsonl(data / "gold" / f"{name}.jsonl")]


def gold_sentence(row: dict[str, Any]) -> GoldSentence:
    """One row of a gold set."""
    older = OLDER_CLASSES.get(row["event"])
    event_class = older or EventClass(row["event"])
    is_sanction = event_class is EventClass.SANCTION
    spans = [*(row.get("src") or ()), *(row.get("tgt") or ())]
    return GoldSentence(
        text=row["text"],
        event_class=event_class.value,
        quad_class=QUAD_CLASSES[EventClass.SANCTION] if is_sanction else QUADS[int(row["quad"])],
        split_into=SPLIT_LATER.get(row["event"], frozenset()),
        actors=tuple((str(span[0]), str(span[1])) for span in spans if span[0] and span[1]),
    )


def yardstick(data: Path) -> list[YardstickSentence]:
    """The yardstick with its texts, read again from the corpus. Raises TensiometerError if any text has changed."""
    return [
        YardstickSentence(
            text=sentence.text,
            published_on=date.fromisoformat(sentence.published_on),
            half=label["half"],
            event_class=label["class"],
            kind=label["kind"],
            conflict=label["conflict"],
        )
        for label, sentence in labelled(data, "labels", DRAWN, "yardstick")
    ]


def yardstick_dyads(data: Path) -> list[DyadSentence]:
    """The sentences labelled with dyads, read again from the corpus. Raises TensiometerError if any has changed."""
    return [
        DyadSentence(
            text=sentence.text,
            published_on=date.fromisoformat(sentence.published_on),
            dyads=frozenset((dyad["actor"], dyad["recipient"]) for dyad in label["dyads"]),
        )
        for label, sentence in labelled(data, "dyads", DYADS_READ, "dyads")
    ]


def labelled(data: Path, name: str, count: int, seed: str) -> Iterator[tuple[dict[str, Any], Drawn]]:
    """Each label of `yardstick/<name>.jsonl` with its sentence, drawn again."""
    path = data / CORPUS
    if not path.exists():
        raise TensiometerError(f"{path} is not there.", hint="Name the evaluation data with --data.")
    drawn = {(one.row, one.sentence): one for one in draw(path, count, seed)}
    labels = files("etl.evaluation.yardstick").joinpath(f"{name}.jsonl").read_text(encoding="utf-8")
    for label in map(json.loads, labels.splitlines()):
        sentence = drawn.get((label["row"], label["sentence"]))
        if sentence is None or sentence.text_hash != label["text_hash"]:
            raise TensiometerError(
                f"{path}: row {label['row']}, sentence {label['sentence']} is not what was labelled.",
                hint="Cleaning or cutting into sentences has changed: the yardstick's rule must stay.",
            )
        yield label, sentence


def probes(name: str) -> list[dict[str, Any]]:
    """The rows of `probes/<name>.toml`."""
    table = tomllib.loads(files("etl.evaluation").joinpath("probes", f"{name}.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = table[PROBE_TABLES[name]]
    return rows


def placebo(data: Path, path: re.Pattern[str] = PLACEBO_PATH) -> Iterator[tuple[str, str]]:
    """Title and description of items whose link path says that they are no politics: sport, film, music, lifestyle."""
    file = pq.ParquetFile(data / CORPUS)
    for batch in file.iter_batches(BATCH_ROWS, columns=["title", "description", "link", "language"]):
        for row in batch.to_pylist():
            if path.search(urlsplit(str(row["link"] or "")).path.lower()):
                yield str(row["title"] or ""), str(row["description"] or "")


def code_sentence(text: str, published_on: date | None, lexicon: Lexicon) -> CodedArticle:
    """Score a sentence as if it were an article of its own."""
    entry = Entry(outlet="evaluation", position=0, body=text, body_is_html=False, language="en")
    made = article_of(entry, received_at=FAR_FUTURE, rules=Rules())
    if not isinstance(made, Article):
        raise TensiometerError(f"A sentence of an evaluation set holds no text: {text!r}.")
    # The title is made from the body where there is none: a sentence must not be read twice.
    body = made.text.split("\n\n", 1)[-1]
    alone = replace(made, title="", text=body, fold_at=len(body), published_method="given")
    if published_on:
        alone = replace(alone, published_at=FAR_FUTURE.replace(published_on.year, published_on.month, published_on.day))
    return code_articles([alone], lexicon)[0]
