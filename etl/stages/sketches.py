"""What is kept of an article's words to find its copies: the words as small numbers, and keys that copies share.

A key is made of two minima over the pairs of neighbouring content words (MinHash): texts that share a share s of their
pairs share a key with the probability s squared. Keys of the headline hold for three days, those of the body for ever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BODY_WORDS_MAX = 160
TITLE_WORDS_MAX = 40
# The lead of a longer text stays where its later paragraphs are cut.
LEAD_WORDS = 45
TITLE_KEYS, LEAD_KEYS, BODY_KEYS = 4, 6, 6
# Series have the same headline each day; what has fewer words that tell something is no story to be found again.
CONTENT_WORDS_MIN = 5
CONTENT_CHARS_MIN = 4
BUCKET_HOURS = 72
READ_CHARS_MAX = 3000
KNOWN_WORDS_MAX = 400_000

CJK = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"\d+(?:[.,]\d+)*|[{CJK}]|[^\W\d_{CJK}]+(?:'[^\W\d_{CJK}]+)*")
SENTENCE_END = re.compile(r"[.!?:…]['\"”’)]*\s+|\n+")
# What outlets put under everything, and lists of links: no words of the article's own.
STANDING = re.compile(
    r"^[ \t]*[•·▪►].*$"
    r"|\b(?:continue reading|read (?:the )?(?:full|whole|more|rest)\b[^.\n]{0,60}|click here\b[^.\n]{0,60})[.…]*"
    r"|\bthe post\b[^\n]{0,200}\bappeared first on\b[^.\n]{0,60}\.?"
    r"|\b(?:sign up|subscribe|follow us|(?:follow|get|join|see all|read all|download|listen to) (?:of )?our)\b"
    r"[^.\n]{0,160}[.!]?"
    r"|#\w+",
    re.IGNORECASE | re.MULTILINE,
)
SAME_AS = {"u.s": "us", "u.s.": "us", "united states": "us", "united kingdom": "uk", "u.k.": "uk"}
SAME_AS |= {"great britain": "gb", "united nations": "un", "european union": "eu", "per cent": "percent"}
SHORTENED = re.compile(
    "|".join(rf"\b{re.escape(one)}(?!\w)" for one in sorted(SAME_AS, key=len, reverse=True)), re.IGNORECASE
)
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        start=1,
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90"}
NUMBERS |= {
    word: f"{number}th"
    for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}
ROUGH_NUMBERS = frozenset("dozen dozens hundred hundreds thousand thousands million millions billion billions".split())
DAY_WORD = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
EPOCH = datetime(1, 1, 1)
BUCKET_FACTOR = np.uint64(0xD6E8FEB86659FD93)
# Headlines of what comes each day or week under the same name.
SERIES = re.compile(
    r"\b(?:briefing|newsletter|roundup|crossword|quiz|podcast|episode|corrections?|(?:best )?photos|in pictures|"
    r"cartoon|horoscope|today|talking points|takeaways|recap|weekly|daily|digest|the week|this week|live|market talk|"
    r"what we know|key events)\b",
    re.IGNORECASE,
)
PLAIN, NUMBER, NAME, AHEAD = 0, 1, 2, 3
"""What a word is, stored in the two lowest bits of its number; AHEAD is what speaks of what is to come."""
AHEAD_WORDS = frozenset("will would could may might shall expected poised due".split())

_known: dict[str, tuple[int, int, bool]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """The words of an article: `words` are title, then body, as unsigned 16-bit numbers.

    `is_series` says that the headline is that of a series. `keys` are what the article is found by, `asked` what it
    asks for; both are empty where nothing is to be found.
    """

    words: bytes
    title_words: int
    is_series: bool
    keys: tuple[int, ...]
    asked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A title and a body as numbers of words: those that are compared, and the content words that keys are made of."""

    title: list[int]
    body: list[int]
    title_content: list[int]
    lead_content: list[int]
    body_content: list[int]


def sketches(texts: Sequence[tuple[str, str, datetime | None]]) -> list[Sketch]:
    """The sketch of each article, given as title, body and the instant of publication (UTC, naive)."""
    told = [told_of(title, body) for title, body, _ in texts]
    by_title = band_keys([one.title_content for one in told], TITLE_KEYS, seed=1)
    by_lead = band_keys([one.lead_content or one.title_content for one in told], LEAD_KEYS, seed=2)
    by_body = band_keys([one.body_content or one.title_content for one in told], BODY_KEYS, seed=3)
    lasting = shortened(np.concatenate([by_lead, by_body], axis=1)).tolist()
    buckets = np.array([bucket_of(at) for *_, at in texts], np.uint64)[:, None]
    before, within, after = (
        shortened(mixed(by_title + (buckets + np.uint64(shift)) * BUCKET_FACTOR)).tolist() for shift in (0, 1, 2)
    )
    found = []
    for number, (one, (title, _, at)) in enumerate(zip(told, texts, strict=True)):
        keys: list[int] = []
        asked: list[int] = []
        if len({*one.title_content, *one.body_content}) >= CONTENT_WORDS_MIN:
            has_title = at is not None and len(one.title_content) > 1
            # By the last, texts with the very same words find each other however many resemble them.
            whole = crc32(np.array(one.title + one.body, "<u2").tobytes())
            keys = [*(within[number] if has_title else ()), *lasting[number], whole]
            asked = [*keys, *([*before[number], *after[number]] if has_title else ())]
        found.append(
            Sketch(
                words=np.array(one.title + one.body, "<u2").tobytes(),
                title_words=len(one.title),
                is_series=SERIES.search(title) is not None,
                keys=tuple(dict.fromkeys(keys)),
                asked=tuple(dict.fromkeys(asked)),
            )
        )
    return found


