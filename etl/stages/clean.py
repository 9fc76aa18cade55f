"""Turns what a feed sends into plain text: no markup, no control characters, no hidden direction marks."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCKS = frozenset(
    """address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li
    main nav ol p pre section table td th tr ul""".split()
)
# Elements that are never shown. Of the first, everything to the end is content where the closing tag is missing.
RAW = frozenset("script style iframe textarea title".split())
SILENT = RAW | frozenset("noscript template object svg math head select".split())
MARKUP = re.compile(r"<[a-zA-Z!/?]|&(?:#\d|#[xX]|[a-zA-Z])")
# Control characters but for tab and line feed, and what XML cannot hold.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Zero-width and bidirectional marks: they can make a title read as another one.
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad]")
# Letters of no script bear so many marks; composing them costs time in the square of their number (UAX #15, 13).
MARKS_MAX = 30
MANY_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MARKS_MAX + 1},}}")
BLANK_LINES = re.compile(r"\n{3,}")
# A comment, a declaration, or a tag (the quoted parts of which may hold ">"). No tree is built: nested blocks cost an
# HTML5 parser time, and unclosed formatting elements memory, in the square of their number (36 KB took 1.9 GB). Each
# part is possessive or bounded, so that time is linear.
TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)"
    r"|<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)"
    r"(?:(?:[^<>\"']++|\"[^\"]{0,2000}+\"|'[^']{0,2000}+'){0,100}+>|[^<>]*+(?:>|\Z))",
    re.DOTALL,
)


def clean_title(raw: str, *, is_html: bool, chars_max: int = 1000) -> str:
    """A title as one line of plain text, at most `chars_max` characters."""
    text = strip_markup(raw) if is_html else raw
    plain = remove_controls(text)
    return " ".join((plain if plain.isascii() else HIDDEN.sub("", plain)).split())[:chars_max]


def clean_body(raw: str, *, is_html: bool, chars_max: int = 1_000_000) -> str:
    """A body as plain text: paragraphs parted by one blank line, at most `chars_max` characters."""
    text = strip_markup(raw) if is_html else raw
    lines = remove_controls(text).strip().split("\n")
    return BLANK_LINES.sub("\n\n", "\n".join([" ".join(line.split()) for line in lines]))[:chars_max]


def remove_controls(text: str) -> str:
    """The text in composed form (NFC) without control characters and lone surrogates."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not (plain.isprintable() or plain.replace("\n", "").isprintable()):
        plain = CONTROL.sub("", plain)
    return plain if plain.isascii() else unicodedata.normalize("NFC", MANY_MARKS.sub(bearable_marks, plain))


def bearable_marks(match: re.Match[str]) -> str:
    """Marks and signs with no more combining marks in a row than a letter can bear."""
    kept, count = [], 0
    for character in match.group():
        count = count + 1 if unicodedata.combining(character) else 0
        if count <= MARKS_MAX:
            kept.append(character)
    return "".join(kept)


def strip_markup(raw: str) -> str:
    """The text of an HTML fragment, with a blank line where a block begins or ends."""
    if not MARKUP.search(raw):
        return raw
    text = html.unescape("".join(shown_parts(raw)) if "<" in raw else raw)
    # What stands for an impossible reference (NUL, a surrogate) is no text of the author's.
    return text if "\ufffd" in raw else text.replace("\ufffd", "")


def shown_parts(raw: str) -> Iterator[str]:
    """The pieces of an HTML fragment that a reader sees, its references not yet resolved."""
    at = 0
    unclosed: set[str] = set()
    while tag := TAG.search(raw, at):
        yield raw[at : tag.start()]
        at = tag.end()
        name = (tag["name"] or "").lower()
        if name in BLOCKS:
            yield "\n\n"
        elif name in SILENT and not tag["slash"] and name not in unclosed:
            closing = re.compile(f"</{name}\\b", re.IGNORECASE).search(raw, at)
            if closing:
                at = closing.start()
            elif name in RAW:
                return
            else:
                unclosed.add(name)
    yield raw[at:]
