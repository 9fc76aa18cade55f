"""Reads samples and labels for the pages, and adds what somebody says; both through the owner of the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import data
from warehouse.audit.results import Results, Standing, read_standings, results_of
from warehouse.audit.rows import Verdict
from warehouse.audit.store import Audit, AuditFile, new_label
from warehouse.clock import utc_now
from warehouse.paths import Home

if TYPE_CHECKING:
    from warehouse.audit.rows import Item
    from warehouse.audit.store import Stamp

ENTRIES_MAX = 4


def file() -> AuditFile:
    """The file of labels of the home in force."""
    return AuditFile(Home(Path(root())).audit)


def root() -> str:
    """The home in force."""
    return str(data.settings().home.resolve())


@st.cache_resource(show_spinner=False, max_entries=ENTRIES_MAX)
def _audit(at_root: str, stamp: Stamp | None) -> Audit:
    del stamp  # part of the key only
    return AuditFile(Home(Path(at_root)).audit).read()


@st.cache_resource(show_spinner=False, max_entries=ENTRIES_MAX)
def _standings(at_root: str, samples: tuple[str, ...], at_version: str, _audit: Audit) -> dict[str, Standing]:
    # Each label makes another file, and none of them another sample: the warehouse is asked once for all.
    del at_root, samples, at_version  # part of the key only
    return read_standings(data.reader().rows, _audit.items.values())


@st.cache_resource(show_spinner=False, max_entries=ENTRIES_MAX)
def _results(at_root: str, stamp: Stamp | None, at_version: str) -> Results:
    del at_root, stamp, at_version  # part of the key only
    return results_of(audit(), standings())


def audit() -> Audit:
    """All samples and labels. Raises AuditUnreadable."""
    return _audit(root(), file().stamp())


def standings() -> dict[str, Standing]:
    """Whether each item is still what the newest version holds. Raises WarehouseError."""
    found = audit()
    return _standings(root(), tuple(one.sample_id for one in found.samples), data.version(), found)


def results() -> Results:
    """What follows from the labels over the newest version. Raises WarehouseError."""
    return _results(root(), file().stamp(), data.version())


def queue(labeller: str, *, with_skipped: bool = False) -> list[Item]:
    """What somebody has not labelled yet and still applies, the newest sample first, each in its order.

    With `with_skipped` those that were skipped follow, the longest skipped first.
    """
    all_of_it, standing = audit(), standings()
    said = all_of_it.labels_of(labeller)
    items = {one.item.item_id: one.item for sample in reversed(all_of_it.samples) for one in sample.drawn}
    waiting = [item for name, item in items.items() if standing.get(name) is Standing.APPLIES and name not in said]
    skipped = [
        items[name]
        for name, label in said.items()
        if label.verdict is Verdict.SKIPPED and standing.get(name) is Standing.APPLIES
    ]
    return [*waiting, *skipped] if with_skipped else waiting


def say(item_id: str, labeller: str, verdict: Verdict, event_class: str = "") -> None:
    """Add a label; it is on disk when this returns. Raises WarehouseFull."""
    file().add_label(new_label(item_id, labeller, verdict, at=utc_now(), event_class=event_class))


def undo(labeller: str) -> None:
    """Take back what somebody said last, if there is anything. Raises WarehouseFull."""
    said = list(audit().labels_of(labeller).values())
    if said:
        file().withdraw(said[-1], at=utc_now())
