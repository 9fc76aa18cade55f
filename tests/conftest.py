"""What all tests share: the lexicon as it ships, and the evaluation data beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from etl.lexicon.load import Lexicon, load_lexicon

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The lexicon that comes with Tensiometer."""
    return load_lexicon()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The evaluation data beside the checkout; without it tests are skipped, but never in CI."""
    if SHARED_DATA.is_dir():
        return SHARED_DATA
    reason = f"the evaluation data is not at {SHARED_DATA}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI must run on it")
    pytest.skip(reason)
