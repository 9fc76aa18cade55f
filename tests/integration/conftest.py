"""What the integration tests share: a misbehaving server, and homes that were loaded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from etl.files import Reading
from etl.own_lexicon import load_with_own
from etl.run import import_files
from tests.integration.loopback import LoopbackServer
from tests.integration.samples import job, rows, write_jsonl
from tests.integration.version_samples import fists
from tests.own_rule import FIST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from etl.lexicon.load import Lexicon


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> Path:
    """A home with 400 articles, scored by the shipped lexicon. Tests read it and never write to it."""
    folder = tmp_path_factory.mktemp("loaded")
    import_files(job(folder / "home", lexicon), [write_jsonl(folder / "articles.jsonl", rows(400))], Reading())
    return folder / "home"


@pytest.fixture(scope="session")
def with_fist(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    """The lexicon with a rule of one's own."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "mine.toml").write_text(FIST, encoding="utf-8")
    return load_with_own(folder)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "articles.jsonl", fists())
