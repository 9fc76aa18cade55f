"""Somebody judges by keyboard alone: a name, verdicts, a class, skip and undo, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from etl.audit.sample import draw_sample
from tests.app.homes import some_days, write_home
from tests.browser.chromium import dashboard
from warehouse.audit.rows import Group, Verdict
from warehouse.audit.store import Audit, AuditFile
from warehouse.clock import utc_now
from warehouse.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from warehouse.paths import Home

pytestmark = pytest.mark.browser
WAIT_MS = 30_000


def sampled(root: Path) -> Home:
    """A home with a sample of twenty items."""
    home = write_home(root, some_days(4))
    reader = Reader(home)
    AuditFile(home.audit).add_sample(draw_sample(reader, Audit(), n=20, seed="1", at=utc_now()))
    reader.close()
    return home


def focus_name(page: Page) -> None:
    """Reach the field by the tabulator."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "Your name or initials":
            return
    raise AssertionError("the field cannot be reached by keyboard")


def press(page: Page, key: str, shows: str) -> None:
    """Press a key, and wait for what the page then says."""
    page.keyboard.press(key)
    expect(page.get_by_text(shows).first).to_be_visible(timeout=WAIT_MS)
    # The progress is told before the buttons are there.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT_MS)


def test_items_are_judged_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    home = sampled(tmp_path)
    file = AuditFile(home.audit)
    items = [one.item for one in file.read().samples[0].drawn]
    with dashboard(home.root) as address:
        page = browser.new_page()
        page.goto(f"{address}/audit")
        expect(page.get_by_text("Who are you?")).to_be_visible(timeout=WAIT_MS)
        focus_name(page)
        page.keyboard.type("Ana")
        press(page, "Enter", "0 of 20 judged, 0 skipped")
        press(page, "1", "1 of 20 judged, 0 skipped")
        press(page, "s", "1 of 20 judged, 1 skipped")
        press(page, "u", "1 of 20 judged, 0 skipped")
        judged = 1
        while items[judged].group is not Group.COUNTED:
            judged += 1
            press(page, "1", f"{judged} of 20 judged")
        press(page, "2", "Which class is told in truth?")
        press(page, "9" if items[judged].event_class != "ASSAULT" else "8", f"{judged + 1} of 20 judged")
        page.close()
    said = list(file.read().labels_of("Ana").values())
    assert [one.item_id for one in said] == [one.item_id for one in items[: judged + 1]]
    assert said[-1].verdict is Verdict.WRONG_CLASS
    assert said[-1].event_class in {"ASSAULT", "COERCE"}
