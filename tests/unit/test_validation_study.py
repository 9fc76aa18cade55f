"""The study of events: what is flagged, what is one alert, and that the list is what its rule says."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta

import pandas as pd
import pytest

from etl.validation import study
from etl.validation.events import Event, read_events
from etl.validation.judgements import Judgement, false_share

START = date(2022, 1, 1)
NAN = math.nan


def days(*values):
    return pd.Series(values, index=[START + timedelta(days=place) for place in range(len(values))], dtype=float)


def event(place, *, actors=("AAA",), kind="act"):
    row = {"id": "x", "happened_on": START + timedelta(days=place), "actors": actors, "kind": kind, "class": "force"}
    return Event.model_validate({**row, "what": "Something happened.", "source": "widely reported"})


@pytest.mark.parametrize(
    ("values", "how"),
    [
        ((0, 0, 3.0, 0, 0), "fresh"),
        ((0, 0, 0, 0, 3.5), "fresh"),
        ((0, 0, 2.9, 2.9, 2.9), "unseen"),
        ((0, 3.5, 5.0, 6.4, 5.0), "unseen"),
        ((0, 3.5, 5.0, 6.5, 5.0), "step"),
        ((0, NAN, 3.0, 0, 0), "fresh"),
        ((0, 4.0, NAN, NAN, NAN), "untold"),
        ((9, 0, 0, 0, 0), "unseen"),
    ],
)
def test_event_on_the_third_day_is_seen(values, how):
    found = study.flag(event(2), {("AAA", "act"): days(*values)})
    assert found.how == how
    assert found.is_flagged == (how in {"fresh", "step"})


def test_day_that_lights_first_is_told():
    found = study.flag(event(1), {("AAA", "act"): days(0, 1, 4, 9)})
    assert (found.lit_on, found.surprise) == (START + timedelta(days=2), 4)


def test_event_after_the_third_day_is_not_seen():
    assert study.flag(event(0), {("AAA", "act"): days(0, 0, 0, 8)}).how == "unseen"


def test_tension_shows_an_act_and_not_a_deescalation():
    surprises = {("AAA", "tension"): days(0, 5)}
    assert study.flag(event(1), surprises).is_flagged
    assert study.flag(event(1, kind="deescalation"), surprises).how == "untold"


def test_any_actor_of_an_event_may_show_it():
    surprises = {("AAA", "act"): days(0, 1), ("BBB", "act"): days(0, 7)}
    found = study.flag(event(1, actors=("AAA", "BBB")), surprises)
    assert (found.actor_id, found.kind, found.how) == ("BBB", "act", "fresh")


def test_chance_is_the_share_of_days_that_would_be_flagged():
    lit = days(*([0.0] * 9 + [4.0]) * 30)
    found = study.flagged_by_chance([event(0)] * 50, {("AAA", "act"): lit}, list(lit.index))
    assert found == pytest.approx(0.3, abs=0.05)


def test_run_of_lit_days_is_one_alert():
    found = study.alerts_of("AAA", {("AAA", "act"): days(0, 3, 5, 0, 0, 3, 0)}, [])
    assert [(one.began_on, one.ended_on, one.peak_on, one.peak_surprise) for one in found] == [
        (START + timedelta(days=1), START + timedelta(days=5), START + timedelta(days=2), 5)
    ]


def test_quiet_week_ends_an_alert():
    assert len(study.alerts_of("AAA", {("AAA", "act"): days(4, *[0] * 6, 4)}, [])) == 1
    assert len(study.alerts_of("AAA", {("AAA", "act"): days(4, *[0] * 7, 4)}, [])) == 2


def test_step_begins_an_alert_but_not_within_a_week_of_another():
    assert len(study.alerts_of("AAA", {("AAA", "act"): days(3, 9, 9, 9)}, [])) == 1
    assert len(study.alerts_of("AAA", {("AAA", "act"): days(*[3] * 9, 9)}, [])) == 2


def test_alerts_of_conflict_and_of_easing_are_apart():
    surprises = {("AAA", "deescalation"): days(0, 5), ("AAA", "threat"): days(5, 0), ("AAA", "act"): days(0, 0)}
    assert [one.began_on for one in study.alerts_of("AAA", surprises, [])] == [START]
    (easing,) = study.alerts_of("AAA", surprises, [event(1, kind="deescalation")], series="easing")
    assert easing.event_id == "x"


@pytest.mark.parametrize(("place", "is_tied"), [(0, True), (1, True), (3, False)])
def test_alert_is_tied_to_an_event_of_its_first_days(place, is_tied):
    surprises = {("AAA", "act"): days(0, 0, 5, 5)}
    (alert,) = study.alerts_of("AAA", surprises, [event(place)])
    assert bool(alert.event_id) == is_tied


def test_years_count_days_that_can_be_told():
    surprises = {("AAA", "act"): days(1, NAN, NAN), ("AAA", "tension"): days(NAN, 1, NAN)}
    assert study.told_years("AAA", surprises) == pytest.approx(2 / 365.25)


def test_readers_have_an_equal_voice():
    alerts = study.alerts_of("AAA", {("AAA", "act"): days(4, *[0] * 9, 4, *[0] * 9, 4)}, [])
    said = [
        Judgement(actor_id="AAA", began_on=START, reader="a", verdict="false"),
        Judgement(actor_id="AAA", began_on=START, reader="b", verdict="real"),
        Judgement(actor_id="AAA", began_on=START + timedelta(days=11), reader="a", verdict="real"),
        Judgement(actor_id="BBB", began_on=START, reader="a", verdict="false"),
    ]
    assert false_share(alerts, said) == (0.25, 2)
    assert false_share(alerts, []) == (None, 0)


def test_list_of_events_is_what_its_rule_says(lexicon):
    events, digest = read_events()
    known = {actor.id for actor in lexicon.actors}
    assert len(digest) == 64
    assert len(events) >= 60
    assert len({one.id for one in events}) == len(events)
    assert [one.happened_on for one in events] == sorted(one.happened_on for one in events)
    assert {actor for one in events for actor in one.actors} <= known
    assert all(one.what.endswith(".") and one.source for one in events)
    assert date(2020, 3, 15) <= events[0].happened_on <= events[-1].happened_on <= date(2023, 12, 31)
    a_year = Counter(one.happened_on.year for one in events)
    assert set(a_year) == {2020, 2021, 2022, 2023}
    assert min(a_year.values()) >= 20
    assert max(Counter(actor for one in events for actor in one.actors).values()) < len(events) / 4
    assert max(Counter(one.event_class for one in events).values()) <= 60
