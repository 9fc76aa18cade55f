"""A card per cue hit of an article: what rule found it, what it means, and whether it counts."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import audit_results, chrome, highlight, wording
from dashboard.evidence import BADGES
from warehouse.terms import Kind, Modality


def mark_name(one: dict[str, Any]) -> str:
    """The mark of a hit: its kind, or how it fails to count."""
    if one["suppressed_reason"]:
        return "suppressed"
    return "below" if one["is_below_fold"] else str(one["kind"])


def cue_cards(hits: list[dict[str, Any]], asked: int | None) -> None:
    """Cards in the order of the text; the one asked for first."""
    st.header("Cues found", anchor=False)
    if not hits:
        chrome.empty("No cue was found in this text. It still counts as a story seen: the share needs those as well.")
        return
    counted = sum(bool(one["is_counted"]) for one in hits)
    st.caption(f"{wording.count(len(hits), 'cue')} found; {counted} may count, if the article does.")
    for one in sorted(hits, key=lambda hit: (hit["hit_index"] != asked, hit["hit_index"])):
        card(one, is_asked=one["hit_index"] == asked)


def card(one: dict[str, Any], *, is_asked: bool) -> None:
    """One cue."""
    with st.container(border=True, key=f"cue_{one['hit_index']}", gap="xsmall"):
        if is_asked:
            st.caption("The cue you came for, outlined in the text")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(badge(one), color=BADGES[Kind(one["kind"])] if one["is_counted"] else "gray")  # type: ignore[arg-type]
            st.text(wording.class_of(one["event_class"], one["mode"]).capitalize())
        with st.container(key=f"cue_{'on' if one['is_counted'] else 'off'}_{one['hit_index']}", gap="xsmall"):
            said(one)
        with st.expander("How it was read", expanded=is_asked, key=f"cue_detail_{one['hit_index']}"):
            detail(one, measured=audit_results.of_rule(one["cue_id"]))


def said(one: dict[str, Any]) -> None:
    """The sentence, why it does not count if it does not, and who does it to whom."""
    offset = one["sentence_start"]
    label = wording.KINDS[Kind(one["kind"])]
    span = (one["span_start"] - offset, one["span_end"] - offset, mark_name(one), label)
    st.html(highlight.sentence(one["sentence"], [span]))
    if one["suppressed_reason"]:
        st.text(f"Does not count. {wording.reason(one['suppressed_reason'])}")
    elif one["is_below_fold"]:
        st.text("Does not count. It stands below the part of the text that counts.")
    actors = wording.dyad(one["actor_name"] or one["actor_id"], one["recipient_name"] or one["recipient_id"])
    st.text(f"{actors} · {one['scope']}")


def badge(one: dict[str, Any]) -> str:
    """The kind of a hit in words, with its mark."""
    kind = Kind(one["kind"])
    if one["is_counted"]:
        return f"{wording.KIND_MARKS[kind]} {wording.KINDS[kind]}"
    return (
        f"{wording.KIND_MARKS[Kind.NONE]} {wording.KINDS[kind]}, not counted"
        if kind is not Kind.NONE
        else wording.KINDS[kind]
    )


def detail(one: dict[str, Any], *, measured: str = "") -> None:
    """Facts of the hit and of its rule; `measured` says how right the rule was found to be."""
    flags = ", ".join(
        wording.MODALITIES[Modality(flag)] if flag in set(Modality) else str(flag) for flag in one["modality"] or ()
    )
    intensity = abs(one["weight"]) / 10 * one["certainty"]
    facts = (
        ("Rule", one["cue_id"]),
        ("Matched words", f"“{one['matched_text']}”"),
        ("Class", f"{one['event_class']}{', ' + one['mode'] if one['mode'] else ''}: {one['quad_class']}"),
        ("Weight", f"{one['weight']:+.1f} on a scale from -10 (conflict) to 10 (cooperation)"),
        ("Certainty", f"{one['certainty']:.2f} of 1"),
        ("Intensity", f"{intensity:.2f} = |weight| / 10 x certainty"),
        ("Told", flags or "no flag"),
        ("Actor chosen as", one["actor_rule"]),
        ("Recipient chosen as", one["recipient_rule"]),
        ("Possible pair", possible(one)),
        ("Measured precision", measured),
        ("About the rule", one["note"]),
        ("It must hit", f"“{one['hits_on']}”" if one["hits_on"] else ""),
        ("It must not hit", f"“{one['misses_on']}”" if one.get("misses_on") else ""),
    )
    with st.container(gap="xxsmall"):
        for name, value in facts:
            if value:
                st.markdown(f"**{name}** \u2003{wording.literal(value)}")


def possible(one: dict[str, Any]) -> str:
    """The pair that the order of names suggests where grammar finds none, and how it was chosen; empty if none is."""
    if not one["possible_rule"]:
        return ""
    actor = one["possible_actor_name"] or one["possible_actor_id"]
    recipient = one["possible_recipient_name"] or one["possible_recipient_id"]
    return f"{wording.dyad(actor, recipient)}, counted in no series: {one['possible_rule']}"
