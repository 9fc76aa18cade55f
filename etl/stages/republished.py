"""Finds the day an article was written where it bears a later stamp, from what its text says of that day.

The rule. Every clue gives each day a likelihood, and strong ones make most days next to impossible. The stamp is left
alone unless strong clues contradict it: a dateline, a byline or a page's address by itself, a weekday that no such day
near the stamp has, or two others. Then every day before the stamp is weighed by the clues together, later days before
earlier ones. The day moves to the likeliest if that contradicts no strong clue, the clues together are not unlikely on
it, and it and its neighbours hold MASS_MIN of the weight of all days; else the stamp stays.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from etl.stages.day_clues import (
    DATELINE_WEEKDAY,
    FIRST_WEEKDAY,
    LEAD_CHARS,
    WEEKDAY_CLUES_MAX,
    days_of_sentence,
    has_other_weekday,
    months_of_sentence,
    weekdays_of,
)
from etl.stages.day_marks import named_days, url_day
from etl.stages.day_words import MONTH, MONTH_WORDS, WEEKDAY_WORDS, YEAR, YEAR_WORDS, day_of, day_range
from etl.stages.holder_clues import TITLE_WORDS, TITLES, holders_of
from etl.stages.line_search import LinePattern, LineWords
from etl.stages.words import words_of
from etl.stages.year_clues import has_year_ahead, years_of_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.lexicon.almanac import Almanac
    from etl.stages.day_marks import Clue
    from etl.stages.words import Sentence

EARLIEST = date(1995, 1, 1)
# A text longer than this says its day before; and every loop has its limit.
READ_CHARS_MAX = 12_000
CLUES_MAX = 60
IMPOSSIBLE = 0.025
# A clue may be misread: no day is quite impossible by it.
FLOOR = 0.005
STRONG_FLOOR = 0.00002
# Days beside the stamp that count as it: zones, and papers that print what was written the day before.
STAMP_SLACK_DAYS = 2
CONTRADICTED_MIN = 2.0
MASS_MIN = 0.4
GAIN_MIN = 4.0
# A day on which the clues together are less likely than this is none that they tell.
WEIGHT_MIN = -7.0
# A day so near the stamp is that year's, and its weekday a slip of the pen.
SLIP_DAYS_MAX = 15
RECENCY_POWER = 1.8
NAMED = frozenset({"url", "byline", "dateline"})
COPY_AFTER = timedelta(hours=72)
# What was printed before is printed again under its own stamp.
ARCHIVED = re.compile(
    r"\b(?:from (?:our|the) (?:archives?|vaults?)|our archives?|(?:we )?(?:re)?print(?:ed|s)? again|reprinted|"
    r"on this day|this day in|"
    r"years? in review|look(?:s|ing)? back|flashback|timeline)\b",
    re.IGNORECASE,
)
# What these hold in lower case: a look at plain words costs a tenth of a search.
ARCHIVED_WORDS = ("archive", "vault", "print", "on this day", "this day in", "in review", "back", "timeline")
ARCHIVED_CHARS = 500
# Without one of these a text can contradict no stamp; most entries of feeds have none, and cost no more than this look.
SIGNS = LinePattern(
    rf"\b(?:{MONTH} ?\d{{1,2}}\b|\d{{1,2}} {MONTH}\b|(?:originally|first) (?:published|appeared)|"
    rf"(?:for|by|until|in) {YEAR}\b|(?:next|last) year\b|anniversary|years? (?:after|since|ago)\b)",
    (*MONTH_WORDS, *YEAR_WORDS, " published", " appeared", "year", "anniversary"),
)
TITLE_SIGN = LinePattern(rf"\b{TITLES} [A-Z]", TITLE_WORDS)
# Without one of these a sentence tells of no day but by what is counted from.
DAY_WORDS = LineWords((*MONTH_WORDS, *WEEKDAY_WORDS, *YEAR_WORDS, "COP"))
# Less than this is no story: what a feed's summary says of days is too little to doubt its stamp.
STORY_CHARS_MIN = 450


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """An article as it came: its title and text, its address, the lines above and below it, and its stamp (UTC).

    The words of one that is not in English are not read, its address is. Outlets send round what they published before,
    and keep addresses when they write anew: the address of an entry that is no saved page proves nothing alone.
    """

    title: str
    text: str
    url: str
    header: str
    at: datetime
    is_page: bool = True
    is_english: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """The instant it moves to (UTC), by which method, how sure (0 to 1), and the evidence in a sentence."""

    at: datetime
    method: str
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The likeliest day, and the share of the weight that it and its neighbours hold."""

    on: date
    mass: float
    weight: float


