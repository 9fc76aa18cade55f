"""What scoring costs grows with the text and not with its square, whatever is odd about it; and what it keeps is small.

All of it is written here: no text of the news.
"""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from etl.lexicon.packing import no_collection
from etl.pipeline import Rules, article_of, code_articles
from etl.stages.words import SENTENCE_CHARS_MAX
from warehouse.terms import Article, Entry

DEED = "Russia attacked Ukraine and North Korea fired a missile at Japan after the United States imposed sanctions"
NAMES = [
    "Russia",
    "Ukraine",
    "China",
    "Iran",
    "Israel",
    "Hamas",
    "the United States",
    "North Korea's Kim",
    "Kim Jong Un",
]
# What is odd about a text, and a piece of which it is made.
ODD = {
    "a sentence without an end": "the minister said that ",
    "a sentence of deeds without an end": f"{DEED} ",
    "a paragraph of actors": ", ".join(NAMES) + ", ",
    "actors and deeds": f"{NAMES[4]} struck {NAMES[5]} and ",
    "sentences of deeds": f"{DEED}. ",
    "lines of deeds": f"{DEED}\n",
    "capitals": f"{DEED.upper()} ",
    "a line without blanks": "missile",
    "hyphens": "missile-",
    "full stops": ".",
    "initials": "U.S. ",
    "commas": "Russia attacked ,,,, ",
    "control characters": "Russia\x00\x07\x1f attacked\x85 \u202eUkraine ",
    "opened quotations": "“'\"He said: ",
    "closed quotations": '.”’") ',
    "nested quotations": f"“{DEED} ‘{DEED}’” ",
    "questions": f"{DEED}? ",
    "conditions and negations": "if Russia had not attacked Ukraine, it would never ",
    "but": "good but bad but Iran attacked ",
    "no": "no war or no good peace in Iran ",
    "emoticons": ":) :( Iran :D ",
    "emojis": "Iran\U0001f600 ",
    "combining marks": "e\u0301\u0302 Iran ",
    "years": "in 2006 Russia attacked Ukraine ",
    "tags": "<b>Iran <p",
    "references": "&amp;&lt;Iran&#x41;",
    "addresses": "https://a.example/b?c=d&e=f ",
    "another script": "北京 서울 Москва ",
    "astral letters": "𝕽𝖚𝖘𝖘𝖎𝖆 ",
}
CHARS = 8_000
TIMES = 8


def read(body: str) -> Article:
    entry = Entry(outlet="O", position=0, title="T", body=body, language="en", url="https://a.example/1")
    made = article_of(entry, received_at=datetime(2026, 10, 7), rules=Rules())
    assert isinstance(made, Article)
    return made


def seconds(body: str, lexicon) -> float:
    with no_collection():
        begun = time.process_time()
        code_articles([read(body)], lexicon)
        return time.process_time() - begun


@pytest.mark.parametrize("piece", ODD.values(), ids=ODD.keys())
def test_time_grows_with_the_text_and_not_its_square(piece, lexicon):
    """Eight times the text: 8 for linear time, 64 for its square; the least of several, since others work here too."""
    short, long = piece * (CHARS // len(piece)), piece * (TIMES * CHARS // len(piece))
    seconds(short, lexicon)
    least_short = min(seconds(short, lexicon) for _ in range(3))
    least_long = 0.0
    for attempt in range(4):
        spent = seconds(long, lexicon)
        least_long = min(least_long, spent) if attempt else spent
        if least_long < 24 * max(least_short, 0.002):
            return
    pytest.fail(f"{least_short:.4f} s for {len(short):,} characters, {least_long:.4f} s for {len(long):,}")


@pytest.mark.parametrize("body", [f"{DEED} " * 50_000, f"{DEED}. " * 50_000, "x" * 5_000_000, "é, " * 1_700_000])
def test_five_megabytes_are_scored_in_bounded_time(body, lexicon):
    """A body counts to its millionth character: a fifth of it is scored, 5 to 10 seconds on a slow machine."""
    assert len(body) > 5_000_000 - 1
    assert seconds(body, lexicon) < 60


@pytest.mark.parametrize("gap", [", " * 400_000, "-" * 800_000, "x" * 800_000])
def test_hit_keeps_no_more_of_its_sentence_than_people_read(gap, lexicon):
    coded = code_articles([read(f"{DEED} {gap} {DEED}, {DEED}, {DEED}.")], lexicon)[0]
    assert len(coded.hits) >= 4
    for hit in coded.hits:
        assert len(hit.sentence) <= 4 * SENTENCE_CHARS_MAX
        assert coded.article.text[hit.sentence_start : hit.sentence_start + len(hit.sentence)] == hit.sentence
        assert hit.matched_text in hit.sentence
