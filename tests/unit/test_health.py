"""What is said of a feed: whether it answers, since when it is silent, what is wrong, and what to do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from etl.decoding import ErrorKind
from etl.health import ADVICE, SILENT_AFTER, health_of
from tests.unit.test_feeds import make_feed

AT = datetime(2026, 10, 6, 12)
DAY = timedelta(days=1)
FEED = make_feed()


def row(**changes: Any) -> dict[str, Any]:
    return {
        "location": FEED.url,
        "status": "read",
        "error_kind": "",
        "error_detail": "",
        "finished_at": AT - timedelta(hours=1),
        "last_answered_at": AT - timedelta(hours=1),
        "newest_at": AT - timedelta(hours=2),
        "last_new_at": AT - timedelta(hours=1),
        "article_count": 3,
        "next_due_at": AT,
        "interval_minutes": 60,
        "permanent_redirect_url": "",
    } | changes


def test_health_of_a_feed_that_answers() -> None:
    found = health_of(FEED, row(), AT)
    assert (found.answers, found.problem, found.silent_since) == (True, "", None)
    assert found.last_answered_at == AT - timedelta(hours=1)
    assert found.as_dict()["last_answered_at"] == "2026-10-06T11:00:00"


def test_health_of_a_feed_never_asked_says_how_to_ask_it() -> None:
    for found in (health_of(FEED, None, AT), health_of(FEED, row(location="https://elsewhere.example/"), AT)):
        assert (found.answers, found.last_answered_at) == (None, None)
        assert "tension feeds check" in found.advice


def test_health_of_a_feed_that_fails_keeps_when_it_last_answered() -> None:
    failed = row(status="failed", error_kind="http_404", error_detail="404 Not Found", last_answered_at=AT - 9 * DAY)
    found = health_of(FEED, failed, AT)
    assert (found.answers, found.problem, found.advice) == (False, "404 Not Found", ADVICE["http_404"])
    assert found.last_answered_at == AT - 9 * DAY
    assert found.silent_since is None, "it is not silent: it does not answer"


@pytest.mark.parametrize("kind", ErrorKind)
def test_health_advises_on_every_kind_of_failure(kind: str) -> None:
    found = health_of(FEED, row(status="failed", error_kind=kind), AT)
    assert found.advice == ADVICE[kind]
    assert found.problem == kind, "without a detail the kind stands for it"


def test_health_of_a_silent_feed_says_since_when() -> None:
    assert health_of(FEED, row(newest_at=AT - SILENT_AFTER + DAY), AT).silent_since is None
    found = health_of(FEED, row(newest_at=AT - SILENT_AFTER), AT)
    assert found.silent_since == AT - SILENT_AFTER
    assert found.answers
    assert "2026-09-29" in found.problem
    undated = row(newest_at=None, last_new_at=AT - 30 * DAY)
    assert health_of(FEED, undated, AT).silent_since == AT - 30 * DAY, "by when it was seen, where nothing is dated"


def test_health_of_a_feed_that_holds_nothing_or_has_moved() -> None:
    assert "no article" in health_of(FEED, row(newest_at=None, last_new_at=None), AT).problem
    moved = health_of(FEED, row(permanent_redirect_url="https://new.example/rss"), AT)
    assert "https://new.example/rss" in moved.problem
    assert moved.advice
