"""Draws the sentences of the yardstick: 600, uniformly, by a rule that anybody can run again.

The population is every sentence of the corpus: the title of an entry is its sentence 0, the sentences of its
description follow. Each gets the BLAKE2b hash of "tensiometer yardstick:ROW:SENTENCE"; the 600 smallest are drawn.
Sentences under four words or in another language than English are no part of the population. The half a sentence
falls in is the last bit of its hash: "seen" is for looking at errors, "measured" is only ever measured.

The 200 sentences for dyads are drawn likewise, hashed as "tensiometer dyads:ROW:SENTENCE", from those that name two
actors: the first 200, in the order of their hashes, in which the gazetteer found two or more (version f2caafe6fa60 of
the lexicon).
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import blake2b, sha256
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from etl.lexicon.load import load_lexicon
from etl.stages.clean import clean_body, clean_title
from etl.stages.words import split_words
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.lexicon.gazetteer import Gazetteer

DRAWN = 600
DYADS_DRAWN = 200
# As many as hold, with room to spare, so many sentences that name two actors (about one in fourteen does).
DYADS_READ = 12_000
WORDS_MIN = 4
BATCH_ROWS = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A drawn sentence. `text_hash` proves that a later reading of the corpus gives the same words."""

    row: int
    sentence: int
    half: str
    text_hash: str
    text: str
    title: str
    published_on: str


def draw(corpus: Path, count: int = DRAWN, seed: str = "yardstick") -> list[Drawn]:
    """The first `count` sentences in the order of their hashes, which `seed` tells apart."""
    return [one for _, one in nsmallest(count, population(corpus, seed), key=lambda pair: pair[0])]


def draw_dyads(corpus: Path, gazetteer: Gazetteer) -> list[Drawn]:
    """The sentences for dyads, as a gazetteer finds two actors in them."""
    candidates = draw(corpus, DYADS_READ, "dyads")
    return [one for one in candidates if len(actors_in(one, gazetteer)) >= 2][:DYADS_DRAWN]


def actors_in(drawn: Drawn, gazetteer: Gazetteer) -> set[str]:
    """The actors that a sentence names; theatres are none."""
    day = date.fromisoformat(drawn.published_on)
    return {one.actor_id for one in gazetteer.find(drawn.text, day) if one.kind is not ActorKind.THEATRE}


def population(corpus: Path, seed: str) -> Iterator[tuple[bytes, Drawn]]:
    """Every sentence of the corpus with the hash that orders it; texts of those that cannot be drawn are not made."""
    row = 0
    columns = ["title", "description", "language", "published_at"]
    for batch in pq.ParquetFile(corpus).iter_batches(BATCH_ROWS, columns=columns):
        for entry in batch.to_pylist():
            if str(entry["language"] or "en").lower().startswith("en"):
                yield from sentences_of(row, entry, seed)
            row += 1


def sentences_of(row: int, entry: dict[str, object], seed: str) -> Iterator[tuple[bytes, Drawn]]:
    """The sentences of one entry."""
    title = clean_title(str(entry["title"] or ""), is_html=True)
    body = clean_body(str(entry["description"] or ""), is_html=True)
    words = split_words(body)
    texts = [title, *(body[one.start : one.end] for one in words.sentences)]
    for number, text in enumerate(texts):
        if len(text.split()) < WORDS_MIN:
            continue
        digest = blake2b(f"tensiometer {seed}:{row}:{number}".encode(), digest_size=16).digest()
        yield (
            digest,
            Drawn(
                row=row,
                sentence=number,
                half="measured" if digest[-1] & 1 else "seen",
                text_hash=sha256(text.encode()).hexdigest()[:16],
                text=text,
                title=title,
                published_on=str(entry["published_at"])[:10],
            ),
        )


if __name__ == "__main__":
    of_dyads = sys.argv[2:] == ["dyads"]
    for sentence in draw_dyads(Path(sys.argv[1]), load_lexicon().gazetteer) if of_dyads else draw(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(asdict(sentence), ensure_ascii=False) + "\n")
