"""What all tests share: the lexicon as it ships, and the evaluation data beside the checkout."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from etl.lexicon.load import Lexicon, load_lexicon

# What can be made anew goes here, and not to whoever runs the tests.
CACHE = "XDG_CACHE_HOME"
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_configure(config: pytest.Config) -> None:
    """Give all tests, and the processes they start, one folder for what can be made anew."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.TemporaryDirectory(prefix="tension-tests-")
        config.add_cleanup(folder.cleanup)
        os.environ[CACHE] = folder.name


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
