"""A citation names versions, filters, outlets and address; in what is taken away outside text stays text."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import cite, keep

SOURCE = cite.Source(
    names=["North Korea"],
    role="either",
    scope="international",
    first=date(2023, 7, 1),
    last=date(2023, 12, 28),
    outlets=["A & B", "C", "D", "E", "F", "G", "H"],
    package_version="0.1.0",
    lexicon_version="5f0c2a9be71d44aa",
    published_version="20231228T061500-000001",
    is_demo=False,
    address="https://t.example/actor?actor=PRK&day=2023-12-28",
    seen_on=date(2026, 11, 20),
)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> {x} $5 100% #1 a_b ^ ~ \\input{/etc/passwd}"


def test_citation_names_all_it_rests_on() -> None:
    said = cite.as_text(SOURCE)
    for part in (
        "Tension of North Korea, 1 Jul 2023 to 28 Dec 2023", "Acting or targeted; between states",
        "7 outlets (A & B, C, D, E, F and 2 others)", "Tensiometer 0.1.0", "lexicon 5f0c2a9be71d44aa",
        "published version 20231228T061500-000001", "https://t.example/actor?actor=PRK&day=2023-12-28", "20 Nov 2026",
    ):  # fmt: skip
        assert part in said
    assert "demo" not in said
    assert "demo chronicle" in cite.as_text(replace(SOURCE, is_demo=True))


def test_bibtex_escapes_what_tex_would_read() -> None:
    entry = cite.as_bibtex(replace(SOURCE, names=[HOSTILE], outlets=[HOSTILE]))
    assert r"\$5 100\% \#1 a\_b \textasciicircum{} \textasciitilde{} \textbackslash{}input\{/etc/passwd\}" in entry
    bare = re.sub(r"\\[{}]|\\text\w+\{\}", "", entry)
    depth = 0
    for one in bare:
        depth += (one == "{") - (one == "}")
        assert depth >= 0
    assert depth == 0
    assert re.match(r"@misc\{[a-z0-9-]+,\n", entry)
    assert not re.search(r"(?<!\\)[$%#_&]", re.sub(r"\\url\{.*\}", "", entry))


def test_address_cannot_end_the_url_of_an_entry() -> None:
    assert "}" not in cite.url("https://t.example/a}b\\c{d")
    assert cite.address("https://t.example/actor", {"with": "A,B", "actor": "X Y"}).endswith("?actor=X%20Y&with=A%2CB")


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "published_on": pd.date_range("2023-12-01", periods=2),
            "quality": ["complete", "gap"],
            "outlets": 4,
            "act": [10.0, float("nan")],
            "threat": [2.5, float("nan")],
            "deescalation": [0.0, float("nan")],
        }
    )


def test_csv_has_a_row_per_actor_and_day_and_nothing_where_nothing_is_known() -> None:
    rows = list(csv.DictReader(io.StringIO(keep.csv_of({"PRK": frame(), "RUS": frame()}).decode())))
    assert [(one["published_on"], one["actor_id"]) for one in rows] == [
        ("2023-12-01", "PRK"), ("2023-12-02", "PRK"), ("2023-12-01", "RUS"), ("2023-12-02", "RUS"),
    ]  # fmt: skip
    assert rows[0]["tension"] == "12.5"
    assert rows[1]["tension"] == rows[1]["act"] == ""
    assert rows[1]["quality"] == "gap"


def hit(**more: Any) -> dict[str, Any]:
    sentence = f"{HOSTILE} fired a missile on Monday."
    start = sentence.index("fired")
    return {
        "article_id": "a1", "title": HOSTILE, "outlet": HOSTILE, "url": "javascript:alert(1)", "kind": "act",
        "share": 1.5, "is_strongest": True, "published_at": datetime(2023, 12, 28, 6), "sentence": sentence,
        "sentence_start": 100, "span_start": 100 + start, "span_end": 100 + start + 15, "event_class": "MOBILIZE",
        "mode": "missile-test",
    } | more  # fmt: skip


class Tags(HTMLParser):
    """The tags of a page, with the attributes that could do something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page(hits: list[dict[str, Any]], extract_chars: int = 0) -> str:
    figure = go.Figure(go.Scatter(x=[1], y=[1], text=[HOSTILE]))
    return keep.html_of(
        figure, heading=HOSTILE, finding=HOSTILE, citation=cite.as_text(SOURCE), evidence_heading="Evidence", hits=hits,
        extract_chars=extract_chars,
    ).decode()  # fmt: skip


def test_page_to_take_away_has_no_tag_from_outside() -> None:
    text = page([hit()])
    tags = Tags()
    tags.feed(text)
    names = [name for name, _ in tags.found]
    assert "img" not in names
    assert names.count("script") == page([]).count("<script")
    assert not any(key.startswith("on") for _, attributes in tags.found for key in attributes)
    assert "<script>alert" not in text
    assert "javascript:alert(1)" not in [attributes.get("href") for _, attributes in tags.found]
    assert '<mark class="tension-act">fired a missile</mark>' in text
    assert "default-src 'none'" in text


def test_page_to_take_away_asks_nothing_of_others() -> None:
    tags = Tags()
    tags.feed(page([hit(url="https://news.example/1")]))
    assert not [one for one in tags.found if one[1].get("src") or one[0] == "link"]
    assert [one[1]["href"] for one in tags.found if one[0] == "a"] == ["https://news.example/1"]


@pytest.mark.parametrize("limit", [0, 20])
def test_extract_is_cut_where_the_setting_says(limit: int) -> None:
    blocks = "".join(keep.stories([hit(sentence="North Korea fired a missile on Monday.", sentence_start=100,
                                       span_start=112, span_end=127)], limit))  # fmt: skip
    assert ("on Monday" in blocks) is (limit == 0)
    assert ("an extract" in blocks) is (limit > 0)


def test_stories_stand_with_those_that_add_most_first() -> None:
    blocks = keep.stories([hit(), hit(article_id="a2", title="Bigger", share=9.0), hit(is_strongest=False)], 0)
    assert len(blocks) == 2
    assert "Bigger" in blocks[0]
