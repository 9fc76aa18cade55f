"""What is found in the lines that hold a pattern's words is what the pattern alone finds in the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.stages import day_clues, day_marks, day_words, holder_clues, republished, year_clues
from etl.stages.line_search import LinePattern

PATTERNS = {
    f"{module.__name__.rpartition('.')[2]} {name}": value
    for module in (day_clues, day_marks, day_words, holder_clues, republished, year_clues)
    for name, value in sorted(vars(module).items())
    if isinstance(value, LinePattern)
}
PIECES = """
    Jan. January Mar. March May Sept. Monday Thursday Friday, 3 12 28th 31 2006 2023, 1999 2024 (2015) in by until
    for since of the of next last this year year's years ago after anniversary first originally published
    appeared Posted: President president Prime Minister prime minister Premier Chancellor Secretary of State
    Secretary-General leader King Pope Emir former then acting president-elect Prime Minister-designate elect
    their its Angela Merkel Obama al Kim Jong , . ; : — - -- ( ) ’s 's SEOUL, MOSCOW (AP) /TASS/ on a every
    night will expected said x é""".split()
TEXT = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", " ", " ", " ", "\n", "\n\n", ", ", "", "-"])), max_size=40
).map(lambda pairs: "".join(piece + blank for piece, blank in pairs))


def spans(found):
    return [(match.span(), match.group()) for match in found]


@pytest.mark.parametrize("name", PATTERNS)
def test_lines_hold_all_that_the_pattern_finds(name):
    pattern = PATTERNS[name]

    @settings(deadline=None, max_examples=60, database=None)
    @given(text=TEXT, data=st.data())
    def agrees(text, data):
        whole = pattern._pattern
        assert spans(pattern.finditer(text)) == spans(whole.finditer(text))
        # A sentence is a part of a line.
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        assert spans(pattern.finditer(text, start, end)) == spans(whole.finditer(text, start, end))

    agrees()


SIGNED = {
    "years from": (year_clues.YEARS_FROM, year_clues.COUNTED_YEARS),
    "in a year, years ago": (year_clues.IN_YEAR_AGO, year_clues.COUNTED_YEARS),
    "anniversary": (year_clues.ANNIVERSARY, year_clues.ANY_ANNIVERSARY),
    "next year's": (year_clues.RELATIVE_TO_TOLD, year_clues.RELATIVE_WORDS),
}
COUNTED = """2001 2003, 1999 ten twenty half a century 20 fifth 20th 30th-anniversary anniversary of the years year
    year's after since ago on from following next last this just nearly in war İ é . ; Twenty NEXT""".split()
LONG = "the long and winding tale of a border that was drawn again and again"
COUNTS = st.lists(
    st.tuples(st.sampled_from([*COUNTED, LONG]), st.sampled_from([" ", " ", " ", ", ", "-", ""])), max_size=40
).map(lambda pairs: "".join(piece + blank for piece, blank in pairs))


@pytest.mark.parametrize("name", SIGNED)
def test_what_is_found_around_a_sign_is_what_the_whole_text_holds(name):
    pattern, sign = SIGNED[name]

    @settings(deadline=None, max_examples=400, database=None)
    @given(text=COUNTS)
    def agrees(text):
        assert spans(year_clues.around(pattern, sign, text, text.lower())) == spans(pattern.finditer(text))

    agrees()


def test_a_count_is_found_at_the_far_end_of_its_reach():
    # A gap of 90 characters, the most that the pattern bears.
    text = f"{'x ' * 100}half a century years on since {'y' * 88} 2001, {'x ' * 100}"
    found = year_clues.around(year_clues.YEARS_FROM, year_clues.COUNTED_YEARS, text, text)
    assert [match["year"] for match in found] == ["2001"]


@settings(deadline=None, max_examples=300, database=None)
@given(text=TEXT)
def test_lines_of_a_pattern_are_those_in_which_it_finds_something(text):
    pattern = day_words.BARE_YEAR
    lines = pattern.lines(text)
    assert spans(pattern.among(text, lines)) == spans(pattern.finditer(text))
    assert all(pattern.search(text, *line) for line in lines)


@pytest.mark.parametrize(
    "words",
    ["From our archives:", "reprinted", "On this day", "This day in", "Years in review", "Looking back", "Timeline:"],
)
def test_what_is_printed_again_says_so_in_any_case(words):
    for text in (words, words.upper(), f"A headline\n\n{words} the treaty of 1905"):
        assert republished.is_archived(text)
    assert not republished.is_archived(f"{'x' * republished.ARCHIVED_CHARS} {words}")


def test_there_are_patterns_that_are_looked_for_so():
    assert len(PATTERNS) > 10
