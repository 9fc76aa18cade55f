"""What holds for any text: spans lie in it, figures in their range, order changes nothing, and nothing raises."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.lexicon.load import load_lexicon
from etl.pipeline import Rules, article_of, code_articles
from etl.stages.clean import clean_body, clean_title
from etl.stages.dates import EARLIEST, read_date
from etl.stages.identity import article_id, canonical_url, content_hash, safe_url, story_id
from etl.stages.language import language_of
from etl.stages.main_text import read_page
from etl.stages.mending import defused
from etl.stages.parse import NotAFeedError, Unparsed, parse_feed
from etl.stages.score import score
from etl.stages.words import SENTENCE_WORDS_MAX, split_words
from warehouse.terms import Article, Entry, Kind, Modality

LEXICON = load_lexicon()
ACTORS = {actor.id for actor in LEXICON.actors}
RECEIVED_AT = datetime(2026, 10, 7)
# Any character there is, lone surrogates included.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
MARKUP = st.lists(
    st.sampled_from(
        [
            *"<>&;/'\"=! \n",
            "<p>",
            "</p>",
            "<b",
            "<!--",
            "-->",
            "<script>",
            "</script",
            "<![CDATA[",
            "]]>",
            "&#",
            "&#x0;",
            "&amp;",
            "text",
            "é",
            "\x00",
            "\u202e",
            "<svg>",
            "</svg>",
            "<a href='",
            "<br/>",
        ]
    ),
    max_size=40,
).map("".join)
NEWS = st.lists(
    st.sampled_from(
        """North_Korea South_Korea the_United_States Russia Ukraine Israel Hamas Kim_Jong_Un Kim Iran_and_Iraq Georgia
        U.S. fired_a_ballistic_missile_at imposed_sanctions_on was_bombed_by invaded lifted_sanctions_on withdrew_troops
        vowed_to_retaliate_against accused of_shelling_a_hospital agreed_a_ceasefire_with if not never could would
        will in_2006 since_last_year any_nuclear_attack the_end_of_the_regime they it and but which by in . . . , ? ”
        ’s film anniversary said on Taiwan_Strait the_film_festival""".split()
    ),
    max_size=40,
).map(lambda words: " ".join(words).replace("_", " "))
BODY = st.one_of(NEWS, NEWS, ANY_TEXT, MARKUP)


def an_article(text: str, *, number: int = 0) -> Article:
    entry = Entry(
        outlet="O",
        position=number,
        title=f"T{number}",
        body=text,
        body_is_html=False,
        language="en",
        url=f"https://a.example/{number}",
        published_text="2023-03-01",
    )
    article = article_of(entry, received_at=RECEIVED_AT, rules=Rules(counted_chars=100))
    assert isinstance(article, Article)
    return article


@settings(deadline=None, max_examples=300)
@given(body=BODY)
def test_rows_of_any_article_are_sound(body):
    article = an_article(body)
    coded = score(article, LEXICON)
    text = article.text
    for mention in coded.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.surface == text[mention.start : mention.end]
        assert mention.actor_id in ACTORS
    for hit in coded.hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.matched_text == text[hit.start : hit.end]
        assert hit.sentence == text[hit.sentence_start : hit.sentence_start + len(hit.sentence)]
        assert hit.sentence_start <= hit.start
        assert hit.end <= hit.sentence_start + len(hit.sentence)
        assert -10 <= hit.weight <= 10
        assert 0 < hit.certainty <= 1
        assert hit.modality
        assert (Modality.ASSERTED in hit.modality) <= (len(hit.modality) == 1)
        assert {hit.actor_id, hit.recipient_id} <= ACTORS | {""}
        assert hit.is_below_fold == (hit.start >= article.fold_at)
        assert not (hit.weight > 0 and hit.kind in {Kind.ACT, Kind.THREAT})
    for tone in coded.tones:
        assert -1 <= tone.tone <= 1
        assert tone.sentence_count >= 1
        assert tone.actor_id in {mention.actor_id for mention in coded.mentions}


@settings(deadline=None, max_examples=60)
@given(bodies=st.lists(BODY, min_size=1, max_size=5), seed=st.randoms())
def test_scoring_is_the_same_again_and_in_any_order(bodies, seed):
    articles = [an_article(body, number=number) for number, body in enumerate(bodies)]
    first = {coded.article.article_id: coded for coded in code_articles(articles, LEXICON)}
    shuffled = list(articles)
    seed.shuffle(shuffled)
    assert {coded.article.article_id: coded for coded in code_articles(shuffled, LEXICON)} == first


@settings(deadline=None, max_examples=100)
@given(body=NEWS, published=st.dates())
def test_day_of_publication_adds_and_takes_away_no_cue(body, published):
    """It decides who holds an office and what is past, never what is said."""
    article = an_article(body)
    told = score(replace(article, published_at=datetime.combine(published, datetime.min.time())), LEXICON)
    untold = score(replace(article, published_at=None), LEXICON)
    assert {(hit.cue_id, hit.start, hit.end) for hit in told.hits} == {
        (hit.cue_id, hit.start, hit.end) for hit in untold.hits
    }


@settings(deadline=None, max_examples=400)
@given(raw=st.one_of(ANY_TEXT, MARKUP), is_html=st.booleans())
def test_clean_text_is_clean(raw, is_html):
    title, body = clean_title(raw, is_html=is_html), clean_body(raw, is_html=is_html)
    for text in (title, body):
        text.encode("utf-8")
        assert text == text.strip()
        assert not {"\x00", "\r", "\x1b", "\ufffe"} & set(text)
    assert "\n" not in title
    assert "\n\n\n" not in body
    assert clean_title(title, is_html=False) == title
    assert clean_body(body, is_html=False) == body


@settings(deadline=None, max_examples=300)
@given(raw=st.one_of(ANY_TEXT, st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}.{0,20}")))
def test_date_is_in_bounds_or_none(raw):
    found = read_date(raw, received_at=RECEIVED_AT)
    assert found is None or (EARLIEST <= found <= datetime(2026, 10, 8) and found.tzinfo is None)


@settings(deadline=None, max_examples=300)
@given(instant=st.datetimes(EARLIEST, datetime(2026, 10, 1)), offset=st.integers(-12 * 60, 14 * 60))
def test_date_in_any_offset_is_read_back(instant, offset):
    instant = instant.replace(microsecond=0)
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
    raw = f"{instant:%Y-%m-%dT%H:%M:%S}{sign}{minutes // 60:02}:{minutes % 60:02}"
    found = read_date(raw, received_at=RECEIVED_AT)
    delta = instant - datetime(2000, 1, 1)
    expected = datetime(2000, 1, 1) + delta - (datetime(2000, 1, 2) - datetime(2000, 1, 1)) * offset / 1440
    assert found == (expected if expected >= EARLIEST else None)


@settings(deadline=None, max_examples=300)
@given(raw=st.one_of(ANY_TEXT, ANY_TEXT.map("https://a.example/{}".format), ANY_TEXT.map("https://{}".format)))
def test_identity_of_anything_is_made(raw):
    url = safe_url(raw)
    assert url == "" or url.lower().startswith(("http://", "https://"))
    assert canonical_url(url) == canonical_url(url)
    for made in (
        article_id(outlet=raw, url=url, guid=raw, title=raw, published_text=raw),
        content_hash(raw, raw),
        story_id(raw, raw),
    ):
        assert len(made) == 12
        assert made.isalnum()


@settings(deadline=None, max_examples=300)
@given(text=st.one_of(ANY_TEXT, NEWS))
def test_words_and_sentences_cover_the_text(text):
    words = split_words(text)
    assert len(words.plain) == len(words.starts) == len(words.ends)
    assert all(left < right for left, right in zip(words.starts, words.ends, strict=True))
    covered = [at for one in words.sentences for at in range(one.first, one.last)]
    assert covered == list(range(len(words.plain)))
    for one in words.sentences:
        assert 0 < one.last - one.first <= SENTENCE_WORDS_MAX
        assert one.start <= words.starts[one.first]
        assert words.ends[one.last - 1] <= one.end


@settings(deadline=None, max_examples=200)
@given(
    body=st.one_of(st.binary(max_size=400), MARKUP.map(lambda text: text.encode("utf-8", "surrogatepass"))),
    is_feed=st.booleans(),
)
def test_parser_raises_nothing_but_that_it_is_no_feed(body, is_feed):
    raw = b'<rss version="2.0"><channel><item><title>' + body + b"</title></item></channel></rss>" if is_feed else body
    defused(raw)
    with suppress(NotAFeedError):
        feed = parse_feed(Unparsed(body=raw, received_at=RECEIVED_AT, outlet="O"), entries_max=10)
        for entry in feed.entries:
            made = article_of(entry, received_at=RECEIVED_AT, rules=Rules())
            if isinstance(made, Article):
                made.text.encode("utf-8")


@settings(deadline=None, max_examples=200)
@given(text=st.one_of(ANY_TEXT, NEWS, st.lists(NEWS, max_size=6).map("\n".join)))
def test_page_of_anything_is_read_or_none(text):
    page = read_page(text)
    if page is not None:
        assert page.body


@settings(deadline=None, max_examples=100)
@given(declared=ANY_TEXT, text=ANY_TEXT)
def test_language_of_anything_is_a_code(declared, text):
    assert language_of(declared, text).isascii()
    assert 2 <= len(language_of(declared, text)) <= 3
