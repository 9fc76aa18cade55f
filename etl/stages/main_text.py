"""Finds the article in a page that was saved as plain text: menus, related links and author boxes are not it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Prose is a line of some length that ends like a sentence; what links and menus are made of is not.
PROSE_WORDS_MIN = 18
# More short lines than this between two paragraphs end the article.
SHORT_LINES_MAX = 3
TITLE_WORDS = range(4, 31)
HEADER_LINES_MAX = 40
SENTENCE_ENDS = (".", "!", "?", ".”", '."', ".'", ".’", "?”", "!”", ".)", "…")
HEADINGS_AFTER = re.compile(
    r"(related( news| stories| articles| topics| coverage)?|ranking|recommendation(s)?|recommended( for you)?|"
    r"comments?|"
    r"latest( headlines| news)?|most (read|popular|viewed)|more (on this story|from .{1,40}|news|stories)|"
    r"read (more|next|also)|"
    r"trending( now)?|you (may|might) also like.*|popular( now)?|editor.?s picks?|top stories|world news|"
    r"stay connected!?|about the author|sign up.*|subscribe.*|newsletter.*|advertisement|share this.*|follow us.*|tags|"
    r"what to read next|don.t miss|see also|in other news|around the web|sponsored.*)[:.…]?",
    re.IGNORECASE,
)
DATE_LINE = re.compile(
    r"^\s*(?:(?:first |last )?(?:published|updated|posted)(?: on| at)?|date)\s*[: ]\s*(.{8,60}?)\s*$", re.IGNORECASE
)
DATE_WORDS = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}(?: at \d{1,2}:\d{2} ?[ap]m(?: [A-Z]{2,4})?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a saved page holds; no title where the page names none. `dropped_text` is all that is not the article."""

    title: str
    body: str
    published_text: str
    dropped_text: str


def read_page(text: str) -> Page | None:
    """The article of a page saved as text, or None if it holds no prose."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    prose = [number for number, line in enumerate(lines) if is_prose(line)]
    if not prose:
        return None
    first, last = main_block(lines, prose)
    header = lines[:first]
    title = choose_title(header)
    body_lines = [line for line in lines[first : last + 1] if line and line != title]
    kept = set(body_lines) | {title}
    return Page(
        title=title,
        body="\n\n".join(body_lines),
        published_text=choose_date(header),
        dropped_text="\n".join(
            line for number, line in enumerate(lines) if line and not (first <= number <= last and line in kept)
        ),
    )


def is_prose(line: str) -> bool:
    """Whether a line reads like a paragraph."""
    return len(line.split()) >= PROSE_WORDS_MIN and line.endswith(SENTENCE_ENDS)


def main_block(lines: Sequence[str], prose: Sequence[int]) -> tuple[int, int]:
    """First and last line of the run of paragraphs with the most words; a heading such as "Related" ends a run."""
    runs: list[tuple[int, int]] = []
    start = previous = prose[0]
    for number in prose[1:]:
        between = [line for line in lines[previous + 1 : number] if line]
        if len(between) > SHORT_LINES_MAX or any(HEADINGS_AFTER.fullmatch(line) for line in between):
            runs.append((start, previous))
            start = number
        previous = number
    runs.append((start, previous))
    return max(runs, key=lambda run: sum(len(line.split()) for line in lines[run[0] : run[1] + 1]))


def choose_title(header: Sequence[str]) -> str:
    """The header line that stands twice or within another, else the longest that could be a title, else none."""
    near = [
        line for line in header[-HEADER_LINES_MAX:] if len(line.split()) in TITLE_WORDS and not DATE_LINE.match(line)
    ]
    for line in near:
        if sum(line in other for other in header) > 1:
            return line
    return max(near, key=len, default="")


def choose_date(header: Sequence[str]) -> str:
    """The date the header tells: a line that says it is one, the one with a time first; empty if there is none."""
    told = [match.group(1) for line in header if (match := DATE_LINE.match(line))]
    dates = [match.group() for text in told if (match := DATE_WORDS.search(text))]
    return max(dates, key=len, default="")
