"""How well the article of a page is told from all else: against marks by hand, and among made-up sidebars.

*Main text* is scored as the article-extraction-benchmark of Zyte (MIT) does: shingles of four words, counted per page
as shares, precision and recall as means over pages, F1 of these two means. Beside it stands trafilatura as shipped, in
the same run. *Sidebars*: see `sidebars`; a page is strange if its text names an actor, or holds a cue, of the conflict
that only stands beside the article. The share of the article's own sentences that are kept stands beside it, since an
empty text is never strange.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import trafilatura

from etl.evaluation import sets
from etl.evaluation.figures import Evaluated, figure
from etl.evaluation.sidebars import made_pages
from etl.stages.main_text import read_page
from etl.stages.page_html import read_html_page
from warehouse.errors import TensiometerError

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from pathlib import Path

    from etl.evaluation.sidebars import MadePage
    from etl.lexicon.load import Lexicon

WORD = re.compile(r"\w+")
SHINGLE_WORDS = 4
ON = date(2026, 10, 15)
Shares = tuple[float, float, float]
"""What is right, too much, and missing, as shares that add up to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPage:
    """A page with its main text as marked by hand."""

    html: bytes
    text: str


def page_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """Main text and sidebars."""
    return [*main_text_measures(data), *sidebar_measures(lexicon)]


def main_text_measures(data: Path) -> list[Evaluated]:
    """F1, precision and recall of the main text on the pages marked by hand."""
    pages = gold_pages(data)
    ours = [(index, shares(page.text, read_html_page(page.html).body)) for index, page in enumerate(pages)]
    theirs = [(index, shares(page.text, as_shipped(page.html))) for index, page in enumerate(pages)]
    return [
        figure(f"main text of pages, {name}", ours, of, peer=of(theirs), confusion={})
        for name, of in (("F1", mean_f1), ("precision", mean_precision), ("recall", mean_recall))
    ]


def gold_pages(data: Path) -> list[GoldPage]:
    """The pages of the benchmark that lie beside the checkout. Raises TensiometerError where they do not."""
    folder = data / "html"
    try:
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        return [
            GoldPage(
                html=gzip.decompress((folder / "pages" / f"{key}.html.gz").read_bytes()), text=gold[key]["articleBody"]
            )
            for key in sorted(gold)
        ]
    except OSError as error:
        raise TensiometerError(f"{error.filename}: the pages cannot be read: {error.strerror}.") from error


def as_shipped(page: bytes) -> str:
    """The main text as trafilatura finds it by itself."""
    return trafilatura.extract(page) or ""


def shares(true: str, said: str) -> Shares:
    """Which shares of two texts' shingles are in both, in the second alone and in the first alone."""
    wanted, found = shingles(true), shingles(said)
    counts = ((wanted & found).total(), (found - wanted).total(), (wanted - found).total())
    total = sum(counts) or 1
    return counts[0] / total, counts[1] / total, counts[2] / total


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Each four words in a row; a shorter text is one."""
    words = WORD.findall(text)
    return Counter(
        tuple(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1)) if words
    )


def mean_of(pairs: Sequence[tuple[Hashable, Shares]], beside: int) -> float:
    """The mean over pages of what is right among it and what is wrong, of pages where there is either."""
    values = [found[0] / (found[0] + found[beside]) for _, found in pairs if found[0] + found[beside] > 0]
    return sum(values) / len(values) if values else 0.0


def mean_precision(pairs: Sequence[tuple[Hashable, Shares]]) -> float:
    """The mean over pages of the share of what was found that is right."""
    return mean_of(pairs, 1)


def mean_recall(pairs: Sequence[tuple[Hashable, Shares]]) -> float:
    """The mean over pages of the share of what is right that was found."""
    return mean_of(pairs, 2)


def mean_f1(pairs: Sequence[tuple[Hashable, Shares]]) -> float:
    """The harmonic mean of mean precision and mean recall."""
    precision, recall = mean_precision(pairs), mean_recall(pairs)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def sidebar_measures(lexicon: Lexicon) -> list[Evaluated]:
    """The share of made pages in whose text strangers stand, and of own sentences kept: as HTML and saved as text."""
    pages = made_pages()
    found: list[Evaluated] = []
    for form, read, peer in (("HTML", read_made_html, shipped_made), ("saved as text", read_made_text, None)):
        texts = [read(page) for page in pages]
        strange = [(False, is_strange(page, text, lexicon)) for page, text in zip(pages, texts, strict=True)]
        kept = kept_pairs(pages, texts)
        theirs = [peer(page) for page in pages] if peer else None
        peers = (
            (
                share_said(
                    [(False, is_strange(page, text, lexicon)) for page, text in zip(pages, theirs, strict=True)]
                ),
                share_said(kept_pairs(pages, theirs)),
            )
            if theirs
            else (None, None)
        )
        found += [
            figure(f"sidebars, {form}: pages with strangers", strange, share_said, better="lower", peer=peers[0]),
            figure(f"sidebars, {form}: own sentences kept", kept, share_said, peer=peers[1]),
        ]
    return found


def read_made_html(page: MadePage) -> str:
    """The text of a made page."""
    return read_html_page(page.html.encode()).body


def read_made_text(page: MadePage) -> str:
    """The text of a made page that was saved as text."""
    found = read_page(page.text)
    return found.body if found else ""


def shipped_made(page: MadePage) -> str:
    """The text of a made page as trafilatura finds it by itself."""
    return as_shipped(page.html.encode())


def is_strange(page: MadePage, text: str, lexicon: Lexicon) -> bool:
    """Whether a text names an actor, or holds a cue, of the conflict that only stands beside the article."""
    coded = sets.code_sentence(text, ON, lexicon)
    if {mention.actor_id for mention in coded.mentions} & (set(page.other.actors) - set(page.own.actors)):
        return True
    own = " ".join((page.own.title, *page.own.body))
    return any(
        hit.matched_text in strange and hit.sentence not in own
        for hit in coded.hits
        for strange in page.strange_words
        if hit.sentence in strange or strange in hit.sentence
    )


def kept_pairs(pages: Sequence[MadePage], texts: Sequence[str]) -> list[tuple[bool, bool]]:
    """For each sentence of the articles, whether it is in their texts."""
    return [
        (True, sentence in text)
        for page, text in zip(pages, texts, strict=True)
        for paragraph in page.own.body
        for sentence in re.split(r"(?<=[.”]) (?=[A-Z“])", paragraph)
    ]


def share_said(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """The share of items for which something was said."""
    return sum(bool(said) for _, said in pairs) / len(pairs)
