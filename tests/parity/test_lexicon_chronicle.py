"""The chronicle that the demonstration reads: written by us, and enough to show what the product does."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import datetime
from importlib.resources import as_file, files
from itertools import combinations
from typing import Any

import pytest

from etl.files import Reading, read_file
from etl.pipeline import Rules, article_of, code_articles
from warehouse.terms import Article, CodedArticle, Entry

KEYS = ["id", "outlet", "url", "published_at", "language", "title", "body"]
SHINGLE_WORDS = 5
LIKENESS_MAX = 0.6
# Of its 55 articles, 7 raised a counted hit when this was measured; two more may, before somebody must look.
EVERYDAY_HITS_SHARE = 7 / 55
EVERYDAY_ALLOWANCE = 2 / 55


def chronicle() -> dict[str, list[dict[str, Any]]]:
    """The rows of each file, by its name."""
    folder = files("etl").joinpath("chronicle")
    return {
        file.name.removesuffix(".jsonl"): [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in folder.iterdir()
        if file.name.endswith(".jsonl")
    }


FILES = chronicle()
ROWS = [row for rows in FILES.values() for row in rows]


@pytest.fixture(scope="module")
def coded(lexicon) -> dict[str, list[CodedArticle]]:
    """The coded articles of each file, read on the road that all files take."""
    found: dict[str, list[CodedArticle]] = {}
    for name in FILES:
        with as_file(files("etl").joinpath("chronicle", f"{name}.jsonl")) as path:
            received = [one for chunk in read_file(path, Reading()) for one in chunk]
        articles = [
            article_of(one, received_at=datetime(2026, 1, 1), rules=Rules())
            for one in received
            if isinstance(one, Entry)
        ]
        found[name] = code_articles([one for one in articles if isinstance(one, Article)], lexicon)
    return found


def counted_actors(articles: list[CodedArticle]) -> set[str]:
    return {
        actor for one in articles for hit in one.hits if hit.is_counted for actor in (hit.actor_id, hit.recipient_id)
    } - {""}


def test_chronicle_has_articles_enough():
    assert len(ROWS) >= 150


def test_rows_have_the_keys_and_nothing_else():
    assert [row.get("id") for row in ROWS if list(row) != KEYS] == []
    assert [
        row["id"] for row in ROWS if not all(isinstance(value, str) and value.strip() for value in row.values())
    ] == []


def test_ids_and_addresses_stand_once():
    for key in ("id", "url"):
        values = [row[key] for row in ROWS]
        assert len(values) == len(set(values))


def test_addresses_are_of_nobody():
    """RFC 2606 keeps .example for that."""
    assert [row["url"] for row in ROWS if not re.match(r"https://[a-z-]+\.example/", row["url"])] == []


def test_days_span_two_years():
    days = sorted(datetime.fromisoformat(row["published_at"]) for row in ROWS)
    assert (days[0].year, days[0].month) == (2022, 1)
    assert (days[-1].year, days[-1].month) == (2023, 12)
    assert len({(day.year, day.month) for day in days}) == 24


def test_outlets_are_several():
    outlets = {row["outlet"] for row in ROWS}
    assert len(outlets) >= 4
    for outlet in outlets:
        assert sum(row["outlet"] == outlet for row in ROWS) >= 10


def test_no_two_articles_are_alike():
    """Jaccard over shingles of five words: copies would count as one story."""
    shingles = {}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(ROWS):
        words = re.findall(r"\w+", f"{row['title']} {row['body']}".lower())
        shingles[number] = {tuple(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}
        for one in shingles[number]:
            holders[one].append(number)
    pairs = {pair for numbers in holders.values() for pair in combinations(numbers, 2)}
    alike = [
        (ROWS[left]["id"], ROWS[right]["id"])
        for left, right in pairs
        if len(shingles[left] & shingles[right]) > LIKENESS_MAX * len(shingles[left] | shingles[right])
    ]
    assert alike == []


def test_every_row_becomes_a_dated_article(coded):
    for name, rows in FILES.items():
        assert len(coded[name]) == len(rows)
        assert all(one.article.published_at and one.article.language_is_supported for one in coded[name])


def test_actors_named_are_many(coded):
    named = {mention.actor_id for articles in coded.values() for one in articles for mention in one.mentions}
    assert len(named) >= 10
    assert len(counted_actors([one for articles in coded.values() for one in articles])) >= 10


@pytest.mark.parametrize(
    ("theatre", "actors"),
    [
        ("korea", {"PRK", "KOR", "USA"}),
        ("ukraine", {"RUS", "UKR"}),
        ("gaza_lebanon", {"ISR", "HAMAS"}),
        ("iran", {"IRN", "USA"}),
        ("taiwan_strait", {"CHN", "TWN", "USA"}),
        ("south_china_sea", {"CHN", "PHL"}),
        ("kashmir", {"IND", "PAK", "CHN"}),
        ("sahel", {"NER", "MLI", "FRA"}),
        ("caucasus_balkans", {"ARM", "AZE", "SRB"}),
    ],
)
def test_theatre_raises_hits_for_its_actors(coded, theatre, actors):
    assert actors <= counted_actors(coded[theatre])
    hit_count = sum(any(hit.is_counted for hit in one.hits) for one in coded[theatre])
    assert hit_count >= len(coded[theatre]) / 2


def test_everyday_news_raises_almost_no_hit(coded):
    with_hits = [one.article.title for one in coded["everyday"] if any(hit.is_counted for hit in one.hits)]
    share = len(with_hits) / len(coded["everyday"])
    assert share <= EVERYDAY_HITS_SHARE + EVERYDAY_ALLOWANCE, with_hits


def test_everyday_news_raises_far_fewer_hits_than_any_theatre(coded):
    def per_article(name: str) -> float:
        return sum(hit.is_counted for one in coded[name] for hit in one.hits) / len(coded[name])

    assert all(per_article(name) > 5 * per_article("everyday") for name in coded if name != "everyday")
