"""Tells by the names in it what belongs to an article: a list of headlines about another war names nobody of this one.

Names are words with a capital, the first of a sentence left out, each by its first letters, so that Turkey and Turkish
are one. Those of the title and of the lines that share one with it are the article's. A line that is no sentence and
names only others is a headline of another article. A paragraph that names only others stays where the article goes on
after it: people and places come in late; what follows the last line that shares a name, and names others, goes.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from etl.stages.page_lines import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = re.compile(r"(?<![\w’'])[^\W\d_a-z][\w’'-]*")
BEGINS = re.compile(r"(?:^|[.!?:;…“”\"‘«»(\[—–•|/-])\s*$")
KEY_CHARS = 4
# What opens sentences and stands in titles, and names nobody.
COMMON = frozenset(
    """the a an and but or nor for in on at of to from by with without after before as if when while where who
    what why how which whose it its he his she her they their we our you your i my this that these those there
    here not no yes one two three four five six seven eight nine ten most more many some all both each new old
    first last next other more also mr mrs ms dr sir president minister prime general king queen monday
    tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec says said is are was
    were be will would could should can has have had do does did than then now""".split()
)
# A line in sentence case of some length that ends like no sentence, and is no row of a table, item or speaker's line.
HEADLINE = re.compile(r"(?=(?:\S+ ){3})(?!(?:\S+ ){20})(?=.*\b[a-z]{3,})[^\W_][^|:@$€£=]*[^|:@$€£=,;-]")
TOPIC_NAMES_MIN = 2
Names = tuple[set[str], set[str]]
LEAD_LINES = 2
DROPPED_SHARE_MAX = 0.5


def key(word: str) -> str:
    """The first letters of a name, by which it is known in all its forms."""
    return word.casefold().removesuffix("’s").removesuffix("'s")[:KEY_CHARS]


def names_in(line: str, *, is_headline: bool) -> tuple[set[str], set[str]]:
    """The names of a line, and those of its words with a capital that may only begin a sentence."""
    sure: set[str] = set()
    perhaps: set[str] = set()
    for match in NAME.finditer(line):
        word = match.group()
        if len(word) < 2 or word.casefold() in COMMON:
            continue
        is_first = not is_headline and BEGINS.search(line[max(0, match.start() - 3) : match.start()])
        (perhaps if is_first else sure).add(key(word))
    return sure, perhaps


def all_names(lines: Sequence[str]) -> set[str]:
    """The names of some lines, those that may only begin a sentence included."""
    return {name for line in lines for names in names_in(line, is_headline=False) for name in names}


def strangers(lines: Sequence[str], title: str) -> set[int]:
    """The numbers of the lines that are of other articles by their names; none where that would be most of the text."""
    short = [not line.endswith(SENTENCE_END) for line in lines]
    named = [names_in(line, is_headline=is_short) for line, is_short in zip(lines, short, strict=True)]
    core = names_in(title, is_headline=True)[0]
    prose = [number for number, is_short in enumerate(short) if not is_short]
    if not any(core & (named[number][0] | named[number][1]) for number in prose):
        core = core.union(*(named[number][0] for number in prose[:LEAD_LINES]))
    sharing = sharing_lines(short, named, core)
    headlines = {
        number
        for number, line in enumerate(lines)
        if number not in sharing and short[number] and named[number][0] and HEADLINE.fullmatch(line)
    }
    dropped = headlines | beside_headlines(headlines, sharing, named, short)
    left = [number for number in range(len(lines)) if number not in dropped]
    dropped |= strange_tail(left, sharing, named)
    words = sum(len(lines[number].split()) for number in dropped)
    return dropped if words <= DROPPED_SHARE_MAX * sum(len(line.split()) for line in lines) else set()


def sharing_lines(short: Sequence[bool], named: Sequence[Names], core: set[str]) -> set[int]:
    """The lines that share a name with the article so far."""
    sharing: set[int] = set()
    known = set(core)
    for number, (sure, perhaps) in enumerate(named):
        if known & (sure | perhaps):
            sharing.add(number)
            if not short[number]:
                known |= sure
    return sharing


def beside_headlines(headlines: set[int], sharing: set[int], named: Sequence[Names], short: Sequence[bool]) -> set[int]:
    """The sentences right under a stranger's headline that name whom such headlines name: teasers."""
    strange = {name for number in headlines for name in named[number][0]}
    dropped: set[int] = set()
    for number in sorted(headlines):
        below = number + 1
        if below >= len(named) or below in sharing or short[below]:
            continue
        if strange & (named[below][0] | named[below][1]):
            dropped.add(below)
    return dropped


def strange_tail(left: Sequence[int], sharing: set[int], named: Sequence[Names]) -> set[int]:
    """What follows the last of the lines left that shares a name: if it has a topic of its own.

    A topic is two names, each in two lines: one person who comes in late is still the article's.
    """
    last = max(sharing & set(left), default=-1)
    after = [number for number in left if number > last]
    seen = Counter(name for number in after for name in named[number][0] | named[number][1])
    topic = {name for number in after for name in named[number][0] if seen[name] > 1}
    while after and not topic & (named[after[0]][0] | named[after[0]][1]):
        after.pop(0)
    return set(after) if len(topic) >= TOPIC_NAMES_MIN else set()
