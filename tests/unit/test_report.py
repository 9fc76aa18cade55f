"""What a person sees of a run adds up."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from etl.report import LABEL_CHARS, SourceResult, Summary, shortened, source_line
from warehouse.terms import Fetch, FetchStatus, Outcome, OutcomeCounts

AT = datetime(2026, 10, 6, 10)


def counts(*rows: tuple[Outcome, str, int]) -> OutcomeCounts:
    found = OutcomeCounts()
    for outcome, reason, count in rows:
        found.add(outcome, reason, count)
    return found


def result(status: FetchStatus = FetchStatus.READ, *rows: tuple[Outcome, str, int], **fetch) -> SourceResult:
    return SourceResult(
        label="wire",
        fetch=Fetch(kind="feed", location="x", started_at=AT, finished_at=AT, status=status, **fetch),
        counts=counts(*rows),
    )


def test_summary_parts_add_up_to_what_was_read():
    summary = Summary(
        [
            result(FetchStatus.READ, (Outcome.NEW, "", 1200), (Outcome.SKIPPED, "no text", 3)),
            result(FetchStatus.READ, (Outcome.DUPLICATE, "", 5), (Outcome.SKIPPED, "no text", 2)),
            result(FetchStatus.FAILED, error_kind="dns", error_detail="no such name"),
        ]
    )
    first, second, third = summary.lines()
    assert first == ("1,210 entries read from 3 sources: 1,200 new, 0 updated, 5 duplicate, 5 skipped, 0 failed.")
    assert second == "  5 skipped: no text"
    assert third == "1 of 3 sources could not be read."
    read, *parts = (int(figure.replace(",", "")) for figure in re.findall(r"(\d[\d,]*) (?!sources)", first))
    assert read == sum(parts)


def test_summary_for_programs_adds_up_too():
    rows = [(outcome, f"reason {number}", number + 1) for number, outcome in enumerate(Outcome)]
    told = Summary([result(FetchStatus.READ, *rows)]).as_dict()
    assert told["read"] == sum(told["outcomes"].values()) == sum(told["reasons"].values()) == 15
    assert (told["sources"], told["sources_failed"]) == (1, 0)


def test_summary_of_nothing_is_of_nothing():
    assert Summary().lines() == ["0 entries read from 0 sources: 0 new, 0 updated, 0 duplicate, 0 skipped, 0 failed."]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (result(FetchStatus.READ, (Outcome.NEW, "", 2), (Outcome.DUPLICATE, "", 1)), "2 new, 1 duplicate"),
        (result(FetchStatus.READ), "no entries"),
        (result(FetchStatus.NOT_MODIFIED), "not modified"),
        (result(FetchStatus.UNCHANGED), "unchanged"),
        (
            result(FetchStatus.FAILED, error_kind="dns", error_detail="no such name", next_due_at=AT),
            "FAILED dns: no such name; next try 06 Oct 10:00 UTC",
        ),
        (result(FetchStatus.FAILED, error_kind="dns", error_detail="no such name"), "FAILED dns: no such name"),
    ],
)
def test_source_line_says_how_it_ended(one, words):
    assert source_line(one) == f"{'wire':<{LABEL_CHARS}}  {words}"


def test_label_that_is_too_long_keeps_its_end():
    assert shortened("x" * LABEL_CHARS) == "x" * LABEL_CHARS
    assert shortened("a" * 50 + "end").endswith("end")
    assert len(shortened("a" * 50)) == LABEL_CHARS


def test_counts_leave_no_trace_of_nothing():
    found = counts((Outcome.NEW, "", 0))
    assert (found.counts, found.total, found.of(Outcome.NEW)) == ({}, 0, 0)
