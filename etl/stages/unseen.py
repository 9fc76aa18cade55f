"""Reads past marks that nobody sees: a name or a cue is found through them, and its span in the stored text holds them.

A soft hyphen or a zero-width space within a word is kept in the body, as the outlet sent it, and hides the word from
whatever looks for it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from etl.stages.clean import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.terms import Article, CodedArticle, CueHit, Mention


def kept_places(text: str) -> list[int] | None:
    """Where the characters stand that are seen; None where all are."""
    if text.isascii() or not HIDDEN.search(text):
        return None
    return [at for at, character in enumerate(text) if not HIDDEN.match(character)]


def as_seen(article: Article, places: Sequence[int]) -> Article:
    """The article with only the characters at `places` in its text."""
    text = article.text
    return replace(article, text="".join([text[at] for at in places]), fold_at=bisect_left(places, article.fold_at))


def as_stored(coded: CodedArticle, article: Article, places: Sequence[int]) -> CodedArticle:
    """What was found in the text as seen, with spans and words as they are in the stored text."""
    return replace(
        coded,
        article=article,
        mentions=tuple(stored_mention(one, article.text, places) for one in coded.mentions),
        hits=tuple(stored_hit(one, article.text, places) for one in coded.hits),
    )


def stored_mention(mention: Mention, text: str, places: Sequence[int]) -> Mention:
    """A mention with its span in the stored text."""
    start, end = stored_span(mention.start, mention.end, places)
    return replace(mention, start=start, end=end, surface=text[start:end])


def stored_hit(hit: CueHit, text: str, places: Sequence[int]) -> CueHit:
    """A hit and its sentence with their spans in the stored text."""
    start, end = stored_span(hit.start, hit.end, places)
    first, last = stored_span(hit.sentence_start, hit.sentence_start + len(hit.sentence), places)
    return replace(
        hit, start=start, end=end, matched_text=text[start:end], sentence_start=first, sentence=text[first:last]
    )


def stored_span(start: int, end: int, places: Sequence[int]) -> tuple[int, int]:
    """The span in the stored text of characters [start, end) as seen."""
    return places[start], places[end - 1] + 1
