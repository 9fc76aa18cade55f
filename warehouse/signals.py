"""Keeps the signal true to the coded rows: sums of the touched days, and at a run's end levels, bases and vintages."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.panel import CALIBRATION_DAYS, Level, OutletDay, new_levels
from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import duckdb

    from warehouse.batch import Parameter

LATE_ARTICLE = "late article"
NEW_FORMULA = "new formula"
NEW_LEXICON = "new lexicon"
NEW_PANEL = "new panel"
NEW_GROUPS = "new groups"
GROUP_COLUMNS = ("group_id", "name", "note", "member_id")


def run_sql(connection: duckdb.DuckDBPyConnection, name: str, **values: object) -> None:
    """Run the statements of a file in writes/; each is given the values that it names."""
    for statement in statements("writes", name):
        connection.execute(statement, {key: value for key, value in values.items() if f"${key}" in statement})


def roll_up(connection: duckdb.DuckDBPyConnection, *, cause: str = LATE_ARTICLE) -> None:
    """Make the sums of the days in temp table touched_day anew, and the values of every window that holds one."""
    run_sql(connection, "set_cause", cause=cause)
    for name in ("roll_coverage", "roll_series", "roll_windows"):
        run_sql(connection, name)


def roll_up_everything(connection: duckdb.DuckDBPyConnection, *, cause: str) -> None:
    """Make everything anew from the coded rows, but for what is frozen: levels and bases of indexes."""
    run_sql(connection, "touch_everything")
    roll_up(connection, cause=cause)


def store_parameters(connection: duckdb.DuckDBPyConnection, parameters: Sequence[Parameter]) -> bool:
    """Store the numbers of the formula. Returns whether any differs from what the sums were made with."""
    wanted = {(one.name, float(one.value)) for one in parameters}
    stored = set(connection.execute("select name, value from signal.parameter").fetchall())
    if wanted == stored:
        return False
    connection.execute("delete from signal.parameter")
    for one in parameters:
        connection.execute(
            "insert into signal.parameter values ($name, $value, $note)",
            {"name": one.name, "value": one.value, "note": one.note},
        )
    return True


def store_groups(connection: duckdb.DuckDBPyConnection, groups: Sequence[tuple[str, str, str, str]]) -> bool:
    """Store groups, a row of GROUP_COLUMNS per member. Returns whether any differs from what was stored."""
    stored = connection.execute("select group_id, name, note, member_id from signal.actor_group").fetchall()
    if set(stored) == set(groups):
        return False
    connection.execute("delete from signal.actor_group")
    if groups:
        columns = list(zip(*groups, strict=True))
        connection.register("arriving_group", pa.table([list(one) for one in columns], names=list(GROUP_COLUMNS)))
        run_sql(connection, "store_groups")
        connection.unregister("arriving_group")
    return True


def settle(connection: duckdb.DuckDBPyConnection, *, run_id: int, lexicon_version: str, now: datetime) -> None:
    """End a run: freeze the levels and bases that are now known, and keep what is said about the days that changed."""
    if freeze_levels(connection, now=now):
        run_sql(connection, "set_cause", cause=NEW_PANEL)
        run_sql(connection, "roll_windows")
    if not connection.execute("select 1 from signal.index_base limit 1").fetchone():
        run_sql(connection, "freeze_index", now=now)
    if connection.execute("select 1 from signal.unsettled_day limit 1").fetchone():
        run_sql(connection, "keep_vintages", now=now, run_id=run_id, lexicon=lexicon_version)


def freeze_levels(connection: duckdb.DuckDBPyConnection, *, now: datetime) -> bool:
    """Measure outlets that have enough days by now. Returns whether any was; touched_window then holds its days."""
    (candidates,) = statements("writes", "panel_candidates")
    if not connection.execute(candidates, {"day_count": CALIBRATION_DAYS}).fetchone():
        return False
    added = new_levels(outlet_days(connection), frozen_levels(connection))
    for one in added:
        connection.execute(
            "insert into signal.outlet_level values ($outlet, $level, $rate, $first, $last, $joins, $founding, $now)",
            {
                "outlet": one.outlet,
                "level": one.level,
                "rate": one.intensity_per_story,
                "first": one.calibrated_from,
                "last": one.calibrated_to,
                "joins": one.joins_on,
                "founding": one.is_founding,
                "now": now,
            },
        )
    if added:
        # With the first levels all that have none leave the panel; later only the days from a join on change.
        is_first = any(one.is_founding for one in added)
        run_sql(connection, "touch_windows", first_on=None if is_first else min(one.joins_on for one in added))
    return bool(added)


def outlet_days(connection: duckdb.DuckDBPyConnection) -> dict[str, list[OutletDay]]:
    """What each outlet had on each day, in order."""
    (query,) = statements("writes", "panel_days")
    rows = connection.execute(query).fetchall()
    return {
        outlet: [
            OutletDay(published_on=day, story_count=stories, intensity_sum=total) for _, day, stories, total in days
        ]
        for outlet, days in groupby(rows, key=itemgetter(0))
    }


def frozen_levels(connection: duckdb.DuckDBPyConnection) -> list[Level]:
    """The levels that are frozen."""
    rows = connection.execute(
        "select outlet, level, intensity_per_story, calibrated_from, calibrated_to, joins_on, is_founding "
        "from signal.outlet_level order by outlet"
    ).fetchall()
    return [
        Level(
            outlet=outlet,
            level=level,
            intensity_per_story=rate,
            calibrated_from=first,
            calibrated_to=last,
            joins_on=joins,
            is_founding=is_founding,
        )
        for outlet, level, rate, first, last, joins, is_founding in rows
    ]
