"""Tone is VADER's, per sentence; it stands beside the signal and is no part of it."""

from __future__ import annotations

from functools import cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


@cache
def analyzer() -> SentimentIntensityAnalyzer:
    """VADER with its lexicon, read once."""
    return SentimentIntensityAnalyzer()


def tone_of(sentence: str) -> float:
    """VADER's compound score of a sentence, -1 to 1 (Hutto and Gilbert, 2014)."""
    return float(analyzer().polarity_scores(sentence)["compound"])
