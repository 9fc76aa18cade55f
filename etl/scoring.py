"""Scores a text that is in no warehouse, for the command line and for evaluation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from etl.pipeline import Rules, article_of, code_articles
from warehouse.errors import TensiometerError
from warehouse.terms import Article, Entry, EntryOutcome

if TYPE_CHECKING:
    from etl.lexicon.load import Lexicon
    from warehouse.terms import CodedArticle

# A date in a file is believed whatever day it is: scoring a text must not depend on the clock.
FAR_FUTURE = datetime(9999, 1, 1)
PATH_CHARS_MAX = 1000


def score_text(text: str, published_on: date | None, lexicon: Lexicon) -> CodedArticle:
    """Score a text, or the first article of the file it names, as of a day (the file's own if none is given).

    Raises TensiometerError for an empty text and FileError for a file that cannot be read.
    """
    entry = (
        entry_of_file(Path(text))
        if is_path(text)
        else Entry(outlet="typed", position=0, body=text, body_is_html=False, language="")
    )
    made = article_of(entry, received_at=FAR_FUTURE, rules=Rules())
    if isinstance(made, EntryOutcome):
        raise TensiometerError(f"Nothing to score: {made.reason}.")
    return code_articles([as_of(made, published_on)], lexicon)[0]


def is_path(text: str) -> bool:
    """Whether a text is the path of a file that is there."""
    return len(text) <= PATH_CHARS_MAX and "\n" not in text and Path(text).is_file()


def entry_of_file(path: Path) -> Entry:
    """The first entry of a file that can be used."""
    from etl.files import Reading, read_file  # noqa: PLC0415 - readers of all formats, for a text that names a file

    for chunk in read_file(path, Reading()):
        for one in chunk:
            if isinstance(one, Entry):
                return one
    raise TensiometerError(f"{path} holds no article.")


def as_of(article: Article, published_on: date | None) -> Article:
    """The article as published on a day."""
    if published_on is None:
        return article
    return replace(article, published_at=datetime.combine(published_on, time()), published_method="given")
