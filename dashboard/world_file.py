"""Makes the shapes of the map, `static/world_110m.json`, from Natural Earth: `python -m dashboard.world_file FILE`.

FILE is `countries-50m.json` of the npm package world-atlas 2.0.2: Natural Earth 4.1, 1:50m, in the public domain.
Borders are shared arcs there, so they are thinned once and still meet. Plotly would fetch shapes like these from
another server; the name is the one it asks for.
"""

from __future__ import annotations

import heapq
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

STATIC = Path(__file__).with_name("static")
SHAPES = STATIC / "world_110m.json"
POINTS = Path(__file__).with_name("small_states.json")
# Square degrees: at a map 1,000 px wide a pixel is .13 of them.
THIN_BELOW = 0.018
ISLAND_MIN = 0.06
# Under this a state is too small to hit with a pointer, and gets a point as well.
SHAPE_MIN = 0.8
STEPS = 3600
SKIPPED = {"ATA", "ATF", "HMD", "SGS", "IOT"}
# Drawn where the states that the United Nations list have them; names are Natural Earth's.
OWN_IDS = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM", "Siachen Glacier": "IND"}
CRIMEA = (34.2, 45.2)
TUVALU = (179.2, -8.52)

Point = tuple[float, float]
Arc = list[Point]


def main(source: Path) -> None:
    """Write both files."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [snapped(thinned(one)) for one in unpacked(topology)]
    states = polygons_of(topology)
    move_crimea(states, unpacked(topology))
    kept = {name: shown(rings, arcs) for name, rings in states.items() if name not in SKIPPED}
    SHAPES.parent.mkdir(exist_ok=True)
    write(SHAPES, topology_of({name: rings for name, rings in kept.items() if rings}, arcs))
    full = unpacked(topology)
    small = {
        name: middle(max((ring_of(one[0], full) for one in rings), key=lambda ring: abs(area(ring))))
        for name, rings in states.items()
        if name not in SKIPPED and sum(abs(area(ring_of(one[0], full))) for one in rings) < SHAPE_MIN
    }
    write(POINTS, dict(sorted({**small, "TUV": TUVALU}.items())))


def unpacked(topology: dict[str, Any]) -> list[Arc]:
    """Arcs in degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        found.append(points)
    return found


def polygons_of(topology: dict[str, Any]) -> dict[str, list[list[list[int]]]]:
    """The polygons of each state, as numbers of arcs."""
    found: dict[str, list[list[list[int]]]] = {}
    for one in topology["objects"]["countries"]["geometries"]:
        known = pycountry.countries.get(numeric=one["id"]) if one.get("id") else None
        name = known.alpha_3 if known else OWN_IDS.get(one["properties"]["name"])
        if name:
            found.setdefault(name, []).extend([one["arcs"]] if one["type"] == "Polygon" else one["arcs"])
    return found


def move_crimea(states: dict[str, list[list[list[int]]]], arcs: list[Arc]) -> None:
    """Natural Earth draws who holds a place; this map draws Crimea as the General Assembly does (68/262)."""
    for polygon in list(states["RUS"]):
        ring = ring_of(polygon[0], arcs)
        if len(ring) < 2000 and holds(ring, CRIMEA):
            states["RUS"].remove(polygon)
            states["UKR"].append(polygon)


def thinned(arc: Arc) -> Arc:
    """An arc without the points that show least (Visvalingam); its ends stay, and a ring keeps four points."""
    least = 4 if arc[0] == arc[-1] else 2
    before, after = [i - 1 for i in range(len(arc))], [i + 1 for i in range(len(arc))]
    gone = [False] * len(arc)
    queue = [(triangle(*arc[i - 1 : i + 2]), i) for i in range(1, len(arc) - 1)]
    heapq.heapify(queue)
    left = len(arc)
    while queue and left > least:
        size, i = heapq.heappop(queue)
        if gone[i] or size != triangle(arc[before[i]], arc[i], arc[after[i]]):
            continue
        if size >= THIN_BELOW:
            break
        gone[i] = True
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for near in (before[i], after[i]):
            if 0 < near < len(arc) - 1:
                heapq.heappush(queue, (triangle(arc[before[near]], arc[near], arc[after[near]]), near))
    return [point for i, point in enumerate(arc) if not gone[i]]


