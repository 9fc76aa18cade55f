"""The commands of versions as a person runs them: killed, refused, and the whole way there and back."""

from __future__ import annotations

import json
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.integration.commands import assert_one_line, start, tension, wait_until
from tests.integration.samples import (
    ask,
    content,
    violations,
    write_jsonl,
)
from tests.integration.version_samples import SLOW_SECONDS, beside, everything, fists, load
from tests.own_rule import FIST
from warehouse.paths import Home
from warehouse.versions import VersionStore, versions_lock

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon


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
