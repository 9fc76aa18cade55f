"""What one article says, and what was made of it: the text with every cue found, counted or not, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard import chrome, data, highlight, selection, versions, wording
from dashboard.cue_cards import cue_cards, mark_name
from dashboard.highlight import Mark
from warehouse.errors import WarehouseError
from warehouse.terms import Kind

if TYPE_CHECKING:
    from warehouse.reader import Freshness

RANKS = {Kind.NONE: 2, Kind.DEESCALATION: 4, Kind.THREAT: 5, Kind.ACT: 6}
ACTORS_MAX = 6
SUPPRESSED_RANK = 3
ASKED_RANK = 9
LEGEND = (
    ("act", "Act"),
    ("threat", "Threat"),
    ("deescalation", "De-escalation"),
    ("none", "found, in no series"),
    ("suppressed", "found, does not count"),
)


def show(_: Freshness) -> None:
    """Title, facts, text and cue cards."""
    asked = selection.parse(st.query_params)
    article = data.row("article", article_id=asked.article) if asked.article else None
    if article is None:
        missing(asked.article, asked.refusals)
        return
    revision = {"article_id": article["article_id"], "revision": article["revision"]}
    hits = data.records(data.frame("article_hits", **revision))
    head(article)
    ways_on(article, hits)
    chrome.refusals(asked.refusals)
    hit = asked.hit if asked.hit in {one["hit_index"] for one in hits} else None
    if asked.hit is not None and hit is None:
        chrome.refusals(["The address names a cue that this article does not have; showing all."])
    left, right = st.columns([3, 2], gap="large")
    with left:
        body(article, hits, hit, revision)
        tone(revision)
    with right:
        cue_cards(hits, hit)


def missing(asked: str, refusals: tuple[str, ...]) -> None:
    """No article, or one that is not there."""
    st.title("Article", anchor=False)
    chrome.refusals(refusals)
    chrome.empty(
        "There is no article with this id; it may have been removed, or the address cut short."
        if asked
        else "The address names no article. Articles are opened from the evidence of an actor's day."
    )
    st.page_link("page/overview.py", label="To the overview")


def head(article: dict[str, Any]) -> None:
    """Title, where and when, the original, and whether it counts."""
    with st.container(key="article_head", gap="xsmall"):
        st.title(wording.literal(wording.title_of(article["title"])), anchor=False)
        st.text(f"{article['outlet']} · {wording.published(article)}")
        if article["published_evidence"]:
            st.caption(wording.literal(article["published_evidence"]))
        st.caption(f"First seen {wording.instant(article['first_seen_at'])}")
        st.text(wording.COUNTS_AS.get(article["counts_as"], "Not judged yet."))
        if is_web(article["url"]):
            st.link_button("Read the original", article["url"], icon=":material/open_in_new:", key="original")
        else:
            st.caption("No link to the original.")
    versions.copies(article, is_web=is_web)
    versions.revisions(article)


def ways_on(article: dict[str, Any], hits: list[dict[str, Any]]) -> None:
    """Links to the day of each actor whom a counted cue names, most named first."""
    on, counted = article["published_at"], [one for one in hits if one["is_counted"]]
    named = Counter(
        (one[f"{role}_id"], one[f"{role}_name"])
        for one in counted
        for role in ("actor", "recipient")
        if one[f"{role}_name"]
    )
    if on is None or not named:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ways_on"):
        st.caption("Who acts or is met", width="content")
        for (actor_id, name), _ in named.most_common(ACTORS_MAX):
            address = selection.address_of(actor=actor_id, day=on.date())
            st.page_link("page/actor.py", label=wording.literal(name), icon="", query_params=address)


def is_web(url: str) -> bool:
    """Whether a link may be followed: http or https, to a host, without characters that hide another scheme."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and url.isprintable() and " " not in url


