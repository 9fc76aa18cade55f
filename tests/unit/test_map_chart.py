"""The map: every actor that is a place has one, values reach it whole, and nothing of it comes from elsewhere."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard import map_chart
from dashboard.charts import DARK, LIGHT

ROOT = Path(__file__).parents[2]
STATES = ROOT / "etl" / "lexicon" / "actors" / "states.toml"
RANKED = pd.DataFrame(
    {
        "actor_id": ["PRK", "SGP", "NATO", "KOR"],
        "name": ["North Korea", "Singapore", "NATO", "South Korea"],
        "tension": [9.0, 4.0, 3.0, None],
        "change": [4.0, -1.0, 0.0, None],
        "story_count": [3, 2, 1, 0],
        "outlet_count": [2, 1, 1, 0],
    }
)
LEVEL, CHANGE = map_chart.MEASURES["level"], map_chart.MEASURES["change"]


def test_every_state_of_the_gazetteer_can_be_pointed_at():
    rows = tomllib.loads(STATES.read_text(encoding="utf-8"))
    states = {one["id"] for one in next(iter(rows.values())) if one["kind"] == "state"}
    assert len(states) > 190
    assert states <= map_chart.shapes() | map_chart.places().keys()


def test_shapes_are_what_plotly_asks_for_and_no_ring_is_turned_over():
    made = json.loads(map_chart.SHAPES.read_text(encoding="utf-8"))
    assert {"countries", "land"} <= made["objects"].keys()
    arcs = []
    for arc in made["arcs"]:
        x = y = 0
        arcs.append([(x := x + dx, y := y + dy) for dx, dy in arc])
    for one in made["objects"]["countries"]["geometries"]:
        for polygon in one["arcs"]:
            points = [point for n in polygon[0] for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]
            doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))
            assert doubled < 0, one["id"]
        longitude, latitude = one["properties"]["ct"]
        assert -180 <= longitude <= 180, one["id"]
        assert -60 <= latitude <= 85, one["id"]


def test_crimea_is_drawn_as_the_general_assembly_does():
    made = json.loads(map_chart.SHAPES.read_text(encoding="utf-8"))
    shapes = {one["id"]: one["arcs"] for one in made["objects"]["countries"]["geometries"]}
    assert len(shapes["UKR"]) >= 2


def test_shapes_come_from_the_own_server():
    assert map_chart.config()["topojsonURL"] == "/app/static/"
    assert map_chart.config("/behind/proxy/")["topojsonURL"] == "/behind/proxy/app/static/"
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["enableStaticServing"] is True
    assert "http" not in map_chart.figure(RANKED, LEVEL, LIGHT).to_json()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_shape_and_point_carry_their_actor(palette):
    shapes, points = map_chart.figure(RANKED, LEVEL, palette).data
    assert list(shapes.customdata) == ["PRK", "SGP"] or list(shapes.customdata) == ["PRK"]
    assert list(points.customdata) == ["SGP"]
    assert "<b>North Korea</b>" in shapes.text[0]


def test_unknown_value_is_not_drawn_as_zero():
    assert list(map_chart.drawn(RANKED, LEVEL)["actor_id"]) == ["PRK", "SGP"]
    assert map_chart.drawn(RANKED, map_chart.MEASURES["surprise"]).empty


def test_scale_is_a_root_that_keeps_the_sign_and_says_real_values():
    assert map_chart.bent(9.0, LEVEL) == 3.0
    assert map_chart.bent(-4.0, CHANGE) == -2.0
    legend = map_chart.bar(16.0, LEVEL)
    assert legend["ticktext"] == ["0", "1", "4", "9", "16"]
    assert legend["tickvals"] == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert map_chart.bar(16.0, CHANGE)["ticktext"] == ["−16", "−4", "0", "+4", "+16"]


def test_surprise_beyond_the_edge_is_drawn_alike():
    measure = map_chart.MEASURES["surprise"]
    assert map_chart.bent(40.0, measure) == map_chart.SURPRISE_EDGE
    assert map_chart.bent(-40.0, measure) == -map_chart.SURPRISE_EDGE


def test_map_without_values_is_still_a_map():
    empty = RANKED.iloc[:0]
    assert len(map_chart.figure(empty, LEVEL, LIGHT).data) == 2
    assert "no country has a value" in map_chart.description(empty, LEVEL, date(2023, 12, 28))


def test_description_names_the_highest():
    said = map_chart.description(RANKED, LEVEL, date(2023, 12, 28))
    assert "2 countries, highest North Korea at 9.00 and Singapore at 4.00" in said


def test_actors_that_are_no_place_are_counted():
    assert map_chart.off_map(RANKED) == 1


@pytest.mark.parametrize(
    ("points", "actor"),
    [
        ([{"customdata": "PRK"}], "PRK"),
        ([{"customdata": ["SGP"]}], "SGP"),
        ([{"location": "KOR"}], "KOR"),
        ([{"customdata": "<script>"}], ""),
        ([{"point_index": 3}], ""),
        ([], ""),
    ],
)
def test_selected_place_is_an_actor_or_nothing(points, actor):
    assert map_chart.picked(points) == actor
