"""Reads the weights of the class model that come along."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np

from etl.stages.classify import CLASSES, HIT_SLOTS, SIGN_SLOTS, WORD_SLOTS, ClassModel
from warehouse.errors import TensiometerError

if TYPE_CHECKING:
    from pathlib import Path

WEIGHTS = "weights.npz"
AGAIN = "Train it again with: tension train"


@cache
def shipped_model() -> ClassModel:
    """The model that comes along. Raises TensiometerError if it fits other features than those of this version."""
    with as_file(files("etl.model").joinpath(WEIGHTS)) as path:
        return read_model(path)


def read_model(path: Path) -> ClassModel:
    """A model from its file: whole numbers and the size of one. Raises TensiometerError if it cannot be used."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            plain = stored["plain"] * float(stored["plain_step"])
            shared = stored["shared"] * float(stored["shared_step"])
    except (OSError, ValueError, KeyError) as error:
        raise TensiometerError(f"{path}: the class model cannot be read: {error}.", hint=AGAIN) from error
    if plain.shape != (WORD_SLOTS + SIGN_SLOTS, len(CLASSES)) or shared.shape != (HIT_SLOTS,):
        raise TensiometerError(f"{path}: the class model fits other features than these.", hint=AGAIN)
    return ClassModel(plain, shared)
