"""How long readers wait: `make load`, or `python -m tests.load --stories 20000` for a look.

It makes a warehouse, serves it on loopback, and opens the overview as readers do: once cold, once warm, one reader who
changes the view, many at a time with pauses, and one in Chromium where that is installed. It prints what it measured
beside what is asked for, and stops by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.load.archive import fill
from tests.load.server import served
from tests.load.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.load.server import Served
    from tests.load.session import View

STORIES = 1_000_000
SESSIONS, THINK_SECONDS, CROWD_SECONDS = 50, 5.0, 60.0
RERUNS, CHANGES = 1000, 120
TOTAL_SECONDS = 1200
# What is asked for: seconds, megabytes and bytes.
COLD, WARM, CHANGE_P95, CROWD_P95 = 2.5, 1.0, 0.3, 1.0
MEMORY, CHART_BYTES = 1500, 300_000
# Memory may settle, and must not creep: growth over the second half of the reruns, in megabytes.
GROWTH = 60
# 31 December 2023.
LAST_DAY_SECONDS = 1_703_980_800
# What a reader changes: the widget's key, the name of its value, and the values in turn.
FILTERS: tuple[tuple[str, str, tuple[object, ...]], ...] = (
    ("who", "string_array_value", (["States"], ["Armed groups"], ["All"])),
    ("sort", "string_array_value", (["Change"], ["Level"])),
    ("role", "string_array_value", (["Acting"], ["Targeted"], ["Acting or targeted"])),
    ("outlets", "double_value", (3.0, 5.0, 0.0)),
    ("scope", "string_array_value", (["Within one state"], ["Between states"])),
    ("period", "string_array_value", (["30 days"], ["180 days"], ["90 days"])),
    ("map_day", "double_array_value", ()),
)


class Reader:
    """One who changes one thing after another, in an order of their own."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.chance, self.turn = (
            session,
            random.Random(seed),
            dict.fromkeys((one for one, *_ in FILTERS), 0),
        )

    async def step(self) -> tuple[str, View]:
        """Change something, and see it."""
        key, kind, values = self.chance.choice(FILTERS)
        if key not in self.session.widgets:
            key, kind, values = FILTERS[1]
        self.turn[key] += 1
        value = values[self.turn[key] % len(values)] if values else [self.day()]
        return key, await self.session.change(key, **{kind: value})

    def day(self) -> float:
        """One of the last fourteen days of the archive, in microseconds as the slider sends them."""
        return (LAST_DAY_SECONDS - self.chance.randrange(14) * 86_400) * 1e6


def p95(seconds: Sequence[float]) -> float:
    """The 95th of a hundred."""
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else max(seconds, default=0.0)


class Report:
    """Lines of figures beside what is asked for."""

    def __init__(self) -> None:
        self.missed = 0

    def line(self, name: str, value: float, unit: str, most: float | None = None) -> None:
        """One figure."""
        holds = most is None or value <= most
        self.missed += not holds
        asked = "" if most is None else f"   asked {most:g}{unit}: {'holds' if holds else 'FAILS'}"
        sys.stdout.write(f"{name:<58} {value:>10,.3f}{unit}{asked}\n")
        sys.stdout.flush()


