"""The two pages this project began with, scored as they lie there: menus, lists of links and all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from etl.scoring import score_text
from warehouse.terms import EventClass, Kind

if TYPE_CHECKING:
    from warehouse.terms import CodedArticle

pytestmark = pytest.mark.shared_data

# What the lists beside the articles name, and the articles do not.
STRANGERS = frozenset(
    "T.GAZA T.WEST_BANK SDN RSF UKR ISR LBN PAK AGO PSE MEX NGA AFG IRN IND DEU HAMAS HEZBOLLAH WHO".split()
)
SPORT = ("Harbaugh", "Manchester", "Milan", "Astros", "PGA", "Olympics", "Premier League", "Everton")


@pytest.fixture(scope="module")
def pages(shared_data, lexicon) -> list[CodedArticle]:
    paths = sorted((shared_data / "pages").glob("*.txt"))
    assert len(paths) == 2
    return [score_text(str(path), None, lexicon) for path in paths]


def hits_with(page: CodedArticle, *words: str):
    """The hits whose matched words hold all of these."""
    return [hit for hit in page.hits if all(word.lower() in hit.matched_text.lower() for word in words)]


def test_title_and_date_of_the_first_page_are_its_articles(pages):
    article = pages[0].article
    assert article.title == "Kim Jong-un Calls for Accelerated Weapons Production Amidst Rising Tensions with US"
    assert article.published_at == datetime(2023, 12, 28, 12, 4)
    assert article.published_method == "page"


def test_second_page_is_put_on_the_day_its_words_tell(pages):
    """A site that copies news stamped it sixteen months late."""
    article = pages[1].article
    assert article.title.startswith("North Korea’s Kim vows to bolster war readiness to repel")
    assert article.published_at == datetime(2023, 12, 28)
    assert article.stamped_at == datetime(2025, 4, 16, 18, 29, 53)
    assert "objectives for 2024" in article.published_evidence


@pytest.mark.parametrize("number", [0, 1])
def test_page_keeps_its_article_and_drops_the_rest(pages, number):
    article = pages[number].article
    assert article.text.rstrip().endswith(
        ("anticipating North Korea’s next move.", "partial surrender of its nuclear program.")
    )
    for word in (*SPORT, "Gaza", "Sudan", "Ukraine", "Israel", "Lebanon", "Pakistan", "Angola", "Sign in"):
        assert word not in article.text
    assert "Gaza" in pages[0].article.dropped_text
    assert "Premier League" in pages[1].article.dropped_text


@pytest.mark.parametrize("number", [0, 1])
def test_actors_of_the_page_are_told_apart_from_those_of_its_lists(pages, number):
    page = pages[number]
    mentioned = {mention.actor_id for mention in page.mentions}
    assert {"PRK", "USA", "KOR", "RUS", "CHN", "UN"} <= mentioned
    assert not mentioned & STRANGERS
    assert "PRK" in {hit.actor_id for hit in page.hits if hit.is_counted}
    assert not {hit.actor_id for hit in page.hits} & STRANGERS


def test_recipients_are_the_united_states_and_south_korea(pages):
    recipients = {hit.recipient_id for page in pages for hit in page.hits if hit.actor_id == "PRK"}
    assert {"USA", "KOR"} <= recipients


@pytest.mark.parametrize(
    ("number", "words", "event_class"),
    [
        (0, ("weapons production",), EventClass.MOBILIZE),
        (0, ("nuclear weapons development",), EventClass.MOBILIZE),
        (0, ("refusal to return to diplomacy",), EventClass.REJECT),
        (1, ("war readiness",), EventClass.MOBILIZE),
        (1, ("accelerate the war preparations",), EventClass.MOBILIZE),
        (1, ("missile tests",), EventClass.MOBILIZE),
        (1, ("Hwasong-18",), EventClass.MOBILIZE),
        (1, ("refused to return to diplomacy",), EventClass.REJECT),
        (1, ("invasion rehearsals",), EventClass.ACCUSE),
    ],
)
def test_cue_of_the_page_is_found_and_counts_but_for_the_fold(pages, number, words, event_class):
    found = [hit for hit in hits_with(pages[number], *words) if hit.event_class is event_class]
    assert found, [hit.matched_text for hit in pages[number].hits]
    assert any(not hit.suppressed_reason for hit in found), [hit.suppressed_reason for hit in found]
    assert {hit.actor_id for hit in found if not hit.suppressed_reason} & {"PRK"}


@pytest.mark.parametrize(
    ("number", "words", "event_class", "dyads"),
    [
        (0, ("confrontational", "actions"), EventClass.ACCUSE, {("PRK", "USA")}),
        (0, ("refusal to return to diplomacy",), EventClass.REJECT, {("PRK", "USA")}),
        (0, ("any nuclear attack",), EventClass.THREATEN, {("USA", "PRK"), ("KOR", "PRK")}),
        (0, ("end of the Kim regime",), EventClass.THREATEN, {("USA", "PRK"), ("KOR", "PRK")}),
        (0, ("sanctions",), EventClass.SANCTION, {("", "PRK")}),
        (1, ("war readiness",), EventClass.MOBILIZE, {("PRK", "USA")}),
        (1, ("accelerate the war preparations",), EventClass.MOBILIZE, {("PRK", "USA")}),
        (1, ("confrontational moves",), EventClass.ACCUSE, {("PRK", "USA")}),
        (1, ("invasion rehearsals",), EventClass.ACCUSE, {("PRK", "USA"), ("PRK", "KOR")}),
        (1, ("refused to return to diplomacy",), EventClass.REJECT, {("PRK", "USA")}),
    ],
)
def test_page_tells_who_does_it_to_whom(pages, number, words, event_class, dyads):
    found = [hit for hit in hits_with(pages[number], *words) if hit.event_class is event_class]
    assert dyads <= {(hit.actor_id, hit.recipient_id) for hit in found}


def test_pronouns_of_the_page_are_marked_as_resolved(pages):
    warning = [hit for hit in pages[0].hits if "end of the Kim regime" in hit.matched_text]
    assert warning
    assert all("resolved from “they”" in hit.actor_rule for hit in warning)


def test_first_nuclear_test_is_found_and_is_history(pages):
    found = hits_with(pages[0], "nuclear test")
    assert found
    assert all("historical" in hit.suppressed_reason for hit in found)


def test_warning_of_the_end_of_the_regime_is_no_act(pages):
    found = [hit for hit in pages[0].hits if "any nuclear attack" in hit.sentence]
    assert found
    assert all(hit.kind is Kind.THREAT or hit.suppressed_reason for hit in found)
    threats = [hit for hit in found if hit.kind is Kind.THREAT and not hit.suppressed_reason]
    assert {"USA", "KOR"} <= {hit.actor_id for hit in threats}
    assert {hit.recipient_id for hit in threats} == {"PRK"}


@pytest.mark.parametrize("number", [0, 1])
def test_routine_cooperation_is_no_escalation(pages, number):
    for hit in hits_with(pages[number], "cooperation"):
        assert hit.kind is Kind.NONE


@pytest.mark.parametrize("number", [0, 1])
def test_evidence_lies_in_the_text(pages, number):
    text = pages[number].article.text
    assert len(pages[number].hits) >= 15
    for hit in pages[number].hits:
        assert text[hit.start : hit.end] == hit.matched_text