def repaired(article: Stamped, almanac: Almanac, *, first_copy_at: datetime | None = None) -> Repair | None:
    """Where an article's date moves to, or None where its stamp stands.

    `first_copy_at` is the instant of the earliest copy of the same story that is known elsewhere. It moves an article
    only where its own words contradict the stamp: what is printed again stays under its stamp, and counts never.
    """
    if not may_be_republished(article):
        return None
    found = from_text(article, almanac)
    if (
        first_copy_at is not None
        and first_copy_at < (found.at if found else article.at) - COPY_AFTER
        and is_contradicted(article, almanac, article.at.date())
    ):
        return Repair(
            at=first_copy_at,
            method="story copy",
            confidence=0.95,
            evidence=f"The same story was published on {told(first_copy_at.date())}.",
        )
    return found


def may_be_republished(article: Stamped) -> bool:
    """Whether an article has anything by which its stamp could be doubted. Cheap: it is asked of every entry."""
    text = article.text if article.is_english else ""
    if article.is_page and (day := url_day(article.url)) and abs((article.at.date() - day).days) > STAMP_SLACK_DAYS:
        return True
    if len(text) >= STORY_CHARS_MIN and not is_archived(text):
        return SIGNS.search(text) is not None or TITLE_SIGN.search(text) is not None
    return False


def is_archived(text: str) -> bool:
    """Whether a text begins by saying that it is printed again as what it is."""
    head = text[:ARCHIVED_CHARS].lower()
    return any(word in head for word in ARCHIVED_WORDS) and ARCHIVED.search(text, 0, ARCHIVED_CHARS) is not None


def from_text(article: Stamped, almanac: Almanac) -> Repair | None:
    """The day an article was written by its own words, if they contradict the stamp and tell another day."""
    stamp = article.at.date()
    if not is_contradicted(article, almanac, stamp):
        return None
    clues = clues_of(article, almanac)
    against = contradicting(clues, stamp)
    if not is_doubtful(against, stamp, is_page=article.is_page):
        return None
    best = weighed(clues, stamp)
    if best is None or best.mass < MASS_MIN or best.weight < WEIGHT_MIN or contradicts(clues, best.on):
        return None
    if abs((stamp - best.on).days) <= STAMP_SLACK_DAYS or best.weight - weight_on(clues, stamp) < GAIN_MIN:
        return None
    kinds = {clue.kind for clue in against}
    named = [kind for kind in ("url", "byline", "dateline") if kind in kinds]
    inner = bool(kinds - NAMED)
    method = " and ".join([*named[:1], *(["text"] if inner else [])])
    return Repair(
        at=datetime.combine(best.on, time()),
        method=method,
        confidence=round(min(0.99, best.mass), 2),
        evidence=evidence_of(against, clues, best.on, stamp),
    )


def is_contradicted(article: Stamped, almanac: Almanac, stamp: date) -> bool:
    """Whether anything in an article could contradict its stamp: a part of the work, nearly always the end of it."""
    text = article.text[:READ_CHARS_MAX] if article.is_english else ""
    if contradicting(list(named_days(text, article.title, article.url, article.header)), stamp):
        return True
    if has_other_weekday(text, stamp) or has_year_ahead(text, stamp.year):
        return True
    if " year" in text or "anniversary" in text or "COP" in text:
        # As if it were one sentence: too much is found so rather than too little.
        years = years_of_sentence(text, 0, len(text), almanac, is_whole=True)
        if contradicting(list(years), stamp):
            return True
    return bool(contradicting(list(holders_of(text, almanac)), stamp))


def clues_of(article: Stamped, almanac: Almanac) -> list[Clue]:
    """All clues of an article, those of the whole first."""
    text = article.text[:READ_CHARS_MAX] if article.is_english else ""
    clues = list(named_days(text, article.title, article.url, article.header))
    body = len(article.title) + 2 if text.startswith(f"{article.title}\n\n") else 0
    weekdays: list[Clue] = []
    firsts = DATELINE_WEEKDAY if any(clue.kind == "dateline" for clue in clues) else FIRST_WEEKDAY
    for sentence in telling(text, almanac):
        if sentence.end <= body:
            continue
        is_first = not weekdays and not any(clue.kind in {"day", "weekday and day"} for clue in clues)
        clues += days_of_sentence(text, sentence.start, sentence.end, body + LEAD_CHARS, is_first=is_first)
        clues += months_of_sentence(text, sentence.start, sentence.end)
        clues += years_of_sentence(text, sentence.start, sentence.end, almanac)
        weekdays += weekdays_of(text, sentence.start, sentence.end, body + LEAD_CHARS, None if weekdays else firsts)
    clues += holders_of(text, almanac)
    # Once said is said: the same words in three places are no more sure.
    unique = {(clue.kind, clue.quote): clue for clue in reversed(clues)}
    return [*list(unique.values())[::-1][:CLUES_MAX], *weekdays[:WEEKDAY_CLUES_MAX]]


