"""An entry becomes an article, or says why not."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import datetime

import pytest

from etl.pipeline import Rules, article_of, code_articles
from warehouse.terms import Article, Entry, EntryOutcome, Outcome

RECEIVED_AT = datetime(2023, 3, 2)
ENTRY = Entry(
    outlet="Wire",
    position=0,
    title="A <b>title</b>",
    body="<p>First paragraph of the text.</p><p>Second.</p>",
    url="https://a.example/1?utm_source=x",
    guid="g",
    published_text="Wed, 01 Mar 2023 10:00:00 KST",
    language="en",
    feed_id="f",
)


def made(**changes) -> Article:
    article = article_of(replace(ENTRY, **changes), received_at=RECEIVED_AT, rules=Rules())
    assert isinstance(article, Article)
    return article


def test_article_is_clean_and_dated():
    article = made()
    assert article.title == "A title"
    assert article.text == "A title\n\nFirst paragraph of the text.\n\nSecond."
    assert (article.published_at, article.published_method) == (datetime(2023, 3, 1, 1), "feed")
    assert article.published_text == "Wed, 01 Mar 2023 10:00:00 KST"
    assert (article.url, article.outlet, article.feed_id) == ("https://a.example/1?utm_source=x", "Wire", "f")
    assert (article.language, article.language_is_supported) == ("en", True)


@pytest.mark.parametrize("changes", [{"title": "", "body": ""}, {"title": " <i></i> ", "body": "<script>x</script>"}])
def test_entry_without_text_is_skipped(changes):
    assert article_of(replace(ENTRY, **changes), received_at=RECEIVED_AT, rules=Rules()) == EntryOutcome(
        outcome=Outcome.SKIPPED, reason="no text"
    )


def test_entry_without_outlet_is_skipped():
    assert article_of(replace(ENTRY, outlet=" "), received_at=RECEIVED_AT, rules=Rules()) == EntryOutcome(
        outcome=Outcome.SKIPPED, reason="no outlet"
    )


def test_article_of_a_title_alone_is_its_title():
    article = made(body="")
    assert (article.text, article.fold_at) == ("A title", 7)


def test_article_without_a_title_says_nothing_twice():
    article = made(title="", body="<p>" + "one two three four five " * 10 + "</p>")
    assert article.title == " ".join("one two three four five".split() * 3)
    assert article.text == ("one two three four five " * 10).strip()


def test_title_that_the_body_repeats_stands_once():
    assert made(body="<p>A title</p><p>Text.</p>").text == "A title\n\nText."
    assert made(body="<p>A title of more</p><p>Text.</p>").text == "A title\n\nA title of more\n\nText."


def test_fold_lies_at_the_title_and_a_thousand_characters():
    assert made(body="x" * 5000).fold_at == len("A title\n\n") + 1000
    assert made(title="", body="x " * 3000).fold_at == 1000
    assert made().fold_at == len(made().text)


@pytest.mark.parametrize("raw", ["yesterday", "", "2099-01-01"])
def test_article_without_a_date_keeps_what_was_told(raw):
    """Faults 43 and 46."""
    article = made(published_text=raw)
    assert (article.published_at, article.published_on, article.published_method) == (None, None, "none")
    assert article.published_text == raw


def test_link_that_is_dangerous_is_dropped_and_the_guid_identifies():
    """Fault 48."""
    article = made(url="javascript:alert(1)")
    assert article.url == ""
    assert article.article_id == made(url="", title="Another").article_id != made().article_id


def test_article_depends_on_its_entry_alone(lexicon):
    articles = [made(), made(url="https://a.example/2", body="Iran bombed Iraq.")]
    assert code_articles(articles, lexicon) == code_articles(articles[::-1], lexicon)[::-1]


def test_scoring_leaves_nothing_for_a_collection(lexicon):
    """Collections are put off while articles are scored: what is made refers nowhere back to itself."""
    body = "On Monday, 3 May 2021, Russia said it would attack Ukraine. Its president warned them twice. " * 20
    articles = [made(title=f"Title {number}", body=body) for number in range(3)]
    # What is kept for later is made by the first.
    assert code_articles(articles[:1], lexicon)[0].hits
    gc.collect()
    gc.disable()
    try:
        code_articles(articles[1:], lexicon)
        assert gc.collect() == 0
    finally:
        gc.enable()
