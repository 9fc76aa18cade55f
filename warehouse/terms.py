"""The vocabulary every stage speaks: enums and frozen rows, one meaning a word.

Instants (`*_at`) are naive `datetime` values in UTC, because a time zone in the type would make each SQL
client's own zone decide which day an article belongs to. Days end in `_on`. Spans are half-open
`[start, end)` offsets in characters (Python code points) of `Article.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class EventClass(StrEnum):
    """The sixteen event classes of PLOVER, the successor of CAMEO."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class QuadClass(StrEnum):
    """Verbal or material, cooperation or conflict. SANCTION is material here, unlike in PLOVER's table."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


QUAD_CLASSES: dict[EventClass, QuadClass] = {
    EventClass.AGREE: QuadClass.VERBAL_COOPERATION,
    EventClass.CONSULT: QuadClass.VERBAL_COOPERATION,
    EventClass.SUPPORT: QuadClass.VERBAL_COOPERATION,
    EventClass.CONCEDE: QuadClass.VERBAL_COOPERATION,
    EventClass.COOPERATE: QuadClass.MATERIAL_COOPERATION,
    EventClass.AID: QuadClass.MATERIAL_COOPERATION,
    EventClass.RETREAT: QuadClass.MATERIAL_COOPERATION,
    EventClass.REQUEST: QuadClass.VERBAL_CONFLICT,
    EventClass.ACCUSE: QuadClass.VERBAL_CONFLICT,
    EventClass.REJECT: QuadClass.VERBAL_CONFLICT,
    EventClass.THREATEN: QuadClass.VERBAL_CONFLICT,
    EventClass.PROTEST: QuadClass.MATERIAL_CONFLICT,
    EventClass.SANCTION: QuadClass.MATERIAL_CONFLICT,
    EventClass.MOBILIZE: QuadClass.MATERIAL_CONFLICT,
    EventClass.COERCE: QuadClass.MATERIAL_CONFLICT,
    EventClass.ASSAULT: QuadClass.MATERIAL_CONFLICT,
}


class Kind(StrEnum):
    """What a cue hit adds to: one of three series, or none of them."""

    ACT = "act"
    THREAT = "threat"
    DEESCALATION = "deescalation"
    NONE = "none"


class Modality(StrEnum):
    """Whether the words say that it is so. A hit carries a set of them."""

    ASSERTED = "asserted"
    ATTRIBUTED = "attributed"
    FUTURE = "future"
    CONDITIONAL = "conditional"
    NEGATED = "negated"
    HISTORICAL = "historical"
    QUESTION = "question"


SUPPRESSING: frozenset[Modality] = frozenset(
    {Modality.NEGATED, Modality.CONDITIONAL, Modality.HISTORICAL, Modality.QUESTION}
)
"""A hit with one of these is kept and shown, and counts for nothing."""


class Role(StrEnum):
    """The part an actor plays in the hits that are summed."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    EITHER = "either"


class Scope(StrEnum):
    """Between states, or within one; domestic hits are a series of their own."""

    INTERNATIONAL = "international"
    DOMESTIC = "domestic"


class ActorKind(StrEnum):
    """What a gazetteer row is. Theatres are places: they are mentioned, and never act."""

    STATE = "state"
    GROUP = "group"
    ORGANISATION = "organisation"
    THEATRE = "theatre"


class Outcome(StrEnum):
    """What became of an entry. Every entry that was read ends in exactly one."""

    NEW = "new"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    FAILED = "failed"


