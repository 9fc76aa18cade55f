"""The commands `tension audit`: draw a sample, report what people said of it, exchange labels."""

from __future__ import annotations

import json
import secrets
from datetime import datetime  # noqa: TC003 - the command line reads it from the annotation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.errors import TensiometerError
from warehouse.settings import load_settings

if TYPE_CHECKING:
    from warehouse.audit.results import Results

app = typer.Typer(help="Have people look at a random sample, and say how right the scoring is.", no_args_is_help=True)
HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder that holds everything that is written.")]
DAY_FORMAT = ["%Y-%m-%d"]
FileArgument = Annotated[Path, typer.Argument(help="A .csv or .jsonl file.")]
SAMPLE_MAX = 10_000
SEED_CHARS_MAX = 64


@app.command()
def sample(
    *,
    n: Annotated[int, typer.Option("--n", min=1, max=SAMPLE_MAX, help="Items to draw.")] = 200,
    seed: Annotated[str, typer.Option(help="Draws the same sample again; by default one is made and recorded.")] = "",
    since: Annotated[datetime | None, typer.Option(formats=DAY_FORMAT, help="First day of publication.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY_FORMAT, help="Last day of publication.")] = None,
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")] = False,
) -> None:
    """Draw a random sample of counted and suppressed hits and of unflagged sentences, to be labelled on /audit."""
    from etl.audit.printing import print_sample, sample_as_dict
    from etl.audit.sample import draw_sample
    from warehouse.audit.store import AuditFile
    from warehouse.clock import utc_now
    from warehouse.paths import Home
    from warehouse.reader import Reader

    if since and until and since > until:
        raise TensiometerError("--since is later than --until.", hint="Swap them.")
    if len(seed) > SEED_CHARS_MAX:
        raise TensiometerError(f"--seed has over {SEED_CHARS_MAX} characters.", hint="A number will do.")
    place = Home(load_settings(flags={"home": home}).settings.home)
    file = AuditFile(place.audit)
    audit = file.read()
    drawn = draw_sample(
        Reader(place),
        audit,
        n=n,
        seed=seed or str(secrets.randbelow(2**32)),
        at=utc_now(),
        since=since.date() if since else None,
        until=until.date() if until else None,
    )
    if not drawn.drawn:
        raise TensiometerError("There is nothing to draw from.", hint="Load articles first, or ask for more days.")
    if drawn.sample_id not in {one.sample_id for one in audit.samples}:
        file.add_sample(drawn)
    if as_json:
        print(json.dumps(sample_as_dict(drawn), indent=2, ensure_ascii=False))
    else:
        print_sample(drawn)


@app.command()
def report(
    *,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report, as JSON, to this file.")] = None,
    home: HomeOption = None,
) -> None:
    """Say what follows from the labels: precision per rule, class and kind, what is missed, who agrees with whom."""
    from etl.audit.printing import print_report, report_as_dict

    found = results(Path(load_settings(flags={"home": home}).settings.home))
    if json_file:
        text = json.dumps(report_as_dict(found), indent=2, ensure_ascii=False)
        json_file.write_text(f"{text}\n", encoding="utf-8")
    print_report(found)


@app.command()
def export(file: FileArgument, *, home: HomeOption = None) -> None:
    """Write every drawn item with its labels to a file, for a spreadsheet or another person."""
    from etl.audit.exchange import write_labels
    from warehouse.audit.store import AuditFile
    from warehouse.paths import Home

    audit = AuditFile(Home(load_settings(flags={"home": home}).settings.home).audit).read()
    print(f"{file}: {write_labels(file, audit):,} rows. The sentences in it are those of your articles.")


@app.command("import")
def import_(file: FileArgument, *, home: HomeOption = None) -> None:
    """Take in labels from such a file: all that are new, or nothing where a row of it is wrong."""
    from etl.audit.exchange import read_labels
    from warehouse.audit.store import AuditFile
    from warehouse.clock import utc_now
    from warehouse.paths import Home

    store = AuditFile(Home(load_settings(flags={"home": home}).settings.home).audit)
    arrival = read_labels(file, store.read(), at=utc_now())
    rows = arrival.rows()
    if rows:
        store.append(rows)
    print(
        f"{len(arrival.labels):,} labels and {len(arrival.samples):,} samples are new; {arrival.known_count:,} labels "
        f"were known, {arrival.older_count:,} are older than what the same person said since."
    )


def results(root: Path) -> Results:
    """What follows from the labels of a home over what it has published."""
    from warehouse.audit.results import read_standings, results_of
    from warehouse.audit.store import AuditFile
    from warehouse.paths import Home
    from warehouse.reader import Reader

    home = Home(root)
    audit = AuditFile(home.audit).read()
    return results_of(audit, read_standings(Reader(home).rows, audit.items.values()))
