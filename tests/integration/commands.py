"""Runs the real command in a process of its own, as a person or a timer would."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
DUCKDB = Path(sys.executable).with_name("duckdb")
TENSION = (sys.executable, "-m", "etl.cli")
SECONDS_MAX = 60


def environment(**settings: object) -> dict[str, str]:
    """Return the environment without any TENSION_ variable of the machine, and with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TENSION_")}
    given = {f"TENSION_{name.upper()}": str(value) for name, value in settings.items()}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | given


def tension(
    *arguments: object, cwd: Path | None = None, seconds: float = SECONDS_MAX, **settings: object
) -> subprocess.CompletedProcess[str]:
    """Run `tension` to its end; settings go by the environment."""
    return subprocess.run(
        [*TENSION, *map(str, arguments)],
        cwd=cwd,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def start(*arguments: object, cwd: Path | None = None, **settings: object) -> subprocess.Popen[str]:
    """Start `tension` in a session of its own, so that a signal can be sent to it alone or to all it started."""
    return subprocess.Popen(
        [*TENSION, *map(str, arguments)],
        cwd=cwd,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def duckdb_client(file: Path, sql: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Ask the command line of DuckDB 1.5, a client that knows nothing of us."""
    return subprocess.run(
        [DUCKDB, *(options or ("-readonly",)), "-noheader", "-list", file, "-c", sql],
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )


def wait_until(is_so: Callable[[], Any], *, seconds: float = SECONDS_MAX) -> Any:
    """Return the first true value of `is_so`, asked every 20 ms."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := is_so():
            return found
        time.sleep(0.02)
    raise AssertionError(f"not so within {seconds} seconds")


def assert_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """The last line of standard error says what is wrong; no traceback stands before it."""
    assert "Traceback" not in done.stderr, done.stderr
    line = done.stderr.strip().splitlines()[-1]
    assert line.startswith("tension: "), done.stderr
    assert all(word in line for word in words), line
