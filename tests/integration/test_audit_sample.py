"""Samples drawn from a real warehouse: the same for the same seed, each item as likely as its sample says."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from etl.audit import sample as sampling
from etl.audit.sample import draw_sample, hit_cells
from tests.integration.samples import AT, DAY, Said, ask, made, open_writer, store
from warehouse.audit.results import RIGHT, Standing, read_standings, results_of
from warehouse.audit.rows import Group, Verdict
from warehouse.audit.store import Audit, AuditFile, new_label
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.audit.rows import Sample

CUES = ("assault.strike", "mobilize.test", "threaten.warn", "agree.truce")


def articles() -> Iterator[object]:
    """Eighteen stories: a frequent rule and three rare ones, suppressed hits and hits below the fold, silent titles."""
    for number in range(18):
        said = [Said(cue=CUES[0], actor="AAA", recipient="BBB")]
        if number % 6 == 0:
            said.append(Said(cue=CUES[1 + number // 6 % 3], actor="BBB", recipient="CCC"))
        if number % 3 == 0:
            said.append(Said(cue=CUES[2], actor="CCC", suppressed="negated"))
        if number % 9 == 0:
            said.append(Said(cue=CUES[1], actor="CCC", below_fold=True))
        yield made(f"story{number:02}", "Desk", AT + number * DAY, said)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with those stories, a copy in the same outlet, and one without a date."""
    root = tmp_path_factory.mktemp("audit")
    with open_writer(root) as writer:
        store(writer, *articles())  # type: ignore[arg-type]
        copy = made("copy", "Desk", AT + timedelta(hours=1), [Said(cue=CUES[0], actor="AAA")], words="story00")
        undated = made("undated", "Desk", None, [Said(cue=CUES[0], actor="AAA")])
        store(writer, copy, undated)
        writer.publish()
    return Home(root)


def draw(home: Home, seed: str, *, n: int = 12, audit: Audit | None = None, **period: object) -> Sample:
    return draw_sample(Reader(home), audit or Audit(), n=n, seed=seed, at=AT, **period)  # type: ignore[arg-type]


def test_the_same_seed_draws_the_same_sample(home: Home) -> None:
    assert draw(home, "7") == draw(home, "7")
    assert draw(home, "7").sample_id != draw(home, "8").sample_id


def test_populations_are_what_counts(home: Home) -> None:
    """18 hits of the frequent rule and 3 of rare ones; 6 suppressed; 18 titles. No copy, nothing undated."""
    drawn = draw(home, "7", n=1000)
    assert drawn.populations == {Group.COUNTED: 21, Group.SUPPRESSED: 6, Group.UNFLAGGED: 18}
    assert len(drawn.drawn) == 45
    assert {one.inclusion_probability for one in drawn.drawn} == {1.0}
    assert not {"copy", "undated"} & {one.item.article_id for one in drawn.drawn}
    assert {one.item.sentence for one in drawn.drawn if one.item.group is Group.UNFLAGGED} == {
        f"Title of story{number:02}" for number in range(18)
    }


def test_a_period_bounds_what_is_drawn(home: Home) -> None:
    since, until = (AT + 3 * DAY).date(), (AT + 5 * DAY).date()
    drawn = draw(home, "7", n=1000, since=since, until=until)
    assert {one.item.article_id for one in drawn.drawn} == {"story03", "story04", "story05"}
    assert (drawn.since, drawn.until) == (since, until)
    assert draw(home, "7", since=(AT + 300 * DAY).date()).drawn == ()


def test_items_are_drawn_as_often_as_their_chance_says(home: Home) -> None:
    """Over 60 seeds: every item within five standard errors, and sums of 1 / chance on the populations."""
    draws = 60
    seen, chances, totals = Counter[str](), {}, Counter[Group]()
    for seed in range(draws):
        drawn = draw(home, str(seed))
        assert len(drawn.drawn) == 12
        for one in drawn.drawn:
            seen[one.item.item_id] += 1
            totals[one.item.group] += 1 / one.inclusion_probability
            # The same whatever the seed: it rests on strata and rules alone.
            assert chances.setdefault(one.item.item_id, one.inclusion_probability) == one.inclusion_probability
    for item_id, chance in chances.items():
        assert seen[item_id] / draws == pytest.approx(chance, abs=5 * (chance * (1 - chance) / draws) ** 0.5 + 1e-9)
    for group, population in {Group.COUNTED: 21, Group.SUPPRESSED: 6, Group.UNFLAGGED: 18}.items():
        assert totals[group] / draws == pytest.approx(population, rel=0.15)


