"""Reads the lexicon and the gazetteer from their files, whole or not at all, and compiles them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from etl.lexicon.actor_rows import (
    ActorRow,
    FormerRow,
    HolderRow,
    LookalikeRow,
    NeighboursRow,
    PartRow,
    PeoplesRow,
    PlacesRow,
)
from etl.lexicon.almanac import Almanac
from etl.lexicon.bearers import Names
from etl.lexicon.gazetteer import Gazetteer, as_guards
from etl.lexicon.inflect import exceptions, noun_forms, verb_forms
from etl.lexicon.matcher import Matcher
from etl.lexicon.neighbours import Neighbours
from etl.lexicon.patterns import NamedSets, PatternError, Sequence_, parse_pattern, verbs_in
from etl.lexicon.rows import (
    AccountingRow,
    AttributionRow,
    CueRow,
    DateRow,
    GuardRow,
    KindRow,
    LandmarkRow,
    MarkerRow,
    QuestionRow,
    RecurrenceRow,
    RuleRow,
)
from etl.lexicon.sources import (
    LexiconError,
    SourceFile,
    checked,
    named,
    placed_rows,
    read_files,
    rows_of,
    table_of,
    version_of,
)
from warehouse.terms import EventClass, Kind

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from importlib.resources.abc import Traversable

# What a file of one's own may hold.
OWN_TABLES = frozenset("actor cue former guard holder lookalike marker part peoples places sets".split())
SHORT_LETTERS_MAX = 4
NOUN = re.compile(r"([\w'-]+):n")


@dataclass(frozen=True, slots=True)
class KindTable:
    """Which series a hit adds to."""

    by_class: Mapping[EventClass, KindRow]
    by_mode: Mapping[str, KindRow]

    def kind(self, event_class: EventClass, mode: str, *, is_planned: bool) -> Kind:
        """The series of a class and mode, asserted or planned."""
        row = self.by_mode.get(f"{event_class} {mode}") or self.by_class[event_class]
        return row.planned if is_planned else row.asserted


@dataclass(frozen=True)
class Lexicon:
    """Everything that scoring needs to know, compiled. `version` is the hash of the files' content.

    Matcher rules are numbered as `cues`; in `contexts`, guards come first, then markers. `own` are the files that were
    read beside those that ship.
    """

    version: str
    cues: tuple[CueRow, ...]
    guards: tuple[GuardRow, ...]
    markers: tuple[MarkerRow, ...]
    marker_stops: frozenset[str]
    dates: DateRow
    questions: QuestionRow
    accounting: AccountingRow
    kinds: KindTable
    attribution: AttributionRow
    actors: tuple[ActorRow, ...]
    people_names: frozenset[str]
    gazetteer: Gazetteer
    verbs: frozenset[str]
    cue_matcher: Matcher
    context_matcher: Matcher
    landmarks: tuple[LandmarkRow, ...] = ()
    recurrences: tuple[RecurrenceRow, ...] = ()
    own: tuple[SourceFile, ...] = ()

    @property
    def rules(self) -> tuple[RuleRow, ...]:
        """Cues, guards and markers."""
        return (*self.cues, *self.guards, *self.markers)

    @cached_property
    def weight_of(self) -> dict[int, float]:
        """The weight of each cue by its number."""
        return {number: cue.weight for number, cue in enumerate(self.cues)}

    @cached_property
    def adjectives(self) -> frozenset[str]:
        """The names that stand before a noun as adjectives do: demonyms, and those in a few capitals ("US", "U.N.")."""
        names = {name for actor in self.actors for name in actor.names if is_short_capitals(name)}
        return frozenset(names.union(self.people_names, *(actor.demonyms for actor in self.actors)))

    @cached_property
    def plan_accusation(self) -> CueRow | None:
        """The cue that a plan is where another side tells it."""
        return next((cue for cue in self.cues if cue.id == self.attribution.plan_accusation), None)

    @cached_property
    def seats(self) -> frozenset[str]:
        """The capitals and houses that stand for an actor, and are places as well."""
        return frozenset(seat for actor in self.actors for seat in actor.seats)

    @cached_property
    def almanac(self) -> Almanac:
        """Who held office when, and what news counts its days from."""
        return Almanac.of(self.gazetteer.bearers, self.landmarks, self.recurrences)

    @cached_property
    def verb_forms(self) -> frozenset[str]:
        """Every inflection of the verbs that cues are made of, and of the irregular ones."""
        return self.verbs.union(*map(verb_forms, exceptions()["past"]))

    @cached_property
    def noun_forms(self) -> frozenset[str]:
        """Singular and plural of the nouns that cues are made of."""
        bases = {base for cue in self.cues for pattern in cue.patterns for base in NOUN.findall(pattern)}
        return frozenset().union(*map(noun_forms, bases))

    @cached_property
    def actor_names(self) -> dict[str, str]:
        """The name to show of each actor by its id."""
        return {actor.id: actor.name for actor in self.actors}


def load_lexicon(root: Traversable | None = None, own: Sequence[SourceFile] = ()) -> Lexicon:
    """Read and compile the lexicon in `root` (by default the one that comes along), and files of rows of one's `own`.

    Both make the version. Raises LexiconError for a missing or broken file, key, id, actor or pattern.
    """
    shipped = read_files(root or files("etl.lexicon"))
    for source in own:
        check_tables(source)
    cue_files = [*(source for source in shipped if source.name.startswith("cues/")), *own]
    actor_files = [*(source for source in shipped if source.name.startswith("actors/")), *own]
    sets = named_sets(shipped, own)
    frequent = str(named(shipped, "frequent.toml").table()["words"]).split()
    modality = named(shipped, "modality.toml")
    cues = rows_of(CueRow, cue_files, "cue", identity="id")
    guards = rows_of(GuardRow, [named(shipped, "guards.toml"), *own], "guard", identity="id")
    markers = rows_of(MarkerRow, [modality, *own], "marker", identity="id")
    actors = rows_of(ActorRow, actor_files, "actor", identity="id")
    return Lexicon(
        version=version_of([*shipped, *own]),
        cues=cues,
        guards=guards,
        markers=markers,
        marker_stops=frozenset(modality.table()["clause_stops"]),
        dates=checked(DateRow, table_of(modality, "dates"), "modality.toml, dates"),
        questions=checked(QuestionRow, table_of(modality, "questions"), "modality.toml, questions"),
        accounting=checked(AccountingRow, table_of(modality, "accounting"), "modality.toml, accounting"),
        kinds=kind_table(named(shipped, "kinds.toml")),
        attribution=checked(AttributionRow, named(shipped, "attribution.toml").table(), "attribution.toml"),
        actors=actors,
        people_names=frozenset().union(
            *(row.names for row in rows_of(PeoplesRow, actor_files, "peoples")),
            *(row.demonyms for row in rows_of(FormerRow, actor_files, "former")),
        ),
        gazetteer=gazetteer_of(actors, actor_files),
        verbs=verbs_in(source.text for source in [*cue_files, named(shipped, "sets.toml")]),
        cue_matcher=Matcher([readings(cue.id, cue.patterns, sets) for cue in cues], frequent),
        context_matcher=Matcher(
            [
                *(readings(row.id, row.patterns, sets) for row in guards),
                *(readings(row.id, row.patterns, sets, may_be_common=True) for row in markers),
            ],
            frequent,
        ),
        landmarks=rows_of(LandmarkRow, shipped, "landmark"),
        recurrences=rows_of(RecurrenceRow, shipped, "recurrence"),
        own=tuple(own),
    )


def matcher_of(rows: Sequence[RuleRow], own: Sequence[SourceFile]) -> Matcher:
    """A matcher of a few rows only, numbered as they are given; `own` are the files whose sets they may name."""
    sets = named_sets(read_files(files("etl.lexicon")), own)
    return Matcher([readings(row.id, row.patterns, sets, may_be_common=isinstance(row, MarkerRow)) for row in rows])


def check_tables(source: SourceFile) -> None:
    """Raise LexiconError for a table of a file of one's own that nothing reads, such as a misspelt one."""
    unknown = sorted(source.table().keys() - OWN_TABLES)
    if unknown:
        raise LexiconError(
            f"{source.name}: nothing is read from {unknown[0]!r}.",
            hint=f"It may hold {', '.join(f'[[{name}]]' for name in sorted(OWN_TABLES - {'sets'}))} and [sets].",
        )


