"""Pages of our own making: an article about one conflict, and around it what sites print about another.

The generator is seeded: the same number gives the same page. Half of the pages call things by their names (`related`,
`comments`), half by the meaningless names that build tools make, so that finding the names alone is not enough.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from etl.evaluation.sidebars import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAGE_COUNT = 300
SEED = 20261120
INLINE_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A conflict with an article of our own about it, and what is printed about it elsewhere."""

    id: str
    actors: tuple[str, ...]
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    headlines: tuple[str, ...]
    teasers: tuple[str, ...]
    bio: str
    comments: tuple[str, ...]

    @property
    def body(self) -> tuple[str, ...]:
        """The paragraphs of its article."""
        return (self.lead, *self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """A page, the conflict its article is about, and the one of everything else on it."""

    html: str
    text: str
    own: Conflict
    other: Conflict

    @property
    def strange_words(self) -> tuple[str, ...]:
        """All that is printed of the other conflict."""
        other = self.other
        return (*other.headlines, *other.teasers, other.bio, *other.comments, *other.body, other.title)


@cache
def conflicts() -> tuple[Conflict, ...]:
    """The conflicts of conflicts.toml."""
    source = files("etl.evaluation.sidebars").joinpath("conflicts.toml").read_text(encoding="utf-8")
    return tuple(
        Conflict(
            id=row["id"],
            actors=tuple(row["actors"]),
            title=row["title"],
            lead=row["lead"],
            paragraphs=tuple(row["paragraphs"]),
            headlines=tuple(row["headlines"]),
            teasers=tuple(row["teasers"]),
            bio=row["bio"],
            comments=tuple(row["comments"]),
        )
        for row in tomllib.loads(source)["conflict"]
    )


def made_pages(count: int = PAGE_COUNT, *, seed: int = SEED) -> list[MadePage]:
    """So many pages, each of another template and pair of conflicts."""
    return [made_page(seed + number) for number in range(count)]


def made_page(seed: int) -> MadePage:
    """One page. Every choice is drawn from its seed."""
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    own, other = draw.sample(conflicts(), 2)
    name = parts.plain_names if draw.random() < 0.5 else parts.built_names(draw)
    made = parts.Strange(
        headlines=draw.sample(other.headlines, len(other.headlines)),
        teasers=list(other.teasers),
        title=other.title,
        body=list(other.body),
        bio=other.bio,
        comments=list(other.comments),
        draw=draw,
        name=name,
    )
    inner = article_body(own, made)
    head = f"<h1>{escape(own.title)}</h1>\n{parts.byline(draw, name)}"
    after = "\n".join(part(made) for part in draw.sample(parts.AFTER, draw.randint(2, 4)))
    before = "\n".join(part(made) for part in draw.sample(parts.BEFORE, draw.randint(1, 3)))
    beside = draw.choice(parts.BESIDE)(made)
    frame: Callable[..., str] = draw.choice(parts.FRAMES)
    shown = frame(name=name, head=head, body=inner, before=before, beside=beside, after=after)
    return MadePage(
        html=f"<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><title>{escape(own.title)} - The Kestrel"
        f"</title></head>\n<body>\n{shown}\n</body></html>",
        text=parts.as_dump(shown),
        own=own,
        other=other,
    )


def article_body(own: Conflict, made: parts.Strange) -> str:
    """The article's paragraphs, some with links of their own, with what is put between them."""
    draw = made.draw
    blocks = [f"<p>{linked(paragraph, draw)}</p>" for paragraph in own.body]
    if draw.random() < 0.4:
        blocks.insert(draw.randint(3, 5), f"<{(tag := draw.choice(('h2', 'h3')))}>A night without sleep</{tag}>")
    places = draw.sample(range(2, len(blocks)), draw.randint(0, INLINE_MAX))
    for place, part in zip(sorted(places, reverse=True), draw.sample(parts.INLINE, len(places)), strict=True):
        blocks.insert(place, part(made))
    return "\n".join(blocks)


def linked(paragraph: str, draw: random.Random) -> str:
    """A paragraph, in which some words may be a link, as in any article."""
    words: Sequence[str] = paragraph.split()
    if draw.random() < 0.6 or len(words) < 12:
        return escape(paragraph)
    at = draw.randint(3, len(words) - 6)
    start, anchor, end = (" ".join(words[low:high]) for low, high in ((0, at), (at, at + 3), (at + 3, None)))
    return f'{escape(start)} <a href="/archive/{at}">{escape(anchor)}</a> {escape(end)}'
