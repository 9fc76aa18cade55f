"""Modality: each flag by pairs of sentences that differ in little; and guards."""

from __future__ import annotations

from datetime import date

import pytest

from etl.stages.cues import find_cues, suppressed_reason
from etl.stages.words import split_words
from warehouse.terms import SUPPRESSING, EventClass, Kind, Modality


@pytest.mark.parametrize(
    "text",
    [
        "Ruritania did not bomb Graustark.",
        "Ruritania never bombed Graustark.",
        "Ruritania hasn’t bombed Graustark.",
        "No missile test was seen.",
        "The month passed without a missile test.",
        "Ruritania denied that it bombed Graustark.",
        "Ruritania ruled out a nuclear test.",
        "Ruritania refrained from bombing Graustark.",
        "Ruritania is unlikely to invade Graustark.",
        "A nuclear test was averted.",
        "Ruritania failed to launch a missile.",
    ],
)
def test_negated_hit_is_kept_and_does_not_count(hit_of, text):
    hit = hit_of(text)
    assert Modality.NEGATED in hit.modality
    assert hit.suppressed_reason == "negated"
    assert not hit.is_counted


@pytest.mark.parametrize(
    "text",
    [
        "Ruritania bombed Graustark.",
        "Not since winter was it calm, but Ruritania bombed Graustark.",
        "Ruritania bombed Graustark, which did not answer.",
        "Ruritania did not halt its bombing.",
        "Ruritania will not abandon its missile test.",
        "It was not the minister who spoke while Ruritania bombed Graustark.",
    ],
)
def test_hit_is_not_negated_by_a_word_of_another_clause(hits_of, text):
    assert hits_of(text)
    assert all(Modality.NEGATED not in hit.modality for hit in hits_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "If Ruritania invades Graustark, the bridge will close.",
        "Unless it rains Ruritania invades Graustark.",
        "The bridge closes in the event of an invasion of Graustark.",
        "Ruritania invades Graustark if talks end.",
        "Ruritania could invade Graustark within weeks.",
        "Ruritania might invade Graustark.",
        "Any invasion of Graustark is a mistake.",
        "Officials spoke of the risk of an invasion.",
        "A missile test would end the talks.",
    ],
)
def test_conditional_hit_does_not_count(hit_of, text):
    hit = hit_of(text)
    assert Modality.CONDITIONAL in hit.modality
    assert hit.suppressed_reason == "conditional"


def test_conditional_warning_is_a_threat_that_counts_and_its_act_is_not(hits_of):
    act, threat = hits_of("Graustark said that any attack by Ruritania would bring the end of the regime.")
    assert (threat.cue_id, threat.kind, threat.suppressed_reason) == ("threaten", Kind.THREAT, "")
    assert Modality.CONDITIONAL in threat.modality
    assert act.suppressed_reason == "conditional"


@pytest.mark.parametrize(
    "text",
    [
        "Ruritania will invade Graustark.",
        "Ruritania is set to launch a missile.",
        "Ruritania is expected to invade Graustark.",
        "Ruritania vowed to launch more satellites.",
        "Ruritania plans to impose sanctions.",
        "Ruritania is preparing for a missile test.",
        "The king called for weapons production.",
        "The king ordered his army to invade Graustark.",
        "Ruritania is on the brink of a nuclear test.",
    ],
)
def test_planned_act_is_a_threat_that_counts(hit_of, text):
    hit = hit_of(text)
    assert Modality.FUTURE in hit.modality
    assert (hit.kind, hit.suppressed_reason) == (Kind.THREAT, "")


@pytest.mark.parametrize(
    "text",
    [
        "Ruritania invaded Graustark twenty years ago.",
        "In the last century Ruritania invaded Graustark.",
        "Ruritania invaded Graustark in the 1990s.",
        "Last year Ruritania bombed Graustark.",
        "Ruritania bombed Graustark in 2006.",
        "In 2014 Ruritania bombed Graustark.",
        "Crowds marked the anniversary of the invasion of Graustark.",
        "Historians described the bombing of Graustark.",
    ],
)
def test_historical_hit_does_not_count(hit_of, text):
    hit = hit_of(text)
    assert Modality.HISTORICAL in hit.modality
    assert hit.suppressed_reason == "historical"


@pytest.mark.parametrize(
    "text",
    [
        "Ruritania bombed Graustark in 2023.",
        "Since 2006 Ruritania has bombed Graustark.",
        "Since last year Ruritania has bombed Graustark.",
        "Ruritania has bombed Graustark since 2006.",
        "Ruritania bombed Graustark, which joined the union in 1995.",
        "Ruritania bombed Graustark two days ago.",
        "Ruritania bombed Graustark, the 1999-built city.",
    ],
)
def test_hit_of_today_is_not_historical(hit_of, text):
    assert Modality.HISTORICAL not in hit_of(text).modality


