"""Keeps the language model unpacked, so that the next process need not unpack it: half a second for each."""

from __future__ import annotations

import json
import mmap
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from etl.kept import opened_own, user_folder, write_own
from etl.logs import logger
from etl.stages.language_model import Model, library_model

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"tensiometer languages 1\n"
DIGEST_BYTES = 32
LENGTH_BYTES = 8
# Arrays begin at multiples of this.
ALIGNED_BYTES = 64
ARRAYS = ("weights", "priors", "moves", "row_starts", "features")
KINDS = {"float16", "float32", "uint32", "int64", "int32"}


def kept_model(folder: Path | None = None) -> Model:
    """The model as kept in a folder (by default the user's); else as the library has it, and kept for the next time."""
    file = (folder or user_folder()) / f"{version('py3langid')}-{version('numpy')}.languages"
    try:
        return mapped(file)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError) as error:
        logger().warning("kept language model not used", file=str(file), reason=str(error))
    model = library_model()
    try:
        write_own(file, laid_out(model), files_max=1)
    except OSError as error:
        logger().info("language model not kept", file=str(file), reason=str(error))
    return model


def laid_out(model: Model) -> bytes:
    """The model as bytes: a hash of what follows, a table of contents, and the arrays as they stand in memory."""
    arrays = {name: np.ascontiguousarray(getattr(model, name)) for name in ARRAYS}
    places: dict[str, Any] = {}
    at = 0
    for name, array in arrays.items():
        places[name] = [array.dtype.name, array.shape, at]
        at += -(-array.nbytes // ALIGNED_BYTES) * ALIGNED_BYTES
    contents = json.dumps({"languages": model.languages, "depth": model.depth, "arrays": places}).encode()
    contents += b" " * (-(len(MAGIC) + DIGEST_BYTES + LENGTH_BYTES + len(contents)) % ALIGNED_BYTES)
    body = bytearray(len(contents).to_bytes(LENGTH_BYTES, "little") + contents)
    for array in arrays.values():
        body += array.tobytes()
        body += bytes(-array.nbytes % ALIGNED_BYTES)
    return MAGIC + sha256(body).digest() + bytes(body)


def mapped(file: Path) -> Model:
    """The model in a file, its arrays read from it as they are needed and shared by all processes.

    Raises OSError or ValueError for a file that is not the user's own, damaged or none of ours.
    """
    with opened_own(file) as opened:
        raw = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    head = len(MAGIC) + DIGEST_BYTES
    if bytes(raw[: len(MAGIC)]) != MAGIC or sha256(raw[head:]).digest() != bytes(raw[len(MAGIC) : head]):
        raise ValueError("it is damaged, or no language model")
    begin = head + LENGTH_BYTES + int.from_bytes(raw[head : head + LENGTH_BYTES], "little")
    contents = json.loads(bytes(raw[head + LENGTH_BYTES : begin]))
    read = partial(read_array, raw[begin:], contents["arrays"])
    return Model(
        languages=tuple(contents["languages"]),
        weights=read("weights"),
        priors=read("priors"),
        moves=read("moves"),
        row_starts=read("row_starts"),
        features=read("features"),
        depth=int(contents["depth"]),
    )


def read_array(raw: memoryview, places: dict[str, Any], name: str) -> Any:
    """An array of the file. Raises ValueError for a kind that a model has not."""
    kind, shape, at = places[name]
    if kind not in KINDS:
        raise ValueError(f"it holds an array of {kind}")
    return np.frombuffer(raw, dtype=kind, count=int(np.prod(shape)), offset=at).reshape(shape)
