"""Processes that score: each reads the lexicon once and makes rows of articles until its parent is gone."""

from __future__ import annotations

import sys
from functools import partial
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING

from etl.copies import coded_with_sketches
from etl.lexicon.cache import kept_lexicon
from etl.lexicon.load import load_lexicon
from etl.lexicon.packing import no_collection
from etl.pipeline import scored
from etl.workers import Pool
from warehouse.columns import CodedTables, VersionRows, join_version_rows, version_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from etl.lexicon.load import Lexicon
    from etl.lexicon.sources import SourceFile
    from warehouse.terms import Article, CodedArticle

Scorers = Pool["Sequence[Article]", CodedTables]
Revised = tuple["Article", int]
"""A stored text, and which revision of its article it is."""
Recoders = Pool["Sequence[Revised]", VersionRows]


def scorers(count: int, own: tuple[SourceFile, ...]) -> Scorers:
    """So many processes that score, by the lexicon with these files of one's own."""
    return Pool(count, start_scorer, own)


def start_scorer(own: tuple[SourceFile, ...]) -> Callable[[Sequence[Article]], CodedTables]:
    """Load the lexicon in a scoring process.

    `own` are the files of one's own as the parent read them: on disk they may have changed since.
    """
    sys.meta_path.insert(0, WithoutPandas())
    return partial(score_part, lexicon=own_lexicon(own))


def own_lexicon(own: tuple[SourceFile, ...]) -> Lexicon:
    """The parent's lexicon, in a process of its own."""
    return kept_lexicon(own=own, compiled=partial(load_lexicon, own=own))


def score_part(articles: Sequence[Article], *, lexicon: Lexicon) -> CodedTables:
    """Score articles; the rows travel back as columns."""
    return coded_with_sketches(articles, lexicon)


def recoders(count: int, own: tuple[SourceFile, ...]) -> Recoders:
    """So many processes that score stored texts anew."""
    return Pool(count, start_recoder, own)


def start_recoder(own: tuple[SourceFile, ...]) -> Callable[[Sequence[Revised]], VersionRows]:
    """Load the lexicon in a process that scores stored texts anew; `own` as for `start_scorer`."""
    sys.meta_path.insert(0, WithoutPandas())
    return partial(recoded_part, lexicon=own_lexicon(own))


def recoded_part(texts: Sequence[Revised], *, lexicon: Lexicon) -> VersionRows:
    """Score stored texts as of the day they count on, which no lexicon moves: the rows that a version keeps of them."""
    by_revision: dict[int, list[CodedArticle]] = {}
    with no_collection():
        for article, revision in texts:
            by_revision.setdefault(revision, []).append(scored(article, lexicon))
    return join_version_rows(
        [version_rows(coded, revision, lexicon.version) for revision, coded in by_revision.items()]
    )


class WithoutPandas(MetaPathFinder):
    """Tells Arrow that there is no pandas, which it would load at its first table: 50 MB for nothing."""

    def find_spec(self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None, /) -> None:
        """Find every module but pandas where others find it."""
        if fullname == "pandas":
            raise ModuleNotFoundError("a scoring process needs no pandas", name=fullname)
