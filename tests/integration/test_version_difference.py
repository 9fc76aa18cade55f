"""What one version of the lexicon moves against another: a planted rule, and hits of which every number is known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from etl.recode import recode
from tests.integration.samples import (
    AT,
    LEXICON_ROWS,
    Said,
    ask,
    content,
    job,
    made,
    open_writer,
    parameters,
    store,
)
from tests.integration.version_samples import everything, load
from warehouse.batch import LexiconRows
from warehouse.columns import version_rows
from warehouse.difference import compare
from warehouse.paths import Home
from warehouse.promote import VersionWriter
from warehouse.versions import VersionStore

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon


def test_difference_is_the_planted_rule_alone(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon
) -> None:
    """Its hits and no others, on the days whose window holds them, by articles that tell of a fist."""
    home = tmp_path / "home"
    load(home, lexicon, articles)
    found = recode(job(home, with_fist)).difference
    assert found is not None
    hits = found.hits.to_pylist()
    assert found.moved_hit_count == len(hits) == 10
    assert {(one["change"], one["cue_before"], one["cue_after"]) for one in hits} == {("gained", "", "own-shaken-fist")}
    assert {(one["actor_after"], one["recipient_after"]) for one in hits} == {("RUS", "POL")}
    planted = dict(ask(home, "select article_id, published_on from coded.article where title like '%its fist%'"))
    assert {one["article_id"] for one in hits} == set(planted)

    days = found.days.to_pylist()
    assert {one["actor_id"] for one in days} == {"RUS", "POL"}
    assert all(one["value_after"] > one["value_before"] for one in days if one["actor_id"] == "POL")
    window = [timedelta(days=back) for back in range(7)]
    reached = {on + back for on in planted.values() for back in window}
    assert {one["published_on"] for one in days} <= reached
    assert all(set(one["article_ids"]) <= set(planted) and one["article_ids"] for one in days)

    rules = [
        (one["cue_id"], one["event_class"], one["gained_count"], one["lost_count"]) for one in found.rules.to_pylist()
    ]
    assert rules == [("own-shaken-fist", "THREATEN", 10, 0)]
    published = ask(
        home, "select published_on, actor_id, value_before, value_after from coded.version_day_move order by all"
    )
    assert published == sorted(
        (one["published_on"], one["actor_id"], one["value_before"], one["value_after"]) for one in days
    ), "readers see the same"


def sample_writer(root: Path, version: str = "sample-2") -> VersionWriter:
    return VersionWriter(
        Home(root),
        command="sample",
        profile="live",
        product_version="0",
        lexicon=LexiconRows(version=version, actors=LEXICON_ROWS.actors, cues=LEXICON_ROWS.cues),
        parameters=parameters(),
    )


def test_gained_lost_and_changed_hits_are_told_apart(tmp_path: Path) -> None:
    """By place: the same rule there has changed, another rule there has taken its part, the rest is gained or lost."""
    strike, warn = "assault.strike", "threaten.warn"
    before = {
        "recipient": Said(cue=strike, actor="AAA", recipient="BBB"),
        "counted": Said(cue=strike, actor="AAA", recipient="BBB"),
        "lost": Said(cue=strike, actor="AAA", recipient="BBB"),
        "same": Said(cue=strike, actor="AAA", recipient="BBB"),
        "gained": None,
        "rule": Said(cue=warn, actor="AAA", recipient="BBB"),
    }
    after = before | {
        "recipient": Said(cue=strike, actor="AAA", recipient="CCC"),
        "counted": Said(cue=strike, actor="AAA", recipient="BBB", suppressed="negated"),
        "lost": None,
        "gained": Said(cue=warn, actor="AAA", recipient="BBB"),
        "rule": Said(cue=strike, actor="AAA", recipient="BBB"),
    }
    with open_writer(tmp_path) as writer:
        store(writer, *(made(key, "A", AT, [said] if said else []) for key, said in before.items()))
        writer.publish()
    kept = VersionStore(Home(tmp_path), "sample-2")
    kept.add(version_rows([made(key, "A", AT, [said] if said else []) for key, said in after.items()], 1, "sample-2"))
    with sample_writer(tmp_path) as writer:
        writer.publish()
    found = compare(Home(tmp_path), "sample-1", "sample-2", writer_of=sample_writer)
    told = {one["article_id"]: (one["change"], one["differs"]) for one in found.hits.to_pylist()}
    assert told == {
        "recipient": ("changed", ["recipient"]),
        "counted": ("changed", ["counted"]),
        "lost": ("lost", []),
        "gained": ("gained", []),
        "rule": ("changed", ["cue", "class", "kind", "weight", "span"]),
    }
    suppressed = next(one for one in found.hits.to_pylist() if one["article_id"] == "counted")
    assert (suppressed["reason_before"], suppressed["reason_after"]) == ("", "negated")
    assert (suppressed["intensity_before"], suppressed["intensity_after"]) == (0.9, 0.0)
    by_rule = {one["cue_id"]: one for one in found.rules.to_pylist()}
    counts = ("gained_count", "lost_count", "changed_count", "counted_before", "counted_after")
    assert [by_rule[strike][name] for name in counts] == [1, 1, 2, 3, 2]
    assert [by_rule[warn][name] for name in counts] == [1, 1, 0, 1, 1]
    assert not list(Home(tmp_path).versions.glob(".*")), "the copies are gone"


def test_promotion_that_was_killed_before_its_commit_has_changed_nothing(tmp_path: Path) -> None:
    """What it had kept by then is kept once when it is tried again."""
    with open_writer(tmp_path) as writer:
        store(writer, made("one", "A", AT, [Said(cue="assault.strike", actor="AAA")]), made("two", "A", AT))
        writer.publish()
    before = everything(tmp_path)
    kept = VersionStore(Home(tmp_path), "sample-2")
    kept.add(version_rows([made("one", "A", AT), made("two", "A", AT)], 1, "sample-2"))

    class Killed(BaseException):
        pass

    class Dying(VersionWriter):
        def _put(self) -> None:
            super()._put()
            raise Killed

    door = sample_writer(tmp_path)
    with (
        pytest.raises(Killed),
        Dying(
            door.home,
            command="sample",
            profile="live",
            product_version="0",
            lexicon=door.lexicon,
            parameters=door.parameters,
        ) as writer,
    ):
        writer.promote(kept, is_in_force=True)
    assert kept.article_count == 2
    with sample_writer(tmp_path) as writer:
        writer.publish()
        assert everything(tmp_path) == before
        assert writer.promote(kept, is_in_force=True).replaced_count == 2
        writer.publish()
    assert content(tmp_path, ("coded.cue_hit",))["coded.cue_hit"] == []
    assert VersionStore(Home(tmp_path), "sample-1").article_count == 2
    assert not kept.exists()
