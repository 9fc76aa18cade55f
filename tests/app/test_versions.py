"""The article page says where else the story was printed, and what edits changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dashboard.versions import changes
from tests.app.homes import LAST_DAY, LEXICON, PARAMETERS, Said, article, write_home
from tests.app.test_pages import words
from warehouse.batch import Batch
from warehouse.clock import utc_now
from warehouse.columns import coded_tables
from warehouse.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.paths import Home
    from warehouse.terms import CodedArticle

HOSTILE = "<script>alert(1)</script> **bold** :red[x] $5bn"


def copied(outlet: str, days: int, **more: object) -> CodedArticle:
    """A copy of one story, so many days after the first."""
    one = article(
        LAST_DAY - timedelta(days=20 - days),
        outlet,
        [Said(cue_id="assault.airstrike", actor="RUS", recipient="UKR")],
        title=f"Copy in {outlet} {HOSTILE}",
        **more,
    )
    return replace(one, article=replace(one.article, story_id="one-story"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A story in three outlets, one of them ten days late, and the first of them edited."""
    first, late = copied("Harbour Wire", 0), copied("Pacific Ledger", 10, url="javascript:alert(1)")
    made = write_home(tmp_path, [first, copied("Evening Post", 1), late])
    edited = replace(first, article=replace(first.article, text=first.article.text + f"\n\nAdded later: {HOSTILE}"))
    key = first.article.article_id
    with Writer(
        made, command="demo", profile="demo", product_version="0", lexicon=LEXICON, parameters=PARAMETERS
    ) as writer:
        writer.write(
            Batch(
                attempts=[],
                coded=coded_tables([edited]),
                revisions={key: (2, utc_now())},
                sightings=[(key, "", "chronicle.jsonl")],
            )
        )
        writer.publish()
    return made


def test_article_page_lists_the_copies_and_says_which_do_not_count(home, visit):
    at = visit(home, "article", article=copied("Harbour Wire", 0).article.article_id)
    assert not at.exception
    said = words(at)
    assert "Evening Post" in said
    assert said.count("Republication: does not count.") == 1
    assert [one.label for one in at.expander if "other copies" in one.label] == ["2 other copies"]
    links = [one.proto.url for one in at.get("link_button")]
    assert all(link.startswith("https://") for link in links)


def test_republication_says_so_of_itself(home, visit):
    at = visit(home, "article", article=copied("Pacific Ledger", 10).article.article_id)
    assert "Republication: does not count." in words(at)


def test_article_page_shows_what_an_edit_changed_as_it_is(home, visit):
    """Fault 35, and 47: what stands in a text is shown as text."""
    at = visit(home, "article", article=copied("Harbour Wire", 0).article.article_id)
    assert [one.label for one in at.expander if "edit" in one.label] == ["1 edit"]
    assert [one.value for one in at.code] == [f"+Added later: {HOSTILE}"]


def test_changes_are_what_went_and_what_came():
    assert changes("a\n\nb\n\nc", "a\n\nx\n\nc") == ["-b", "+x"]
    assert changes("a", "a") == []
