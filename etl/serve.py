"""`tension run`: one process tree that loads, serves the dashboard and fetches again, until Ctrl-C."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from etl.report import Reporter
from etl.run import demo_settings, failed_for_network, ingest, load_demo, open_job
from etl.schedule import POLL_SECONDS, STOP_SECONDS, keep_fetching
from warehouse.errors import TensiometerError, WarehouseAbsent, WarehouseBusy
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.feeds import Feed
    from warehouse.settings import Settings


class Dashboard:
    """The dashboard as a child process, on one home at a time."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, home: Path) -> None:
        """Serve a home; a dashboard that is running on another is stopped first."""
        self.stop()
        app = files("dashboard").joinpath("streamlit_app.py")
        arguments = [
            sys.executable, "-m", "streamlit", "run", str(app),
            f"--server.port={self.settings.port}", f"--server.address={self.settings.address}",
        ]  # fmt: skip
        environment = os.environ | self.settings.model_copy(update={"home": home}).as_environment()
        # A session of its own, so that Ctrl-C reaches this process alone and it stops the child in order.
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
            arguments, cwd=project_root(), env=environment, start_new_session=True
        )

    def has_ended(self) -> bool:
        """Whether the child has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """End the child and all it started; politely first."""
        if self.process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            # The second reaches what the first left of the group, if anything.
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        self.process = None


def project_root() -> Path:
    """The folder that holds .streamlit/config.toml, which Streamlit reads from where it is started."""
    return Path(str(files("dashboard"))).parent


def refuse_taken_port(settings: Settings) -> None:
    """Raise TensiometerError, before anything is loaded, if the dashboard could not listen where it is told to."""

    async def listen() -> None:
        server = await asyncio.start_server(lambda _reader, _writer: None, settings.address, settings.port)
        server.close()
        await server.wait_closed()

    try:
        asyncio.run(listen())
    except OSError as error:
        reason = "it is taken" if error.errno == errno.EADDRINUSE else error.strerror
        raise TensiometerError(
            f"The dashboard cannot listen on {settings.address}, port {settings.port}: {reason}.",
            hint="Choose another with --port or TENSION_PORT.",
        ) from error


def serve(settings: Settings, feeds: Sequence[Feed], *, is_demo: bool) -> int:
    """Load, serve and keep loading until Ctrl-C. Returns the exit code."""
    refuse_taken_port(settings)
    reporter = Reporter()
    dashboard = Dashboard(settings)
    try:
        is_live = not is_demo and load_live(settings, feeds, reporter)
        if not is_live:
            load_demo(
                open_job(demo_settings(settings), command="demo", reporter=Reporter(is_quiet=True), profile="demo")
            )
        dashboard.start(settings.home if is_live else demo_settings(settings).home)
        reporter.note(f"The dashboard is on http://{settings.address}:{settings.port} - Ctrl-C ends it.")
        watch(settings, dashboard, reporter, is_live=is_live, is_demo=is_demo)
    except KeyboardInterrupt:
        reporter.note("Stopped.")
        return 0
    finally:
        dashboard.stop()
    reporter.note("The dashboard has ended by itself; what it said stands above.")
    return 1


def load_live(settings: Settings, feeds: Sequence[Feed], reporter: Reporter) -> bool:
    """Fetch what is due. Returns whether there is anything live to show."""
    own = Reporter()
    try:
        ingest(open_job(settings, command="run", reporter=own), feeds)
    except WarehouseBusy as error:
        reporter.note(f"{error} The dashboard shows what is published.")
    except TensiometerError as error:
        reporter.note(str(error))
        return has_articles(settings)
    if has_articles(settings):
        return True
    if failed_for_network(own.summary.results):
        reporter.note("No feed could be reached: there seems to be no network. Showing the demo chronicle instead.")
    else:
        reporter.note("No feed gave an article. Showing the demo chronicle instead.")
    return False


def has_articles(settings: Settings) -> bool:
    """Whether the published warehouse holds an article."""
    reader = Reader(Home(settings.home))
    try:
        return reader.freshness().article_count > 0
    except WarehouseAbsent:
        return False
    finally:
        reader.close()


def watch(settings: Settings, dashboard: Dashboard, reporter: Reporter, *, is_live: bool, is_demo: bool) -> None:
    """Fetch feeds as they fall due until the dashboard ends; move from the demo to live news once there is some."""
    if is_demo:
        while not dashboard.has_ended():
            time.sleep(POLL_SECONDS)
        return

    def move() -> None:
        nonlocal is_live
        if not is_live and has_articles(settings):
            reporter.note("Feeds answer again: the dashboard moves from the demo to live news.")
            dashboard.start(settings.home)
            is_live = True

    keep_fetching(settings, reporter, has_ended=dashboard.has_ended, after_fetch=move)
