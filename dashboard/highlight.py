"""Text and spans -> paragraphs of safe HTML: everything is escaped, and the only tags are p, mark and span."""

from __future__ import annotations

import html
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Hidden and reordering characters are made visible in bodies, so that a text cannot be read otherwise than it is.
UNSEEN = dict.fromkeys((*range(8203, 8208), *range(8234, 8239), *range(8288, 8298), 65279), "␣")
PARAGRAPHS_MAX = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of the text to set off. `name` is one of our own class names; `label` is said on hovering.

    Where marks overlap, the one of higher `rank` is seen. The one that was asked for is outlined.
    """

    start: int
    end: int
    name: str
    label: str = ""
    rank: int = 0
    is_asked: bool = False


def paragraphs(text: str, marks: Sequence[Mark], *, start: int = 0, end: int | None = None) -> str:
    """The characters [start, end) of `text` as HTML: a paragraph a line, each marked run in one `mark`."""
    stop = len(text) if end is None else min(end, len(text))
    pieces: list[str] = []
    at = start
    for line in text[start:stop].split("\n")[:PARAGRAPHS_MAX]:
        if line.strip():
            pieces.append(f'<p class="tension-text">{marked(text, marks, at, at + len(line))}</p>')
        at += len(line) + 1
    return "".join(pieces)


def marked(text: str, marks: Sequence[Mark], start: int, end: int) -> str:
    """The characters [start, end) with their marks, escaped."""
    inside = [one for one in marks if one.start < end and one.end > start and one.start < one.end]
    edges = sorted({start, end, *(max(one.start, start) for one in inside), *(min(one.end, end) for one in inside)})
    opening: dict[int, list[Mark]] = defaultdict(list)
    for one in inside:
        opening[max(one.start, start)].append(one)
    pieces: list[str] = []
    open_marks: list[Mark] = []
    shown: Mark | None = None
    run = ""
    for low, high in pairwise(edges):
        open_marks = [one for one in open_marks if one.end > low] + opening[low]
        top = max(open_marks, key=lambda one: (one.rank, -one.start), default=None)
        if top != shown:
            pieces.append(wrapped(run, shown))
            run, shown = "", top
        run += text[low:high]
    pieces.append(wrapped(run, shown))
    return "".join(pieces)


def wrapped(text: str, mark: Mark | None) -> str:
    """Escaped text in the tag of its mark."""
    safe = html.escape(text.translate(UNSEEN), quote=True)
    if mark is None or not safe:
        return safe
    tag = "span" if mark.name == "name" else "mark"
    title = f' title="{html.escape(mark.label, quote=True)}"' if mark.label else ""
    classes = f"tension-{html.escape(mark.name, quote=True)}{' tension-asked' if mark.is_asked else ''}"
    return f'<{tag} class="{classes}"{title}>{safe}</{tag}>'


def sentence(text: str, spans: Iterable[tuple[int, int, str, str]]) -> str:
    """One sentence with marks; spans are (start, end, kind, label) counted from its own start."""
    marks = [Mark(start=start, end=end, name=kind, label=label) for start, end, kind, label in spans]
    flat = text.replace("\n", " ")
    return f'<p class="tension-text">{marked(flat, marks, 0, len(flat))}</p>'
