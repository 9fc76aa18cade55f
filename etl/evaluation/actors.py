"""How many names of actors the gazetteer finds: those of the Phoenix dictionaries, and those marked in plover_gsr."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from etl.evaluation import phoenix, sets
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from etl.evaluation.phoenix import Phrase
    from etl.lexicon.load import Lexicon

# A plain sentence, in which a name in capitals is one.
CARRIER = "On Monday {name} was in the news."
PARTS = ("states", "leaders", "groups")
# Codes of older versions of ISO 3166 and slips of the file.
CODES_AS_OURS = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
# The sentences bear no date and are of 1979 to 2009 for the most part: a name is looked for on a day of each year.
DAYS = (None, *(date(year, 7, 1) for year in range(1979, 2016)))
REBELS = "REB"
ISO_LETTERS = 3
RELIGIONS = frozenset(
    {"islamic", "islamist", "moslem", "moslems", "muslim", "muslims", "christian", "christians", "jewish"}
)

Pair = tuple[bool, bool]


def phoenix_pairs(data: Path, lexicon: Lexicon) -> dict[str, list[Pair]]:
    """For each part of the dictionaries: (True, whether the name was found)."""
    states = {actor.id for actor in lexicon.actors if actor.kind is ActorKind.STATE}
    pairs: dict[str, list[Pair]] = {part: [] for part in PARTS}
    for phrase in phoenix.phrases(data, states):
        pairs[phrase.part].append((True, is_found(phrase, lexicon)))
    return pairs


def is_found(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a name is found as its actor on its day; a group, whose names bear no day, on one of each year's.

    A group is found as any armed group, or as the state whose ruling party or authority it has become (the PLO).
    """
    text = CARRIER.format(name=phrase.text)
    if phrase.actor_id:
        return any(one.actor_id == phrase.actor_id for one in lexicon.gazetteer.find(text, phrase.day))
    return any(
        one.kind is ActorKind.GROUP or one.entity_id.startswith(f"{one.actor_id}.")
        for year in range(phoenix.FIRST_ON.year, phoenix.LAST_ON.year)
        for one in lexicon.gazetteer.find(text, date(year, 7, 1))
    )


def gsr_pairs(data: Path, lexicon: Lexicon) -> list[Pair]:
    """For each span that names an actor of a state: (True, whether the state is found at it)."""
    rows = sets.read_jsonl(data / "gold" / "plover_gsr.jsonl")
    common = frozenset(word for row in rows for word in row["text"].split() if word.islower())
    return [
        (True, is_found_at(row["text"], span, lexicon))
        for row in rows
        for span in (*(row.get("src") or ()), *(row.get("tgt") or ()))
        if is_name(row["text"], span, common, lexicon)
    ]


def is_name(text: str, span: list[Any], common: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a span is the name of an actor of a state.

    Left out are spans that name nobody, with no capital but of a religion or of a `common` word that begins a sentence
    ("Rebels in the hills", "Islamic fundamentalists"); codes of no state (IGO, NGO, IMG); and theatres ("Gaza Strip"),
    which are places here and act for no state.
    """
    named, code = str(span[0] or ""), state_of(span)
    capitals = [
        word
        for word in named.split()
        if any(letter.isupper() for letter in word) and word.lower() not in RELIGIONS | common
    ]
    is_state = code in lexicon.actor_names and len(code) == ISO_LETTERS
    return bool(capitals) and is_state and not is_theatre(text, named, lexicon)


def is_theatre(text: str, named: str, lexicon: Lexicon) -> bool:
    """Whether all that a span names is a theatre."""
    places = list(places_of(text, named))
    kinds = {
        one.kind
        for one in lexicon.gazetteer.find(text, None)
        for start, end in places
        if one.start < end and one.end > start
    }
    return kinds == {ActorKind.THEATRE}


def state_of(span: list[Any]) -> str:
    """The code of a span's state, as ours."""
    return CODES_AS_OURS.get(str(span[1]), str(span[1]))


def is_found_at(text: str, span: list[Any], lexicon: Lexicon) -> bool:
    """Whether the gazetteer finds the state of a span at it, on any of the days; rebels also as an armed group."""
    code, is_rebel = state_of(span), str(span[2] or "").startswith(REBELS)
    places = list(places_of(text, str(span[0])))
    return any(
        one.start < end and one.end > start and (one.actor_id == code or (is_rebel and one.kind is ActorKind.GROUP))
        for day in DAYS
        for one in lexicon.gazetteer.find(text, day)
        for start, end in places
    )


def places_of(text: str, named: str) -> Iterator[tuple[int, int]]:
    """Where a span stands in its sentence, each time; of one that leaves words out, from its first word to its last."""
    at = text.find(named)
    if at < 0:
        words = named.replace("...", " ").split()
        first = text.find(words[0])
        last = text.find(words[-1], first)
        if min(first, last) >= 0:
            yield first, last + len(words[-1])
    while at >= 0:
        yield at, at + len(named)
        at = text.find(named, at + 1)
