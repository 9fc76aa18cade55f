"""Cases through the whole core: an entry goes in, an article and its hits come out."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from etl.pipeline import Rules, article_of, code_articles
from etl.stages.words import split_words
from warehouse.terms import Article, CueHit, Entry, EntryOutcome

FOLDER = Path(__file__).parent / "cases"
RECEIVED_AT = datetime(2023, 3, 2)
CASES_MIN = 25
EXPECTATIONS = frozenset(
    """title text starts url language published_at published_method skipped mentions hits count counted counted_never
    nobody sentences""".split()
)


def read_case(path: Path) -> dict[str, Any]:
    """A case; one that does not open with what is odd about it, or expects nothing, fails collection."""
    text = path.read_text(encoding="utf-8")
    case = tomllib.loads(text)
    if not text.startswith("odd = ") or not case["odd"].strip():
        raise ValueError(f"{path.name} does not open with what is odd about it")
    if not case.get("input") or not case.get("expected"):
        raise ValueError(f"{path.name} has no input or expects nothing")
    unknown = set(case["expected"]) - EXPECTATIONS
    if unknown:
        raise ValueError(f"{path.name} expects what nobody checks: {sorted(unknown)}")
    return case


CASES = {path.stem: read_case(path) for path in sorted(FOLDER.glob("*.toml"))}


def entry_of(given: dict[str, Any]) -> Entry:
    fields = {"outlet": "Wire", "language": "en", "published_text": "2023-03-01"} | given
    body = str(fields.pop("body", "")) * int(fields.pop("body_repeat", 1)) + str(fields.pop("body_end", ""))
    return Entry(position=0, body=body, **fields)


def facts_of(hit: CueHit) -> dict[str, Any]:
    return {
        "class": hit.event_class.value,
        "mode": hit.mode,
        "kind": hit.kind.value,
        "actor": hit.actor_id,
        "recipient": hit.recipient_id,
        "suppressed": hit.suppressed_reason,
        "below": hit.is_below_fold,
        "scope": hit.scope.value,
        "certainty": hit.certainty,
    }


def is_like(hit: CueHit, wanted: dict[str, Any]) -> bool:
    facts = facts_of(hit)
    return all(facts[name] == value for name, value in wanted.items())


def told(hits: tuple[CueHit, ...]) -> str:
    return "\n".join(f"{hit.cue_id} [{hit.matched_text}] {facts_of(hit)}" for hit in hits) or "no hit"


def check_article(article: Article, expected: dict[str, Any]) -> None:
    for name in ("title", "text", "url", "language", "published_at", "published_method"):
        if name in expected:
            assert getattr(article, name) == expected[name]
    assert article.text.startswith(expected.get("starts", ""))
    if "sentences" in expected:
        assert len(split_words(article.text).sentences) == expected["sentences"]


def check_hits(hits: tuple[CueHit, ...], expected: dict[str, Any]) -> None:
    counted = [hit for hit in hits if hit.is_counted]
    for wanted in expected.get("hits", ()):
        assert any(is_like(hit, wanted) for hit in hits), f"no hit is like {wanted}:\n{told(hits)}"
    for unwanted in expected.get("counted_never", ()):
        assert not any(is_like(hit, unwanted) for hit in counted), f"one counts like {unwanted}:\n{told(hits)}"
    if "counted" in expected:
        assert len(counted) == expected["counted"], told(tuple(counted))
    classes = Counter(hit.event_class.value for hit in hits)
    for name, count in expected.get("count", {}).items():
        assert classes[name] == count, told(hits)
    assert not {one for hit in hits for one in (hit.actor_id, hit.recipient_id)} & set(expected.get("nobody", ()))


@pytest.mark.parametrize("name", CASES)
def test_case_comes_out_as_expected(name, lexicon):
    expected = CASES[name]["expected"]
    article = article_of(entry_of(CASES[name]["input"]), received_at=RECEIVED_AT, rules=Rules())
    if isinstance(article, EntryOutcome):
        assert article.reason == expected.get("skipped")
        return
    assert "skipped" not in expected
    (coded,) = code_articles([article], lexicon)
    check_article(article, expected)
    check_hits(coded.hits, expected)
    if "mentions" in expected:
        assert [mention.actor_id for mention in coded.mentions] == expected["mentions"]


def test_cases_are_enough():
    assert len(CASES) >= CASES_MIN


@pytest.mark.parametrize(
    "text",
    [
        '[input]\ntitle = "T"\n[expected]\ncounted = 0\n',
        'odd = " "\n[input]\ntitle = "T"\n[expected]\ncounted = 0\n',
        'odd = "It is."\n[input]\ntitle = "T"\n',
        'odd = "It is."\n[input]\ntitle = "T"\n[expected]\n',
        'odd = "It is."\n[expected]\ncounted = 0\n',
        'odd = "It is."\n[input]\ntitle = "T"\n[expected]\ncounts = 0\n',
    ],
)
def test_case_without_what_is_odd_or_expected_is_refused(tmp_path, text):
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"case\.toml"):
        read_case(path)
