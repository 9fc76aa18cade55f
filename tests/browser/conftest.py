"""Without Chromium these tests skip with a loud line; with CI=true its absence is a failure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import chromium, chromium_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium_path() is None:
        message = "NO BROWSER: Chromium is not installed, so nothing of the dashboard was seen in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with chromium() as running:
        yield running
