"""What 1,000 new articles cost on an archive of 10,000 and on one of 1,000,000: `python -m tests.bench.archive`.

The archives are made by `made.py`, with the rows that as many articles leave, but for their texts. Loading runs in this
process, each round on new articles; figures are medians, by part.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from etl import load as etl_load
from etl.files import Reading
from etl.lexicon.load import load_lexicon
from etl.run import import_files
from tests.bench.made import fill
from tests.integration.samples import job, rows, write_jsonl
from warehouse import writer as writing
from warehouse.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from etl.lexicon.load import Lexicon

SMALL, LARGE, NEW = 10_000, 1_000_000, 1000
ROUNDS = 5
RATIO_MAX = 1.2
WORD_ENDS = "ndan lmer rvik stol mbra ndesh rgau ltiku ssena nkor ppano rrich".split()


@contextmanager
def timed(parts: dict[str, float]) -> Iterator[None]:
    """Add up the seconds that parts of a load take; what stands within another part is not counted twice."""
    watched = [
        (Writer, "known", "known or new"),
        (Writer, "met_sketches", "copies: candidates"),
        (etl_load, "stories_of", "copies: comparing"),
        (etl_load, "coded_with_sketches", "scoring"),
        (Writer, "write_each", "writing"),
        (writing, "roll_up", "roll-ups"),
        (Writer, "settle", "levels and vintages"),
        (Writer, "publish", "publishing"),
        (Writer, "compact", "merging texts"),
        (Writer, "__enter__", "opening"),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in watched]
    open_parts: list[str] = []

    def watch(part: str, method: object) -> object:
        def run(*given: object, **named: object) -> object:
            open_parts.append(part)
            started = time.perf_counter()
            try:
                return method(*given, **named)  # type: ignore[operator]
            finally:
                seconds = time.perf_counter() - started
                open_parts.pop()
                parts[part] = parts.get(part, 0.0) + seconds
                if open_parts:
                    parts[open_parts[-1]] = parts.get(open_parts[-1], 0.0) - seconds

        return run

    for owner, name, part in watched:
        setattr(owner, name, watch(part, getattr(owner, name)))
    try:
        yield
    finally:
        for owner, name, method in before:
            setattr(owner, name, method)


def new_articles(path: Path, seed: int) -> Path:
    """A file of articles of the last week of the archive."""
    chance = random.Random(seed)
    words = [f"{first}{second}{third}" for first in "bdfgklmnprst" for second in "aeiou" for third in WORD_ENDS]
    made = [
        row
        | {"title": f"{row['title']}: {said(chance, words, 5)}", "body": f"{row['body']} {said(chance, words, 35)}."}
        for row in rows(NEW, outlets=20, days=7, seed=seed)
    ]
    return write_jsonl(
        path, (row | {"published_at": row["published_at"].replace("2024-01-0", "2023-12-2")} for row in made)
    )


def said(chance: random.Random, words: Sequence[str], count: int) -> str:
    """Some words in no order: so that articles are as unlike as news is."""
    return " ".join(chance.choices(words, k=count))


def load_once(root: Path, lexicon: Lexicon, file: Path) -> dict[str, float]:
    """Load a file, publish, and give the seconds of all and of each part."""
    parts: dict[str, float] = {}
    started = time.perf_counter()
    with timed(parts):
        import_files(job(root, lexicon), [file], Reading())
    return {"all": time.perf_counter() - started} | parts


def main() -> int:
    """Measure, print, and say whether the ratio holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=int, default=LARGE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    lexicon = load_lexicon()
    with tempfile.TemporaryDirectory() as folder:
        homes = {count: Path(folder) / str(count) for count in (SMALL, given.large)}
        for count, home in homes.items():
            home.mkdir()
            fill(home, lexicon, count)
        found: dict[int, list[dict[str, float]]] = {count: [] for count in homes}
        for number in range(given.rounds + 1):
            file = new_articles(Path(folder) / f"new-{number}.jsonl", seed=number + 10)
            for count, home in homes.items():
                seconds = load_once(home, lexicon, file)
                # The first load of a home also copies what was made.
                if number:
                    found[count].append(seconds)
    names = sorted(
        {name for one in found.values() for seconds in one for name in seconds}, key=lambda name: name != "all"
    )
    sys.stdout.write(f"{'seconds for 1,000 new articles on':<34} {SMALL:>10,} {given.large:>12,}  ratio\n")
    medians = {
        name: [statistics.median(seconds.get(name, 0.0) for seconds in found[count]) for count in homes]
        for name in names
    }
    for name, (small, large) in medians.items():
        sys.stdout.write(f"{name:<34} {small:>10.3f} {large:>12.3f} {large / small if small else 0:>6.2f}\n")
    small, large = medians["all"]
    holds = large <= RATIO_MAX * small
    sys.stdout.write(f"ratio of the whole at most {RATIO_MAX}: {'holds' if holds else 'FAILS'}\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
