"""Draws pairs of articles to be labelled as copies or not, by a rule that anybody can run again.

The rule knows words and hours and nothing of how stories are found. The population are the English entries of the
corpus, each a bag of its words, weighed by how rare they are. Anchors are the 40,000 entries with the smallest BLAKE2b
hash of "tensiometer copies:ROW". Each meets every other entry within 72 hours of it, and every earlier or later one
that shares two of its rare words; two entries of one address are one article and no pair. Pairs fall into strata by
cosine, by whether one outlet printed both, and by hours apart; two more strata are of pairs with the same title, and
one of any two within 72 hours. Of each stratum the pairs with the smallest hash of "tensiometer copies:ROW:ROW" are
drawn, at most one for an anchor.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import blake2b, sha256
from heapq import nsmallest
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq

from etl.stages.clean import clean_body, clean_title
from etl.stages.identity import canonical_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ANCHORS = 40_000
WINDOW = timedelta(hours=72)
BINS = (0.3, 0.45, 0.6, 0.75, 0.9, 1.01)
RARE_ROWS_MAX = 12
PER_STRATUM = {"near": 22, "late": 14, "title": 25, "random": 20}
# Copies are rare but among the likest pairs: of those more are drawn.
PER_LIKE_STRATUM = {"near 0.60": 30, "near 0.75": 60, "near 0.90": 60, "late 0.75": 30, "late 0.90": 30}
WORD = re.compile(r"[^\W_]+")

Row = int
Stratum = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An entry of the corpus, cleaned. `text_hash` proves that a later reading gives the same words."""

    row: int
    outlet: str
    title: str
    body: str
    published_at: datetime

    @property
    def text_hash(self) -> str:
        """A short hash of title and body."""
        return sha256(f"{self.title}\n\n{self.body}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPair:
    """Two entries of the corpus, the stratum they were drawn from, and how many pairs it has."""

    stratum: str
    population: int
    first: Text
    second: Text


@dataclass(frozen=True, slots=True)
class Bags:
    """The words of all entries, in order of time: word numbers of entry n are `words[starts[n]:starts[n + 1]]`."""

    rows: np.ndarray
    instants: np.ndarray
    words: np.ndarray
    starts: np.ndarray
    squares: np.ndarray
    norms: np.ndarray


def texts_of(corpus: Path, wanted: Collection[Row] | None = None) -> Iterator[tuple[Text, str]]:
    """The English entries of the corpus, all or some rows, each with its canonical address."""
    entries = pq.read_table(corpus, columns=["title", "description", "link", "language", "outlet", "published_at"])
    rows = range(entries.num_rows) if wanted is None else sorted(wanted)
    chosen = entries if wanted is None else entries.take(rows)
    numbers = iter(rows)
    for batch in chosen.to_batches(max_chunksize=5000):
        for entry in batch.to_pylist():
            row = next(numbers)
            if not str(entry["language"] or "en").lower().startswith("en"):
                continue
            text = Text(
                row=row,
                outlet=entry["outlet"],
                title=clean_title(str(entry["title"] or ""), is_html=True),
                body=clean_body(str(entry["description"] or ""), is_html=True),
                published_at=entry["published_at"].replace(tzinfo=None),
            )
            yield text, canonical_url(str(entry["link"] or ""))


def pair_hash(*rows: Row) -> bytes:
    """What orders rows and pairs."""
    return blake2b(f"tensiometer copies:{':'.join(map(str, sorted(rows)))}".encode(), digest_size=16).digest()


def bags_of(texts: Iterable[Text]) -> Bags:
    """Bags of words in order of time, each word weighed by the logarithm of how few entries have it."""
    numbers: dict[str, int] = {}
    ordered = sorted(texts, key=lambda one: (one.published_at, one.row))
    bags = [
        sorted({numbers.setdefault(word, len(numbers)) for word in WORD.findall(f"{one.title} {one.body}".casefold())})
        for one in ordered
    ]
    starts = np.concatenate([[0], np.cumsum([len(bag) for bag in bags])])
    words = np.fromiter((word for bag in bags for word in bag), np.int64, int(starts[-1]))
    rows_with = np.bincount(words, minlength=len(numbers))
    squares = np.log(len(bags) / rows_with) ** 2
    sums = np.add.reduceat(np.append(squares[words], 0.0), starts[:-1]) * (np.diff(starts) > 0)
    return Bags(
        rows=np.array([one.row for one in ordered]),
        instants=np.array([one.published_at for one in ordered], "datetime64[us]"),
        words=words,
        starts=starts,
        squares=squares,
        norms=np.sqrt(np.maximum(sums, 1e-9)),
    )


def cosines(bags: Bags, anchor: int, others: np.ndarray) -> np.ndarray:
    """The cosine of one entry with others."""
    has = np.zeros(len(bags.squares))
    mine = bags.words[bags.starts[anchor] : bags.starts[anchor + 1]]
    has[mine] = bags.squares[mine]
    sums = np.array([has[bags.words[bags.starts[one] : bags.starts[one + 1]]].sum() for one in others])
    return np.asarray(sums / (bags.norms[anchor] * bags.norms[others]))


def near_cosines(bags: Bags, anchor: int, low: int, high: int) -> np.ndarray:
    """The cosine of one entry with those from `low` to before `high`."""
    has = np.zeros(len(bags.squares))
    mine = bags.words[bags.starts[anchor] : bags.starts[anchor + 1]]
    has[mine] = bags.squares[mine]
    part = has[bags.words[bags.starts[low] : bags.starts[high]]]
    sums = np.add.reduceat(np.append(part, 0.0), bags.starts[low:high] - bags.starts[low])
    empty = bags.starts[low:high] == bags.starts[low + 1 : high + 1]
    return np.asarray(np.where(empty, 0.0, sums) / (bags.norms[anchor] * bags.norms[low:high]))


def bin_of(cosine: float) -> int | None:
    """Which bin a cosine falls in."""
    return next((n for n in range(len(BINS) - 1) if BINS[n] <= cosine + 1e-9 < BINS[n + 1]), None)


def pairs_by_stratum(corpus: Path) -> tuple[dict[Row, Text], dict[Stratum, list[tuple[bytes, Row, Row]]]]:
    """The texts of the population, and in each stratum its pairs, in the order of their hashes."""
    texts, addresses = {}, {}
    for text, address in texts_of(corpus):
        texts[text.row], addresses[text.row] = text, address
    bags = bags_of(texts.values())
    place = {int(row): n for n, row in enumerate(bags.rows)}
    holders = holders_of_rare_words(bags)
    found: dict[Stratum, list[tuple[bytes, Row, Row]]] = defaultdict(list)
    for row in nsmallest(ANCHORS, texts, key=pair_hash):
        best: dict[Stratum, tuple[bytes, Row, Row]] = {}
        for stratum, other in met(bags, place[row], holders, texts):
            if addresses[row] != addresses[other]:
                key = (pair_hash(row, other), min(row, other), max(row, other))
                best[stratum] = min(best.get(stratum, key), key)
        for stratum, key in best.items():
            found[stratum].append(key)
    for stratum, key in same_titles(texts.values(), addresses):
        found[stratum].append(key)
    return texts, {stratum: sorted(set(pairs)) for stratum, pairs in sorted(found.items())}


def draw_pairs(corpus: Path) -> list[DrawnPair]:
    """All drawn pairs, in the order of their hashes; `population` says how many pairs each was drawn for."""
    texts, found = pairs_by_stratum(corpus)
    drawn: dict[tuple[Row, Row], tuple[bytes, str, int]] = {}
    for stratum, pairs in found.items():
        count = PER_LIKE_STRATUM.get(" ".join(stratum[:2]), PER_STRATUM[stratum[0]])
        for digest, first, second in pairs[:count]:
            drawn.setdefault((first, second), (digest, " ".join(stratum), len(pairs)))
    return [
        DrawnPair(stratum=stratum, population=population, first=texts[first], second=texts[second])
        for (first, second), (_, stratum, population) in sorted(drawn.items(), key=lambda item: item[1])
    ]


def holders_of_rare_words(bags: Bags) -> dict[int, list[int]]:
    """For each word that few entries have, which have it."""
    counts = np.bincount(bags.words, minlength=len(bags.squares))
    holders: dict[int, list[int]] = defaultdict(list)
    entry = np.repeat(np.arange(len(bags.rows)), np.diff(bags.starts))
    rare = (counts[bags.words] <= RARE_ROWS_MAX) & (counts[bags.words] > 1)
    for word, one in zip(bags.words[rare].tolist(), entry[rare].tolist(), strict=True):
        holders[word].append(one)
    return holders


def met(
    bags: Bags, anchor: int, holders: dict[int, list[int]], texts: dict[Row, Text]
) -> Iterator[tuple[Stratum, Row]]:
    """The entries that an anchor meets, each with its stratum."""
    instant = bags.instants[anchor]
    low = int(np.searchsorted(bags.instants, instant - np.timedelta64(WINDOW)))
    high = int(np.searchsorted(bags.instants, instant + np.timedelta64(WINDOW), side="right"))
    near = near_cosines(bags, anchor, low, high)
    for shift in np.flatnonzero(near >= BINS[0]).tolist():
        if low + shift != anchor and (number := bin_of(float(near[shift]))) is not None:
            yield near_stratum("near", number, bags, anchor, low + shift, texts), int(bags.rows[low + shift])
    if high - low > 1:
        # One neighbour by the anchor's own hash: a pair of nothing in particular.
        chosen = low + int.from_bytes(pair_hash(int(bags.rows[anchor]))[:8]) % (high - low)
        if chosen != anchor:
            yield ("random",), int(bags.rows[chosen])
    shared: dict[int, int] = defaultdict(int)
    for word in bags.words[bags.starts[anchor] : bags.starts[anchor + 1]].tolist():
        for other in holders.get(word, ()):
            shared[other] += 1
    late = np.array([one for one, count in shared.items() if count > 1 and not low <= one < high], np.int64)
    if len(late):
        for other, cosine in zip(late.tolist(), cosines(bags, anchor, late).tolist(), strict=True):
            if (number := bin_of(cosine)) is not None:
                yield near_stratum("late", number, bags, anchor, other, texts), int(bags.rows[other])


def near_stratum(kind: str, number: int, bags: Bags, one: int, other: int, texts: dict[Row, Text]) -> Stratum:
    """The stratum of a pair by cosine and outlets."""
    is_same = texts[int(bags.rows[one])].outlet == texts[int(bags.rows[other])].outlet
    return (kind, f"{BINS[number]:.2f}", "one outlet" if is_same else "two outlets")


def same_titles(texts: Iterable[Text], addresses: dict[Row, str]) -> Iterator[tuple[Stratum, tuple[bytes, Row, Row]]]:
    """Pairs of neighbours in time that have the same title in other texts."""
    by_title: dict[str, list[Text]] = defaultdict(list)
    for one in texts:
        by_title[" ".join(WORD.findall(one.title.casefold()))].append(one)
    for title, holders in by_title.items():
        holders.sort(key=lambda one: (one.published_at, one.row))
        pairs = [
            (first, second)
            for first, second in pairwise(holders)
            if title and addresses[first.row] != addresses[second.row] and first.body != second.body
        ]
        if pairs:
            first, second = min(pairs, key=lambda pair: pair_hash(pair[0].row, pair[1].row))
            is_near = second.published_at - first.published_at <= WINDOW
            rows = sorted((first.row, second.row))
            yield ("title", "near" if is_near else "late"), (pair_hash(*rows), rows[0], rows[1])


if __name__ == "__main__":
    for pair in draw_pairs(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(asdict(pair), ensure_ascii=False, default=str) + "\n")