def snapped(arc: Arc) -> Arc:
    """An arc on whole steps, where it will be drawn; points that fall together are one."""
    steps = [(round((x + 180) * STEPS / 360), round((y + 90) * STEPS / 180)) for x, y in arc]
    return [
        (float(x), float(y)) for at, (x, y) in enumerate(steps) if at in {0, len(steps) - 1} or (x, y) != steps[at - 1]
    ]


def triangle(a: Point, b: Point, c: Point) -> float:
    """Its area."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def ring_of(numbers: list[int], arcs: list[Arc]) -> Arc:
    """The points of a ring; a negative number is an arc walked backwards."""
    points: Arc = []
    for number in numbers:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += part[1:] if points else part
    return points


def area(ring: Arc) -> float:
    """Signed, in squares of the chart's unit; negative where it runs clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def middle(ring: Arc) -> Point:
    """The middle of its box."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return round((min(xs) + max(xs)) / 2, 2), round((min(ys) + max(ys)) / 2, 2)


def centre(polygons: list[list[list[int]]], arcs: list[Arc]) -> list[float]:
    """The middle of the largest polygon, in degrees."""
    x, y = middle(max((ring_of(one[0], arcs) for one in polygons), key=lambda ring: abs(area(ring))))
    return [round(x * 360 / STEPS - 180, 1), round(y * 180 / STEPS - 90, 1)]


def holds(ring: Arc, point: Point) -> bool:
    """Whether a point lies within a ring."""
    crossings = sum(
        (a[1] > point[1]) != (b[1] > point[1]) and point[0] < (b[0] - a[0]) * (point[1] - a[1]) / (b[1] - a[1]) + a[0]
        for a, b in pairwise(ring)
    )
    return crossings % 2 == 1


def shown(polygons: list[list[list[int]]], arcs: list[Arc]) -> list[list[list[int]]]:
    """The polygons large enough to see; the largest always. A ring that thinning turned over would fill the globe."""
    smallest = ISLAND_MIN * (STEPS / 360) * (STEPS / 180)
    sizes = [abs(area(ring_of(one[0], arcs))) for one in polygons]
    kept = []
    for one, size in zip(polygons, sizes, strict=True):
        if size < smallest and size < max(sizes):
            continue
        rings = [ring for at, ring in enumerate(one) if at == 0 or abs(area(ring_of(ring, arcs))) >= smallest]
        if area(ring_of(rings[0], arcs)) < 0:
            kept.append(rings)
    return kept


def topology_of(states: dict[str, list[list[list[int]]]], arcs: list[Arc]) -> dict[str, Any]:
    """TopoJSON with whole steps of a tenth of a degree and only the arcs that are used."""
    used = sorted({max(n, ~n) for rings in states.values() for one in rings for ring in one for n in ring})
    place = {old: new for new, old in enumerate(used)}

    def renumbered(one: list[list[int]]) -> list[list[int]]:
        return [[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in one]

    shapes = [
        {
            "type": "MultiPolygon",
            "id": name,
            # Where the tooltip points: without it Plotly fails under the pointer.
            "properties": {"ct": centre(rings, arcs)},
            "arcs": [renumbered(one) for one in rings],
        }
        for name, rings in sorted(states.items())
    ]
    return {
        "type": "Topology",
        "transform": {"scale": [360 / STEPS, 180 / STEPS], "translate": [-180, -90]},
        "objects": {
            "countries": {"type": "GeometryCollection", "geometries": shapes},
            "land": {
                "type": "GeometryCollection",
                "geometries": [{"type": "MultiPolygon", "arcs": one["arcs"]} for one in shapes],
            },
        },
        "arcs": [packed(arcs[one]) for one in used],
    }


def packed(arc: Arc) -> list[list[int]]:
    """An arc as its first point, and steps from point to point."""
    return [[int(x) for x in arc[0]]] + [[int(b[0] - a[0]), int(b[1] - a[1])] for a, b in pairwise(arc)]


def write(path: Path, made: object) -> None:
    """Without spaces."""
    path.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
