"""From a feed on loopback to the highlighted sentence in Chromium, and back by its address."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import dashboard
from tests.integration.loopback import LoopbackServer
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PUBLISHED_AT = datetime.now(UTC) - timedelta(hours=30)
PUBLISHED_ON = PUBLISHED_AT.date().isoformat()
LAUNCH = "North Korea fires ballistic missile toward Japan"
EARLIER = "City council opens new library"
PAYLOAD = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> $5bn-$7bn :red[x]"
ITEMS = (
    (LAUNCH, "North Korea launched a ballistic missile over Japan on Monday, officials in Tokyo said."),
    (
        "Pyongyang has not carried out a nuclear test, Seoul says",
        "South Korea said that North Korea has not conducted a nuclear test.",
    ),
    ("Russia and Ukraine exchange prisoners", "Russia and Ukraine released 200 prisoners of war in an exchange."),
    (EARLIER, "The library has 40,000 books and a garden on its roof."),
    (f"North Korea fires missile {PAYLOAD}", f"North Korea fired a missile. {PAYLOAD}"),
)


def feed(outlet: str) -> bytes:
    """An RSS feed of one outlet, each item with an address of its own."""
    items = "".join(
        f"<item><title>{escape(title)}</title><description>{escape(text)} Told by {outlet}.</description>"
        f"<link>https://{outlet}.example/{number}</link>"
        f"<pubDate>{format_datetime(PUBLISHED_AT - timedelta(days=title == EARLIER))}</pubDate></item>"
        for number, (title, text) in enumerate(ITEMS)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{outlet}</title>{items}</channel></rss>'.encode()


@dataclass(frozen=True, slots=True)
class Running:
    """A dashboard that runs: its address, and the home it shows."""

    address: str
    home: Path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A dashboard over what `tension ingest` fetched from a server on loopback."""
    folder = tmp_path_factory.mktemp("browser")
    with LoopbackServer() as server:
        outlets = ("alpha", "beta", "gamma", "delta")
        urls = {outlet: server.serve_feed(f"/{outlet}.xml", feed(outlet)) for outlet in outlets}
        rows = "".join(
            f'[[feed]]\nid = "{outlet}"\noutlet = "{outlet.title()} Times"\nurl = "{url}"\ncountry = "GBR"\n'
            'language = "en"\nkind = "newspaper"\n'
            for outlet, url in urls.items()
        )
        catalogue = folder / "feeds.toml"
        catalogue.write_text(rows, encoding="utf-8")
        summary = ingest(folder / "home", catalogue)
    assert summary["outcomes"]["new"] == len(ITEMS) * len(outlets)
    with dashboard(folder / "home") as address:
        yield Running(address, folder / "home")


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


