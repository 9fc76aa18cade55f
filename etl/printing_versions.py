"""What the commands of versions print, for people and for programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.printing import PIPE_CHARS, plain_value, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.recode import Recoded
    from etl.version_list import Version
    from warehouse.difference import Difference

RULES_SHOWN_MAX = 20
WORDS_CHARS_MAX = 90


def print_recoded(done: Recoded) -> None:
    """What was scored, and what is next."""
    found = done.difference
    if found is None:
        print(f"Nothing to do: all that is stored was scored with version {done.version}.")
        return
    print(
        f"{done.scored_count:,} texts scored with version {done.version}; {done.beside_count:,} now stand beside "
        f"what is in force."
    )
    if done.unread_count:
        print(f"{done.unread_count:,} texts could not be read, for their files are gone; they stay as they are.")
    print(
        f"Against {found.before} it moves {found.moved_day_count:,} days of actors, by {found.moved_hit_count:,} hits. "
        f"Nothing is changed yet.\n"
        f"To see it: tension diff {found.before} {done.version}\n"
        f"To make it current: tension promote {done.version}"
    )


def print_versions(found: Sequence[Version]) -> None:
    """A row a version."""
    table = Table(
        "version", "first used", "in force", "days", "beside", "waiting", "state", box=None, header_style="bold"
    )
    for one in found:
        days = f"{one.row['first_on']} to {one.row['last_on']}" if one.row["first_on"] else ""
        beside = f"{one.beside_count:,} ({one.byte_count / 1e6:.1f} MB)" if one.beside_count else ""
        since = f" since {one.row['since_on']}" if one.beside_count and one.row["since_on"] else ""
        cells = (
            one.name,
            f"{one.row['first_used_at']:%Y-%m-%d %H:%M}",
            f"{one.row['article_count']:,}",
            days,
            beside + since,
            f"{one.waiting_count:,}" if one.beside_count else "",
            one.state,
        )
        table.add_row(*(Text(visible(cell)) for cell in cells))
    console().print(table)
    hindsight = sum(one.row["hindsight_count"] for one in found)
    if hindsight:
        print(f"{hindsight:,} texts in force were published before the version that scored them was first used here.")


def print_difference(found: Difference) -> None:
    """The days that move most with their articles, the hits that moved them, and totals by rule."""
    if not found.moved_hit_count and not found.moved_day_count:
        print(f"Nothing moves between {found.before} and {found.after}.")
        return
    print(f"{found.after} against {found.before}: tension moves on {found.moved_day_count:,} days of actors.")
    days = Table("day", "actor", "scope", "before", "after", "change", "articles", box=None, header_style="bold")
    for one in found.days.to_pylist():
        change = one["value_after"] - one["value_before"]
        days.add_row(
            str(one["published_on"]),
            Text(visible(one["actor_id"])),
            one["scope"],
            f"{one['value_before']:.3f}",
            f"{one['value_after']:.3f}",
            f"{change:+.3f}",
            Text(visible(" ".join(one["article_ids"]))),
        )
    console().print(days)
    print(f"\n{found.moved_hit_count:,} hits differ; those that move most:")
    for one in found.hits.to_pylist():
        print(visible(hit_line(one)))
    print("\nBy rule:")
    rules = Table(
        "class", "rule", "gained", "lost", "changed", "counted before", "after", box=None, header_style="bold"
    )
    rows = found.rules.to_pylist()
    for one in rows[:RULES_SHOWN_MAX]:
        counts = ("gained_count", "lost_count", "changed_count", "counted_before", "counted_after")
        rules.add_row(one["event_class"], Text(visible(one["cue_id"])), *(f"{one[name]:,}" for name in counts))
    console().print(rules)
    if len(rows) > RULES_SHOWN_MAX:
        print(f"and {len(rows) - RULES_SHOWN_MAX:,} more rules; --json lists all.")


def hit_line(one: dict[str, Any]) -> str:
    """A hit that differs, on one line."""
    sides = [side_words(one, side) for side in ("before", "after")]
    told = {"gained": sides[1], "lost": sides[0]}.get(one["change"], f"{sides[0]} -> {sides[1]}")
    day = one["published_on"] or "no date"
    words = one["sentence"] if len(one["sentence"]) <= WORDS_CHARS_MAX else f"{one['sentence'][:WORDS_CHARS_MAX]}…"
    differs = f" ({', '.join(one['differs'])})" if one["differs"] else ""
    return f"  {one['change']}{differs}  {day}  {one['outlet']}  {one['article_id']}\n    {told}\n    {words}"


def side_words(one: dict[str, Any], side: str) -> str:
    """What a hit says on one side: rule, class, kind, dyad, and whether it counts."""
    reason = one[f"reason_{side}"]
    counts = (
        f"counts {one[f'intensity_{side}']:.2f}"
        if one[f"intensity_{side}"]
        else f"not counted{f': {reason}' * bool(reason)}"
    )
    dyad = f"{one[f'actor_{side}'] or '?'} > {one[f'recipient_{side}'] or '?'}"
    return f"{one[f'cue_{side}']} [{one[f'class_{side}']} {one[f'kind_{side}']}] {dyad}, {counts}"


def difference_as_dict(found: Difference) -> dict[str, Any]:
    """A comparison for programs."""
    named = {"lexicon_version", "compared_with"}
    tables = {"days": found.days, "hits": found.hits, "rules": found.rules}
    return {
        "before": found.before,
        "after": found.after,
        "days_moved": found.moved_day_count,
        "hits_moved": found.moved_hit_count,
    } | {
        name: [{key: plain_value(value) for key, value in row.items() if key not in named} for row in rows.to_pylist()]
        for name, rows in tables.items()
    }


def console() -> Console:
    """Standard output; a pipe has no width, and nothing is cut for it."""
    return Console(width=None if sys.stdout.isatty() else PIPE_CHARS)
