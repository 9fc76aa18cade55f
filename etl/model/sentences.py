"""Reads the sentences of our own that the class model learns from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

from etl.stages.classify import CLASSES
from warehouse.errors import TensiometerError

FILES = ("conflict", "cooperation", "mixed", "directed", "further")
FIELDS = {"id", "text", "class", "mode", "actors", "recipients", "counts", "style"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSentence:
    """A sentence with the class of what it tells; `counts` says whether it is told as so."""

    id: str
    text: str
    event_class: str
    mode: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    counts: bool
    style: str


def training_sentences() -> list[TrainingSentence]:
    """All sentences, in the order of the files. Raises TensiometerError for a line that cannot be used."""
    found = []
    for name in FILES:
        lines = files("etl.model").joinpath("sentences", f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [sentence_of(line, f"{name}.jsonl, line {number}") for number, line in enumerate(lines, start=1)]
    return found


def sentence_of(line: str, where: str) -> TrainingSentence:
    """One line of a file."""
    row = json.loads(line)
    if missing := sorted(FIELDS - row.keys()):
        raise TensiometerError(f"{where}: {missing[0]} is missing.")
    if row["class"] not in CLASSES:
        raise TensiometerError(f"{where}: there is no class {row['class']!r}.")
    return TrainingSentence(
        id=row["id"],
        text=row["text"],
        event_class=row["class"],
        mode=row["mode"],
        actors=tuple(row["actors"]),
        recipients=tuple(row["recipients"]),
        counts=row["counts"],
        style=row["style"],
    )
