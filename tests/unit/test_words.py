"""Sentences and words, and that they cost time in proportion to the text."""

from __future__ import annotations

import gc
import time

import pytest

from etl.stages.words import SENTENCE_WORDS_MAX, normal_form, split_words


def sentences(text: str) -> list[str]:
    return [text[one.start : one.end] for one in split_words(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops came. They left.", ["Troops came.", "They left."]),
        ("Mr. Kim left. He won.", ["Mr. Kim left.", "He won."]),
        ("On Nov. 21, troops came. They left.", ["On Nov. 21, troops came.", "They left."]),
        ("The U.S. Army came. It left.", ["The U.S. Army came.", "It left."]),
        ("He left the U.S. The talks failed.", ["He left the U.S.", "The talks failed."]),
        ("A vote in the U.N. Security Council failed.", ["A vote in the U.N. Security Council failed."]),
        ("J. R. R. Tolkien wrote. It sold.", ["J. R. R. Tolkien wrote.", "It sold."]),
        ("“Stop.” She ran.", ["“Stop.”", "She ran."]),
        ('He said: "We will fight." Then he left.', ['He said: "We will fight."', "Then he left."]),
        ("It ended (badly.) More came.", ["It ended (badly.)", "More came."]),
        ("Wait... what? Yes… no!", ["Wait...", "what?", "Yes…", "no!"]),
        ("A headline\nA first line", ["A headline", "A first line"]),
        ("Prices rose 3.5 percent. Then fell.", ["Prices rose 3.5 percent.", "Then fell."]),
        ("It was No. 10 of them. It left.", ["It was No. 10 of them.", "It left."]),
        ("no full stop", ["no full stop"]),
        ("  spaces  around.  And  more. ", ["spaces  around.", "And  more."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert sentences(text) == expected


def test_sentence_ends_after_the_word_no():
    """A "no" that ends a sentence must not negate what the next one says."""
    assert sentences("Kim said no. The army fired a missile.") == ["Kim said no.", "The army fired a missile."]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "...", "?!", "—", "“”"])
def test_text_without_a_word_has_no_sentence(text):
    assert split_words(text).sentences == []


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Korea’s", "korea"),
        ("KOREA'S", "korea"),
        ("won’t", "won't"),
        ("U.S.", "u.s."),
        ("allies'", "allies'"),
        ("S", "s"),
    ],
)
def test_normal_form_is_lower_case_without_possessive(word, plain):
    assert normal_form(word) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("U.S.-led forces", ["u.s.-led", "forces"]),
        ("Hwasong-18, F-16s", ["hwasong-18", "f-16s"]),
        ("and/or", ["and", "or"]),
        ("snake_case", ["snake", "case"]),
        ("Ünïcode Москва 北京", ["ünïcode", "москва", "北京"]),
        ("don't won’t", ["don't", "won't"]),
    ],
)
def test_words_are_cut_as_patterns_spell_them(text, plain):
    assert split_words(text).plain == plain


def test_words_stand_where_their_offsets_say():
    text = "Kim’s U.S.-led “war”, 2006."
    words = split_words(text)
    assert [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == [
        "Kim’s",
        "U.S.-led",
        "war",
        "2006",
    ]


def test_sentence_of_thousands_of_words_is_cut():
    words = split_words("word " * 3000 + "end.")
    assert len(words.sentences) == -(-3001 // SENTENCE_WORDS_MAX)
    assert [one.first for one in words.sentences[1:]] == [one.last for one in words.sentences[:-1]]
    assert words.sentences[-1].last == 3001


@pytest.mark.parametrize(
    "unit", ["word ", "word. ", "U.S. ", ".", "…", "!?", '."', ". ' ", "A.", "a-", "A.B.-", "\n", "x\n", "(\"'“"]
)
def test_time_grows_with_the_text_and_not_its_square(unit):
    """Measured before it was mended: 80,000 full stops took 47 seconds."""

    def seconds(count: int) -> float:
        # The collector's work grows with all that other tests hold.
        gc.collect()
        gc.disable()
        begun = time.process_time()
        split_words(unit * count)
        spent = time.process_time() - begun
        gc.enable()
        return spent

    seconds(1_000)
    short = min(seconds(4_000) for _ in range(2))
    # Sixteen times the text: 16 for linear time, 256 for its square, and room for a busy machine.
    assert seconds(64_000) < 120 * max(short, 0.001)
