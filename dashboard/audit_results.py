"""What people found when they looked: precision with its interval, what is missed, and how far two people agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import audit_data, chrome, data, wording
from warehouse.audit.results import CLASS_RIGHT, LEVELS, MISSED, RIGHT, RIGHTLY_SUPPRESSED
from warehouse.errors import AuditUnreadable
from warehouse.terms import Kind

if TYPE_CHECKING:
    from warehouse.audit.estimates import Share
    from warehouse.audit.results import Measured, Results

WIDTH = 760
NOBODY = "Nobody has looked at a hit of this rule yet."
FIGURES = (
    ("all", RIGHT, "Counted hits right in all", "class, actor and recipient"),
    ("all", CLASS_RIGHT, "Counted hits of the right class", "whoever is named"),
    ("all", RIGHTLY_SUPPRESSED, "Suppressed hits rightly so", "what was kept from counting"),
    ("all", MISSED, "Sentences without a hit that tell of an event", "missed"),
)


def show_results() -> None:
    """The section of the method page."""
    st.header("How right it is, by people who looked", anchor=False)
    try:
        results = audit_data.results()
    except AuditUnreadable as error:
        st.warning(wording.literal(str(error)), icon=":material/rule:", width=WIDTH)
        return
    if not results.labelled_count:
        chrome.empty(
            "Nobody has looked yet: no item of a random sample is labelled.",
            hint="`tension audit sample` draws one, and the page Audit asks you about it.",
        )
        said = no_longer(results)
        if said:
            st.caption(said)
        return
    head(results)
    figures(results)
    table(results)
    agreement(results)


def head(results: Results) -> None:
    """What it rests on."""
    sample = results.sample
    drawn = f" Last drawn {wording.day(sample.drawn_at)}, seed {wording.literal(sample.seed)}." if sample else ""
    st.markdown(
        f"{wording.count(results.labelled_count, 'item')} of {results.item_count:,} drawn at random were judged by "
        f"{wording.literal(wording.names(results.labellers))}.{drawn} Shares are weighted by how likely each item was "
        "to be drawn; behind each stands its 95 % interval (Wilson).",
        width=WIDTH,
    )
    lost = no_longer(results)
    if lost:
        st.caption(lost, width=WIDTH)
    if sample and sample.lexicon_version != data.freshness().lexicon_version:
        st.caption(
            "The lexicon has changed since the sample was drawn: what it finds anew is in no sample. Draw another.",
            width=WIDTH,
        )


def no_longer(results: Results) -> str:
    """How many labels no longer apply; empty where all do."""
    lost = results.read_otherwise_count + results.gone_count
    if not lost:
        return ""
    return (
        f"{wording.count(lost, 'more item')} {'was' if lost == 1 else 'were'} judged and no longer "
        f"{'applies' if lost == 1 else 'apply'}: {results.read_otherwise_count:,} read otherwise by now, "
        f"{results.gone_count:,} not found any more."
    )


def figures(results: Results) -> None:
    """The four shares over all, and the recall that they make."""
    with st.container(key="audit_figures", gap="xxsmall", width=WIDTH):
        for level, measure, label, note in FIGURES:
            share = results.share(level, "", measure)
            said = in_words(share) if share else "nobody has looked yet"
            st.markdown(f"**{label}** ({note}): {said}")
        if results.recall:
            found = results.recall
            st.markdown(
                f"**Found of what should count**: {percent(found.value)} "
                f"({percent(found.low)} to {percent(found.high)}, from the ends of the intervals)"
            )


def table(results: Results) -> None:
    """Counted hits by kind, class and rule, the most judged first; then what was suppressed, by reason, and missed."""
    counted = [row_of(one, results) for one in results.measured if one.level != "all" and one.measure == CLASS_RIGHT]
    counted.sort(key=lambda row: (LEVELS.index(str(row["of"])), -int(str(row["items"])), str(row["subject"])))
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        pd.DataFrame(counted, columns=["subject", "of", "items", "class_right", "interval", "right"]),
        column_config={
            "subject": text("Which", width=200, pinned=True),
            "of": text("Of", width=60),
            "items": number("Judged", format="%d", help="How many items of it were looked at"),
            "class_right": number("Class right", format="%.0f %%"),
            "interval": text("95 % interval", help="Of the class being right (Wilson)"),
            "right": number("Right in all", format="%.0f %%", help="Class, actor and recipient"),
        },
        hide_index=True,
        key="audit_table",
        width=WIDTH,
        alt="Measured precision by kind, class and rule.",
    )
    with st.container(key="audit_others", gap="xxsmall", width=WIDTH):
        for one in results.measured:
            if one.level == "reason":
                st.caption(f"Suppressed, {wording.literal(one.subject)}: rightly so in {in_words(one.share)}")
            elif one.level == "class" and one.measure == MISSED:
                missed = wording.literal(wording.class_of(one.subject))
                st.caption(f"Missed, of the class “{missed}”: {in_words(one.share)}")


def row_of(one: Measured, results: Results) -> dict[str, object]:
    """A row of the table."""
    right = results.share(one.level, one.subject, RIGHT)
    return {
        "subject": wording.KINDS[Kind(one.subject)] if one.level == "kind" else wording.cell(one.subject),
        "of": one.level,
        "items": one.share.item_count,
        "class_right": 100 * one.share.value,
        "interval": f"{percent(one.share.low)} to {percent(one.share.high)}",
        "right": 100 * right.value if right else None,
    }


def agreement(results: Results) -> None:
    """How far two people who judged the same items say the same."""
    for one in results.agreements:
        kappa = "not defined, as both said one thing of all" if one.kappa is None else f"{one.kappa:.2f}"
        st.markdown(
            f"{wording.literal(one.first)} and {wording.literal(one.second)} say the same of "
            f"{percent(one.agreed_share)} of {wording.count(one.item_count, f'{one.group} item')}; "
            f"Cohen's kappa {kappa}.",
            width=WIDTH,
        )


def of_rule(cue_id: str) -> str:
    """How right a rule is by those who looked, in a sentence; or that nobody has looked, or labels cannot be read."""
    try:
        results = audit_data.results()
    except AuditUnreadable:
        return "The labels cannot be read."
    right = results.share("rule", cue_id, RIGHT)
    of_class = results.share("rule", cue_id, CLASS_RIGHT)
    if right is None or of_class is None:
        return NOBODY
    return f"Class right in {in_words(of_class)}; actor and recipient right as well in {percent(right.value)}."


def in_words(share: Share) -> str:
    """84 % (71 % to 92 %; 50 judged)."""
    return f"{percent(share.value)} ({percent(share.low)} to {percent(share.high)}; {share.item_count:,} judged)"


def percent(share: float) -> str:
    """84 %; below ten with a decimal."""
    value = 100 * share
    return f"{value:.1f}\N{NO-BREAK SPACE}%" if 0 < value < 10 else f"{value:.0f}\N{NO-BREAK SPACE}%"
