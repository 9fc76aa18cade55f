"""The commands `tension groups`: groups of actors and theatres that are watched as one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from warehouse.errors import TensiometerError
from warehouse.settings import Settings, load_settings

app = typer.Typer(help="Groups of actors and theatres that are watched as one.", no_args_is_help=True)
HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder that holds everything that is written.")]


def known_ids(settings: Settings) -> frozenset[str]:
    """The ids of actors and theatres of the lexicon with one's own."""
    from etl.own_lexicon import load_with_own

    return frozenset(load_with_own(settings.lexicon_folder, is_kept=True).actor_names)


@app.command("list")
def list_(*, home: HomeOption = None) -> None:
    """List the groups with their members."""
    from etl.groups import load_groups

    settings = load_settings(flags={"home": home}).settings
    for one in load_groups(settings.home, known_ids(settings)):
        print(f"{one.id:<24} {one.name}: {', '.join(one.members)}")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name to show.")],
    members: Annotated[list[str], typer.Argument(help="Ids of actors or theatres, as POL or T.BALTIC_SEA.")],
    *,
    group_id: Annotated[str, typer.Option("--id", help="Id; by default made of the name.")] = "",
    note: Annotated[str, typer.Option(help="What it is for.")] = "",
    home: HomeOption = None,
) -> None:
    """Add a group of your own, or change the one of that id; its series comes with the next load."""
    from etl.groups import Group, id_of, save_group

    settings = load_settings(flags={"home": home}).settings
    try:
        group = Group(id=group_id or id_of(name), name=name, members=tuple(dict.fromkeys(members)), note=note)
    except ValidationError as error:
        first = error.errors()[0]
        raise TensiometerError(f"This is no group: {first['loc'][0]}: {first['msg']}.") from error
    save_group(settings.home, group, known_ids(settings))
    print(f"Group {group.id} is written; `tension groups apply` computes its series now, the next load does as well.")


@app.command()
def remove(group_id: Annotated[str, typer.Argument(metavar="ID")], *, home: HomeOption = None) -> None:
    """Remove a group of your own, switch one that ships off."""
    from etl.groups import remove_group

    remove_group(load_settings(flags={"home": home}).settings.home, group_id)
    print(f"Group {group_id} is gone; `tension groups apply` takes its series away now, the next load does as well.")


@app.command()
def check(*, home: HomeOption = None) -> None:
    """Say whether the groups can be used: every member is an actor or a theatre."""
    from etl.groups import load_groups

    settings = load_settings(flags={"home": home}).settings
    print(f"{len(load_groups(settings.home, known_ids(settings)))} groups can be used.")


@app.command()
def apply(*, home: HomeOption = None) -> None:
    """Compute the series of groups that changed now, and publish."""
    from etl.report import Reporter
    from etl.run import open_job

    settings = load_settings(flags={"home": home}).settings
    with open_job(settings, command="groups apply", reporter=Reporter()).writer() as writer:
        writer.finish("complete")
        if writer.has_changed:
            writer.publish()
    print("The series of all groups are those of their members.")
