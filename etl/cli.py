"""The command `tension`: every job is a command, every error one line and an exit code."""

from __future__ import annotations

import json
import logging
import signal
import sys
from datetime import datetime  # noqa: TC003 - the command line reads it from the annotation
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl import cli_audit, cli_export, cli_feeds, cli_groups, cli_lexicon, cli_validate, cli_versions
from etl.logs import set_level
from etl.printing import Format, coded_as_dict, print_coded, print_result, visible
from warehouse.errors import TensiometerError
from warehouse.paths import Home
from warehouse.settings import LoadedSettings, Settings, load_settings

if TYPE_CHECKING:
    from etl.feeds import Feed
    from etl.lexicon.load import Lexicon
    from etl.report import Reporter
    from etl.stages.language_model import Model
    from warehouse.terms import CodedArticle

app = typer.Typer(
    help="Measure geopolitical tension from news, every point with its evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_feeds.app, name="feeds")
app.add_typer(cli_groups.app, name="groups")
app.add_typer(cli_lexicon.app, name="lexicon")
app.add_typer(cli_audit.app, name="audit")
cli_versions.register(app)
app.add_typer(cli_validate.app, name="validate")
app.command()(cli_export.export)
HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder that holds everything that is written.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
EXIT_INTERRUPTED = 130
EXIT_DISK = 5


def tell_version(is_asked: bool) -> None:  # noqa: FBT001 - the signature of an option's callback
    """Print the version and end."""
    if is_asked:
        print(f"tension {version('tensiometer')}")
        raise typer.Exit


@app.callback()
def configure(
    *,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log every step to standard error.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=tell_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Set up logging: readable on a terminal, JSON lines otherwise."""
    set_level(logging.DEBUG if verbose else logging.WARNING)


@app.command()
def ingest(
    *,
    home: HomeOption = None,
    feeds: Annotated[Path | None, typer.Option(help="Catalogue of feeds to use.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Ask all feeds, also those not due yet.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Say nothing where no feed is due, as a scheduler likes.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Fetch the feeds that are due, score what is new, and publish."""
    from etl.report import Reporter
    from etl.run import ingest as run_ingest
    from etl.run import open_job

    settings = load_settings(flags={"home": home, "feeds": feeds}).settings
    reporter = Reporter(is_idle_quiet=quiet)
    run_ingest(open_job(settings, command="ingest", reporter=reporter), active_feeds(settings), is_forced=force)
    finish(reporter, as_json=as_json)


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="RSS or Atom files, .html, .txt, .jsonl, .csv or .parquet.")],
    *,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="FIELD=COLUMN, as title=headline; of title, body, url, published_at, outlet, language, guid.",
        ),
    ] = None,
    outlet: Annotated[str, typer.Option(help="Outlet of files that name none.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load files on the same road as feeds, and publish."""
    from etl.files import Reading
    from etl.report import Reporter
    from etl.run import import_files, open_job

    settings = load_settings(flags={"home": home}).settings
    reading = Reading(mapping=read_mapping(mapping or []), outlet=outlet, entries_max=settings.feed_entries)
    reporter = Reporter()
    import_files(open_job(settings, command="import", reporter=reporter), paths, reading)
    finish(reporter, as_json=as_json)


@app.command()
def demo(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Load the chronicle of 2022 and 2023 that comes along, into a home of its own inside the live one."""
    from etl.report import Reporter
    from etl.run import demo_settings, load_demo, open_job

    settings = demo_settings(load_settings(flags={"home": home}).settings)
    reporter = Reporter()
    load_demo(open_job(settings, command="demo", reporter=reporter, profile="demo"))
    reporter.note(f'Query it with: tension sql --home {settings.home} "from signal.day limit 3"')
    finish(reporter, as_json=as_json)


@app.command()
def run(
    *,
    home: HomeOption = None,
    port: Annotated[int | None, typer.Option(help="Port of the dashboard.")] = None,
    is_demo: Annotated[bool, typer.Option("--demo", help="Show the chronicle, without any network.")] = False,
) -> None:
    """Load, serve the dashboard, and fetch again as feeds fall due; Ctrl-C ends all of it."""
    from etl.serve import serve

    settings = load_settings(flags={"home": home, "port": port}).settings
    raise typer.Exit(serve(settings, active_feeds(settings), is_demo=is_demo))


@app.command("schedule")
def schedule_(*, home: HomeOption = None) -> None:
    """Fetch feeds as they fall due, each at its own pace, until Ctrl-C or SIGTERM; serves nothing."""
    from etl.report import Reporter
    from etl.schedule import schedule

    raise typer.Exit(schedule(load_settings(flags={"home": home}).settings, Reporter()))


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT, EXPLAIN, DESCRIBE, SHOW or SUMMARIZE.")],
    *,
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = "table",
    home: HomeOption = None,
) -> None:
    """Query the published warehouse; works while a load runs."""
    from warehouse.reader import Reader

    settings = load_settings(flags={"home": home}).settings
    result = Reader(Home(settings.home)).ask(query)
    print_result(result, output)


@app.command()
def score(
    text: Annotated[str, typer.Argument(help="A text, or the path of a file.")],
    *,
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Day of publication.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how each hit was read, by which rules, and by the class model.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score a text: actors, cue hits, flags and spans."""
    from etl.own_lexicon import load_with_own
    from etl.scoring import score_text
    from etl.stages.language import read_model_by

    read_model_by(kept_model)
    lexicon = load_with_own(load_settings(flags={"home": home}).settings.lexicon_folder, is_kept=True)
    coded = score_text(text, day.date() if day else None, lexicon)
    lines, extra = read_by_model(coded, lexicon) if explain else ([], {})
    if as_json:
        print(json.dumps({**coded_as_dict(coded, lexicon), **extra}, indent=2, ensure_ascii=False))
    else:
        print_coded(coded, lexicon, explain=explain)
        for line in lines:
            print(visible(line))


def read_by_model(coded: CodedArticle, lexicon: Lexicon) -> tuple[list[str], dict[str, Any]]:
    """What the class model reads in each sentence with a hit, as lines for people and as a part of JSON."""
    from etl.explain import read_sentences, reading_line, readings_as_dicts

    readings = read_sentences(coded, lexicon)
    return [reading_line(one) for one in readings], {"sentences": readings_as_dicts(readings)}


@app.command()
def train(
    *,
    is_with_gold: Annotated[
        bool, typer.Option("--with-gsr", help="Learn from PLOVER's gold standard records (CC BY-SA 4.0) besides.")
    ] = False,
    data: Annotated[Path, typer.Option(help="Folder of the evaluation data, for --with-gsr.")] = Path("../shared/data"),
    output: Annotated[Path | None, typer.Option(help="File to write; by default the weights that come along.")] = None,
    is_checked: Annotated[
        bool, typer.Option("--check", help="Cross-validate beside the rules alone, and write nothing.")
    ] = False,
) -> None:
    """Train the class model on the sentences of our own and write its weights, the same bytes for the same lexicon."""
    from etl.lexicon.load import load_lexicon
    from etl.model import train as training
    from etl.model.load import WEIGHTS

    lexicon = load_lexicon()
    lessons, examples = training.own_lessons(lexicon), training.rule_examples(lexicon)
    if is_with_gold:
        lessons += training.gold_lessons(data, lexicon)
    if is_checked:
        for name, alone, told in training.folded_figures(training.cross_validated(lessons, examples, lexicon)):
            print(f"{name}, macro F1: {alone:.3f} by the rules alone, {told:.3f} with the class model")
        return
    path = output or Path(training.__file__).with_name(WEIGHTS)
    training.write_weights(training.train(lessons, examples), path)
    own = f"{len(lessons):,} sentences and the examples of {len(examples):,} rules"
    print(f"{path}: learnt from {own}{', gold standard records (CC BY-SA 4.0) among them' if is_with_gold else ''}.")


@app.command()
def evaluate(
    *,
    data: Annotated[Path, typer.Option(help="Folder of the evaluation data.")] = Path("../shared/data"),
    report: Annotated[Path | None, typer.Option(help="Write the report, as Markdown, to this file.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the measures, as JSON, to this file.")] = None,
) -> None:
    """Measure the scoring on labelled sets, with peers beside it; fails where a floor does not hold."""
    from etl.evaluation.measure import evaluate as evaluate_all
    from etl.evaluation.report import markdown, with_floors
    from etl.lexicon.load import load_lexicon
    from etl.measures import measures_json

    lexicon = load_lexicon()
    found = with_floors(evaluate_all(data, lexicon))
    text = markdown(found, lexicon.version)
    if report:
        report.write_text(text, encoding="utf-8")
    if json_file:
        json_file.write_text(measures_json(one.measure for one in found), encoding="utf-8")
    print(text.split("\n## ", 1)[0])
    if not all(one.measure.holds for one in found):
        raise typer.Exit(1)


@app.command()
def settings(*, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List every setting with its value and where it comes from."""
    loaded = load_settings(flags={"home": home})
    rows = settings_rows(loaded)
    if as_json:
        print(json.dumps({"settings": rows}, indent=2))
        return
    table = Table("setting", "value", "from", "what it does", box=None, header_style="bold")
    for row in rows:
        table.add_row(Text(row["name"]), Text(row["value"]), Text(row["origin"]), Text(row["description"]))
    Console().print(table)


@app.command()
def check(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Run the warehouse's own checks; each must find nothing."""
    from warehouse.checks import run_checks
    from warehouse.reader import Reader

    found = run_checks(Reader(Home(load_settings(flags={"home": home}).settings.home)))
    if as_json:
        print(json.dumps({"checks": [{"name": name, "violations": count} for name, count in found.items()]}, indent=2))
    else:
        for name, count in found.items():
            print(f"{name.replace('_', ' ')}: {'holds' if not count else f'{count:,} violations'}")
    if any(found.values()):
        raise typer.Exit(1)


def settings_rows(loaded: LoadedSettings) -> list[dict[str, str]]:
    """Every setting as text."""
    return [
        {
            "name": name,
            "value": "" if (value := getattr(loaded.settings, name)) is None else str(value),
            "origin": loaded.origins[name],
            "description": str(field.description),
        }
        for name, field in Settings.model_fields.items()
    ]


def kept_model() -> Model:
    """The language model, loaded only where a text declares no language."""
    from etl.kept_model import kept_model as read

    return read()


def active_feeds(settings: Settings) -> tuple[Feed, ...]:
    """The feeds that are asked."""
    from etl.catalogue import load_catalogue

    return load_catalogue(settings).active


def read_mapping(pairs: list[str]) -> dict[str, str]:
    """FIELD=COLUMN pairs as a dictionary. Raises TensiometerError for a field there is none of."""
    from etl.files import FIELDS

    mapping: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not column or name not in FIELDS:
            raise TensiometerError(f"--map {pair}: expected FIELD=COLUMN.", hint=f"Fields: {', '.join(FIELDS)}.")
        mapping[name] = column
    return mapping


def finish(reporter: Reporter, *, as_json: bool) -> None:
    """Print the summary for programs if asked; fail if no source could be read."""
    summary = reporter.summary
    if as_json:
        print(json.dumps(summary.as_dict(), indent=2))
    if summary.results and len(summary.failed) == len(summary.results):
        raise typer.Exit(1)


def interrupted(_number: int, _frame: object) -> None:
    """Treat SIGTERM like Ctrl-C: what is written stays, the rest is left for the next run."""
    raise KeyboardInterrupt


def main() -> None:
    """Run the command; errors are one line and an exit code."""
    signal.signal(signal.SIGTERM, interrupted)
    # Started in the background by a script, a process inherits an ignored SIGINT.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        app()
    except TensiometerError as error:
        print(f"tension: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except SystemExit as leaving:
        # The command line library turns Ctrl-C into this code, and says nothing.
        if leaving.code == EXIT_INTERRUPTED:
            print("tension: stopped; what was written stays.", file=sys.stderr)
        raise
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        print(f"tension: {error.filename or 'a file'} cannot be read or written: {error.strerror}.", file=sys.stderr)
        sys.exit(EXIT_DISK)


if __name__ == "__main__":
    main()
