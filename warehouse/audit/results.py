"""What follows from the labels: which still apply, precision per rule, class and kind, misses, agreement. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Any

from warehouse.audit.estimates import Share, cohens_kappa, weighted_share
from warehouse.audit.rows import Drawn, Group, Item, Label, Verdict, item_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from warehouse.audit.rows import Sample
    from warehouse.audit.store import Audit

    Ask = Callable[..., Iterable[Mapping[str, Any]]]

RIGHT, CLASS_RIGHT = "right", "class right"
RIGHTLY_SUPPRESSED, MISSED = "rightly suppressed", "missed"
MEASURES: dict[str, tuple[Group, frozenset[Verdict]]] = {
    RIGHT: (Group.COUNTED, frozenset({Verdict.RIGHT})),
    CLASS_RIGHT: (Group.COUNTED, frozenset({Verdict.RIGHT, Verdict.WRONG_ACTOR, Verdict.WRONG_RECIPIENT})),
    RIGHTLY_SUPPRESSED: (Group.SUPPRESSED, frozenset({Verdict.RIGHTLY_SUPPRESSED})),
    MISSED: (Group.UNFLAGGED, frozenset({Verdict.MISSED})),
}
LEVELS = ("all", "kind", "class", "rule", "reason")


class Standing(StrEnum):
    """Whether what was labelled is still what the warehouse holds."""

    APPLIES = "applies"
    READ_OTHERWISE = "read otherwise"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One estimate: `level` is one of LEVELS, `subject` what of it ('' for all), `measure` one of MEASURES."""

    level: str
    subject: str
    measure: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """The estimated share of what should count that does count: hits against missed sentences and wrong suppression.

    `low` and `high` come from the ends of the three intervals at once, and so are wider than 95 %.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How two people agree on the items of a group that both labelled; kappa None where chance alone would do."""

    first: str
    second: str
    group: Group
    item_count: int
    agreed_share: float
    kappa: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that follows. Items are counted once, however many samples hold them and people labelled them.

    `labelled_count` items have a label that applies; `read_otherwise_count` and `gone_count` have one that no longer
    does.
    """

    sample: Sample | None
    item_count: int
    labelled_count: int
    read_otherwise_count: int
    gone_count: int
    skipped_count: int
    damaged_count: int
    labellers: tuple[str, ...]
    measured: tuple[Measured, ...]
    recall: Recall | None
    agreements: tuple[Agreement, ...]

    def share(self, level: str, subject: str, measure: str) -> Share | None:
        """One estimate, or None where nobody looked at such an item."""
        wanted = (level, subject, measure)
        return next((one.share for one in self.measured if (one.level, one.subject, one.measure) == wanted), None)


def read_standings(ask: Ask, items: Iterable[Item]) -> dict[str, Standing]:
    """The standing of items by what the warehouse holds; `ask` gives the rows of a named query."""
    asked = list(items)
    if not asked:
        return {}
    ids = sorted({one.article_id for one in asked})
    hits = ask("audit_article_hits", article_ids=ids)
    revisions = {(row["article_id"], row["revision"]) for row in ask("audit_article_revisions", article_ids=ids)}
    return standings(asked, hits, revisions)


def standings(
    items: Iterable[Item], hits: Iterable[Mapping[str, Any]], revisions: set[tuple[str, int]]
) -> dict[str, Standing]:
    """The standing of items by the hits and the revisions of their articles.

    A hit applies as long as it is read as it was: the same words, rule, class, kind, actor and recipient, and counted
    or suppressed as before. A sentence without a hit applies as long as none stands in it.
    """
    same: set[str] = set()
    places: set[tuple[str, int, int, int, str]] = set()
    flagged: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for row in hits:
        hit = item_of(row, Group.COUNTED if row["is_counted"] else Group.SUPPRESSED)
        same.add(hit.item_id)
        places.add(hit.place)
        low = min(hit.span_start, hit.sentence_start)
        flagged[hit.article_id, hit.revision].append((low, max(hit.span_end, hit.sentence_start + len(hit.sentence))))
    found: dict[str, Standing] = {}
    for one in items:
        if one.group is Group.UNFLAGGED:
            of_article = (one.article_id, one.revision)
            is_flagged = any(low < one.span_end and one.span_start < high for low, high in flagged[of_article])
            is_same, is_there = of_article in revisions and not is_flagged, is_flagged
        else:
            is_same, is_there = one.item_id in same, one.place in places
        found[one.item_id] = (
            Standing.APPLIES if is_same else Standing.READ_OTHERWISE if is_there else Standing.GONE
        )  # fmt: skip
    return found


def results_of(audit: Audit, standing: Mapping[str, Standing]) -> Results:
    """All estimates from the labels whose items apply."""
    items = audit.items
    said: dict[str, list[Label]] = defaultdict(list)
    for label in audit.labels:
        if label.verdict is not Verdict.SKIPPED:
            said[label.item_id].append(label)
    stands = Counter(standing.get(item_id, Standing.GONE) for item_id in said)
    applying = {one: labels for one, labels in said.items() if standing.get(one) is Standing.APPLIES}
    measured = tuple(all_measured(audit.samples, items, applying))
    sample = audit.samples[-1] if audit.samples else None
    return Results(
        sample=sample,
        item_count=len(items),
        labelled_count=stands[Standing.APPLIES],
        read_otherwise_count=stands[Standing.READ_OTHERWISE],
        gone_count=stands[Standing.GONE],
        skipped_count=sum(one.verdict is Verdict.SKIPPED for one in audit.labels),
        damaged_count=audit.damaged_count,
        labellers=audit.labellers,
        measured=measured,
        recall=recall_of(sample, measured) if sample else None,
        agreements=tuple(agreements(items, applying)),
    )


def all_measured(
    samples: Sequence[Sample], items: Mapping[str, Item], said: Mapping[str, Sequence[Label]]
) -> Iterator[Measured]:
    """Every measure of every subject that somebody looked at."""
    for measure, (group, verdicts) in MEASURES.items():
        weight = weights([one.drawn for one in samples], group, said)
        observed: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        for item_id, one in weight.items():
            value = sum(label.verdict in verdicts for label in said[item_id]) / len(said[item_id])
            for place in subjects(items[item_id]):
                observed[place].append((one, value))
        if group is Group.UNFLAGGED:
            observed |= missed_by_class(weight, said)
        for (level, subject), pairs in sorted(observed.items(), key=lambda one: (LEVELS.index(one[0][0]), one[0][1])):
            share = weighted_share(pairs)
            if share is not None:
                yield Measured(level=level, subject=subject, measure=measure, share=share)


def weights(samples: Sequence[Sequence[Drawn]], group: Group, said: Mapping[str, Sequence[Label]]) -> dict[str, float]:
    """The weight of every labelled item of a group.

    Within a sample 1 / inclusion probability, scaled so that the labelled ones sum to their number; over several
    samples the sum. So an estimate is the mean of the samples' estimates by how many of each were labelled. Items are
    shown in random order, so those labelled so far are a random part of their sample.
    """
    found: dict[str, float] = defaultdict(float)
    for drawn in samples:
        raw = {
            one.item.item_id: 1 / one.inclusion_probability
            for one in drawn
            if one.item.group is group and one.item.item_id in said
        }
        scale = len(raw) / sum(raw.values()) if raw else 0.0
        for item_id, weight in raw.items():
            found[item_id] += weight * scale
    return dict(found)


def subjects(item: Item) -> list[tuple[str, str]]:
    """What an item counts for: (level, subject)."""
    match item.group:
        case Group.COUNTED:
            return [("all", ""), ("kind", item.kind), ("class", item.event_class), ("rule", item.cue_id)]
        case Group.SUPPRESSED:
            return [("all", ""), ("reason", item.suppressed_reason)]
        case Group.UNFLAGGED:
            return [("all", "")]


def missed_by_class(
    weight: Mapping[str, float], said: Mapping[str, Sequence[Label]]
) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Of every class that somebody named as missed, its value in every unflagged item."""
    classes = {label.event_class for one in weight for label in said[one] if label.verdict is Verdict.MISSED} - {""}
    return {
        ("class", name): [
            (one, sum(label.event_class == name for label in said[item_id]) / len(said[item_id]))
            for item_id, one in weight.items()
        ]
        for name in classes
    }


