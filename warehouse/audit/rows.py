"""The words of the audit: items that somebody looks at, samples of them, labels."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

ID_CHARS = 16
LABELLER_CHARS_MAX = 40


class Group(StrEnum):
    """What an item is drawn from."""

    COUNTED = "counted"
    SUPPRESSED = "suppressed"
    UNFLAGGED = "unflagged"


class Verdict(StrEnum):
    """What somebody says of an item."""

    RIGHT = "right"
    WRONG_CLASS = "wrong class"
    WRONG_ACTOR = "wrong actor"
    WRONG_RECIPIENT = "wrong recipient"
    NOT_SO = "not so"
    RIGHTLY_SUPPRESSED = "rightly suppressed"
    WRONGLY_SUPPRESSED = "wrongly suppressed"
    RIGHTLY_SILENT = "rightly silent"
    MISSED = "missed"
    SKIPPED = "skipped"


VERDICTS: dict[Group, tuple[Verdict, ...]] = {
    Group.COUNTED: (
        Verdict.RIGHT,
        Verdict.WRONG_CLASS,
        Verdict.WRONG_ACTOR,
        Verdict.WRONG_RECIPIENT,
        Verdict.NOT_SO,
    ),
    Group.SUPPRESSED: (Verdict.RIGHTLY_SUPPRESSED, Verdict.WRONGLY_SUPPRESSED),
    Group.UNFLAGGED: (Verdict.RIGHTLY_SILENT, Verdict.MISSED),
}
WITH_CLASS = frozenset({Verdict.WRONG_CLASS, Verdict.MISSED})
"""Verdicts that may name the class which is told in truth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A hit as it was read when it was drawn, or a sentence without one: then the span is that of the sentence."""

    group: Group
    article_id: str
    revision: int
    span_start: int
    span_end: int
    matched_text: str
    sentence_start: int
    sentence: str
    cue_id: str = ""
    event_class: str = ""
    mode: str = ""
    kind: str = ""
    actor_id: str = ""
    recipient_id: str = ""
    suppressed_reason: str = ""
    lexicon_version: str = ""

    @property
    def item_id(self) -> str:
        """The same for the same words read in the same way, whichever version of the lexicon read them.

        So a label goes on counting after the lexicon changed, as long as the hit is what it was.
        """
        reading = asdict(self)
        # A mode is a matter of weight; what is judged is class, kind, who and whom.
        del reading["lexicon_version"], reading["mode"]
        text = json.dumps(reading, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:ID_CHARS]

    @property
    def place(self) -> tuple[str, int, int, int, str]:
        """Where it stands and which rule found it, however it was read."""
        return self.article_id, self.revision, self.span_start, self.span_end, self.cue_id


def item_of(row: Mapping[str, Any], group: Group) -> Item:
    """The item that a row with the columns of `coded.cue_hit` makes."""
    names = [name for name in Item.__dataclass_fields__ if name != "group"]
    return Item(group=group, **{name: row[name] for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An item of a sample: `inclusion_probability` in (0, 1] is how likely it was to be drawn."""

    item: Item
    stratum: str
    inclusion_probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What one draw gave, in the order in which it is shown, and what it was drawn from.

    `populations` says how many there were of each group; `drawn_at` is UTC. The same seed over the same published
    version and the same labels draws the same sample.
    """

    seed: str
    drawn_at: datetime
    since: date | None
    until: date | None
    published_version: str
    lexicon_version: str
    populations: Mapping[Group, int]
    drawn: tuple[Drawn, ...]

    @property
    def sample_id(self) -> str:
        """The same for the same items at the same probabilities."""
        parts = [self.seed, *(f"{one.item.item_id} {one.inclusion_probability!r}" for one in self.drawn)]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:ID_CHARS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What one person said of one item; `event_class` is the class told in truth, where it was named."""

    label_id: str
    item_id: str
    labeller: str
    verdict: Verdict
    event_class: str
    given_at: datetime


def labeller_of(name: str) -> str:
    """A name as it is kept: on one line, without hidden characters, cut; empty if nothing is left of it."""
    shown = "".join(one if one.isprintable() else " " for one in name)
    return " ".join(shown.split())[:LABELLER_CHARS_MAX].strip()