def named_sets(shipped: Sequence[SourceFile], own: Sequence[SourceFile]) -> NamedSets:
    """The sets of all files. Raises LexiconError for a name that stands twice."""
    sets: dict[str, Sequence[str]] = {}
    for source in (named(shipped, "sets.toml"), *own):
        for name, items in dict(source.table().get("sets", {})).items():
            if name in sets:
                raise LexiconError(f"{source.name}: there is a set {name!r} already.")
            if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
                raise LexiconError(f"{source.name}: the set {name!r} is no list of words.")
            sets[name] = items
    return NamedSets(sets)


def readings(rule_id: str, patterns: Sequence[str], sets: NamedSets, *, may_be_common: bool = False) -> list[Sequence_]:
    """All readings of a rule's patterns. Raises LexiconError naming rule and pattern."""
    found: list[Sequence_] = []
    for pattern in patterns:
        try:
            found += parse_pattern(pattern, sets, may_be_common=may_be_common)
        except PatternError as error:
            raise LexiconError(f"{rule_id}: pattern {pattern!r}: {error}.") from error
    return found


def kind_table(source: SourceFile) -> KindTable:
    """The table of kinds. Raises LexiconError if a class is missing."""
    table = source.table()
    by_class = {
        EventClass(name): checked(KindRow, row, f"{source.name}, class {name}") for name, row in table["class"].items()
    }
    missing = sorted(set(EventClass) - set(by_class))
    if missing:
        raise LexiconError(f"{source.name}: no kind is given for {', '.join(missing)}.")
    return KindTable(
        by_class, {name: checked(KindRow, row, f"{source.name}, mode {name}") for name, row in table["mode"].items()}
    )


