"""What two readers said of a sample of alerts that no listed event explains: actor, day and verdict."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from etl.validation.study import Alert

NEAR_DAYS = 3
"""An alert whose first day moved by as much with the lexicon is the alert that was read."""


class Judgement(BaseModel):
    """A verdict: `real` where the leading titles tell of something new between states, within three days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actor_id: str
    began_on: date
    reader: str
    verdict: Literal["real", "false"]


def read_judgements() -> tuple[Judgement, ...]:
    """All judgements that come along."""
    file = files("etl.validation").joinpath("judgements.jsonl")
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return tuple(Judgement.model_validate(json.loads(line)) for line in lines if line)


def false_share(alerts: Iterable[Alert], judgements: Sequence[Judgement]) -> tuple[float | None, int]:
    """The share judged false of the alerts that were judged, each reader an equal voice; and how many were judged."""
    by_actor: dict[str, list[Judgement]] = defaultdict(list)
    for one in judgements:
        by_actor[one.actor_id].append(one)
    shares = []
    for alert in alerts:
        said = [
            one.verdict == "false"
            for one in by_actor[alert.actor_id]
            if abs((one.began_on - alert.began_on).days) <= NEAR_DAYS
        ]
        if said:
            shares.append(sum(said) / len(said))
    return (sum(shares) / len(shares) if shares else None), len(shares)
