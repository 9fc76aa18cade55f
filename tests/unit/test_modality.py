"""The language of modality: what news does to say that something is not so, not yet, not now or only asked."""

from __future__ import annotations

from datetime import date

import pytest

from etl.stages.cues import find_cues
from etl.stages.words import split_words
from warehouse.terms import Modality

NEGATED = [
    "At no point did Ruritania bomb Graustark.",
    "Ruritania has not, whatever was written, bombed Graustark.",
    "Ruritania bombed nobody.",
    "Ruritania declined to bomb Graustark.",
    "Ruritania shied away from bombing Graustark.",
    "Ruritania was talked out of bombing Graustark.",
    "Rather than bomb Graustark, Ruritania sent an envoy.",
    "Far from bombing Graustark, Ruritania sent an envoy.",
    "Ruritania nearly bombed Graustark.",
    "Ruritania wanted to bomb Graustark but could not.",
    "Reports that Ruritania bombed Graustark were false.",
    "The claim that Ruritania bombed Graustark turned out to be wrong.",
    "A fake video claimed that Ruritania bombed Graustark.",
    "There is no evidence that Ruritania bombed Graustark.",
    "Contrary to what was posted, Ruritania has not bombed Graustark.",
    "Ruritania has yet to bomb Graustark.",
]
CONDITIONAL = [
    "Were Ruritania to bomb Graustark, talks would end.",
    "Had Ruritania bombed Graustark, the talks would have ended.",
    "Should the young kingdom of Ruritania bomb Graustark, talks will end.",
    "Shelters are open lest Ruritania bomb Graustark.",
    "Ruritania is considering bombing Graustark.",
    "Ruritania has not ruled out bombing Graustark.",
    "Diplomats fear that Ruritania will bomb Graustark.",
    "Perhaps Ruritania bombed Graustark.",
    "It is conceivable that Ruritania bombed Graustark.",
    "A longer invasion could starve Graustark.",
    "Ruritania is free to bomb Graustark.",
    "Planners assume that Ruritania will bomb Graustark.",
    "Ruritania ought to bomb Graustark, the paper argued.",
    "Ruritania will bomb the hills around the towns of the south with its planes if talks end.",
]
HISTORICAL = [
    "In the autumn of 1973, Ruritania bombed Graustark.",
    "Ruritania bombed Graustark in a war of 1973.",
    "The 1986 invasion of Graustark is in all textbooks.",
    "Ruritania bombed Graustark, as it happened, in 1973.",
    "Ruritania bombed Graustark (in 1973).",
    "Ruritania bombed Graustark, but that was in 1973.",
    "1973: Ruritania bombed Graustark.",
    "It last did so in 2018, when it bombed Graustark.",
    "Ruritania bombed Graustark as long ago as 1973.",
    "Ruritania bombed Graustark in the mid-1970s.",
    "Ruritania bombed Graustark in '73.",
    "Ruritania bombed Graustark in the seventies.",
    "Ruritania bombed Graustark between 1973 and 1975.",
    "Ruritania bombed Graustark in October.",
    "On January 9, Ruritania bombed Graustark.",
    "Ruritania bombed Graustark in the autumn.",
    "Ruritania bombed Graustark on a Monday in 1973.",
    "Some two winters ago, Ruritania bombed Graustark.",
    "Ruritania bombed Graustark six weeks ago.",
    "Ruritania bombed Graustark in the days of the tsar.",
    "In Bismarck's day Ruritania bombed Graustark.",
    "When Brezhnev ruled, the planes that bombed Graustark were new.",
    "The last time Ruritania bombed Graustark, the talks went on.",
    "It is forty years since Ruritania bombed Graustark.",
    "Veterans remember the night when Ruritania bombed Graustark.",
    "It was the first time since Ruritania bombed Graustark in 1973.",
]
ASKED = [
    "Reporters asked whether Ruritania had bombed Graustark.",
    "It is unclear who bombed Graustark.",
    "Did Ruritania bomb Graustark, or was it a storm?",
]
TOLD = [
    "Not only has Ruritania bombed Graustark, it boasts of it.",
    "Never before has Ruritania bombed so many towns.",
    "Not since the storm has Ruritania bombed so many towns.",
    "Ruritania bombed Graustark without warning.",
    "Nobody could stop Ruritania: it bombed Graustark.",
    "Graustark could not prevent Ruritania from bombing its towns.",
    "There is no doubt that Ruritania bombed Graustark.",
    "Even if it was a mistake, Ruritania bombed Graustark.",
    "The military might of Ruritania was on show as it bombed Graustark.",
    "Fears grew as Ruritania bombed Graustark.",
    "A crowd watched the planes, which were used to bombing Graustark.",
    "Ruritania bombed Graustark on Friday, but will it talk?",
    "Ruritania, founded in 1918, bombed Graustark.",
    "In breach of a 2018 accord, Ruritania bombed Graustark.",
    "Ruritania bombed Graustark in breach of a 2018 accord.",
    "Ruritania sent 2000 soldiers and bombed Graustark.",
    "More shells fell than in 2022 when planes of Ruritania bombed Graustark on Sunday.",
    "As in 2014, Ruritania bombed Graustark.",
    "Ruritania bombed Graustark in February.",
    "On Sunday Ruritania bombed Graustark, its rival of ten years ago.",
    "Ruritania has bombed Graustark since its army fled in 2006.",
]
TO_COME = [
    "Ruritania will bomb Graustark in October.",
    "Ruritania to bomb Graustark in October.",
    "Ruritania said on Thursday that it would bomb Graustark.",
    "Planes would bomb Graustark at dawn, the king announced.",
]


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        *((Modality.NEGATED, text) for text in NEGATED),
        *((Modality.CONDITIONAL, text) for text in CONDITIONAL),
        *((Modality.HISTORICAL, text) for text in HISTORICAL),
        *((Modality.QUESTION, text) for text in ASKED),
    ],
)
def test_what_is_not_so_is_flagged_and_does_not_count(hits_of, flag, text):
    hits = hits_of(text)
    assert hits
    assert all(flag in hit.modality and not hit.is_counted for hit in hits), [hit.modality for hit in hits]


