"""Lines of a page that are no part of its article, told by their words; all of them are invented."""

from __future__ import annotations

import pytest

from etl.stages.page_lines import article_lines, is_last_heading, is_list_heading, is_stray
from etl.stages.page_names import strangers

TITLE = "Ruritania tests missile as Graustark protests"
OWN = [
    "Ruritania fired a missile toward the coast on Friday, the ministry in Strelsau said.",
    "Graustark had closed its embassy the day before, over the border and the fish.",
    "Officials said that they would meet in Zenda next week to discuss the matter.",
]


@pytest.mark.parametrize(
    "line",
    ["Most read", "RELATED STORIES", "You may also like", "More from The Kestrel", "Trending now", "Tags", "3 Comments",
     "Recommended for you", "Top stories", "About the author", "— Read more —", "In case you missed it"],
)  # fmt: skip
def test_heading_of_a_list_is_known(line):
    assert is_list_heading(line) or is_last_heading(line)


@pytest.mark.parametrize(
    "line",
    ["A long quarrel", "Next steps", "What we know", "The ranking officer", "Comment from the ministry",
     "Popular unrest", "Recommendations of the commission", "Latest attack", "Top general dismissed"],
)  # fmt: skip
def test_heading_of_the_article_is_none(line):
    assert not is_list_heading(line)
    assert not is_last_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ministers will follow the talks on Twitter, the envoy said.",
        "The minister said cookies were served.",
        "“Read more about us,” the general said, and left.",
        "Breaking the siege took the army nine days.",
        "Related charges were brought against two officers.",
        "Alert levels were raised from 2 to 3 on Monday.",
        "Watch towers along the border were manned again on Sunday.",
        "Listening posts heard the launch at dawn.",
        "Shares fell 3% in Strelsau, 2% in Zenda and 4% in Hentzau.",
        "Join forces or perish, the old king had told them.",
        "Flash floods cut the road to the north.",
        "Contact with the crew was lost at noon.",
    ],
)
def test_sentence_of_the_article_is_no_stray(line):
    assert not is_stray(line)


def test_article_ends_at_its_comments():
    lines = [*OWN, "2 comments", "A reader says that this is none of it at all."]
    assert article_lines(lines, TITLE) == [0, 1, 2]


def test_journalist_to_whom_something_happened_is_news():
    lines = [*OWN, "Jane Roe, a reporter, was arrested at the port and is a journalist of long standing."]
    assert 3 in article_lines(lines, TITLE)
    lines[3] = "Jane Roe is a reporter who has covered the coast for years."
    assert 3 not in article_lines(lines, TITLE)


def test_headline_that_names_nobody_of_the_article_is_a_strangers():
    lines = [OWN[0], "Atlantis army bombs market in Lemuria", *OWN[1:]]
    assert strangers(lines, TITLE) == {1}


def test_teaser_under_such_a_headline_goes_with_it():
    lines = [OWN[0], "Atlantis army bombs market in Lemuria", "The army of Atlantis blamed a map.", *OWN[1:]]
    assert strangers(lines, TITLE) == {1, 2}


@pytest.mark.parametrize(
    "line",
    [
        "Talks were held in Atlantis before, and in Lemuria.",
        "A night without sleep on the coast",
        "Graustark and its neighbours of old",
        "The envoy said nothing",
    ],
)
def test_line_that_may_be_the_articles_stays(line):
    assert not strangers([OWN[0], line, *OWN[1:]], TITLE)


def test_tail_with_a_topic_of_its_own_goes():
    tail = [
        "On Monday Atlantis bombed a market in Lemuria.",
        "The king of Lemuria said that he would answer.",
        "Later Atlantis blamed a map.",
    ]
    assert strangers(OWN * 3 + tail, TITLE) == {9, 10, 11}


def test_text_that_would_be_lost_for_the_most_part_stays():
    lines = ["Atlantis army bombs market in Lemuria", "Hyperborea strikes Thule in the night", "Ruritania said so."]
    assert strangers(lines, TITLE) == set()
