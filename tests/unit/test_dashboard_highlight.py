"""Texts with marks are safe HTML, and nothing of the text is lost."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from dashboard import highlight
from dashboard.highlight import Mark

TAG = re.compile(r"</?(?:p|mark|span)(?: class=\"[a-z -]+\")?(?: title=\"[^\"<>]*\")?>")


def test_a_span_is_set_off_by_its_kind() -> None:
    body = highlight.paragraphs("A fired a missile.", [Mark(start=2, end=7, name="act", label="attacks")])
    assert body == '<p class="tension-text">A <mark class="tension-act" title="attacks">fired</mark> a missile.</p>'


def test_the_asked_mark_is_outlined() -> None:
    assert 'class="tension-act tension-asked"' in highlight.paragraphs(
        "ab", [Mark(start=0, end=1, name="act", is_asked=True)]
    )


def test_overlapping_marks_show_the_higher_rank() -> None:
    marks = [Mark(start=0, end=6, name="name"), Mark(start=3, end=9, name="act", rank=6)]
    assert highlight.marked("abcdefghi", marks, 0, 9) == (
        '<span class="tension-name">abc</span><mark class="tension-act">defghi</mark>'
    )


def test_a_mark_over_two_lines_is_in_both_paragraphs() -> None:
    body = highlight.paragraphs("ab\ncd", [Mark(start=1, end=4, name="act")])
    assert body.count("<mark") == 2
    assert body.count("<p ") == 2


def test_tags_and_quotes_of_the_text_are_escaped() -> None:
    body = highlight.paragraphs('<script>"x"</script>', [Mark(start=1, end=7, name="act", label='"><img>')])
    assert "<script" not in body
    assert "<img" not in body


def test_hidden_characters_are_shown() -> None:
    assert "a␣b" in highlight.paragraphs("a\u202eb", []).replace("\N{OPEN BOX}", "␣")


def test_a_sentence_is_one_line() -> None:
    assert highlight.sentence("a\nb", []) == '<p class="tension-text">a b</p>'


marks = st.lists(
    st.builds(
        Mark,
        start=st.integers(-3, 40),
        end=st.integers(-3, 40),
        name=st.sampled_from(["act", "threat", "name", "suppressed"]),
        label=st.text(max_size=5),
        rank=st.integers(0, 9),
    ),
    max_size=6,
)


@given(st.text(max_size=40), marks)
def test_text_survives_and_only_our_tags_are_in_it(text: str, given_marks: list[Mark]) -> None:
    body = highlight.marked(text, given_marks, 0, len(text))
    plain = TAG.sub("", body)
    assert "<" not in plain
    assert html.unescape(plain) == html.unescape(html.escape(text.translate(highlight.UNSEEN)))
