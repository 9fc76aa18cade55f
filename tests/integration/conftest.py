"""What the integration tests share: a misbehaving server, and homes that were loaded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from etl.files import Reading
from etl.run import import_files
from tests.integration.loopback import LoopbackServer
from tests.integration.samples import job, rows, write_jsonl

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
