"""The rules by which names are picked from the Phoenix dictionaries, and found."""

from __future__ import annotations

from datetime import date

import pytest

from etl.evaluation import actors, phoenix
from etl.evaluation.phoenix import Counts, Entry, Phrase

DICTIONARY = """# Heading
RURITANIA_  [RUR] # note
+RURITANIAN_
+STRELSAU_(CITY)_

RUDOLF_ELPHBERG_  # list
+ELPHBERG_
\t[RURELI 500101-200101]
\t[RURGOV 200101-220101]
"""


@pytest.fixture
def entries(tmp_path):
    path = tmp_path / "actors.txt"
    path.write_text(DICTIONARY, encoding="utf-8")
    return phoenix.entries(path)


def test_entries_are_read_with_their_codes_and_heading(entries):
    state, ruler = entries
    assert (state.heading, state.states) == ("Heading", ["RUR"])
    assert state.phrases == ["RURITANIA", "RURITANIAN", "STRELSAU (CITY)"]
    assert ruler.phrases == ["RUDOLF ELPHBERG", "ELPHBERG"]
    assert ruler.codes == ["RURELI 500101-200101", "RURGOV 200101-220101"]


@pytest.mark.parametrize(
    ("code", "term"),
    [
        ("RURGOV 030215-040316", ("RUR", date(2003, 2, 15), date(2004, 3, 16))),
        ("RURGOV 19950215-20040316", ("RUR", date(2000, 1, 1), date(2004, 3, 16))),
        ("RURGOV >030215", ("RUR", date(2003, 2, 15), date(2004, 2, 15))),
        ("RURGOV 120215-150316", ("RUR", date(2012, 2, 15), phoenix.LAST_ON)),
        ("KSVGOV 030215-040316", ("XKX", date(2003, 2, 15), date(2004, 3, 16))),
        ("RURGOV 030201-040331", None),
        ("RURGOV >030201", None),
        ("RURGOV 980215-991231", None),
        ("RURGOV 030215-030301", None),
        ("RURGOV 031399-040316", None),
        ("RURGOVBUS 030215-040316", None),
        ("RURELI", None),
    ],
)
def test_term_is_of_rulers_and_within_the_years_measured(code, term):
    assert phoenix.term_of(code) == term


def test_leaders_are_looked_for_by_full_names_amid_their_longest_term():
    entry = Entry("", ["RUDOLF ELPHBERG", "ELPHBERG"], ["RURELI", "RURGOV 010302-020302", "RURGOV 030302-080302"])
    assert phoenix.leader_phrases(entry, {"RUR"}) == [Phrase("leaders", "RUDOLF ELPHBERG", "RUR", date(2005, 8, 31))]
    assert phoenix.leader_phrases(entry, set()) == []
    assert phoenix.leader_phrases(Entry("", entry.phrases, entry.codes[1:]), {"RUR"}) == []


def test_names_of_a_state_end_with_its_capital():
    names = ["IRAN", "IRANIAN", "TEHRAN", "TABRIZ"]
    assert phoenix.up_to_capital(names, "IRN") == names[:3]
    assert phoenix.up_to_capital(names, "IRQ") == names


@pytest.mark.parametrize(
    ("count", "of_state", "of_group"),
    [
        (Counts(9, 9, 9), True, True),
        (Counts(9, 4, 9), False, False),
        (Counts(9, 9, 4), True, False),
        (Counts(2, 2, 2), False, True),
        (Counts(1, 1, 1), False, False),
    ],
)
def test_only_names_that_news_uses_are_taken(count, of_state, of_group):
    assert phoenix.is_state_name(count) is of_state
    assert phoenix.is_group_name(count) is of_group


def test_name_is_found_on_its_day_only(small_lexicon):
    def found(day: date) -> bool:
        return actors.is_found(Phrase("leaders", "RUDOLF ELPHBERG", "RUR", day), small_lexicon)

    assert found(date(2021, 6, 1))
    assert not found(date(2019, 6, 1))


@pytest.mark.parametrize(
    ("text", "named", "places"),
    [
        ("the Dutch and Danish ships met Dutch ships", "Dutch ships", ["Dutch ships"]),
        ("the Dutch and Danish ships", "Dutch ships", ["Dutch and Danish ships"]),
        ("Danes said that ships left", "Danes ... ships", ["Danes said that ships"]),
        ("Iran and Iran", "Iran", ["Iran", "Iran"]),
        ("Iran", "Iraq", []),
    ],
)
def test_span_is_found_again_in_its_sentence(text, named, places):
    assert [text[start:end] for start, end in actors.places_of(text, named)] == places


@pytest.mark.parametrize(
    ("text", "span", "is_name"),
    [
        ("The Ruritanian army left", ["Ruritanian army", "RUR", "MIL"], True),
        ("Rebels left Ruritania", ["Rebels", "RUR", "REB"], False),
        ("Muslim leaders left", ["Muslim leaders", "RUR", None], False),
        ("They sailed to Ruritania Bay", ["Ruritania Bay", "RUR", None], False),
        ("Strangers left", ["Zembla", "ZEM", None], False),
        ("The League met", ["League", "IGO", None], False),
    ],
)
def test_span_is_a_name_where_it_names_an_actor_of_a_state(small_lexicon, text, span, is_name):
    assert actors.is_name(text, span, frozenset({"rebels"}), small_lexicon) is is_name


def test_group_is_right_for_rebels_alone(lexicon):
    text = "Hamas fired rockets"
    assert actors.is_found_at(text, ["Hamas", "PSE", "REB"], lexicon)
    assert not actors.is_found_at(text, ["Hamas", "PSE", "GOV"], lexicon)