async def one_reader(server: Served, report: Report, given: argparse.Namespace) -> None:
    """First views, changes by one reader, sizes, and memory over many reruns."""
    async with Session(server.address) as session:
        view = await session.open()
        assert not view.has_failed, "the page shows an exception"
        report.line("first view, server just started: until something shows", view.first_seconds, " s")
        report.line("first view, server just started: whole", view.seconds, " s", COLD)
    async with Session(server.address) as session:
        view = await session.open()
        report.line("first view, server warm", view.seconds, " s", WARM)
        report.line("bytes of the whole view", view.byte_count / 1000, " kB")
        for name, size in view.sizes.items():
            report.line(f"bytes of the largest {name}", size / 1000, " kB", CHART_BYTES / 1000)
        reader, found, used = Reader(session, 1), dict[str, list[float]](), server.cpu_seconds()
        for _ in range(given.changes):
            key, view = await reader.step()
            assert not view.has_failed, f"{key} shows an exception"
            found.setdefault(key, []).append(view.seconds)
        report.line("processor time of a change, mean", (server.cpu_seconds() - used) / given.changes, " s")
        every = [one for seconds in found.values() for one in seconds]
        report.line(f"change of the view, one reader, {len(every)} of them: p50", statistics.median(every), " s")
        report.line("change of the view, one reader: p95", p95(every), " s", CHANGE_P95)
        for key, seconds in sorted(found.items()):
            report.line(f"  {key}: p50 of {len(seconds)}", statistics.median(seconds), " s")
            report.line(f"  {key}: worst", max(seconds), " s")
        held = []
        for number in range(given.reruns):
            await reader.step()
            if number % 100 == 99:
                held.append(server.megabytes())
        if held:
            report.line(f"memory after {given.reruns} reruns", held[-1], " MB", MEMORY)
            report.line("  its growth over the second half", held[-1] - held[len(held) // 2 - 1], " MB", GROWTH)


async def crowd(server: Served, report: Report, given: argparse.Namespace) -> None:
    """Many readers at a time, each pausing to read."""
    found: list[float] = []
    first: list[float] = []
    used = server.cpu_seconds()

    async def read(seed: int) -> None:
        chance = random.Random(seed)
        await asyncio.sleep(chance.uniform(0, given.think))
        async with Session(server.address) as session:
            first.append((await session.open()).seconds)
            reader, until = Reader(session, seed), time.monotonic() + given.seconds
            while time.monotonic() < until:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * given.think)
                found.append((await reader.step())[1].seconds)

    await asyncio.gather(*(read(seed) for seed in range(given.sessions)))
    name = f"{given.sessions} readers, {given.think:g} s between changes"
    report.line(f"{name}: first view p95", p95(first), " s")
    report.line(f"{name}, {len(found)} changes: p50", statistics.median(found), " s")
    report.line(f"{name}: p95", p95(found), " s", CROWD_P95)
    report.line("processor time of a change, mean", (server.cpu_seconds() - used) / max(len(found), 1), " s")
    report.line("memory then", server.megabytes(), " MB", MEMORY)


def browsed(server: Served, report: Report) -> None:
    """The first view in Chromium: until the headline and the map are there."""
    from tests.browser.chromium import chromium, chromium_path

    if chromium_path() is None:
        sys.stdout.write("NO BROWSER: Chromium is not installed, so nothing was measured in one\n")
        return
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        for name, most in (("cold", COLD), ("warm", WARM), ("warm again", WARM)):
            page = context.new_page()
            started = time.perf_counter()
            page.goto(server.address)
            page.locator(".st-key-headline h1").first.wait_for(timeout=60_000)
            seen = time.perf_counter() - started
            page.locator(".st-key-map path.choroplethlocation").first.wait_for(timeout=60_000)
            report.line(f"Chromium, {name}: headline", seen, " s", most)
            report.line(f"Chromium, {name}: map", time.perf_counter() - started, " s")
            page.close()
        context.close()


async def measure(server: Served, report: Report, given: argparse.Namespace) -> None:
    """All that needs no browser, within the time that is given."""
    async with asyncio.timeout(TOTAL_SECONDS):
        await one_reader(server, report, given)
        if given.sessions:
            await crowd(server, report, given)


def main() -> int:
    """Measure, print, and say whether all that is asked for holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--home", type=Path, help="a home made before, instead of a new one")
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--think", type=float, default=THINK_SECONDS)
    parser.add_argument("--seconds", type=float, default=CROWD_SECONDS)
    parser.add_argument("--changes", type=int, default=CHANGES)
    parser.add_argument("--reruns", type=int, default=RERUNS)
    parser.add_argument(
        "--collect", action="store_true", help="with Streamlit's collection of garbage after each rerun"
    )
    given = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "home"
        if not given.home:
            home.mkdir()
            fill(home, given.stories)
        options = {"runner_postScriptGC": "true"} if given.collect else {}
        with served(home, **options) as server:
            asyncio.run(measure(server, report, given))
            browsed(server, report)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
