"""Items, samples and labels made by hand, for the tests of the audit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from warehouse.audit.rows import Drawn, Group, Item, Label, Sample, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

AT = datetime(2026, 11, 20, 9)


def item(number: int, group: Group = Group.COUNTED, **changes: Any) -> Item:
    """A hit of a rule, or a sentence without one."""
    sentence = f"Aland struck Borduria for the {number}th time."
    values: dict[str, Any] = {
        "group": group, "article_id": f"article-{number}", "revision": 1, "span_start": 6, "span_end": 12,
        "matched_text": "struck", "sentence_start": 0, "sentence": sentence, "cue_id": "assault-strike",
        "event_class": "ASSAULT", "mode": "strike", "kind": "act", "actor_id": "AAA", "recipient_id": "BBB",
        "suppressed_reason": "negated" if group is Group.SUPPRESSED else "", "lexicon_version": "v1",
    }  # fmt: skip
    if group is Group.UNFLAGGED:
        values |= dict.fromkeys(("matched_text", "cue_id", "event_class", "mode", "kind", "actor_id"), "")
        values |= {"recipient_id": "", "span_start": 0, "span_end": len(sentence)}
    return Item(**{**values, **changes})


def sample(drawn: Sequence[Drawn | Item], *, seed: str = "1", **changes: Any) -> Sample:
    """A sample of these; items by themselves are drawn with a chance of a half."""
    rows = tuple(
        one if isinstance(one, Drawn) else Drawn(item=one, stratum="A", inclusion_probability=0.5) for one in drawn
    )
    values: dict[str, Any] = {
        "seed": seed, "drawn_at": AT, "since": date(2026, 1, 1), "until": None, "published_version": "p1",
        "lexicon_version": "v1", "populations": dict.fromkeys(Group, 100), "drawn": rows,
    }  # fmt: skip
    return Sample(**{**values, **changes})


def label(of: Item, verdict: Verdict, labeller: str = "ana", *, event_class: str = "", later: int = 0) -> Label:
    """What somebody says of an item, so many seconds after the sample was drawn."""
    return Label(
        label_id=f"{labeller}/{of.item_id}/{later}",
        item_id=of.item_id,
        labeller=labeller,
        verdict=verdict,
        event_class=event_class,
        given_at=AT + timedelta(seconds=later),
    )
