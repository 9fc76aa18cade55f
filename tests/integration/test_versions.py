"""What is stored is scored anew beside what is in force: what it gives, what it disturbs, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from etl import promotion
from etl.recode import difference, recode
from etl.version_list import current_version, versions_of
from tests.integration.samples import (
    ask,
    job,
    rows,
    violations,
    write_jsonl,
)
from tests.integration.version_samples import everything, fists, load, same
from warehouse.errors import VersionUnusable
from warehouse.paths import Home
from warehouse.versions import VersionStore

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon


def test_recode_gives_what_a_fresh_import_gives(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon
) -> None:
    """Row for row, edits and an unread language included; and until it is promoted nothing that readers see moves."""
    edited = write_jsonl(
        tmp_path / "edited.jsonl", [{**one, "body": f"{one['body']} Corrected."} for one in fists()[:9]]
    )
    load(tmp_path / "home", lexicon, articles, edited)
    before = everything(tmp_path / "home")
    done = recode(job(tmp_path / "home", with_fist))
    assert (done.scored_count, done.beside_count, done.unread_count) == (209, 209, 0)
    assert everything(tmp_path / "home") == before

    name, promoted = promotion.promote(job(tmp_path / "home", with_fist), with_fist.version[:6])
    assert (name, promoted.before, promoted.replaced_count) == (with_fist.version, lexicon.version, 209)
    load(tmp_path / "fresh", with_fist, articles, edited)
    same(tmp_path / "home", tmp_path / "fresh")
    assert violations(tmp_path / "home") == {}


def test_promoting_back_gives_what_was_before(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon
) -> None:
    """And forth again: nothing is scored for that, and the comparison stays what it was."""
    home = tmp_path / "home"
    load(home, lexicon, articles)
    before = everything(home)
    new = job(home, with_fist)
    found = recode(new).difference
    assert found is not None
    told = found.hits.to_pylist()
    promotion.promote(new, with_fist.version)
    after = everything(home)
    assert after != before
    assert difference(new, lexicon.version, with_fist.version).hits.to_pylist() == told
    promotion.promote(new, lexicon.version)
    assert everything(home) == before
    assert current_version(Home(home)) == lexicon.version
    promotion.promote(new, with_fist.version)
    assert everything(home) == after
    assert [row[1:] for row in ask(home, "select run_id, from_version, lexicon_version from coded.promotion")] == [
        (lexicon.version, with_fist.version),
        (with_fist.version, lexicon.version),
        (lexicon.version, with_fist.version),
    ]
    assert violations(home) == {}


def test_articles_that_arrive_meanwhile_are_in_both_versions(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load runs in the middle of it, one with the old lexicon that is still at work, and one after it."""
    home = tmp_path / "home"
    load(home, lexicon, articles)
    more = [write_jsonl(tmp_path / f"more{seed}.jsonl", rows(60, seed=seed)) for seed in (21, 22, 23)]
    add, is_first = VersionStore.add, [True]

    def add_while_loading(kept: VersionStore, tables: Any) -> None:
        add(kept, tables)
        if is_first.pop() if is_first else False:
            load(home, with_fist, more[0])
            load(home, lexicon, more[1])

    monkeypatch.setattr(VersionStore, "add", add_while_loading)
    done = recode(replace(job(home, with_fist), settings=job(home, with_fist, batch_articles=50).settings))
    monkeypatch.undo()
    assert done.beside_count == 260, "those that the new lexicon has scored as they came are not scored twice"
    load(home, with_fist, more[2])
    promotion.promote(job(home, with_fist), with_fist.version)
    load(tmp_path / "fresh", with_fist, articles, *more)
    same(home, tmp_path / "fresh")

    load(home, with_fist, write_jsonl(tmp_path / "late.jsonl", rows(30, seed=24)))
    _, back = promotion.promote(job(home, with_fist), lexicon.version)
    assert (back.replaced_count, back.left_count) == (260, 150)
    assert ask(home, "select count(*) from coded.article where is_current") == [(410,)]
    assert violations(home) == {}


def test_promotion_is_told_in_the_vintages(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon
) -> None:
    """What was said before stays known; of what moved, and of nothing else, is kept why and by which version."""
    home = tmp_path / "home"
    load(home, lexicon, articles)
    first = ask(home, "select * from signal.vintage order by all")
    found = recode(job(home, with_fist)).difference
    assert found is not None
    assert ask(home, "select * from signal.vintage order by all") == first, "what would move was never said"
    promotion.promote(job(home, with_fist), with_fist.version)
    assert ask(home, "select * from signal.vintage where cause = 'first' order by all") == first
    said = ask(
        home,
        "select published_on, actor_id, scope, round(value, 9), cause, lexicon_version from signal.vintage "
        "join signal.series using (series_id) where cause <> 'first' "
        "and subject = 'actor' and role = 'either' and kind = 'tension' order by all",
    )
    moved = [one for one in found.days.to_pylist() if one["scope"] == "international"]
    assert said == sorted(
        (
            one["published_on"],
            one["actor_id"],
            one["scope"],
            round(one["value_after"], 9),
            "new lexicon",
            with_fist.version,
        )
        for one in moved
    )
    assert said


