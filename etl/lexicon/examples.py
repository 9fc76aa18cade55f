"""Holds a lexicon to its own examples: each row's sentence that must hit, and each cue's that must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.lexicon.rows import CueRow, GuardRow, MarkerRow
from etl.stages.cues import find_cues
from etl.stages.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.lexicon.load import Lexicon
    from etl.lexicon.rows import RuleRow
    from etl.stages.cues import FoundCue


def broken_examples(lexicon: Lexicon) -> Iterator[str]:
    """A line for each example that does not do what its row says."""
    for row in lexicon.rules:
        fault = example_fault(row, lexicon)
        if fault:
            yield f"{row.id}: {fault}"


def example_fault(row: RuleRow, lexicon: Lexicon) -> str:
    """What is wrong with the examples of a row; empty if nothing is."""
    if isinstance(row, CueRow):
        return cue_fault(row, lexicon)
    found = found_in(row.hits, lexicon)
    if not found:
        return f"its example holds no cue: {row.hits!r}"
    if isinstance(row, MarkerRow):
        is_so = any(row.flag in one.flags for one in found)
        return "" if is_so else f"its example is not flagged {row.flag}: {row.hits!r}"
    if isinstance(row, GuardRow) and not any(one.suppressed_reason == row.reason for one in found):
        return f"its example is not suppressed for {row.reason!r}: {row.hits!r}"
    return ""


def cue_fault(cue: CueRow, lexicon: Lexicon) -> str:
    """What is wrong with the examples of a cue.

    It may lose its words to a stronger cue, as long as some hit of the example counts.
    """
    if cue.id in fired_in(cue.misses, lexicon):
        return f"it hits the sentence that it must miss: {cue.misses!r}"
    if cue.id not in fired_in(cue.hits, lexicon):
        return f"it misses the sentence that it must hit: {cue.hits!r}"
    found = found_in(cue.hits, lexicon)
    judged = [one for one in found if one.cue.id == cue.id] or found
    if all(one.suppressed_reason for one in judged):
        reasons = sorted({one.suppressed_reason for one in judged})
        return f"its example does not count any more ({', '.join(reasons)}): {cue.hits!r}"
    return ""


def found_in(text: str, lexicon: Lexicon) -> list[FoundCue]:
    """The hits of a text: of two cues that share a word, the stronger alone."""
    words = split_words(text)
    return [one for sentence in words.sentences for one in find_cues(words, sentence, text, lexicon, None)]


def fired_in(text: str, lexicon: Lexicon) -> set[str]:
    """The cues whose patterns match in a text, those that lose to a stronger one included."""
    words = split_words(text)
    return {
        lexicon.cues[match.rule].id
        for sentence in words.sentences
        for match in lexicon.cue_matcher.find(words.plain, sentence.first, sentence.last)
    }
