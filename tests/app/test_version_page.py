"""The page of versions: which is current, what another one would move, and the way to the articles that move it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dashboard.wording import class_of
from tests.app.homes import LAST_DAY, LEXICON, PARAMETERS, Said, article, some_days, write_home
from tests.app.test_pages import words
from warehouse.columns import version_rows
from warehouse.difference import compare
from warehouse.paths import Home
from warehouse.promote import VersionWriter
from warehouse.versions import VersionStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from warehouse.terms import CodedArticle

    Visit = Callable[..., AppTest]

HOSTILE = "<script>alert(1)</script> **bold** :red[x] $5bn"
NEW = "77aa00bb11cc22dd"


def warned(reason: str) -> CodedArticle:
    """An article whose one cue counts, or does not for a reason."""
    return article(
        LAST_DAY,
        "Asia Desk",
        [Said(cue_id="threaten.warn", actor="PRK", recipient="USA", reason=reason)],
        title=HOSTILE,
    )


def door(root: Path) -> VersionWriter:
    """The writer's door, by the newer lexicon."""
    return VersionWriter(
        Home(root),
        command="recode",
        profile="demo",
        product_version="0",
        lexicon=replace(LEXICON, version=NEW),
        parameters=PARAMETERS,
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A candidate by which one counted hit is denied, compared with what is in force."""
    made = write_home(tmp_path, [*some_days(12), warned("")])
    store = VersionStore(made, NEW)
    store.add(version_rows([warned("negated")], 1, NEW))
    with door(tmp_path) as writer:
        writer.begin_version(NEW, None)
        writer.publish()
    found = compare(made, LEXICON.version, NEW, writer_of=door)
    with door(tmp_path) as writer:
        writer.record(NEW, found, unread_count=0, beside_count=1)
        writer.publish()
    return made


def test_page_without_another_version_says_how_to_make_one(full: Home, visit: Visit) -> None:
    at = visit(full, "versions")
    assert f"Current: version {LEXICON.version}, first used" in words(at)
    assert "No version stands beside the current one" in words(at)
    assert "tension recode" in words(at)
    assert "told with hindsight" in words(at)


def test_page_shows_what_a_candidate_would_move(home: Home, visit: Visit) -> None:
    at = visit(home, "versions")
    assert not at.exception
    said = words(at)
    assert f"What {NEW} would move against {LEXICON.version}" in said
    assert "by 1 hit." in said
    assert "changed: counted" in said
    told = f"threaten.warn, {class_of('THREATEN')}, threat; North Korea → United States"
    assert f"Before: {told}; counts with 0.44" in said
    assert f"After: {told}; does not count: negated" in said
    versions, days, rules = (one.value for one in at.dataframe)
    assert list(versions["state"]) == ["candidate", "current"]
    assert set(days["actor_id"]) == {"PRK", "USA"}
    assert (days["change"] < 0).all()
    assert list(rules["cue_id"]) == ["threaten.warn"]


def test_page_of_a_day_and_an_actor_shows_the_hits_behind_it(home: Home, visit: Visit) -> None:
    at = visit(home, "versions", actor="PRK", day=str(LAST_DAY))
    assert f"The hits behind North Korea on {LAST_DAY.day}" in words(at)
    assert "changed: counted" in words(at)
    nobody = visit(home, "versions", actor="RUS", day=str(LAST_DAY))
    assert "None of the hits that are kept" in words(nobody)
    refused = visit(home, "versions", actor="<b>", day="someday")
    assert "is no day of the form" in words(refused)
    assert not refused.exception


def test_page_shows_titles_as_they_are(home: Home, visit: Visit) -> None:
    at = visit(home, "versions")
    links = [one.proto for one in at.main if one.type == "page_link"]
    assert any("script" in str(one) for one in links)
    assert not [one for one in at.markdown if "<script>" in str(one.value)]


def test_page_after_promotion_says_what_has_moved(home: Home, visit: Visit) -> None:
    with door(home.root) as writer:
        writer.promote(VersionStore(home, NEW), is_in_force=False)
        writer.publish()
    at = visit(home, "versions")
    assert not at.exception
    said = words(at)
    assert f"Current: version {NEW}, promoted" in said
    assert f"What {NEW} moved against {LEXICON.version}" in said
    assert "scored with other versions" in said, "the rest stays as it was, and the page says so"
    assert "told with hindsight" in words(visit(home, "method"))
