"""The article of a page of HTML; the pages are invented."""

from __future__ import annotations

import pytest

from etl.evaluation.sidebars import conflicts, made_page, made_pages
from etl.stages.page_html import ATTRIBUTES_MAX, PAGE_BYTES_MAX, TAGS_MAX, PageTooLargeError, read_html_page

TITLE = "Ruritania tests missile as Graustark protests"
FIRST = "Ruritania fired a ballistic missile toward the coast on Friday, the defence ministry in Strelsau said."
SECOND = "The launch was the fourth this year and came a day after Graustark had closed its embassy over the fish."
THIRD = (
    "Officials in both capitals said that they would meet next week, according to three people with knowledge of it."
)
OWN = (FIRST, SECOND, THIRD)
STRANGE = "Atlantis army bombs market in Lemuria"
TEASER = (
    "The army of Atlantis said that it had bombed a market in Lemuria, killing nine people, and blamed a faulty map."
)


def page(inner: str, *, head: str = "", after: str = "") -> bytes:
    return (
        f"<!doctype html><html lang='en-GB'><head><title>{TITLE} | The Kestrel</title>{head}</head><body>"
        f"<div class='x1'><h1>{TITLE}</h1><div class='x2'>{inner}</div>{after}</div></body></html>"
    ).encode()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    "strange",
    [
        f"<p><strong>Read also:</strong> <a href='/1'>{STRANGE}</a></p>",
        f"<p>READ MORE | {STRANGE}</p>",
        f"<p><a href='/1'>{STRANGE}</a></p>",
        f"<h3><a href='/1'>{STRANGE}</a></h3>",
        f"<div><h4>Related stories</h4><ul><li><a href='/1'>{STRANGE}</a></li></ul></div>",
        f"<div><a href='/1'><h4>{STRANGE}</h4><p>{TEASER}</p></a></div>",
        f"<div class='promo'><h4>{STRANGE}</h4><p>{TEASER}</p></div>",
        f"<aside><p>{TEASER}</p></aside>",
        f"<div><div><a href='/1'>{STRANGE}</a></div><p>{TEASER}</p></div>",
        f"<div>Now playing</div><div>{STRANGE}</div>",
        f"<figure><img src='/i.jpg'><figcaption>{TEASER}</figcaption></figure>",
        "<p>Follow us on Twitter and Facebook for the latest from Atlantis.</p>",
        "<p>Sign up here for our newsletter on Atlantis.</p>",
        f"<p>BREAKING: {STRANGE}</p>",
    ],
)
def test_what_leads_elsewhere_is_left_out_within_the_text(strange):
    found = read_html_page(page(f"<p>{FIRST}</p>{strange}{paragraphs(SECOND, THIRD)}"))
    assert found.body.split("\n\n") == list(OWN)
    assert "Atlantis" in found.dropped_text


@pytest.mark.parametrize(
    "strange",
    [
        f"<h3>Comments (2)</h3><div><b>guest</b><p>{TEASER}</p></div>",
        f"<p>Up next</p><div><h2>{STRANGE}</h2><p>{TEASER}</p><p>{TEASER}</p></div>",
        f"<article><h2>{STRANGE}</h2><p>{TEASER}</p></article>",
        f"<div><h1>{STRANGE}</h1><p>{TEASER}</p></div>",
        f"<div><span>Most read</span><div>1</div><div>{STRANGE}</div></div>",
        "<p><em>Jane Roe is a reporter who covers Atlantis and Lemuria.</em></p>",
        f"<div><h2>You may also like</h2><div><h4>{STRANGE}</h4><p>{TEASER}</p></div></div>",
        "<p>Reporting by Jane Roe in Atlantis; editing by John Doe</p>",
    ],
)
def test_what_follows_the_article_is_left_out(strange):
    found = read_html_page(page(paragraphs(*OWN), after=strange))
    assert found.body.split("\n\n") == list(OWN)
    assert "Atlantis" in found.dropped_text


def test_what_stands_before_the_heading_is_left_out():
    above = f"<div><h3><a href='/1'>{STRANGE}</a></h3><p>{TEASER}</p></div><div><p>{STRANGE} +++ {STRANGE}</p></div>"
    source = page(paragraphs(*OWN)).decode().replace("<div class='x1'>", f"<div class='x1'>{above}")
    assert read_html_page(source.encode()).body.split("\n\n") == list(OWN)


