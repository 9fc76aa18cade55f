"""The small lexicon of the unit tests, and what it says of a text."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from etl.lexicon.load import Lexicon, load_lexicon
from etl.stages.score import score
from tests.unit.small_lexicon import an_article, write_small_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.terms import CueHit

PUBLISHED_AT = datetime(2023, 3, 1, 12)


@pytest.fixture(scope="session")
def small_lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    """A few cues and four invented states."""
    return load_lexicon(write_small_lexicon(tmp_path_factory.mktemp("small") / "lexicon"))


@pytest.fixture
def hits_of(small_lexicon: Lexicon) -> Callable[[str], tuple[CueHit, ...]]:
    """The hits of a text published on 1 March 2023."""
    return lambda text: score(an_article(text, published_at=PUBLISHED_AT), small_lexicon).hits


@pytest.fixture
def hit_of(hits_of: Callable[[str], tuple[CueHit, ...]]) -> Callable[[str], CueHit]:
    """The only hit of a text."""

    def only(text: str) -> CueHit:
        hits = hits_of(text)
        assert len(hits) == 1, [hit.cue_id for hit in hits]
        return hits[0]

    return only
