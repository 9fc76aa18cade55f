"""The sheet that readers judge alerts by: each alert with the titles of the stories that led it."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from etl.validation.study import CONFLICT, DAYS_AFTER_MAX, EASING

if TYPE_CHECKING:
    from warehouse.reader import Reader

SEED = 20231231
STORIES_SHOWN_MAX = 8
DAYS_BACK = 3


def alert_lines(reader: Reader, *, sample: int) -> list[dict[str, Any]]:
    """The alerts of the newest validation, or a sample of those of conflict that are tied to no listed event."""
    alerts = reader.rows("validation_alerts")
    if sample:
        untied = [one for one in alerts if one["series"] == "conflict" and not one["event_id"]]
        drawn = random.Random(SEED).sample(range(len(untied)), k=min(sample, len(untied)))  # noqa: S311 - no secret
        alerts = [untied[place] for place in sorted(drawn)]
    return [line(reader, one) for one in alerts]


def line(reader: Reader, alert: dict[str, Any]) -> dict[str, Any]:
    """One alert with what was told on its first days."""
    kinds = EASING if alert["series"] == "easing" else CONFLICT
    first, last = alert["began_on"], alert["ended_on"]
    stories = reader.rows(
        "validation_alert_stories",
        actor_id=alert["actor_id"],
        # The day on which the alert's first stories are all in.
        published_on=min(last, first + timedelta(days=DAYS_AFTER_MAX)),
        kinds=list(kinds),
        days_back=DAYS_BACK + DAYS_AFTER_MAX,
        story_count=STORIES_SHOWN_MAX,
    )
    return {
        "actor_id": alert["actor_id"],
        "actor": alert["actor"],
        "series": alert["series"],
        "began_on": str(first),
        "ended_on": str(last),
        "peak_surprise": round(alert["peak_surprise"], 1),
        "event_id": alert["event_id"],
        "stories": [
            {
                "on": str(one["story_on"]),
                "outlet": one["outlet"],
                "title": one["title"],
                "share": round(one["share"], 2),
            }
            for one in stories
        ],
        "verdict": "",
    }
