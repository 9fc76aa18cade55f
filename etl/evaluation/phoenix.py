"""Reads the Phoenix dictionaries of actors, and picks the names by which our own gazetteer is measured.

Their format, as their heads and content tell it: a phrase in capitals with `_` between words, its codes in brackets
beside or below it, further phrases of the entry after `+`, notes after `#`. A code is a state (ISO 3166) and a role
(`GOV` government, `ELI` elite, `REB` rebels, `IMG` international militants), with days as `[YY]YYMMDD-[YY]YYMMDD`,
`>YYMMDD` or `<YYMMDD`.

MIT licence, Open Event Data Alliance; no phrase of them stands in this repository but the capitals of states.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

import ahocorasick_rs
import pyarrow.parquet as pq

from etl.evaluation.peers import has_war_word
from etl.evaluation.sets import BATCH_ROWS, CORPUS
from etl.lexicon.gazetteer import is_whole_word
from warehouse.errors import TensiometerError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

COUNTRIES, GROUPS = "Phoenix.Countries.actors.txt", "Phoenix.MilNonState.actors.txt"
# Kosovo has no code of its own in ISO 3166; KSV is the dictionary's, XKX ours.
STATES_AS_OURS = {"KSV": "XKX", "TMP": "TLS", "ROM": "ROU"}
# Our gazetteer begins in 2000; the dictionary was made in January 2014.
FIRST_ON, LAST_ON = date(2000, 1, 1), date(2014, 1, 30)
TERM_DAYS_MIN = 30
# A spelling that news of 2020 to 2023 does not use ("Blangadesh", "Dahomey") is no name of a state here.
STATE_ITEMS_MIN = 5
# Nor is a group that it does not name more than once; most of the dictionary's were gone before 2000.
GROUP_ITEMS_MIN = 2
CENTURY_TURN = 30
PRESIDENTS = "U.S. Presidents"
CODE = re.compile(r"\[([^\]]*)\]")
STATE_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name to look for: the actor it should be found as, and the day. No actor: any armed group."""

    part: str
    text: str
    actor_id: str
    day: date


@dataclass(slots=True)
class Entry:
    """An entry of a dictionary: its phrases, its codes, and the heading it stands under."""

    heading: str
    phrases: list[str]
    codes: list[str] = field(default_factory=list)

    @property
    def states(self) -> list[str]:
        """The states whose bare code it bears."""
        return [STATES_AS_OURS.get(code, code) for code in self.codes if STATE_CODE.fullmatch(code)]

    def has_role(self, *roles: str) -> bool:
        """Whether one of its codes is of a role."""
        return any(role in code.split(maxsplit=1)[0] for code in self.codes if code for role in roles)


@dataclass(slots=True)
class Counts:
    """In how many items of the corpus a phrase stands, begins with a capital, and stands beside a war word."""

    items: int = 0
    capitals: int = 0
    at_war: int = 0


def phrases(data: Path, states: Collection[str]) -> list[Phrase]:
    """The names to look for. Raises TensiometerError where a dictionary or the corpus is missing."""
    countries, groups = entries(data / "actors" / COUNTRIES), entries(data / "actors" / GROUPS)
    named = [(entry, state) for entry in countries for state in entry.states[:1] if state in states]
    fought = [unbracketed(phrase) for entry in groups if entry.has_role("REB", "IMG") for phrase in entry.phrases]
    wanted = {*fought, *(phrase for entry, _ in named for phrase in entry.phrases)}
    counts = counted(data, wanted)
    found = [
        *(
            Phrase("states", phrase, state, LAST_ON)
            for entry, state in named
            for phrase in up_to_capital(entry.phrases, state)
            if is_state_name(counts[phrase])
        ),
        *(one for entry in countries for one in leader_phrases(entry, states)),
        *(Phrase("groups", phrase, "", LAST_ON) for phrase in fought if is_group_name(counts[phrase])),
    ]
    return list(dict.fromkeys(found))


def is_state_name(count: Counts) -> bool:
    """Whether news uses a phrase, and as a name."""
    return count.items >= STATE_ITEMS_MIN and 2 * count.capitals > count.items


def is_group_name(count: Counts) -> bool:
    """Whether news uses a phrase as a name, and mostly where it speaks of war: "Black Friday" is no group of its."""
    return count.items >= GROUP_ITEMS_MIN and 2 * min(count.capitals, count.at_war) > count.items


