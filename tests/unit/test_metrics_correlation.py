"""Correlation, beside the library's own."""

from __future__ import annotations

import pytest

from etl.evaluation.metrics import correlation


def test_correlation_of_a_line_is_one_and_of_its_mirror_minus_one():
    assert correlation([(1, 2), (2, 4), (3, 6)]) == pytest.approx(1)
    assert correlation([(1, 6), (2, 4), (3, 2)]) == pytest.approx(-1)


def test_correlation_with_what_never_changes_is_nought():
    assert correlation([(1, 2), (2, 2), (3, 2)]) == 0
