"""A landmark is looked for only where the plain part of its name stands: no spelling of it may do without."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.lexicon.almanac import plain_part

CALENDAR = tomllib.loads(files("etl.lexicon").joinpath("calendar.toml").read_text(encoding="utf-8"))
NAMES = sorted(
    {name for rows in (CALENDAR["landmark"], CALENDAR["recurrence"]) for row in rows for name in row["names"]}
)


@pytest.mark.parametrize("name", NAMES)
def test_every_spelling_of_a_landmark_holds_its_plain_part(name):
    part = plain_part(name)
    assert part.strip()

    @settings(deadline=None, max_examples=30, database=None)
    @given(st.from_regex(name, fullmatch=True))
    def holds(spelling):
        assert part in spelling

    holds()