def recall_of(sample: Sample, measured: Iterable[Measured]) -> Recall | None:
    """How much of what should count does, in what the newest sample was drawn from; None until all shares are known."""
    whole = {one.measure: one.share for one in measured if one.level == "all"}
    counted, missed = whole.get(CLASS_RIGHT), whole.get(MISSED)
    suppressed_count = sample.populations.get(Group.SUPPRESSED, 0)
    suppressed = whole.get(RIGHTLY_SUPPRESSED)
    if counted is None or missed is None or (suppressed is None and suppressed_count):
        return None

    def recall(found: float, silent: float, rightly: float) -> float:
        """The recall at these shares."""
        is_found = sample.populations.get(Group.COUNTED, 0) * found
        is_lost = sample.populations.get(Group.UNFLAGGED, 0) * silent + suppressed_count * (1 - rightly)
        return is_found / (is_found + is_lost) if is_found + is_lost else 0.0

    low, value, high = (
        (suppressed.low, suppressed.value, suppressed.high) if suppressed is not None else (1.0, 1.0, 1.0)
    )
    return Recall(
        value=recall(counted.value, missed.value, value),
        low=recall(counted.low, missed.high, low),
        high=recall(counted.high, missed.low, high),
    )


def agreements(items: Mapping[str, Item], said: Mapping[str, Sequence[Label]]) -> Iterator[Agreement]:
    """Every two people's agreement in each group, those with most items in common first."""
    both: dict[tuple[str, str, Group], list[tuple[Verdict, Verdict]]] = defaultdict(list)
    for item_id, labels in said.items():
        ordered = sorted(labels, key=lambda one: one.labeller)
        for one, other in combinations(ordered, 2):
            both[one.labeller, other.labeller, items[item_id].group].append((one.verdict, other.verdict))
    for (first, second, group), pairs in sorted(both.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield Agreement(
            first=first,
            second=second,
            group=group,
            item_count=len(pairs),
            agreed_share=sum(said_first == said_second for said_first, said_second in pairs) / len(pairs),
            kappa=cohens_kappa(pairs),
        )
