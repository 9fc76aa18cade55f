"""The gazetteer as data: codes, parents, dates, and names that one row alone may bear."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pycountry
import pytest

from etl.evaluation.phoenix import CAPITALS
from etl.lexicon.load import load_lexicon
from warehouse.terms import ActorKind

ALPHA_3 = frozenset(country.alpha_3 for country in pycountry.countries)
# Kosovo has no code; XKX is of the range left to users (states.toml).
DOCUMENTED = frozenset({"XKX"})


def rows(file: str, key: str) -> list[dict[str, Any]]:
    text = files("etl.lexicon").joinpath("actors", f"{file}.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)[key]
    return found


STATES, PARTS = rows("states", "actor"), rows("parts", "part")
HOLDERS = [*rows("holders", "holder"), *rows("holders_before_2000", "holder")]
PLACES, PEOPLES, FORMER = rows("cities", "places"), rows("peoples", "peoples"), rows("former", "former")
OTHERS = [row for file in ("organisations", "groups", "theatres") for row in rows(file, "actor")]
ACTORS = [*STATES, *OTHERS]


def names_of(row: dict[str, Any]) -> set[str]:
    return {name for key in ("names", "demonyms", "seats") for name in row.get(key, ())}


def test_states_bear_iso_codes():
    codes = [row["id"] for row in STATES]
    assert set(codes) - ALPHA_3 == DOCUMENTED
    assert len(codes) == len(set(codes))


def test_states_are_the_members_the_observers_and_three_more():
    """193 members of the United Nations, 2 observers, and Taiwan, Kosovo and Western Sahara."""
    assert len(STATES) == 198
    assert {"VAT", "PSE", "TWN", "XKX", "ESH", "PRK", "KOR"} <= {row["id"] for row in STATES}


@pytest.mark.parametrize(("file", "least"), [("groups", 150), ("organisations", 60), ("theatres", 60)])
def test_actors_other_than_states_are_many(file, least):
    assert len({row["id"] for row in rows(file, "actor")}) >= least


def test_capitals_of_the_measure_are_of_our_states():
    assert set(CAPITALS) <= {row["id"] for row in STATES}
    assert {row["id"] for row in STATES} - set(CAPITALS) == {"ESH", "VAT"}


def test_words_beside_names_are_written_once_and_in_their_case():
    table = tomllib.loads(files("etl.lexicon").joinpath("actors", "neighbours.toml").read_text(encoding="utf-8"))
    words = table["neighbours"]
    for key, value in words.items():
        listed = value.split() if isinstance(value, str) else value
        assert len(listed) == len(set(listed)), (key, sorted(one for one in listed if listed.count(one) > 1))
    lowered = [word for key in ("rule_words", "statecraft", "leader_verbs") for word in words[key]]
    assert [word for word in lowered if word != word.lower()] == []
    assert set(words["leader_states"]) <= {row["id"] for row in STATES}


def test_first_names_are_no_names_of_actors():
    """Where they are, they must be known to be both: "Paris Hilton", but "Jordan Peterson"."""
    table = tomllib.loads(files("etl.lexicon").joinpath("actors", "neighbours.toml").read_text(encoding="utf-8"))
    first_names = set(table["neighbours"]["first_names"].split())
    assert {name for row in [*ACTORS, *PARTS] for name in names_of(row)} & first_names == set()


def test_other_actors_bear_no_code_of_a_state():
    assert not {row["id"] for row in OTHERS} & ALPHA_3
    assert all(row["id"].startswith("T.") == (row["kind"] == ActorKind.THEATRE) for row in OTHERS)


def test_no_name_is_borne_by_two_rows():
    """Holders may share a name: their days tell them apart."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in [*ACTORS, *PARTS]:
        for name in names_of(row):
            bearers[name].add(row["id"])
    assert {name: ids for name, ids in bearers.items() if len(ids) > 1} == {}


def test_no_place_bears_the_name_of_an_actor_or_of_another_place():
    """Shared names are whose the text says; all others stand once."""
    taken = {name for row in [*ACTORS, *PARTS] for name in names_of(row)}
    own = [name for row in PLACES for key in ("names", "only_where") for name in row.get(key, ())]
    own += [name for row in [*PEOPLES, *FORMER] for name in [*row["names"], *row.get("demonyms", ())]]
    assert sorted(name for name in own if own.count(name) > 1) == []
    assert sorted(taken.intersection(own)) == []


