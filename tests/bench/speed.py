"""How fast articles are scored and a command starts, on one core, with peers beside it in the same rounds.

Machines differ and are busy; so each figure is the median of rounds in which ours and the peer's take turns, in seconds
of the processor and not of the clock, and what is held to a floor is their ratio where there is a peer.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from etl.evaluation.peers import WAR_WORDS
from etl.files import Reading, read_file
from etl.lexicon.load import load_lexicon
from etl.measures import Measure
from etl.pipeline import Rules, article_of, code_articles
from warehouse.terms import Article, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from etl.lexicon.load import Lexicon

COMMAND = "make bench"
RECEIVED_AT = datetime(2026, 1, 1)
ROUNDS = 7
TITLES = 3000
ARTICLES = 150
ARTICLE_CHARS = 3000
# Read of the corpus: enough for both, and spread over its years.
ENTRIES_STEP = 20
START_RUNS = 9
START_TEXT = "North Korea launched a ballistic missile toward Japan on Monday, the Defense Ministry in Tokyo said."


def speed_measures(corpus: Path) -> list[Measure]:
    """Articles a second with VADER alone beside them, and titles a second with a list of words beside them."""
    titles, articles = entries_of(corpus)
    lexicon = load_lexicon()
    texts = [made.text for entry in articles if isinstance(made := read(entry), Article)]
    short = [f"{entry.title}\n{entry.body}" for entry in titles]
    vader = SentimentIntensityAnalyzer()
    coded, rated = in_turns(
        (len(articles), lambda: score_all(articles, lexicon)),
        (len(texts), lambda: [vader.polarity_scores(text) for text in texts]),
    )
    counted, listed = in_turns(
        (len(titles), lambda: score_all(titles, lexicon)),
        (len(short), lambda: [WAR_WORDS.findall(text) for text in short]),
    )
    return [
        of_rounds(
            "articles of 3 KB, times VADER alone",
            [ours / peer for ours, peer in zip(coded, rated, strict=True)],
            unit="x",
            floor=2,
            goal=3.5,
            n=len(articles),
        ),
        of_rounds("articles of 3 KB a second", coded, unit="1/s", peer=statistics.median(rated), n=len(articles)),
        of_rounds(
            "titles with description a second",
            counted,
            unit="1/s",
            floor=3000,
            goal=6000,
            peer=statistics.median(listed),
            n=len(titles),
        ),
    ]


def entries_of(corpus: Path) -> tuple[list[Entry], list[Entry]]:
    """Entries as they are, and articles of 3 KB made of the descriptions of several."""
    found = [
        one
        for chunk in read_file(corpus, Reading())
        for one in chunk[::ENTRIES_STEP]
        if isinstance(one, Entry) and one.body and one.language.startswith("en")
    ]
    articles: list[Entry] = []
    parts: list[str] = []
    for entry in found:
        parts += (f"{entry.title}.", entry.body)
        if sum(map(len, parts)) >= ARTICLE_CHARS:
            articles.append(replace(entry, body="\n\n".join(parts)))
            parts = []
    return found[:TITLES], articles[:ARTICLES]


def read(entry: Entry) -> object:
    """The article of an entry, or why it has none."""
    return article_of(entry, received_at=RECEIVED_AT, rules=Rules())


def score_all(entries: Sequence[Entry], lexicon: Lexicon) -> None:
    """Everything from an entry as received to its coded rows."""
    for entry in entries:
        made = read(entry)
        if isinstance(made, Article):
            code_articles([made], lexicon)


def in_turns(*works: tuple[int, Callable[[], object]]) -> list[list[float]]:
    """How many a second each work did in each round; a first round that fills what is kept is left out."""
    rates: list[list[float]] = [[] for _ in works]
    gc.collect()
    # As a scoring process does: what lasts is not looked through for garbage.
    gc.freeze()
    for number in range(ROUNDS + 1):
        for (count, work), found in zip(works, rates, strict=True):
            begun = time.process_time()
            work()
            spent = time.process_time() - begun
            if number:
                found.append(count / spent)
    gc.unfreeze()
    return rates


def of_rounds(
    name: str,
    values: Sequence[float],
    *,
    unit: str,
    n: int,
    floor: float | None = None,
    goal: float | None = None,
    peer: float | None = None,
) -> Measure:
    """The median of rounds, with the least and the most of them."""
    return Measure(
        name=name,
        value=statistics.median(values),
        unit=unit,
        better="higher",
        low=min(values),
        high=max(values),
        floor=floor,
        goal=goal,
        peer=peer,
        n=n,
        command=COMMAND,
    )


def start_measures() -> list[Measure]:
    """Seconds of the processor for `tension score` of a sentence, the lexicon kept from a run before; and without."""
    with tempfile.TemporaryDirectory() as folder:
        without = processor_seconds(folder)
        kept = [processor_seconds(folder) for _ in range(START_RUNS)]
    return [
        Measure(
            name="start-up with a kept lexicon",
            value=statistics.median(kept),
            unit="s",
            better="lower",
            low=min(kept),
            high=max(kept),
            floor=1.0,
            goal=0.4,
            peer=without,
            n=START_RUNS,
            command=COMMAND,
        )
    ]


def processor_seconds(folder: str) -> float:
    """What scoring one sentence costs from the start of the process to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "etl.cli", "score", START_TEXT],
        check=True,
        capture_output=True,
        env={**os.environ, "XDG_CACHE_HOME": folder},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
