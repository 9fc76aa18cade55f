"""When this browser last looked: kept in a cookie of its own, written here by a script, read by the server at the next.

Nothing of it is stored on the server, and nothing but two days and two instants is in it. Without cookies there is no
last visit, and the page says so by leaving that part out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping

COOKIE = "tension_visit"
# Who comes back within this is still at the same visit: a reload must not hide what is new.
VISIT_HOURS = 3

_FORM = re.compile(r"(\d{9,11})_(\d{4}-\d{2}-\d{2})(?:\.(\d{9,11})_(\d{4}-\d{2}-\d{2}))?", re.ASCII)
# Runs in the reader's browser: moves the visit that is over to second place, and notes this one.
_SCRIPT = """
export default function ({ data }) {
  const now = Math.floor(Date.now() / 1000);
  const found = document.cookie.split("; ").find((one) => one.startsWith(data.name + "="));
  const [current, before] = found ? found.slice(data.name.length + 1).split(".") : [];
  const isNew = !current || now - Number(current.split("_")[0]) > data.seconds;
  const last = isNew ? current : before;
  const value = `${now}_${data.day}` + (last ? `.${last}` : "");
  document.cookie = `${data.name}=${value}; path=/; max-age=31536000; samesite=strict`;
}
"""

_note = st.components.v2.component("tension_visit", js=_SCRIPT)


@dataclass(frozen=True, slots=True)
class Visit:
    """An earlier visit: when (UTC), and the newest day that there was then."""

    at: datetime
    day: date


def last(cookies: Mapping[str, str], now: datetime) -> Visit | None:
    """The visit before this one, or None. Never raises, whatever a cookie holds."""
    found = _FORM.fullmatch(str(cookies.get(COOKIE, "")))
    if not found:
        return None
    current, before = visit_of(found[1], found[2]), visit_of(found[3], found[4])
    if current and now - current.at > timedelta(hours=VISIT_HOURS):
        return current
    return before


def visit_of(seconds: str | None, day: str | None) -> Visit | None:
    """A visit from its two parts."""
    try:
        at = datetime.fromtimestamp(int(seconds or ""), UTC).replace(tzinfo=None)
        return Visit(at, date.fromisoformat(day or ""))
    except (ValueError, OverflowError, OSError):
        return None


def note(day: date) -> None:
    """Have the browser keep this visit."""
    with st.container(key="visit"):
        _note(data={"name": COOKIE, "day": str(day), "seconds": VISIT_HOURS * 3600}, key="visit_note")
