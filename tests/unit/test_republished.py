"""The day an article was written, told by its own words where its stamp contradicts them."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest

from etl.evaluation.day_of_news import day_of, is_near, stamped_pages
from etl.pipeline import Rules, article_of, code_articles, dated
from etl.stages.republished import Repair, Stamped, repaired
from warehouse.terms import Article, Entry

STAMP = datetime(2021, 8, 2, 9, 15)
# Enough of a story to be doubted, and nothing in it tells a day.
FILLER = (
    "Officials said that the talks had been useful and that both sides would go on with them. Diplomats in the capital "
    "spoke of a good beginning. The delegations, each of twelve people, sat in a hotel by the lake and ate together in "
    "the evening. Farmers of the border villages hope for the road to be opened, and for the price of diesel to come "
    "down. The mayor, who lost a brother in the war, said he would believe it when he saw the first lorry."
)


def repair(body: str, *, url: str = "", stamp: datetime = STAMP, is_page: bool = True, almanac=None) -> Repair | None:
    text = f"Road between two capitals to open\n\n{body}\n\n{FILLER}"
    title = text.partition("\n\n")[0]
    return repaired(Stamped(title=title, text=text, url=url, header="", at=stamp, is_page=is_page), almanac)


@pytest.fixture
def almanac(lexicon):
    return lexicon.almanac


@pytest.mark.parametrize("half", ["first", "second"])
def test_republished_articles_are_put_on_their_day(lexicon, half):
    pages = [page for page in stamped_pages("republished") if page.half == half]
    assert len(pages) >= 20
    assert sum(is_near(day_of(page, lexicon), page.written_on) for page in pages) >= 0.75 * len(pages)


def test_rightly_stamped_articles_are_never_moved(lexicon):
    pages = stamped_pages("rightly_stamped")
    assert len(pages) >= 20
    assert [page.text[:40] for page in pages if day_of(page, lexicon) != page.stamped_at.date()] == []


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("GENEVA, March 3, 2019 (Newsroom) — Ministers met on Sunday.", date(2019, 3, 3)),
        ("GENEVA, Switzerland, 3 March (Newsroom) - Ministers met on Wednesday.", date(2021, 3, 3)),
        ("MOSCOW, March 3. /Newsroom/. Ministers met on Wednesday.", date(2021, 3, 3)),
        ("Posted: March 3, 2019 at 10:12 am\n\nMinisters met by the lake.", date(2019, 3, 3)),
        ("By A Writer | 3 March 2019\n\nMinisters met by the lake.", date(2019, 3, 3)),
        ("This story was originally published on March 3, 2019.\n\nMinisters met by the lake.", date(2019, 3, 3)),
        ("Ministers met on Sunday, March 3.", date(2019, 3, 3)),
    ],
)
def test_day_is_read_from(almanac, opening, day):
    found = repair(opening, almanac=almanac)
    assert found is not None
    assert found.at.date() == day
    assert 0 < found.confidence < 1
    assert "2 August 2021" in found.evidence


@pytest.mark.parametrize(
    "opening",
    [
        "GENEVA, Aug. 1 (Newsroom) — Ministers met on Sunday.",
        "GENEVA, Aug. 2 (Newsroom) — Ministers met on Monday.",
        "Ministers met on Sunday, Aug. 1.",
        "Ministers will meet on Friday, Aug. 6.",
        "Ministers met on March 3 and on May 20.",
        "Ten years ago, on Thursday, March 3, 2011, ministers met for the first time.",
        "From our archive. GENEVA, March 3 (Newsroom) — Ministers met on Sunday, March 3.",
        '"We met on Sunday, March 3," said an old clerk of what he saw as a boy.',
        "In 2019 ministers met here. On Sunday, March 3, they parted in anger.",
        "Ministers met by the lake. The house was built in 1985 and sold in 2019 to a bank, which let it fall down.",
    ],
)
def test_stamp_stands_where_nothing_contradicts_it_or_the_past_is_told(almanac, opening):
    assert repair(opening, almanac=almanac) is None


def test_typing_error_in_a_weekday_moves_nothing_far(almanac):
    """The day is right and its weekday is another's: no year is looked for."""
    found = repair("Ministers met on Monday, Aug. 1.", almanac=almanac)
    assert found is None


