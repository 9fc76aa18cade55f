"""One's own feeds are laid over those that ship, and the file that says so keeps its comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from etl.catalogue import Origin, add_feeds, load_catalogue, remove_feed, switch_on
from etl.feeds import FeedCatalogueError, load_feed_file
from tests.unit.test_feeds import GOOD, make_feed
from warehouse.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = "dawn"
SHIPPED_URL = "https://www.dawn.com/feeds/home"
OWN = """\
# The feeds of the desk.
off = [
    "rt-news", # not for us
]

# Ours first.
[[feed]]
id = "own" # short
outlet = "Own"
url = "https://own.example/rss"
country = "KEN"
kind = "newspaper"

# The second one.
[[feed]]
id = "other"
outlet = "Other"
url = "https://other.example/rss"
kind = "wire"
"""
COMMENTS = ["# The feeds of the desk.", "# not for us", "# Ours first.", "# short"]


def settings_of(home: Path, own: str = "", **changes: object) -> Settings:
    if own:
        (home / "feeds.toml").write_text(own, encoding="utf-8")
    return Settings.model_validate({"home": home} | changes)


def test_catalogue_without_a_file_of_ones_own_is_what_ships(tmp_path: Path) -> None:
    catalogue = load_catalogue(settings_of(tmp_path / "none"))
    assert {one.origin for one in catalogue.listed} == {Origin.SHIPPED}
    assert catalogue.own_path == tmp_path / "none" / "feeds.toml"
    assert not (tmp_path / "none").exists(), "reading writes nothing"


def test_catalogue_has_ones_own_feeds_and_leaves_out_what_is_off(tmp_path: Path) -> None:
    catalogue = load_catalogue(settings_of(tmp_path, OWN))
    active = {feed.id for feed in catalogue.active}
    assert {"own", "other", SHIPPED} <= active
    assert "rt-news" not in active
    assert catalogue.by_id("rt-news").is_off
    assert catalogue.by_id("own").origin is Origin.OWN


@pytest.mark.parametrize(
    "same", [f'id = "{SHIPPED}"\nurl = "https://new.example/"', f'id = "x"\nurl = "{SHIPPED_URL}"']
)
def test_catalogue_feed_of_ones_own_takes_the_place_of_one_that_ships(tmp_path: Path, same: str) -> None:
    """By id or by address: an outlet that comes to ship what somebody added before breaks nothing."""
    own = f'[[feed]]\n{same}\noutlet = "Ours"\nkind = "wire"\n'
    listed = load_catalogue(settings_of(tmp_path, own)).listed
    assert [one.feed.outlet for one in listed if one.feed.id == SHIPPED or one.feed.url == SHIPPED_URL] == ["Ours"]


def test_catalogue_that_is_set_stands_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(GOOD, encoding="utf-8")
    catalogue = load_catalogue(settings_of(tmp_path, OWN, feeds=other))
    assert [feed.id for feed in catalogue.active] == ["bbc-world"]
    assert catalogue.own_path == other
    add_feeds(catalogue, [make_feed(id="new", url="https://new.example/")])
    assert [feed.id for feed in load_feed_file(other).feed] == ["bbc-world", "new"]


def test_catalogue_pace_is_the_setting_where_the_row_says_none(tmp_path: Path) -> None:
    own = GOOD + "usual_minutes = 90\n" + GOOD.replace("bbc-world", "b").replace("world.xml", "b")
    catalogue = load_catalogue(settings_of(tmp_path, own, feed_minutes=25))
    assert [catalogue.by_id(one).feed.usual_minutes for one in ("bbc-world", "b", SHIPPED)] == [90, 25, 25]


def test_add_keeps_comments_and_order(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, OWN)
    add_feeds(load_catalogue(settings), [make_feed(id="new", outlet='Die "Neue"', url="https://new.example/?a=1&b=2")])
    text = (tmp_path / "feeds.toml").read_text(encoding="utf-8")
    assert text.startswith(OWN)
    feed = load_catalogue(settings).by_id("new").feed
    assert (feed.outlet, feed.url) == ('Die "Neue"', "https://new.example/?a=1&b=2")
    assert list(tmp_path.iterdir()) == [tmp_path / "feeds.toml"], "nothing half written is left"


def test_add_writes_only_what_differs_from_the_default(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    add_feeds(load_catalogue(settings), [make_feed(id="new", country="", language="")])
    text = (tmp_path / "feeds.toml").read_text(encoding="utf-8")
    assert text.startswith("# Feeds of your own.")
    assert not {"country", "language", "interval", "full_text", "usual"} & {line.split("_")[0] for line in text.split()}


@pytest.mark.parametrize("changes", [{"id": "own"}, {"url": SHIPPED_URL, "id": "new"}, {"id": SHIPPED}])
def test_add_refuses_what_is_there(tmp_path: Path, changes: dict[str, str]) -> None:
    settings = settings_of(tmp_path, OWN)
    with pytest.raises(FeedCatalogueError):
        add_feeds(load_catalogue(settings), [make_feed(**changes)])
    assert (tmp_path / "feeds.toml").read_text(encoding="utf-8") == OWN


def test_remove_switches_off_what_ships_and_add_undoes_it(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, OWN)
    assert remove_feed(load_catalogue(settings), SHIPPED) is Origin.SHIPPED
    catalogue = load_catalogue(settings)
    assert catalogue.by_id(SHIPPED).is_off
    assert catalogue.by_id("rt-news").is_off
    text = (tmp_path / "feeds.toml").read_text(encoding="utf-8")
    assert all(comment in text for comment in COMMENTS)
    switch_on(catalogue, SHIPPED)
    assert not load_catalogue(settings).by_id(SHIPPED).is_off
    assert load_catalogue(settings).by_id("rt-news").is_off


def test_remove_deletes_ones_own(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, OWN)
    assert remove_feed(load_catalogue(settings), "other") is Origin.OWN
    text = (tmp_path / "feeds.toml").read_text(encoding="utf-8")
    assert all(comment in text for comment in COMMENTS)
    assert remove_feed(load_catalogue(settings), "own") is Origin.OWN
    assert {one.origin for one in load_catalogue(settings).listed} == {Origin.SHIPPED}
    with pytest.raises(FeedCatalogueError, match="No feed has the id 'own'"):
        remove_feed(load_catalogue(settings), "own")


def test_remove_of_what_took_the_place_of_one_that_ships_brings_that_back(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, GOOD)
    remove_feed(load_catalogue(settings), "bbc-world")
    listed = load_catalogue(settings).by_id("bbc-world")
    assert (listed.origin, listed.is_off) == (Origin.SHIPPED, False)


def test_edit_reads_inline_tables_and_a_mark_at_the_beginning(tmp_path: Path) -> None:
    """Whatever TOML allows: feeds as one array, a byte-order mark, no end of line."""
    own = '\ufefffeed = [{id = "own", outlet = "Own", url = "https://own.example/", kind = "wire"}] # ours'
    settings = settings_of(tmp_path, own)
    add_feeds(load_catalogue(settings), [make_feed(id="new", url="https://new.example/")])
    remove_feed(load_catalogue(settings), SHIPPED)
    remove_feed(load_catalogue(settings), "own")
    catalogue = load_catalogue(settings)
    assert [one.feed.id for one in catalogue.listed if one.origin is Origin.OWN] == ["new"]
    assert "# ours" in (tmp_path / "feeds.toml").read_text(encoding="utf-8")


def test_edit_of_a_broken_file_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    catalogue = load_catalogue(settings)
    (tmp_path / "feeds.toml").write_text("[[feed", encoding="utf-8")
    with pytest.raises(FeedCatalogueError, match="not TOML"):
        add_feeds(catalogue, [make_feed(id="new", url="https://new.example/")])
    with pytest.raises(FeedCatalogueError, match="not TOML"):
        load_catalogue(settings)
    assert (tmp_path / "feeds.toml").read_text(encoding="utf-8") == "[[feed"
