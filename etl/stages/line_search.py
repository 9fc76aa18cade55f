"""Looks for a pattern only in those lines of a text that hold a word it cannot do without.

A pattern of many alternatives is tried letter by letter; one automaton finds all the words in a tenth of the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class LineWords:
    """Words as they are written, by which lines are chosen."""

    __slots__ = ("_automaton",)

    def __init__(self, words: Sequence[str]) -> None:
        self._automaton = ahocorasick_rs.AhoCorasick(words)

    def places(self, text: str) -> list[int]:
        """Where the words begin in a text, in their order."""
        return [start for _, start, _ in self._automaton.find_matches_as_indexes(text)]

    def lines(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The lines of text[start:end] that hold one of the words, in their order."""
        found: list[tuple[int, int]] = []
        line_end = start
        for _, place, _ in self._automaton.find_matches_as_indexes(text[start:end]):
            at = start + place
            if at < line_end:
                continue
            line_end = text.find("\n", at, end)
            line_end = end if line_end < 0 else line_end
            found.append((max(start, text.rfind("\n", start, at) + 1), line_end))
        return found


class LinePattern:
    """A pattern that never reaches past the end of a line, and always holds one of some words as they are written."""

    __slots__ = ("_pattern", "words")

    def __init__(self, pattern: str, words: Sequence[str] | LineWords, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._pattern = re.compile(pattern, flags)
        self.words = words if isinstance(words, LineWords) else LineWords(words)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """What the pattern finds in text[start:end], in its order."""
        return self.within(text, self.words.lines(text, start, len(text) if end is None else end))

    def within(self, text: str, lines: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """What the pattern finds in lines that were chosen by its words."""
        for low, high in lines:
            yield from self._pattern.finditer(text, low, high)

    def among(self, text: str, lines: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """What the pattern finds in those of some whole lines that hold its words."""
        for low, high in lines:
            yield from self.finditer(text, low, high)

    def lines(self, text: str) -> list[tuple[int, int]]:
        """The lines in which the pattern finds something."""
        chosen = self.words.lines(text, 0, len(text))
        return [line for line in chosen if self._pattern.search(text, *line)]

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first that the pattern finds in text[start:end]."""
        return next(self.finditer(text, start, end), None)
