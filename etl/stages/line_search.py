"""Looks for a pattern only in those lines of a text that hold a word it cannot do without.

A pattern of many alternatives is tried letter by letter; a plain word is found at the speed of memory.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class LinePattern:
    """A pattern that never reaches past the end of a line, and always holds one of some words as they are written."""

    __slots__ = ("_pattern", "_words")

    def __init__(self, pattern: str, words: Sequence[str], flags: re.RegexFlag = re.NOFLAG) -> None:
        self._pattern = re.compile(pattern, flags)
        self._words = tuple(words)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """What the pattern finds in text[start:end], in its order."""
        for low, high in lines_with(self._words, text, start, len(text) if end is None else end):
            yield from self._pattern.finditer(text, low, high)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first that the pattern finds in text[start:end]."""
        return next(self.finditer(text, start, end), None)


def lines_with(words: Sequence[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of text[start:end] that hold one of some words, in their order."""
    lines: set[tuple[int, int]] = set()
    for word in words:
        at = text.find(word, start, end)
        while at >= 0:
            line_end = text.find("\n", at, end)
            line_end = end if line_end < 0 else line_end
            lines.add((max(start, text.rfind("\n", start, at) + 1), line_end))
            at = text.find(word, line_end, end)
    return sorted(lines)
