"""What the field uses without evidence, measured beside us in the same run: a list of war words, and a tone score."""

from __future__ import annotations

import re

from etl.stages.tone import tone_of

# The kind of list that keyword monitors use.
WAR_WORDS = re.compile(
    r"\b(war|wars|attack\w*|kill\w*|bomb\w*|missile\w*|strike\w*|shell\w*|troops|military|army|invasion|invad\w*|terror\w*|"
    r"conflict\w*|fighting|fought|clash\w*|sanction\w*|threat\w*|protest\w*|violence|violent|weapon\w*|nuclear|hostage\w*|"
    r"rebel\w*|militant\w*|coup|crackdown|arrest\w*|airstrike\w*|casualt\w*|ceasefire)\b",
    re.IGNORECASE,
)
CONFLICT_TONE_MAX = -0.05


def has_war_word(text: str) -> bool:
    """Whether a keyword monitor would flag a text."""
    return WAR_WORDS.search(text) is not None


def is_negative(text: str) -> bool:
    """Whether VADER's compound score is below its usual threshold of -.05 (Hutto and Gilbert, 2014)."""
    return tone_of(text) < CONFLICT_TONE_MAX
