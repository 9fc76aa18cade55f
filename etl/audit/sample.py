"""Draws a sample of counted hits, suppressed hits and unflagged sentences from the published warehouse."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from etl.audit.draw import Cell, draw_counts, inclusion_probabilities, split
from etl.stages.words import split_words
from warehouse.audit.rows import Drawn, Group, Item, Sample, Verdict, item_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from warehouse.audit.store import Audit
    from warehouse.reader import Reader

# Unflagged sentences are drawn from so many stories at most: some 10,000 to 30,000 sentences, split in seconds.
STORIES_MAX = 2000
# Fewer words than this tell of no event: datelines, names of agencies, headings.
SENTENCE_WORDS_MIN = 3
# A sentence that names two is where events are told: it is drawn more often, and weighs less.
NAMED = {2: ("names two or more", 4.0), 1: ("names one", 2.0), 0: ("names nobody", 1.0)}
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Unflagged:
    """The sentences without a hit of the stories that were drawn, by stratum.

    Of `story_count` stories `drawn_count` were drawn.
    """

    by_stratum: Mapping[str, Sequence[Item]]
    story_count: int
    drawn_count: int

    @property
    def story_chance(self) -> float:
        """How likely a story was to be drawn."""
        return self.drawn_count / self.story_count if self.story_count else 1.0


def draw_sample(
    reader: Reader,
    audit: Audit,
    *,
    n: int,
    seed: str,
    at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> Sample:
    """A sample of `n` items, or of all there are where there are fewer. Nothing is written.

    The same seed gives the same sample as long as the warehouse and the labels given so far are the same.
    """
    freshness = reader.freshness()
    period = {"since": since or FIRST_DAY, "until": until or LAST_DAY}
    cells = hit_cells(reader.rows("audit_cells", **period), audit)
    unflagged = unflagged_sentences(reader.stream("audit_texts", seed=seed, articles_max=STORIES_MAX, **period))
    cells += sentence_cells(unflagged)
    available = Counter[Group]()
    for cell in cells:
        available[cell.group] += cell.population
    drawn: list[Drawn] = []
    for group, count in split(n, available).items():
        chance = random.Random(f"{seed}/{group}")  # noqa: S311 - drawn, not secret
        inside = [cell for cell in cells if cell.group is group]
        chances = inclusion_probabilities(inside, count) if count else []
        counts = draw_counts(inside, chances, count, chance) if count else []
        if group is Group.UNFLAGGED:
            drawn += drawn_sentences(unflagged, inside, chances, counts, chance)
        else:
            drawn += drawn_hits(reader, inside, chances, counts, seed=seed, **period)
    distinct = list({one.item.item_id: one for one in drawn}.values())
    random.Random(f"{seed}/order").shuffle(distinct)  # noqa: S311 - drawn, not secret
    available[Group.UNFLAGGED] = round(available[Group.UNFLAGGED] / unflagged.story_chance)
    return Sample(
        seed=seed,
        drawn_at=at,
        since=since,
        until=until,
        published_version=freshness.published_version,
        lexicon_version=freshness.lexicon_version or "",
        populations={group: available[group] for group in Group},
        drawn=tuple(distinct),
    )


def hit_cells(rows: Iterable[Mapping[str, Any]], audit: Audit) -> list[Cell]:
    """The cells of hits, from rows of `audit_cells.sql`, with how many items of each rule were labelled."""
    items = audit.items
    labelled = {one.item_id for one in audit.labels if one.verdict is not Verdict.SKIPPED}
    by_rule = Counter((items[one].group, items[one].cue_id) for one in labelled)
    return [
        Cell(
            group=(group := Group(row["group_name"])),
            stratum=row["stratum"],
            cue_id=row["cue_id"],
            population=row["population"],
            label_count=by_rule[group, row["cue_id"]],
        )
        for row in rows
    ]


def sentence_cells(unflagged: Unflagged) -> list[Cell]:
    """The cells of sentences without a hit."""
    return [
        Cell(group=Group.UNFLAGGED, stratum=stratum, population=len(items), interest=interest)
        for stratum, interest in NAMED.values()
        if (items := unflagged.by_stratum.get(stratum, ()))
    ]


def unflagged_sentences(rows: Iterable[Mapping[str, Any]]) -> Unflagged:
    """The sentences without a hit in the text that counts, from rows of `audit_texts.sql`."""
    found: dict[str, list[Item]] = defaultdict(list)
    story_count = drawn_count = 0
    for row in rows:
        story_count, drawn_count = row["story_count"], drawn_count + 1
        for stratum, item in sentences_of(row):
            found[stratum].append(item)
    return Unflagged(by_stratum=found, story_count=story_count, drawn_count=drawn_count)


def sentences_of(row: Mapping[str, Any]) -> Iterator[tuple[str, Item]]:
    """The sentences of a story in which no rule found anything, each with its stratum."""
    text = row["text"]
    for one in split_words(text).sentences:
        if one.last - one.first < SENTENCE_WORDS_MIN or one.start >= row["fold_at"]:
            continue
        if any(place["low"] < one.end and one.start < place["high"] for place in row["flagged"]):
            continue
        named = {name["actor_id"] for name in row["named"] if one.start <= name["at"] < one.end}
        stratum, _ = NAMED[min(len(named), 2)]
        yield (
            stratum,
            Item(
                group=Group.UNFLAGGED,
                article_id=row["article_id"],
                revision=row["revision"],
                span_start=one.start,
                span_end=one.end,
                matched_text="",
                sentence_start=one.start,
                sentence=text[one.start : one.end],
                lexicon_version=row["lexicon_version"],
            ),
        )


def drawn_sentences(
    unflagged: Unflagged,
    cells: Sequence[Cell],
    chances: Sequence[float],
    counts: Sequence[int],
    chance: random.Random,
) -> Iterator[Drawn]:
    """So many sentences of each cell; their chance is that of their story times that among its sentences."""
    for cell, probability, count in zip(cells, chances, counts, strict=False):
        for item in chance.sample(list(unflagged.by_stratum[cell.stratum]), count):
            yield Drawn(
                item=item, stratum=cell.stratum, inclusion_probability=min(1.0, probability * unflagged.story_chance)
            )


def drawn_hits(
    reader: Reader, cells: Sequence[Cell], chances: Sequence[float], counts: Sequence[int], **given: Any
) -> Iterator[Drawn]:
    """So many hits of each cell, the first in the order that the seed makes."""
    chosen = [
        (cell, probability, count) for cell, probability, count in zip(cells, chances, counts, strict=False) if count
    ]
    chance_of = {(cell.group, cell.stratum, cell.cue_id): probability for cell, probability, _ in chosen}
    rows = reader.rows(
        "audit_hits",
        groups=[cell.group.value for cell, _, _ in chosen],
        strata=[cell.stratum for cell, _, _ in chosen],
        cue_ids=[cell.cue_id for cell, _, _ in chosen],
        counts=[count for _, _, count in chosen],
        **given,
    )
    for row in rows:
        group = Group(row["group_name"])
        yield Drawn(
            item=item_of(row, group),
            stratum=row["stratum"],
            inclusion_probability=chance_of[group, row["stratum"], row["cue_id"]],
        )
