"""Rates how likely a text is of each language, by the model that comes along with py3langid.

The library walks its automaton byte by byte in Python. Here all bytes take a step at once, and the scores are the
library's to the last digit (tests/property/test_language.py).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Model:
    """The library's model: an automaton over bytes that knows short runs of them, and what each says of languages.

    `moves` has 256 next states a row, `row_starts` the row of each state, `features` the run that ends in a state (-1
    for none). `depth` is the length of the longest run: a state tells of no more bytes than that.
    """

    languages: Sequence[str]
    weights: NDArray[np.float16]
    priors: NDArray[np.float32]
    moves: NDArray[np.uint32]
    row_starts: NDArray[np.intp]
    features: NDArray[np.int32]
    depth: int

    def scores(self, text: str) -> NDArray[np.float32]:
        """How likely each of `languages` is, as a logarithm; all alike for a text of no known run."""
        found = self.features[self.states(encoded(text))]
        found = found[found >= 0]
        if not len(found):
            return np.zeros(len(self.languages), dtype=np.float32)
        runs, first_at, counts = np.unique(found, return_index=True, return_counts=True)
        # In the order of the text, as the library adds them up: another order gives other last digits.
        order = first_at.argsort()
        weighed = np.log1p(counts[order].astype(np.float32)) @ self.weights[runs[order]]
        scores: NDArray[np.float32] = weighed + self.priors
        return scores

    def states(self, raw: bytes) -> NDArray[np.intp]:
        """The state after each byte: from the start, it is reached over the last `depth` bytes alone."""
        letters = np.frombuffer(raw, dtype=np.uint8).astype(np.intp)
        states = np.zeros(len(letters), dtype=np.intp)
        for back in range(min(self.depth, len(letters)) - 1, -1, -1):
            states[back:] = self.moves[self.row_starts[states[back:]] + letters[: len(letters) - back]]
        return states


def encoded(text: str) -> bytes:
    """A text as the model reads it; capitals alone say nothing."""
    plain = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", plain).encode("utf-8", "surrogatepass")


def library_model() -> Model:
    """The library's model. It is unpacked each time, in half a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - the model may come from elsewhere

    given = LanguageIdentifier.from_model_file(MODEL_FILE)
    moves = np.asarray(given.tk_nextmove, dtype=np.uint32)
    row_starts = np.asarray(given.tk_row, dtype=np.intp) * 256
    return Model(
        languages=tuple(given.nb_classes),
        weights=given.nb_ptc,
        priors=given.nb_pc,
        moves=moves,
        row_starts=row_starts,
        features=np.asarray(given.tk_output, dtype=np.int32),
        depth=depth_of(moves, row_starts),
    )


def depth_of(moves: NDArray[np.uint32], row_starts: NDArray[np.intp]) -> int:
    """How many bytes lead from the start to the state that is farthest from it."""
    is_known = np.zeros(len(row_starts), dtype=np.bool_)
    reached = np.zeros(1, dtype=np.intp)
    depth = -1
    while len(reached):
        is_known[reached] = True
        depth += 1
        is_next = np.zeros(len(row_starts), dtype=np.bool_)
        rows = np.unique(row_starts[reached])
        is_next[moves.reshape(-1, 256)[rows // 256].ravel()] = True
        reached = np.flatnonzero(is_next & ~is_known)
    return depth
