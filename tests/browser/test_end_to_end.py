"""From a feed on loopback to the highlighted sentence in Chromium, and back by its address."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import dashboard
from tests.integration.loopback import LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LAUNCH = "North Korea fires ballistic missile toward Japan"
PAYLOAD = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> $5bn-$7bn :red[x]"
ITEMS = (
    (LAUNCH, "North Korea launched a ballistic missile over Japan on Monday, officials in Tokyo said."),
    ("Pyongyang has not carried out a nuclear test, Seoul says", "South Korea said that North Korea has not conducted a nuclear test."),
    ("Russia and Ukraine exchange prisoners", "Russia and Ukraine released 200 prisoners of war in an exchange."),
    ("City council opens new library", "The library has 40,000 books and a garden on its roof."),
    (f"North Korea fires missile {PAYLOAD}", f"North Korea fired a missile. {PAYLOAD}"),
)


def feed(outlet: str, published_at: datetime) -> bytes:
    """An RSS feed of one outlet, each item with an address of its own."""
    items = "".join(
        f"<item><title>{escape(title)}</title><description>{escape(text)} Told by {outlet}.</description>"
        f"<link>https://{outlet}.example/{number}</link><pubDate>{format_datetime(published_at)}</pubDate></item>"
        for number, (title, text) in enumerate(ITEMS)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{outlet}</title>{items}</channel></rss>'.encode()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard over what `tension ingest` fetched from a server on loopback."""
    folder = tmp_path_factory.mktemp("browser")
    published_at = datetime.now(UTC) - timedelta(hours=30)
    with LoopbackServer() as server:
        outlets = ("alpha", "beta", "gamma", "delta")
        urls = {outlet: server.serve_feed(f"/{outlet}.xml", feed(outlet, published_at)) for outlet in outlets}
        rows = "".join(
            f'[[feed]]\nid = "{outlet}"\noutlet = "{outlet.title()} Times"\nurl = "{url}"\ncountry = "GBR"\n'
            'language = "en"\nkind = "newspaper"\n'
            for outlet, url in urls.items()
        )
        catalogue = folder / "feeds.toml"
        catalogue.write_text(rows, encoding="utf-8")
        summary = ingest(folder / "home", catalogue)
    assert summary["outcomes"]["new"] == len(ITEMS) * len(outlets)
    with dashboard(folder / "home") as running:
        yield running


def ingest(home: Path, catalogue: Path) -> dict[str, dict[str, int]]:
    """Run `tension ingest` as a user would, with every outlet taking part whatever its size."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TENSION_")}
    environment |= {
        "TENSION_HOME": str(home),
        "TENSION_FEEDS": str(catalogue),
        "TENSION_ALLOW_LOOPBACK": "true",
        "TENSION_HOST_SECONDS": "0",
        "TENSION_OUTLET_STORIES_MIN": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "etl.cli", "ingest", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    summary: dict[str, dict[str, int]] = json.loads(done.stdout)
    return summary


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    yield opened
    context.close()


def launch_day() -> str:
    """The day on which the feeds' items were published."""
    return (datetime.now(UTC) - timedelta(hours=30)).date().isoformat()


def test_chart_leads_to_the_highlighted_sentence(page: Page, browser: Browser, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("North Korea")
    page.locator(".st-key-heating_up, .st-key-ranking_table").first.wait_for()
    open_actor(page, "North Korea")
    page.wait_for_url(re.compile(r"/actor\?.*actor=PRK"))

    choose_day_on_chart(page)
    page.wait_for_url(re.compile(rf"day={launch_day()}"))

    story = page.locator("[class*=st-key-story_]").filter(has_text=LAUNCH).first
    expect(story.locator("mark").first).to_be_visible()
    story.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/article\?.*article="))
    expect(page.get_by_role("heading", level=1)).to_contain_text(LAUNCH)
    marked = page.locator(".st-key-article_text mark").first
    expect(marked).to_be_visible()
    seen, shared = marked.inner_text(), page.url

    stranger = browser.new_context().new_page()
    stranger.goto(shared)
    expect(stranger.locator(".st-key-article_text mark").first).to_have_text(seen, timeout=30_000)
    stranger.context.close()

    page.go_back()
    page.wait_for_url(re.compile(r"/actor\?"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("North Korea")


def open_actor(page: Page, name: str) -> None:
    """Choose an actor by keyboard."""
    box = page.locator(".st-key-open_actor input")
    box.click()
    box.fill(name)
    box.press("Enter")


def choose_day_on_chart(page: Page) -> None:
    """Click the newest day of the chart that has a value."""
    chart = page.locator("[class*=st-key-history_chart] .js-plotly-plot")
    chart.wait_for()
    page.locator(".st-key-day_previous button").click()
    page.wait_for_url(re.compile(r"day="))
    page.locator(".st-key-day_next button").click()


def test_suppressed_cue_says_why(page: Page, address: str) -> None:
    page.goto(f"{address}/actor?actor=PRK&day={launch_day()}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("North Korea")
    home_article = article_address(page, address, "has not carried out")
    page.goto(home_article)
    card = page.locator("[class*=st-key-cue_]").filter(has_text=re.compile("negated|did not happen", re.IGNORECASE))
    expect(card.first).to_be_visible()


def article_address(page: Page, address: str, words: str) -> str:
    """The address of an article that is in no series, found by the published file."""
    raise NotImplementedError


def test_hostile_feed_runs_nothing(page: Page, address: str) -> None:
    """Fault 47: what a feed sends is shown as text."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto(f"{address}/actor?actor=PRK&day={launch_day()}")
    hostile = page.locator("[class*=st-key-story_]").filter(has_text="$5bn-$7bn").first
    expect(hostile).to_contain_text(":red[x]")
    hostile.get_by_role("link").first.click()
    page.wait_for_url(re.compile("/article"))
    expect(page.locator(".st-key-article_text")).to_contain_text("<script>")
    assert page.title() != "owned"
    assert not dialogs
