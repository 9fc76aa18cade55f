"""Archives made by SQL, with the rows that as many articles of 3 KB leave: four years, forty outlets, 200 actors.

Who is in the news is as uneven as it is: the first actor is named two hundred times as often as the last (Zipf). Words
are as uneven, so that texts compress as news does; they are cut from one long text, so that making them costs little.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tests.integration.samples import job
from warehouse.signals import NEW_FORMULA, roll_up_everything

if TYPE_CHECKING:
    from etl.lexicon.load import Lexicon
    from warehouse.segments import Segments
    from warehouse.writer import Writer

ACTORS, OUTLETS, DAYS = 200, 40, 1461
MENTIONS, HITS = 5, 3
BODY_CHARS, SENTENCE_CHARS, TITLE_CHARS = 3000, 120, 60
# What a text of 3 KB leaves to find its copies by, as measured: words that count, keys, and those of them asked for.
SKETCH_BYTES, KEYS = 340, 17
# Texts of a run stand together in segments of 64 MB.
SEGMENT_ROWS = 50_000
WORDS, LONG_TEXT_CHARS = 30_000, 60_000_000
LETTERS = "etaoinshrdlucmfwypvbgkjqxz"

FOLDER = Path(__file__).parent


def fill(root: Path, lexicon: Lexicon, count: int, *, has_bodies: bool = False) -> None:
    """Make a home with so many articles, and publish it; with bodies in segments where these are asked for."""
    with job(root, lexicon).writer() as writer:
        words = LongText()
        values: dict[str, object] = {
            "count": count,
            "lexicon": lexicon.version,
            "actors": ACTORS,
            "outlets": OUTLETS,
            "days": DAYS,
            "mentions": MENTIONS,
            "hits": HITS,
            "keys": KEYS,
            "body_chars": BODY_CHARS,
        }
        run(writer, "made_names", values)
        with writer._transaction():
            for low in range(0, count, SEGMENT_ROWS):
                high = min(low + SEGMENT_ROWS, count)
                with writer._registered(made_text=words.texts(low, high), made_sentence=words.sentences(low, high)):
                    run(writer, "made_rows", values | {"low": low, "high": high - 1})
                if has_bodies:
                    add_bodies(writer, writer.segments, words, low, high)
        with writer._transaction():
            roll_up_everything(writer.connection, cause=NEW_FORMULA)
        writer.settle()
        writer.publish()


def run(writer: Writer, name: str, values: dict[str, object]) -> None:
    """Run the statements of a file, each with those values that it names."""
    for statement in (FOLDER / f"{name}.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            used = {name: value for name, value in values.items() if f"${name}" in statement}
            writer.connection.execute(statement, used)


def add_bodies(writer: Writer, segments: Segments, words: LongText, low: int, high: int) -> None:
    """Write the texts of articles to a segment."""
    rows = writer.connection.execute(
        "select article_id from made_article where n >= $low and n < $high order by n", {"low": low, "high": high}
    )
    ids = pa.array([article_id for (article_id,) in rows.fetchall()])
    texts = words.cuts(low, high, BODY_CHARS, lane=1)
    empty = pa.array([""] * len(ids))
    revisions = pa.array(np.ones(len(ids), np.int32))
    segments.add(
        "article",
        pa.table({"article_id": ids, "text": texts, "dropped_text": empty, "revision": revisions}),
    )


class LongText:
    """Words in no order, some far more often than others, and what is cut from them."""

    def __init__(self) -> None:
        chance = np.random.default_rng(7)
        ranks = np.arange(1, WORDS + 1)
        often = 1 / ranks**1.15
        lengths = np.clip(np.round(2 + np.log2(ranks) * 0.55 + chance.normal(0, 1.2, WORDS)), 1, 14).astype(int)
        letters = np.array(list(LETTERS))
        odds = 1 / np.arange(1, len(LETTERS) + 1) ** 0.6
        words = ["".join(chance.choice(letters, length, p=odds / odds.sum())) for length in lengths]
        drawn = chance.choice(WORDS, LONG_TEXT_CHARS // 6, p=often / often.sum())
        self.text = " ".join([words[one] for one in drawn])

    def cuts(self, low: int, high: int, length: int, *, lane: int) -> pa.Array:
        """A piece for each of these articles."""
        places = np.random.default_rng([low, lane]).integers(0, len(self.text) - length, high - low)
        return pa.array([self.text[at : at + length] for at in places])

    def texts(self, low: int, high: int) -> pa.Table:
        """Title and sketch of each article."""
        noise = np.random.default_rng([low, 99]).bytes((high - low) * SKETCH_BYTES)
        sketches = [noise[at : at + SKETCH_BYTES] for at in range(0, len(noise), SKETCH_BYTES)]
        return pa.table(
            {
                "n": pa.array(range(low, high), pa.int64()),
                "title": self.cuts(low, high, TITLE_CHARS, lane=2),
                "sketch": pa.array(sketches, pa.binary()),
            }
        )

    def sentences(self, low: int, high: int) -> pa.Table:
        """A sentence for each hit."""
        return pa.concat_tables(
            pa.table(
                {
                    "n": pa.array(range(low, high), pa.int64()),
                    "lane": pa.array([lane] * (high - low), pa.int64()),
                    "sentence": self.cuts(low, high, SENTENCE_CHARS, lane=10 + lane),
                }
            )
            for lane in range(HITS)
        )
