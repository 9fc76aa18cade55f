"""The command `tension export`: rows of a public table or view as a file, or the whole warehouse as one."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer

from warehouse.errors import ExportRefused
from warehouse.paths import Home
from warehouse.settings import load_settings

HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder that holds everything that is written.")]
FormatOption = Literal["csv", "parquet", "xlsx"]


def export(
    relation: Annotated[
        str | None, typer.Argument(help="A table or view, as signal.actor_daily; none lists them.")
    ] = None,
    file: Annotated[Path | None, typer.Argument(help="The file to write, or - for CSV on standard output.")] = None,
    *,
    where: Annotated[
        list[str] | None,
        typer.Option(
            help="A condition, as actor_id=PRK, 'value>=5', 'actor_id in PRK,KOR', 'sentence contains missile' or "
            "'value is not null'; several must all hold."
        ),
    ] = None,
    columns: Annotated[str, typer.Option(help="Columns to write, separated by commas; all of them if not given.")] = "",
    order: Annotated[str, typer.Option(help="Columns to sort by, as 'published_on desc, actor_id'.")] = "",
    limit: Annotated[int | None, typer.Option(min=0, help="Rows to write at most.")] = None,
    file_format: Annotated[
        FormatOption | None, typer.Option("--format", help="csv, parquet or xlsx; by default what the ending says.")
    ] = None,
    bundle: Annotated[
        Path | None, typer.Option(help="Write the whole warehouse, texts included, as one DuckDB file.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write rows of the published warehouse as CSV, Parquet or Excel; works while a load runs."""
    from warehouse.export.run import export as export_rows
    from warehouse.export.selection import Selection, parse_condition

    place = Home(load_settings(flags={"home": home}).settings.home)
    if bundle is not None:
        bundle_all(place, bundle, relation)
        return
    if relation is None:
        list_relations(place)
        return
    if file is None:
        raise ExportRefused("Where to?", hint=f"tension export {relation} FILE, or - for standard output.")
    selection = Selection(
        relation=relation,
        conditions=[parse_condition(one) for one in where or ()],
        columns=split(columns),
        order=split(order),
        row_count_max=limit,
    )
    target = None if str(file) == "-" else file
    done = export_rows(place, selection, target, file_format=file_format, product_version=version("tensiometer"))
    if target is not None:
        print(f"{done.relation}: {done.row_count:,} rows in {' and '.join(map(str, done.files))}.", file=sys.stderr)


def bundle_all(home: Home, target: Path, relation: str | None) -> None:
    """Write everything as one file."""
    from warehouse.export.bundle import bundle

    if relation is not None:
        raise ExportRefused("--bundle takes everything: name no table or view with it.")
    done = bundle(home, target)
    print(f"{target}: version {done.published_version} with {done.row_count:,} texts.", file=sys.stderr)


def list_relations(home: Home) -> None:
    """Print what can be exported, with what it is."""
    from warehouse.reader import Reader

    reader = Reader(home)
    for row in reader.rows("relations"):
        print(f"{row['relation']:<28} {row['meaning']}")
    reader.close()


def split(text: str) -> list[str]:
    """Names between commas."""
    return [one.strip() for one in text.split(",") if one.strip()]
