"""What is written is what is read, however often, in whatever order and in whatever portions it arrives."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import TYPE_CHECKING

import duckdb
import pytest

from etl.feeds import load_feeds
from etl.files import Reading
from etl.load import REVISIONS_MAX
from etl.run import import_files, ingest
from etl.stages.possible import ORDER_RULE
from tests.integration.samples import (
    AT,
    CIRCUMSTANCES,
    SIGNAL,
    TABLES,
    Said,
    ask,
    catalogue,
    content,
    item,
    job,
    made,
    open_writer,
    partition,
    rows,
    rss,
    store,
    store_without_tones,
    violations,
    write_jsonl,
)
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon
    from tests.integration.loopback import LoopbackServer

CODED = tuple(table for table in TABLES if not table.startswith("raw.") and table != "coded.sighting")
STRIKE = {
    "title": "Russia launched air strikes on Ukraine",
    "body": "Russia launched air strikes on Ukraine.",
    "url": "https://a.example/strike",
    "outlet": "A",
    "published_at": "2024-01-05T10:00:00Z",
    "language": "en",
}
CALM = STRIKE | {"title": "A bakery opened", "body": "A bakery opened in the old town, and nobody was hurt."}


def load(root: Path, lexicon: Lexicon, *files: list[dict[str, object]], **settings: object) -> dict[str, object]:
    """Import files of rows in one run; return the summary."""
    root.mkdir(parents=True, exist_ok=True)
    known = len(list(root.glob("*.jsonl")))
    paths = [write_jsonl(root / f"{known + number}.jsonl", one) for number, one in enumerate(files)]
    one_job = job(root, lexicon, **settings)
    import_files(one_job, paths, Reading())
    return one_job.reporter.summary.as_dict()


# --- round trip -----------------------------------------------------------------------------------------------------


def test_writer_gives_back_what_was_written(tmp_path: Path) -> None:
    """Every column of an article, its text, its mentions, its hits and its tone."""
    said = [
        Said(cue="assault.strike", actor="AAA", recipient="BBB", certainty=0.7),
        Said(cue="threaten.warn", actor="BBB", suppressed="negated"),
    ]
    one = made("one", "A", AT, said)
    with open_writer(tmp_path) as writer:
        store(writer, one)
        writer.publish()
    reader = Reader(Home(tmp_path))
    article = reader.rows("article", article_id="one")[0]
    for name in ("outlet", "url", "title", "language", "published_at", "story_id", "content_hash", "fold_at"):
        assert article[name] == getattr(one.article, name), name
    assert article["published_on"] == AT.date()
    assert (article["revision"], article["is_current"], article["counts_as"]) == (1, True, "story")
    assert reader.rows("article_text", article_id="one", revision=1) == [{"text": one.article.text, "dropped_text": ""}]
    hits = reader.rows("article_hits", article_id="one", revision=1)
    for found, hit in zip(hits, one.hits, strict=True):
        assert one.article.text[found["span_start"] : found["span_end"]] == hit.matched_text == found["matched_text"]
        assert (found["weight"], found["certainty"], found["kind"]) == (hit.weight, hit.certainty, hit.kind.value)
        assert (found["is_counted"], found["suppressed_reason"]) == (hit.is_counted, hit.suppressed_reason)
        assert (found["actor_id"], found["recipient_id"]) == (hit.actor_id, hit.recipient_id)
        assert found["modality"] == [flag.value for flag in hit.modality]
        assert found["quad_class"] == hit.quad_class.value
    assert {row["actor_id"] for row in reader.rows("article_mentions", article_id="one", revision=1)} == {"AAA", "BBB"}
    assert {row["actor_id"] for row in reader.rows("article_tone", article_id="one", revision=1)} == {"AAA", "BBB"}
    reader.close()


def test_writer_keeps_odd_characters(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 24: quotes, emoji, other scripts and what looks like SQL come back as they went."""
    words = "O'Brien; drop table x; -- \U0001f525 한국어 עברית $1 %s {0} \\n"
    load(tmp_path / "home", lexicon, [STRIKE | {"title": words, "url": "https://a.example/odd"}])
    assert ask(tmp_path / "home", "select title from coded.article") == [(words,)]


