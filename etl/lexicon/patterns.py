"""The pattern language of the lexicon; `etl.lexicon.matcher` finds what it describes.

A pattern is a sequence of elements, matched on the words of one sentence, in any case:

    launch          the word itself
    launch:v        any inflection of the verb
    missile:n       singular or plural
    (a|b:v|c d:n)   one of several, each of one or more elements
    [a]             present or not
    ..3             up to three words that do not matter
    @missile        one of a named set
    ~word           context: it must stand there, and is no part of the hit (also ~(a|b) and ~@set)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import product
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from etl.lexicon.inflect import noun_forms, verb_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

GAP_WORDS_MAX = 6
VARIANTS_MAX = 4096
# How often a word that is not among the frequent ones is met, on the scale of frequency_shares.
RARE_SHARE = 0.0005
COMMON_SHARE = 0.1
VERB = re.compile(r"([^\W\d_][\w'’-]*):v\b")
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
    is_context: tuple[bool, ...]


class Match(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Context:
    """Words that must stand at a place and are no part of the hit."""

    words: frozenset[str]


Step = frozenset[str] | Context | int
Sequence_ = tuple[Step, ...]


class NamedSets:
    """Named sets of words, each read once however many patterns name it."""

    def __init__(self, items: Mapping[str, Sequence[str]]) -> None:
        self._items = items
        self._readings: dict[str, list[Sequence_]] = {}
        self._open: set[str] = set()

    def readings(self, name: str) -> list[Sequence_]:
        """The readings of a set. Raises PatternError for a name there is none of, and for a set that holds itself."""
        if name in self._open:
            raise PatternError(f"the set {name!r} holds itself")
        if name not in self._items:
            raise PatternError(f"no set is named {name!r}")
        if name not in self._readings:
            self._open.add(name)
            try:
                self._readings[name] = self._read(name)
            finally:
                self._open.remove(name)
        return self._readings[name]

    def _read(self, name: str) -> list[Sequence_]:
        readings: list[Sequence_] = []
        for item in self._items[name]:
            tokens = TOKEN.findall(item)
            branch, rest = parse_sequence(tokens, 0, self)
            if rest != len(tokens):
                raise PatternError(f"set {name!r}: unexpected {tokens[rest]!r}")
            readings += branch
        return merge_single_words(readings)


def parse_pattern(
    pattern: str, sets: NamedSets | Mapping[str, Sequence[str]], *, may_be_common: bool = False
) -> list[Sequence_]:
    """Every reading of a pattern as a sequence of word sets and gaps.

    Raises PatternError if it cannot be read, or if common words alone would match it, unless `may_be_common`.
    """
    tokens = TOKEN.findall(pattern)
    if not tokens:
        raise PatternError("the pattern is empty")
    known = sets if isinstance(sets, NamedSets) else NamedSets(sets)
    readings, rest = parse_sequence(tokens, 0, known)
    if rest != len(tokens):
        raise PatternError(f"unexpected {tokens[rest]!r}")
    for reading in readings:
        check_reading(reading, pattern, may_be_common=may_be_common)
    return readings


def parse_sequence(tokens: Sequence[str], at: int, sets: NamedSets) -> tuple[list[Sequence_], int]:
    """Read elements from `at` up to a closing bracket, a bar or the end."""
    readings: list[Sequence_] = [()]
    while at < len(tokens) and tokens[at] not in {")", "]", "|"}:
        element, at = parse_element(tokens, at, sets)
        readings = [before + after for before, after in product(readings, element)]
        if len(readings) > VARIANTS_MAX:
            raise PatternError(f"more than {VARIANTS_MAX} readings; split the pattern")
    return readings, at


def parse_element(tokens: Sequence[str], at: int, sets: NamedSets) -> tuple[list[Sequence_], int]:
    """Read one element: its readings, and where the next begins."""
    token = tokens[at]
    if token in {"(", "["}:
        return parse_group(tokens, at, sets)
    if token.startswith("~"):
        return parse_context(tokens, at, sets)
    if token.startswith(".."):
        gap = int(token[2:])
        if not 1 <= gap <= GAP_WORDS_MAX:
            raise PatternError(f"{token}: a gap is 1 to {GAP_WORDS_MAX} words")
        return [(gap,)], at + 1
    if token.startswith("@"):
        return sets.readings(token[1:]), at + 1
    return [(word_forms(token),)], at + 1


def parse_context(tokens: Sequence[str], at: int, sets: NamedSets) -> tuple[list[Sequence_], int]:
    """Read ~word, ~@set or ~(a|b)."""
    rest = tokens[at][1:]
    if rest:
        element, _ = parse_element([rest], 0, sets)
        after = at + 1
    elif at + 1 < len(tokens) and tokens[at + 1] == "(":
        element, after = parse_group(tokens, at + 1, sets)
    else:
        raise PatternError("'~' stands before nothing")
    return [tuple(as_context(step) for step in reading) for reading in element], after


def as_context(step: Step) -> Step:
    """A step whose words are no part of the hit."""
    return Context(step) if isinstance(step, frozenset) else step


def parse_group(tokens: Sequence[str], at: int, sets: NamedSets) -> tuple[list[Sequence_], int]:
    """Read (a|b) or [a|b]; a closed square bracket adds the reading of nothing."""
    closing = ")" if tokens[at] == "(" else "]"
    readings: list[Sequence_] = []
    at += 1
    while True:
        branch, at = parse_sequence(tokens, at, sets)
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


@cache
def word_forms(token: str) -> frozenset[str]:
    """The forms of a word with its tag."""
    word, _, tag = token.partition(":")
    word = word.lower()
    if not word:
        raise PatternError(f"{token!r} has no word")
    match tag:
        case "":
            forms = frozenset({word})
        case "v":
            forms = verb_forms(word)
        case "n":
            forms = noun_forms(word)
        case _:
            raise PatternError(f"{token!r}: a tag is v or n")
    # Each word once in memory, as in the texts that are read: equal by being the same, without a look at the letters.
    return frozenset(map(intern, forms))


def verbs_in(texts: Iterable[str]) -> frozenset[str]:
    """All forms of the words that the patterns of some texts name as verbs."""
    bases = {base.lower() for text in texts for base in VERB.findall(text)}
    return frozenset(form for base in bases for form in verb_forms(base))


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
    is_context: list[bool] = []
    gap = 0
    for step in reading:
        if isinstance(step, int):
            gap += step
        else:
            words.append(step.words if isinstance(step, Context) else step)
            gaps.append(gap)
            is_context.append(isinstance(step, Context))
            gap = 0
    return Variant(rule, tuple(words), tuple(gaps), tuple(is_context))


def frequency_shares(frequent: Sequence[str]) -> dict[str, float]:
    """How often each frequent word is met, roughly: words follow Zipf's law, the n-th being met 1/n as often."""
    return {word: 1 / rank for rank, word in enumerate(frequent, start=1)}


def anchor_place(variant: Variant, cost_of: Callable[[frozenset[str]], float]) -> int:
    """The place whose words are met least: the cheapest to look for."""
    return min(range(len(variant.words)), key=lambda place: cost_of(variant.words[place]))


def share_of(word: str, shares: Mapping[str, float]) -> float:
    """How often a word is met; a common one that is not among the frequent stands for the least of them."""
    return shares.get(word) or (COMMON_SHARE if word in COMMON else RARE_SHARE)


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
