"""Filters narrow a ranking as their words say, and leave what they do not speak of."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard import filters, selection

RANKED = pd.DataFrame(
    {
        "actor_id": ["PRK", "HAMAS", "NATO", "RUS"],
        "actor_kind": ["state", "group", "organisation", "state"],
        "region": ["Eastern Asia", "Western Asia", "", "Eastern Europe"],
        "outlet_count": [4, 2, 1, 0],
    }
)
ALL = selection.parse({})
GROUPS = {"axis": ("The axis", ("RUS", "XXX"))}


def ids(**chosen: object) -> list[str]:
    return list(filters.narrowed(RANKED, replace(ALL, **chosen), GROUPS)["actor_id"])


def test_default_view_narrows_nothing():
    assert ids() == ["PRK", "HAMAS", "NATO", "RUS"]
    assert filters.said(ALL, {}, {}) == []
    assert filters.kept(ALL) == {}


def test_each_filter_narrows_alone_and_together():
    assert ids(who="state") == ["PRK", "RUS"]
    assert ids(region="western-asia") == ["HAMAS"]
    assert ids(outlets=2) == ["PRK", "HAMAS"]
    assert ids(who="state", outlets=1) == ["PRK"]
    assert ids(group="axis") == ["RUS"]
    assert ids(group="nobody") == []


def test_region_that_nobody_is_of_shows_nobody():
    assert ids(region="atlantis") == []


def test_regions_are_those_of_the_ranking():
    assert filters.regions(RANKED) == {
        "eastern-asia": "Eastern Asia",
        "eastern-europe": "Eastern Europe",
        "western-asia": "Western Asia",
    }


def test_what_narrows_is_said_and_kept_in_links():
    chosen = replace(ALL, role="actor", who="group", region="western-asia", outlets=3, sort="change", period="30")
    words = "; ".join(filters.said(chosen, filters.regions(RANKED), {}))
    assert words == "acting; armed groups; Western Asia; seen by 3 outlets or more"
    assert filters.said(replace(ALL, group="axis"), {}, {"axis": "The axis"}) == ["members of The axis"]
    kept = filters.kept(chosen)
    assert selection.parse(kept) == chosen


def test_every_parameter_of_a_view_has_a_default_that_parses():
    assert selection.parse({name: value for name, value in filters.DEFAULTS.items() if value}) == ALL
