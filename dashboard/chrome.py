"""The frame of every page: what is said before anything else, and the states in which there is nothing else to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import data, wording
from dashboard.charts import DARK, LIGHT
from warehouse.errors import SettingsError, WarehouseAbsent, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.charts import Palette
    from dashboard.data import Calendar
    from warehouse.reader import Freshness

WATCH_SECONDS = 10
STYLE = Path(__file__).with_name("style.css")
DEMO = "Demo: a chronicle of 2022-2023 written for Tensiometer, not live news"


def page(show: Callable[[Freshness], None]) -> None:
    """Run a page inside its frame: full, stale, empty and failed look different, and no failure looks empty."""
    st.html(STYLE)
    try:
        freshness = data.freshness()
        watch(freshness.published_version)
        banners(freshness)
        show(freshness)
    except (WarehouseError, SettingsError) as error:
        failed(error)


def banners(freshness: Freshness) -> None:
    """What must be known before a number is read."""
    if freshness.profile == "demo":
        with st.container(key="banner_demo"):
            st.info(DEMO, icon=":material/science:")
        return
    last, limit = freshness.last_success_at, timedelta(minutes=data.settings().stale_after_minutes)
    now = datetime.now(UTC).replace(tzinfo=None)
    if last is None or now - last > limit:
        with st.container(key="banner_stale"):
            st.warning(stale(last, now), icon=":material/schedule:")


def stale(last: datetime | None, now: datetime) -> str:
    """How old the data is."""
    if last is None:
        return "Stale: nothing was ever read. Run the loading job, or see Feeds."
    minutes = (now - last).total_seconds() / 60
    return wording.literal(
        f"Stale: nothing was read for {wording.age(minutes)}, last on {wording.instant(last)}. Feeds has the reason."
    )


def failed(error: WarehouseError | SettingsError) -> None:
    """What is wrong and what to do next, in words."""
    absent = isinstance(error, WarehouseAbsent)
    with st.container(key="state_failed"):
        st.title("Nothing to show yet" if absent else "The warehouse cannot be read", anchor=False)
        st.error(wording.literal(error.message), icon=":material/database_off:")
        if error.hint:
            st.markdown(wording.with_code(error.hint))
    retry()


@st.fragment(run_every=WATCH_SECONDS)
def retry() -> None:
    """Try again by itself: somebody may be loading just now."""
    try:
        data.freshness()
    except (WarehouseError, SettingsError):
        return
    st.rerun()


@st.fragment(run_every=WATCH_SECONDS)
def watch(shown: str) -> None:
    """Notice a newer version, and show it."""
    try:
        newest = data.version()
    except WarehouseError:
        newest = ""
    if newest != shown:
        st.rerun()


def empty(message: str, *, hint: str = "") -> None:
    """An empty state says why there is nothing."""
    with st.container():
        st.info(wording.literal(message), icon=":material/inbox:")
        if hint:
            st.markdown(wording.with_code(hint))


def nothing_published(freshness: Freshness, calendar: Calendar | None) -> bool:
    """Say so if no value can be shown at all. Returns whether that is the case."""
    if calendar is not None:
        return False
    if freshness.article_count:
        empty(
            f"{wording.count(freshness.article_count, 'article')} loaded, but no outlet has stories enough yet.",
            hint="Load more, or lower `TENSION_OUTLET_STORIES_MIN` and load again.",
        )
    else:
        empty("The warehouse is published and holds no article yet.", hint="Run `tension ingest` or `make demo`.")
    return True


def refusals(said: Sequence[str]) -> None:
    """What the address asked for and did not get."""
    if said:
        with st.container(key="refusals"):
            st.warning("  \n".join(wording.literal(sentence) for sentence in said), icon=":material/link_off:")


def palette() -> Palette:
    """The colours of the theme in use."""
    return DARK if st.context.theme.type == "dark" else LIGHT
