"""Runs rules of one's own over articles that are stored, and finds what they would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.lexicon.load import matcher_of
from etl.pipeline import scored
from etl.stages.words import split_words
from warehouse.terms import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import Any

    from etl.lexicon.load import Lexicon
    from etl.lexicon.matcher import Matcher
    from warehouse.terms import CueHit

HITS_SHOWN_MAX = 10
Cell = tuple["date | None", str, str]


@dataclass(frozen=True, slots=True)
class TriedHit:
    """A hit of a rule that is tried, with where and when it stood."""

    outlet: str
    published_on: date | None
    hit: CueHit


@dataclass(slots=True)
class Trial:
    """What the rules that are tried would change.

    `moved` maps (day, actor, kind) to the change of its intensity: the sum over articles of the greatest |weight|/10 x
    certainty among counted hits. `lost` and `gained` count hits by cue, those that are suppressed left out.
    """

    rule_ids: tuple[str, ...]
    article_count: int = 0
    changed_count: int = 0
    counted: int = 0
    suppressed: Counter[str] = field(default_factory=Counter)
    samples: list[TriedHit] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    gained: Counter[str] = field(default_factory=Counter)
    moved: dict[Cell, float] = field(default_factory=dict)

    def add(self, article: Article, before: Iterable[CueHit], after: Iterable[CueHit]) -> None:
        """Count what changes in an article."""
        old, new = list(before), list(after)
        if old == new:
            return
        self.changed_count += 1
        for hit in new:
            if hit.cue_id in self.rule_ids:
                self._add_own(article, hit)
        was, will_be = counted_cues(old), counted_cues(new)
        self.lost += was - will_be
        self.gained += will_be - was
        now = intensities(new)
        for key, value in intensities(old).items():
            now[key] = now.get(key, 0.0) - value
        for (actor_id, kind), change in now.items():
            if change:
                cell = (article.published_on, actor_id, kind)
                self.moved[cell] = self.moved.get(cell, 0.0) + change

    def _add_own(self, article: Article, hit: CueHit) -> None:
        if hit.suppressed_reason:
            self.suppressed[hit.suppressed_reason] += 1
        else:
            self.counted += 1
        if len(self.samples) < HITS_SHOWN_MAX:
            self.samples.append(TriedHit(article.outlet, article.published_on, hit))

    def most_moved(self, count: int) -> list[tuple[Cell, float]]:
        """The cells that change most, the greatest change first."""
        return sorted(self.moved.items(), key=lambda item: (-abs(item[1]), str(item[0])))[:count]


def try_rules(articles: Iterable[Mapping[str, Any]], before: Lexicon, after: Lexicon) -> Trial:
    """Score the articles that the new rules of `after` touch with both lexicons; rows as of `stored_texts.sql`."""
    known = {row.id for row in before.rules}
    rows = [row for row in after.rules if row.id not in known]
    matcher = matcher_of(rows, after.own)
    names = [name for name in after.gazetteer.bearers if name not in before.gazetteer.bearers]
    trial = Trial(tuple(row.id for row in rows))
    for stored in articles:
        trial.article_count += 1
        if is_touched(stored["text"], matcher, names):
            article = article_of_row(stored)
            trial.add(article, scored(article, before).hits, scored(article, after).hits)
    return trial


def is_touched(text: str, matcher: Matcher, names: Iterable[str]) -> bool:
    """Whether a text holds a new name, or a sentence that a new rule matches."""
    words = split_words(text)
    return any(name in text for name in names) or any(
        matcher.find(words.plain, sentence.first, sentence.last) for sentence in words.sentences
    )


def article_of_row(row: Mapping[str, Any]) -> Article:
    """A stored article as scoring needs it."""
    return Article(
        article_id=row["article_id"],
        outlet=row["outlet"],
        url="",
        title="",
        text=row["text"],
        fold_at=row["fold_at"],
        language="en",
        language_is_supported=True,
        published_at=row["published_at"],
        published_method="",
        published_text="",
        content_hash="",
        story_id="",
    )


def counted_cues(hits: Iterable[CueHit]) -> Counter[str]:
    """How many hits of each cue count."""
    return Counter(hit.cue_id for hit in hits if hit.is_counted)


def intensities(hits: Iterable[CueHit]) -> dict[tuple[str, str], float]:
    """The intensity of one article by actor, in either role, and kind."""
    found: dict[tuple[str, str], float] = {}
    for hit in hits:
        if hit.is_counted:
            for actor_id in {hit.actor_id, hit.recipient_id} - {""}:
                key = (actor_id, hit.kind.value)
                found[key] = max(found.get(key, 0.0), abs(hit.weight) / 10 * hit.certainty)
    return found
