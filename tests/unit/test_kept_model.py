"""The kept language model is the library's, and a spoilt one costs the time to unpack the library's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from etl import kept_model
from etl.kept_model import kept_model as read_kept
from etl.kept_model import laid_out, mapped
from etl.stages.language_model import Model, library_model

TEXT = "The talks in Geneva ended without a result, the minister said."


@pytest.fixture(scope="module")
def library() -> Model:
    return library_model()


@pytest.fixture
def unpacked(library: Model, monkeypatch: pytest.MonkeyPatch) -> list[Model]:
    """How often the library's was unpacked."""
    models: list[Model] = []

    def unpack() -> Model:
        models.append(library)
        return library

    monkeypatch.setattr(kept_model, "library_model", unpack)
    return models


def test_kept_model_is_the_librarys(tmp_path, library, unpacked):
    read_kept(tmp_path)
    again = read_kept(tmp_path)
    assert len(unpacked) == 1
    assert (again.languages, again.depth) == (library.languages, library.depth)
    for name in kept_model.ARRAYS:
        assert np.array_equal(getattr(again, name), getattr(library, name)), name
    assert np.array_equal(again.scores(TEXT), library.scores(TEXT))


@pytest.mark.parametrize("at", [0, 10, 30, 80, 5_000_000, -1])
def test_model_with_a_changed_byte_is_not_used(tmp_path, library, unpacked, at):
    read_kept(tmp_path)
    (file,) = tmp_path.iterdir()
    with file.open("r+b") as opened:
        opened.seek(at, 2 if at < 0 else 0)
        byte = opened.read(1)[0]
        opened.seek(at, 2 if at < 0 else 0)
        opened.write(bytes([byte ^ 1]))
    assert read_kept(tmp_path) is library
    assert len(unpacked) == 2


def test_model_that_was_cut_short_or_is_empty_is_not_used(tmp_path, library, unpacked):
    for content in (b"", kept_model.MAGIC, laid_out(library)[:-1]):
        read_kept(tmp_path)
        (file,) = tmp_path.iterdir()
        file.write_bytes(content)
        before = len(unpacked)
        assert read_kept(tmp_path) is library
        assert len(unpacked) == before + 1


def test_array_of_another_kind_is_refused(tmp_path, library):
    file = tmp_path / "a.languages"
    file.write_bytes(laid_out(replace(library, features=library.features.astype(np.int16))))
    file.chmod(0o600)
    with pytest.raises(ValueError, match="int16"):
        mapped(file)
