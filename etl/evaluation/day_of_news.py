"""Measures how dates are read, and how the day of republished articles is found; two libraries beside us."""

from __future__ import annotations

import html
import json
import tomllib
import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING

import feedparser
import htmldate
from dateutil import parser as dateutil_parser

from etl.evaluation import metrics
from etl.evaluation.figures import figure
from etl.pipeline import Rules, article_of, dated
from etl.scoring import FAR_FUTURE
from etl.stages.dates import read_date
from warehouse.errors import TensiometerError
from warehouse.terms import Article, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from etl.evaluation.figures import Evaluated
    from etl.lexicon.load import Lexicon

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
    rows = (json.loads(line) for line in probe_text("dates.jsonl").splitlines())
    return [
        DateForm(raw=row["raw"], country=row["country"], at=datetime.fromisoformat(row["at"]) if row["at"] else None)
        for row in rows
    ]


def probe_text(name: str) -> str:
    """A file of `probes/`."""
    return files("etl.evaluation").joinpath("probes", name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedPage:
    """An article with its stamp and the day it was written: the stamp's, if that is right."""

    text: str
    url: str
    stamped_at: datetime
    written_on: date
    half: str


def stamped_pages(name: str) -> list[StampedPage]:
    """The articles of `probes/<name>.toml`."""
    return [
        StampedPage(
            text=row["text"].strip(),
            url=row.get("url", ""),
            stamped_at=row["stamped_at"],
            written_on=row.get("written_on", row["stamped_at"].date()),
            half=row.get("half", ""),
        )
        for row in tomllib.loads(probe_text(f"{name}.toml"))["page"]
    ]


def repair_measures(lexicon: Lexicon) -> list[Evaluated]:
    """The share of republished articles put on their day, give or take one, and of rightly stamped ones moved from it.

    The peer reads the day of the same articles from a page that says both the stamp and the text.
    """
    pages = stamped_pages("republished")
    found = [(True, is_near(day_of(page, lexicon), page.written_on)) for page in pages]
    theirs = [(True, is_near(htmldate_day(page), page.written_on)) for page in pages]
    right = stamped_pages("rightly_stamped")
    moved = [(False, day_of(page, lexicon) != page.written_on) for page in right]
    theirs_moved = [(False, htmldate_day(page) != page.written_on) for page in right]
    later = [pair for pair, page in zip(found, pages, strict=True) if page.half == "second"]
    return [
        figure("republication repaired", found, share_said, peer=share_said(theirs)),
        figure("republication repaired, written after the rules", later, share_said),
        figure("rightly stamped moved", moved, share_said, better="lower", peer=share_said(theirs_moved)),
    ]


def day_of(page: StampedPage, lexicon: Lexicon) -> date | None:
    """The day on which we count an article."""
    title, _, body = page.text.partition("\n\n")
    entry = Entry(
        outlet="evaluation",
        position=0,
        title=title,
        title_is_html=False,
        body=body,
        body_is_html=False,
        url=page.url,
        published_text=page.stamped_at.isoformat(),
        published_method="page",
        language="en",
    )
    made = article_of(entry, received_at=FAR_FUTURE, rules=Rules())
    if not isinstance(made, Article):
        raise TensiometerError(f"An article of an evaluation set holds no text: {title!r}.")
    return dated(made, lexicon).published_on


def htmldate_day(page: StampedPage) -> date | None:
    """The day that htmldate finds in a page of the article, its stamp in the head as sites write it."""
    title, *paragraphs = [html.escape(part) for part in page.text.split("\n\n")]
    stamp = f'<meta property="article:published_time" content="{page.stamped_at.isoformat()}">'
    body = f"<h1>{title}</h1>{''.join(f'<p>{part}</p>' for part in paragraphs)}"
    source = f"<html><head><title>{title}</title>{stamp}</head><body><article>{body}</article></body></html>"
    found = htmldate.find_date(source, url=page.url or None, original_date=True, max_date="2026-12-31")
    return date.fromisoformat(found) if found else None


def is_near(said: date | None, true: date) -> bool:
    """Whether a day is the right one, give or take one."""
    return said is not None and abs((said - true).days) <= 1


def share_said(pairs: Sequence[tuple[bool, bool]]) -> float:
    """The share for which it was so."""
    return sum(said for _, said in pairs) / len(pairs)


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
    return found if isinstance(found, datetime) else None
