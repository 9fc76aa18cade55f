"""Fits a multinomial logistic regression over sparse features: full batch, L-BFGS, the same to the bit everywhere.

Every sum is taken in a fixed order, and the exponential is made of additions and multiplications, since libraries
differ in the last bit of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from etl.stages.classify import CLASSES, COLUMNS, HIT_SLOTS, SIGN_SLOTS, WORD_SLOTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from etl.stages.classify import Features

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

CLASS_COUNT = len(CLASSES)
PLAIN_SLOTS = WORD_SLOTS + SIGN_SLOTS
STEPS_MAX = 150
MEMORY = 6
# The loss no longer falls by more than this share of itself.
FALL_MIN = 1e-6
SUFFICIENT = 1e-4
STEP_MIN = 1e-8
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
EXPONENT_MIN = -700.0
TERMS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Features, the column of the true class and a weight for each example; entries lie row by row."""

    columns: Integers
    weights: Floats
    plain_row: Integers
    plain_slot: Integers
    plain_value: Floats
    shared_row: Integers
    shared_class: Integers
    shared_slot: Integers
    shared_value: Floats

    @classmethod
    def of(cls, features: Sequence[Features], classes: Sequence[str], weights: Sequence[float]) -> Examples:
        """Examples from features."""
        plain = [(row, slot, value) for row, one in enumerate(features) for slot, value in sorted(one.plain.items())]
        shared = [
            (row, COLUMNS[name], slot, value)
            for row, one in enumerate(features)
            for name, slots in sorted(one.by_class.items())
            for slot, value in sorted(slots.items())
        ]
        return cls(
            columns=np.array([COLUMNS[name] for name in classes], dtype=np.int64),
            weights=np.array(weights, dtype=np.float64),
            plain_row=np.array([row for row, _, _ in plain], dtype=np.int64),
            plain_slot=np.array([slot for _, slot, _ in plain], dtype=np.int64),
            plain_value=np.array([value for _, _, value in plain], dtype=np.float64),
            shared_row=np.array([row for row, _, _, _ in shared], dtype=np.int64),
            shared_class=np.array([column for _, column, _, _ in shared], dtype=np.int64),
            shared_slot=np.array([slot for _, _, slot, _ in shared], dtype=np.int64),
            shared_value=np.array([value for _, _, _, value in shared], dtype=np.float64),
        )


@dataclass(frozen=True, slots=True)
class Penalty:
    """How strongly weights are held to zero: of the plain features, and of those that classes share."""

    plain: float
    shared: float


class Objective:
    """The penalised loss of examples and its gradient, over all weights as one vector."""

    def __init__(self, examples: Examples, penalty: Penalty) -> None:
        self._examples = examples
        self._penalty = penalty
        count = len(examples.columns)
        self._true = np.zeros((count, CLASS_COUNT))
        self._true[np.arange(count), examples.columns] = 1.0
        self._row_starts = np.searchsorted(examples.plain_row, np.arange(count))
        by_slot = np.argsort(examples.plain_slot, kind="stable")
        self._slots, self._slot_starts = np.unique(examples.plain_slot[by_slot], return_index=True)
        self._rows_by_slot = examples.plain_row[by_slot]
        self._values_by_slot = examples.plain_value[by_slot][:, None]
        self._cells = examples.shared_row * CLASS_COUNT + examples.shared_class

    def at(self, point: Floats) -> tuple[float, Floats]:
        """Loss and gradient."""
        examples = self._examples
        plain, shared = split(point)
        scores = np.add.reduceat(
            plain[examples.plain_slot] * examples.plain_value[:, None], self._row_starts, axis=0
        ) + np.bincount(self._cells, examples.shared_value * shared[examples.shared_slot], self._true.size).reshape(
            self._true.shape
        )
        scores = scores - scores.max(axis=1, keepdims=True)
        shares = exponential(scores)
        whole = shares.sum(axis=1, keepdims=True)
        losses = np.log(whole[:, 0]) - scores[np.arange(len(scores)), examples.columns]
        errors = (shares / whole - self._true) * examples.weights[:, None]
        slope = self._penalty.plain * plain
        slope[self._slots] += np.add.reduceat(
            errors[self._rows_by_slot] * self._values_by_slot, self._slot_starts, axis=0
        )
        pulled = np.bincount(examples.shared_slot, errors.ravel()[self._cells] * examples.shared_value, HIT_SLOTS)
        loss = (losses * examples.weights).sum()
        loss += self._penalty.plain / 2 * (plain * plain).sum() + self._penalty.shared / 2 * (shared * shared).sum()
        return float(loss), np.concatenate([slope.ravel(), pulled + self._penalty.shared * shared])


def split(point: Floats) -> tuple[Floats, Floats]:
    """The vector of all weights as the plain table and the shared row."""
    size = PLAIN_SLOTS * CLASS_COUNT
    return point[:size].reshape(PLAIN_SLOTS, CLASS_COUNT), point[size:]


def exponential(values: Floats) -> Floats:
    """The exponential of values that are not above 0, by its series after taking out powers of two."""
    values = np.maximum(values, EXPONENT_MIN)
    powers = np.rint(values / LN2_HIGH)
    rest = values - powers * LN2_HIGH - powers * LN2_LOW
    total = np.ones_like(rest)
    for term in range(TERMS, 0, -1):
        total = 1.0 + total * rest / term
    return np.ldexp(total, powers.astype(np.int64))


def dot(left: Floats, right: Floats) -> float:
    """The inner product, summed by numpy itself: linear algebra libraries differ in their order."""
    return float((left * right).sum())


def fit(examples: Examples, penalty: Penalty) -> tuple[Floats, Floats]:
    """The weights of least penalised loss: L-BFGS (Nocedal, 1980) with steps that are halved until the loss falls."""
    objective = Objective(examples, penalty)
    point = np.zeros(PLAIN_SLOTS * CLASS_COUNT + HIT_SLOTS)
    loss, slope = objective.at(point)
    past: list[tuple[Floats, Floats, float]] = []
    for _ in range(STEPS_MAX):
        way = direction(slope, past)
        step = 1.0 if past else 1.0 / float(np.abs(slope).sum())
        fall = dot(slope, way)
        while True:
            there = point - step * way
            new_loss, new_slope = objective.at(there)
            if new_loss <= loss - SUFFICIENT * step * fall or step < STEP_MIN:
                break
            step /= 2
        moved, turned = there - point, new_slope - slope
        curve = dot(moved, turned)
        if curve > 0:
            past = [*past, (moved, turned, 1.0 / curve)][-MEMORY:]
        is_done = loss - new_loss < FALL_MIN * loss
        point, loss, slope = there, new_loss, new_slope
        if is_done:
            break
    return split(point)


def direction(slope: Floats, past: Sequence[tuple[Floats, Floats, float]]) -> Floats:
    """The way downhill, by what is remembered of the curvature: the two loops of L-BFGS."""
    way = slope.copy()
    shares = []
    for moved, turned, scale in reversed(past):
        share = scale * dot(moved, way)
        shares.append(share)
        way -= share * turned
    if past:
        _, turned, scale = past[-1]
        way /= scale * dot(turned, turned)
    for (moved, turned, scale), share in zip(past, reversed(shares), strict=True):
        way += moved * (share - scale * dot(turned, way))
    return way
