"""The article of a page that was saved as text; the pages are invented."""

from __future__ import annotations

import pytest

from etl.stages.main_text import read_page

TITLE = "Ruritania tests missile as Graustark protests"
FIRST = (
    "Ruritania fired a ballistic missile toward the coast on Friday, the defence ministry in Strelsau said in a "
    "statement that named no target."
)
SECOND = (
    "The launch was the fourth this year and came a day after the two governments had exchanged sharp words over "
    "the border and the fish."
)
THIRD = (
    "Officials in both capitals said that they would meet next week to discuss the matter, according to three "
    "people with knowledge of it."
)
THIRD_NAMED = (
    "Graustark called its envoy home on Saturday and asked the neighbours to take a stand, as it had done twice "
    "before in that year."
)
MENU = "Menu\nHome\nWorld\nSports\nSign in\naf Afrikaans sq Albanian am Amharic ar Arabic hy Armenian"
AUTHOR_BOX = (
    "Jane Roe is a reporter who has covered Atlantis, Lemuria and Hyperborea for more than ten years and lives with "
    "her two cats in Paris."
)


def a_page(*parts: str) -> str:
    return "\n".join(parts)


def test_menus_and_lists_are_no_part_of_the_article():
    page = read_page(
        a_page(
            MENU,
            "",
            TITLE,
            "By Jane Roe",
            "Published: March 3, 2023 at 6:15 pm EST",
            TITLE,
            "",
            FIRST,
            "",
            SECOND,
            "",
            "Related news",
            "Atlantis army bombs market in the old city",
            "- Hyperborea strikes Thule after rocket fire from militants in the early hours of Sunday, the army said "
            "on Monday morning.",
            "Most read",
            "1. Lemuria arrests opposition leader",
        )
    )
    assert page is not None
    assert page.title == TITLE
    assert page.body == f"{FIRST}\n\n{SECOND}"
    assert page.published_text == "March 3, 2023 at 6:15 pm EST"
    for dropped in ("Afrikaans", "Atlantis", "Hyperborea", "Lemuria", "By Jane Roe", "Sign in"):
        assert dropped not in page.body
        assert dropped in page.dropped_text


@pytest.mark.parametrize(
    "heading",
    [
        "Related",
        "Related news",
        "RELATED STORIES",
        "Ranking",
        "Recommendation",
        "Most read",
        "Most Popular:",
        "Latest Headlines",
        "World News",
        "Comments",
        "You may also like these",
        "About the author",
        "Trending now",
        "Stay connected!",
        "Read more",
        "More from Kestrel Daily",
    ],
)
def test_heading_of_a_list_ends_the_article(heading):
    page = read_page(a_page(TITLE, FIRST, SECOND, heading, AUTHOR_BOX))
    assert page is not None
    assert page.body == f"{FIRST}\n\n{SECOND}"
    assert AUTHOR_BOX in page.dropped_text


def test_article_goes_on_after_a_list_of_links_within_it():
    page = read_page(
        a_page(
            TITLE,
            FIRST,
            SECOND,
            "Related stories",
            "Atlantis bombs Lemuria again",
            "Hyperborea closes port",
            THIRD_NAMED,
        )
    )
    assert page is not None
    assert page.body == f"{FIRST}\n\n{SECOND}\n\n{THIRD_NAMED}"


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Atlantis bombs Lemuria again",
        "READ MORE | Atlantis bombs Lemuria again",
        "BREAKING: Atlantis bombs Lemuria again",
        "Atlantis bombs Lemuria again and again",
        "Atlantis army bombs market +++ Hyperborea strikes Thule again +++ Lemuria arrests opposition leader",
        "Follow us on Twitter for the latest from Atlantis.",
        "We use cookies to improve your experience on this site in Atlantis.",
    ],
)
def test_line_that_leads_elsewhere_is_left_out_within_the_article(line):
    page = read_page(a_page(TITLE, FIRST, line, SECOND, THIRD))
    assert page is not None
    assert page.body == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert line in page.dropped_text