def gazetteer_of(actors: Sequence[ActorRow], sources: Sequence[SourceFile]) -> Gazetteer:
    """All names of actors, their parts, places and peoples, and the holders of their offices, with the guards."""
    names = Names(actors)
    parts = placed_rows(PartRow, sources, "part", identity="id")
    for place, part in parts:
        names.add_part(part, kind=names.kinds[known_actor(part.parent, names.kinds, place)])
    for place, holder in placed_rows(HolderRow, sources, "holder"):
        names.add_holder(holder, kind=names.kinds[known_actor(holder.parent, names.kinds, place)])
    for place, towns in placed_rows(PlacesRow, sources, "places"):
        known_actor(towns.state, names.kinds, place)
        names.add_places(towns)
    for place, people in placed_rows(PeoplesRow, sources, "peoples"):
        for state in people.states:
            known_actor(state, names.kinds, place)
        names.add_peoples(people)
    for place, former in placed_rows(FormerRow, sources, "former"):
        known_actor(former.state, names.kinds, place)
        names.add_former(former)
    lookalikes: dict[tuple[str, str], list[tuple[Sequence[str], Sequence[str], Sequence[str]]]] = {}
    guarded = names.kinds.keys() | {part.id for _, part in parts}
    for place, guard in placed_rows(LookalikeRow, sources, "lookalike"):
        known_actor(guard.actor, guarded, place)
        lookalikes.setdefault((guard.surface, guard.actor), []).append(
            (guard.unless_next, guard.unless_previous, guard.unless_sentence)
        )
    return Gazetteer.of(
        {name: tuple(whose) for name, whose in names.bearers.items()},
        {name: as_guards(rows) for name, rows in lookalikes.items()},
        neighbours_of(sources),
    )


def neighbours_of(sources: Sequence[SourceFile]) -> Neighbours:
    """The words beside names, of all files that hold such; none where no file does."""
    for source in sources:
        raw = source.table().get("neighbours")
        if raw is not None:
            row = checked(NeighboursRow, raw, f"{source.name}, neighbours")
            return Neighbours(**(row.model_dump() | {"first_names": frozenset(row.first_names.split())}))
    return Neighbours()


def is_short_capitals(name: str) -> bool:
    """Whether a name is written in at most four capitals: "US", "U.S.", "NATO"."""
    letters = name.replace(".", "")
    return letters.isupper() and letters.isalpha() and len(letters) <= SHORT_LETTERS_MAX


def known_actor(actor_id: str, kinds: Container[str], where: str) -> str:
    """The id, if the gazetteer has it. Raises LexiconError otherwise, naming file and row."""
    if actor_id not in kinds:
        raise LexiconError(f"{where}: no actor has the id {actor_id!r}.")
    return actor_id
