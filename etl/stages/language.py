"""Says in which language a text is: as declared, else as a small model that comes along with its library finds."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.stages.language_model import Model

DECLARED = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
SUPPORTED = frozenset({"en"})
DETECTED_CHARS_MAX = 1000
# Below this many letters the model guesses.
DETECTED_CHARS_MIN = 20
UNKNOWN = "und"
# English is believed this close to the best, in natural logarithms: headlines hold many names and few of the words by
# which the model knows a language. Of 3,000 English titles it took those told as another from 3.6 to .3 %.
ENGLISH_MARGIN = 8.0


_read: list[Callable[[], Model]] = []


def read_model_by(read: Callable[[], Model]) -> None:
    """Say how the model is read when it is first needed, if not from the library."""
    _read[:] = [read]
    model.cache_clear()


@cache
def model() -> Model:
    """The model, read once, and only where a text declares no language."""
    from etl.stages.language_model import library_model  # noqa: PLC0415 - most feeds declare theirs, and it is large

    return _read[0]() if _read else library_model()


def language_of(declared: str, text: str) -> str:
    """The language's code: two or three letters, or "und" where nobody can tell."""
    given = declared.strip()
    if DECLARED.fullmatch(given):
        return re.split("[-_]", given)[0].lower()
    sample = text[:DETECTED_CHARS_MAX]
    if len(list(islice(filter(str.isalpha, sample), DETECTED_CHARS_MIN))) < DETECTED_CHARS_MIN:
        return UNKNOWN
    languages, scores = model().languages, model().scores(sample)
    best = int(scores.argmax())
    english = max(float(scores[place]) for place, language in enumerate(languages) if language == "en")
    return "en" if float(scores[best]) - english <= ENGLISH_MARGIN else languages[best]


def is_supported(language: str) -> bool:
    """Whether the lexicon reads a language."""
    return language in SUPPORTED