def test_next_article_is_none_of_it_even_if_it_is_longer():
    stranger = (
        "Atlantis said on Monday that its army had bombed a market in Lemuria, and blamed a map that was out of date."
    )
    page = read_page(a_page(TITLE, FIRST, SECOND, THIRD, "Up next", "Atlantis bombs Lemuria", *([stranger] * 4)))
    assert page is not None
    assert page.body == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_teaser_above_the_article_is_not_taken_for_its_title():
    teaser = "The army of Atlantis bombed a market in the capital of Lemuria, killing nine people and wounding many."
    page = read_page(
        a_page("Atlantis bombs Lemuria once more today", teaser, TITLE, "By Jane Roe", FIRST, SECOND, THIRD)
    )
    assert page is not None
    assert page.title == TITLE
    assert page.body == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_heading_within_the_article_belongs_to_it():
    page = read_page(a_page(TITLE, FIRST, "", "A long quarrel", "", SECOND, "", "Next steps", "", THIRD))
    assert page is not None
    assert page.body == f"{FIRST}\n\nA long quarrel\n\n{SECOND}\n\nNext steps\n\n{THIRD}"


def test_author_box_after_a_run_of_short_lines_is_left_out():
    page = read_page(a_page(TITLE, FIRST, SECOND, "0", "War", "author", "Jane Roe", AUTHOR_BOX))
    assert page is not None
    assert AUTHOR_BOX not in page.body


def test_title_that_is_repeated_stands_once():
    page = read_page(a_page(TITLE, "By Jane Roe", TITLE, FIRST, TITLE, SECOND))
    assert page is not None
    assert page.title == TITLE
    assert TITLE not in page.body


def test_title_within_a_trail_of_links_is_told_from_other_lines():
    page = read_page(
        a_page("A much longer line about something else that stands above", f"Home > {TITLE} - Kestrel", TITLE, FIRST)
    )
    assert page is not None
    assert page.title == TITLE


def test_title_is_the_longest_header_line_where_none_is_repeated():
    page = read_page(a_page("Home page of the Kestrel", TITLE, "Sign in", FIRST))
    assert page is not None
    assert page.title == TITLE


def test_page_without_a_header_has_no_title():
    """A title made of the lead would say it twice."""
    page = read_page(FIRST)
    assert page.title == ""
    assert page.body == FIRST
    assert page.dropped_text == ""


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: December 28, 2023 at 7:04 am EST", "December 28, 2023 at 7:04 am EST"),
        ("Date:2025-04-16 18:29:53", "2025-04-16 18:29:53"),
        ("date 2023-12-28 en English", "2023-12-28"),
        ("Last updated on Jan 5, 2024", "Jan 5, 2024"),
        ("Posted March 3, 2023", "March 3, 2023"),
        ("Since March 3, 2023 nothing was said", ""),
    ],
)
def test_date_is_read_from_a_line_that_says_it_is_one(line, date):
    page = read_page(a_page(line, TITLE, FIRST))
    assert page is not None
    assert page.published_text == date


def test_date_with_a_time_is_taken_before_one_without():
    page = read_page(a_page("Date: 2023-12-28", "Published: 2023-12-27 10:00:00", TITLE, FIRST))
    assert page is not None
    assert page.published_text == "2023-12-27 10:00:00"


def test_date_in_the_text_or_the_lists_is_not_the_articles():
    page = read_page(a_page(TITLE, FIRST, "Published: March 3, 2023"))
    assert page is not None
    assert page.published_text == ""


def test_longest_run_of_paragraphs_is_the_article():
    page = read_page(a_page(AUTHOR_BOX, "Related", TITLE, FIRST, SECOND, THIRD, "Comments", AUTHOR_BOX))
    assert page is not None
    assert page.body == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


@pytest.mark.parametrize("text", ["", "\n\n", "Menu\nHome\nWorld", "word " * 100, "Short line. Another one."])
def test_page_without_prose_is_no_article(text):
    assert read_page(text) is None


def test_every_line_is_kept_or_dropped():
    text = a_page(MENU, TITLE, "By Jane Roe", TITLE, FIRST, "A long quarrel", SECOND, "Related", AUTHOR_BOX)
    page = read_page(text.replace("\n", "\r\n"))
    assert page is not None
    kept = {page.title, *page.body.split("\n\n"), *page.dropped_text.split("\n")}
    assert set(text.split("\n")) <= kept