@pytest.mark.parametrize(
    "own",
    [
        "<p>Strelsau's envoy told a newsletter that cookies were served at the talks, and laughed.</p>",
        "<p>In Atlantis, where talks were held before, ministers of six countries spoke of a grave step.</p>",
        "<p>“We will follow them to the sea,” said a spokesman for the fleet, who gave no name.</p>",
        "<p>The envoy, <a href='/5'>Black Michael</a>, read out <a href='/6'>a letter</a> and left the hall early.</p>",
        "<blockquote><p>“They fired first, and the whole of the bay saw it,” the mayor of Zenda said.</p></blockquote>",
        "<ul><li>Four missiles were fired this year, two of them over the bay.</li></ul>",
    ],
)
def test_what_belongs_to_the_article_stays(own):
    found = read_html_page(page(f"<p>{FIRST}</p>{own}{paragraphs(SECOND, THIRD)}"))
    lines = found.body.split("\n\n")
    assert len(lines) == 4
    assert [line for line in lines if line in OWN] == list(OWN)


def test_page_that_calls_itself_a_sidebar_is_read_all_the_same():
    """Names on what holds the article do not count: `has-sidebar comments-open` stands on many a body."""
    source = page(paragraphs(*OWN)).replace(b"<body>", b"<body class='has-sidebar comments newsletter related'>")
    source = source.replace(b"class='x2'", b"class='related share'")
    assert read_html_page(source).body.split("\n\n") == list(OWN)


def test_text_between_line_breaks_is_prose():
    found = read_html_page(page("<br><br>".join(OWN), after=f"<article><h2>{STRANGE}</h2><p>{TEASER}</p></article>"))
    assert "Atlantis" not in found.body
    assert all(text in found.body for text in OWN)


def test_every_line_is_kept_or_dropped_once():
    found = read_html_page(page(paragraphs(*OWN), after=f"<p><a href='/1'>{STRANGE}</a></p>" * 2))
    assert found.dropped_text.count(STRANGE) == 1
    assert not set(found.dropped_text.split("\n")) & set(OWN)


def test_page_says_title_date_language_and_address():
    head = (
        "<meta property='og:site_name' content='The Kestrel'><link rel='canonical' href='https://kestrel.example/1'>"
        '<script type="application/ld+json">'
        '{"@graph": [{"@type": ["NewsArticle"], "datePublished": "2023-03-03T10:00Z"}]}</script>'
        "<meta name='date' content='2024-01-01'>"
    )
    marks = read_html_page(page(paragraphs(*OWN), head=head)).marks
    assert (marks.title, marks.language, marks.site) == (TITLE, "en", "The Kestrel")
    assert (marks.published_text, marks.url) == ("2023-03-03T10:00Z", "https://kestrel.example/1")


@pytest.mark.parametrize(
    "source",
    [
        b"<p>" + b"x" * PAGE_BYTES_MAX,
        b"<b>" * (TAGS_MAX + 1),
        b"<p " + b"a " * 2 * (ATTRIBUTES_MAX + 1) + b">",
    ],
    ids="bytes tags attributes".split(),
)
def test_page_that_would_take_too_long_is_refused(source):
    with pytest.raises(PageTooLargeError):
        read_html_page(source)


@pytest.mark.parametrize("source", [b"", b"\x00" * 50, b"Just text", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_page_is_refused(source):
    with pytest.raises(ValueError, match="no HTML"):
        read_html_page(source)


@pytest.mark.parametrize("source", ["<div>" * 9_000, "<p>" * 9_000, "<a href=x>" * 9_000, "<table><tr><td>" * 5_000])
def test_nested_page_is_read_without_recursion(source):
    read_html_page(page(source + FIRST))


def test_made_pages_are_the_same_each_time_and_differ():
    pages = made_pages(20)
    assert [one.html for one in pages] == [one.html for one in made_pages(20)]
    assert len({one.html for one in pages}) == 20
    assert all(one.own != one.other for one in pages)


def test_conflicts_have_what_a_page_needs():
    actors = [actor for one in conflicts() for actor in one.actors]
    assert len(actors) == len(set(actors)) == 2 * len(conflicts())
    assert all(len(one.headlines) == 5 and len(one.body) >= 7 and len(one.teasers) == 2 for one in conflicts())


def test_article_of_a_made_page_is_told_from_the_rest():
    for number in range(25):
        made = made_page(number)
        body = read_html_page(made.html.encode()).body
        assert [text for text in made.own.body if text in body] == list(made.own.body)
        assert not [text for text in made.strange_words if text in body]
