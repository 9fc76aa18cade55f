"""Proves the rules of a lexicon on texts that nobody wrote for them: how often each fires, with samples."""

from __future__ import annotations

import os
from collections import deque
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from zlib import crc32

from etl.pipeline import Rules, article_of
from etl.scorers import own_lexicon
from etl.scoring import FAR_FUTURE
from etl.stages.cues import find_cues
from etl.stages.words import split_words
from etl.workers import Pool
from warehouse.terms import Article, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from etl.files import Received
    from etl.lexicon.load import Lexicon
    from etl.lexicon.sources import SourceFile

SAMPLES_MAX = 3
CHUNKS_AHEAD_MAX = 8

Provers = Pool["Sequence[Received]", "dict[str, Proof]"]


@dataclass(slots=True)
class Proof:
    """How often a rule fired, how often so that it counts, and some of the sentences.

    Of all sentences the samples are those with the smallest checksums: a uniform draw that does not depend on order.
    """

    fired: int = 0
    counted: int = 0
    samples: list[tuple[int, str]] = field(default_factory=list)

    def add(self, sentence: str, *, is_counted: bool) -> None:
        """Take a sentence in which the rule fired."""
        self.fired += 1
        self.counted += is_counted
        self._keep((crc32(sentence.encode("utf-8", "replace")), sentence))

    def merge(self, other: Proof) -> None:
        """Take what was found elsewhere."""
        self.fired += other.fired
        self.counted += other.counted
        for sample in other.samples:
            self._keep(sample)

    def _keep(self, sample: tuple[int, str]) -> None:
        if sample not in self.samples:
            self.samples = sorted([*self.samples, sample])[:SAMPLES_MAX]


def prove(chunks: Iterable[Sequence[Received]], lexicon: Lexicon) -> dict[str, Proof]:
    """The proof of every rule by its id, on all cores; rules that never fired have an empty one."""
    proofs = {cue.id: Proof() for cue in lexicon.cues}
    provers: Provers = Pool(os.cpu_count() or 1, start_prover, lexicon.own)
    with closing(provers) as pool:
        for found in ordered(pool, chunks):
            for cue_id, proof in found.items():
                proofs[cue_id].merge(proof)
    return proofs


def ordered(pool: Provers, chunks: Iterable[Sequence[Received]]) -> Iterator[dict[str, Proof]]:
    """What the workers find in each chunk, a few chunks ahead and no more."""
    under_way: deque[Future[dict[str, Proof]]] = deque()
    for chunk in chunks:
        under_way.append(pool.submit(chunk))
        if len(under_way) > CHUNKS_AHEAD_MAX:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def start_prover(own: tuple[SourceFile, ...]) -> Callable[[Sequence[Received]], dict[str, Proof]]:
    """Load the parent's lexicon once in a process."""
    return partial(prove_chunk, lexicon=own_lexicon(own))


def prove_chunk(chunk: Sequence[Received], *, lexicon: Lexicon) -> dict[str, Proof]:
    """What fires in a chunk of entries."""
    proofs: dict[str, Proof] = {}
    for entry in chunk:
        made = article_of(entry, received_at=FAR_FUTURE, rules=Rules()) if isinstance(entry, Entry) else None
        if isinstance(made, Article) and made.language_is_supported:
            prove_text(made, lexicon, proofs)
    return proofs


def prove_text(article: Article, lexicon: Lexicon, proofs: dict[str, Proof]) -> None:
    """Count what fires in an article, but for a rule's own example."""
    text, words = article.text, split_words(article.text)
    for sentence in words.sentences:
        for one in find_cues(words, sentence, text, lexicon, article.published_on):
            told = text[sentence.start : sentence.end]
            if told != one.cue.hits:
                proofs.setdefault(one.cue.id, Proof()).add(told, is_counted=not one.suppressed_reason)
