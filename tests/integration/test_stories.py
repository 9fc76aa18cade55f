"""Copies become one story as they arrive, in whatever order, and the story says which of them count."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from etl.files import Reading
from etl.run import import_files
from tests.integration.samples import ask, content, job, partition, violations, write_jsonl

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon

AT = datetime(2024, 3, 4, 9)
TITLE = "Borduria launches missile toward Syldavia"
LEAD = (
    "North Korea launched a ballistic missile toward Japan on Monday, the Defense Ministry in Tokyo said, and ships in "
    "the strait were told to keep away from whatever had fallen into the sea."
)
MIDDLE = (
    "Fishermen of three harbours spoke of a light that went over the water without a sound. The coast guard looked for "
    "debris until dusk, and found a barrel, a net and the wing of a gull."
)
END = (
    "The foreign minister broke off a visit to the north of the country and called the launch a grave act. Trains were "
    "running again in the evening, and schools were to open as on every other day."
)


def row(key: str, *, title: str = TITLE, body: str = LEAD, hours: float = 0, outlet: str = "") -> dict[str, object]:
    """An article of an outlet of its own, so many hours after the first."""
    return {
        "title": title,
        "body": body,
        "url": f"https://{key}.example/1",
        "outlet": outlet or f"Outlet {key}",
        "published_at": f"{(AT + timedelta(hours=hours)).isoformat()}Z",
        "language": "en",
    }


def load(root: Path, lexicon: Lexicon, *batches: list[dict[str, object]], **settings: object) -> None:
    """Import each list in a run of its own."""
    root.mkdir(exist_ok=True)
    for number, batch in enumerate(batches, start=len(list(root.glob("*.jsonl")))):
        path = write_jsonl(root / f"{number}.jsonl", batch)
        import_files(job(root, lexicon, outlet_stories_min=1, **settings), [path], Reading())


def stories(root: Path) -> dict[str, tuple[str, str]]:
    """Per outlet the story of its current article, and how it counts."""
    return {
        outlet.removeprefix("Outlet "): (story_id, counts_as)
        for outlet, story_id, counts_as in ask(
            root, "select outlet, story_id, counts_as from coded.article where is_current"
        )
    }


def test_copies_of_other_runs_join_the_story(tmp_path: Path, lexicon: Lexicon) -> None:
    """Another headline, another paragraph, another outlet; the story keeps the name it had."""
    load(tmp_path, lexicon, [row("a")])
    name = stories(tmp_path)["a"][0]
    load(tmp_path, lexicon, [row("b", title="Missile from the north falls into the sea", hours=2)])
    load(tmp_path, lexicon, [row("c", body=f"{LEAD}\n\n{MIDDLE}", hours=5), row("d", title="Rain", body=END)])
    found = stories(tmp_path)
    assert {found[one] for one in "abc"} == {(name, "story")}
    assert found["d"][0] != name
    assert violations(tmp_path) == {}


def test_story_keeps_its_name_when_an_older_copy_comes_late(tmp_path: Path, lexicon: Lexicon) -> None:
    """The first copy is another one then, and what was counted three days after it counts no more."""
    load(tmp_path, lexicon, [row("late", hours=100)])
    before = stories(tmp_path)["late"]
    load(tmp_path, lexicon, [row("old"), row("edge", hours=72)])
    after = stories(tmp_path)
    assert {story_id for story_id, _ in after.values()} == {before[0]}
    assert {one: counts_as for one, (_, counts_as) in after.items()} == {
        "late": "republication",
        "old": "story",
        "edge": "story",
    }
    assert ask(tmp_path, "select outlet from signal.coverage_daily order by outlet") == [
        ("Outlet edge",),
        ("Outlet old",),
    ]
    assert violations(tmp_path) == {}


def test_article_between_two_stories_makes_them_one(tmp_path: Path, lexicon: Lexicon) -> None:
    """The name of the older one stays, and an outlet that was in both counts once."""
    body = f"{LEAD}\n\n{MIDDLE}\n\n{END}"
    load(tmp_path, lexicon, [row("a", outlet="Outlet x")])
    load(tmp_path, lexicon, [row("b", body=f"{MIDDLE}\n\n{END}", hours=1, outlet="Outlet x")])
    ids = dict(ask(tmp_path, "select url, story_id from coded.article"))
    assert len(set(ids.values())) == 2
    load(tmp_path, lexicon, [row("c", body=body, hours=2)])
    assert set(ask(tmp_path, "select distinct story_id from coded.article")) == {(ids["https://a.example/1"],)}
    assert ask(tmp_path, "select counts_as from coded.article where outlet = 'Outlet x' order by published_at") == [
        ("story",),
        ("copy",),
    ]
    assert violations(tmp_path) == {}


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_portions_change_no_story(tmp_path: Path, lexicon: Lexicon, batch: int) -> None:
    """Loaded again they change nothing at all."""
    articles = [
        row("a", hours=40),
        row("b", body=f"{LEAD}\n\n{MIDDLE}", hours=3),
        row("c", title="Night of light over the strait", body=f"{LEAD}\n\n{MIDDLE}\n\n{END}"),
        row("d", body=LEAD.replace("Monday", "Tuesday")),
        row("e", title="Bread is dearer", body=END),
    ]
    load(tmp_path / "once", lexicon, articles)
    assert sorted(map(len, partition(tmp_path / "once"))) == [1, 1, 3]
    for number, order in enumerate((articles, articles[::-1], articles[2:] + articles[:2])):
        home = tmp_path / str(number)
        load(home, lexicon, order, batch_articles=batch)
        assert partition(home) == partition(tmp_path / "once")
        before = content(home, ("coded.article", "coded.story_sketch", "coded.story_key"))
        load(home, lexicon, order[::-1], batch_articles=batch)
        assert content(home, tuple(before)) == before


def test_edited_article_leaves_the_story_and_comes_back(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 35: what it said before finds no copies any more, and the others stay together."""
    load(tmp_path, lexicon, [row("a"), row("b", hours=80)])
    assert {counts_as for _, counts_as in stories(tmp_path).values()} == {"story", "republication"}
    load(tmp_path, lexicon, [row("a", title="Bread is dearer", body=END)])
    apart = stories(tmp_path)
    assert apart["a"][0] != apart["b"][0]
    assert {counts_as for _, counts_as in apart.values()} == {"story"}
    load(tmp_path, lexicon, [row("a", body=f"{LEAD}\n\nThis report was put right.")])
    together = stories(tmp_path)
    assert together["a"][0] == together["b"][0]
    assert ask(tmp_path, "select count(*), max(revision) from coded.story_sketch") == [(2, 3)]
    assert ask(tmp_path, "select count(distinct first_seen_at) from coded.article where outlet = 'Outlet a'") == [(1,)]
    assert violations(tmp_path) == {}


