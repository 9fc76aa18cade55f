"""Turns the rows of actors, parts, holders, places and peoples into names and who bears each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.lexicon.gazetteer import LOCAL, Bearer
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.lexicon.actor_rows import ActorRow, FormerRow, HolderRow, PartRow, PeoplesRow, PlacesRow


class Names:
    """The names of all rows added so far. `kinds` gives the kind of each actor by its id."""

    def __init__(self, actors: Sequence[ActorRow]) -> None:
        self.kinds = {actor.id: actor.kind for actor in actors}
        self.bearers: dict[str, list[Bearer]] = {}
        for actor in actors:
            self.add_actor(actor)

    def add(self, names: Sequence[str], bearer: Bearer) -> None:
        """Add a bearer to each of the names."""
        for name in names:
            self.bearers.setdefault(name, []).append(bearer)

    def add_actor(self, actor: ActorRow) -> None:
        """Add an actor's names, its people and its seats."""
        whole = Bearer(entity_id=actor.id, actor_id=actor.id, kind=actor.kind, is_place=actor.kind is ActorKind.STATE)
        self.add((*actor.names, *actor.demonyms, *actor.seats), whole)
        self.add(actor.shared_names, replace(whole, is_shared=True, near=frozenset(actor.shared_near)))
        self.add(actor.prefixes, replace(whole, is_prefix=True))

    def add_part(self, part: PartRow, *, kind: ActorKind) -> None:
        """Add a body that rolls up to its parent, which is of the kind."""
        self.add(part.names, Bearer(entity_id=part.id, actor_id=part.parent, kind=kind))

    def add_holder(self, holder: HolderRow, *, kind: ActorKind) -> None:
        """Add a person's full names, and the surname for texts that hold one of them."""
        whole = Bearer(
            entity_id=f"{holder.parent}.{holder.name.lower().replace(' ', '-')}",
            actor_id=holder.parent,
            kind=kind,
            first_on=holder.first_on,
            last_on=holder.last_on,
        )
        self.add(holder.names, whole)
        if holder.surname:
            by_surname = replace(
                whole,
                full_names=frozenset(holder.names),
                office=holder.office,
                is_known=holder.is_known_by_surname,
            )
            self.add((holder.surname,), by_surname)

    def add_places(self, towns: PlacesRow) -> None:
        """Add towns and provinces, each an entity of its own."""
        for name in towns.names:
            self.add((name,), local(towns.state, name, is_place=True))
        for name in towns.shared_names:
            self.add((name,), replace(local(towns.state, name, is_place=True), is_shared=True))
        for name in towns.only_where:
            self.add((name,), replace(local(towns.state, name, is_place=True), is_where=True))

    def add_peoples(self, people: PeoplesRow) -> None:
        """Add a people of one state, or of whichever of several the text names."""
        for state in people.states:
            bearer = replace(local(state, people.names[0], is_place=False), is_shared=len(people.states) > 1)
            self.add(people.names, bearer)

    def add_former(self, former: FormerRow) -> None:
        """Add the names of a state that is no more, for its days."""
        bearer = Bearer(
            entity_id=former.state,
            actor_id=former.state,
            kind=ActorKind.STATE,
            first_on=former.first_on,
            last_on=former.last_on,
            is_place=True,
        )
        self.add((*former.names, *former.demonyms), bearer)


def local(state: str, name: str, *, is_place: bool) -> Bearer:
    """A place or a people of a state."""
    return Bearer(entity_id=f"{state}{LOCAL}{name}", actor_id=state, kind=ActorKind.STATE, is_place=is_place)