def bucket_of(at: datetime | None) -> int:
    """Which three days an instant falls in."""
    return 0 if at is None else int((at - EPOCH).total_seconds() // (BUCKET_HOURS * 3600))


def told_of(title: str, body: str) -> Told:
    """The words of an article without what stands under everything."""
    head, head_content = words_of(title, TITLE_WORDS_MAX)
    plain = STANDING.sub(" ", body[:READ_CHARS_MAX])
    rest, rest_content = words_of(plain, BODY_WORDS_MAX)
    return Told(
        head,
        rest,
        [word for word in head_content if word],
        [word for word in rest_content[:LEAD_WORDS] if word],
        [word for word in rest_content if word],
    )


def words_of(text: str, words_max: int) -> tuple[list[int], list[int]]:
    """The words of a text as small numbers, and beside each its long number if it tells something, else 0."""
    small: list[int] = []
    long: list[int] = []
    text = text.replace("’", "'")
    if " " in text:
        text = SHORTENED.sub(lambda match: SAME_AS[match.group().lower()], text)
    for sentence in SENTENCE_END.split(text):
        is_first = True
        for surface in WORD.findall(sentence):
            number, kind, is_content = _known.get(surface) or number_of(surface)
            if is_first and kind == NAME and not surface.isupper():
                kind = PLAIN
            small.append((number & 0x3FFF) << 2 | kind)
            long.append(number if is_content else 0)
            is_first = False
        if len(small) >= words_max:
            return small[:words_max], long[:words_max]
    return small, long


def number_of(surface: str) -> tuple[int, int, bool]:
    """The number of a word, whatever its case, what it is, and whether it tells something."""
    word = surface.casefold().removesuffix("'s")
    is_day = DAY_WORD.fullmatch(word) is not None and (word != "march" or surface[0].isupper())
    if is_day:
        word = word[:3]
    word = NUMBERS.get(word, word)
    kind = PLAIN
    if is_day or word[0].isdigit() or word in ROUGH_NUMBERS:
        kind = NUMBER
    elif word in AHEAD_WORDS and (word != "may" or surface == "may"):
        kind = AHEAD
    elif surface[0].isupper() and len(word) > 1:
        kind = NAME
    is_content = len(word) >= CONTENT_CHARS_MIN or word[0].isdigit() or (not word.isascii() and len(word) == 1)
    # Zero says that a word tells nothing.
    told = (crc32(word.encode("utf-8", "surrogatepass")) or 1, kind, is_content)
    if len(_known) < KNOWN_WORDS_MAX:
        _known[surface] = told
    return told


def band_keys(texts: Sequence[Sequence[int]], count: int, *, seed: int) -> NDArray[np.uint64]:
    """A row of `count` keys for each text: two minima each over its pairs of neighbouring words."""
    lengths = np.array([max(1, len(text) - 1) for text in texts], np.int64)
    if not len(lengths):
        return np.zeros((0, count), np.uint64)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    first = np.fromiter((word for text in texts for word in (text[:-1] or text or (0,))), np.uint64, int(lengths.sum()))
    second = np.fromiter((word for text in texts for word in (text[1:] or text or (0,))), np.uint64, len(first))
    pairs = mixed(first * np.uint64(0x9E3779B97F4A7C15) + second)
    draw = np.random.default_rng(seed)
    factors = draw.integers(1, 2**63, 2 * count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    minima = np.stack([np.minimum.reduceat(mixed(pairs * factor), starts) for factor in factors])
    bands = np.arange(count, dtype=np.uint64) + np.uint64(1000 * seed)
    keys = mixed(minima[0::2] + mixed(minima[1::2] + bands[:, None]))
    return np.ascontiguousarray(keys.T)


def mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers stirred so that each bit depends on all (the finisher of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def shortened(keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Keys as they are stored: 32 bits, so that of 10 million articles four in a hundred meet one by chance."""
    return (keys >> np.uint64(32)).astype(np.uint32)
