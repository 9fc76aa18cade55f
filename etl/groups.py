"""Groups of actors and theatres with a signal of their own: those that ship, and one's own laid over them."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from importlib.resources import files
from typing import TYPE_CHECKING

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from warehouse.errors import SettingsError, TensiometerError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

FILE_NAME = "groups.toml"
NEAREST_MAX = 3


class Group(BaseModel):
    """Actors and theatres watched as one. Without members it switches off one that ships."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")
    name: str = Field(min_length=1, max_length=100)
    members: tuple[str, ...] = Field(max_length=300)
    note: str = Field(default="", max_length=1000)


def shipped_groups() -> tuple[Group, ...]:
    """The groups that come along."""
    return read_groups(files("etl").joinpath(FILE_NAME).read_text(encoding="utf-8"), FILE_NAME)


def own_groups(home: Path) -> tuple[Group, ...]:
    """The groups of a home; none if it has no such file. Raises SettingsError if it cannot be read."""
    path = home / FILE_NAME
    try:
        return read_groups(path.read_text(encoding="utf-8"), str(path))
    except (FileNotFoundError, NotADirectoryError):
        # A home that is no folder is refused by what would write into it.
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error


def read_groups(text: str, name: str) -> tuple[Group, ...]:
    """The groups of a file's text. Raises SettingsError, naming the group and what is wrong with it."""
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name} cannot be read as TOML: {error}.") from error
    if set(rows) - {"group"} or not isinstance(rows.get("group", []), list):
        raise SettingsError(f"{name} has something besides [[group]] rows.")
    found: dict[str, Group] = {}
    for number, row in enumerate(rows.get("group", []), start=1):
        try:
            group = Group.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise SettingsError(f"{name}, group {number}: {where}: {first['msg']}.") from error
        if group.id in found:
            raise SettingsError(f"{name}: two groups have the id {group.id}.")
        found[group.id] = group
    return tuple(found.values())


def load_groups(home: Path, known: Collection[str]) -> tuple[Group, ...]:
    """The groups that ship, and those of a home laid over them. `known` are the ids of actors and theatres.

    Raises SettingsError for a member of one's own groups that nobody is, with the nearest ids.
    """
    own = own_groups(home)
    for group in own:
        check_members(group, known)
    merged = {one.id: one for one in shipped_groups()} | {one.id: one for one in own}
    # A lexicon of few actors may lack a member of those that ship; a test holds them to the one that comes along.
    kept = [
        one.model_copy(update={"members": tuple(dict.fromkeys(m for m in one.members if m in known))})
        for one in merged.values()
    ]
    return tuple(one for one in kept if one.members)


def check_members(group: Group, known: Collection[str]) -> None:
    """Raise SettingsError for a member that is no actor and no theatre of the lexicon."""
    for member in group.members:
        if member not in known:
            close = get_close_matches(member.upper(), known, n=NEAREST_MAX, cutoff=0.5)
            hint = f"The nearest: {', '.join(close)}." if close else "Ids stand in etl/lexicon/actors."
            raise SettingsError(f"Group {group.id}: there is no actor or theatre {member!r}.", hint=hint)


def group_rows(groups: Sequence[Group]) -> list[tuple[str, str, str, str]]:
    """A row per member, in the order of signal.actor_group."""
    return [(one.id, one.name, one.note, member) for one in groups for member in one.members]


def save_group(home: Path, group: Group, known: Collection[str]) -> None:
    """Write a group to the home's file, in the place of one of its id. Raises SettingsError for an unknown member."""
    check_members(group, known)
    write_groups(home, [*(one for one in own_groups(home) if one.id != group.id), group])


def remove_group(home: Path, group_id: str) -> None:
    """Remove a group of one's own, and switch one that ships off. Raises TensiometerError for one nobody has."""
    kept = [one for one in own_groups(home) if one.id != group_id]
    shipped = {one.id: one for one in shipped_groups()}
    if group_id in shipped:
        kept.append(shipped[group_id].model_copy(update={"members": ()}))
    elif len(kept) == len(own_groups(home)):
        raise TensiometerError(f"No group has the id {group_id!r}.", hint="`tension groups list` lists them.")
    write_groups(home, kept)


def write_groups(home: Path, groups: Sequence[Group]) -> None:
    """Write the home's file anew, in one rename."""
    document = tomlkit.document()
    rows = tomlkit.aot()
    for group in groups:
        table = tomlkit.table()
        table.update(group.model_dump() | {"members": list(group.members)})
        rows.append(table)
    document["group"] = rows
    home.mkdir(parents=True, exist_ok=True)
    arriving = home / f".{FILE_NAME}.arriving"
    arriving.write_text(tomlkit.dumps(document), encoding="utf-8")
    arriving.replace(home / FILE_NAME)


def id_of(name: str) -> str:
    """An id made of a name: NATO's east flank becomes nato-s-east-flank."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
