"""The commands of versions: score what is stored anew beside what is in force, list, compare, promote."""

from __future__ import annotations

import json
from datetime import datetime  # noqa: TC003 - the command line reads it from the annotation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.paths import Home
from warehouse.settings import load_settings

if TYPE_CHECKING:
    from etl.run import Job
    from warehouse.settings import Settings

HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder that holds everything that is written.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
LIMIT = 20


def register(app: typer.Typer) -> None:
    """Add the commands to the program's."""
    for command in (recode, versions, diff, promote):
        app.command()(command)


def recode(
    *,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Only articles published from this day on.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score what is stored with the lexicon in force, beside what is in force; goes on where it stopped."""
    from etl.printing_versions import print_recoded
    from etl.recode import recode as score_anew

    job = open_job(load_settings(flags={"home": home}).settings, "recode")
    done = score_anew(job, since_on=since.date() if since else None)
    if as_json:
        print(json.dumps(done.as_dict(), indent=2))
    else:
        print_recoded(done)


def versions(
    *,
    drop: Annotated[str, typer.Option("--drop", help="Remove the rows of this version that stand beside.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the versions of the lexicon: when each was first used, how far it is scored, which is current."""
    from etl.printing_versions import print_versions
    from etl.promotion import drop as drop_version
    from etl.version_list import versions_of

    settings = load_settings(flags={"home": home}).settings
    if drop:
        name = drop_version(open_job(settings, "versions"), drop)
        if not as_json:
            print(f"Removed what stood beside of version {name}; what is in force stays.")
            return
    found = versions_of(Home(settings.home))
    if as_json:
        print(json.dumps({"versions": [one.as_dict() for one in found]}, indent=2))
    else:
        print_versions(found)


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A version by its first characters, or `current`.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The version that A is compared with.")],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Days and hits shown, at most.")] = LIMIT,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what B moves against A: which actors on which days, by which articles and hits, by which rules."""
    from etl.printing_versions import difference_as_dict, print_difference
    from etl.recode import difference
    from etl.version_list import named_version

    settings = load_settings(flags={"home": home}).settings
    names = [named_version(Home(settings.home), one) for one in (before, after)]
    found = difference(open_job(settings, "diff"), *names, days_max=limit, hits_max=limit)
    if as_json:
        print(json.dumps(difference_as_dict(found), indent=2, ensure_ascii=False))
    else:
        print_difference(found)


def promote(
    version: Annotated[str, typer.Argument(help="A version by its first characters: `tension versions` lists them.")],
    *,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a version current: its rows take the place of others, which are kept, and the signal is made anew."""
    from etl.promotion import promote as put_in_force

    name, done = put_in_force(open_job(load_settings(flags={"home": home}).settings, "promote"), version)
    if as_json:
        facts = {"before": done.before, "replaced": done.replaced_count, "left": done.left_count}
        print(json.dumps({"lexicon_version": name} | facts, indent=2))
        return
    print(f"Version {name} is current: the rows of {done.replaced_count:,} texts were replaced and are kept.")
    if done.left_count:
        print(f"{done.left_count:,} texts that it never scored stay as they are.")
    if done.before != name:
        print(f"To go back: tension promote {done.before}")


def open_job(settings: Settings, command: str) -> Job:
    """A job on a home that was loaded."""
    from etl.recode import open_version_job
    from etl.report import Reporter

    return open_version_job(settings, command=command, reporter=Reporter())
