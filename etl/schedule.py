"""`tension schedule`: fetches feeds as they fall due, one run at a time, until it is told to end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from etl.catalogue import load_catalogue
from etl.feeds import FeedCatalogueError
from warehouse.clock import utc_now
from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.lock import held_lock
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.report import Reporter
    from warehouse.settings import Settings

POLL_SECONDS = 0.5
STOP_SECONDS = 10.0


def schedule(settings: Settings, reporter: Reporter) -> int:
    """Fetch feeds as they fall due until Ctrl-C or SIGTERM. Returns the exit code.

    Raises WarehouseBusy where another schedule runs on the same home.
    """
    with held_lock(Home(settings.home).schedule_lock, command="schedule", now=utc_now(), doing="scheduled"):
        reporter.note(f"{len(load_catalogue(settings).active):,} feeds, each at its own pace - Ctrl-C ends it.")
        try:
            keep_fetching(settings, reporter, is_first_look_now=True)
        except KeyboardInterrupt:
            reporter.note("Stopped; what was written stays.")
    return 0


def keep_fetching(
    settings: Settings,
    reporter: Reporter,
    *,
    has_ended: Callable[[], bool] = lambda: False,
    after_fetch: Callable[[], None] = lambda: None,
    is_first_look_now: bool = False,
) -> None:
    """Look every `look_seconds` whether a feed is due, and fetch then, until `has_ended`."""
    look_at = time.monotonic() + (0 if is_first_look_now else settings.look_seconds)
    while not has_ended():
        if time.monotonic() < look_at:
            time.sleep(POLL_SECONDS)
            continue
        if is_any_due(settings, reporter):
            fetch_due(settings, reporter)
            after_fetch()
        look_at = time.monotonic() + settings.look_seconds


def is_any_due(settings: Settings, reporter: Reporter) -> bool:
    """Whether a feed of the catalogue, read anew, is due by what was last published.

    A look that costs little: nothing is opened for writing. What a killed run did not publish is due here and not
    there, which costs one run that finds nothing to do.
    """
    try:
        feeds = load_catalogue(settings).active
    except FeedCatalogueError as error:
        reporter.note(str(error))
        return False
    reader = Reader(Home(settings.home))
    try:
        rows = {row["feed_id"]: row for row in reader.rows("feed_pace")}
    except WarehouseError:
        # Absent as long as nothing was loaded; of whatever else, the run itself will say what it is.
        rows = {}
    finally:
        reader.close()
    now = utc_now()
    for feed in feeds:
        row = rows.get(feed.id)
        if row is None or row["location"] != feed.url:
            return True
        if row["next_due_at"] is not None and row["next_due_at"] <= now:
            return True
    return False


def fetch_due(settings: Settings, reporter: Reporter) -> None:
    """Fetch what is due in a child process, so that a fetch that fails in any way leaves this one at work."""
    fetching = subprocess.Popen(
        [sys.executable, "-m", "etl.cli", "ingest", "--quiet"], env=os.environ | settings.as_environment()
    )
    try:
        code = fetching.wait()
    except BaseException:
        # Ended in order, so that what it has read stays; a child that is merely killed would lose its batch.
        fetching.terminate()
        with suppress(subprocess.TimeoutExpired):
            fetching.wait(STOP_SECONDS)
        fetching.kill()
        raise
    if code == WarehouseBusy.exit_code:
        reporter.note(f"Another run is at work; the next look is in {settings.look_seconds:.0f} seconds.")
    elif code:
        reporter.note(f"A fetch ended with code {code}; the next look is in {settings.look_seconds:.0f} seconds.")
