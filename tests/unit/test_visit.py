"""What a browser remembers of its visits, and what it may send instead."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dashboard import visit

NOW = datetime(2026, 11, 20, 8)
EPOCH = datetime(1970, 1, 1)


def stamp(at: datetime) -> int:
    return int((at - EPOCH).total_seconds())


def cookie(*visits: tuple[datetime, str]) -> dict[str, str]:
    return {visit.COOKIE: ".".join(f"{stamp(at)}_{day}" for at, day in visits)}


def test_visit_of_yesterday_is_the_last():
    found = visit.last(cookie((NOW - timedelta(days=1), "2026-11-19")), NOW)
    assert found
    assert (found.at, str(found.day)) == (NOW - timedelta(days=1), "2026-11-19")


def test_reload_within_a_visit_keeps_the_one_before():
    days = ((NOW - timedelta(minutes=5), "2026-11-20"), (NOW - timedelta(days=3), "2026-11-17"))
    found = visit.last(cookie(*days), NOW)
    assert found
    assert str(found.day) == "2026-11-17"


def test_first_visit_has_none_before():
    assert visit.last({}, NOW) is None
    assert visit.last(cookie((NOW - timedelta(minutes=5), "2026-11-20")), NOW) is None


@pytest.mark.parametrize(
    "value", ["", "x", "1_2", "9" * 11 + "_2026-11-19", "1763539200_2026-13-45", "1763539200_٢٠٢٦-١١-١٩", "a" * 9999]
)
def test_hostile_cookie_is_no_visit(value):
    found = visit.last({visit.COOKIE: value}, NOW)
    assert found is None or found.at <= datetime(9999, 1, 1)
