"""Measures how dates are read, and how the day of republished articles is found; two libraries beside us."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import feedparser
from dateutil import parser as dateutil_parser

from etl.evaluation import metrics
from etl.evaluation.figures import figure
from etl.stages.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from etl.evaluation.figures import Evaluated

# Dates of the set lie before this instant, which bounds them: nothing depends on the clock.
RECEIVED_AT = datetime(2026, 10, 7)
SECONDS_OFF_MAX = 60
RIGHT, NONE, WRONG = "right", "none", "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateForm:
    """A date as a feed writes it, the country of its outlet where that matters, and the instant it tells, if any."""

    raw: str
    country: str
    at: datetime | None


def date_forms() -> list[DateForm]:
    """The forms of `probes/dates.jsonl`."""
    return [
        DateForm(raw=row["raw"], country=row["country"], at=datetime.fromisoformat(row["at"]) if row["at"] else None)
        for row in probe_rows("dates.jsonl")
    ]


def probe_rows(name: str) -> list[dict[str, Any]]:
    """The objects of a file of `probes/`."""
    text = files("etl.evaluation").joinpath("probes", name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def date_measures() -> list[Evaluated]:
    """The share of forms read right, and of those read wrong; feedparser is the peer of both, dateutil stands below."""
    forms = date_forms()
    ours, theirs = judged(forms, ours_read), judged(forms, feedparser_reads)
    found = [
        figure("date forms read right", ours, metrics.accuracy, peer=metrics.accuracy(theirs)),
        figure("date forms read wrong", ours, share_wrong, better="lower", peer=share_wrong(theirs)),
    ]
    others = judged(forms, dateutil_reads)
    return [
        *found,
        figure("date forms read right, dateutil", others, metrics.accuracy),
        figure("date forms read wrong, dateutil", others, share_wrong, better="lower"),
    ]


def judged(forms: Sequence[DateForm], read: Callable[[DateForm], datetime | None]) -> list[tuple[str, str]]:
    """What became of each form: (right, right, none or wrong). No date where there is none is right."""
    return [(RIGHT, judgement(form.at, read(form))) for form in forms]


def judgement(true: datetime | None, said: datetime | None) -> str:
    """Whether a reading is right, none, or wrong."""
    if said is None:
        return RIGHT if true is None else NONE
    return RIGHT if true and abs((true - said).total_seconds()) <= SECONDS_OFF_MAX else WRONG


def share_wrong(pairs: Sequence[tuple[str, str]]) -> float:
    """The share that was read, and wrong."""
    return sum(said == WRONG for _, said in pairs) / len(pairs)


def ours_read(form: DateForm) -> datetime | None:
    """As this product reads it."""
    return read_date(form.raw, received_at=RECEIVED_AT, country=form.country)


def feedparser_reads(form: DateForm) -> datetime | None:
    """As feedparser reads it in a feed."""
    parsed = feedparser.datetimes._parse_date(form.raw)  # noqa: SLF001 - what it calls for every date of a feed
    try:
        return datetime(*parsed[:6]) if parsed else None
    except ValueError:
        return None


def dateutil_reads(form: DateForm) -> datetime | None:
    """As dateutil reads it, with what the text leaves out taken from a fixed day instead of the clock's."""
    try:
        with warnings.catch_warnings():
            # Of zones it does not know it warns, and takes them for none.
            warnings.simplefilter("ignore")
            found = dateutil_parser.parse(form.raw, default=datetime(2000, 1, 1))
        found = found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError, TypeError):
        return None
    return found

