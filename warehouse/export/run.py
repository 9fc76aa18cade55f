"""Takes rows of the newest published copy away as one file, which appears whole or not at all."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

import duckdb

from warehouse.clock import utc_now
from warehouse.connection import connect_exporter, disk_error, interruptible, is_disk_trouble, is_interruption
from warehouse.errors import ExportRefused, WarehouseAbsent, WarehouseUnreadable
from warehouse.export.excel import ExcelFile
from warehouse.export.files import CsvFile, ParquetFile, RowFile, readable, sidecar
from warehouse.export.selection import Column, Selection, catalogue, find_relation, selected
from warehouse.reader import OPEN_ATTEMPTS_MAX, Reader, check_schema
from warehouse.segments import sync
from warehouse.sqlfiles import sql_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.paths import Home

Format = Literal["csv", "parquet", "xlsx"]
ENDINGS: dict[str, Format] = {".csv": "csv", ".parquet": "parquet", ".pq": "parquet", ".xlsx": "xlsx"}
SIDECAR_ENDING = "-metadata.json"
BATCH_ROWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: how many rows of which version, and the files."""

    relation: str
    row_count: int
    published_version: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The newest published copy, opened, and what there is to be said of it."""

    connection: duckdb.DuckDBPyConnection
    version: str
    freshness: dict[str, Any]


def export(
    home: Home, selection: Selection, target: Path | None, *, file_format: Format | None = None, product_version: str
) -> Exported:
    """Write the rows of a selection to `target`, or as CSV to standard output where it is None.

    Raises ExportRefused for what is not there, WarehouseFull if the target cannot be written, WarehouseAbsent and
    WarehouseUnreadable if there is nothing to read. The target then is what it was before.
    """
    chosen = format_of(target, file_format)
    if target is None:
        with TemporaryDirectory(prefix="tension-export-") as folder, opened(home, Path(folder)) as source:
            sink = CsvMaker(sys.stdout.buffer)
            count, _ = write_rows(source, selection, sink, product_version=product_version)
        return Exported(relation=selection.relation, row_count=count, published_version=source.version, files=())
    with arriving(home, target) as place, opened(home, place) as source:
        maker = FileMaker(place / target.name, chosen, place)
        count, columns_and_facts = write_rows(source, selection, maker, product_version=product_version)
        names = [target.name]
        if chosen == "csv":
            columns, facts = columns_and_facts
            beside = f"{target.name}{SIDECAR_ENDING}"
            (place / beside).write_text(sidecar(target.name, facts, columns), encoding="utf-8")
            names.insert(0, beside)
        files = tuple(settle(place / name, target.with_name(name)) for name in names)
    return Exported(
        relation=selection.relation, row_count=count, published_version=source.version, files=tuple(reversed(files))
    )


def format_of(target: Path | None, given: Format | None) -> Format:
    """The format that was asked for, or that of the file's ending. Raises ExportRefused where there is none."""
    if target is None:
        if given not in {None, "csv"}:
            raise ExportRefused(f"Only CSV goes to standard output, not {given}.", hint="Name a file instead of -.")
        return "csv"
    found = given or ENDINGS.get(target.suffix.lower())
    if found is None:
        raise ExportRefused(
            f"{target} has no ending that says its format.", hint=f"Endings: {', '.join(ENDINGS)}; or give --format."
        )
    return found


@dataclass(frozen=True, slots=True)
class CsvMaker:
    """Makes the file of rows on standard output."""

    sink: Any
    is_readable: bool = True

    def __call__(self, schema: Any, columns: Sequence[Column]) -> RowFile:
        """Open it for rows of a schema."""
        del columns
        return CsvFile(self.sink, schema, is_own=False)


@dataclass(frozen=True, slots=True)
class FileMaker:
    """Makes the file of rows at a path."""

    path: Path
    file_format: Format
    folder: Path

    @property
    def is_readable(self) -> bool:
        """Whether rows are made readable for it: Parquet keeps every type instead."""
        return self.file_format != "parquet"

    def __call__(self, schema: Any, columns: Sequence[Column]) -> RowFile:
        """Open it for rows of a schema."""
        if self.file_format == "parquet":
            return ParquetFile(self.path, schema, columns)
        if self.file_format == "xlsx":
            return ExcelFile(self.path, columns, self.folder)
        return CsvFile(self.path.open("wb"), schema, is_own=True)


