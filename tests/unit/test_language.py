"""Languages, declared and found."""

from __future__ import annotations

import pytest

from etl.stages.language import is_supported, language_of


@pytest.mark.parametrize(
    ("declared", "code"), [("en", "en"), ("en-US", "en"), ("en_GB", "en"), ("fr-CA", "fr"), (" ko ", "ko")]
)
def test_language_declared_is_believed(declared, code):
    assert language_of(declared, "") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The army fired a ballistic missile into the sea on Monday, officials said.", "en"),
        ("L'armée a tiré un missile balistique lundi, selon des responsables.", "fr"),
        ("Die Armee hat am Montag eine Rakete abgefeuert, sagten Beamte.", "de"),
        ("북한이 월요일에 탄도 미사일을 발사했다고 군 당국이 밝혔다.", "ko"),
        ("Армия в понедельник запустила баллистическую ракету, сообщили чиновники.", "ru"),
    ],
)
def test_language_not_declared_is_found(text, code):
    assert language_of("", text) == code
    assert language_of("http://ogp.me/ns#", text) == code


@pytest.mark.parametrize(
    "text", ["U.S. imposes sanctions on Iran.", "In 2014 Russia annexed Crimea.", "NORTH KOREA FIRES MISSILE"]
)
def test_language_of_a_headline_full_of_names_is_english(text):
    assert language_of("", text) == "en"


@pytest.mark.parametrize("text", ["", "12345 67890 !!! ???", "Kim", "\ud800"])
def test_language_of_too_few_letters_is_unknown(text):
    assert language_of("", text) == "und"


def test_language_supported_is_english_alone():
    assert is_supported("en")
    assert not is_supported("fr")
    assert not is_supported("und")
