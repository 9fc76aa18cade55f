"""The pattern language: every element, every error, and how matches are chosen."""

from __future__ import annotations

import time

import pytest

from etl.lexicon.matcher import Matcher
from etl.lexicon.patterns import (
    GAP_WORDS_MAX,
    VARIANTS_MAX,
    Match,
    PatternError,
    anchor_place,
    parse_pattern,
    share_of,
    strongest_first,
    variant_of,
)

SETS = {
    "weapon": ["missile:n", "cruise missile:n"],
    "target": ["@place", "village:n"],
    "place": ["town:n"],
    "loop": ["@pool"],
    "pool": ["@loop"],
    "broken": ["a) b"],
}


def matches(pattern: str, text: str) -> list[str]:
    """What a pattern matches in a text, as words joined by blanks."""
    words = text.split()
    matcher = Matcher([parse_pattern(pattern, SETS)])
    return [" ".join(words[at] for at in match.positions) for match in matcher.find(words, 0, len(words))]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("launch", "they launch it", ["launch"]),
        ("launch", "they launched it", []),
        ("LAUNCH", "they launch it", ["launch"]),
        ("launch:v", "they launched it", ["launched"]),
        ("missile:n", "two missiles flew", ["missiles"]),
        ("missile:n", "a missile-like thing", []),
        ("(bomb:v|shell:v)", "they shelled it", ["shelled"]),
        ("(air strike:n|raid)", "the air strikes ended", ["air strikes"]),
        ("[cruise] missile", "a cruise missile", ["cruise missile", "missile"]),
        ("[long|short] war", "a short war", ["short war", "war"]),
        ("fire:v ..3 missile:n", "fired two long range missiles", ["fired missiles"]),
        ("fire:v ..3 missile:n", "fired a b c d missiles", []),
        ("fire:v ..1 missile:n", "fired missiles", ["fired missiles"]),
        ("fire:v ..1 ..2 missile:n", "fired a b c missiles", ["fired missiles"]),
        ("fire:v @weapon", "fired cruise missiles", ["fired cruise missiles"]),
        ("hit:v @target", "hit villages and hit towns", ["hit villages", "hit towns"]),
        ("(a (b|c) d|e)", "x a c d", ["a c d"]),
    ],
)
def test_pattern_element_matches(pattern, text, found):
    assert sorted(matches(pattern, text)) == sorted(found)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "the pattern is empty"),
        ("   ", "the pattern is empty"),
        ("a) b", "unexpected ')'"),
        ("(bomb", "a ')' is missing"),
        ("[bomb", "a ']' is missing"),
        ("(bomb]", "unexpected ']'"),
        ("(bomb|)", "an alternative is empty"),
        ("bomb:x", "a tag is v or n"),
        (":v", "has no word"),
        ("@nothing", "no set is named 'nothing'"),
        ("@loop", "holds itself"),
        ("@broken", "set 'broken': unexpected ')'"),
        ("bomb ..0 it", "a gap is 1 to"),
        (f"bomb ..{GAP_WORDS_MAX + 1} it", "a gap is 1 to"),
        ("..2 bomb", "begin or end with a gap"),
        ("bomb ..2", "begin or end with a gap"),
        ("[bomb]", "begin or end with a gap, or be empty"),
        ("bomb ..2 [it]", "begin or end with a gap"),
        ("of the", "common words alone"),
        ("(bomb|the)", ""),
        ("[bomb] the", "common words alone"),
    ],
)
def test_pattern_error_says_what_is_wrong(pattern, message):
    if not message:
        # One word of several in one place is not common: only a place of nothing but common words is.
        assert parse_pattern(pattern, SETS)
        return
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern, SETS)
    assert message in str(caught.value)


def test_pattern_of_a_marker_may_be_common():
    assert parse_pattern("would", {}, may_be_common=True)
    with pytest.raises(PatternError):
        parse_pattern("would", {})


def test_pattern_has_a_limit_of_readings():
    with pytest.raises(PatternError, match=f"more than {VARIANTS_MAX} readings"):
        parse_pattern("x " + "[a|b c] " * 10, {})


def test_pattern_alternatives_of_one_word_are_one_reading():
    assert len(parse_pattern("(a1|b1|c1|d1) x", {})) == 1
    assert len(parse_pattern("(a1|b1 c1) x", {})) == 2


def test_matcher_stays_within_the_words_given():
    words = "fire the missile".split()
    matcher = Matcher([parse_pattern("fire ..2 missile", {})])
    assert matcher.find(words, 0, 3)
    assert not matcher.find(words, 1, 3)
    assert not matcher.find(words, 0, 2)


def test_matcher_gives_words_in_rising_order():
    words = "fire fire a missile missile".split()
    found = Matcher([parse_pattern("fire ..3 missile", {})]).find(words, 0, len(words))
    assert found
    assert all(list(match.positions) == sorted(set(match.positions)) for match in found)


def test_matcher_finds_a_match_that_needs_the_later_of_two_words():
    """The nearest "a" is a dead end: only by going on to the second does "b" fit."""
    words = "start a x a b".split()
    assert Matcher([parse_pattern("start ..2 a b", {})]).find(words, 0, len(words)) == [Match(0, (0, 3, 4))]


def cost(words):
    return sum(share_of(word, {}) for word in words)


def test_anchor_is_never_a_common_word_where_another_is():
    (reading,) = parse_pattern("in the bunker of (a|b|c)", {})
    assert anchor_place(variant_of(0, reading), cost) == 2


def test_anchor_is_the_place_of_fewest_words():
    (reading,) = parse_pattern("(kill|wound|maim) soldiers", {})
    assert anchor_place(variant_of(0, reading), cost) == 1


def test_strongest_more_words_win_then_weight_then_place():
    weights = {0: -5.0, 1: 6.0, 2: -9.0}
    longer, shorter, heavier, apart = Match(0, (1, 2, 3)), Match(1, (3, 4)), Match(2, (4, 5)), Match(0, (8,))
    assert list(strongest_first([shorter, apart, heavier, longer], weights)) == [longer, heavier, apart]
    same = [Match(1, (5, 6)), Match(1, (6, 7))]
    assert list(strongest_first(reversed(same), weights)) == [same[0]]


def test_matcher_time_grows_with_the_words_and_not_their_square():
    matcher = Matcher([parse_pattern("fire:v ..6 fire:v ..6 missile:n", {})])

    def seconds(count: int) -> float:
        words = ["fire"] * count
        begun = time.perf_counter()
        matcher.find(words, 0, count)
        return time.perf_counter() - begun

    seconds(500)
    assert seconds(16_000) < 40 * max(seconds(2_000), 0.001)
