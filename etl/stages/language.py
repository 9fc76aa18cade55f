"""Says in which language a text is: as declared, else as a small model that comes along with its library finds."""

from __future__ import annotations

import re

import py3langid

DECLARED = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
SUPPORTED = frozenset({"en"})
DETECTED_CHARS_MAX = 1000
# Below this many letters the model guesses.
DETECTED_CHARS_MIN = 20
UNKNOWN = "und"


def language_of(declared: str, text: str) -> str:
    """The language's code: two or three letters, or "und" where nobody can tell."""
    given = declared.strip()
    if DECLARED.fullmatch(given):
        return re.split("[-_]", given)[0].lower()
    sample = text[:DETECTED_CHARS_MAX]
    if sum(character.isalpha() for character in sample) < DETECTED_CHARS_MIN:
        return UNKNOWN
    return str(py3langid.classify(sample)[0])


def is_supported(language: str) -> bool:
    """Whether the lexicon reads a language."""
    return language in SUPPORTED
