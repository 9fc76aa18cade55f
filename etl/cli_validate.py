"""The commands `tension validate`: hold the signal against the published index and against dated events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.errors import TensiometerError
from warehouse.settings import load_settings

if TYPE_CHECKING:
    from warehouse.reader import Reader
    from warehouse.settings import Settings
    from warehouse.validation import Validation

app = typer.Typer(help="Hold the signal against the published index and against dated events.", add_completion=False)
HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder that holds everything that is written.")]
GPR_FOLDER = "../shared/data/gpr"


@app.callback(invoke_without_command=True)
def validate_(
    context: typer.Context,
    *,
    gpr: Annotated[str, typer.Option("--gpr", help="Folder or address of the Geopolitical Risk index.")] = GPR_FOLDER,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write all figures, as JSON, to this file.")] = None,
    are_floors_held: Annotated[
        bool, typer.Option("--floors", help="Fail where a floor does not hold, as on the corpus of the project.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Measure agreement with the index by country and day, of outlets, and with events; keep it, and publish."""
    from etl.printing_validation import print_validation, validation_as_dict
    from etl.validation.download import downloading
    from etl.validation.gpr import read_gpr
    from etl.validation.measure import headline, validate
    from warehouse.clock import utc_now

    if context.invoked_subcommand:
        return
    settings = load_settings(flags={"home": home}).settings
    with downloading(settings) as download:
        index = read_gpr(gpr, download)
    found = validate(reader_of(settings), index, now=utc_now())
    measures = headline(found.measures)
    if json_file:
        text = json.dumps(validation_as_dict(found, measures), indent=2, ensure_ascii=False)
        json_file.write_text(text, encoding="utf-8")
    print_validation(found, measures)
    # Last: a load under way refuses this, and must not take the figures with it.
    keep(found, settings)
    if are_floors_held and not all(one.holds for one in measures):
        raise typer.Exit(1)


@app.command()
def events(
    *,
    alerts: Annotated[Path, typer.Option("--alerts", help="Write the alerts with their leading titles to this file.")],
    sample: Annotated[int, typer.Option("--sample", min=0, help="Draw as many that no listed event explains.")] = 0,
    home: HomeOption = None,
) -> None:
    """Write the alerts of the newest validation with the titles that led them, for readers to judge."""
    from etl.validation.sheet import alert_lines

    reader = reader_of(load_settings(flags={"home": home}).settings)
    lines = alert_lines(reader, sample=sample)
    if not lines:
        raise TensiometerError("No alert is kept.", hint="Run `tension validate` first.")
    alerts.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines) + "\n", encoding="utf-8")
    print(f"{alerts}: {len(lines):,} alerts.")


def reader_of(settings: Settings) -> Reader:
    """The newest published version of a home."""
    from warehouse.paths import Home
    from warehouse.reader import Reader

    return Reader(Home(settings.home))


def keep(found: Validation, settings: Settings) -> None:
    """Write what was found into the warehouse, and publish it."""
    from etl.report import Reporter
    from etl.run import open_job
    from warehouse.validation import store_validation

    profile = reader_of(settings).freshness().profile
    job = open_job(settings, command="validate", reporter=Reporter(), profile=profile)
    with job.writer() as writer:
        store_validation(writer, found)
        writer.finish("complete")
        writer.publish()
