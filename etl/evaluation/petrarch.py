"""The gazetteer of the PETRARCH validation records, read from their dictionaries: invented countries, with dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from etl.lexicon.gazetteer import Bearer, Gazetteer
from warehouse.errors import TensiometerError
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from etl.lexicon.load import Lexicon

STATE_LETTERS = 3
ACTORS_FILE = "gold/PETR.Validate.actors.txt"
AGENTS_FILE = "gold/PETR.Validate.agents.txt"
CODE = re.compile(r"\[\s*([^\s\]<>]+?)\s*(?:([<>])\s*(\d{6,8})|(\d{6,8})\s*-\s*(\d{6,8}))?\s*\]")
# An agent with a code of its own before that of its country: "MSF {} [NGO~]".
OWN_AGENT = re.compile(r"^([A-Z_-]+)\s*(?:\{[^}]*\})?\s*\[\s*(\w+)~\s*\]")
# A dictionary entry without "_" at its end also matches what it begins: "EGYPT" stands for "Egyptian".
DEMONYM_ENDINGS = ("n", "an", "ian", "ians", "i", "is", "ine", "ese", "s")


@dataclass(slots=True)
class Record:
    """An actor of the dictionary: its names, and its codes with the days on which they hold."""

    names: list[str] = field(default_factory=list)
    bearers: list[Bearer] = field(default_factory=list)


def with_petrarch_actors(data: Path, lexicon: Lexicon) -> Lexicon:
    """The lexicon with the actors of the validation records in the place of its own."""
    names: dict[str, list[Bearer]] = {}
    demonyms: set[str] = set()
    for record in (*actor_records(read(data / ACTORS_FILE)), *agent_records(read(data / AGENTS_FILE))):
        for name in record.names:
            for spelled in spellings(name):
                names.setdefault(spelled, []).extend(record.bearers)
            for derived in derivations(name):
                demonyms.add(derived)
                names.setdefault(derived, []).extend(record.bearers)
    gazetteer = Gazetteer.of({name: tuple(whose) for name, whose in names.items() if whose}, {})
    own = replace(lexicon, gazetteer=gazetteer)
    # The cached set of adjectives is that of the dictionary, not of our states.
    own.__dict__["adjectives"] = frozenset(demonyms)
    return own


def read(path: Path) -> list[str]:
    """The lines of a dictionary. Raises TensiometerError if it is not there."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise TensiometerError(f"{path}: {error.strerror}.", hint="Name the evaluation data with --data.") from error


def actor_records(lines: list[str]) -> Iterator[Record]:
    """The records of the actors' dictionary: a name, its synonyms after "+", its codes in the same line or below."""
    record = Record()
    for raw in lines:
        line = raw.split("#", 1)[0].rstrip() if not raw.startswith("<!") else ""
        if not line.strip():
            continue
        if not line.startswith(("+", " ", "\t")) and record.names:
            yield finished(record)
            record = Record()
        name = line.split("[", 1)[0].strip().lstrip("+").strip()
        if name and not name.startswith("<"):
            record.names.append(name)
        record.bearers += [bearer_of(found) for found in CODE.finditer(line) if found[1][0].isalpha()]
    if record.names:
        yield finished(record)


def agent_records(lines: list[str]) -> Iterator[Record]:
    """The agents that are actors by themselves, whatever country they belong to."""
    for line in lines:
        found = OWN_AGENT.match(line.strip())
        if found:
            yield Record(names=[found[1]], bearers=[bearer(found[2])])


def finished(record: Record) -> Record:
    """A record with its dated codes before the one that holds otherwise."""
    record.bearers.sort(key=lambda one: one.first_on is None and one.last_on is None)
    return record


def bearer_of(found: re.Match[str]) -> Bearer:
    """A code with the days on which it holds."""
    side, day, low, high = found[2], found[3], found[4], found[5]
    if side == "<":
        return bearer(found[1], last_on=as_day(day))
    if side == ">":
        return bearer(found[1], first_on=as_day(day))
    return bearer(found[1], first_on=as_day(low) if low else None, last_on=as_day(high) if high else None)


def bearer(code: str, *, first_on: date | None = None, last_on: date | None = None) -> Bearer:
    """The state of a code, which is its first three letters."""
    state = code[:STATE_LETTERS].upper()
    return Bearer(entity_id=state, actor_id=state, kind=ActorKind.STATE, first_on=first_on, last_on=last_on)


def as_day(digits: str) -> date:
    """A day of six digits, of the last century, or of eight."""
    full = digits if len(digits) == len("yyyymmdd") else f"19{digits}"
    return date(int(full[:4]), int(full[4:6]), int(full[6:8]))


def spellings(name: str) -> set[str]:
    """The ways a sentence writes a name of the dictionary."""
    words = name.strip("_ ").replace("_", " ").split()
    small = [word.lower() if word in {"OF", "THE"} and at else word.capitalize() for at, word in enumerate(words)]
    short = [word if len(word) <= STATE_LETTERS and word not in {"OF", "THE"} else word.capitalize() for word in words]
    return {
        " ".join(short),
        " ".join(words),
        " ".join(small),
        " ".join(words).title(),
        " ".join(word.capitalize() for word in words),
    }


def derivations(name: str) -> set[str]:
    """The demonyms of a name that does not end where its entry does."""
    if name.endswith("_") or " " in name or "_" in name or len(name) <= STATE_LETTERS:
        return set()
    written = name.capitalize()
    return {f"{written}{ending}" for ending in DEMONYM_ENDINGS} | {
        f"{written.removesuffix('e')}{end}" for end in ("n", "ian")
    }