@pytest.mark.parametrize("text", [*TOLD, *TO_COME])
def test_what_only_looks_so_counts(hits_of, text):
    hits = hits_of(text)
    assert hits
    assert all(hit.is_counted for hit in hits), [(hit.matched_text, hit.suppressed_reason) for hit in hits]


@pytest.mark.parametrize("text", TO_COME)
def test_what_is_to_come_is_no_history_and_no_condition(hits_of, text):
    (hit,) = hits_of(text)
    assert not {Modality.HISTORICAL, Modality.CONDITIONAL} & set(hit.modality)


@pytest.mark.parametrize(
    ("published_on", "told_on", "is_past"),
    [
        (date(2023, 3, 1), "in February", False),
        (date(2023, 4, 1), "in February", True),
        (date(2023, 3, 1), "in March", False),
        (date(2023, 3, 1), "last March", True),
        (date(2023, 3, 1), "in April", False),
        (date(2023, 3, 1), "in June", True),
        (date(2023, 3, 1), "on 28 January", True),
        (date(2023, 3, 1), "on 30 January", False),
        (date(2023, 1, 20), "in December", False),
        (date(2023, 12, 20), "in January", False),
        (date(2023, 9, 1), "in May", True),
        (date(2023, 3, 1), "in the winter", False),
        (date(2023, 6, 1), "in the winter", True),
        (date(2023, 6, 1), "in 1850", True),
        (date(2023, 6, 1), "in the 90s", True),
        (date(2023, 6, 1), "in 1980-88", True),
        (date(2023, 6, 1), "in 2023-24", False),
        (None, "in 1850", False),
    ],
)
def test_date_is_past_once_it_lies_thirty_days_back(small_lexicon, published_on, told_on, is_past):
    text = f"Ruritania bombed Graustark {told_on}."
    words = split_words(text)
    (found,) = find_cues(words, words.sentences[0], text, small_lexicon, published_on)
    assert (Modality.HISTORICAL in found.flags) is is_past


def test_what_is_refused_is_kept_beside_the_refusal(lexicon):
    text = "Washington declined to impose sanctions on Iran."
    words = split_words(text)
    refusal, sanction = find_cues(words, words.sentences[0], text, lexicon, None)
    assert (refusal.cue.event_class, refusal.suppressed_reason) == ("REJECT", "")
    assert (sanction.cue.event_class, sanction.suppressed_reason) == ("SANCTION", "negated")


@pytest.mark.parametrize(
    ("text", "is_past"),
    [
        ("A judge condemned the 2020 election attack by Ruritania.", False),
        ("In the 2020 election, Ruritania bombed Graustark.", True),
        ("In 2020, Ruritania bombed Graustark.", True),
    ],
)
def test_year_of_a_ballot_is_its_name(small_lexicon, text, is_past):
    words = split_words(text)
    found = find_cues(words, words.sentences[0], text, small_lexicon, date(2023, 6, 1))
    assert found
    assert all((Modality.HISTORICAL in one.flags) is is_past for one in found)
