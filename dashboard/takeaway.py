"""Cite this chart, and take it away: both made when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import actor_reads, cite, controls, data, keep, selection, wording
from dashboard.actor_view import LAYOUTS, PARTS
from dashboard.charts import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import pandas as pd

    from dashboard.actor_view import View
    from dashboard.selection import Selection
    from warehouse.reader import Freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A chart as it is seen: `figure_of` draws it for a palette, `series` has its days by actor."""

    chosen: Selection
    view: View
    first: date
    last: date
    on: date
    since: date | None
    names: Mapping[str, str]
    series: Mapping[str, pd.DataFrame]
    figure_of: Callable[[Any], Any]
    finding: str
    file_name: str


def show(taken: Taken, freshness: Freshness) -> None:
    """Two small windows: the citation, and the files."""
    source = source_of(taken, freshness)
    limit = data.settings().public_extract_chars
    with st.popover("Cite", icon=":material/format_quote:", key="cite"):
        st.caption("As text")
        st.code(cite.as_text(source), language=None, wrap_lines=True)
        st.caption("As BibTeX")
        st.code(cite.as_bibtex(source), language="latex", wrap_lines=True)
    with st.popover("Download", icon=":material/download:", key="download"):
        st.download_button(
            "Series as CSV", lambda: keep.csv_of(taken.series), f"{taken.file_name}.csv", "text/csv",
            key="download_csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Chart with its evidence as HTML", lambda: as_html(taken, source, limit), f"{taken.file_name}.html",
            "text/html", key="download_html", on_click="ignore",
        )  # fmt: skip
        st.caption("The HTML has 5 MB and opens without a network. The camera above the chart saves a PNG.")


def source_of(taken: Taken, freshness: Freshness) -> cite.Source:
    """What the chart rests on."""
    rows = actor_reads.outlets(taken.chosen, taken.first, taken.last)
    return cite.Source(
        names=[taken.names.get(one, one) for one in taken.series],
        role=taken.chosen.role,
        scope=taken.chosen.scope,
        first=taken.first,
        last=taken.last,
        outlets=rows[rows["takes_part"]]["outlet"].tolist(),
        package_version=actor_reads.package_version(),
        lexicon_version=freshness.lexicon_version,
        published_version=freshness.published_version,
        is_demo=freshness.profile == "demo",
        address=cite.address(st.context.url or "", parameters(taken)),
        seen_on=datetime.now(UTC).date(),
    )


def parameters(taken: Taken) -> dict[str, str]:
    """The view in full: what the page's own address leaves out because it is the default today is said as well."""
    chosen, view = taken.chosen, taken.view
    return (
        selection.address_of(
            actor=chosen.actor, day=taken.on, from_on=taken.first, to_on=taken.last, role=chosen.role,
            scope=chosen.scope, since=taken.since,
        )
        | controls.kept("with", ",".join(view.others), "")
        | controls.kept("layout", view.layout, LAYOUTS[0])
        | controls.kept("part", view.part, PARTS[0])
    )  # fmt: skip


def as_html(taken: Taken, source: cite.Source, extract_chars: int) -> bytes:
    """The chart on light paper, with the stories behind the chosen day or span."""
    chosen, on, since = taken.chosen, taken.on, taken.since
    hits = (
        actor_reads.span_evidence(chosen, since, on)
        if since
        else data.evidence(chosen.actor, on, role=chosen.role, scope=chosen.scope)
    )
    when = f"{wording.day(since)} to {wording.day(on)}" if since else wording.day(on)
    return keep.html_of(
        taken.figure_of(LIGHT),
        heading=cite.title(source),
        finding=taken.finding,
        citation=cite.as_text(source),
        evidence_heading=f"Evidence of {taken.names.get(chosen.actor, chosen.actor)} for {when}",
        hits=hits,
        extract_chars=extract_chars,
    )