def entries(path: Path) -> list[Entry]:
    """The entries of a dictionary. Raises TensiometerError if it is not there."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise TensiometerError(f"{path}: {error.strerror}.", hint="Name the evaluation data with --data.") from error
    found: list[Entry] = []
    heading = ""
    for line in lines:
        if line.startswith("#"):
            heading = line.strip("# ")
        told = line.partition("#")[0]
        phrase = clean(told.partition("[")[0])
        if phrase and not told.lstrip().startswith("+"):
            found.append(Entry(heading, [phrase]))
        elif phrase and found:
            found[-1].phrases.append(phrase)
        if found:
            found[-1].codes += [code.strip() for code in CODE.findall(told)]
    return found


def clean(phrase: str) -> str:
    """A phrase with spaces for `_`, without its `+`, in capitals."""
    return " ".join(phrase.strip().lstrip("+").replace("_", " ").upper().split())


def unbracketed(phrase: str) -> str:
    """A phrase without its end in parentheses, where the names of groups have their abbreviations."""
    return phrase.partition("(")[0].strip()


def up_to_capital(names: list[str], state: str) -> list[str]:
    """The names of a state, its people and its capital, which come first and in this order.

    Behind the capital follow other cities, provinces and rivers, which are no actors of ours. Where no capital is
    named, all names are taken.
    """
    capital = CAPITALS.get(state, "")
    return names[: names.index(capital) + 1] if capital in names else names


def leader_phrases(entry: Entry, states: Collection[str]) -> list[Phrase]:
    """The full names of a head of state or government, at the middle of the longest term since 2000.

    The dictionary codes rulers, from lists of rulers, as elite (`ELI`) outside their days in government. Ministers come
    from monthly lists, with no other rank: their terms begin with a month, and are open or end with one. In the part on
    the United States the offices have headings, and presidents alone are taken. A surname alone is nobody's name here.
    """
    if not entry.has_role("ELI"):
        return []
    terms = [term for code in entry.codes if (term := term_of(code))]
    if not terms:
        return []
    state, first, last = max(terms, key=lambda term: term[2] - term[1])
    if state not in states or (state == "USA" and entry.heading != PRESIDENTS):
        return []
    day = first + (last - first) / 2
    return [Phrase("leaders", phrase, state, day) for phrase in entry.phrases if " " in phrase]


def term_of(code: str) -> tuple[str, date, date] | None:
    """The state and the days in office of a code, cut to the years measured; None for other codes and for ministers."""
    role, _, told = code.partition(" ")
    if not re.fullmatch(r"[A-Z]{3}GOV", role):
        return None
    told = told.strip()
    begins, _, ends = told.lstrip("<>").partition("-")
    first = FIRST_ON if told.startswith("<") else day_of(begins)
    last = day_of(begins) if told.startswith("<") else day_of(ends) if ends else open_until(first)
    if first is None or last is None or (first.day == 1 and (not ends or (last + timedelta(1)).day == 1)):
        return None
    first, last = max(first, FIRST_ON), min(last, LAST_ON)
    is_long = last - first >= timedelta(TERM_DAYS_MIN)
    return (STATES_AS_OURS.get(role[:3], role[:3]), first, last) if is_long else None


def open_until(first: date | None) -> date:
    """The last day taken of a term without end: many of the lists stop in 2008, so only its first year is sure."""
    return LAST_ON if first is None else max(first, FIRST_ON) + timedelta(days=365)


def day_of(digits: str) -> date | None:
    """A day written as six or eight digits; None where it is no day."""
    digits = digits.strip()
    if len(digits) == len("YYMMDD"):
        digits = ("20" if int(digits[:2] or 0) <= CENTURY_TURN else "19") + digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def counted(data: Path, wanted: Iterable[str]) -> dict[str, Counts]:
    """What the items of the corpus say of each phrase, in any case."""
    path = data / CORPUS
    if not path.exists():
        raise TensiometerError(f"{path} is not there.", hint="Name the evaluation data with --data.")
    counts = {phrase: Counts() for phrase in sorted(wanted)}
    lowered = [phrase.lower() for phrase in counts]
    automaton = ahocorasick_rs.AhoCorasick(lowered)
    by_index = list(counts.values())
    for batch in pq.ParquetFile(path).iter_batches(BATCH_ROWS, columns=["title", "description"]):
        for row in batch.to_pylist():
            text = f"{row['title'] or ''}. {row['description'] or ''}"
            count_in(text, automaton, by_index)
    return counts


def count_in(text: str, automaton: ahocorasick_rs.AhoCorasick, counts: list[Counts]) -> None:
    """Add an item of the corpus to the counts of the phrases it holds."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return
    begins = {
        index: text[start].isupper()
        for index, start, end in automaton.find_matches_as_indexes(lowered, overlapping=True)
        if is_whole_word(lowered, start, end)
    }
    is_at_war = bool(begins) and has_war_word(text)
    for index, is_capital in begins.items():
        counts[index].items += 1
        counts[index].capitals += is_capital
        counts[index].at_war += is_at_war


def capitals() -> dict[str, str]:
    """The capital of each state, as the dictionary spells it."""
    text = files("etl.evaluation").joinpath("capitals.toml").read_text(encoding="utf-8")
    table: dict[str, str] = tomllib.loads(text)["capitals"]
    return table


CAPITALS = capitals()