def test_shared_place_stands_twice_or_is_a_place_elsewhere_too():
    """A shared name counts where its state is named; a row that shares with nobody says why here."""
    elsewhere = frozenset({"Jammu", "Bengal", "Santa Fe", "San Jose", "San José", "Limon", "Tyre"})
    names = [name for row in PLACES for key in ("names", "only_where", "shared_names") for name in row.get(key, ())]
    names += [name for row in STATES for name in names_of(row)]
    shared = {name for row in PLACES for name in row.get("shared_names", ())}
    assert {name for name in shared if names.count(name) == 1} <= elsewhere


def test_places_and_peoples_are_of_states_and_have_a_source():
    states = {row["id"] for row in STATES}
    named = [row["state"] for row in [*PLACES, *FORMER]] + [state for row in PEOPLES for state in row["states"]]
    assert sorted(set(named) - states) == []
    assert [row for row in [*PLACES, *PEOPLES, *FORMER] if not row["source"].strip()] == []
    assert len({row["state"] for row in PLACES}) == len(PLACES)
    assert len(PLACES) >= 150
    assert sum(len(row.get(key, ())) for row in PLACES for key in ("names", "only_where", "shared_names")) >= 3000


def test_former_states_end():
    assert [row["name"] for row in FORMER if row["from"] >= row["until"]] == []


def test_holders_before_2000_left_office_and_stand_once():
    """Whoever was in office on 1 January 2000 for long stands with the others."""
    earlier = rows("holders_before_2000", "holder")
    assert [row["name"] for row in earlier if "until" not in row] == []
    assert len({(row["parent"], row["office"], row["name"], row["from"]) for row in earlier}) == len(earlier)
    states = {row["parent"] for row in earlier if row["from"].year < 2000 and row["until"].year >= 1990}
    assert len(states) >= 90


def test_name_shown_is_one_that_is_found():
    assert [row["id"] for row in [*ACTORS, *PARTS] if row["name"] not in names_of(row)] == []


def test_parents_exist():
    ids = {row["id"] for row in ACTORS}
    assert [row["id"] for row in PARTS if row["parent"] not in ids] == []
    assert [row["name"] for row in HOLDERS if row["parent"] not in ids] == []
    assert [row["id"] for row in PARTS if not row["id"].startswith(f"{row['parent']}.")] == []


def test_parts_belong_to_no_theatre_and_no_part():
    theatres = {row["id"] for row in ACTORS if row["kind"] == ActorKind.THEATRE}
    assert [row["id"] for row in PARTS if row["parent"] in theatres] == []


@pytest.mark.parametrize("state", sorted({row["parent"] for row in HOLDERS}))
def test_holders_dates_are_in_order(state):
    for row in (row for row in HOLDERS if row["parent"] == state):
        assert row.get("until") is None or row["from"] < row["until"], row["name"]
        assert row["from"].year >= 1940, row["name"]


def test_one_person_holds_one_office_at_a_time():
    terms: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in HOLDERS:
        terms[row["parent"], row["office"], row["name"]].append(row)
    for key, held in terms.items():
        for earlier, later in pairwise(sorted(held, key=lambda row: row["from"])):
            assert earlier.get("until") is not None, key
            assert earlier["until"] <= later["from"], key


def test_surname_is_part_of_the_name():
    assert [
        row["name"]
        for row in HOLDERS
        if row.get("surname") and not any(row["surname"] in name for name in row["names"])
    ] == []


def test_every_row_says_where_it_comes_from():
    assert [row["name"] for row in [*ACTORS, *PARTS, *HOLDERS] if not row["source"].strip()] == []


def test_apostrophes_of_names_are_straight():
    names = {name for row in [*ACTORS, *PARTS, *HOLDERS] for name in names_of(row)}
    assert [name for name in names if "’" in name or name != name.strip() or "  " in name] == []


def test_lookalikes_guard_names_that_exist():
    bearers = load_lexicon().gazetteer.bearers
    unknown = [
        (row["surface"], row["actor"])
        for row in rows("lookalikes", "lookalike")
        if not any(row["actor"] in {one.entity_id, one.actor_id} for one in bearers.get(row["surface"], ()))
    ]
    assert unknown == []