def write_rows(
    source: Source, selection: Selection, maker: CsvMaker | FileMaker, *, product_version: str
) -> tuple[int, tuple[list[Column], dict[str, Any]]]:
    """Write the rows, batch by batch. Returns their number, and the columns and facts that stand with them."""
    relation = find_relation(catalogue(source.connection), selection.relation)
    rows = selected(source.connection, relation, selection)
    known = {one.name: one for one in relation.columns}
    columns = [known[name] for name in rows.columns]
    if maker.is_readable:
        rows = readable(rows, is_for_csv=isinstance(maker, CsvMaker) or maker.file_format == "csv")
    batches = rows.to_arrow_reader(BATCH_ROWS)
    file, count = maker(batches.schema, columns), 0
    for batch in batches:
        file.write(batch)
        count += batch.num_rows
    facts = {
        "relation": relation.name,
        "meaning": relation.meaning,
        "filter": [str(one) for one in selection.conditions],
        "order": list(selection.order),
        "limit": selection.row_count_max,
        "row_count": count,
        "exported_at": f"{utc_now().isoformat(timespec='seconds')}Z",
        "published_version": source.version,
        "lexicon_version": source.freshness["lexicon_version"],
        "last_run_at": f"{source.freshness['last_run_at'].isoformat(timespec='seconds')}Z",
        "profile": source.freshness["profile"],
        "product": f"Tensiometer {product_version}",
        "time_zone": "UTC",
    }
    file.close(facts)
    return count, (columns, facts)


@contextmanager
def opened(home: Home, spill: Path) -> Iterator[Source]:
    """Open the newest published copy, and turn what DuckDB says of it into one of our errors."""
    reader, connection, version = Reader(home), None, ""
    for attempt in range(OPEN_ATTEMPTS_MAX):
        version = reader.version()
        path = home.version_file(version)
        try:
            connection = connect_exporter(path, segments=home.segments, spill=spill / "spill")
            break
        except WarehouseUnreadable:
            # It may have been removed between reading its name and opening it.
            if path.exists() or attempt + 1 == OPEN_ATTEMPTS_MAX:
                raise
    if connection is None:
        raise WarehouseAbsent(f"{home.version_file(version)} is not there.", path=home.published, hint="Try again.")
    with connection:
        check_schema(connection, path)
        freshness = connection.execute(sql_text("queries", "freshness"))
        names = [column[0] for column in freshness.description or ()]
        facts = dict(zip(names, freshness.fetchall()[0], strict=True))
        yield Source(connection=connection, version=version, freshness=facts)


@contextmanager
def arriving(home: Home, target: Path) -> Iterator[Path]:
    """A folder beside the target for all that comes before it: it is removed, whatever happens."""
    refuse_place(home, target)
    try:
        with (
            TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.", suffix=".arriving") as folder,
            interruptible(),
        ):
            yield Path(folder)
    except (OSError, duckdb.Error) as error:
        if is_interruption(error):
            raise KeyboardInterrupt from error
        if isinstance(error, OSError) or is_disk_trouble(error):
            raise disk_error(error, target) from error
        first_line = str(error).splitlines()[0]
        if isinstance(error, duckdb.OutOfMemoryException):
            raise ExportRefused(f"This takes more memory than an export has: {first_line}.") from error
        raise WarehouseUnreadable(
            f"{home.root} cannot be read: {first_line}", path=home.root, hint="Try again; or load again to replace it."
        ) from error


def refuse_place(home: Home, target: Path) -> None:
    """Raise ExportRefused where a file cannot go, or would take the place of the warehouse's own."""
    if target.exists() and not target.is_file():
        raise ExportRefused(f"{target} is no file.", hint="Name a file, or - for standard output.")
    if not target.parent.is_dir():
        raise ExportRefused(f"{target.parent} is no folder.", hint="Make it first.")
    place = target.resolve()
    own = [home.warehouse, home.analysts, home.lock, home.schedule_lock, home.unpublished]
    folders = [home.published, home.segments]
    if place in [one.resolve() for one in own] or any(place.is_relative_to(one.resolve()) for one in folders):
        raise ExportRefused(f"{target} is the warehouse's own.", hint="Name another file.")


def settle(path: Path, target: Path) -> Path:
    """See a file safely on disk and give it its name."""
    sync(path)
    return path.replace(target)
