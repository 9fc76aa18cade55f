"""The pattern language of the lexicon, and a matcher that looks at each word once.

A pattern is a sequence of elements, matched on the words of one sentence, in any case:

    launch          the word itself
    launch:v        any inflection of the verb
    missile:n       singular or plural
    (a|b:v|c d:n)   one of several, each of one or more elements
    [a]             present or not
    ..3             up to three words that do not matter
    @missile        one of a named set
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from etl.lexicon.inflect import noun_forms, verb_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

GAP_WORDS_MAX = 6
VARIANTS_MAX = 4096
TOKEN = re.compile(r"\.\.\d+|[()\[\]|]|[^\s()\[\]|]+")
# Words that stand in every text: a pattern made of nothing else would fire everywhere.
COMMON = frozenset(
    """a an the of to in on at by for with from and or as is are was were be been has have had it its his her their
    that this not no will would could may might can into over out up off about after before under than then
    new""".split()
)


class PatternError(ValueError):
    """A pattern that cannot be read; says where."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One reading of a pattern: at each place a set of words, before each up to so many words that do not matter."""

    rule: int
    words: tuple[frozenset[str], ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Rule `rule` matched the words at `positions` (indexes into the words given, rising)."""

    rule: int
    positions: tuple[int, ...]

    @property
    def first(self) -> int:
        """Index of the first matched word."""
        return self.positions[0]

    @property
    def last(self) -> int:
        """Index of the last matched word."""
        return self.positions[-1]


Step = frozenset[str] | int
Sequence_ = tuple[Step, ...]


def parse_pattern(pattern: str, sets: Mapping[str, Sequence[str]], *, may_be_common: bool = False) -> list[Sequence_]:
    """Every reading of a pattern as a sequence of word sets and gaps.

    Raises PatternError if it cannot be read, or if common words alone would match it, unless `may_be_common`.
    """
    tokens = TOKEN.findall(pattern)
    if not tokens:
        raise PatternError("the pattern is empty")
    readings, rest = parse_sequence(tokens, 0, sets, frozenset())
    if rest != len(tokens):
        raise PatternError(f"unexpected {tokens[rest]!r}")
    for reading in readings:
        check_reading(reading, pattern, may_be_common=may_be_common)
    return readings


def parse_sequence(
    tokens: Sequence[str], at: int, sets: Mapping[str, Sequence[str]], open_sets: frozenset[str]
) -> tuple[list[Sequence_], int]:
    """Read elements from `at` up to a closing bracket, a bar or the end."""
    readings: list[Sequence_] = [()]
    while at < len(tokens) and tokens[at] not in {")", "]", "|"}:
        element, at = parse_element(tokens, at, sets, open_sets)
        readings = [before + after for before, after in product(readings, element)]
        if len(readings) > VARIANTS_MAX:
            raise PatternError(f"more than {VARIANTS_MAX} readings; split the pattern")
    return readings, at


def parse_element(
    tokens: Sequence[str], at: int, sets: Mapping[str, Sequence[str]], open_sets: frozenset[str]
) -> tuple[list[Sequence_], int]:
    """Read one element: its readings, and where the next begins."""
    token = tokens[at]
    if token in {"(", "["}:
        return parse_group(tokens, at, sets, open_sets)
    if token.startswith(".."):
        gap = int(token[2:])
        if not 1 <= gap <= GAP_WORDS_MAX:
            raise PatternError(f"{token}: a gap is 1 to {GAP_WORDS_MAX} words")
        return [(gap,)], at + 1
    if token.startswith("@"):
        return parse_set(token[1:], sets, open_sets), at + 1
    return [(word_forms(token),)], at + 1


def parse_group(
    tokens: Sequence[str], at: int, sets: Mapping[str, Sequence[str]], open_sets: frozenset[str]
) -> tuple[list[Sequence_], int]:
    """Read (a|b) or [a|b]; a closed square bracket adds the reading of nothing."""
    closing = ")" if tokens[at] == "(" else "]"
    readings: list[Sequence_] = []
    at += 1
    while True:
        branch, at = parse_sequence(tokens, at, sets, open_sets)
        readings += branch
        if at >= len(tokens):
            raise PatternError(f"a {closing!r} is missing")
        if tokens[at] == closing:
            break
        if tokens[at] != "|":
            raise PatternError(f"unexpected {tokens[at]!r}")
        at += 1
    if closing == "]":
        readings.append(())
    elif () in readings:
        raise PatternError("an alternative is empty")
    return merge_single_words(readings), at + 1


def parse_set(name: str, sets: Mapping[str, Sequence[str]], open_sets: frozenset[str]) -> list[Sequence_]:
    """The readings of a named set."""
    if name not in sets:
        raise PatternError(f"no set is named {name!r}")
    if name in open_sets:
        raise PatternError(f"the set {name!r} holds itself")
    readings: list[Sequence_] = []
    for item in sets[name]:
        tokens = TOKEN.findall(item)
        branch, rest = parse_sequence(tokens, 0, sets, open_sets | {name})
        if rest != len(tokens):
            raise PatternError(f"set {name!r}: unexpected {tokens[rest]!r}")
        readings += branch
    return merge_single_words(readings)


def merge_single_words(readings: Iterable[Sequence_]) -> list[Sequence_]:
    """Put all readings of one word into one, so that alternatives cost nothing."""
    words: frozenset[str] = frozenset()
    longer: dict[Sequence_, None] = {}
    for reading in readings:
        if len(reading) == 1 and isinstance(reading[0], frozenset):
            words |= reading[0]
        else:
            longer[reading] = None
    return ([(words,)] if words else []) + list(longer)


def word_forms(token: str) -> frozenset[str]:
    """The forms of a word with its tag."""
    word, _, tag = token.partition(":")
    word = word.lower()
    if not word:
        raise PatternError(f"{token!r} has no word")
    match tag:
        case "":
            return frozenset({word})
        case "v":
            return verb_forms(word)
        case "n":
            return noun_forms(word)
        case _:
            raise PatternError(f"{token!r}: a tag is v or n")


def check_reading(reading: Sequence_, pattern: str, *, may_be_common: bool) -> None:
    """Raise PatternError for a reading that begins or ends with a gap, or that any text would match."""
    if not reading or isinstance(reading[0], int) or isinstance(reading[-1], int):
        raise PatternError(f"{pattern!r} can begin or end with a gap, or be empty")
    if not may_be_common and all(step <= COMMON for step in reading if isinstance(step, frozenset)):
        raise PatternError(f"{pattern!r} can match common words alone")


def variant_of(rule: int, reading: Sequence_) -> Variant:
    """A reading with its gaps moved to the word they stand before."""
    words: list[frozenset[str]] = []
    gaps: list[int] = []
    gap = 0
    for step in reading:
        if isinstance(step, int):
            gap += step
        else:
            words.append(step)
            gaps.append(gap)
            gap = 0
    return Variant(rule, tuple(words), tuple(gaps))


class Matcher:
    """Finds the rules whose patterns match, by a look-up of each word among the rarest words of the patterns."""

    def __init__(self, rules: Sequence[Sequence[Sequence_]]) -> None:
        self._by_anchor: dict[str, list[tuple[Variant, int]]] = {}
        for rule, readings in enumerate(rules):
            for reading in dict.fromkeys(readings):
                variant = variant_of(rule, reading)
                place = anchor_place(variant)
                for word in variant.words[place]:
                    self._by_anchor.setdefault(word, []).append((variant, place))

    def find(self, words: Sequence[str], low: int, high: int) -> list[Match]:
        """Matches among words[low:high], at most one per anchor and rule."""
        by_anchor = self._by_anchor
        found: dict[Match, None] = {}
        for at in range(low, high):
            for variant, place in by_anchor.get(words[at], ()):
                positions = match_around(variant, place, words, at, low, high)
                if positions:
                    found[Match(variant.rule, positions)] = None
        return list(found)


def anchor_place(variant: Variant) -> int:
    """The place whose words are fewest and not common: the cheapest to look for."""

    def cost(place: int) -> tuple[bool, int, int]:
        words = variant.words[place]
        return (bool(words & COMMON), len(words), -max(map(len, words)))

    return min(range(len(variant.words)), key=cost)


def match_around(
    variant: Variant, place: int, words: Sequence[str], at: int, low: int, high: int
) -> tuple[int, ...] | None:
    """The positions of a variant whose word at `place` stands at `at`, or None."""
    after = match_forward(variant, place + 1, words, at + 1, high)
    if after is None:
        return None
    before = match_backward(variant, place, words, at, low)
    if before is None:
        return None
    return (*before, at, *after)


def match_forward(variant: Variant, place: int, words: Sequence[str], at: int, high: int) -> tuple[int, ...] | None:
    """Positions of the words from `place` on, the first of them at `at` or up to its gap later."""
    if place == len(variant.words):
        return ()
    wanted = variant.words[place]
    for here in range(at, min(at + variant.gaps[place] + 1, high)):
        if words[here] in wanted:
            rest = match_forward(variant, place + 1, words, here + 1, high)
            if rest is not None:
                return (here, *rest)
    return None


def match_backward(variant: Variant, place: int, words: Sequence[str], at: int, low: int) -> tuple[int, ...] | None:
    """Positions of the words before `place`, given that the word at `place` stands at `at`."""
    if place == 0:
        return ()
    wanted = variant.words[place - 1]
    for here in range(at - 1, max(at - 2 - variant.gaps[place], low - 1), -1):
        if words[here] in wanted:
            rest = match_backward(variant, place - 1, words, here, low)
            if rest is not None:
                return (*rest, here)
    return None


def strongest_first(matches: Iterable[Match], weight_of: Mapping[int, float]) -> Iterator[Match]:
    """Matches that share no word: of two that do, the one with more words wins, then the heavier, then the earlier."""
    taken: set[int] = set()
    ranked = sorted(
        matches,
        key=lambda match: (
            -len(match.positions),
            -abs(weight_of[match.rule]),
            match.first,
            match.rule,
            match.positions,
        ),
    )
    for match in ranked:
        if taken.isdisjoint(match.positions):
            taken.update(match.positions)
            yield match
