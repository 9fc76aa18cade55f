"""The signal of groups: its arithmetic, what a change of members does, and the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.commands import assert_one_line, tension
from tests.integration.samples import AT, LEXICON_ROWS, Said, ask, made, parameters, store, violations
from warehouse.paths import Home
from warehouse.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

GROUP = [("pair", "Pair", "", "AAA"), ("pair", "Pair", "", "BBB")]
SUMS = (
    "select series.role, daily.story_count, round(daily.intensity_sum, 6) from signal.series_outlet_daily as daily "
    "join signal.series as series using (series_id) "
    "where series.subject = 'group' and series.kind = 'act' and series.scope = 'international' order by all"
)


def writer(root: Path, groups: list[tuple[str, str, str, str]] | None) -> Writer:
    return Writer(
        Home(root),
        command="sample",
        profile="live",
        product_version="0",
        lexicon=LEXICON_ROWS,
        parameters=parameters(),
        groups=groups,
    )


def fill(opened: Writer) -> None:
    """One story between members, one by a member on somebody else, one that no member is in."""
    store(
        opened,
        made("one", "A", AT, [Said(cue="assault.strike", actor="AAA", recipient="BBB")]),
        made("two", "A", AT, [Said(cue="mobilize.test", actor="BBB", recipient="CCC")]),
        made("three", "A", AT, [Said(cue="assault.strike", actor="CCC", recipient="DDD")]),
    )


@pytest.mark.parametrize("is_before", [True, False])
def test_group_counts_a_hit_between_members_once(tmp_path: Path, *, is_before: bool) -> None:
    """.9 of the strike and .6 of the test; a group that is defined later is rolled up wholly."""
    with writer(tmp_path, GROUP if is_before else []) as opened:
        fill(opened)
        opened.publish()
    if not is_before:
        assert ask(tmp_path, SUMS) == []
        with writer(tmp_path, GROUP) as opened:
            assert opened.has_changed
            opened.publish()
    assert ask(tmp_path, SUMS) == [("actor", 2, 1.5), ("either", 2, 1.5), ("recipient", 1, 0.9)]
    assert violations(tmp_path) == {}


def test_group_that_is_removed_has_no_sums(tmp_path: Path) -> None:
    with writer(tmp_path, GROUP) as opened:
        fill(opened)
        opened.publish()
    with writer(tmp_path, None) as opened:
        assert not opened.has_changed, "nobody said what the groups are"
    with writer(tmp_path, []) as opened:
        opened.publish()
    assert ask(tmp_path, SUMS) == []
    assert ask(tmp_path, "select count(*) from signal.actor_group") == [(0,)]


def test_groups_commands(tmp_path: Path) -> None:
    done = tension("groups", "add", "My pair", "POL", "T.BALTIC_SEA", "--note", "Mine.", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "my-pair" in tension("groups", "list", home=tmp_path).stdout
    done = tension("groups", "add", "Bad", "POLL", home=tmp_path)
    assert done.returncode == 2
    assert_one_line(done, "'POLL'", "POL")
    done = tension("groups", "apply", home=tmp_path)
    assert done.returncode == 0, done.stderr
    found = ask(tmp_path, "select member_id from signal.actor_group where group_id = 'my-pair' order by all")
    assert found == [("POL",), ("T.BALTIC_SEA",)]
    assert tension("groups", "check", home=tmp_path).stdout.startswith("5 groups")
    assert tension("groups", "remove", "my-pair", home=tmp_path).returncode == 0
    assert "my-pair" not in tension("groups", "list", home=tmp_path).stdout
