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


def within_two_words(left: str, right: str) -> str:
    """A pattern for two patterns at most two words apart, in either order."""
    between = r"\b(?:\W+\w+){0,2}\W+\b"
    return rf"\b(?:{left}){between}(?:{right})\b|\b(?:{right}){between}(?:{left})\b"


# The search of the Geopolitical Risk index, its eight categories as their authors tell them (Caldara and Iacoviello,
# American Economic Review 112(4), 2022, table 1), within two words throughout. Python and DuckDB read them alike.
_THREATS = (
    r"threat\w*|warn\w*|fear\w*|risk\w*|concern\w*|danger\w*|doubt\w*|crisis|troubl\w*|disput\w*|tension\w*|imminent\w*|"
    r"inevitable|footing|menace\w*|brink|scare|peril\w*"
)
_WAR = r"war|conflict|hostilities|revolution\w*|insurrection|uprising|revolt|coup|geopolitical"
_PEACE = r"peace|truce|armistice|treaty|parley"
_PEACE_DISRUPTED = r"threat\w*|menace\w*|reject\w*|peril\w*|boycott\w*|disrupt\w*"
_MILITARY = r"military|troops|missile\w*|arms|weapon\w*|bomb\w*|warhead\w*"
_BUILDUP = r"buildup\w*|build-up\w*|sanction\w*|blockad\w*|embargo|quarantine|ultimatum|mobiliz\w*"
_TERROR = r"terror\w*|guerrilla\w*|hostage\w*"
_WAR_BEGINS = r"begin\w*|start\w*|declar\w*|begun|began|outbreak|broke out|breakout|proclaim\w*|launch\w*"
_FIGHTERS = r"allie\w*|enem\w*|insurgen\w*|foe\w*|army|navy|aerial|troops|rebels"
_FIGHTS = r"advance\w*|attack\w*|strike\w*|drive\w*|shell\w*|offensive|invasion|invad\w*|clash\w*|raid\w*|launch\w*"
_TERROR_ACTS = r"attack|act|bomb\w*|kill\w*|strike\w*|hijack\w*"
RISK_PHRASES = re.compile(
    "|".join(
        within_two_words(left, right)
        for left, right in (
            (_WAR, _THREATS),
            (_PEACE, _PEACE_DISRUPTED),
            (_MILITARY, _BUILDUP),
            (_TERROR, _THREATS),
            (_WAR, _WAR_BEGINS),
            (_FIGHTERS, _FIGHTS),
            (_TERROR, _TERROR_ACTS),
        )
    ),
    re.IGNORECASE,
)
NUCLEAR_PHRASES = re.compile(
    r"\b(nuclear|atomic|hydrogen) (war\w*|bomb\w*|weapon\w*|missile\w*|test\w*|holocaust|attack\w*)", re.IGNORECASE
)
THREAT_WORDS = re.compile(rf"\b({_THREATS})\b", re.IGNORECASE)
RISK_EXCLUDED = re.compile(
    r"\b(movies?|museum\w*|anniversar\w*|obituar\w*|memorial\w*|arts|books?|memoirs?|price war|game|story|history|"
    r"veteran\w*|tribute\w*|sport|music|racing|cancer|real estate|mafia|trial|tax)\b",
    re.IGNORECASE,
)


def has_war_word(text: str) -> bool:
    """Whether a keyword monitor would flag a text."""
    return WAR_WORDS.search(text) is not None


def is_negative(text: str) -> bool:
    """Whether VADER's compound score is below its usual threshold of -.05 (Hutto and Gilbert, 2014)."""
    return tone_of(text) < CONFLICT_TONE_MAX
