"""Scoring an article."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime

import pytest

from etl.stages.score import HITS_MAX, score
from tests.unit.small_lexicon import an_article
from warehouse.terms import ActorKind, Kind, Modality


def test_empty_article_has_no_rows(small_lexicon):
    coded = score(an_article(""), small_lexicon)
    assert (coded.mentions, coded.hits, coded.tones) == ((), (), ())


def test_article_in_an_unsupported_language_has_no_rows(small_lexicon):
    article = an_article("Ruritania bombed Graustark.", language="fr")
    coded = score(article, small_lexicon)
    assert coded.article is article
    assert (coded.mentions, coded.hits, coded.tones) == ((), (), ())


def test_capitals_are_read_like_other_letters(small_lexicon):
    (hit,) = score(an_article("RURITANIA BOMBED GRAUSTARK"), small_lexicon).hits
    assert (hit.actor_id, hit.recipient_id, hit.matched_text) == ("RUR", "GRA", "BOMBED")


def test_curly_and_straight_quotes_are_the_same(small_lexicon):
    straight = "Ruritania's army didn't invade Graustark."
    first, second = (score(an_article(text), small_lexicon).hits for text in (straight, straight.replace("'", "’")))
    assert [replace(hit, sentence="") for hit in first] == [replace(hit, sentence="") for hit in second]


def test_hit_beyond_the_fold_is_kept_and_does_not_count(small_lexicon):
    text = "Ruritania bombed Graustark. " * 2
    above, below = score(an_article(text, fold_at=28), small_lexicon).hits
    assert (above.is_below_fold, above.is_counted) == (False, True)
    assert (below.is_below_fold, below.is_counted) == (True, False)


def test_span_is_what_it_says(small_lexicon):
    text = "Calm.\n\nThen Ruritania’s army fired two long-range missiles at Graustark."
    (hit,) = score(an_article(text), small_lexicon).hits
    assert hit.matched_text == text[hit.start : hit.end] == "fired two long-range missiles"
    assert hit.sentence == text[hit.sentence_start : hit.sentence_start + len(hit.sentence)]
    assert hit.sentence.startswith("Then ")


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("The midfielder is hurt.\n\nIt rains. Ruritania bombed Graustark.", ["sport"]),
        ("Calm.\n\nThe midfielder is hurt. Ruritania bombed Graustark.", ["sport"]),
        ("Calm.\n\nRuritania bombed Graustark. The midfielder is hurt.", [""]),
    ],
)
def test_article_about_sport_is_so_in_all_its_sentences(small_lexicon, text, reasons):
    assert [hit.suppressed_reason for hit in score(an_article(text), small_lexicon).hits] == reasons


def test_accused_deed_counts_at_less_certainty(small_lexicon):
    accusation, deed = score(an_article("Graustark accused Ruritania of bombing a town."), small_lexicon).hits
    assert (accusation.actor_id, accusation.recipient_id, accusation.certainty) == ("GRA", "RUR", 1.0)
    certainty = small_lexicon.accounting.accused_certainty
    assert (deed.actor_id, deed.certainty, deed.suppressed_reason) == ("RUR", certainty, "")
    assert deed.modality == (Modality.ATTRIBUTED,)


def test_accused_plan_does_not_count(small_lexicon):
    accusation, plan = score(an_article("Graustark accused Ruritania of planning to bomb a town."), small_lexicon).hits
    assert accusation.is_counted
    assert (plan.suppressed_reason, plan.is_counted) == ("accusation of a plan", False)


def test_routine_cooperation_is_of_no_kind(small_lexicon):
    hits = score(an_article("Ruritania visited Graustark."), small_lexicon).hits
    assert {(hit.kind, hit.is_counted) for hit in hits} == {(Kind.NONE, False)}


@pytest.mark.parametrize("text", ["Ruritania lifted sanctions.", "Ruritania and Graustark agreed a ceasefire."])
def test_deescalation_is_counted_as_such(small_lexicon, text):
    hits = score(an_article(text), small_lexicon).hits
    assert hits
    assert all(hit.kind is Kind.DEESCALATION and hit.is_counted for hit in hits)


def test_tone_is_averaged_over_the_sentences_that_name_the_actor(small_lexicon):
    coded = score(an_article("Ruritania is good. Ruritania is horrible. The sun is splendid."), small_lexicon)
    (tone,) = coded.tones
    assert (tone.actor_id, tone.sentence_count) == ("RUR", 2)
    parts = [
        score(an_article(text), small_lexicon).tones[0].tone
        for text in ("Ruritania is good.", "Ruritania is horrible.")
    ]
    assert tone.tone == pytest.approx(sum(parts) / 2)
    assert parts[1] < 0 < parts[0]


def test_theatre_is_mentioned_and_has_no_tone(small_lexicon):
    coded = score(an_article("Calm in the Zenda Strait."), small_lexicon)
    assert [mention.kind for mention in coded.mentions] == [ActorKind.THEATRE]
    assert coded.tones == ()


def test_hits_have_a_limit(small_lexicon):
    coded = score(an_article("Ruritania bombed Graustark. " * (2 * HITS_MAX)), small_lexicon)
    assert len(coded.hits) == HITS_MAX


@pytest.mark.parametrize(
    "text",
    [
        "The weather stayed mild over the hills of the north. " * 100_000,
        "word " * 200_000,
        "x" * 1_000_000,
        "Ruritania bombed Graustark. " * 35_000,
        "." * 1_000_000,
        "RURITANIA " * 20_000,
    ],
    ids=["5 MB", "one line of 1 MB", "one word of 1 MB", "1 MB of hits", "1 MB of full stops", "capitals"],
)
def test_large_text_is_scored_in_bearable_time(small_lexicon, text):
    begun = time.perf_counter()
    score(an_article(text, published_at=datetime(2023, 3, 1)), small_lexicon)
    assert time.perf_counter() - begun < 15