def test_sentences_of_some_stories_stand_for_all(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six of eighteen stories are read: what is drawn of them weighs three times as much."""
    monkeypatch.setattr(sampling, "STORIES_MAX", 6)
    drawn = draw(home, "3", n=1000)
    silent = [one for one in drawn.drawn if one.item.group is Group.UNFLAGGED]
    assert [one.inclusion_probability for one in silent] == [pytest.approx(1 / 3)] * 6
    assert drawn.populations[Group.UNFLAGGED] == 18


def test_rules_are_known_by_how_often_they_were_labelled(home: Home) -> None:
    everything = draw(home, "1", n=1000)
    frequent = [one.item for one in everything.drawn if one.item.cue_id == CUES[0]]
    said = [new_label(one.item_id, "ana", Verdict.RIGHT, at=AT) for one in frequent]
    audit = Audit(samples=(everything,), labels=tuple(said))

    period = {"since": sampling.FIRST_DAY, "until": sampling.LAST_DAY}
    cells = hit_cells(Reader(home).rows("audit_cells", **period), audit)
    known = {one.cue_id: one.label_count for one in cells if one.group is Group.COUNTED}
    assert known == {CUES[0]: 18, CUES[1]: 0, CUES[2]: 0, CUES[3]: 0}
    assert {one.label_count for one in cells if one.group is Group.SUPPRESSED} == {0}


def copied(home: Home, root: Path) -> Home:
    """A home of one's own with the same stories."""
    del home
    with open_writer(root) as writer:
        store(writer, *articles())  # type: ignore[arg-type]
        writer.publish()
    return Home(root)


def test_labels_outlive_a_recode_where_the_hit_is_the_same(home: Home, tmp_path: Path) -> None:
    """Another version reads two hits otherwise, and no longer finds one; all others count on."""
    own = copied(home, tmp_path)
    file = AuditFile(own.audit)
    drawn = draw(own, "7", n=1000)
    file.add_sample(drawn)
    frequent = sorted((one.item for one in drawn.drawn if one.item.cue_id == CUES[0]), key=lambda one: one.article_id)
    for one in frequent:
        file.add_label(new_label(one.item_id, "ana", Verdict.RIGHT, at=AT))
    with open_writer(tmp_path) as writer:
        change = writer.connection.execute
        change("update coded.cue_hit set lexicon_version = 'sample-2'")
        change("update coded.cue_hit set actor_id = 'CCC' where article_id = 'story01'")
        change(
            "update coded.cue_hit set is_counted = false, suppressed_reason = 'question' where article_id = 'story02'"
        )
        change("delete from coded.cue_hit where article_id = 'story04'")
        writer.publish()
    audit = file.read()
    standing = read_standings(Reader(own).rows, audit.items.values())
    assert [standing[one.item_id] for one in frequent[:5]] == [
        Standing.APPLIES,
        Standing.READ_OTHERWISE,
        Standing.READ_OTHERWISE,
        Standing.APPLIES,
        Standing.GONE,
    ]
    found = results_of(audit, standing)
    assert (found.labelled_count, found.read_otherwise_count, found.gone_count) == (15, 2, 1)
    rows = ask(
        tmp_path, "select measure, item_count, value from signal.audit_precision where level = 'rule' order by measure"
    )
    assert rows == [("class right", 15, 1.0), ("right", 15, 1.0)]


def test_sql_users_get_what_follows_with_the_next_run(home: Home, tmp_path: Path) -> None:
    """A run that loads nothing publishes all the same where labels are new; one after it does not."""
    own = copied(home, tmp_path)
    assert ask(tmp_path, "select count(*) from signal.audit_precision") == [(0,)]
    file = AuditFile(own.audit)
    drawn = draw(own, "7", n=1000)
    file.add_sample(drawn)
    hits = [one.item for one in drawn.drawn if one.item.group is Group.COUNTED]
    for place, one in enumerate(hits):
        file.add_label(new_label(one.item_id, "ana", Verdict.NOT_SO if place % 2 else Verdict.RIGHT, at=AT))
    later = own.pointer.stat().st_mtime + 1
    os.utime(own.audit, (later, later))
    with open_writer(tmp_path) as writer:
        assert writer.has_changed
        writer.publish()
    share = results_of(file.read(), dict.fromkeys(file.read().items, Standing.APPLIES)).share("all", "", RIGHT)
    assert share is not None
    assert ask(
        tmp_path,
        "select item_count, value, value_low, value_high from signal.audit_precision "
        "where level = 'all' and measure = 'right'",
    ) == [(len(hits), share.value, share.low, share.high)]
    os.utime(own.pointer, (later + 1, later + 1))
    with open_writer(tmp_path) as writer:
        assert not writer.has_changed


def test_a_file_of_labels_that_cannot_be_read_stops_no_load(home: Home, tmp_path: Path) -> None:
    own = copied(home, tmp_path)
    own.audit.mkdir()
    with open_writer(tmp_path) as writer:
        store(writer, made("late", "Desk", AT, [Said(cue=CUES[0], actor="AAA")]))
        writer.publish()
    assert ask(tmp_path, "select count(*) from coded.article where article_id = 'late'") == [(1,)]
