"""Cuts a text into sentences and words, keeping where each stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Letters joined by full stops (U.S.), or runs of letters and digits joined by hyphens and apostrophes.
WORD = re.compile(r"([^\W_](?:(?<=[^\d_])\.(?:[^\W\d_]\.)++(?:-[^\W_]++)*+|[^\W_]*+(?:[-'’][^\W_]++)*+))")
# A run of stops with what closes a quotation, or a line's end. A run is taken whole, so that time is linear: a table of
# contents has thousands of full stops.
STOP = re.compile(r"[.!?…\n](?:(?<!\n)[.!?…]*+[\"'”’)\]]*+)?")
ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen col lt sgt maj capt adm sen rep gov pres st sr jr vs etc no inc ltd co corp dept
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun fig approx""".split()
)
ABBREVIATION_CHARS_MAX = 12
# Words that begin a sentence after initials such as U.S.; any other capital may belong to a name.
OPENERS = frozenset("The A An It He She They But In On This That Its His We Some".split())
# A sentence of more words or characters than this is cut: news has none, and scraped tables do.
SENTENCE_WORDS_MAX = 200
SENTENCE_CHARS_MAX = 10_000

# So many words' forms are kept, of at most so many letters: some 10 MB.
FORMS_MAX = 50_000
FORM_CHARS_MAX = 40


class Sentence(NamedTuple):
    """Characters [start, end) of the text and words [first, last) of its words."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words in lower case without possessive endings, where each stands, and the sentences they form."""

    plain: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[Sentence]


class Forms(dict[str, str]):
    """Words as met, each with its normal form. News repeats its words: nine in ten of a text's were met before."""

    def __missing__(self, word: str) -> str:
        form = normal_form(word)
        if len(word) <= FORM_CHARS_MAX:
            if len(self) >= FORMS_MAX:
                self.clear()
            self[word] = form
        return form


FORMS = Forms()


@lru_cache(maxsize=1)
def words_of(text: str) -> Words:
    """The words and sentences of a text; the last are kept, as the text that is asked for its day is scored next."""
    return split_words(text)


def split_words(text: str) -> Words:
    """The words and sentences of a text. Time is linear in its length."""
    # What stands between words and the words, by turns; so each word's place is a sum of lengths.
    parts = WORD.split(text)
    offsets = list(accumulate(map(len, parts)))
    starts, ends = offsets[:-1:2], offsets[1::2]
    return Words(list(map(FORMS.__getitem__, parts[1::2])), starts, ends, split_sentences(text, starts, ends))


def normal_form(word: str) -> str:
    """A word as patterns spell it: lower case, straight apostrophes, no possessive; the month of May as it is."""
    if word == "May":
        return intern(word)
    lowered = word.lower()
    if "’" in lowered:
        lowered = lowered.replace("’", "'")
    # The same word is the same string in a lexicon.
    return intern(lowered.removesuffix("'s"))


def split_sentences(text: str, starts: list[int], ends: list[int]) -> list[Sentence]:
    """The sentences of a text, given where its words stand. One that is too long is cut between words."""
    sentences: list[Sentence] = []
    begin, first = 0, 0
    for end in [*sentence_ends(text), len(text)]:
        last = bisect_left(starts, end, first)
        if last - first <= SENTENCE_WORDS_MAX and end - begin <= SENTENCE_CHARS_MAX:
            if first < last:
                sentences.append(trimmed(text, begin, end, first, last))
        else:
            sentences += pieces(text, starts, ends, Sentence(begin, end, first, last))
        begin, first = end, last
    return sentences


def pieces(text: str, starts: list[int], ends: list[int], whole: Sentence) -> Iterator[Sentence]:
    """A sentence in pieces of at most so many words and characters, but for a word that is longer than that.

    Of what is no word, so much at most is left around the words: each hit carries its sentence.
    """
    low = whole.first
    while low < whole.last:
        words_end = min(low + SENTENCE_WORDS_MAX, whole.last)
        high = max(low + 1, bisect_right(ends, starts[low] + SENTENCE_CHARS_MAX, low, words_end))
        before = whole.start if low == whole.first else starts[low]
        after = whole.end if high == whole.last else starts[high]
        start = max(before, starts[low] - SENTENCE_CHARS_MAX)
        yield trimmed(text, start, min(after, ends[high - 1] + SENTENCE_CHARS_MAX), low, high)
        low = high


def sentence_ends(text: str) -> list[int]:
    """Where sentences end: after a full stop that ends no abbreviation, and at each line's end."""
    ends: list[int] = []
    for match in STOP.finditer(text):
        at, end = match.span()
        if text[at] == "\n" or (
            text[end : end + 1].isspace() and not (text[at] == "." and is_abbreviation(text, at, end))
        ):
            ends.append(end)
    return ends


def is_abbreviation(text: str, stop: int, after: int) -> bool:
    """Whether the full stop at `stop` belongs to the word before it and the sentence goes on."""
    before = text[max(0, stop - ABBREVIATION_CHARS_MAX) : stop]
    word = "" if before[-1:].isspace() or not before else before.split()[-1].lower().lstrip("(\"'“‘")
    if word == "no":
        return text[after : after + 3].lstrip()[:1].isdigit()
    if word in ABBREVIATIONS:
        return True
    is_initials = "." in word or (len(word) == 1 and word.isalpha())
    return is_initials and not starts_sentence(text, after, word)


def starts_sentence(text: str, after: int, word: str) -> bool:
    """Whether what follows initials begins a sentence: a capital after U.S. does so only before a common opener."""
    following = text[after : after + 24].split(maxsplit=1)
    return len(word) > 1 and bool(following) and following[0] in OPENERS


def trimmed(text: str, start: int, end: int, first: int, last: int) -> Sentence:
    """A sentence without the blanks around it."""
    here = text[start:end]
    start, end = end - len(here.lstrip()), start + len(here.rstrip())
    return Sentence(start, max(start, end), first, last)
