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


def test_there_are_patterns_that_are_looked_for_so():
    assert len(PATTERNS) > 10
