"""`make screenshots`: every page over the demo chronicle, at 1440 and 390 px, light and dark."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.chromium import ROOT, chromium, dashboard
from warehouse.audit.rows import VERDICTS
from warehouse.audit.store import AuditFile, new_label
from warehouse.clock import utc_now
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = ROOT / "dashboard" / "screenshots"
SIZES = {1440: 900, 390: 844}
SCHEMES = ("light", "dark")
DAY = "2023-12-19"
ACTOR = "PRK"
LABELLER = "Ana"
DYAD = "actor=IRN&recipient=USA&day=2023-12-24&from=2023-01-01"


def main() -> None:
    """Load the chronicle, serve it, take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "etl.cli", "demo", "--home", folder], check=True, cwd=folder)
        home = Path(folder) / "demo"
        begin_audit(home)
        with dashboard(home) as address, chromium() as browser:
            for name, way in pages(home).items():
                for width in SIZES:
                    for scheme in SCHEMES:
                        take(browser, f"{address}/{way}", name, width, scheme)


def begin_audit(home: Path) -> None:
    """Draw a sample, and judge two items of it: an address takes only names that have."""
    draw = ["audit", "sample", "--n", "200", "--seed", "7", "--home", str(home)]
    subprocess.run([sys.executable, "-m", "etl.cli", *draw], check=True, cwd=home)
    file = AuditFile(Home(home).audit)
    for one in file.read().samples[0].drawn[:2]:
        file.add_label(new_label(one.item.item_id, LABELLER, VERDICTS[one.item.group][0], at=utc_now()))


def pages(home: Path) -> dict[str, str]:
    """The address of each page, by its name."""
    reader = Reader(Home(home))
    evidence = reader.rows(
        "actor_day_evidence",
        published_on=date.fromisoformat(DAY),
        actor_id=ACTOR,
        role="either",
        scope="international",
    )
    reader.close()
    article = next(one for one in evidence if one["is_strongest"])
    return {
        "overview": "",
        "actor": f"actor?actor={ACTOR}&day={DAY}",
        "dyads": f"dyad?day={DAY}",
        "dyad": f"dyad?{DYAD}",
        "article": f"article?article={article['article_id']}&hit={article['hit_index']}",
        "theatres": f"theatre?day={DAY}",
        "theatre": "theatre?theatre=T.RED_SEA&day=2023-12-28",
        "feeds": "feeds",
        "audit": f"audit?labeller={LABELLER}",
        "versions": "versions",
        "method": "method",
    }


def take(browser: Browser, address: str, name: str, width: int, scheme: str) -> None:
    """One picture of the whole page."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for(timeout=30_000)
    page.wait_for_timeout(2500)
    grow(page, width)
    FOLDER.mkdir(exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png")
    context.close()


def grow(page: object, width: int) -> None:
    """Make the window as high as the page, which scrolls in a box of its own; at most three screens."""
    from playwright.sync_api import Page

    assert isinstance(page, Page)
    height = page.evaluate("() => document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 900")
    page.set_viewport_size({"width": width, "height": min(int(height), 2700)})
    page.wait_for_timeout(800)


if __name__ == "__main__":
    main()