def telling(text: str, almanac: Almanac) -> list[Sentence]:
    """The sentences that may tell of a day: all where the text names what is counted from or comes round."""
    sentences, lowered = words_of(text).sentences, text.lower()
    if almanac.any_landmark.search(lowered) or almanac.any_recurrence.search(lowered):
        return sentences
    places = DAY_WORDS.places(text)
    return [one for one in sentences if bisect_left(places, one.start) < bisect_left(places, one.end)]


def contradicting(clues: Sequence[Clue], stamp: date) -> list[Clue]:
    """The strong clues that neither the stamp nor the days beside it can have."""
    near = list(day_range(stamp - timedelta(days=STAMP_SLACK_DAYS), stamp + timedelta(days=1)))
    return [clue for clue in clues if clue.is_strong and max(map(clue.on, near)) <= IMPOSSIBLE]


def contradicts(clues: Sequence[Clue], on: date) -> bool:
    """Whether a day contradicts strong clues of some weight."""
    return sum(clue.weight for clue in clues if clue.is_strong and clue.on(on) <= IMPOSSIBLE) >= 1.0


def is_doubtful(against: Sequence[Clue], stamp: date, *, is_page: bool) -> bool:
    """Whether the clues against a stamp are enough: one that names the day of the whole, or others of some weight."""
    if any(clue.kind in NAMED and (is_page or clue.kind != "url") for clue in against):
        return True
    # Days told further down may be those of a story of long ago.
    others = [clue for clue in against if clue.kind != "url"]
    is_told_first = any(clue.is_lead or clue.kind != "weekday and day" for clue in others)
    return is_told_first and sum(doubt_of(clue, stamp) for clue in others) >= CONTRADICTED_MIN


def doubt_of(clue: Clue, stamp: date) -> float:
    """How much a contradicted clue tells against a stamp: a weekday with its date counts for two but for slips."""
    if clue.kind != "weekday and day" or clue.month_day is None:
        return clue.weight
    days = (abs((stamp - that).days) for year in (-1, 0, 1) if (that := day_of(stamp.year + year, *clue.month_day)))
    return 0.5 if min(days, default=SLIP_DAYS_MAX) < SLIP_DAYS_MAX else 2.0


def weight_on(clues: Sequence[Clue], on: date) -> float:
    """The logarithm of how likely all clues are on a day."""
    return sum(clue.weight * math.log(max(STRONG_FLOOR if clue.is_strong else FLOOR, clue.on(on))) for clue in clues)


def weighed(clues: Sequence[Clue], stamp: date) -> Weighed | None:
    """The likeliest day up to the stamp, later ones a little before earlier ones."""
    weights: dict[date, float] = {}
    for on in day_range(EARLIEST, stamp):
        years = (stamp - on).days / 365.25
        weights[on] = weight_on(clues, on) - RECENCY_POWER * math.log1p(years)
    if not weights:
        return None
    best = max(weights, key=lambda on: (weights[on], on))
    top = weights[best]
    total = sum(math.exp(weight - top) for weight in weights.values())
    around = sum(math.exp(weights.get(best + timedelta(days=shift), -math.inf) - top) for shift in (-1, 0, 1))
    return Weighed(on=best, mass=around / total, weight=weight_on(clues, best))


def evidence_of(against: Sequence[Clue], clues: Sequence[Clue], on: date, stamp: date) -> str:
    """Which words contradict the stamp, and which speak for the day, in a short sentence."""
    contradicted = [clue.quote for clue in sorted(against, key=lambda clue: -clue.weight)][:3]
    agreeing = [
        clue.quote
        for clue in clues
        if clue not in against
        and clue.kind in {"weekday and day", "day", "weekday", "count", "week", "days"}
        and clue.on(on) >= 0.5
    ]
    said = ", ".join(f"“{quote}”" for quote in dict.fromkeys(contradicted))
    sentence = f"Against {told(stamp)}: {said}"
    agreed = ", ".join(f"“{quote}”" for quote in list(dict.fromkeys(agreeing))[:3])
    return f"{sentence}; for {told(on)}: {agreed}." if agreed else f"{sentence}."


def told(on: date) -> str:
    """28 December 2023."""
    return f"{on.day} {on:%B %Y}"
