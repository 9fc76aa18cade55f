"""Every rule of the lexicon fires in real texts, outside its own example."""

from __future__ import annotations

import pytest

from etl.files import Reading, read_file
from etl.proof import prove

RULES_MIN = 600


@pytest.mark.shared_data
def test_every_rule_fires_in_the_corpus(lexicon, shared_data):
    found = prove(read_file(shared_data / "corpora" / "rss_2020_2023.parquet", Reading()), lexicon)
    unproven = sorted(cue_id for cue_id, one in found.items() if not one.fired)
    assert len(found) - len(unproven) >= RULES_MIN
    assert unproven == []
