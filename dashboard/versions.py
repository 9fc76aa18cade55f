"""Where else an article was printed, and how it was edited."""

from __future__ import annotations

import difflib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import data, selection, wording
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable

REPUBLICATION = "Republication: does not count."


def copies(article: dict[str, Any], *, is_web: Callable[[str], bool]) -> None:
    """The other copies of the story, folded: outlet, time, and a link to each."""
    rows = data.records(data.frame("article_copies", story_id=article["story_id"], article_id=article["article_id"]))
    if not rows:
        return
    with st.expander(wording.count(len(rows), "other copy", "other copies"), key="copies"):
        for one in rows:
            st.page_link(
                "page/article.py",
                label=wording.literal(wording.title_of(one["title"])),
                query_params=selection.address_of(article=one["article_id"]),
            )
            also = f" {REPUBLICATION}" if one["counts_as"] == "republication" else ""
            st.caption(wording.literal(f"{one['outlet']} · {wording.published(one)}.{also}"))
            if is_web(one["url"]):
                st.link_button("Original", one["url"], icon=":material/open_in_new:", key=f"copy_{one['article_id']}")


def revisions(article: dict[str, Any]) -> None:
    """What each edit took out and put in, the newest edit first, folded."""
    rows = data.records(data.frame("article_revisions", article_id=article["article_id"]))
    if len(rows) < 2:
        return
    with st.expander(wording.count(len(rows) - 1, "edit"), key="revisions"):
        texts = {one["revision"]: text_of(article["article_id"], one["revision"]) for one in rows}
        for newer, older in pairwise(rows):
            st.caption(f"Revision {newer['revision']}, seen {wording.instant(newer['revised_at'])}")
            lines = changes(texts[older["revision"]], texts[newer["revision"]])
            # Shown as it is: in a block of code nothing is read as Markdown or HTML.
            st.code("\n".join(lines) or "Nothing that is shown here has changed.", language="diff", wrap_lines=True)


def text_of(article_id: str, revision: int) -> str:
    """The text of a revision as far as it may be shown; empty where it is not there."""
    try:
        row = data.row("article_text", article_id=article_id, revision=revision)
    except WarehouseError:
        row = None
    text, limit = str(row["text"]) if row else "", data.settings().public_extract_chars
    return text[:limit] if limit else text


def changes(before: str, after: str) -> list[str]:
    """The paragraphs that an edit took out (-) and put in (+), in their order."""
    lines = list(difflib.unified_diff(paragraphs(before), paragraphs(after), lineterm="", n=0))
    return [line for line in lines[2:] if not line.startswith("@@")]


def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold anything."""
    return [line for line in text.split("\n") if line.strip()]
