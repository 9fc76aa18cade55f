"""Homes in every state, built once, and a page in a chosen home at a chosen address."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.app.homes import (
    LAST_DAY,
    Said,
    article,
    feed_fetch,
    some_days,
    write_home,
)
from warehouse.clock import utc_now
from warehouse.paths import Home
from warehouse.terms import FetchStatus, Modality

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.terms import CodedArticle

ROOT = Path(__file__).parents[2]
HOSTILE = ROOT.parent / "shared" / "data" / "hostile" / "xss.json"
MARKDOWN = ("$5bn-$7bn :red[x] ![pixel](http://127.0.0.1/p.gif)", "**bold** [a](http://x) :smile: a -> b `c` <b>d</b>")


def told() -> CodedArticle:
    """One article with every way of counting and not counting."""
    return article(
        LAST_DAY,
        "Asia Desk",
        [
            Said(cue_id="mobilize.war_preparations", actor="PRK", recipient="KOR"),
            Said(cue_id="mobilize.missile_test", actor="PRK", modality=(Modality.CONDITIONAL,), reason="conditional"),
            Said(cue_id="threaten.warn", actor="PRK", recipient="USA", modality=(Modality.ATTRIBUTED,), certainty=0.7),
            Said(cue_id="consult.visit", actor="RUS", recipient="PRK"),
        ],
        title="Kim orders military to accelerate war preparations",
        number=3,
        dropped_text="Share this <b>article</b>",
    )


def with_titles(titles: list[str]) -> list[CodedArticle]:
    """An article a title; each counts for North Korea on the last day."""
    return [
        article(
            LAST_DAY, "Asia Desk", [Said(cue_id="threaten.warn", actor="PRK", recipient="USA")],
            title=title, number=number, body_prefix=f"{title} ", filler=title,
        )
        for number, title in enumerate(titles)
    ]  # fmt: skip


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The demo profile, with 40 days, a gap, and an article of every kind of cue."""
    gap = {LAST_DAY - timedelta(days=back) for back in range(15, 27)}
    coded = [one for one in some_days(40) if one.article.published_on not in gap]
    return write_home(tmp_path_factory.mktemp("full"), [*coded, told()])


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Titles and texts that want to be more than text."""
    if not HOSTILE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{HOSTILE} is missing")
        pytest.skip(f"{HOSTILE} is not beside the checkout")
    payloads = [*json.loads(HOSTILE.read_text(encoding="utf-8")), *MARKDOWN]
    return write_home(tmp_path_factory.mktemp("hostile"), [*some_days(10), *with_titles(payloads)])


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The live profile, read just now, one feed failing."""
    fetches = [
        feed_fetch("asia", "Asia Desk", minutes_ago=1),
        feed_fetch(
            "baltic", "Baltic Wire", minutes_ago=1, status=FetchStatus.FAILED, http_status=503, error_kind="HttpStatus",
            error_detail="The server answered 503.", error_is_transient=True, failure_streak=4,
        ),
    ]  # fmt: skip
    coded = some_days(12, last_day=utc_now().date())
    return write_home(tmp_path_factory.mktemp("live"), coded, profile="live", fetches=fetches)


@pytest.fixture(scope="session")
def stale(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The live profile, read two days ago."""
    at = utc_now() - timedelta(days=2)
    coded = some_days(12, last_day=at.date())
    return write_home(tmp_path_factory.mktemp("stale"), coded, profile="live", loaded_at=at)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Published, and nothing in it."""
    return write_home(tmp_path_factory.mktemp("empty"), [], profile="live")


@pytest.fixture
def absent(tmp_path: Path) -> Home:
    """Nothing published."""
    return Home(tmp_path)


@pytest.fixture
def unreadable(full: Home, tmp_path: Path) -> Home:
    """A published file cut short."""
    home = copied(full, tmp_path)
    file = home.version_file(home.pointer.read_text(encoding="utf-8").strip())
    file.write_bytes(file.read_bytes()[:100])
    return home


@pytest.fixture
def newer(full: Home, tmp_path: Path) -> Home:
    """A file of a version to come."""
    home = copied(full, tmp_path)
    with duckdb.connect(home.version_file(home.pointer.read_text(encoding="utf-8").strip())) as connection:
        connection.execute("insert into migration (number, name, checksum) values (9999, 'later', 'x')")
    return home


@pytest.fixture
def without_texts(full: Home, tmp_path: Path) -> Home:
    """The segment files are gone."""
    home = write_home(tmp_path, [told(), *some_days(3)])
    shutil.rmtree(home.segments)
    return home


def copied(source: Home, target: Path) -> Home:
    """The published side of a home, writable."""
    home = Home(target)
    shutil.copytree(source.published, home.published)
    for file in home.published.iterdir():
        file.chmod(0o600)
    return home


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page of a home at an address."""
    monkeypatch.chdir(ROOT)

    def open_page(home: Home, page: str = "overview", **address: str) -> AppTest:
        monkeypatch.setenv("TENSION_HOME", str(home.root))
        at = AppTest.from_file(str(ROOT / "dashboard" / "streamlit_app.py"), default_timeout=30).run()
        at.switch_page(f"page/{page}.py")
        for name, value in address.items():
            at.query_params[name.removesuffix("_")] = value
        return at.run()

    return open_page
