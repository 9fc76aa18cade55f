"""The sentence of the day says what the numbers bear out, and why where it cannot."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard import headline

ON = date(2023, 12, 28)


def ranking(*rows: tuple[str, float, float | None, float | None, str]) -> pd.DataFrame:
    """A row an actor: name, tension, change, surprise, state."""
    frame = pd.DataFrame(rows, columns=["name", "tension", "change", "surprise", "surprise_state"])
    return frame.astype({"tension": float, "change": float, "surprise": float})


def said(frame: pd.DataFrame, today: date = date(2024, 1, 1)) -> str:
    return headline.sentence(frame, ON, today)


def test_unusual_actors_are_counted_and_named_largest_first():
    frame = ranking(("A", 5, 1, 2.1, ""), ("B", 9, 2, 3.4, ""), ("C", 7, 0, 1.9, ""))
    assert said(frame) == "2 of 3 actors are unusually tense on 28 Dec 2023: B and A."
    assert said(frame, today=ON) == "2 of 3 actors are unusually tense today: B and A."


def test_more_than_three_are_counted_not_listed():
    frame = ranking(*((name, 5, 1, 3.0, "") for name in "ABCDE"))
    assert said(frame) == "5 of 5 actors are unusually tense on 28 Dec 2023: A, B, C and 2 more."


def test_one_is_singular():
    assert said(ranking(("A", 5, 1, 2.0, ""), ("B", 1, 0, 0.0, ""))).startswith("1 of 2 actors is unusually tense")


def test_none_unusual_names_the_nearest_and_how_far():
    frame = ranking(("A", 5, 1, 1.4, ""), ("B", 9, 2, -0.2, ""))
    assert said(frame) == (
        "None of 2 actors is unusually tense on 28 Dec 2023; nearest is A at 1.4 spreads above its usual."
    )


def test_actors_with_too_few_stories_are_not_among_those_judged():
    frame = ranking(("A", 5, 1, 2.5, ""), ("B", 9, 2, None, "too little"))
    assert said(frame) == "1 of 1 actor with enough stories is unusually tense on 28 Dec 2023: A."
    assert headline.why_unknown(frame) == ""


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("baseline building: 32 of 60", "32 of 60 days of a baseline are there"),
        ("too little", "too few stories name an actor"),
        ("gap", "the day is a gap"),
    ],
)
def test_unknown_surprise_says_why_and_falls_back_on_rises(state, why):
    frame = ranking(("A", 5, 3.2, None, state), ("B", 9, 1.1, None, state), ("C", 9, -4.0, None, state))
    assert said(frame) == "Largest rises on 28 Dec 2023: A (+3.20) and B (+1.10)."
    assert why in headline.why_unknown(frame)


def test_ranking_without_surprise_at_all_says_so():
    frame = ranking(("A", 5, 3.2, None, "")).drop(columns=["surprise", "surprise_state"])
    assert said(frame).startswith("Largest rises")
    assert "there is no baseline" in headline.why_unknown(frame)


def test_nothing_rose_and_nothing_to_compare_with_are_told_apart():
    assert said(ranking(("A", 5, -1.0, None, "gap"))) == "No actor rose on 28 Dec 2023; most tense: A."
    assert said(ranking(("A", 5, None, None, "gap"))) == "Most tense on 28 Dec 2023: A."


def test_nothing_counted_is_said():
    assert said(ranking()) == "Nothing counted in the days up to 28 Dec 2023."
    assert said(ranking(("A", 0.0, 0.0, None, "gap"))) == "Nothing counted in the days up to 28 Dec 2023."


def test_gap_is_not_called_calm():
    assert said(ranking(("A", None, None, None, "gap"))).startswith("Nothing is known about 28 Dec 2023: it is a gap")


def test_doubtful_day_says_why():
    assert headline.trust({"quality": "complete"}, ON) == ""
    assert headline.trust({"quality": "partial"}, ON) == "28 Dec 2023 is partial: the day is not over."
    day = {"quality": "thin", "silent_outlet_count": 4, "expected_outlet_count": 12, "is_provisional": True}
    trusted = headline.trust(day, ON)
    assert "4 of 12 outlets expected are silent" in trusted
    assert "provisional" in trusted
