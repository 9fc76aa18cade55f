"""`tension run`: one process tree that loads, serves and loads again, and ends whole."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import psutil
import pytest

from tests.integration.commands import start, tension, wait_until
from tests.integration.samples import ask, catalogue, fall_due, item, rss
from tests.integration.test_fetch import closed_port

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.loopback import LoopbackServer

SETTINGS = {"allow_loopback": True, "host_seconds": 0, "worker_count": 1, "look_seconds": 1, "fetch_seconds": 3}
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def run() -> Iterator[Start]:
    """Start `tension run`; whatever the test does, nothing of it is left behind."""
    started: list[subprocess.Popen[str]] = []

    def start_run(*arguments: object, **settings: object) -> subprocess.Popen[str]:
        started.append(start("run", *arguments, **SETTINGS | settings))
        return started[-1]

    yield start_run
    for process in started:
        with suppress(psutil.NoSuchProcess):
            family = psutil.Process(process.pid).children(recursive=True)
            process.kill()
            for child in family:
                with suppress(psutil.NoSuchProcess):
                    child.kill()
        process.communicate()


def is_healthy(port: int) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).text == "ok"
    return False


def status_of_socket(port: int, **headers: str) -> int:
    """Fault 51: ask for the socket over which a page gets its data, perhaps as another site would."""
    asked = {
        "Host": f"localhost:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    } | headers
    with httpx.stream("GET", f"http://127.0.0.1:{port}/_stcore/stream", headers=asked, timeout=5) as answer:
        return answer.status_code


def family_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def stop(process: subprocess.Popen[str], number: int = signal.SIGINT) -> tuple[int, str]:
    """Signal the process alone, and see its whole family end. Return its code and what it said."""
    family = family_of(process)
    assert family
    process.send_signal(number)
    output, errors = process.communicate(timeout=30)
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    assert "Traceback" not in errors, errors
    return process.returncode, output + errors


def test_run_serves_loads_again_and_ends_whole(tmp_path: Path, server: LoopbackServer, run: Start) -> None:
    """The dashboard answers on the port, a feed that falls due is fetched again, and Ctrl-C ends the whole tree."""
    server.serve_feed("/feed", rss(item(1), item(2)))
    feeds, home = catalogue(tmp_path / "feeds.toml", {"feed": server.url("/feed")}), tmp_path / "home"
    assert tension("ingest", home=home, feeds=feeds, **SETTINGS).returncode == 0
    port = closed_port()
    running = run("--port", port, home=home, feeds=feeds)
    wait_until(lambda: is_healthy(port))
    server.serve_feed("/feed", rss(item(1), item(2), item(3)))
    fall_due(home, "feed", hours=0)
    wait_until(lambda: ask(home, "select count(*) from coded.article") == [(3,)], seconds=40)
    assert httpx.get(f"http://127.0.0.1:{port}/", timeout=5).status_code == 200
    assert status_of_socket(port) == 101
    assert status_of_socket(port, Host="evil.example") == 403
    assert status_of_socket(port, Origin="http://evil.example") == 403
    code, said = stop(running)
    assert code == 0
    assert f"The dashboard is on http://localhost:{port}" in said
    assert "Stopped." in said
    assert not is_healthy(port)
    assert ask(home, "select distinct status from raw.run") == [("complete",)]


def test_run_without_a_network_shows_the_demo(tmp_path: Path, run: Start) -> None:
    """Fault 8: it says so in one line, and serves the chronicle that comes along; SIGTERM ends it like Ctrl-C."""
    urls = {name: f"http://127.0.0.1:{closed_port()}/{name}" for name in ("one", "two")}
    port = closed_port()
    running = run("--port", port, home=tmp_path / "home", feeds=catalogue(tmp_path / "feeds.toml", urls))
    wait_until(lambda: is_healthy(port))
    dashboard = next(one for one in family_of(running) if "streamlit" in " ".join(one.cmdline()))
    assert dashboard.environ()["TENSION_HOME"] == str(tmp_path / "home" / "demo")
    code, said = stop(running, signal.SIGTERM)
    assert code == 0
    assert said.count("there seems to be no network. Showing the demo chronicle instead.") == 1
    assert ask(tmp_path / "home" / "demo", "select count(*) > 300 from coded.article") == [(True,)]


def test_run_on_a_port_that_is_taken_is_one_line(tmp_path: Path, run: Start) -> None:
    """Said before anything is loaded, and nothing is left running."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = run("--demo", "--port", port, home=tmp_path / "home")
        output, errors = running.communicate(timeout=30)
    assert (running.returncode, output) == (1, "")
    assert len(errors.strip().splitlines()) == 1
    assert f"port {port}: it is taken" in errors
    assert not (tmp_path / "home").exists()


def test_run_says_when_the_dashboard_ends_by_itself(tmp_path: Path, run: Start) -> None:
    port = closed_port()
    running = run("--demo", "--port", port, home=tmp_path / "home")
    wait_until(lambda: is_healthy(port))
    next(one for one in family_of(running) if "streamlit" in " ".join(one.cmdline())).kill()
    _, errors = running.communicate(timeout=30)
    assert running.returncode == 1
    assert "The dashboard has ended by itself" in errors


def test_run_goes_on_serving_while_another_process_writes(tmp_path: Path, server: LoopbackServer, run: Start) -> None:
    """Fault 18: a load from cron holds the home; the dashboard shows what is published."""
    from tests.integration.samples import AT, made, open_writer, store

    server.serve_feed("/feed", rss(item(1)))
    home, port = tmp_path / "home", closed_port()
    with open_writer(home) as writer:
        store(writer, made("one", "A", AT))
        writer.publish()
        feeds = catalogue(tmp_path / "feeds.toml", {"feed": server.url("/feed")})
        running = run("--port", port, home=home, feeds=feeds)
        wait_until(lambda: is_healthy(port))
        time.sleep(0.2)
        code, said = stop(running)
    assert code == 0
    assert "is being written by `tension sample`" in said
