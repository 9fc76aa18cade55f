"""How many names of actors the gazetteer finds: those of the Phoenix dictionaries, and those marked in the sentences of PLOVER."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from etl.evaluation import metrics, phoenix, sets
from warehouse.terms import ActorKind

if TYPE_CHECKING:
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

Pair = tuple[bool, bool]


def phoenix_pairs(data: Path, lexicon: Lexicon) -> dict[str, list[Pair]]:
    """For each part of the dictionaries: (True, whether the name was found)."""
    states = {actor.id for actor in lexicon.actors if actor.kind is ActorKind.STATE}
    pairs: dict[str, list[Pair]] = {part: [] for part in PARTS}
    for phrase in phoenix.phrases(data, states):
        pairs[phrase.part].append((True, is_found(phrase, lexicon)))
    return pairs


def is_found(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a name is found as its actor on its day.

    A group is found as any armed group, or as the state whose ruling party or authority it has become (the PLO).
    """
    mentions = lexicon.gazetteer.find(CARRIER.format(name=phrase.text), phrase.day)
    if phrase.actor_id:
        return any(one.actor_id == phrase.actor_id for one in mentions)
    return any(one.kind is ActorKind.GROUP or one.entity_id != one.actor_id for one in mentions)


def gsr_pairs(data: Path, lexicon: Lexicon) -> list[Pair]:
    """For each span that names an actor of a state: (True, whether the state is found at it)."""
    pairs = []
    for row in sets.read_jsonl(data / "gold" / "plover_gsr.jsonl"):
        for span in (*(row.get("src") or ()), *(row.get("tgt") or ())):
            if is_name(span, lexicon):
                pairs.append((True, is_found_at(row["text"], span, lexicon)))
    return pairs


def is_name(span: list[Any], lexicon: Lexicon) -> bool:
    """Whether a span is the name of an actor of a state.

    Left out: spans without a capital ("rebels in the hills"), which name nobody, and codes of no state (IGO, NGO, IMG).
    """
    text, code = str(span[0] or ""), state_of(span)
    return code in lexicon.actor_names and len(code) == 3 and any(letter.isupper() for letter in text)


def state_of(span: list[Any]) -> str:
    """The code of a span's state, as ours."""
    return CODES_AS_OURS.get(str(span[1]), str(span[1]))


def is_found_at(text: str, span: list[Any], lexicon: Lexicon) -> bool:
    """Whether the gazetteer finds the state of a span at it, on any of the days; rebels also as an armed group."""
    named, code = str(span[0]), state_of(span)
    is_rebel = str(span[2] or "").startswith(REBELS)
    reach = span_in(text, named)
    return any(
        one.start < reach[1]
        and one.end > reach[0]
        and (one.actor_id == code or (is_rebel and one.kind is ActorKind.GROUP))
        for day in DAYS
        for one in lexicon.gazetteer.find(text, day)
    )


def span_in(text: str, named: str) -> tuple[int, int]:
    """Where a span stands in its sentence; of one with a gap ("Serbs ... forces"), from its first part to its last."""
    first, last = named.split("...")[0].strip(), named.rsplit("...", maxsplit=1)[-1].strip()
    start = max(0, text.find(first))
    end = text.find(last, start)
    return start, end + len(last) if end >= 0 else start + len(first)


def recall_of(pairs: list[Pair]) -> float:
    """The share found."""
    return metrics.recall(pairs)
