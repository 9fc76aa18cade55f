"""What is stored is scored anew beside what is in force: what it gives, what it disturbs, and the way back."""

from __future__ import annotations

import json
import random
import signal
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from etl import promotion
from etl.files import Reading
from etl.own_lexicon import load_with_own
from etl.recode import difference, recode
from etl.run import import_files
from etl.version_list import current_version, versions_of
from tests.integration.commands import assert_one_line, start, tension, wait_until
from tests.integration.samples import (
    AT,
    CIRCUMSTANCES,
    LEXICON_ROWS,
    TABLES,
    Said,
    ask,
    content,
    job,
    made,
    open_writer,
    parameters,
    rows,
    store,
    violations,
    write_jsonl,
)
from tests.own_rule import FIST
from warehouse.batch import LexiconRows
from warehouse.columns import version_rows
from warehouse.difference import compare
from warehouse.errors import VersionUnusable
from warehouse.paths import Home
from warehouse.promote import VersionWriter
from warehouse.versions import KINDS, VersionStore, versions_lock

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon
    from etl.run import Job

# On a machine that is busy with other things.
SLOW_SECONDS = 240
SAME = (*(name for name in TABLES if name.startswith(("coded.", "signal."))), "signal.day")
# Every value, of actors, dyads, theatres, groups and the world, by name: numbers of series are given as they come.
VALUES = """
select
  series.subject, series.actor_id, series.recipient_id, series.role, series.kind, series.scope,
  pooled.published_on, pooled.story_count, pooled.day_story_count, pooled.outlet_count,
  round(pooled.value, 9), round(pooled.variance, 9), round(pooled.day_value, 9)
from signal.series_window as pooled
join signal.series as series using (series_id)
order by all
"""


def fists(count: int = 200) -> list[dict[str, Any]]:
    """Articles of which one in twenty tells of a fist, which the lexicon that ships does not know."""
    made_rows = rows(count, seed=8)
    for number in range(1, count, 20):
        made_rows[number] |= {"title": f"Russia shook its fist at Poland, report {number}", "body": "No more was said."}
    made_rows[2] |= {"language": "xx"}
    return made_rows


