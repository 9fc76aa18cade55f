"""What a rule of one's own would change in stored articles."""

from __future__ import annotations

from datetime import datetime

import pytest

from etl.own_lexicon import load_with_own
from etl.stages.score import score
from etl.trial import article_of_row, intensities, try_rules
from tests.own_rule import FIST

GUARD = """
[[guard]]
id = "own-drill"
reason = "fire drill"
reach = "overlap"
patterns = ["fire drill", "missile drill"]
hits = "North Korea launched a missile drill."
"""
TEXTS = [
    "Russia shook its fist at Poland.",
    "Russia did not shake its fist at Poland.",
    "North Korea launched a ballistic missile toward Japan on Monday.",
    "The choir sang in the rain.",
]


def stored(texts):
    return [
        {
            "article_id": f"a{number}",
            "outlet": "The Courier",
            "published_at": datetime(2023, 5, 1 + number),
            "fold_at": len(text),
            "text": text,
        }
        for number, text in enumerate(texts)
    ]


@pytest.fixture
def after(tmp_path):
    (tmp_path / "mine.toml").write_text(FIST, encoding="utf-8")
    return load_with_own(tmp_path)


def test_trial_tells_hits_and_what_moves(lexicon, after):
    trial = try_rules(stored(TEXTS), lexicon, after)
    assert (trial.article_count, trial.changed_count) == (4, 2)
    assert (trial.counted, sum(trial.suppressed.values())) == (1, 1)
    assert trial.gained == {"own-shaken-fist": 1}
    assert trial.lost == {}
    assert {actor for (_, actor, _), _ in trial.most_moved(9)} == {"RUS", "POL"}
    assert all(change == pytest.approx(0.5) and kind == "threat" for (_, _, kind), change in trial.most_moved(9))
    assert [one.hit.matched_text for one in trial.samples] == ["shook its fist", "shake its fist"]


def test_trial_is_the_difference_of_two_full_codings(lexicon, after):
    """Reading only the articles that a new rule touches leaves nothing out."""
    rows = stored(TEXTS)
    moved = {}
    for row in rows:
        article = article_of_row(row)
        for lexicon_used, sign in ((lexicon, -1), (after, 1)):
            for key, value in intensities(score(article, lexicon_used).hits).items():
                cell = (article.published_on, *key)
                moved[cell] = moved.get(cell, 0.0) + sign * value
    assert try_rules(rows, lexicon, after).moved == {cell: change for cell, change in moved.items() if change}


def test_guard_shows_what_is_lost(lexicon, tmp_path):
    (tmp_path / "mine.toml").write_text(GUARD, encoding="utf-8")
    trial = try_rules(stored(["North Korea launched a missile drill."]), lexicon, load_with_own(tmp_path))
    assert trial.changed_count == 1
    assert sum(trial.lost.values()) == 1
    assert trial.gained == {}
    assert all(change < 0 for _, change in trial.most_moved(9))


def test_new_name_touches_the_articles_that_hold_it(lexicon, tmp_path):
    (tmp_path / "mine.toml").write_text(
        '[[actor]]\nid = "ELBONIA"\nkind = "organisation"\nname = "Elbonia"\nnames = ["Elbonia"]\nsource = "none"\n',
        encoding="utf-8",
    )
    trial = try_rules(stored(["Elbonia bombed the port of Odesa."]), lexicon, load_with_own(tmp_path))
    assert trial.changed_count == 1
    assert ("ELBONIA", "act") in {(actor, kind) for (_, actor, kind), _ in trial.most_moved(9)}
