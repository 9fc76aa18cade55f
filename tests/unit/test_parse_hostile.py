"""The feeds that were made to break parsers, each in a process that can be killed."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from etl.stages.clean import clean_body, clean_title
from etl.stages.parse import NotAFeedError, parse_feed

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from pathlib import Path

SECONDS_MAX = 10


def parse_all(paths: list[Path], results: Queue[tuple[str, str]]) -> None:
    """Parse and clean each file; tell when one is begun and how it ended."""
    for path in paths:
        results.put((path.name, "begun"))
        try:
            feed = parse_feed(
                path.read_bytes(), outlet="o", feed_id="f", language="", content_type="", entries_max=2000
            )
        except NotAFeedError:
            results.put((path.name, "no feed"))
            continue
        except Exception as error:  # noqa: BLE001  (whatever it is, it is what the test is about)
            results.put((path.name, f"{type(error).__name__}: {error}"))
            continue
        for entry in feed.entries:
            for text in (
                clean_title(entry.title, is_html=entry.title_is_html),
                clean_body(entry.body, is_html=entry.body_is_html),
            ):
                text.encode("utf-8")
                if "root:x:" in text or "lol" * 10 in text:
                    results.put((path.name, "expanded an entity"))
        results.put((path.name, "read"))


@pytest.mark.shared_data
def test_hostile_feeds_are_read_or_refused_in_time(shared_data):
    """Faults 19 to 29: nothing but NotAFeedError is raised, and nothing takes 10 seconds."""
    paths = sorted(path for path in (shared_data / "hostile").iterdir() if path.is_file())
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=parse_all, args=(paths, results), daemon=True)
    process.start()
    ends: dict[str, str] = {}
    try:
        while list(ends.values()).count("begun") or len(ends) < len(paths):
            name, end = results.get(timeout=SECONDS_MAX + 20 * (not ends))
            ends[name] = end
    finally:
        process.kill()
        process.join()
    assert set(ends.values()) <= {"read", "no feed"}, ends
    assert ends["ok.xml"] == "read"
    assert ends["billion_laughs.xml"] == "read"
    assert ends["body_is_path.bin"] == "no feed"
