"""The matcher finds what a search through all positions finds."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.lexicon.matcher import Matcher
from etl.lexicon.patterns import Match, Variant, anchor_place, share_of, strongest_first, variant_of

WORDS = st.sampled_from(["a", "b", "c", "d", "the"])
STEP = st.frozensets(WORDS, min_size=1, max_size=3)
GAP = st.integers(1, 3)
READING = st.builds(
    lambda first, rest: (first, *(step for gap, word in rest for step in ((gap, word) if gap else (word,)))),
    STEP,
    st.lists(st.tuples(st.one_of(st.none(), GAP), STEP), max_size=3),
)
RULES = st.lists(st.lists(READING, min_size=1, max_size=2), min_size=1, max_size=4)
TEXT = st.lists(WORDS, max_size=9)


def fits(variant: Variant, positions: tuple[int, ...], words: list[str]) -> bool:
    """Whether the words at these positions are what the variant wants, and close enough."""
    return all(words[at] in wanted for at, wanted in zip(positions, variant.words, strict=True)) and all(
        right - left <= gap + 1 for left, right, gap in zip(positions, positions[1:], variant.gaps[1:], strict=False)
    )


def all_matches(variant: Variant, words: list[str], low: int, high: int) -> list[tuple[int, ...]]:
    return [chosen for chosen in combinations(range(low, high), len(variant.words)) if fits(variant, chosen, words)]


@settings(deadline=None, max_examples=300)
@given(rules=RULES, words=TEXT, data=st.data())
def test_matcher_finds_what_brute_force_finds(rules, words, data):
    low = data.draw(st.integers(0, len(words)))
    high = data.draw(st.integers(low, len(words)))
    found = Matcher(rules).find(words, low, high)
    assert len(found) == len(set(found))
    expected_anchors: set[tuple[int, int]] = set()
    for rule, readings in enumerate(rules):
        for reading in readings:
            variant = variant_of(rule, reading)
            place = anchor_place(variant, lambda words: sum(share_of(word, {}) for word in words))
            expected_anchors |= {(rule, chosen[place]) for chosen in all_matches(variant, words, low, high)}
    for match in found:
        variants = [variant_of(match.rule, reading) for reading in rules[match.rule]]
        assert any(
            len(variant.words) == len(match.positions) and fits(variant, match.positions, words) for variant in variants
        )
        assert low <= match.first <= match.last < high
    assert {rule for rule, _ in expected_anchors} == {match.rule for match in found}
    for rule, anchor in expected_anchors:
        assert any(match.rule == rule and anchor in match.positions for match in found)


MATCHES = st.lists(
    st.builds(
        Match,
        st.integers(0, 3),
        st.sets(st.integers(0, 12), min_size=1, max_size=4).map(lambda places: tuple(sorted(places))),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=300)
@given(matches=MATCHES, weights=st.lists(st.floats(-10, 10), min_size=4, max_size=4), seed=st.randoms())
def test_strongest_share_no_word_and_leave_out_only_the_beaten(matches, weights, seed):
    weight_of = dict(enumerate(weights))
    chosen = list(strongest_first(matches, weight_of))
    taken = [at for match in chosen for at in match.positions]
    assert len(taken) == len(set(taken))
    for match in matches:
        assert match in chosen or any(
            set(match.positions) & set(one.positions) and len(one.positions) >= len(match.positions) for one in chosen
        )
    shuffled = list(matches)
    seed.shuffle(shuffled)
    assert list(strongest_first(shuffled, weight_of)) == chosen