class FetchStatus(StrEnum):
    """How one attempt at a feed or file ended."""

    READ = "read"
    NOT_MODIFIED = "not_modified"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item as received from a feed or a file, before anything was cleaned."""

    outlet: str
    position: int
    title: str = ""
    title_is_html: bool = True
    body: str = ""
    body_is_html: bool = True
    url: str = ""
    guid: str = ""
    published_text: str = ""
    language: str = ""
    feed_id: str = ""
    dropped_text: str = ""
    published_method: str = "feed"
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableEntry:
    """An item that could not even be read, with its outcome and the reason."""

    position: int
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry after cleaning: plain text, an identity, a date.

    `text` is the title, a blank line and the body; every span counts from its start. `fold_at` is where the
    text that counts ends: title and the first 1,000 characters of the body. `stamped_at` is the date as the feed or
    page gave it; `published_at` is another where the words of the article tell another day, which `published_evidence`
    quotes. `cut` names what of the entry was too long to be kept whole.
    """

    article_id: str
    outlet: str
    url: str
    title: str
    text: str
    fold_at: int
    language: str
    language_is_supported: bool
    published_at: datetime | None
    published_method: str
    published_text: str
    content_hash: str
    story_id: str
    feed_id: str = ""
    dropped_text: str = ""
    stamped_at: datetime | None = None
    published_confidence: float = 0.0
    published_evidence: str = ""
    cut: str = ""

    @property
    def published_on(self) -> date | None:
        """The UTC day of publication, or None where no date could be read."""
        return self.published_at.date() if self.published_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A gazetteer name at a span. `actor_id` is what `entity_id` rolls up to (the KPA to PRK)."""

    entity_id: str
    actor_id: str
    kind: ActorKind
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CueHit:
    """A cue at a span of one article, with who, to whom, how much, and whether it counts.

    `weight` in [-10, 10], Goldstein-like; `certainty` in (0, 1]. `suppressed_reason` is empty where the hit
    counts. `actor_rule` and `recipient_rule` say how each was chosen. Where grammar finds no pair, the order of names
    may suggest one: `possible_rule` says how, and no series counts it. `theatre_id` is the place its sentence names.
    """

    cue_id: str
    event_class: EventClass
    mode: str
    weight: float
    kind: Kind
    modality: tuple[Modality, ...]
    certainty: float
    suppressed_reason: str
    is_below_fold: bool
    scope: Scope
    actor_id: str
    actor_rule: str
    recipient_id: str
    recipient_rule: str
    start: int
    end: int
    matched_text: str
    sentence_start: int
    sentence: str
    possible_actor_id: str = ""
    possible_recipient_id: str = ""
    possible_rule: str = ""
    theatre_id: str = ""

    @property
    def quad_class(self) -> QuadClass:
        """Verbal or material, cooperation or conflict."""
        return QUAD_CLASSES[self.event_class]

    @property
    def is_counted(self) -> bool:
        """Whether the hit adds to a series."""
        return not self.suppressed_reason and not self.is_below_fold and self.kind is not Kind.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorTone:
    """VADER's compound score in [-1, 1], averaged over the sentences that name the actor."""

    actor_id: str
    tone: float
    sentence_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedArticle:
    """All that scoring one article gives."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    hits: tuple[CueHit, ...] = ()
    tones: tuple[ActorTone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One attempt at a feed or a file, with what it takes to try again politely."""

    kind: str
    location: str
    started_at: datetime
    finished_at: datetime
    status: FetchStatus
    feed_id: str = ""
    outlet: str = ""
    http_status: int | None = None
    error_kind: str = ""
    error_detail: str = ""
    error_is_transient: bool = False
    byte_count: int = 0
    body_hash: str = ""
    etag: str = ""
    last_modified: str = ""
    failure_streak: int = 0
    next_due_at: datetime | None = None
    interval_minutes: int | None = None
    permanent_redirect_url: str = ""
    permanent_redirect_count: int = 0
    oddity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryOutcome:
    """What became of one entry, and why."""

    outcome: Outcome
    reason: str = ""


@dataclass(slots=True)
class OutcomeCounts:
    """A tally of outcomes whose sum must equal what was read."""

    counts: dict[tuple[Outcome, str], int] = field(default_factory=dict)

    def add(self, outcome: Outcome, reason: str = "", count: int = 1) -> None:
        """Count `count` entries under `outcome` and `reason`; a count of 0 leaves no trace."""
        if count:
            key = (outcome, reason)
            self.counts[key] = self.counts.get(key, 0) + count

    def merge(self, other: OutcomeCounts) -> None:
        """Add another tally to this one."""
        for (outcome, reason), count in other.counts.items():
            self.add(outcome, reason, count)

    def of(self, outcome: Outcome) -> int:
        """How many entries ended in `outcome`, whatever the reason."""
        return sum(count for (kind, _), count in self.counts.items() if kind is outcome)

    @property
    def total(self) -> int:
        """How many entries were counted."""
        return sum(self.counts.values())
