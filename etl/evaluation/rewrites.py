"""Rewrites articles of the chronicle as papers rewrite a wire's, and makes of them what looks like a copy and is none.

Every choice hangs on the id of the article: the set is the same whenever it is made.
"""

from __future__ import annotations

import calendar
import json
import random
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REWRITTEN = 200
PAPERS = ("Evening Courier", "Northern Star", "Daily Meridian", "City Tribune")
BYLINES = ("By Staff Reporters", "By our correspondent in the region", "From the wires", "By A. Writer and B. Editor")
DATELINES = ("LONDON (Wire) — ", "GENEVA, Switzerland — ", "(Wire) - ", "NEW YORK: ")
ENDINGS = (
    "The {paper} brings news from five continents, in the morning and in the evening. Letters are welcome.",
    "Sign up to the {paper} newsletter for the best of the week, and follow us wherever you read.",
    "More from this section: the view from the markets, the weather for the weekend, and the quiz of the day.",
    "© {paper}. All rights reserved. This material may not be reproduced without written permission of the publisher.",
)
EDITS = (
    ("said", "told reporters"),
    ("officials", "authorities"),
    ("announced", "made known"),
    ("called on", "urged"),
    ("according to", "as reported by"),
    ("programme", "program"),
    ("defence", "defense"),
    ("because", "as"),
    ("several", "a number of"),
    ("also", "as well"),
    ("large", "big"),
    ("however", "though"),
    ("about", "around"),
    ("began", "started"),
    ("near", "close to"),
)
CALENDAR = frozenset([*calendar.day_name, *calendar.month_name])
PLACES = ("Carthago", "Borduria", "Syldavia", "Ruritania", "Zenda", "Freedonia", "Sylvania", "Costaguana")
NUMBER = re.compile(r"\b(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty)\b")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An article as it goes into the search for copies."""

    outlet: str
    title: str
    body: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles and whether one is a copy of the other; `how` says how the second was made."""

    first: Written
    second: Written
    is_copy: bool
    how: str


def chronicle() -> list[tuple[str, str, Written]]:
    """The articles of the chronicle with their ids and the file that each stands in, by time."""
    found = []
    for entry in sorted(files("etl").joinpath("chronicle").iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".jsonl"):
            for row in map(json.loads, entry.read_text(encoding="utf-8").splitlines()):
                written = Written(
                    outlet=row["outlet"],
                    title=row["title"],
                    body=row["body"],
                    published_at=datetime.fromisoformat(row["published_at"]).replace(tzinfo=None),
                )
                found.append((row["id"], entry.name, written))
    return sorted(found, key=lambda one: (one[2].published_at, one[0]))


def rewritten_pairs() -> list[Pair]:
    """Rewrites of articles, which are copies; and updates, other places and neighbours in time, which are none."""
    articles = chronicle()
    chosen = random.Random(20261120).sample(articles, REWRITTEN)  # noqa: S311 - no secrets
    pairs: list[Pair] = []
    for article_id, _, written in chosen:
        chance = random.Random(article_id)  # noqa: S311 - no secrets
        pairs.append(Pair(first=written, second=rewritten(written, chance), is_copy=True, how="rewritten"))
        for how, change in NO_COPIES.items():
            changed = change(written, chance)
            if changed is not None:
                pairs.append(Pair(first=written, second=changed, is_copy=False, how=how))
    return pairs + list(neighbours(articles))


def neighbours(articles: list[tuple[str, str, Written]]) -> Iterator[Pair]:
    """Articles on one affair that were written apart: next to each other in a file, within a week."""
    by_file: dict[str, list[Written]] = {}
    for _, file, written in articles:
        by_file.setdefault(file, []).append(written)
    for of_file in by_file.values():
        for first, second in pairwise(of_file):
            if second.published_at - first.published_at <= timedelta(days=7):
                yield Pair(first=first, second=second, is_copy=False, how="written apart")


def rewritten(written: Written, chance: random.Random) -> Written:
    """The article as another paper prints it: most of the changes that papers make, seldom all of them."""
    paper = chance.choice([one for one in PAPERS if one != written.outlet])
    body = written.body
    for change, likelihood in ((cut, 0.5), (edited, 0.7), (headed, 0.6), (ended, 0.6)):
        if chance.random() < likelihood:
            body = change(body, paper, chance)
    title = other_title(written, chance) if chance.random() < 0.7 else written.title
    later = timedelta(minutes=chance.randrange(10, 20 * 60))
    return Written(outlet=paper, title=title, body=body, published_at=written.published_at + later)


def other_title(written: Written, chance: random.Random) -> str:
    """Another headline: the beginning of the lead, without its dateline, or the old one cut."""
    lead = re.sub(r"^[^a-z]{4,60}[-—:]\s*", "", written.body.partition("\n\n")[0])
    words = lead.split()
    if chance.random() < 0.75 and len(words) > 9:
        return " ".join(words[: chance.randrange(8, 13)]).rstrip(",;:")
    return " ".join(written.title.split()[:-2])


def cut(body: str, _: str, chance: random.Random) -> str:
    """A body without one of its later paragraphs."""
    parts = body.split("\n\n")
    if len(parts) > 2:
        del parts[chance.randrange(1, len(parts))]
    return "\n\n".join(parts)


def edited(body: str, _: str, chance: random.Random) -> str:
    """A body with a few words changed for others that say the same."""
    for old, new in chance.sample(EDITS, 6):
        body = re.sub(rf"\b{old}\b", new, body)
    return body


def headed(body: str, _: str, chance: random.Random) -> str:
    """A body under a byline, with another dateline."""
    body = re.sub(r"^[A-Z][^a-z]{3,40}\(\w+\) - ", "", body)
    return f"{chance.choice(BYLINES)}\n\n{chance.choice(DATELINES)}{body}"


def ended(body: str, paper: str, chance: random.Random) -> str:
    """A body with what the paper puts under everything."""
    return f"{body}\n\n{chance.choice(ENDINGS).format(paper=paper)}"


def updated(written: Written, chance: random.Random) -> Written | None:
    """The article some hours later: its numbers are others, and a sentence is new."""
    if not NUMBER.search(written.body.partition("\n\n")[0]):
        return None
    step = chance.randrange(21, 60)

    def raised(match: re.Match[str]) -> str:
        return str(int(match.group()) + step if match.group().isdigit() else step)

    lead, _, rest = written.body.partition("\n\n")
    return replace(
        written,
        title=NUMBER.sub(raised, written.title),
        body=f"{NUMBER.sub(raised, lead)}\n\n{rest}\n\nThe figures were raised in the course of the day.",
        published_at=written.published_at + timedelta(hours=chance.randrange(2, 20)),
    )


def elsewhere(written: Written, chance: random.Random) -> Written | None:
    """The article as if of another place: the same words, and other names for those it names most."""
    found = dict.fromkeys(NAME.findall(written.body))
    names = [name for name in found if len(name) > 3 and name not in CALENDAR][:4]
    if len(names) < 3:
        return None
    title, body = written.title, written.body
    for name, place in zip(names, chance.sample(PLACES, len(names)), strict=True):
        title, body = title.replace(name, place), body.replace(name, place)
    at = written.published_at + timedelta(hours=chance.randrange(1, 60))
    return replace(written, title=title, body=body, published_at=at, outlet=chance.choice(PAPERS))


NO_COPIES: dict[str, Callable[[Written, random.Random], Written | None]] = {
    "updated": updated,
    "elsewhere": elsewhere,
}
