"""The shapes of the gazetteer's files: who acts, by which names, and where a name is somebody else's."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from etl.lexicon.rows import Row
from warehouse.terms import ActorKind


class ActorRow(Row):
    """Somebody who acts, or a theatre.

    `shared_names` are of several actors ("Korea"): they are whose the text names otherwise, and no other sharer.
    One of the words `shared_near` in the sentence does as well ("ETA", near "Basque").
    `prefixes` count before a hyphen and a capital ("Sino-Indian").
    """

    id: str
    kind: ActorKind
    name: str
    region: str = ""
    names: tuple[str, ...] = Field(min_length=1)
    demonyms: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    shared_names: tuple[str, ...] = ()
    shared_near: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    source: str = Field(min_length=1)


class PartRow(Row):
    """A body that rolls up to its parent."""

    id: str
    parent: str
    sector: str = Field(pattern="^(government|military|agency|party|media)$")
    name: str
    names: tuple[str, ...] = Field(min_length=1)
    source: str = Field(min_length=1)


class PlacesRow(Row):
    """Towns and provinces of a state; they roll up to it.

    `shared_names` are of towns elsewhere too: they are this state's where the text names it otherwise. Names that are
    those of clubs and people more often count `only_where` a word of place stands before them ("in Houston").
    """

    state: str
    names: tuple[str, ...] = ()
    shared_names: tuple[str, ...] = ()
    only_where: tuple[str, ...] = ()
    source: str = Field(min_length=1)


class PeoplesRow(Row):
    """Peoples without a state of their own, who roll up to the one they live in.

    Of several states, they are of the one that the text names otherwise.
    """

    states: tuple[str, ...] = Field(min_length=1)
    names: tuple[str, ...] = Field(min_length=1)
    source: str = Field(min_length=1)


class FormerRow(Row):
    """A state that is no more, and the one that took its seat, from the first day to the last."""

    state: str
    name: str
    names: tuple[str, ...] = Field(min_length=1)
    demonyms: tuple[str, ...] = ()
    first_on: date = Field(alias="from")
    last_on: date = Field(alias="until")
    source: str = Field(min_length=1)


class HolderRow(Row):
    """A person in an office, from the first day to the last (both included; no last day while in office).

    A surname counts where the full name or, just before it, the country is named ("North Korea's Kim"); everywhere if
    the person `is_known_by_surname`, because nobody else in the news is.
    """

    parent: str
    office: str
    name: str
    names: tuple[str, ...] = Field(min_length=1)
    surname: str = ""
    is_known_by_surname: bool = False
    first_on: date = Field(alias="from")
    last_on: date | None = Field(default=None, alias="until")
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def in_order(self) -> HolderRow:
        """An office ends after it begins."""
        if self.last_on and self.last_on <= self.first_on:
            msg = f"{self.name} leaves office before taking it"
            raise ValueError(msg)
        return self


class LookalikeRow(Row):
    """Where a name means something else, told by the words around it."""

    surface: str
    actor: str
    unless_next: tuple[str, ...] = ()
    unless_previous: tuple[str, ...] = ()
    unless_sentence: tuple[str, ...] = ()
    note: str = ""


class NeighboursRow(Row):
    """Words beside a name by which it is told whose it is; what each list is for stands in its file."""

    titles: frozenset[str]
    leader_offices: frozenset[str]
    leader_states: frozenset[str]
    first_names: str
    places_as_first_names: frozenset[str]
    offices_after: frozenset[str]
    not_names: frozenset[str]
    name_particles: frozenset[str]
    next_words: frozenset[str]
    previous_words: frozenset[str]
    place_words: frozenset[str] = frozenset()
    club_words: frozenset[str] = frozenset()
    provinces: tuple[str, ...]
    rule_words: frozenset[str]
    statecraft: frozenset[str]
    leader_verbs: frozenset[str]
