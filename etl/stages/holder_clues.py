"""Finds what a text says of its day by its titles: who holds an office, held it once, or was elected to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl.stages.day_marks import Clue, clipped
from etl.stages.day_words import NEVER, RARELY, YEAR
from etl.stages.line_search import LinePattern, LineWords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from etl.lexicon.almanac import Almanac, Term

TITLES = (
    r"(?:[Aa]cting |[Ii]nterim |[Tt]ransitional )?(?:[Pp]resident|[Pp]rime [Mm]inister|[Pp]remier|[Cc]hancellor|"
    r"[Vv]ice[- ][Pp]resident|"
    r"[Ff]oreign [Mm]inister|[Dd]efen[cs]e [Mm]inister|[Ff]oreign [Ss]ecretary|[Ss]ecretary of [Ss]tate|"
    r"[Dd]efen[cs]e [Ss]ecretary|"
    r"[Ss]ecretary of [Dd]efense|[Ss]ecretary[- ][Gg]eneral|[Ss]upreme [Ll]eader|[Ll]eader|[Kk]ing|[Ee]mir|"
    r"[Tt]aoiseach|[Pp]ope)"
    r"(?![- ](?:elect|designate|candidate|hopeful|nominee))"
)
# What each title holds, as it is written.
TITLE_WORDS = LineWords(
    "resident inister remier hancellor ecretary eader King king Emir emir aoiseach Pope pope".split()
)
ELECT_WORDS = LineWords(
    [
        f"{title}{joint}{to_come}"
        for title in ("resident", "inister", "hancellor")
        for joint in (" ", "-")
        for to_come in ("elect", "designate")
    ]
)
NAME = r"(?:[A-Z][\w’'.-]+(?: (?:al|bin|de|da|van|von|el|ul)[ -]|[ -])?){1,5}"
TITLED = LinePattern(
    rf"\b(?P<then>(?:[Ff]ormer|[Tt]hen|[Ee]x|[Ll]ate|[Oo]usted|[Dd]eposed|[Oo]ne-time|"
    rf"[Dd]isgraced)[ -](?:[A-Z]?[\w.]+ ){{0,2}}?)?"
    rf"\b(?P<title>{TITLES}),? (?P<name>{NAME})",
    TITLE_WORDS,
)
# Mahmoud Jibril, the council's prime minister; Robert Mugabe, president since 1987
NAMED_THEN_TITLED = LinePattern(
    rf"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){{1,3}}), (?:(?:the|its|their|his|"
    rf"[A-Z][\w]+(?: [A-Z][\w]+)?['’]s) (?:[\w'’-]+ ){{0,3}}?)?"
    rf"(?P<title>{TITLES})\b",
    TITLE_WORDS,
)
ELECT = LinePattern(
    rf"\b(?:[Pp]resident|[Pp]rime [Mm]inister|[Cc]hancellor)[- ](?:elect|designate),? (?P<name>{NAME})", ELECT_WORDS
)
ELECTED = LinePattern(
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3}), (?:the|its|their) (?:[\w-]+ )?president[- ]elect\b", ELECT_WORDS
)
FORMER = re.compile(r"\b(?:former|then|late|ex|ousted|deposed)\b", re.IGNORECASE)
ELECTED_AHEAD_DAYS = 110
FALLEN_DAYS = 14
HISTORIC = re.compile(
    rf"\b{YEAR}\b|\bago\b|\banniversar|\bdecades?\b|\bcentur|\bmemoirs?\b|\bhistor(?:y|ian|ic)", re.IGNORECASE
)
HOLDER_CLUES_MAX = 6


def holders_of(text: str, almanac: Almanac) -> Iterator[Clue]:
    """Who is called president, and who former president: each holds the office on few of the days."""
    seen: set[tuple[str, bool]] = set()
    lines = TITLE_WORDS.lines(text, 0, len(text))
    for match in (*TITLED.within(text, lines), *NAMED_THEN_TITLED.within(text, lines)):
        terms = terms_at(match["name"], match["title"], almanac)
        then = match.groupdict().get("then") or ""
        name, is_former = name_of(match["name"], almanac), bool(then) or bool(FORMER.search(match.group()))
        if not terms or (name, is_former) in seen:
            continue
        seen.add((name, is_former))
        if len(seen) > HOLDER_CLUES_MAX:
            return
        quote = clipped(f"{then}{match['title']} {name}")
        on = after_terms(terms) if is_former else within_terms(terms)
        # Beside a year the title may be of that year.
        is_told = is_of_the_past(text, match.start())
        weight = 0.5 if is_told or is_former else 1.0
        yield Clue("former holder" if is_former else "holder", quote, weight, is_strong=not is_told, on=on)
    # Most texts elect nobody, and are not read for it.
    if "elect" not in text and "designate" not in text:
        return
    lines = ELECT_WORDS.lines(text, 0, len(text))
    for match in (*ELECT.within(text, lines), *ELECTED.within(text, lines)):
        terms = terms_at(match["name"], "president", almanac) or terms_at(match["name"], "prime minister", almanac)
        if terms:
            yield Clue("elected", clipped(match.group()), 1.0, is_strong=True, on=before_terms(terms))


def is_of_the_past(text: str, at: int) -> bool:
    """Whether a sentence tells of another time: it holds a year, or counts back."""
    begin = max(text.rfind(". ", 0, at), text.rfind("\n", 0, at)) + 1
    stop = min((end for mark in (". ", "\n") if (end := text.find(mark, at)) >= 0), default=len(text))
    return HISTORIC.search(text, begin, stop) is not None


def name_of(words: str, almanac: Almanac) -> str:
    """The longest name of a holder that begins some words."""
    parts = re.sub(r"['’]s\b.*", "", words).strip(" .,").split(" ")
    return next((name for size in range(len(parts), 0, -1) if (name := " ".join(parts[:size])) in almanac.terms), "")


def terms_at(words: str, title: str, almanac: Almanac) -> tuple[Term, ...]:
    """The terms of whoever bears a name under a title."""
    name = name_of(words, almanac)
    wanted = plain_title(title)
    terms = almanac.terms.get(name, ())
    if wanted == "leader":
        return terms
    return tuple(term for term in terms if wanted in plain_title(term.office) and is_same_rank(wanted, term.office))


def plain_title(title: str) -> str:
    """A title without what varies in it."""
    plain = title.lower().replace("-", " ").replace("defence", "defense")
    for passing in ("acting ", "interim ", "transitional "):
        plain = plain.removeprefix(passing)
    return {"premier": "prime minister", "secretary of defense": "defense secretary"}.get(plain, plain)


def is_same_rank(wanted: str, office: str) -> bool:
    """Whether a title is the whole of an office: a vice president is no president."""
    return not (wanted == "president" and re.search(r"vice|deputy", office))


def within_terms(terms: tuple[Term, ...]) -> Callable[[date], float]:
    """Likely while in office."""

    def likelihood(on: date) -> float:
        if any(one.first_on <= on and (one.last_on is None or on <= one.last_on) for one in terms):
            return 1.0
        # News calls him so for some days after his fall.
        return 0.4 if any(one.last_on and 0 < (on - one.last_on).days <= FALLEN_DAYS for one in terms) else NEVER

    return likelihood


def after_terms(terms: tuple[Term, ...]) -> Callable[[date], float]:
    """Likely between and after the terms, and not in one."""
    first = min(one.first_on for one in terms)

    def likelihood(on: date) -> float:
        is_in = any(one.first_on < on and (one.last_on is None or on < one.last_on) for one in terms)
        return NEVER if is_in or on <= first else 0.8

    return likelihood


def before_terms(terms: tuple[Term, ...]) -> Callable[[date], float]:
    """Likely in the weeks before taking office."""

    def likelihood(on: date) -> float:
        return 1.0 if any(0 <= (one.first_on - on).days <= ELECTED_AHEAD_DAYS for one in terms) else RARELY / 2

    return likelihood