def test_address_moves_a_page_and_not_an_entry_of_a_feed(almanac):
    """Outlets send round what they published before, and keep the address of what they write anew."""
    url = "https://news.example/world/2019/mar/03/ministers-meet"
    moved = repair("Ministers met by the lake.", url=url, almanac=almanac)
    assert moved is not None
    assert (moved.at, moved.method) == (datetime(2019, 3, 3), "url")
    assert repair("Ministers met by the lake.", url=url, is_page=False, almanac=almanac) is None


def test_who_holds_office_tells_the_year(almanac):
    """Of the days that are a Tuesday and a 3rd of March, one lies in the term."""
    told = "Ministers met on Tuesday, March 3. President {} sent a message, and Prime Minister {} came in person."
    early = repair(told.format("George W. Bush", "Wen Jiabao"), almanac=almanac)
    late = repair(told.format("Donald Trump", "Boris Johnson"), almanac=almanac)
    assert late is not None
    assert late.at == datetime(2020, 3, 3)
    assert early is None or early.at.date() < date(2009, 1, 20)


TRUMP = "Ministers met by the lake. President Donald Trump sent a message to the delegations."


def test_earlier_copy_of_the_story_gives_the_day(lexicon, almanac):
    """Where the words contradict the stamp, though they tell no day of their own."""
    first = datetime(2019, 7, 1, 8)
    assert repair(TRUMP, almanac=almanac) is None
    article = made(TRUMP)
    found = code_articles([article], lexicon, {article.article_id: first})[0].article
    assert (found.published_at, found.published_method) == (first, "story copy")
    assert found.stamped_at == STAMP
    assert "1 July 2019" in found.published_evidence
    soon = code_articles([article], lexicon, {article.article_id: STAMP - timedelta(hours=71)})[0].article
    assert soon.published_at == STAMP


def test_what_is_printed_again_stays_under_its_stamp(lexicon):
    """Nothing in its words says that the stamp is wrong: it is a republication, and counts never."""
    article = made("Ministers met by the lake.")
    coded = code_articles([article], lexicon, {article.article_id: datetime(2019, 7, 1, 8)})
    assert coded[0].article.published_at == STAMP
    assert coded[0].article.published_method == "page"


def made(body: str, *, method: str = "page", language: str = "en") -> Article:
    entry = Entry(
        outlet="Post",
        position=0,
        title="Road between two capitals to open",
        body=f"{body}\n\n{FILLER}",
        body_is_html=False,
        published_text=STAMP.isoformat(),
        published_method=method,
        language=language,
    )
    article = article_of(entry, received_at=datetime(2022, 1, 1), rules=Rules())
    assert isinstance(article, Article)
    return article


def test_stamp_and_evidence_stay_beside_the_day(lexicon):
    article = dated(made("GENEVA, March 3, 2019 (Newsroom) — Ministers met on Sunday."), lexicon)
    assert article.published_on == date(2019, 3, 3)
    assert article.stamped_at == STAMP
    assert article.published_method == "dateline"
    assert "GENEVA, March 3, 2019" in article.published_evidence


@pytest.mark.parametrize(("method", "language"), [("given", "en"), ("crawl", "en"), ("page", "de")])
def test_no_stamp_and_no_english_is_no_matter_of_repair(lexicon, method, language):
    article = made("GENEVA, March 3, 2019 (Newsroom) — Ministers met on Sunday.", method=method, language=language)
    assert dated(article, lexicon) is article


def test_date_read_by_the_country_is_less_sure_and_says_so():
    entry = Entry(outlet="Post", position=0, title="Rain", published_text="06/10/2020", country="GBR")
    article = article_of(entry, received_at=datetime(2022, 1, 1), rules=Rules())
    assert isinstance(article, Article)
    assert article.published_on == date(2020, 10, 6)
    assert article.published_confidence < 0.9
    assert "country" in article.published_evidence


@pytest.mark.parametrize(
    "unit",
    ["Sunday, March 3, ", "in 2019 ", "President Barack Obama ", "A, b. ", '"', "SEOUL, Dec. 28 ", "20 years after "],
)
def test_long_texts_cost_no_more_than_their_limit(almanac, unit):
    text = "Title\n\n" + unit * (200_000 // len(unit))
    begun = time.perf_counter()
    repaired(Stamped(title="Title", text=text, url="", header="", at=STAMP), almanac)
    assert time.perf_counter() - begun < 5