def test_year_is_past_once_its_end_lies_thirty_days_back(small_lexicon):
    """An event of December told in January is news; without a date of publication no year is past."""
    text = "Ruritania bombed Graustark in 2022."
    words = split_words(text)

    def flags(day: date | None) -> tuple[Modality, ...]:
        return find_cues(words, words.sentences[0], text, small_lexicon, day)[0].flags

    assert Modality.HISTORICAL not in flags(date(2023, 1, 30))
    assert Modality.HISTORICAL in flags(date(2023, 1, 31))
    assert Modality.HISTORICAL in flags(date(2024, 1, 1))
    assert Modality.HISTORICAL not in flags(date(2022, 12, 1))
    assert Modality.HISTORICAL not in flags(None)


@pytest.mark.parametrize(
    "text",
    ["Has Ruritania bombed Graustark?", "“Will Ruritania bomb Graustark?”", "Why does Ruritania bomb Graustark?)"],
)
def test_question_does_not_count(hit_of, text):
    hit = hit_of(text)
    assert Modality.QUESTION in hit.modality
    assert not hit.is_counted


def test_question_before_a_statement_leaves_it_alone(hit_of):
    assert hit_of("Why now? Ruritania bombed Graustark.").modality == (Modality.ASSERTED,)


@pytest.mark.parametrize(
    "text", ["Officials said Ruritania bombed Graustark.", "According to the army Ruritania bombed Graustark."]
)
def test_reported_hit_counts_in_full(hit_of, text):
    hit = hit_of(text)
    assert hit.modality == (Modality.ATTRIBUTED,)
    assert (hit.certainty, hit.suppressed_reason) == (1.0, "")


def test_suppression_names_the_first_flag_that_suppresses():
    assert (
        suppressed_reason(EventClass.ASSAULT, (Modality.ATTRIBUTED, Modality.NEGATED, Modality.QUESTION)) == "negated"
    )
    assert suppressed_reason(EventClass.ASSAULT, (Modality.ATTRIBUTED, Modality.FUTURE)) == ""
    assert suppressed_reason(EventClass.THREATEN, (Modality.CONDITIONAL,)) == ""
    assert suppressed_reason(EventClass.THREATEN, (Modality.CONDITIONAL, Modality.NEGATED)) == "negated"
    for flag in SUPPRESSING:
        assert suppressed_reason(EventClass.ASSAULT, (flag,)) == flag.value


def test_guard_of_the_sentence_suppresses_all_its_hits_and_no_others(hits_of):
    in_film, after = hits_of("The film shows how Ruritania bombed Graustark. Ruritania bombed Orsinia.")
    assert in_film.suppressed_reason == "film"
    assert after.suppressed_reason == ""


def test_guard_of_words_suppresses_only_the_hit_that_shares_them(hits_of):
    metaphor, act = hits_of("An invasion of privacy, he said, and Ruritania bombed Graustark.")
    assert metaphor.suppressed_reason == "metaphor"
    assert act.suppressed_reason == ""


def test_cue_of_more_words_wins_over_one_within_it(hit_of):
    assert hit_of("Ruritania lifted all sanctions on Graustark.").cue_id == "lift-sanctions"


def test_conflict_takes_the_cooperation_it_begins_before_however_long_that_is(hit_of):
    assert hit_of("Ruritania cut off aid to the border villages of Graustark.").cue_id == "cut-off-aid"


def test_cooperation_that_no_conflict_begins_before_stands(hit_of):
    assert hit_of("Ruritania sent aid to the border villages of Graustark.").cue_id == "aid"


def test_no_cue_reaches_over_a_semicolon(hits_of):
    assert [hit.cue_id for hit in hits_of("Ruritania may launch; a missile of Graustark rusts.")] == []
    assert [hit.cue_id for hit in hits_of("Ruritania said it may launch a missile; Graustark rusts.")] == [
        "missile-test"
    ]


def test_no_cue_reaches_into_who_told_it(hits_of):
    assert [hit.cue_id for hit in hits_of("Ruritania may launch something, a missile expert says.")] == []
    assert [hit.cue_id for hit in hits_of("Ruritania will launch something, a missile perhaps.")] == ["missile-test"]
    assert [hit.cue_id for hit in hits_of("Ruritania will launch a missile, its army chief said.")] == ["missile-test"]
