"""What `tension feeds` prints: the catalogue with the health of each feed, for people and for programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.printing import PIPE_CHARS, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from etl.catalogue import Catalogue, Listed
    from etl.health import Health


def listed_as_dict(catalogue: Catalogue, healths: Mapping[str, Health]) -> list[dict[str, Any]]:
    """Every feed for programs."""
    return [
        one.feed.model_dump(mode="json", exclude={"usual_minutes", "interval_minutes"})
        | {"fixed_interval_minutes": one.feed.interval_minutes, "origin": one.origin.value, "is_off": one.is_off}
        | {name: value for name, value in healths[one.feed.id].as_dict().items() if name != "feed_id"}
        for one in catalogue.listed
    ]


def print_listed(catalogue: Catalogue, healths: Mapping[str, Health]) -> None:
    """Every feed for people."""
    table = Table(header_style="bold", box=None)
    for name in ("id", "outlet", "country", "language", "kind", "from", "every", "last answered", "note"):
        table.add_column(name)
    for one in catalogue.listed:
        health = healths[one.feed.id]
        cells = (
            one.feed.id, one.feed.outlet, one.feed.country, one.feed.language, one.feed.kind.value, one.origin.value,
            pace(one, health), instant(health.last_answered_at), "switched off" if one.is_off else health.problem,
        )  # fmt: skip
        table.add_row(*(Text(visible(cell)) for cell in cells), style="dim" if one.is_off else "")
    # A pipe has no width: nothing is cut for it.
    Console(width=None if sys.stdout.isatty() else PIPE_CHARS).print(table)
    active = catalogue.active
    answered = sum(1 for feed in active if healths[feed.id].last_answered_at)
    countries = {feed.country for feed in active if feed.country}
    off = len(catalogue.listed) - len(active)
    print(
        f"{len(active):,} feeds of {len(countries):,} countries, {answered:,} seen to answer, {off:,} switched off; "
        f"your own are in {catalogue.own_path}."
    )


def print_healths(healths: Sequence[Health]) -> None:
    """A line a feed that answers, and below it what is wrong and what to do; the sums at the end."""
    for one in healths:
        since = f"; silent since {one.silent_since:%Y-%m-%d}" if one.silent_since else ""
        newest = f"newest article {instant(one.newest_at)}" if one.newest_at else "no dated article yet"
        if one.answers:
            print(f"{one.feed_id}  answers; {newest}{since}")
        else:
            last = f"last answered {instant(one.last_answered_at)}" if one.last_answered_at else "never seen to answer"
            print(f"{one.feed_id}  DOES NOT ANSWER ({one.error_kind or 'not asked'}); {last}")
        for line in (one.problem, one.advice):
            if line:
                print(f"    {visible(line)}")
    good = sum(1 for one in healths if one.answers)
    silent = sum(1 for one in healths if one.silent_since)
    print(f"{good:,} of {len(healths):,} feeds answer; {silent:,} of them are silent.")


def pace(one: Listed, health: Health) -> str:
    """How often a feed is asked."""
    minutes = one.feed.interval_minutes or health.interval_minutes or one.feed.usual_minutes
    return f"{minutes} min"


def instant(at: datetime | None) -> str:
    """An instant to the minute, as UTC."""
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