@pytest.fixture(scope="session")
def with_fist(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    """The lexicon with a rule of one's own."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "mine.toml").write_text(FIST, encoding="utf-8")
    return load_with_own(folder)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "articles.jsonl", fists())


def load(root: Path, lexicon: Lexicon, *files: Path) -> Job:
    """Import files with a lexicon; an edit of an article comes after it."""
    loading = job(root, lexicon)
    import_files(loading, list(files), Reading())
    return loading


def same(root: Path, other: Path) -> None:
    """Both hold the same rows, table for table, and say the same."""
    for table in SAME:
        assert content(root, (table,), ignored=CIRCUMSTANCES) == content(other, (table,), ignored=CIRCUMSTANCES), table
    assert ask(root, VALUES) == ask(other, VALUES)


def everything(root: Path) -> dict[str, list[Any]]:
    """All that a version makes."""
    return content(root, SAME) | {"values": ask(root, VALUES)}


def beside(root: Path, version: str) -> dict[str, list[dict[str, Any]]]:
    """What stands beside of a version, in no order of batches."""
    kept = VersionStore(Home(root), version)
    return {
        kind: sorted((row for file in kept.files(kind) for row in pq.read_table(file).to_pylist()), key=repr)
        for kind in KINDS
    }


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


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_jsonl(tmp_path_factory.mktemp("long") / "long.jsonl", fists(800))


def test_recode_killed_at_any_moment_ends_as_if_undisturbed(tmp_path: Path, long_file: Path, lexicon: Lexicon) -> None:
    """Faults 17 and 72: what is done is not done again, nothing is lost, nothing doubled."""
    settings = {"batch_articles": 50, "worker_count": 1, "outlet_stories_min": 3}
    homes = {name: tmp_path / name for name in ("undisturbed", "killed")}
    for home in homes.values():
        load(home, lexicon, long_file)
        (home / "lexicon").mkdir()
        (home / "lexicon" / "mine.toml").write_text(FIST, encoding="utf-8")
    whole = json.loads(tension("recode", "--json", seconds=SLOW_SECONDS, home=homes["undisturbed"], **settings).stdout)
    assert (whole["scored"], whole["beside"]) == (800, 800)
    version, chance, killed = whole["lexicon_version"], random.Random(72), homes["killed"]
    kept = VersionStore(Home(killed), version)
    before = everything(killed)
    for _ in range(4):
        running = start("recode", home=killed, **settings)
        count = kept.article_count
        wait_until(
            lambda count=count, running=running: kept.article_count > count or running.poll() is not None,
            seconds=SLOW_SECONDS,
        )
        time.sleep(chance.uniform(0, 0.4))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert everything(killed) == before, "readers are not disturbed"
    done_before = kept.article_count
    assert done_before > 0
    rest = json.loads(tension("recode", "--json", seconds=SLOW_SECONDS, home=killed, **settings).stdout)
    assert rest["scored"] == 800 - done_before
    assert beside(killed, version) == beside(homes["undisturbed"], version)
    assert not list(Home(killed).versions.glob("**/.arriving-*"))
    for table in ("coded.version_day_move", "coded.version_hit_move", "coded.version_rule_move"):
        assert content(killed, (table,)) == content(homes["undisturbed"], (table,))
    again = json.loads(tension("recode", "--json", seconds=SLOW_SECONDS, home=killed, **settings).stdout)
    assert again["scored"] == 0
    assert tension("promote", version, home=killed, **settings).returncode == 0
    assert violations(killed) == {}


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


def test_commands_tell_what_cannot_be_done_in_one_line(tmp_path: Path, articles: Path) -> None:
    home = tmp_path / "home"
    for command in (("recode",), ("versions",), ("promote", "abcd"), ("diff", "abcd", "current")):
        done = tension(*command, home=home)
        assert done.returncode == 3
        assert_one_line(done, "No warehouse has been published")
    assert not home.exists()
    assert tension("import", articles, home=home).returncode == 0
    idle = tension("recode", home=home)
    assert (idle.returncode, idle.stderr) == (0, "")
    assert "Nothing to do" in idle.stdout
    listed = json.loads(tension("versions", "--json", home=home).stdout)["versions"]
    assert [(one["state"], one["article_count"], one["is_current"]) for one in listed] == [("current", 200, True)]
    version = listed[0]["lexicon_version"]
    for command in (("promote", "zzzz"), ("diff", "zzzz", "current"), ("versions", "--drop", "zzzz")):
        done = tension(*command, home=home)
        assert done.returncode == 2
        assert_one_line(done, "There is no version 'zzzz'", version)
    done = tension("promote", version, home=home)
    assert done.returncode == 2
    assert_one_line(done, f"Nothing of version {version} stands beside")
    assert "Nothing moves" in tension("diff", "current", version, home=home).stdout
    with versions_lock(Home(home), command="recode"):
        done = tension("recode", home=home)
        assert done.returncode == 4
        assert_one_line(done, "`tension recode`", "wait until it ends")


def test_whole_way_by_commands(tmp_path: Path, articles: Path) -> None:
    """A rule is added, what is stored is scored with it, the difference is read, it is promoted, and back."""
    home, settings = tmp_path / "home", {"outlet_stories_min": 3, "worker_count": 1}
    assert tension("import", articles, home=home, **settings).returncode == 0
    rule = tmp_path / "mine.toml"
    rule.write_text(FIST, encoding="utf-8")
    assert tension("lexicon", "add", rule, home=home).returncode == 0
    scored = tension("recode", home=home, **settings)
    assert (scored.returncode, scored.stderr) == (0, "")
    assert "200 texts scored" in scored.stdout
    listed = {one["state"]: one for one in json.loads(tension("versions", "--json", home=home).stdout)["versions"]}
    old, new = listed["current"]["lexicon_version"], listed["candidate"]["lexicon_version"]
    assert (listed["candidate"]["beside_count"], listed["candidate"]["waiting_count"]) == (200, 0)
    told = json.loads(tension("diff", old[:8], new[:8], "--json", "--limit", 3, home=home).stdout)
    assert (told["before"], told["after"], told["hits_moved"], len(told["hits"])) == (old, new, 10, 3)
    assert {one["actor_id"] for one in told["days"]} <= {"RUS", "POL"}
    shown = tension("diff", "current", new, home=home).stdout
    assert "own-shaken-fist [THREATEN threat] RUS > POL, counts 0.50" in shown
    done = tension("promote", new, home=home, **settings)
    assert f"To go back: tension promote {old}" in done.stdout
    assert "kept: `tension promote` goes back to it" in tension("versions", home=home).stdout
    assert ask(home, "select count(*) from coded.cue_hit where cue_id = 'own-shaken-fist'") == [(10,)]
    assert tension("promote", old, "--json", home=home, **settings).returncode == 0
    assert ask(home, "select count(*) from coded.cue_hit where cue_id = 'own-shaken-fist'") == [(0,)]
    assert tension("versions", "--drop", new, home=home, **settings).returncode == 0
    assert ask(home, "select distinct value from signal.parameter where name = 'outlet_stories_min'") == [(3.0,)]


# --- what is gained, lost and changed, with hits of which every number is known --------------------------------------


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
