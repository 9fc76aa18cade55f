"""Every page in its four states: full, empty, stale, failed. None shows a traceback, and no failure looks empty."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dashboard import wording
from dashboard.chrome import DEMO
from tests.app.conftest import ROOT
from tests.app.homes import LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from warehouse.paths import Home

    Visit = Callable[..., AppTest]

PAGES = ("overview", "actor", "dyad", "theatre", "article", "feeds", "versions", "method")
DAY = str(LAST_DAY)


def words(at: AppTest) -> str:
    """All that a page says, without the escapes of Markdown."""
    found = [
        str(one.value)
        for part in (at.title, at.header, at.subheader, at.markdown, at.caption, at.text, at.error, at.warning, at.info)
        for one in part
    ]
    return "\n".join(found).replace("\\", "").replace("\u2060", "")


def asked(at: AppTest, name: str) -> str:
    """A parameter of the address: AppTest gives a list where the page did not set it."""
    value = at.query_params[name]
    return value if isinstance(value, str) else value[-1]


@pytest.mark.parametrize("page", PAGES)
def test_full_page_shows_no_exception(full: Home, visit: Visit, page: str) -> None:
    at = visit(full, page)
    assert not at.exception
    assert not at.error
    assert DEMO in words(at)


@pytest.mark.parametrize("page", PAGES)
def test_empty_page_says_why(empty: Home, visit: Visit, page: str) -> None:
    at = visit(empty, page)
    assert not at.exception
    assert not at.error
    if page in {"overview", "actor"}:
        assert "holds no article yet" in words(at)
    if page == "feeds":
        assert "No feed has been read yet" in words(at)


@pytest.mark.parametrize("page", PAGES)
def test_stale_page_says_since_when(stale: Home, visit: Visit, page: str) -> None:
    at = visit(stale, page)
    assert not at.exception
    assert any("Stale: nothing was read for 2 days" in str(one.value).replace("\\", "") for one in at.warning)


@pytest.mark.parametrize("page", PAGES)
def test_live_page_read_just_now_has_no_banner(live: Home, visit: Visit, page: str) -> None:
    at = visit(live, page)
    assert not at.exception
    assert "Stale" not in words(at)
    assert DEMO not in words(at)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("absent", "No warehouse has been published"),
        ("unreadable", "cannot be read as a warehouse"),
        ("newer", "has schema 9999"),
    ],
)
def test_failed_page_says_what_and_what_next(
    request: pytest.FixtureRequest, visit: Visit, page: str, state: str, said: str
) -> None:
    at = visit(request.getfixturevalue(state), page)
    assert not at.exception
    assert len(at.error) == 1
    assert said in words(at)
    assert "Traceback" not in words(at)
    assert not at.dataframe


def test_no_folder_brings_back_the_old_navigation() -> None:
    # Beside a folder called pages, the first visitor after a start who opens a deep link gets it.
    assert not (ROOT / "dashboard" / "pages").exists()


def test_wrong_setting_is_said(full: Home, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENSION_STALE_AFTER_MINUTES", "soon")
    at = visit(full)
    assert not at.exception
    assert len(at.error) == 1


def test_overview_headline_is_borne_out_by_the_table(full: Home, visit: Visit) -> None:
    at = visit(full, day=DAY)
    rows = at.dataframe[0].value
    assert rows["tension"].is_monotonic_decreasing
    rising = rows[rows["change"] > 0.005].nlargest(3, "change")
    said = at.title[0].value.replace("\\", "")
    assert said.startswith("Largest rises on 28 Dec 2023: ")
    for one in rising.itertuples():
        assert f"{one.name} ({wording.change(one.change)})" in said
    assert "What is unusual is not known" in words(at)


def test_overview_says_which_filters_narrow_it_and_clears_them(full: Home, visit: Visit) -> None:
    at = visit(full, day=DAY, who="group", region="western-asia", outlets="1")
    assert set(at.dataframe[0].value["actor_id"]) == {"HAMAS"}
    assert "Shown: armed groups; Western Asia; seen by 1 outlet or more." in words(at)
    at.button(key="clear_filters").click().run()
    assert not at.exception
    assert len(at.dataframe[0].value) > 1
    assert "Shown:" not in words(at)


def test_overview_filter_stands_in_the_address(full: Home, visit: Visit) -> None:
    at = visit(full)
    at.number_input(key="outlets").set_value(2).run()
    assert asked(at, "outlets") == "2"
    assert (at.dataframe[0].value["outlet_count"] >= 2).all()
    at.selectbox(key="region").set_value("eastern-asia").run()
    assert asked(at, "region") == "eastern-asia"
    at.number_input(key="outlets").set_value(0).run()
    assert "outlets" not in at.query_params


def test_overview_that_nobody_fits_says_so_and_offers_a_way_back(full: Home, visit: Visit) -> None:
    at = visit(full, region="atlantis")
    assert not at.exception
    assert "fits the filters" in words(at)
    at.button(key="clear_all").click().run()
    assert at.dataframe


def test_overview_of_a_series_that_nobody_is_in_says_so(full: Home, visit: Visit) -> None:
    at = visit(full, scope="domestic", period="365")
    assert not at.exception
    assert "No actor was named in a counted cue" in words(at)


def test_overview_slider_moves_the_whole_page(full: Home, visit: Visit) -> None:
    at = visit(full)
    at.slider(key="map_day").set_value(LAST_DAY - timedelta(days=3)).run()
    assert not at.exception
    assert asked(at, "day") == "2023-12-25"
    assert "25 Dec 2023" in at.title[0].value


def test_overview_compares_with_the_day_of_the_address(full: Home, visit: Visit) -> None:
    at = visit(full, since="2023-12-20")
    assert "Tension on 20 Dec 2023, which the address names" in words(at)
    assert "Your first visit in this browser" in words(visit(full))
    assert "No newer day has come since." in words(visit(full, since=DAY))


def test_overview_says_where_the_measure_is_not_known(full: Home, visit: Visit) -> None:
    assert "No surprise is known for this day: the map shows the level." in words(visit(full, sort="surprise"))
    assert "the map shows" not in words(visit(full, sort="change"))


def test_overview_reasons_lead_to_their_story(full: Home, visit: Visit) -> None:
    at = visit(full, day=DAY)
    links = [one.proto.label.replace("\\", "") for one in at.get("page_link")]
    assert any(one.endswith((" story", " stories")) for one in links)


def test_overview_of_a_thin_day_says_so(full: Home, visit: Visit) -> None:
    """The first days have few stories in their window."""
    at = visit(full, day="2023-11-19")
    assert "19 Nov 2023 is thin: few stories in the window" in words(at)


def test_overview_of_a_gap_says_that_nothing_is_known(full: Home, visit: Visit) -> None:
    at = visit(full, day="2023-12-08")
    assert not at.exception
    assert "Nothing is known about 8 Dec 2023" in words(at)


def test_overview_sorts_by_change(full: Home, visit: Visit) -> None:
    changes = visit(full, sort="change").dataframe[0].value["change"].dropna()
    assert changes.is_monotonic_decreasing


def test_overview_role_narrows_the_ranking(full: Home, visit: Visit) -> None:
    acting = set(visit(full, role="actor").dataframe[0].value["actor_id"])
    targeted = set(visit(full, role="recipient").dataframe[0].value["actor_id"])
    assert "PRK" in acting
    assert "KOR" in targeted - acting


def test_overview_opens_an_actor_without_a_pointer(full: Home, visit: Visit) -> None:
    at = visit(full)
    at.selectbox(key="open_actor").set_value("PRK").run()
    assert not at.exception
    assert at.title[0].value == "North Korea"
    assert asked(at, "actor") == "PRK"


@pytest.mark.parametrize("kind", ["act", "threat", "deescalation"])
def test_actor_shares_add_up_to_the_plotted_value(full: Home, visit: Visit, kind: str) -> None:
    at = visit(full, "actor", actor="PRK", day=DAY)
    said = words(at)
    label = wording.KINDS[wording.Kind(kind)]
    assert f"{label} " in said
    assert "please report" not in said
    assert " = sum of " in said


def test_actor_day_moves_by_button_and_stands_in_the_address(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", day=DAY)
    assert at.button(key="day_next").disabled
    at.button(key="day_previous").click().run()
    assert asked(at, "day") == "2023-12-27"
    assert at.header[0].value == "Evidence for 27 Dec 2023"
    at.button(key="day_next").click().run()
    assert at.header[0].value == "Evidence for 28 Dec 2023"


def test_actor_controls_stand_in_the_address(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", role="actor", day=DAY)
    assert at.selectbox(key="actor").value == "PRK"
    at.selectbox(key="actor").set_value("RUS").run()
    assert asked(at, "actor") == "RUS"
    assert asked(at, "role") == "actor"
    assert at.title[0].value == "Russia"


def test_actor_gap_is_said_to_be_unknown(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", day="2023-12-08")
    assert "is a gap" in words(at)
    assert "A gap is not calm" in words(at)


def test_actor_never_seen_is_said(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="NATO")
    assert "NATO was never named in a counted cue" in words(at)


def test_actor_never_seen_in_role_is_said(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="KOR", role="actor")
    assert "was never seen as “acting”, between states" in words(at)


def test_dyads_are_ranked_most_tense_first(full: Home, visit: Visit) -> None:
    rows = visit(full, "dyad", day=DAY).dataframe[0].value
    assert rows["tension"].is_monotonic_decreasing
    assert ("PRK", "KOR") in set(zip(rows["actor_id"], rows["recipient_id"], strict=True))
    of_one = visit(full, "dyad", day=DAY, recipient="KOR").dataframe[0].value
    assert set(of_one["recipient_id"]) == {"KOR"}


@pytest.mark.parametrize(("actor", "recipient"), [("PRK", "KOR"), ("KOR", "PRK")])
def test_dyad_shares_add_up_in_both_directions(full: Home, visit: Visit, actor: str, recipient: str) -> None:
    at = visit(full, "dyad", actor=actor, recipient=recipient, day=DAY)
    assert not at.exception
    assert at.title[0].value in {"North Korea and South Korea", "South Korea and North Korea"}
    said = words(at)
    assert " = sum of " in said
    assert "please report" not in said
    directions = [one.value.replace("\\", "") for one in at.subheader]
    assert f"{names_of(actor)} \N{RIGHTWARDS ARROW} {names_of(recipient)}" == directions[0]


def names_of(actor: str) -> str:
    return {"PRK": "North Korea", "KOR": "South Korea"}[actor]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"actor": "PRK", "recipient": "PRK"}, "A dyad is a pair of two"),
        ({"actor": "PRK", "recipient": "XXX"}, "The address names an actor that is not known"),
        ({"actor": "PRK", "recipient": "KOR", "day": "1999-01-01"}, "There is no data for the day in the address"),
    ],
)
def test_dyad_that_cannot_be_shown_is_said(full: Home, visit: Visit, address: dict[str, str], said: str) -> None:
    at = visit(full, "dyad", **address)
    assert not at.exception
    assert said in words(at)


def test_actor_lists_with_whom(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor="PRK", day=DAY, part="counterparts")
    assert re.search(r"\d+ dyads as of 28 Dec 2023", words(at))
    assert {"PRK"} <= set(at.dataframe[0].value["actor_id"]) | set(at.dataframe[0].value["recipient_id"])


def test_article_shows_counted_and_suppressed_cues_with_reasons(full: Home, visit: Visit) -> None:
    at = visit(full, "article", article=article_id(), hit="2")
    said = words(at)
    assert "4 cues found; 2 may count, if the article does" in said
    assert "It is told as something that would happen only under a condition." in said
    assert "The cue you came for" in said
    body = "".join(str(one.proto.body) for one in at.html)
    assert '<mark class="tension-threat tension-asked"' in body
    assert '<mark class="tension-suppressed"' in body
    assert "Share this" not in body


def test_article_shows_what_was_left_out_behind_a_toggle_as_it_is(full: Home, visit: Visit) -> None:
    at = visit(full, "article", article=article_id())
    assert "Share this" not in "".join(str(one.value) for one in at.text)
    at.toggle(key="dropped_text").set_value(True).run()
    assert not at.exception
    assert "Share this <b>article</b>" in [one.value for one in at.text]
    assert "Share this" not in "".join(str(one.proto.body) for one in at.html)


def test_article_says_by_which_rules_actor_and_recipient_were_chosen(full: Home, visit: Visit) -> None:
    said = words(visit(full, "article", article=article_id()))
    assert "**Actor chosen as** \u2003subject before the cue" in said
    assert "**Recipient chosen as** \u2003" in said


def test_article_shows_a_possible_pair_and_that_it_does_not_count(full: Home, visit: Visit) -> None:
    said = words(visit(full, "article", article=article_id()))
    assert "**Possible pair** \u2003North Korea → South Korea, counted in no series: the actor as found" in said
    assert said.count("**Possible pair**") == 1


def test_article_without_its_text_keeps_its_cues(without_texts: Home, visit: Visit) -> None:
    at = visit(without_texts, "article", article=article_id())
    assert not at.exception
    assert any("segment file is missing" in str(one.value) for one in at.warning)
    assert "4 cues found" in words(at)


def test_article_extract_is_cut_where_the_setting_says(
    full: Home, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENSION_PUBLIC_EXTRACT_CHARS", "60")
    at = visit(full, "article", article=article_id())
    assert "An extract of 60 of" in words(at)
    assert "Officials gave no further details" not in "".join(str(one.proto.body) for one in at.html)


def test_feeds_say_what_failed(live: Home, visit: Visit) -> None:
    at = visit(live, "feeds")
    assert "2 feeds, 1 failing" in words(at)
    assert "The server answered 503." in words(at)
    assert "Failed 4 times in a row" in words(at)


def test_feeds_say_when_each_last_answered(live: Home, visit: Visit) -> None:
    """The one that failed never did; the other did at its last attempt."""
    at = visit(live, "feeds")
    assert "1 seen to answer" in words(at)
    rows = at.dataframe[0].value
    answered = rows["answered"].notna()
    assert sorted(answered) == [False, True]
    assert list(rows.loc[answered, "answered"]) == list(rows.loc[answered, "tried"])


def test_feeds_without_feeds_say_that_files_were_imported(full: Home, visit: Visit) -> None:
    assert "imported from files" in words(visit(full, "feeds"))


def test_method_lists_the_parameters_in_force(full: Home, visit: Visit) -> None:
    at = visit(full, "method")
    assert "window days" in set(at.dataframe[0].value["name"])
    assert "5f0c2a9be71d44aa" in words(at)


def article_id() -> str:
    from tests.app.conftest import told

    return told().article.article_id


def test_theatres_are_listed_and_one_shows_who_acts_there(full: Home, visit: Visit) -> None:
    listed = visit(full, "theatre", day=DAY)
    assert list(listed.dataframe[0].value["name"]) == ["Red Sea"]
    one = visit(full, "theatre", theatre="T.RED_SEA", day=DAY)
    assert not one.exception
    said = words(one)
    assert "Actors in it" in said
    assert "100%" in said
    assert re.search(r"= sum of \d+ shares?", said)
    assert {str(link.proto.label) for link in one.get("page_link")} >= {"United States", "Yemen"}


def test_theatre_that_is_not_known_is_refused(full: Home, visit: Visit) -> None:
    at = visit(full, "theatre", theatre="T.NOWHERE")
    assert not at.exception
    assert "a theatre that is not known" in words(at)
