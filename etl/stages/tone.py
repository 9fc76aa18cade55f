"""Tone is VADER's, per sentence; it stands beside the signal and is no part of it.

The package lower-cases the whole sentence several times for each word of its lexicon, so its time grows with the square
of the length. Here each word is lower-cased once, and only words of its lexicon are looked at; the figures are the
package's own to the last digit, its oddities included (tests/property/test_tone.py).
"""

from __future__ import annotations

import math
import re
import string
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    C_INCR,
    N_SCALAR,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NEGATIONS = frozenset(NEGATE)
# Shorter than this without punctuation, a token is taken for an emoticon and left as it is.
WORD_CHARS_MIN = 3
# So many tokens are kept in lower case, of at most so many characters: some 10 MB.
TOKENS_MAX = 50_000
TOKEN_CHARS_MAX = 40
# So many words before one change it.
CONTEXT_WORDS = 3
# A booster two and three words before counts for so much of itself.
DAMPING = (1.0, 0.95, 0.9)
# Before and after a first "but", a sentiment counts for so much of itself.
BEFORE_BUT, AFTER_BUT = 0.5, 1.5
# After "never so" and "never this", a sentiment counts for so much.
STRESSES = frozenset({"so", "this"})
STRESSED = 1.25
# The longest word of each idiom and of each booster of several words: without it there is none. "The" is everywhere.
IDIOM_WORDS = frozenset(max(idiom.split(), key=len) for idiom in (*SPECIAL_CASES, *BOOSTER_DICT) if " " in idiom)
# Without one of these around it, and without apostrophe or capitals, a word's sentiment is its own.
CHANGING = (
    NEGATIONS | STRESSES | IDIOM_WORDS | BOOSTER_DICT.keys() | {"no", "or", "nor", "never", "without", "least", "kind"}
)
# What spreads the sum of sentiments over -1 to 1.
ALPHA = 15


@dataclass(frozen=True, slots=True)
class Vader:
    """The package's tables, and its method."""

    lexicon: Mapping[str, float]
    emojis: Mapping[str, str]
    emoji: re.Pattern[str]

    def scores(self, text: str) -> dict[str, float]:
        """The shares of negative, neutral and positive words, and the compound score: the package's polarity_scores."""
        values, word_count, added = self.rated(text)
        return {**shares(values, word_count, added), "compound": compound(values, added)}

    def rated(self, text: str) -> tuple[list[float], int, float]:
        """The sentiments of a text that are not 0, how many words it has, and what its punctuation adds."""
        plain = self.without_emojis(text).strip()
        tokens = plain.split()
        lowered = list(map(LOWERED.__getitem__, tokens))
        lexicon = self.lexicon
        rated = [at for at, word in enumerate(lowered) if word in lexicon]
        if not rated:
            return [], len(tokens), emphasis(plain)
        # In capitals are some of the words and not all.
        is_cap_diff = 0 < sum(map(str.isupper, tokens)) < len(tokens)
        has_apostrophe = "'" in plain
        places: list[int] = []
        values: list[float] = []
        for at in rated:
            if (
                has_apostrophe
                or not CHANGING.isdisjoint(
                    lowered[at - CONTEXT_WORDS if at > CONTEXT_WORDS else 0 : at + CONTEXT_WORDS]
                )
                or (is_cap_diff and tokens[at].isupper())
            ):
                value = 0.0 if is_modifier(lowered, at) else self.valence(tokens, lowered, at, is_cap_diff=is_cap_diff)
            else:
                value = lexicon[lowered[at]]
            if value:
                places.append(at)
                values.append(value)
        if values and "but" in lowered:
            weigh_around_but(places, values, lowered.index("but"))
        return values, len(tokens), emphasis(plain)

    def without_emojis(self, text: str) -> str:
        """The text with each emoji as its description, parted from what stands before it."""
        if text.isascii() or not self.emoji.search(text):
            return text
        parts: list[str] = []
        is_after_blank = True
        for character in text:
            if character in self.emojis:
                parts.append(self.emojis[character] if is_after_blank else f" {self.emojis[character]}")
                is_after_blank = False
            else:
                parts.append(character)
                is_after_blank = character == " "
        return "".join(parts)

    def valence(self, tokens: Sequence[str], lowered: Sequence[str], at: int, *, is_cap_diff: bool) -> float:
        """The sentiment of the word of the lexicon at `at`, as the words around it change it."""
        value = self.own_valence(lowered, at)
        if is_cap_diff and tokens[at].isupper():
            value += C_INCR if value > 0 else -C_INCR
        for distance in range(1, min(at, CONTEXT_WORDS) + 1):
            place = at - distance
            if lowered[place] in self.lexicon:
                continue
            if lowered[place] in BOOSTER_DICT:
                boost = boost_of(lowered[place], value, is_loud=is_cap_diff and tokens[place].isupper())
                value += boost * DAMPING[distance - 1]
            value *= negation(lowered, at, distance)
            if distance == CONTEXT_WORDS:
                value = with_idioms(value, lowered, at)
        return value * N_SCALAR if is_after_least(lowered, at, self.lexicon) else value

    def own_valence(self, lowered: Sequence[str], at: int) -> float:
        """The word's sentiment, turned round after "no"; a "no" before another word of the lexicon has none itself."""
        if is_after_no(lowered, at):
            return self.lexicon[lowered[at]] * float(N_SCALAR)
        if lowered[at] == "no" and at + 1 < len(lowered) and lowered[at + 1] in self.lexicon:
            return 0.0
        return self.lexicon[lowered[at]]


