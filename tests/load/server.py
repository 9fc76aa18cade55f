"""The dashboard as a process of its own, on loopback, whose memory can be read."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from tests.browser.chromium import ROOT, free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Served:
    """Where it answers, and its process."""

    address: str
    process: psutil.Process

    def megabytes(self) -> float:
        """Memory that the server holds now."""
        return float(self.process.memory_info().rss) / 1e6

    def cpu_seconds(self) -> float:
        """Processor time that the server has used: unlike waiting, it hardly depends on what else the machine does."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def served(home: Path, **options: str) -> Iterator[Served]:
    """The dashboard over a home, for the time of the block. `options` are Streamlit's, dots as underscores."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TENSION_")}
    environment |= {"TENSION_HOME": str(home)}
    command = [
        sys.executable, "-m", "streamlit", "run", "dashboard/streamlit_app.py", f"--server.port={port}",
        *(f"--{name.replace('_', '.')}={value}" for name, value in options.items()),
    ]  # fmt: skip
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            address = f"http://localhost:{port}"
            wait_for(address, process)
            yield Served(address, psutil.Process(process.pid))
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
