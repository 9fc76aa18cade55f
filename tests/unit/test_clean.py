"""Markup and characters that are no text."""

from __future__ import annotations

import time
import unicodedata

import pytest

from etl.stages.clean import clean_body, clean_title


def test_marks_without_end_cost_no_time_and_are_cut():
    """Fault 26: composing 800,000 marks in a row took minutes, in the process that loads."""
    begun = time.perf_counter()
    bearable = "a" + "\u0301\u0316" * 15 + "b"
    assert clean_body("a" + "\u0301\u0316" * 400_000 + "b", is_html=False) == clean_body(bearable, is_html=False)
    assert clean_title("“”" * 40, is_html=False) == "“”" * 40
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<BR/>Three", "One\n\nTwo\n\nThree"),
        ("<ul><li>x<li>y</ul>", "x\n\ny"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("A <b>bold</b> <i>word</i>.", "A bold word."),
        ("<a href='https://a.example/?a=1&b=2'>link</a> text", "link text"),
        ('<a title="5 > 3">five</a>', "five"),
        ("<a title='it\"s'>x</a>", "x"),
        ("a &amp; b &lt;c&gt; &quot;d&quot; &#8217; &hellip;", 'a & b <c> "d" ’ …'),
        ("&nbsp;a&nbsp;b", "a b"),
        ("3 < 4 and 5 > 2, AT&T", "3 < 4 and 5 > 2, AT&T"),
        ("<!-- hidden --><!DOCTYPE html><?php x ?>seen", "seen"),
        ("text cut in the middle of a <a href='https://exam", "text cut in the middle of a"),
        ("plain\n\n\n\ntext  with   blanks ", "plain\n\ntext with blanks"),
        ("", ""),
    ],
)
def test_body_is_the_text_of_the_markup(raw, text):
    assert clean_body(raw, is_html=True) == text


@pytest.mark.parametrize(
    "tag", ["script", "style", "noscript", "template", "iframe", "object", "svg", "select", "title", "head", "textarea"]
)
@pytest.mark.parametrize("inner", ["hidden", "<p>hidden</p>", "<b>deep <i>hidden</i></b>", "a < b; hidden > c"])
def test_body_leaves_out_what_is_never_shown(tag, inner):
    assert clean_body(f"<p>before</p><{tag} id=x>{inner}</{tag.upper()}>after", is_html=True) == "before\n\nafter"


def test_body_goes_on_after_a_hidden_element_that_is_never_closed():
    assert clean_body("<svg>one<p>two", is_html=True) == "one\n\ntwo"
    assert clean_body("one<script>two", is_html=True) == "one"


def test_body_that_is_not_html_keeps_its_angles():
    assert clean_body("<b>bold</b> &amp;", is_html=False) == "<b>bold</b> &amp;"


def test_markup_is_read_once_and_not_twice():
    assert clean_body("&lt;script&gt;alert(1)&lt;/script&gt;", is_html=True) == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "raw",
    [
        "a\x00b",
        "a\x1fb\x7f",
        "a\x85b",
        "a&#0;b",
        "a&#xD800;b",
        "a&#x110000;b",
        "a&#31;b",
        "a\ud800b",
        "a\ufffe\uffffb",
        "a&#99999999999999999999;b",
    ],
)
def test_impossible_characters_are_removed(raw):
    """Fault 24: NUL, control characters, surrogates and references beyond Unicode."""
    for cleaned in (clean_body(raw, is_html=True), clean_title(raw, is_html=True)):
        assert cleaned in {"ab", "a b"}
        cleaned.encode("utf-8")


def test_line_ends_of_every_kind_become_line_feeds():
    assert clean_body("a\r\nb\rc\n\n\r\n d", is_html=False) == "a\nb\nc\n\nd"


def test_title_is_one_line():
    assert clean_title(" A\n title\t in <b>two</b>\r\nlines ", is_html=True) == "A title in two lines"


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u2060"])
def test_hidden_marks_leave_titles_and_stay_in_bodies(mark):
    """Fault 50: bidirectional and zero-width characters."""
    assert clean_title(f"abc{mark}def", is_html=False) == "abcdef"
    assert clean_title(f"<b>abc&#{ord(mark)};def</b>", is_html=True) == "abcdef"
    assert mark in clean_body(f"abc{mark}def", is_html=False)


def test_text_is_composed():
    decomposed = unicodedata.normalize("NFD", "Erdoğan é 한국")
    assert clean_title(decomposed, is_html=False) == "Erdoğan é 한국"
    assert clean_body(decomposed, is_html=False) == "Erdoğan é 한국"


def test_title_and_body_are_cut_at_their_limits():
    """Fault 29."""
    assert len(clean_title("x" * 5000, is_html=False)) == 1000
    assert len(clean_body("x " * 5000, is_html=False, chars_max=1000)) == 1000


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 20_000 + "deep" + "</div>" * 20_000,
        "<div>" * 150_000 + "deep",
        "<b>" * 100_000 + "deep",
        "<p>" + "".join(f"<b id={number}>" for number in range(4_000)) + "</p><p>x" * 4_000 + "deep",
        "<a " * 100_000 + "deep",
        '<a "' * 100_000 + ">deep",
        "<a \">'" * 50_000 + "deep",
        "<svg>" * 100_000 + "deep",
        "<!--" * 100_000 + "-->deep",
        "<" * 200_000 + "deep",
        "&" * 200_000 + "deep&amp;",
        "&lt;" * 100_000 + "deep",
        "\n " * 200_000 + "deep",
    ],
    ids=lambda bomb: bomb[:14],
)
def test_bomb_of_markup_costs_little(bomb):
    """An HTML5 parser took 1.9 GB for 36 KB of the fourth, and 45 s for a megabyte of the second."""
    begun = time.perf_counter()
    clean_body(bomb, is_html=True)
    assert time.perf_counter() - begun < 2


def test_text_within_twenty_thousand_elements_is_found():
    assert clean_body("<p>a" + "<div>" * 20_000 + "deep", is_html=True) == "a\n\ndeep"
