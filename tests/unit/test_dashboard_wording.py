"""What the pages say: numbers, days, labels, and text that stays text."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest

from dashboard import wording
from warehouse.terms import EventClass, Kind, Modality, Role, Scope


@pytest.mark.parametrize(
    ("given", "said"),
    [(12.344, "12.34"), (0.0, "0.00"), (1234.5, "1,234.50"), (None, "—"), (math.nan, "—")],
)
def test_level_has_two_places_and_a_dash_for_the_unknown(given: float | None, said: str) -> None:
    assert wording.level(given) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [(1.2, "+1.20"), (-0.35, "−0.35"), (0.0, "±0.00"), (-0.004, "±0.00"), (None, "—"), (math.nan, "—")],
)
def test_change_always_shows_its_sign(given: float | None, said: str) -> None:
    assert wording.change(given) == said


def test_days_and_instants_are_said_in_utc() -> None:
    assert wording.day(date(2023, 12, 8)) == "8 Dec 2023"
    assert wording.instant(datetime(2023, 12, 8, 6, 5)) == "8 Dec 2023, 06:05 UTC"
    assert wording.day(None) == wording.instant(None) == "no date"


def test_date_that_was_moved_says_by_what_and_from_where() -> None:
    stamped = {
        "published_at": datetime(2025, 4, 16, 18),
        "stamped_at": datetime(2025, 4, 16, 18),
        "published_method": "feed",
    }
    assert wording.published(stamped) == "16 Apr 2025, 18:00 UTC (date from the feed)"
    moved = stamped | {"published_at": datetime(2023, 12, 28), "published_method": "dateline and text"}
    assert wording.published(moved) == "published 28 December 2023 (dateline and text; the stamp says 16 April 2025)"
    undated = {"published_at": None, "stamped_at": None, "published_method": "none"}
    assert wording.published(undated) == "no date (no date)"


def test_counts_agree_with_their_noun() -> None:
    assert wording.stories(1) == "1 story"
    assert wording.stories(1204) == "1,204 stories"
    assert wording.count(0, "outlet") == "0 outlets"


@pytest.mark.parametrize(
    ("minutes", "said"), [(1, "1 minute"), (89, "89 minutes"), (120, "2 hours"), (2879, "48 hours"), (2880, "2 days")]
)
def test_age_is_said_in_the_unit_that_fits(minutes: float, said: str) -> None:
    assert wording.age(minutes) == said


def test_proof_says_when_shares_do_not_add_up() -> None:
    assert wording.proof("act", 3.0, [1.0, 2.0]) == "Act 3.00 = sum of 2 shares"
    assert "please report" in wording.proof("act", 3.0, [1.0])
    assert wording.proof("threat", 0.0, []) == "Threat 0.00: no story in the window"
    assert "nothing is known" in wording.proof("act", None, [])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("$5bn-$7bn", r"\$5bn\-\$7bn"),
        (":red[x]", ":red[x]"),
        (":smile:", ":\u2060smile:"),
        (":material/star:", ":\u2060material/star:"),
        ("11:54 UTC", "11:54 UTC"),
        ("![a](http://b)", "![a](http://b)"),
        ("<b>", "<b>"),
        ("a -> b", "a -\u2060> b"),
        ("one\n\ntwo", "one two"),
        ("a\u202eb\u200bc", "abc"),
    ],
)
def test_literal_escapes_every_mark_of_markdown(given: str, shown: str) -> None:
    said = wording.literal(given)
    assert said.replace("\\", "") == shown.replace("\\", "")
    for place, letter in enumerate(said):
        if letter.isascii() and not letter.isalnum() and letter not in "\\ ":
            assert said[place - 1] == "\\"


def test_literal_keeps_backslashes() -> None:
    assert wording.literal("\\$") == "\\\\\\$"


def test_with_code_sets_off_commands_only() -> None:
    assert wording.with_code("Run `tension ingest` *now*.") == "Run `tension ingest` \\*now\\*\\."


def test_titles_are_never_empty() -> None:
    assert wording.title_of("\u200b \u202e") == "(no title)"


def test_every_term_has_words() -> None:
    assert set(wording.CLASSES) == set(EventClass)
    assert set(wording.KINDS) == set(wording.KIND_MARKS) == set(wording.KIND_NOTES) == set(Kind)
    assert set(wording.MODALITIES) == set(Modality)
    assert set(wording.ROLES) == set(Role)
    assert set(wording.SCOPES) == set(Scope)
    assert len(set(wording.KIND_MARKS.values())) == len(Kind)


def test_class_and_reason_fall_back_to_what_is_given() -> None:
    assert wording.class_of("ASSAULT", "missile-test") == "attacks (missile test)"
    assert wording.class_of("NEW") == "NEW"
    assert wording.reason("metaphor") == "The context is not geopolitics: metaphor."


@pytest.mark.parametrize("given", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_cells_are_no_formulas(given: str) -> None:
    assert wording.cell(given) == f"'{given}"
    assert wording.cell("Asia Desk") == "Asia Desk"
