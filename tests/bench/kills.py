"""Kills `tension ingest` at random moments, runs it again, and compares what is there with an undisturbed run.

python -m tests.bench.kills            # a hundred kills
python -m tests.bench.kills 20 7       # twenty, by another seed
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.integration.commands import start, tension
from tests.integration.loopback import LoopbackServer, Wire
from tests.integration.samples import CIRCUMSTANCES, TABLES, ask, catalogue, content, item, rss, violations
from warehouse.paths import Home

FEEDS = 16
ENTRIES = 5
KILLS = 100
SEED = 72
ANSWER_SECONDS = 0.1
SETTINGS = {
    "allow_loopback": True,
    "host_seconds": 0,
    "batch_articles": 10,
    "publish_seconds": 1,
    "worker_count": 1,
    "fetch_seconds": 60,
}
"""One host, so that the feeds come one after the other: a dozen transactions, with a publish between some of them."""


@dataclass(slots=True)
class Kills:
    """How many kills there were, in how many homes each run to its end, and what differed from an undisturbed run."""

    count: int = 0
    homes: int = 0
    articles_at_kill: list[int] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


def kill_often(folder: Path, kills_max: int, *, seed: int) -> Kills:
    """Kill so many runs, each at a moment drawn from the length of an undisturbed one; run each home to its end."""
    chance, kills = random.Random(seed), Kills()
    with LoopbackServer() as server:
        settings = SETTINGS | {"feeds": catalogue(folder / "feeds.toml", served_feeds(server))}
        begun = time.monotonic()
        run_to_end(folder / "undisturbed", settings)
        seconds = time.monotonic() - begun
        expected = content(folder / "undisturbed", TABLES, ignored=CIRCUMSTANCES)
        while kills.count < kills_max:
            kills.homes += 1
            home = folder / f"home-{kills.homes}"
            while kills.count < kills_max and killed_after(home, settings, chance.uniform(0, seconds)):
                kills.count += 1
                kills.articles_at_kill.append(stored_articles(home))
            run_to_end(home, settings)
            kills.differences += [f"{home.name}: {one}" for one in differences(home, expected)]
    return kills


def served_feeds(server: LoopbackServer) -> dict[str, str]:
    """Serve feeds that answer after a moment, each with entries of its own; return the address of each by its id."""

    def slow(wire: Wire) -> None:
        wire.stop.wait(ANSWER_SECONDS)
        first = int(wire.request.path[1:]) * ENTRIES
        wire.answer(body=rss(*map(item, range(first, first + ENTRIES))))

    return {f"feed-{number}": server.route(f"/{number}", slow) for number in range(FEEDS)}


def killed_after(home: Path, settings: dict[str, object], seconds: float) -> bool:
    """Run until then and kill it; whether it was still running."""
    running = start("ingest", home=home, **settings)
    time.sleep(seconds)
    was_running = running.poll() is None
    running.kill()
    running.communicate()
    return was_running


def run_to_end(home: Path, settings: dict[str, object]) -> None:
    """Run undisturbed."""
    done = tension("ingest", home=home, seconds=300, **settings)
    if done.returncode:
        raise RuntimeError(done.stderr)


def stored_articles(home: Path) -> int:
    """How many articles readers see; none where nothing was published yet."""
    return int(ask(home, "select count(*) from coded.article")[0][0]) if Home(home).analysts.exists() else 0


def differences(home: Path, expected: dict[str, list[tuple[object, ...]]]) -> list[str]:
    """The tables that are not those of an undisturbed run, the feeds not recorded once, and what the checks find."""
    found = content(home, TABLES, ignored=CIRCUMSTANCES)
    told = [
        f"{table}: {len(rows)} rows that differ from {len(expected[table])}"
        for table, rows in found.items()
        if rows != expected[table]
    ]
    attempts = dict(ask(home, "select feed_id, count(*) from raw.fetch group by feed_id"))
    told += [f"feed-{number} is not recorded once" for number in range(FEEDS) if attempts.get(f"feed-{number}") != 1]
    return told + [f"check {name} finds {len(rows)} rows" for name, rows in violations(home).items()]


def main() -> int:
    """Kill, print what came of it, and say whether nothing differed."""
    given = [int(one) for one in sys.argv[1:3]]
    count, seed = given + [KILLS, SEED][len(given) :]
    with tempfile.TemporaryDirectory() as folder:
        kills = kill_often(Path(folder), count, seed=seed)
    kept = [number for number in kills.articles_at_kill if 0 < number < FEEDS * ENTRIES]
    sys.stdout.write(
        f"{kills.count} kills in {kills.homes} homes, {len(kept)} of them with part of the articles published; "
        f"{len(kills.differences)} differences from an undisturbed run.\n"
    )
    sys.stdout.writelines(f"{one}\n" for one in kills.differences)
    return 1 if kills.differences else 0


if __name__ == "__main__":
    raise SystemExit(main())
