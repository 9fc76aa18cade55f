"""What changed between two rankings."""

from __future__ import annotations

import pandas as pd

from dashboard import movers


def ranked(**tension: float | None) -> pd.DataFrame:
    return pd.DataFrame({"actor_id": list(tension), "name": list(tension), "tension": list(tension.values())}).astype(
        {"tension": float}
    )


def test_differences_are_largest_first_and_rounding_is_none():
    rows = movers.differences(ranked(A=5, B=3.001, C=1, D=None), ranked(A=4, B=3, C=9, D=2))
    assert list(rows["actor_id"]) == ["C", "A"]
    assert list(rows["before"]) == [9, 4]


def test_who_was_not_there_had_nothing():
    rows = movers.differences(ranked(A=5), ranked(B=4))
    assert list(zip(rows["actor_id"], rows["before"], strict=True)) == [("A", 0.0)]


def test_newcomers_are_among_the_first_and_were_not():
    now = ranked(A=9, B=8, C=7)
    assert movers.newcomers(now, ranked(B=5, A=4, D=3), first=2) == []
    assert movers.newcomers(now, ranked(D=5, A=4, B=3), first=2) == ["B"]
    assert movers.newcomers(ranked(A=0), ranked(), first=2) == []


def test_reason_says_who_did_what_to_whom():
    reason = {"event_class": "ASSAULT", "mode": "airstrike", "part": "actor", "other": "Ukraine", "story_count": 9}
    assert movers.because(reason) == "attacks (airstrike) → Ukraine, 9 stories"
    assert movers.because(reason | {"part": "recipient", "story_count": 1}) == "Ukraine → attacks (airstrike), 1 story"
    assert movers.because(reason | {"part": "recipient", "other": ""}) == "target: attacks (airstrike), 9 stories"
    assert movers.because(reason | {"other": ""}) == "attacks (airstrike), 9 stories"
