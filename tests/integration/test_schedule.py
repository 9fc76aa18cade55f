"""`tension schedule`: each feed at its own pace, a missed run made up once, one at a time, and an orderly end."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.integration.commands import assert_one_line, start, tension, wait_until
from tests.integration.samples import ask, catalogue, fall_due, item, open_writer, rss, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.loopback import LoopbackServer, Wire

SETTINGS = {"allow_loopback": True, "host_seconds": 0, "worker_count": 1, "look_seconds": 1, "fetch_seconds": 20}


class Running:
    """A schedule at work; `said` grows as it speaks."""

    def __init__(self, **settings: object) -> None:
        self.process = start("schedule", **SETTINGS | settings)
        self.said: list[str] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)

    def has_said(self, words: str) -> bool:
        return any(words in line for line in list(self.said))

    def stop(self, number: int = signal.SIGTERM) -> str:
        """Signal it, see all of it end with code 0, and return what it said."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(number)
        assert self.process.wait(30) == 0, "".join(self.said)
        self._reading.join(10)
        _, alive = psutil.wait_procs(family, timeout=5)
        assert alive == []
        said = "".join(self.said)
        assert "Traceback" not in said, said
        return said

    def kill(self) -> None:
        with suppress(psutil.NoSuchProcess):
            family = psutil.Process(self.process.pid).children(recursive=True)
            self.process.kill()
            for child in family:
                with suppress(psutil.NoSuchProcess):
                    child.kill()
        self.process.wait(10)
        self._reading.join(10)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


Start = Callable[..., Running]


@pytest.fixture
def schedule() -> Iterator[Start]:
    """Start `tension schedule`; whatever the test does, nothing of it is left behind."""
    started: list[Running] = []

    def start_schedule(**settings: object) -> Running:
        started.append(Running(**settings))
        return started[-1]

    yield start_schedule
    for running in started:
        running.kill()


def article_count(home: Path) -> int:
    with suppress(Exception):
        return int(ask(home, "select count(*) from coded.article")[0][0])
    return 0


def test_schedule_makes_up_for_missed_runs_once(tmp_path: Path, server: LoopbackServer, schedule: Start) -> None:
    """A feed that fell due three days ago is asked once, one that is not due is not; SIGTERM ends it in order."""
    urls = {"due": server.serve_feed("/due", rss(item(1))), "later": server.serve_feed("/later", rss(item(2)))}
    home, feeds = tmp_path / "home", catalogue(tmp_path / "feeds.toml", urls)
    assert tension("ingest", home=home, feeds=feeds, **SETTINGS).returncode == 0
    fall_due(home, "due", hours=-72)
    server.serve_feed("/due", rss(item(1), item(3)))
    running = schedule(home=home, feeds=feeds)
    wait_until(lambda: article_count(home) == 3)
    time.sleep(3)  # several looks
    said = running.stop()
    assert "2 feeds, each at its own pace" in said
    assert "Stopped" in said
    assert [len(server.requests_of(f"/{name}")) for name in urls] == [2, 1]
    assert ask(home, "select count(*) from raw.run") == [(2,)], "looks at which nothing is due are no runs"
    assert violations(home) == {}


def test_schedule_starts_from_nothing(tmp_path: Path, server: LoopbackServer, schedule: Start) -> None:
    feeds = catalogue(tmp_path / "feeds.toml", {"feed": server.serve_feed("/feed", rss(item(1)))})
    running = schedule(home=tmp_path / "home", feeds=feeds)
    wait_until(lambda: article_count(tmp_path / "home") == 1)
    running.stop(signal.SIGINT)


def test_schedule_stopped_while_it_fetches_writes_what_it_has(
    tmp_path: Path, server: LoopbackServer, schedule: Start
) -> None:
    """Fault 17: the run under way ends in order; the feeds it had not read are due again, and nothing is doubled."""

    def slow(wire: Wire) -> None:
        wire.stop.wait(0.4)
        wire.answer(body=rss(item(int(wire.request.path[1:]))))

    urls = {f"feed-{number}": server.route(f"/{number}", slow) for number in range(20)}
    home, feeds = tmp_path / "home", catalogue(tmp_path / "feeds.toml", urls)
    running = schedule(home=home, feeds=feeds)
    wait_until(lambda: len(server.requests) > 4)
    running.stop()
    count = article_count(home)
    assert 0 < count < 20
    assert tension("ingest", home=home, feeds=feeds, **SETTINGS).returncode == 0
    assert article_count(home) == 20
    assert ask(home, "select status from raw.run order by run_id") == [("stopped",), ("complete",)]
    assert ask(home, "select max(n) from (select count(*) as n from raw.fetch group by feed_id)") == [(1,)]
    assert violations(home) == {}


def test_schedule_beside_another_is_refused(tmp_path: Path, server: LoopbackServer, schedule: Start) -> None:
    """Fault 18: with who holds it and since when; a dead holder holds nothing."""
    home, feeds = tmp_path / "home", catalogue(tmp_path / "feeds.toml", {"f": server.serve_feed("/f", rss(item(1)))})
    first = schedule(home=home, feeds=feeds)
    wait_until(lambda: article_count(home) == 1)
    done = tension("schedule", home=home, feeds=feeds, **SETTINGS)
    assert done.returncode == 4
    assert_one_line(done, "`tension schedule`", f"process {first.process.pid}", "since")
    first.kill()
    second = schedule(home=home, feeds=feeds)
    wait_until(lambda: second.has_said("each at its own pace"))


def test_schedule_outlives_a_broken_catalogue_and_a_busy_home(
    tmp_path: Path, server: LoopbackServer, schedule: Start
) -> None:
    """A slip while editing is said, not died of; so is a run that is at work already."""
    home, feeds = tmp_path / "home", catalogue(tmp_path / "feeds.toml", {"f": server.serve_feed("/f", rss(item(1)))})
    good = feeds.read_text(encoding="utf-8")
    with open_writer(home):
        running = schedule(home=home, feeds=feeds)
        wait_until(lambda: running.has_said("Another run is at work"))
    wait_until(lambda: article_count(home) == 1)
    feeds.write_text("[[feed", encoding="utf-8")
    wait_until(lambda: running.has_said("not TOML"))
    server.serve_feed("/g", rss(item(2)))
    feeds.write_text(good + catalogue(tmp_path / "more.toml", {"g": server.url("/g")}).read_text(encoding="utf-8"))
    wait_until(lambda: article_count(home) == 2)
    running.stop()
