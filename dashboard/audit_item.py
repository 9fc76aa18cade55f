"""One item of the audit: what was read, in its paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import cue_cards, data, highlight, selection, wording
from dashboard.evidence import BADGES
from dashboard.highlight import Mark
from warehouse.audit.rows import Group
from warehouse.errors import WarehouseError
from warehouse.terms import Kind

if TYPE_CHECKING:
    from warehouse.audit.rows import Item

QUESTIONS = {
    Group.COUNTED: "This counts. Is it right?",
    Group.SUPPRESSED: "This was found and does not count. Is that right?",
    Group.UNFLAGGED: "No rule found anything in the outlined sentence. Does it tell of an event that should count?",
}
ASKED_RANK, OTHER_RANK = 9, 2


def show_item(item: Item) -> None:
    """The question, what was read, the words in their paragraph, and ways to know more."""
    hits = hits_of(item)
    own = own_hit(item, hits)
    st.subheader(QUESTIONS[item.group], anchor=False)
    if item.group is not Group.UNFLAGGED:
        reading(item, own)
    with st.container(border=True, key=f"audit_text_{item.item_id}"):
        st.html(paragraph(item, hits))
    source(item, own)


def reading(item: Item, own: dict[str, Any] | None) -> None:
    """Kind, class, who and whom, rule, and why it does not count."""
    kind = Kind(item.kind)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="audit_reading"):
        colour = BADGES[kind] if item.group is Group.COUNTED else "gray"
        st.badge(f"{wording.KIND_MARKS[kind]} {wording.KINDS[kind]}", color=colour)  # type: ignore[arg-type]
        st.markdown(
            f"**{wording.literal(wording.class_of(item.event_class, item.mode).capitalize())}**", width="content"
        )
        actor, recipient = (named(item, own, role) for role in ("actor", "recipient"))
        st.text(wording.dyad(actor, recipient), width="content")
    if item.suppressed_reason:
        st.text(f"Does not count. {wording.reason(item.suppressed_reason)}")
    st.caption(f"Rule {wording.literal(item.cue_id)}")


def named(item: Item, own: dict[str, Any] | None, role: str) -> str:
    """The name of who acts or is met, or the id where the name is not known."""
    return str((own and own[f"{role}_name"]) or getattr(item, f"{role}_id"))


def hits_of(item: Item) -> list[dict[str, Any]]:
    """All hits of the item's article."""
    return data.records(data.frame("article_hits", article_id=item.article_id, revision=item.revision))


def own_hit(item: Item, hits: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The hit that the item is."""
    wanted = (item.span_start, item.span_end, item.cue_id, item.actor_id, item.recipient_id)
    names = ("span_start", "span_end", "cue_id", "actor_id", "recipient_id")
    return next((one for one in hits if tuple(one[name] for name in names) == wanted), None)


def paragraph(item: Item, hits: list[dict[str, Any]]) -> str:
    """The paragraph with its marks as HTML, the item outlined; the sentence alone where there is no more to show."""
    text = text_of(item)
    low, high = item.sentence_start, item.sentence_start + len(item.sentence)
    if text is None or text[low:high] != item.sentence:
        asked = Mark(
            start=item.span_start - low,
            end=item.span_end - low,
            name=mark_of(item),
            is_asked=True,
            rank=ASKED_RANK,
        )
        return highlight.paragraphs(item.sentence, [asked])
    start = text.rfind("\n", 0, low) + 1
    end = text.find("\n", high)
    marks = [mark(one) for one in hits if not is_own(one, item)]
    own = Mark(start=item.span_start, end=item.span_end, name=mark_of(item), is_asked=True, rank=ASKED_RANK)
    return highlight.paragraphs(text, [*marks, own], start=start, end=len(text) if end < 0 else end)


def text_of(item: Item) -> str | None:
    """The article's text; None where it is not there, or where texts are shown in extracts only."""
    if data.settings().public_extract_chars:
        return None
    try:
        row = data.row("article_text", article_id=item.article_id, revision=item.revision)
    except WarehouseError:
        # The segment is gone; the item has its sentence.
        return None
    return str(row["text"]) if row else None


def mark(one: dict[str, Any]) -> Mark:
    """The mark of another hit in the paragraph."""
    label = f"{wording.class_of(one['event_class'], one['mode'])}: {cue_cards.mark_name(one)}"
    return Mark(
        start=one["span_start"], end=one["span_end"], name=cue_cards.mark_name(one), label=label, rank=OTHER_RANK
    )


def is_own(one: dict[str, Any], item: Item) -> bool:
    """Whether a hit stands where the item does."""
    return bool((one["span_start"], one["span_end"]) == (item.span_start, item.span_end))


def mark_of(item: Item) -> str:
    """The name of the item's own mark."""
    return {Group.COUNTED: item.kind, Group.SUPPRESSED: "suppressed", Group.UNFLAGGED: "silent"}[item.group]


def source(item: Item, own: dict[str, Any] | None) -> None:
    """Where it stood, a link to the article, and how the hit was read."""
    article = data.row("article", article_id=item.article_id)
    if article is not None:
        address = selection.address_of(article=item.article_id, hit=own["hit_index"] if own else None)
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="audit_source"):
            st.caption(wording.literal(f"{article['outlet']}, {wording.day(article['published_at'])}"), width="content")
            st.page_link(
                "page/article.py",
                label=wording.literal(wording.title_of(article["title"])),
                icon="",
                query_params=address,
            )
    if own is not None:
        with st.expander("How it was read", key=f"audit_detail_{item.item_id}"):
            cue_cards.detail(own)
