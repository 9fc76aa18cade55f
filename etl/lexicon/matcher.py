"""Finds the patterns that match the words of a sentence: one look at each word, and a try only where all may stand.

A pattern is looked for at its rarest word (its anchor), and only in sentences that hold a word of its next rarest
places. Of the patterns that share an anchor with a word of news, one in fifty has all its words in the sentence.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from etl.lexicon.patterns import Match, anchor_place, frequency_shares, share_of, variant_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from etl.lexicon.patterns import Sequence_, Variant

# So many of the next rarest places are asked for before a pattern is tried, the second where it parts at least so many
# patterns. More of either took out a sixth of the tries, and as much time as it saved.
KEYS_MAX = 2
BRANCH_MIN = 3

# What must stand at once beside an anchor: so many words on (1 or -1; 0 if nothing must), one of these words.
Beside = tuple[int, frozenset[str]]
# A pattern to try: its rule, what stands beside its anchor, its words, the gaps before them, which of them are context
# (empty if none), and the anchor's place.
Try = tuple[int, Beside, tuple[frozenset[str], ...], tuple[int, ...], tuple[bool, ...], int]
# Patterns to try (their numbers), and by the sets of words that a sentence must hold for them, further ones.
Branch = tuple[tuple[int, ...], int, "dict[int, Branch]"]
# What a word says: the sets of words it belongs to, as bits, and the patterns whose anchor it is.
Facts = tuple[int, Branch | None]


class Compiled(NamedTuple):
    """All that a matcher knows, as plain values that can be kept in a file.

    `keys` are the sets of words, by number, that each pattern asks for beside its anchor; `sets_of` and `anchored` say
    for a word which sets it belongs to, and of which patterns it is the anchor.
    """

    tries: list[Try]
    keys: list[tuple[int, ...]]
    sets_of: dict[str, tuple[int, ...]]
    anchored: dict[str, tuple[int, ...]]


class Matcher:
    """Finds the rules whose patterns match. What a word says is worked out when it is first met."""

    __slots__ = ("_facts", "compiled")

    def __init__(self, rules: Sequence[Sequence[Sequence_]], frequent: Sequence[str] = ()) -> None:
        """Index the rules; `frequent` are the words met most, the most frequent first."""
        self._know(compile_rules(rules, frequent))

    @classmethod
    def of(cls, compiled: Compiled) -> Matcher:
        """The matcher that knows what another was found to know."""
        made = cls.__new__(cls)
        made._know(compiled)  # noqa: SLF001 - its own
        return made

    def _know(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._facts: dict[str, Facts | tuple[()]] = dict.fromkeys(
            compiled.sets_of.keys() | compiled.anchored.keys(), ()
        )

    def find(self, words: Sequence[str], low: int, high: int) -> list[Match]:
        """Matches among words[low:high], at most one per anchor and rule."""
        present = 0
        anchors: list[tuple[int, Branch]] = []
        for at, facts in enumerate(map(self._facts.get, words[low:high]), low):
            if facts is None:
                continue
            sets, branch = facts or self._learn(words[at])
            present |= sets
            if branch is not None:
                anchors.append((at, branch))
        tries, make = self.compiled.tries, tuple.__new__
        found: dict[Match, None] = {}
        for at, branch in anchors:
            asked = present & branch[1]
            for number in possible(branch, present, asked) if asked else branch[0]:
                one = tries[number]
                offset, wanted = one[1]
                # A third end here, without a call.
                if offset and not (low <= at + offset < high and words[at + offset] in wanted):
                    continue
                positions = match_around(one, words, at, low, high)
                if positions:
                    # As Match(...) does it, in a third of the time.
                    found[make(Match, (one[0], positions))] = None
        return list(found)

    def _learn(self, word: str) -> Facts:
        numbers = self.compiled.anchored.get(word, ())
        branch = grown(numbers, self.compiled.keys, 0) if numbers else None
        facts = (sum(1 << number for number in self.compiled.sets_of.get(word, ())), branch)
        self._facts[word] = facts
        return facts


def possible(branch: Branch, present: int, asked: int) -> list[int]:
    """The patterns of a branch for which a sentence with the sets `present` holds the rarest words, by their number.

    `asked` are those of the sets that the branch asks for.
    """
    found = list(branch[0])
    further = branch[2]
    while asked:
        top = asked.bit_length()
        asked ^= 1 << (top - 1)
        next_one = further[top]
        rest = present & next_one[1]
        found += possible(next_one, present, rest) if rest else next_one[0]
    found.sort()
    return found


def match_around(one: Try, words: Sequence[str], at: int, low: int, high: int) -> tuple[int, ...] | None:
    """The positions of a pattern whose anchor stands at `at`, or None."""
    _, _, wanted, gaps, is_context, place = one
    # An end without a call is the usual one: anchors stand first or last.
    after = match_forward(wanted, gaps, place + 1, words, at + 1, high) if place + 1 < len(wanted) else ()
    if after is None:
        return None
    before = match_backward(wanted, gaps, place, words, at, low) if place else ()
    if before is None:
        return None
    positions = (*before, at, *after)
    if not is_context:
        return positions
    return tuple(here for here, is_left_out in zip(positions, is_context, strict=True) if not is_left_out)


def match_forward(
    wanted: tuple[frozenset[str], ...], gaps: tuple[int, ...], place: int, words: Sequence[str], at: int, high: int
) -> tuple[int, ...] | None:
    """Positions of the words from `place` on, the first of them at `at` or up to its gap later."""
    begin, count = at, len(wanted)
    while place < count and not gaps[place]:
        if at >= high or words[at] not in wanted[place]:
            return None
        at, place = at + 1, place + 1
    if place == count:
        return tuple(range(begin, at))
    here_wanted = wanted[place]
    for here in range(at, min(at + gaps[place] + 1, high)):
        if words[here] in here_wanted:
            rest = match_forward(wanted, gaps, place + 1, words, here + 1, high)
            if rest is not None:
                return (*range(begin, at), here, *rest)
    return None


def match_backward(
    wanted: tuple[frozenset[str], ...], gaps: tuple[int, ...], place: int, words: Sequence[str], at: int, low: int
) -> tuple[int, ...] | None:
    """Positions of the words before `place`, given that the word at `place` stands at `at`."""
    end = at
    while place and not gaps[place]:
        at, place = at - 1, place - 1
        if at < low or words[at] not in wanted[place]:
            return None
    if not place:
        return tuple(range(at, end))
    here_wanted = wanted[place - 1]
    for here in range(at - 1, max(at - 2 - gaps[place], low - 1), -1):
        if words[here] in here_wanted:
            rest = match_backward(wanted, gaps, place - 1, words, here, low)
            if rest is not None:
                return (*rest, here, *range(at, end))
    return None


def compile_rules(rules: Sequence[Sequence[Sequence_]], frequent: Sequence[str]) -> Compiled:
    """The patterns of all rules, and where to look for them."""
    shares = frequency_shares(frequent)

    @cache
    def cost_of(words: frozenset[str]) -> float:
        return sum(share_of(word, shares) for word in words)

    tries: list[Try] = []
    asked: list[list[frozenset[str]]] = []
    anchored: dict[str, list[int]] = {}
    for rule, readings in enumerate(rules):
        for reading in dict.fromkeys(readings):
            variant = variant_of(rule, reading)
            place = anchor_place(variant, cost_of)
            for word in variant.words[place]:
                anchored.setdefault(word, []).append(len(tries))
            tries.append(as_try(variant, place))
            asked.append(rarest_beside(variant, place, cost_of))
    # Those met most come first: what most sentences hold is then a short number.
    numbers = {
        words: number
        for number, words in enumerate(
            sorted({words for several in asked for words in several}, key=cost_of, reverse=True)
        )
    }
    sets_of: dict[str, list[int]] = {}
    for words, number in numbers.items():
        for word in words:
            sets_of.setdefault(word, []).append(number)
    keys = [tuple(numbers[words] for words in several) for several in asked]
    return Compiled(tries, keys, in_tuples(sets_of), in_tuples(anchored))


def in_tuples(numbers: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    """The numbers of each word, unchanging."""
    return {word: tuple(several) for word, several in numbers.items()}


def as_try(variant: Variant, place: int) -> Try:
    """A pattern to try, as a plain tuple."""
    is_context = variant.is_context if True in variant.is_context else ()
    return variant.rule, beside(variant, place), variant.words, variant.gaps, is_context, place


def beside(variant: Variant, place: int) -> Beside:
    """What must stand directly after the anchor, or before it."""
    if place + 1 < len(variant.words) and not variant.gaps[place + 1]:
        return 1, variant.words[place + 1]
    if place and not variant.gaps[place]:
        return -1, variant.words[place - 1]
    return 0, frozenset()


def rarest_beside(variant: Variant, place: int, cost_of: Callable[[frozenset[str]], float]) -> list[frozenset[str]]:
    """The rarest sets of words of a pattern but for its anchor's."""
    others = dict.fromkeys(words for words in variant.words if words != variant.words[place])
    return sorted(others, key=cost_of)[:KEYS_MAX]


def grown(numbers: Sequence[int], keys: Sequence[tuple[int, ...]], depth: int) -> Branch:
    """A branch of patterns, parted by the set of words that each asks for next."""
    here: list[int] = []
    parted: dict[int, list[int]] = {}
    for number in numbers:
        if len(keys[number]) > depth and (depth == 0 or len(numbers) >= BRANCH_MIN):
            parted.setdefault(keys[number][depth], []).append(number)
        else:
            here.append(number)
    wanted = 0
    for key in parted:
        wanted |= 1 << key
    return tuple(here), wanted, {key + 1: grown(part, keys, depth + 1) for key, part in parted.items()}
