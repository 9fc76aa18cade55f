"""Addresses become typed selections, whatever they hold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import selection
from dashboard.selection import Selection

FIRST, LAST = date(2023, 1, 1), date(2023, 12, 28)
NAMES = ("actor", "role", "scope", "sort", "kind", "day", "from", "to", "article", "hit")


def test_parse_reads_every_parameter() -> None:
    asked = selection.parse(
        {
            "actor": "PRK",
            "role": "actor",
            "day": "2023-12-28",
            "from": "2023-01-01",
            "to": "2023-12-01",
            "sort": "change",
            "kind": "threat",
            "scope": "domestic",
            "article": "0123456789ab",
            "hit": "3",
        }
    )
    assert asked == Selection(
        actor="PRK",
        role="actor",
        scope="domestic",
        sort="change",
        kind="threat",
        day=date(2023, 12, 28),
        from_on=date(2023, 1, 1),
        to_on=date(2023, 12, 1),
        article="0123456789ab",
        hit=3,
    )


def test_parse_of_nothing_is_the_default_without_refusal() -> None:
    assert selection.parse({}) == Selection()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("role", "king"),
        ("role", ""),
        ("sort", "LEVEL"),
        ("day", "28.12.2023"),
        ("day", "2023-02-30"),
        ("day", "20231228"),
        ("day", "2023-W01-1"),
        ("day", "٢٠٢٣-١٢-٢٨"),
        ("actor", "<b>"),
        ("actor", "a" * 65),
        ("article", "../x"),
        ("hit", "-1"),
        ("hit", "1e3"),
        ("hit", "999999"),
        ("hit", "²"),
    ],
)
def test_parse_refuses_in_a_sentence_that_repeats_nothing(name: str, value: str) -> None:
    asked = selection.parse({name: value})
    assert len(asked.refusals) == 1
    assert not value or value not in asked.refusals[0]
    assert asked == Selection(refusals=asked.refusals)


def test_parse_swaps_a_period_that_ends_before_it_begins() -> None:
    asked = selection.parse({"from": "2023-12-01", "to": "2023-01-01"})
    assert (asked.from_on, asked.to_on) == (date(2023, 1, 1), date(2023, 12, 1))
    assert len(asked.refusals) == 1


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=80)))
def test_parse_never_raises(address: dict[str, str]) -> None:
    asked = selection.parse(address)
    assert asked.role in selection.ROLES
    assert asked.hit is None or 0 <= asked.hit <= selection.HIT_INDEX_MAX


def test_within_falls_back_with_a_reason() -> None:
    assert selection.within(None, FIRST, LAST, otherwise=LAST) == (LAST, "")
    assert selection.within(FIRST, FIRST, LAST, otherwise=LAST) == (FIRST, "")
    on, why = selection.within(date(1999, 1, 1), FIRST, LAST, otherwise=LAST)
    assert on == LAST
    assert "2023-01-01" in why


def test_address_and_parse_are_inverse() -> None:
    address = selection.address_of(actor="PRK", day=LAST, from_on=FIRST, to_on=LAST, article="", hit=0)
    assert address == {"actor": "PRK", "day": "2023-12-28", "from": "2023-01-01", "to": "2023-12-28", "hit": "0"}
    asked = selection.parse(address)
    assert (asked.actor, asked.day, asked.from_on, asked.to_on, asked.hit) == ("PRK", LAST, FIRST, LAST, 0)
