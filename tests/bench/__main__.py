"""`make bench`: the measured figures, as a table, or as JSON with `--json FILE`.

`many_feeds.py` alone measures feeds, `archive.py` alone what loading costs on a large archive, `million.py` alone what
a million stories cost to read, roll up and publish.

Needs the evaluation data beside the checkout (`../shared/data`) or `--corpus FILE`; times are of this machine.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from etl.measures import Measure, measures_json
from tests.bench.speed import speed_measures, start_measures

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "data" / "corpora" / "rss_2020_2023.parquet"
PAGE_RUNS = 15
COMMAND = "make bench"


def main() -> int:
    """Measure, print, and say whether every floor holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--home", type=Path, help="measure pages on this home instead of importing the corpus")
    parser.add_argument(
        "--speed", action="store_true", help="measure only how fast articles are scored and a command starts"
    )
    parser.add_argument("--json", type=Path, dest="json_file")
    given = parser.parse_args()
    measures = start_measures()
    if given.corpus.exists():
        measures += speed_measures(given.corpus)
    else:
        sys.stderr.write(
            f"Speed of scoring not measured: {given.corpus} is not there; name a Parquet file with --corpus.\n"
        )
    if not given.speed:
        if given.home is None and not given.corpus.exists():
            return 1
        measures += home_measures(given.corpus, given.home)
    show(measures)
    if given.json_file:
        given.json_file.write_text(measures_json(measures), encoding="utf-8")
    return 0 if all(one.holds for one in measures) else 1


def home_measures(corpus: Path, given_home: Path | None) -> list[Measure]:
    """What importing the corpus costs, and the pages on its home; with a home, these alone."""
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory() as folder:
        home = given_home or Path(folder) / "home"
        if given_home is None:
            measures += import_measures(corpus, home)
        return measures + page_measures(home)


def show(measures: list[Measure]) -> None:
    """Print the measures as a table."""
    for one in measures:
        mark = "holds" if one.holds else "FAILS"
        side = "at least" if one.better == "higher" else "at most"
        floor = f"{side} {one.floor:g}" if one.floor is not None else ""
        goal = f"goal {one.goal:g}" if one.goal is not None else ""
        peer = f"beside {one.peer:.4g}" if one.peer is not None else ""
        sys.stdout.write(
            f"{one.name:<46} {one.value:>10.4g} {one.unit:<5} {floor:<14} {mark:<5} {goal:<10} {peer:<16} "
            f"(n = {one.n:,})\n"
        )


def import_measures(corpus: Path, home: Path) -> list[Measure]:
    """Seconds and memory of importing the whole corpus, everything included."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "etl.cli", "import", str(corpus), "--home", str(home), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=clean_environment(),
    ) as running:
        worker_bytes = peak_of_workers(running)
        output = running.communicate()[0]
    if running.returncode:
        raise RuntimeError(f"the import failed with code {running.returncode}")
    seconds = time.perf_counter() - started
    entry_count = json.loads(output)["read"]
    # The parent holds the warehouse; each scoring process adds its own, so the sum is the honest figure.
    peak_bytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return [
        Measure(
            name="import of the corpus",
            value=seconds,
            unit="s",
            better="lower",
            floor=240,
            n=entry_count,
            command=COMMAND,
        ),
        Measure(
            name="entries a second, everything included",
            value=entry_count / seconds,
            unit="1/s",
            better="higher",
            n=entry_count,
            command=COMMAND,
        ),
        Measure(
            name="memory of its largest process",
            value=peak_bytes / 1e9,
            unit="GB",
            better="lower",
            floor=2,
            n=entry_count,
            command=COMMAND,
        ),
        Measure(
            name="memory of a scoring process",
            value=worker_bytes / 1e6,
            unit="MB",
            better="lower",
            floor=400,
            goal=250,
            n=entry_count,
            command=COMMAND,
        ),
    ]


def peak_of_workers(running: subprocess.Popen[str]) -> int:
    """The most bytes that one scoring process of an import held, looked at ten times a second until it ends."""
    import psutil

    peak_bytes = 0
    parent = psutil.Process(running.pid)
    while running.poll() is None:
        with contextlib.suppress(psutil.Error):
            for child in parent.children():
                with contextlib.suppress(psutil.Error):
                    if "etl.workers" in " ".join(child.cmdline()):
                        peak_bytes = max(peak_bytes, child.memory_info().rss)
        time.sleep(0.1)
    if not peak_bytes:
        raise RuntimeError("no scoring process of the import was seen")
    return peak_bytes


def page_measures(home: Path) -> list[Measure]:
    """Median server time of the overview and an actor page, each run on another day or actor than the one before."""
    os.environ["TENSION_HOME"] = str(home)
    from streamlit.testing.v1 import AppTest

    from warehouse.paths import Home
    from warehouse.reader import Reader

    reader = Reader(Home(home))
    actors = [row["actor_id"] for row in reader.rows("actors")]
    days = [row["published_on"] for row in reader.rows("days") if row["quality"] != "gap"]
    reader.close()
    draw = random.Random(20231228)
    app = str(ROOT / "dashboard" / "streamlit_app.py")
    measures = []
    for page, parameters in (
        ("overview", lambda: {"day": draw.choice(days).isoformat()}),
        ("actor", lambda: {"actor": draw.choice(actors), "day": draw.choice(days).isoformat()}),
    ):
        seconds = []
        for _ in range(PAGE_RUNS + 1):
            test = AppTest.from_file(app, default_timeout=60)
            for name, value in parameters().items():
                test.query_params[name] = value
            started = time.perf_counter()
            test = test.run() if page == "overview" else test.switch_page(f"page/{page}.py").run()
            seconds.append(time.perf_counter() - started)
            if test.exception:
                raise RuntimeError(f"{page}: {test.exception[0].message}")
        measures.append(
            Measure(
                name=f"{page} page, server time, median",
                value=1000 * statistics.median(seconds[1:]),
                unit="ms",
                better="lower",
                floor=300,
                n=PAGE_RUNS,
                command=COMMAND,
            )
        )
    return measures


def clean_environment() -> dict[str, str]:
    """The environment without settings of whoever runs this."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TENSION_")}


if __name__ == "__main__":
    sys.exit(main())