def body(article: dict[str, Any], hits: list[dict[str, Any]], hit: int | None, revision: dict[str, Any]) -> None:
    """The text with its marks, cut at the fold."""
    st.header("Text", anchor=False)
    legend()
    try:
        row = data.row("article_text", **revision)
    except WarehouseError:
        row = None
    if row is None:
        st.warning(
            "The text of this article is not there: its segment file is missing or cannot be read. "
            "The sentences with cues are kept with the cues, and stand in the cards.",
            icon=":material/description:",
        )
        return
    text, limit = str(row["text"]), data.settings().public_extract_chars
    end = min(len(text), limit) if limit else len(text)
    marks = marks_of(hits, hit) + names_of(revision)
    with st.container(key="article_text", gap="xsmall"):
        fold = min(int(article["fold_at"]), end)
        parts(text, marks, fold, end)
        if end < len(text):
            st.caption(f"An extract of {end:,} of {len(text):,} characters. The original has the rest.")
    origin(revision)
    if row["dropped_text"]:
        dropped(str(row["dropped_text"]), limit)


def origin(revision: dict[str, Any]) -> None:
    """Whether the text is that of the article's page or the feed's own, where the page was asked for."""
    try:
        row = data.row("article_page", **revision)
    except WarehouseError:
        # A copy that was published before pages were asked for has no rows of them.
        row = None
    if row is None:
        return
    asked = wording.instant(row["finished_at"])
    if row["is_its_text"]:
        st.caption(f"Text of the article's page, read {asked}.")
    else:
        reason = wording.literal(row["error_detail"] or "it told nothing new")
        st.caption(f"The feed's own text. The page was asked for {asked}: {reason}.")


def dropped(text: str, limit: int) -> None:
    """What was left out, as plain text: none of it is marked, scored, or trusted."""
    if st.toggle("Show what was left out as not part of the article", key="dropped_text"):
        end = min(len(text), limit) if limit else len(text)
        st.text(text[:end].translate(highlight.UNSEEN))


def parts(text: str, marks: list[Mark], fold: int, end: int) -> None:
    """The text above the fold, the fold, and the text below it."""
    above = highlight.paragraphs(text, marks, start=0, end=fold)
    below = highlight.paragraphs(text, marks, start=fold, end=end)
    if above:
        st.html(above)
    if below:
        st.divider()
        st.caption("Below: not counted, so that long articles do not weigh more than short ones.")
        st.html(below)


def legend() -> None:
    """What the marks mean, in words on the marks themselves."""
    shown = " ".join(f'<mark class="tension-{name}">{label}</mark>' for name, label in LEGEND)
    st.html(f'<p class="tension-text">{shown} <span class="tension-name">name</span></p>')


def marks_of(hits: list[dict[str, Any]], asked: int | None) -> list[Mark]:
    """A mark per hit."""
    return [
        Mark(
            start=one["span_start"],
            end=one["span_end"],
            name=mark_name(one),
            is_asked=one["hit_index"] == asked,
            label=f"{wording.class_of(one['event_class'], one['mode'])}: {mark_name(one)}",
            rank=ASKED_RANK
            if one["hit_index"] == asked
            else (RANKS[Kind(one["kind"])] if mark_name(one) == one["kind"] else SUPPRESSED_RANK),
        )
        for one in hits
    ]


def names_of(revision: dict[str, Any]) -> list[Mark]:
    """A faint mark per name."""
    return [
        Mark(start=one["span_start"], end=one["span_end"], name="name", label=one["actor_name"])
        for one in data.records(data.frame("article_mentions", **revision))
    ]


def tone(revision: dict[str, Any]) -> None:
    """Tone stands beside the signal, never in it."""
    rows = data.records(data.frame("article_tone", **revision))
    if not rows:
        return
    st.subheader("Tone", anchor=False)
    st.caption(
        "VADER compound score, from -1 (negative) to 1 (positive), mean of the sentences that name the actor. "
        "No part of the signal."
    )
    with st.container(gap="xxsmall"):
        for one in rows:
            sentences = wording.count(one["sentence_count"], "sentence")
            st.text(f"{wording.change(one['tone'])} \u2003{one['actor_name']}, {sentences}")


chrome.page(show)