def test_edited_article_that_is_alone_keeps_the_name_of_its_story(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 35."""
    load(tmp_path, lexicon, [row("a")])
    before = stories(tmp_path)["a"]
    load(tmp_path, lexicon, [row("a", title="Bread is dearer", body=END)])
    assert stories(tmp_path)["a"] == before


def test_article_that_is_gone_from_the_feed_stays(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 37: a feed holds its newest entries only."""
    load(tmp_path, lexicon, [row("a"), row("b", title="Rain", body=END)], [row("b", title="Rain", body=END)])
    assert len(stories(tmp_path)) == 2


def test_older_copy_dates_an_article_whose_words_contradict_its_stamp(tmp_path: Path, lexicon: Lexicon) -> None:
    """It is scored and counted as of that day; what is only printed again stays where it is, and counts never."""
    body = f"{LEAD}\n\nPresident Donald Trump was told of it in the night.\n\n{MIDDLE}\n\n{END}"
    load(tmp_path, lexicon, [row("a", body=body, hours=-24 * 1500)])
    load(tmp_path, lexicon, [row("b", body=body), row("c", body=body.replace("President Donald Trump", "Nobody else"))])
    told = "outlet, published_at, published_method, counts_as"
    day = AT - timedelta(days=1500)
    assert ask(tmp_path, f"select {told} from coded.article order by outlet") == [
        ("Outlet a", day, "feed", "story"),
        ("Outlet b", day, "story copy", "story"),
        ("Outlet c", AT, "feed", "republication"),
    ]
    assert violations(tmp_path) == {}


@pytest.mark.shared_data
def test_pages_that_tell_of_one_event_are_two_stories(tmp_path: Path, lexicon: Lexicon, shared_data: Path) -> None:
    """Two papers, each in its own words."""
    pages = sorted((shared_data / "pages").glob("*.txt"))
    assert len(pages) == 2
    import_files(job(tmp_path, lexicon), pages, Reading(outlet="Papers"))
    assert ask(tmp_path, "select count(*), count(distinct story_id) from coded.article") == [(2, 2)]