@cache
def vader() -> Vader:
    """VADER with its lexicon, read once."""
    given = SentimentIntensityAnalyzer()
    single = sorted(emoji for emoji in given.emojis if len(emoji) == 1)
    # Two signs of Latin-1, and all from the first beyond it: a class of a thousand signs takes a microsecond a word.
    latin = "".join(emoji for emoji in single if emoji <= "\u00ff")
    return Vader(given.lexicon, given.emojis, re.compile(f"[{latin}{single[len(latin)]}-{single[-1]}]"))


def tone_of(sentence: str) -> float:
    """VADER's compound score of a sentence, -1 to 1 (Hutto and Gilbert, 2014)."""
    values, _, added = vader().rated(sentence)
    return compound(values, added) if values else 0.0


class Lowered(dict[str, str]):
    """Tokens as met, each in lower case and without the punctuation around it; an emoticon keeps its own."""

    def __missing__(self, token: str) -> str:
        word = token.strip(string.punctuation)
        lowered = (word if len(word) >= WORD_CHARS_MIN else token).lower()
        if len(token) <= TOKEN_CHARS_MAX:
            if len(self) >= TOKENS_MAX:
                self.clear()
            self[token] = lowered
        return lowered


LOWERED = Lowered()


def is_modifier(lowered: Sequence[str], at: int) -> bool:
    """Whether a word only strengthens or weakens others."""
    is_kind_of = lowered[at] == "kind" and at + 1 < len(lowered) and lowered[at + 1] == "of"
    return is_kind_of or lowered[at] in BOOSTER_DICT


def is_after_no(lowered: Sequence[str], at: int) -> bool:
    """Whether "no" stands up to two words before, or three with "or" between."""
    before = lowered[max(0, at - CONTEXT_WORDS) : at]
    return "no" in before[-2:] or (len(before) == CONTEXT_WORDS and before[0] == "no" and before[-1] in {"or", "nor"})


def is_after_least(lowered: Sequence[str], at: int, lexicon: Mapping[str, float]) -> bool:
    """Whether "least" stands before, and neither "at least" nor "very least"."""
    if at == 0 or lowered[at - 1] != "least" or "least" in lexicon:
        return False
    return at == 1 or lowered[at - 2] not in {"at", "very"}


def boost_of(word: str, value: float, *, is_loud: bool) -> float:
    """What a booster adds to a sentiment; more in capitals among words that are not."""
    boost: float = BOOSTER_DICT[word] * (-1 if value < 0 else 1)
    if is_loud:
        boost += C_INCR if value > 0 else -C_INCR
    return boost


def negation(lowered: Sequence[str], at: int, distance: int) -> float:
    """What the word at a distance before makes of a sentiment: a factor."""
    word = lowered[at - distance]
    if distance > 1:
        between = lowered[at - distance + 1 : at]
        # As the package has it: of three words before, "so" and "this" strengthen with no "never" at all.
        is_stressed = between[0] in STRESSES and word == "never"
        if is_stressed or (distance == CONTEXT_WORDS and between[1] in STRESSES):
            return STRESSED
        if word == "without" and "doubt" in between:
            return 1.0
    return N_SCALAR if word in NEGATIONS or "n't" in word else 1.0


def with_idioms(value: float, lowered: Sequence[str], at: int) -> float:
    """The sentiment of an idiom that the word belongs to, else its own; and "sort of" before it."""
    if IDIOM_WORDS.isdisjoint(lowered[at - 3 : at + 3]):
        return value
    three, two, one, word = lowered[at - 3 : at + 1]
    ending = (f"{one} {word}", f"{two} {one} {word}", f"{two} {one}", f"{three} {two} {one}", f"{three} {two}")
    value = next((SPECIAL_CASES[idiom] for idiom in ending if idiom in SPECIAL_CASES), value)
    following = lowered[at + 1 : at + 3]
    for count in range(1, len(following) + 1):
        value = SPECIAL_CASES.get(" ".join([word, *following[:count]]), value)
    for words in (ending[3], ending[4], ending[2]):
        value += BOOSTER_DICT.get(words, 0.0)
    return value


def weigh_around_but(places: Sequence[int], values: list[float], but: int) -> None:
    """Halve what stands before "but" and raise what stands after it.

    As the package has it: of equal sentiments, it is the first that changes each time.
    """
    equals: dict[float, list[int]] = {}
    for number, value in enumerate(values):
        equals.setdefault(value, []).append(number)
    for number in range(len(values)):
        value = values[number]
        numbers = equals[value]
        while values[numbers[0]] != value:
            heappop(numbers)
        first = numbers[0]
        values[first] = value * (BEFORE_BUT if places[first] < but else AFTER_BUT)
        heappush(equals.setdefault(values[first], []), first)


def emphasis(text: str) -> float:
    """What exclamation and question marks add."""
    asked = text.count("?")
    return min(text.count("!"), 4) * 0.292 + (0 if asked < 2 else asked * 0.18 if asked <= 3 else 0.96)


def compound(values: Sequence[float], added: float) -> float:
    """The package's one figure for a text, given the sentiments that are not 0."""
    total = float(sum(values))
    total += added if total > 0 else -added if total < 0 else 0.0
    return round(min(1.0, max(-1.0, total / math.sqrt(total * total + ALPHA))), 4)


def shares(values: Sequence[float], word_count: int, added: float) -> dict[str, float]:
    """The package's shares of a text, given the sentiments that are not 0; without a word, each is 0."""
    positive = negative = 0.0
    for value in values:
        if value > 0:
            positive += value + 1
        else:
            negative += value - 1
    if positive > -negative:
        positive += added
    elif positive < -negative:
        negative -= added
    neutral = word_count - len(values)
    total = (positive - negative + neutral) or 1.0
    return {
        "neg": round(abs(negative / total), 3),
        "neu": round(neutral / total, 3),
        "pos": round(positive / total, 3),
    }