def test_writer_survives_every_odd_entry(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 28: lone surrogates, NUL, numbers for words, years out of range: no entry loses another one."""
    odd = [
        STRIKE | {"url": "https://a.example/1", "language": "\ud800"},
        {key: f"\ud800{value}\udfff" for key, value in STRIKE.items()},
        {key: f"{value}\0x" for key, value in STRIKE.items()},
        {"title": {"a": 1}, "body": ["x"], "outlet": 5, "published_at": 12345, "url": 7, "language": True},
        STRIKE | {"url": "https://a.example/2", "published_at": "9999-12-31T23:59:59Z"},
        STRIKE | {"url": "https://a.example/3", "published_at": "0001-01-01T00:00:00+14:00"},
        STRIKE | {"url": "http://[::1", "guid": "\x1b[2J" * 1000},
        {"title": "", "body": "", "outlet": "A"},
        {"title": "no outlet"},
        CALM | {"url": "https://a.example/last"},
    ]
    summary = load(tmp_path / "home", lexicon, odd)
    assert summary["read"] == len(odd)
    assert sum(summary["outcomes"].values()) == len(odd)
    assert summary["outcomes"]["skipped"] == 2
    assert ("https://a.example/last",) in ask(tmp_path / "home", "select url from coded.article")
    assert violations(tmp_path / "home") == {}


def test_writer_that_fails_leaves_the_batch_out(tmp_path: Path) -> None:
    """A batch is written whole or not at all, and the run says that it failed."""
    with open_writer(tmp_path) as writer:
        store(writer, made("one", "A", AT))
    with pytest.raises(duckdb.CatalogException, match="actor_tone"):
        store_without_tones(tmp_path, made("two", "A", AT))
    with duckdb.connect(Home(tmp_path).warehouse) as connection:
        assert connection.execute("select article_id from coded.article").fetchall() == [("one",)]
        assert connection.execute("select status from raw.run order by run_id").fetchall() == [
            ("complete",),
            ("failed",),
        ]
        assert connection.execute("select count(*) from raw.fetch").fetchall() == [(1,)]


# --- the same again -------------------------------------------------------------------------------------------------


def test_import_twice_equals_once(tmp_path: Path, lexicon: Lexicon) -> None:
    """All that was derived stays to the row; only runs, attempts and outcomes grow."""
    home, articles = tmp_path / "home", rows(300)
    load(home, lexicon, articles)
    before = content(home, (*TABLES, "coded.segment"))
    runs = ask(home, "select count(*) from raw.run")
    write_jsonl(home / "0.jsonl", articles)
    one_job = job(home, lexicon)
    import_files(one_job, [home / "0.jsonl"], Reading())
    assert content(home, (*TABLES, "coded.segment")) == before
    assert one_job.reporter.summary.as_dict()["outcomes"]["duplicate"] == 300
    assert ask(home, "select count(*) from raw.run") == [(runs[0][0] + 1,)]
    assert violations(home) == {}


def test_order_and_portions_of_arrival_change_nothing(tmp_path: Path, lexicon: Lexicon) -> None:
    """However articles are shuffled, split into files and runs, and batched, the signal is the same to the bit."""
    articles = rows(300)
    load(tmp_path / "once", lexicon, articles)
    signal = content(tmp_path / "once", SIGNAL)
    coded = content(tmp_path / "once", CODED, ignored=CIRCUMSTANCES | {"story_id"})
    stories = partition(tmp_path / "once")
    assert any(len(story) > 1 for story in stories)
    assert any(signal["signal.actor_daily"])
    for seed, batch in ((1, 25), (2, 60), (3, 6000)):
        home, shuffled = tmp_path / f"shuffled{seed}", articles.copy()
        random.Random(seed).shuffle(shuffled)
        load(home, lexicon, shuffled[:120], shuffled[120:140], batch_articles=batch)
        load(home, lexicon, shuffled[130:], batch_articles=batch)
        assert content(home, SIGNAL) == signal
        assert content(home, CODED, ignored=CIRCUMSTANCES | {"story_id"}) == coded
        # A story is named after the article that came first; which articles it holds is the same in every order.
        assert partition(home) == stories
        assert violations(home) == {}


def test_roll_ups_in_steps_equal_roll_ups_from_nothing(tmp_path: Path, lexicon: Lexicon) -> None:
    """A batch touches only its days; the sum of all batches is what one pass over everything gives."""
    home, articles = tmp_path / "home", rows(300)
    for low in range(0, 300, 50):
        load(home, lexicon, articles[low : low + 50], batch_articles=10)
    in_steps = content(home, SIGNAL)
    load(home, lexicon, [], window_days=2)
    load(home, lexicon, [])
    assert content(home, SIGNAL) == in_steps


def test_parameters_that_change_rebuild_the_roll_ups(tmp_path: Path, lexicon: Lexicon) -> None:
    """The warehouse never holds sums of one window beside the number of another."""
    changed = {"window_days": 3, "outlet_stories_min": 2}
    load(tmp_path / "fresh", lexicon, rows(200), **changed)
    load(tmp_path / "moved", lexicon, rows(200), window_days=14)
    before = content(tmp_path / "moved", SIGNAL)
    load(tmp_path / "moved", lexicon, [], **changed)
    assert content(tmp_path / "moved", SIGNAL) == content(tmp_path / "fresh", SIGNAL) != before
    assert violations(tmp_path / "moved") == {}


# --- edits ----------------------------------------------------------------------------------------------------------


def test_possible_pair_is_stored_and_counts_for_nobody(tmp_path: Path, lexicon: Lexicon) -> None:
    """The order of names is no deed of theirs: it stands in columns that no view sums."""
    home = tmp_path / "home"
    load(home, lexicon, [STRIKE | {"title": "New sanctions: Russia, Poland", "body": ""}])
    pairs = "select actor_id, recipient_id, possible_actor_id, possible_recipient_id from coded.cue_hit"
    assert ask(home, pairs) == [("", "", "RUS", "POL")]
    assert ask(home, "select possible_rule from coded.cue_hit where is_counted") == [(ORDER_RULE,)]
    assert ask(home, "select count(*) from signal.series_hit where subject <> 'global'") == [(0,)]


@pytest.mark.parametrize("way", ["two runs", "two files", "one file", "a batch each"])
def test_edited_article_gives_a_second_revision(tmp_path: Path, lexicon: Lexicon, way: str) -> None:
    """Fault 35: old hits stay with the old revision, new ones are current, first_seen stays; alike on every way."""
    home = tmp_path / "home"
    if way == "two runs":
        load(home, lexicon, [STRIKE])
        load(home, lexicon, [CALM])
    elif way == "two files":
        load(home, lexicon, [STRIKE], [CALM])
    else:
        load(home, lexicon, [STRIKE, CALM], batch_articles=1 if way == "a batch each" else 6000)
    assert ask(home, "select revision, is_current, title, counts_as from coded.article order by revision") == [
        (1, False, STRIKE["title"], "superseded"),
        (2, True, CALM["title"], "story"),
    ]
    assert ask(home, "select count(distinct first_seen_at), count(distinct article_id) from coded.article") == [(1, 1)]
    assert {revision for (revision,) in ask(home, "select revision from coded.cue_hit where is_counted")} == {1}
    assert ask(home, "select count(*) from signal.series_hit where subject <> 'global'") == [(0,)]
    assert ask(home, "select outcome from raw.entry order by entry_id") == [("new",), ("updated",)]
    texts = ask(home, "select revision, text from coded.article_text order by revision")
    assert [text.partition("\n")[0] for _, text in texts] == [STRIKE["title"], CALM["title"]]
    before = content(home)
    load(home, lexicon, [STRIKE, CALM])
    assert content(home, tuple(before)) == before | {"coded.sighting": content(home)["coded.sighting"]}
    assert violations(home) == {}


def test_edit_that_moves_the_day_leaves_the_old_day_empty(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 35: the day an article has left is recomputed too."""
    home = tmp_path / "home"
    load(home, lexicon, [STRIKE], outlet_stories_min=1)
    moved = STRIKE | {"published_at": "2024-01-20T10:00:00Z", "body": "Russia launched air strikes on Ukraine again."}
    load(home, lexicon, [moved], outlet_stories_min=1)
    load(tmp_path / "fresh", lexicon, [moved], outlet_stories_min=1)
    assert content(home, SIGNAL) == content(tmp_path / "fresh", SIGNAL)


def test_content_that_oscillates_is_capped(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 36: two feeds that tell one article differently do not edit it for ever; a page with a clock stops too."""
    home = tmp_path / "home"
    for _ in range(3):
        load(home, lexicon, [STRIKE], [CALM])
    assert ask(home, "select max(revision) from coded.article") == [(2,)]
    clock = [STRIKE | {"body": f"It is {number} o'clock."} for number in range(REVISIONS_MAX + 5)]
    summary = load(home, lexicon, clock)
    assert ask(home, "select max(revision) from coded.article") == [(REVISIONS_MAX,)]
    assert summary["reasons"] == {"skipped: edited too often": 7}
    assert violations(home) == {}


# --- sightings ------------------------------------------------------------------------------------------------------


def test_article_in_two_feeds_is_one_article_with_two_sightings(
    tmp_path: Path, lexicon: Lexicon, server: LoopbackServer
) -> None:
    """Fault 34: in one run or in two, and with another tracking tail on its address."""
    one = item(1)
    server.serve_feed("/one", rss(one, item(2)))
    server.serve_feed("/two", rss(item(3), one | {"link": f"{one['link']}?utm_source=two"}))
    feeds = load_feeds(catalogue(tmp_path / "feeds.toml", {"one": server.url("/one"), "two": server.url("/two")}))
    settings = {"allow_loopback": True, "host_seconds": 0, "outlet_stories_min": 1}
    ingest(job(tmp_path, lexicon, **settings), feeds)
    ingest(job(tmp_path, lexicon, **settings), feeds, is_forced=True)
    seen = ask(
        tmp_path,
        "select title, list_sort(list(sighting.feed_id)) from coded.article join coded.sighting using (article_id) "
        "group by title order by title",
    )
    assert [feeds for _, feeds in seen] == [["one", "two"], ["one"], ["two"]]
    assert ask(tmp_path, "select max(revision) from coded.article") == [(1,)]
    assert violations(tmp_path) == {}


def test_run_that_is_found_unfinished_is_marked(tmp_path: Path) -> None:
    """Fault 17: a run that was killed is said to be interrupted, and not to run for ever."""
    with open_writer(tmp_path) as writer:
        writer.connection.execute(
            "insert into raw.run values (99, 'import', 'live', $at, null, 'running', '0', 'x')", {"at": AT}
        )
        writer.publish()
    with open_writer(tmp_path) as writer:
        assert writer.run_id == 100
        writer.publish()
    assert ask(tmp_path, "select status from raw.run where run_id = 99") == [("interrupted",)]


def test_times_are_utc_whatever_the_zone_of_the_machine(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 69: an article of 23:30 UTC belongs to that day, though it is the next one in Seoul."""
    late = STRIKE | {"published_at": "2024-03-31T23:30:00Z", "url": "https://a.example/late"}
    offset = STRIKE | {"published_at": "2024-04-01T08:30:00+09:00", "url": "https://a.example/offset"}
    load(tmp_path / "home", lexicon, [late, offset])
    assert ask(tmp_path / "home", "select distinct published_on, published_at from coded.article") == [
        (datetime(2024, 3, 31).date(), datetime(2024, 3, 31, 23, 30))
    ]


def test_what_a_stopped_run_wrote_is_published_by_the_next(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 72: the next run may bring nothing new; what was written before is shown all the same."""
    home = tmp_path / "home"
    load(home, lexicon, rows(20))
    with job(home, lexicon).writer() as writer:
        version = Reader(Home(home)).version()
        assert not writer.has_changed
        store(writer, made("late", "A", AT))
    assert ask(home, "select count(*) from coded.article where article_id = 'late'") == [(0,)]
    load(home, lexicon, [])
    assert ask(home, "select count(*) from coded.article where article_id = 'late'") == [(1,)]
    assert Reader(Home(home)).version() != version
    with job(home, lexicon).writer() as writer:
        assert not writer.has_changed


def test_day_that_the_words_tell_is_counted_and_the_stamp_stays_beside_it(tmp_path: Path, lexicon: Lexicon) -> None:
    """A wire story that a feed brings two years late; an edit without any date keeps what was known."""
    lead = "KYIV, Ukraine, Jan. 5, 2024 (Newsroom) — Russia launched air strikes on Ukraine on Friday. "
    body = lead + "Rain fell. " * 50
    late = STRIKE | {"body": body, "published_at": "2026-03-01T10:00:00Z"}
    load(tmp_path, lexicon, [late], outlet_stories_min=1)
    told = "published_on, stamped_at, published_method, published_confidence > .5, published_evidence"
    moved = (date(2024, 1, 5), datetime(2026, 3, 1, 10), "dateline", True)
    (row,) = ask(tmp_path, f"select {told} from coded.article")
    assert row[:4] == moved
    assert "KYIV, Ukraine, Jan. 5, 2024" in row[4]
    assert ask(tmp_path, "select published_on, repaired_count from signal.day where repaired_count > 0") == [
        (date(2024, 1, 5), 1)
    ]
    load(
        tmp_path,
        lexicon,
        [late | {"published_at": "", "body": "Russia launched air strikes on Ukraine."}],
        outlet_stories_min=1,
    )
    edited = ask(tmp_path, f"select {told} from coded.article where is_current")
    assert edited == [row]
