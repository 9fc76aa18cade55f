"""A dashboard on a free port, and Chromium to look at it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without these, Chromium asks its maker's servers for updates and the like at every start.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """Where Chromium is: TENSIOMETER_CHROMIUM, or the first of its names on the PATH."""
    named = os.environ.get("TENSIOMETER_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window, for the time of the block."""
    path = chromium_path()
    if path is None:
        raise RuntimeError("Chromium is not installed: install it, or name it in TENSIOMETER_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def dashboard(home: Path, **settings: str) -> Iterator[str]:
    """The dashboard over a home, for the time of the block. Gives its address."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TENSION_")}
    environment |= {"TENSION_HOME": str(home), **settings}
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/streamlit_app.py", f"--server.port={port}"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            address = f"http://localhost:{port}"
            wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the dashboard answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the dashboard ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"the dashboard did not answer in {START_SECONDS} seconds")
