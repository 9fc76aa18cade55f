"""What a host's own files allow: the integration tests ask over the wire, these read what stands in a file."""

from __future__ import annotations

from datetime import datetime

import pytest

from etl.decoding import AttemptFailedError, PageErrorKind
from etl.manners import (
    CRAWL_DELAY_SECONDS_MAX,
    ROBOTS_PATH,
    TDM_PATH,
    SiteRules,
    is_unreachable,
    origin_of,
    reserved_of,
    rules_of_robots,
)
from warehouse.pages import SiteFile

URL = "https://a.example/news/1"


def robots(body: str, **values: object) -> SiteFile:
    return SiteFile(origin="https://a.example", path=ROBOTS_PATH, asked_at=datetime(2026, 1, 1), body=body, **values)


@pytest.mark.parametrize(
    ("body", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("user-agent: TENSIOMETER\ndisallow: /news", False),
        ("User-agent: *\nDisallow: /\nAllow: /news/", True),
        ("User-agent: *\nDisallow: /*/1$", False),
        ("User-agent: *\nDisallow: /news/%31", False),
        ("User-agent: *\nDisallow: /News", True),
        ("User-agent: a\nUser-agent: tensiometer\nDisallow: /", False),
        ("\ufeffUser-agent: *\r\nDisallow: /news # not for programs\r\n", False),
        ("User-agent: *\nDisallow: /" + "*a" * 200 + "b", True),
    ],
)
def test_robots_is_read_as_the_standard_says(body, is_allowed):
    rules = rules_of_robots(robots(body.removeprefix("\ufeff")))
    if is_allowed:
        rules.check(URL)
        return
    with pytest.raises(AttemptFailedError) as refused:
        rules.check(URL)
    assert refused.value.kind is PageErrorKind.ROBOTS


@pytest.mark.parametrize(
    ("status", "kind", "unreachable"),
    [(None, "timeout", True), (None, "dns", True), (404, "http_404", False), (403, "blocked", False), (200, "", False),
     (429, "http_429", True), (500, "http_5xx", True), (200, "blocked", True)],
)  # fmt: skip
def test_host_that_says_nothing_is_unreachable(status, kind, unreachable):
    file = robots("", http_status=status, error_kind=kind)
    assert is_unreachable(file) is unreachable
    assert bool(rules_of_robots(file).unreachable) is unreachable


def test_delay_is_bounded():
    assert rules_of_robots(robots("User-agent: *\nCrawl-delay: 9999")).delay_seconds == CRAWL_DELAY_SECONDS_MAX
    assert SiteRules().delay_seconds == 0


@pytest.mark.parametrize("body", ["", "null", "{}", "[", "[1, null]", '"text"', "[" * 100_000])
def test_file_that_is_no_reservation_reserves_nothing(body):
    file = SiteFile(origin="https://a.example", path=TDM_PATH, asked_at=datetime(2026, 1, 1), body=body)
    assert reserved_of(file) == ()


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://A.example/x?y", "https://a.example"),
        ("http://a.example:8080/", "http://a.example:8080"),
        ("https://user:word@a.example/", "https://a.example"),
    ],
)
def test_origin_is_scheme_host_and_port(url, origin):
    assert origin_of(url) == origin
