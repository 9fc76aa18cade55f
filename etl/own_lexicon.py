"""Rules of one's own: TOML files in a folder of the home, read with the lexicon that ships and part of its version."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from etl.lexicon.cache import kept_lexicon
from etl.lexicon.examples import broken_examples
from etl.lexicon.load import load_lexicon
from etl.lexicon.sources import LexiconError, read_files, read_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from etl.lexicon.load import Lexicon
    from etl.lexicon.sources import SourceFile

NAME = "lexicon/"
FAULTS_SHOWN_MAX = 3


def own_files(folder: Path) -> list[SourceFile]:
    """The files of a folder, named as they lie in the home; none if the folder is not there."""
    return read_files(folder, NAME) if folder.is_dir() else []


def load_with_own(folder: Path, tried: Path | None = None, *, is_kept: bool = False) -> Lexicon:
    """The lexicon with the rules of a folder, and with those of a file that is `tried` as if it lay in it.

    It is kept compiled for the next time if `is_kept`. Raises LexiconError where a file is broken, and where an example
    of any rule does not hold: of one's own, or of a rule that ships and that one's own would break.
    """
    own = own_files(folder)
    if tried is not None:
        name = NAME + tried.name
        kept = [source for source in own if source.name != name]
        own = sorted([*kept, read_source(tried, name)], key=lambda source: source.name)
    compiled = partial(load_checked, own)
    return kept_lexicon(own=own, compiled=compiled) if is_kept else compiled()


def load_checked(own: Sequence[SourceFile]) -> Lexicon:
    """The lexicon with files of one's own. Raises LexiconError where an example does not hold."""
    lexicon = load_lexicon(own=own)
    if own:
        check_examples(lexicon, own)
    return lexicon


def check_examples(lexicon: Lexicon, own: Sequence[SourceFile]) -> None:
    """Raise LexiconError naming the examples that do not hold."""
    faults = list(broken_examples(lexicon))
    if faults:
        shown = "; ".join(faults[:FAULTS_SHOWN_MAX])
        more = f"; and {len(faults) - FAULTS_SHOWN_MAX} more" if len(faults) > FAULTS_SHOWN_MAX else ""
        raise LexiconError(
            f"With {', '.join(source.name for source in own)} examples of the lexicon do not hold: {shown}{more}.",
            hint="Nothing of the lexicon was loaded; make the pattern, guard or marker narrower.",
        )
