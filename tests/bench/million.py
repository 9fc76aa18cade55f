"""What the warehouse costs with a million stories of 3 KB, with five names and three hits each.

    python -m tests.bench.million

The archive is made by `made.py`, bodies included: two minutes and 7 GB of disk; `--count` makes a smaller one. Reading
goes through the reader and the queries of the dashboard, in a process that has just started (its first answer, opening
the file included; the file itself is in memory) and in one that has asked before. Then 1,000 new articles are loaded,
on this archive and on one of 10,000 in turn.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from etl.lexicon.load import load_lexicon
from etl.measures import Measure, measures_json
from tests.bench.archive import NEW, RATIO_MAX, load_once, new_articles
from tests.bench.made import fill
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from etl.lexicon.load import Lexicon

COMMAND = "python -m tests.bench.million"
COUNT, SMALL = 1_000_000, 10_000
COLD_RUNS, WARM_RUNS, ROUNDS = 5, 9, 5
DAY = "2023-12-20"
# What is asked, and at most how many milliseconds it may take.
READS: dict[str, tuple[str, dict[str, object], float]] = {
    "an actor's history": ("actor_history", {"role": "either", "scope": "international"}, 40),
    "overview of all actors": (
        "actor_ranking",
        {"as_of": DAY, "role": "either", "scope": "international", "spark_days": 30},
        80,
    ),
    "dyads of a day, as a matrix": ("dyad_ranking", {"as_of": DAY, "scope": "international", "party_id": ""}, 100),
    "evidence of an actor-day": (
        "actor_day_evidence",
        {"published_on": DAY, "role": "either", "scope": "international"},
        50,
    ),
}
ROLL_UP_SECONDS_MAX, PUBLISH_SECONDS_MAX = 0.5, 1.0
PUBLISHED_MB_MAX, BODIES_MB_MAX = 300, 1300
# In a process of its own: the first answer and the later ones, in seconds, and the rows of each.
ASK = """
import json, sys, time
from pathlib import Path
from warehouse.paths import Home
from warehouse.reader import Reader

query, given, runs = json.loads(sys.argv[2]), json.loads(sys.argv[3]), int(sys.argv[4])
seconds = []
started = time.perf_counter()
reader = Reader(Home(Path(sys.argv[1])))
for _ in range(runs):
    rows = reader.frame(query, **given)
    seconds.append(time.perf_counter() - started)
    started = time.perf_counter()
print(json.dumps([seconds, len(rows)]))
"""


def reading_measures(home: Home) -> list[Measure]:
    """What each question takes, of the actor that is in the news the most."""
    actor = most_named(home)
    measures = []
    for name, (query, parameters, milliseconds_max) in READS.items():
        given = parameters | ({"actor_id": actor} if query.startswith(("actor_history", "actor_day")) else {})
        cold = [answered(home, query, given, 1)[0][0] for _ in range(COLD_RUNS)]
        warm, row_count = answered(home, query, given, WARM_RUNS + 1)
        for how, seconds in (("new process", cold), ("warm", warm[1:])):
            measures.append(
                Measure(
                    name=f"{name}, {how}",
                    value=1000 * statistics.median(seconds),
                    low=1000 * min(seconds),
                    high=1000 * max(seconds),
                    unit="ms",
                    better="lower",
                    floor=milliseconds_max,
                    n=row_count,
                    command=COMMAND,
                )
            )
    return measures


def most_named(home: Home) -> str:
    """The actor with the most mentions."""
    counted = "select actor_id from coded.mention group by actor_id order by count(*) desc, actor_id limit 1"
    reader = Reader(home)
    actor = str(reader.ask(counted).rows[0][0])
    reader.close()
    return actor


def answered(home: Home, query: str, given: dict[str, object], runs: int) -> tuple[list[float], int]:
    """The seconds of each answer in a new process, and the rows of the last."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(home.root), json.dumps(query), json.dumps(given), str(runs)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, row_count = json.loads(done.stdout)
    return seconds, row_count


def size_measures(home: Home, count: int) -> list[Measure]:
    """The bytes of the published file and of the texts beside it."""
    version = home.version_file(home.pointer.read_text(encoding="utf-8").strip())
    segments = sum(path.stat().st_size for path in home.segments.glob("article-*.parquet"))
    return [
        Measure(name=name, value=size / 1e6, unit="MB", better="lower", floor=floor, n=count, command=COMMAND)
        for name, size, floor in (
            ("published file", version.stat().st_size, PUBLISHED_MB_MAX),
            ("bodies", segments, BODIES_MB_MAX),
        )
    ]


def loading_measures(large: Path, small: Path, lexicon: Lexicon) -> list[Measure]:
    """Seconds of rolling up, publishing and all of loading 1,000 new articles, here and on a small archive."""
    found: dict[Path, list[dict[str, float]]] = {large: [], small: []}
    for number in range(ROUNDS + 1):
        file = new_articles(small / f"new-{number}.jsonl", seed=number + 500)
        # In turns, so that neither always meets what the other has warmed.
        for home in (large, small) if number % 2 else (small, large):
            parts = load_once(home, lexicon, file)
            if number:
                found[home].append(parts)
    measures = []
    for part, seconds_max in (("roll-ups", ROLL_UP_SECONDS_MAX), ("publishing", PUBLISH_SECONDS_MAX), ("all", None)):
        ours, theirs = (statistics.median(one[part] for one in found[home]) for home in (large, small))
        name = f"{part} of {NEW:,} new articles"
        values = [one[part] for one in found[large]]
        measures += [
            Measure(
                name=name,
                value=ours,
                low=min(values),
                high=max(values),
                unit="s",
                better="lower",
                floor=seconds_max,
                peer=theirs,
                n=ROUNDS,
                command=COMMAND,
            ),
            Measure(
                name=f"{name}, times {SMALL:,}",
                value=ours / theirs,
                unit="x",
                better="lower",
                floor=RATIO_MAX if part != "publishing" else None,
                n=ROUNDS,
                command=COMMAND,
            ),
        ]
    return measures


def main() -> int:
    """Make the archive, measure, print, and say whether every floor holds."""
    from tests.bench.__main__ import show

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--home", type=Path, help="a home that was made before; it is loaded into")
    parser.add_argument("--json", type=Path, dest="json_file")
    given = parser.parse_args()
    lexicon = load_lexicon()
    with tempfile.TemporaryDirectory() as folder:
        large, small = given.home or Path(folder) / "large", Path(folder) / "small"
        for home, count in ((large, given.count), (small, SMALL)):
            if not home.exists():
                home.mkdir()
                fill(home, lexicon, count, has_bodies=True)
        measures = [*reading_measures(Home(large)), *size_measures(Home(large), given.count)]
        show(measures)
        loading = loading_measures(large, small, lexicon)
        show(loading)
    measures += loading
    if given.json_file:
        given.json_file.write_text(measures_json(measures), encoding="utf-8")
    return 0 if all(one.holds for one in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
