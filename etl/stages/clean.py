"""Turns what a feed sends into plain text: no markup, no control characters, no hidden direction marks."""

from __future__ import annotations

import html
import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

BLOCKS = frozenset(
    """address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li
    main nav ol p pre section table td th tr ul""".split()
)
SILENT = frozenset("script style noscript template iframe object embed svg math head title textarea select".split())
MARKUP = re.compile(r"<[a-zA-Z!/?]|&(?:#\d|#[xX]|[a-zA-Z])")
# Control characters but for tab and line feed, and what XML cannot hold.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Zero-width and bidirectional marks: they can make a title read as another one.
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad]")
BLANKS = re.compile(r"[^\S\n]+")
BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
NODES_MAX = 200_000


def clean_title(raw: str, *, is_html: bool, chars_max: int = 1000) -> str:
    """A title as one line of plain text, at most `chars_max` characters."""
    text = strip_markup(raw) if is_html else raw
    return " ".join(HIDDEN.sub("", remove_controls(text)).split())[:chars_max]


def clean_body(raw: str, *, is_html: bool, chars_max: int = 1_000_000) -> str:
    """A body as plain text: paragraphs parted by one blank line, at most `chars_max` characters."""
    text = strip_markup(raw) if is_html else raw
    text = BLANKS.sub(" ", remove_controls(text))
    text = BLANK_LINES.sub("\n\n", text)
    return "\n".join(line.strip() for line in text.strip().split("\n"))[:chars_max]


def remove_controls(text: str) -> str:
    """The text in composed form (NFC) without control characters and lone surrogates."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if plain.isascii() and plain.isprintable():
        return plain
    return unicodedata.normalize("NFC", CONTROL.sub("", plain))


def strip_markup(raw: str) -> str:
    """The text of an HTML fragment, with a blank line where a block begins or ends."""
    if not MARKUP.search(raw):
        return raw
    if "<" not in raw:
        return html.unescape(raw)
    root = LexborHTMLParser(raw).root
    if root is None:
        return html.unescape(raw)
    parts: list[str] = []
    for number, node in enumerate(root.traverse(include_text=True)):
        if number > NODES_MAX:
            break
        tag = node.tag or ""
        if tag == "-text":
            if not has_silent_parent(node):
                parts.append(node.text_content or "")
        elif tag in BLOCKS:
            parts.append("\n\n")
    return "".join(parts)


def has_silent_parent(node: object) -> bool:
    """Whether a text stands directly in an element that is never shown."""
    parent = getattr(node, "parent", None)
    return parent is not None and parent.tag in SILENT
