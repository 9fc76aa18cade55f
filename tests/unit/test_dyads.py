"""Figures over directed pairs, and the dictionaries of invented actors."""

from __future__ import annotations

from datetime import date

import pytest

from etl.evaluation.dyads import (
    Judged,
    across,
    counted,
    iso_of_code,
    judge,
    pair_f1,
    pair_precision,
    pairs_of,
    state_of_code,
)
from etl.evaluation.petrarch import actor_records, agent_records, derivations, spellings

DICTIONARY = """
<!-- a comment -->
ARNOR_  [ARN]
GONDOR [GON]  # a note
+MINAS_TIRITH
+ANORIEN

GOLLUM
+SMEAGOL
	[HOB < 950601]
	[HOBGOV 19950601 - 19990815]
	[HOBREB > 990816]
BOROMIR  [---]
SAM_GAMGEE [HOB]
	[ORCHOB 20100109-20100112]
""".splitlines()


def judged(true: set, said: set, *, has_hit: bool = True) -> Judged:
    pairs = frozenset(said)
    return Judged(text="", true=frozenset(true), sure=pairs, said=pairs, first_two=frozenset(), has_hit=has_hit)


def test_pair_f1_is_that_of_all_pairs_of_all_sentences():
    one = (frozenset({("A", "B"), ("B", "A")}), frozenset({("A", "B")}))
    other = (frozenset(), frozenset({("C", "D")}))
    assert pair_f1([one, other]) == pytest.approx(2 / (2 + 2))
    assert pair_f1([(frozenset({("A", "B")}), frozenset({("B", "A")}))]) == 0
    assert pair_f1([]) == 0
    assert pair_precision([one, other]) == pytest.approx(1 / 2)
    assert pair_precision([]) == 0


def test_confusion_tells_reversed_from_missed_and_from_no_cue():
    found = counted(
        [
            judged({("A", "B")}, {("A", "B"), ("A", "C")}),
            judged({("A", "B")}, {("B", "A")}),
            judged({("A", "B")}, set()),
            judged({("A", "B")}, set(), has_hit=False),
        ]
    )
    assert found == {
        ("pair", "pair"): 1,
        ("none", "pair"): 2,
        ("pair", "reversed"): 1,
        ("pair", "missed"): 1,
        ("pair", "no cue"): 1,
    }


def test_codes_are_cut_to_their_state():
    assert [state_of_code(code) for code in ("GONMIL", "---GOV", None, "&quot;X", "UNO")] == ["GON", "", "", "", "UNO"]
    assert iso_of_code("JAPGOV") == "JPN"
    events = {"events": [{"source": "GON", "target": "ARNGOV"}, {"source": "---", "target": "ARN"}]}
    assert pairs_of(events, state_of_code) == {("GON", "ARN")}
    assert across(frozenset({("A", "A"), ("A", "B")})) == {("A", "B")}


def test_dictionary_gives_names_synonyms_and_days():
    records = {record.names[0]: record for record in actor_records(DICTIONARY)}
    assert records["GONDOR"].names == ["GONDOR", "MINAS_TIRITH", "ANORIEN"]
    assert [bearer.actor_id for bearer in records["ARNOR_"].bearers] == ["ARN"]
    assert records["BOROMIR"].bearers == []
    days = [(bearer.first_on, bearer.last_on) for bearer in records["GOLLUM"].bearers]
    assert days == [
        (None, date(1995, 6, 1)),
        (date(1995, 6, 1), date(1999, 8, 15)),
        (date(1999, 8, 16), None),
    ]
    sam = records["SAM_GAMGEE"].bearers
    assert [bearer.actor_id for bearer in sam] == ["ORC", "HOB"]


def test_agents_with_a_code_of_their_own_are_actors():
    (record,) = agent_records(["MSF {}  [NGO~] # pas", "POLICE {} [ ~COP]"])
    assert (record.names, record.bearers[0].actor_id) == (["MSF"], "NGO")


def test_names_are_spelled_as_sentences_write_them():
    assert {"Minas Tirith", "MINAS TIRITH"} <= spellings("MINAS_TIRITH")
    assert "Prince of Dol Amroth" in spellings("PRINCE OF DOL AMROTH")
    assert "The AU" in spellings("THE_AU")
    assert "Egyptian" in derivations("EGYPT")
    assert derivations("ARNOR_") == set()


def test_possible_pair_is_said_only_where_no_pair_is_sure(lexicon):
    true = frozenset({("RUS", "POL")})
    ordered = judge("New sanctions: Russia, Poland", true, None, lexicon, None)
    assert (ordered.sure, ordered.said) == (frozenset(), true)
    told = judge("Iran bombed Iraq while Syria looked on.", true, None, lexicon, None)
    assert told.sure == told.said == {("IRN", "IRQ")}