def test_chart_leads_to_the_highlighted_sentence(page: Page, browser: Browser, running: Running) -> None:
    page.goto(running.address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("North Korea")
    open_actor(page, "North Korea")
    page.wait_for_url(re.compile(r"/actor\?.*actor=PRK"))

    click_day_on_chart(page, PUBLISHED_ON)
    page.wait_for_url(re.compile(rf"day={PUBLISHED_ON}"))

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
    expect(stranger.locator(".st-key-article_text mark").first).to_have_text(seen)
    expect(stranger.get_by_role("heading", level=1)).to_contain_text(LAUNCH)
    stranger.context.close()

    page.go_back()
    page.wait_for_url(re.compile(r"/actor\?"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("North Korea")


def open_actor(page: Page, name: str) -> None:
    """Choose an actor by keyboard."""
    box = page.locator(".st-key-open_actor input")
    box.click()
    box.fill(name)
    page.get_by_role("option", name=name).first.wait_for()
    box.press("Enter")


def click_day_on_chart(page: Page, day: str) -> None:
    """Click where the chart draws a day's act."""
    place = hover_day_on_chart(page, day)
    page.mouse.click(place["x"], place["y"])


def hover_day_on_chart(page: Page, day: str) -> dict[str, float]:
    """Point at a day on the chart. Gives the place."""
    chart = page.locator("[class*=st-key-history_chart] .js-plotly-plot")
    chart.wait_for()
    chart.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    place = chart.evaluate(
        """(plot, day) => {
            const layout = plot._fullLayout, marked = one => one.mode && one.mode.includes("markers");
            const holds = one => marked(one) && Array.from(one.x ?? []).some(x => String(x).startsWith(day));
            const trace = plot._fullData.find(holds);
            const index = Array.from(trace.x).findIndex(one => String(one).startsWith(day));
            const box = plot.getBoundingClientRect();
            return {
                x: box.left + layout.xaxis._offset + layout.xaxis.d2p(trace.x[index]),
                y: box.top + layout.yaxis._offset + layout.yaxis.d2p(trace.y[index]),
            };
        }""",
        day,
    )
    page.mouse.move(place["x"], place["y"])
    page.wait_for_timeout(500)
    return dict(place)


def test_name_in_the_ranking_opens_its_actor(page: Page, running: Running) -> None:
    page.goto(running.address)
    table = page.locator(".st-key-ranking [data-testid=stDataFrame]")
    table.wait_for()
    page.wait_for_timeout(1000)
    # The name stands right of the rank.
    table.click(position={"x": 140, "y": 52})
    page.wait_for_url(re.compile(r"/actor\?.*actor=PRK"))


def test_dyad_in_the_list_opens_its_page(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/dyad?day={PUBLISHED_ON}")
    table = page.locator(".st-key-dyads [data-testid=stDataFrame]")
    table.wait_for()
    page.wait_for_timeout(1000)
    table.click(position={"x": 40, "y": 52})
    page.wait_for_url(re.compile(r"/dyad\?.*actor=.*recipient="))
    expect(page.locator("[class*=st-key-history_chart] .js-plotly-plot")).to_be_visible()
    story = page.locator("[class*=st-key-story_]").first
    expect(story.locator("mark").first).to_be_visible()


def test_article_leads_to_the_day_of_each_of_its_actors(page: Page, running: Running) -> None:
    found = Reader(Home(running.home)).ask(
        "select article_id from coded.cue_hit where is_counted and actor_id = 'PRK' order by article_id limit 1"
    )
    page.goto(f"{running.address}/article?article={found.rows[0][0]}")
    page.locator(".st-key-ways_on").get_by_role("link", name="North Korea").click()
    page.wait_for_url(re.compile(r"/actor\?.*actor=PRK"))
    assert re.search(r"day=\d{4}-\d{2}-\d{2}", page.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("North Korea")


def test_day_is_chosen_by_keyboard(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/actor?actor=PRK&day={PUBLISHED_ON}")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    page.locator(".st-key-day_next button, .st-key-day_previous button").locator("visible=true").first.wait_for()
    button = page.locator(".st-key-day_previous button, .st-key-day_next button").and_(page.locator(":enabled")).first
    button.focus()
    button.press("Enter")
    page.wait_for_url(lambda url: "day=" in url and PUBLISHED_ON not in url)


def test_actor_leads_over_a_day_and_a_story_to_the_article_and_back(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/actor?actor=PRK")
    click_day_on_chart(page, PUBLISHED_ON)
    page.wait_for_url(re.compile(rf"day={PUBLISHED_ON}"))
    expect(page.get_by_role("heading", name=re.compile("Evidence for "))).to_be_visible()
    page.locator("[class*=st-key-story_]").filter(has_text=LAUNCH).first.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/article\?.*article="))
    expect(page.locator(".st-key-article_text mark").first).to_be_visible()
    page.go_back()
    page.wait_for_url(re.compile(rf"/actor\?.*day={PUBLISHED_ON}"))
    expect(page.locator("[class*=st-key-story_]").filter(has_text=LAUNCH).first).to_be_visible()


def test_actors_are_compared_and_the_way_back_leads_to_one(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/actor?actor=PRK&day={PUBLISHED_ON}")
    expect(page.locator("[class*=st-key-history_chart] .js-plotly-plot")).to_be_visible()
    box = page.locator(".st-key-with input")
    box.click()
    box.fill("Russia")
    page.get_by_role("option", name="Russia").first.wait_for()
    box.press("Enter")
    page.wait_for_url(re.compile(r"with=RUS"))
    box.press("Escape")  # while the list is open, all else is hidden from assistive technology
    turns = page.locator(".st-key-turns")
    expect(turns).to_contain_text("Evidence below is of North Korea")
    turns.get_by_role("button", name="Russia").click()
    page.wait_for_url(re.compile(r"actor=RUS"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Russia")
    page.go_back()
    page.wait_for_url(re.compile(r"actor=PRK"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("North Korea")


def test_days_are_walked_by_arrow_and_kept_out_of_fields(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/actor?actor=PRK&day={PUBLISHED_ON}&part=notes")
    field = page.locator(".st-key-note_text input")
    field.fill("words")
    field.press("ArrowLeft")
    page.wait_for_timeout(1500)
    assert f"day={PUBLISHED_ON}" in page.url
    button = page.locator(".st-key-day_previous button, .st-key-day_next button").and_(page.locator(":enabled")).first
    way = "ArrowLeft" if "Previous" in button.inner_text() else "ArrowRight"
    page.get_by_role("heading", level=1).click()
    page.keyboard.press(way)
    page.wait_for_url(lambda url: "day=" in url and f"day={PUBLISHED_ON}" not in url)


def test_a_hostile_note_stays_text_on_the_page_and_on_the_chart(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/actor?actor=PRK&day={PUBLISHED_ON}&part=notes")
    page.locator(".st-key-note_text input").fill(PAYLOAD)
    page.get_by_role("button", name="Add").click()
    expect(page.locator("[class*=st-key-note_]").filter(has_text="$5bn-$7bn :red[x]").first).to_be_visible()
    hover_day_on_chart(page, PUBLISHED_ON)
    expect(page.locator(".hoverlayer")).to_contain_text("<img src=x onerror=")
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "owned"


def test_suppressed_cue_says_why(page: Page, running: Running) -> None:
    reader = Reader(Home(running.home))
    found = reader.ask("select article_id from coded.cue_hit where suppressed_reason = 'negated' limit 1").rows
    reader.close()
    page.goto(f"{running.address}/article?article={found[0][0]}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("has not carried out")
    expect(page.locator(".st-key-article_text mark.tension-suppressed").first).to_be_visible()
    expect(page.locator("[class*=st-key-cue_]").first).to_contain_text("Does not count. The words deny it")


def test_hostile_feed_runs_nothing(page: Page, running: Running) -> None:
    """Fault 47: what a feed sends is shown as text."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto(f"{running.address}/actor?actor=PRK&day={PUBLISHED_ON}")
    hostile = page.locator("[class*=st-key-story_]").filter(has_text="$5bn-$7bn").first
    expect(hostile).to_contain_text(":red[x]")
    hostile.get_by_role("link").first.click()
    page.wait_for_url(re.compile("/article"))
    expect(page.locator(".st-key-article_text")).to_contain_text("$5bn-$7bn")
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "owned"
    assert not dialogs


@pytest.mark.parametrize(("host", "origin"), [("evil.example", None), (None, "http://evil.example")])
def test_foreign_host_or_origin_is_refused(running: Running, host: str | None, origin: str | None) -> None:
    """Fault 51: all data go through the websocket, and it answers this machine's own pages only."""
    own = running.address.removeprefix("http://")
    assert handshake(own, own, running.address) == HTTPStatus.SWITCHING_PROTOCOLS
    assert handshake(own, host or own, origin or running.address) == HTTPStatus.FORBIDDEN


def handshake(server: str, host: str, origin: str) -> int:
    """The status by which a websocket is opened or refused."""
    connection = http.client.HTTPConnection(server, timeout=10)
    headers = {
        "Host": host,
        "Origin": origin,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    connection.request("GET", "/_stcore/stream", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_unknown_article_is_a_friendly_page(page: Page, running: Running) -> None:
    """Fault 53."""
    page.goto(f"{running.address}/article?article=%3Cscript%3E")
    expect(page.get_by_role("heading", level=1)).to_have_text("Article")
    expect(page.get_by_text("To the overview")).to_be_visible()


def test_country_on_the_map_opens_its_actor_and_the_way_back_keeps_the_view(page: Page, running: Running) -> None:
    """The shapes come from the dashboard itself: a map of another server's would leave the machine."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{running.address}/?who=state&period=30")
    shape = page.locator(".st-key-map path.choroplethlocation")
    shape.first.wait_for()
    page.wait_for_timeout(1000)
    assert any(url.endswith("/app/static/world_110m.json") for url in asked)
    assert all(re.match(r"(https?|ws)://localhost|data:|blob:", url) for url in asked)
    place = shape.evaluate_all(
        """(paths) => {
            const place = paths.findIndex(one => one.__data__.loc === "PRK" || one.__data__.id === "PRK");
            const box = paths[place].getBoundingClientRect();
            return {x: box.left + box.width / 2, y: box.top + box.height / 2};
        }"""
    )
    page.mouse.move(place["x"], place["y"])
    page.wait_for_timeout(500)
    page.mouse.click(place["x"], place["y"])
    page.wait_for_url(re.compile(r"/actor\?.*actor=PRK"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("North Korea")
    page.go_back()
    page.wait_for_url(lambda url: "/actor" not in url and "who=state" in url and "period=30" in url)
    expect(page.locator(".st-key-controls")).to_contain_text("Shown: states.")
    shape.first.wait_for()


def test_reopened_address_is_the_same_view(page: Page, browser: Browser, running: Running) -> None:
    page.goto(running.address)
    page.get_by_role("button", name="Filters").click()
    page.locator(".st-key-who").get_by_text("States").click()
    page.wait_for_url(re.compile("who=state"))
    expect(page.locator(".st-key-controls")).to_contain_text("Shown: states.")
    seen = page.get_by_role("heading", level=1).inner_text()
    stranger = browser.new_context().new_page()
    stranger.goto(page.url)
    expect(stranger.locator(".st-key-controls")).to_contain_text("Shown: states.")
    expect(stranger.get_by_role("heading", level=1)).to_have_text(seen)
    stranger.context.close()


def test_browser_remembers_its_last_visit(browser: Browser, running: Running) -> None:
    context = browser.new_context()
    first = context.new_page()
    first.goto(running.address)
    expect(first.locator(".st-key-since_box")).to_contain_text("Your first visit in this browser")
    first.wait_for_function("() => document.cookie.includes('tension_visit=')")
    (kept,) = [one for one in context.cookies() if one["name"] == "tension_visit"]
    at, day = kept["value"].split("_")
    yesterday = f"{int(at) - 86_400}_{day}"
    context.add_cookies([{"name": "tension_visit", "value": yesterday, "url": running.address}])
    again = context.new_page()
    again.goto(running.address)
    expect(again.locator(".st-key-since_box")).to_contain_text("Since your last visit on")
    again.wait_for_function(f"() => document.cookie.includes('.{yesterday}')")
    context.close()