def test_promote_waits_for_what_the_lexicon_in_force_has_not_scored(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon
) -> None:
    home = tmp_path / "home"
    load(home, lexicon, articles)
    recode(job(home, with_fist))
    load(home, lexicon, write_jsonl(tmp_path / "more.jsonl", rows(7, seed=31)))
    before = everything(home)
    with pytest.raises(VersionUnusable, match=r"7 texts are not scored .* Run `tension recode`"):
        promotion.promote(job(home, with_fist), with_fist.version)
    assert everything(home) == before
    assert recode(job(home, with_fist)).scored_count == 7
    promotion.promote(job(home, with_fist), with_fist.version)
    assert ask(home, "select distinct lexicon_version from coded.article") == [(with_fist.version,)]


def test_recode_since_a_day_leaves_what_came_before(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon
) -> None:
    home, since = tmp_path / "home", date(2024, 1, 15)
    load(home, lexicon, articles)
    expected = ask(home, "select count(*) from coded.article where published_on >= $since", since=since)[0][0]
    assert recode(job(home, with_fist), since_on=since).scored_count == expected
    promotion.promote(job(home, with_fist), with_fist.version)
    found = ask(
        home,
        "select lexicon_version, min(published_on) >= $since, max(published_on) < $since from coded.article "
        "group by lexicon_version",
        since=since,
    )
    assert set(found) == {(with_fist.version, True, False), (lexicon.version, False, True)}
    assert recode(job(home, with_fist)).scored_count == 200 - expected, "the rest, when it is asked for"


def test_recode_with_nothing_to_do_writes_nothing(tmp_path: Path, articles: Path, lexicon: Lexicon) -> None:
    home = tmp_path / "home"
    loading = load(home, lexicon, articles)
    published = Home(home).pointer.read_text(encoding="utf-8")
    assert recode(loading).difference is None
    assert Home(home).pointer.read_text(encoding="utf-8") == published
    assert ask(home, "select count(*) from raw.run") == [(1,)]
    assert not Home(home).versions.exists()


def test_text_whose_file_is_gone_keeps_its_rows(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon
) -> None:
    """And is told of; the rest is scored."""
    home = tmp_path / "home"
    load(home, lexicon, articles)
    load(home, lexicon, write_jsonl(tmp_path / "more.jsonl", rows(7, seed=31)))
    newest = ask(home, "select max(file) from coded.segment where kind = 'article'")[0][0]
    (Home(home).segments / newest).unlink()
    done = recode(job(home, with_fist))
    assert (done.scored_count, done.unread_count) == (200, 7)


def test_a_version_that_is_dropped_is_gone_and_nothing_else(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon
) -> None:
    home = tmp_path / "home"
    load(home, lexicon, articles)
    before = everything(home)
    recode(job(home, with_fist))
    assert promotion.drop(job(home, with_fist), with_fist.version) == with_fist.version
    assert everything(home) == before
    assert not VersionStore(Home(home), with_fist.version).exists()
    for table in ("version", "version_day_move", "version_hit_move", "version_rule_move"):
        assert ask(home, f"select count(*) from coded.{table}") == [(0,)]
    for given, said in ((with_fist.version, "Nothing of version"), (lexicon.version, "Nothing of version")):
        with pytest.raises(VersionUnusable, match=said):
            promotion.drop(job(home, with_fist), given)
    assert recode(job(home, with_fist)).scored_count == 200, "it can be scored again"


def test_a_version_that_never_came_to_its_end_is_not_promoted_by_another_lexicon(
    tmp_path: Path, articles: Path, lexicon: Lexicon, with_fist: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    load(home, lexicon, articles)
    add = VersionStore.add

    def add_and_stop(kept: VersionStore, tables: Any) -> None:
        add(kept, tables)
        raise KeyboardInterrupt

    monkeypatch.setattr(VersionStore, "add", add_and_stop)
    with pytest.raises(KeyboardInterrupt):
        recode(job(home, with_fist, batch_articles=50))
    monkeypatch.undo()
    assert [(one.beside_count, one.waiting_count) for one in versions_of(Home(home)) if one.beside_count] == [(50, 150)]
    with pytest.raises(VersionUnusable, match="never came to its end"):
        promotion.promote(job(home, lexicon), with_fist.version)
