"""Which actors the overview shows: chosen in controls, kept in the address.

All but role and scope narrow a ranking that was read: no query runs for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import controls, selection, wording
from warehouse.terms import Role, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from dashboard.selection import Selection

WHO = {"all": "All", "state": "States", "group": "Armed groups", "organisation": "Organisations"}
PERIODS = {"30": "30 days", "90": "90 days", "180": "180 days", "365": "1 year"}
# Every parameter of a view of the overview, with the value that leaves the address.
DEFAULTS: dict[str, str] = {
    "role": selection.ROLES[0],
    "scope": selection.SCOPES[0],
    "sort": selection.SORTS[0],
    "period": selection.PERIOD,
    "who": selection.WHO[0],
    "region": "",
    "group": "",
    "outlets": "0",
}
NARROWING = ("role", "scope", "who", "region", "group", "outlets")


def slug(name: str) -> str:
    """A name as it stands in an address: Western Asia -> western-asia."""
    return re.sub(r"[^a-z]+", "-", name.lower()).strip("-")


def regions(ranked: pd.DataFrame) -> dict[str, str]:
    """Regions that the ranking knows, by their slug."""
    return {slug(one): one for one in sorted({str(name) for name in ranked["region"]} - {""})}


def narrowed(ranked: pd.DataFrame, chosen: Selection, groups: Mapping[str, tuple[str, Sequence[str]]]) -> pd.DataFrame:
    """The actors of a ranking that are asked for. `groups` have a name and members each; one not known has none."""
    keep = ranked["outlet_count"] >= chosen.outlets
    if chosen.who != selection.WHO[0]:
        keep &= ranked["actor_kind"] == chosen.who
    if chosen.region:
        keep &= ranked["region"].map(slug) == chosen.region
    if chosen.group:
        _, members = groups.get(chosen.group, ("", ()))
        keep &= ranked["actor_id"].isin(list(members))
    return ranked[keep]


def said(chosen: Selection, region_names: Mapping[str, str], group_names: Mapping[str, str]) -> list[str]:
    """What narrows the view, in words."""
    words = []
    if chosen.role != DEFAULTS["role"]:
        words.append(wording.ROLES[Role(chosen.role)].lower())
    if chosen.scope != DEFAULTS["scope"]:
        words.append(wording.SCOPES[Scope(chosen.scope)].lower())
    if chosen.who != DEFAULTS["who"]:
        words.append(WHO[chosen.who].lower())
    if chosen.region:
        words.append(region_names.get(chosen.region, "a region that nobody is of"))
    if chosen.group:
        words.append(f"members of {group_names.get(chosen.group, 'a group that is not known')}")
    if chosen.outlets:
        words.append(f"seen by {wording.count(chosen.outlets, 'outlet')} or more")
    return words


def kept(chosen: Selection) -> dict[str, str]:
    """The parameters of this view for a link: what is default is left out."""
    found: dict[str, str] = {}
    for name, default in DEFAULTS.items():
        found |= controls.kept(name, str(getattr(chosen, name)), default)
    return found


def popover(chosen: Selection, region_names: Mapping[str, str], groups: Mapping[str, str]) -> None:
    """All filters behind one button, which says how many are set."""
    count = sum(str(getattr(chosen, name)) != DEFAULTS[name] for name in NARROWING)
    with st.popover(f"Filters ({count})" if count else "Filters", icon=":material/filter_alt:", key="filters"):
        controls.choice(
            "Period", "period", selection.PERIODS, chosen.period, label=PERIODS.__getitem__, default=selection.PERIOD
        )
        controls.role(chosen.role)
        controls.scope(chosen.scope)
        controls.choice("Kind of actor", "who", selection.WHO, chosen.who, label=WHO.__getitem__)
        controls.entry("Region", "region", region_names, chosen.region, placeholder="All regions", width=320)
        if groups:
            controls.entry("Group", "group", groups, chosen.group, placeholder="All actors", width=320)
        controls.settle("outlets", chosen.outlets)
        st.number_input(
            "Seen by at least so many outlets",
            min_value=0,
            max_value=selection.OUTLETS_MAX,
            step=1,
            key="outlets",
            on_change=controls.write,
            args=("outlets", 0),
            width=320,
        )
        if count:
            st.button("Clear all filters", key="clear_filters", on_click=clear, icon=":material/filter_alt_off:")


def clear() -> None:
    """Take every filter out of the address."""
    for name in NARROWING:
        controls.put(name, None)
