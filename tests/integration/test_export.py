"""`tension export`: every public table and view in three formats, read back equal; hostile cells; refusals."""

from __future__ import annotations

import csv
import json
import math
import re
import resource
import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from etl.files import Reading
from etl.run import import_files
from tests.integration.commands import TENSION, assert_one_line, duckdb_client, environment, tension
from tests.integration.samples import AT, ask, job, made, open_writer, store, write_jsonl
from warehouse.connection import connect_reader
from warehouse.errors import ExportRefused, WarehouseFull
from warehouse.export import excel
from warehouse.export.bundle import bundle
from warehouse.export.cells import as_it_was, harmless
from warehouse.export.run import SIDECAR_ENDING, export
from warehouse.export.selection import Selection, catalogue, parse_condition
from warehouse.paths import Home

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon

HOSTILE = ("=1+1 war", "+1 war", "-1 war", "@SUM(A1) war", "'=1 war", "＝1+1 war", "fine war")
ROWS = 1_000_000
MEMORY_BYTES = 500_000_000
# The peak of a process that exports, less nothing: Python and its libraries are part of what it takes.
MEASURED = """
import sys
from pathlib import Path
from warehouse.export.run import export
from warehouse.export.selection import Selection
from warehouse.paths import Home
selection = Selection(relation="raw.outcome", order=["reason"])
done = export(Home(Path(sys.argv[1])), selection, Path(sys.argv[2]), product_version="0")
# Not what getrusage says: that is at least what the process which started this one had.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(done.row_count, int(peak.split()[1]) * 1024)
"""


def write(home: Path, relation: str, target: Path, *conditions: str, **more: Any) -> Any:
    selection = Selection(relation=relation, conditions=[parse_condition(one) for one in conditions], **more)
    return export(Home(home), selection, target, product_version="0")


def stored(home: Path, relation: str, tail: str = "") -> tuple[list[str], list[tuple[Any, ...]]]:
    """The rows as the published copy has them, by a connection of the reader's kind."""
    version = Home(home).pointer.read_text(encoding="utf-8").strip()
    with connect_reader(Home(home).version_file(version), segments=Home(home).segments) as connection:
        found = connection.execute(f"from {relation} {tail}")
        return [one[0] for one in found.description], found.fetchall()


def settled(value: Any) -> Any:
    """A value as any of the formats may give it back."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, bytes):
        return value.hex().upper()
    if isinstance(value, list | dict):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return value


def rows_of(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted((tuple(map(settled, row)) for row in rows), key=repr)


def read_csv(path: Path, like: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of a CSV file in the types of `like`; what is empty and not in quotation marks is nothing."""
    kinds = [next((type(row[at]) for row in like if row[at] is not None), str) for at in range(len(like[0]))]
    with duckdb.connect() as connection:
        found = connection.read_csv(
            str(path), all_varchar=True, header=True, parallel=False, allow_quoted_nulls=False
        ).fetchall()
    return [tuple(typed(cell, kind) for cell, kind in zip(row, kinds, strict=True)) for row in found]


def typed(cell: str | None, kind: type) -> Any:
    if cell is None:
        return None
    if kind is bool:
        return cell == "true"
    if kind in {date, datetime}:
        return kind.fromisoformat(cell)
    if kind in {int, float}:
        return kind(cell)
    return as_it_was(cell)


def read_excel(path: Path, like: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    found = [row for name in book.sheetnames if name != "about" for row in book[name].iter_rows(min_row=2)]
    kinds = [next((type(row[at]) for row in like if row[at] is not None), str) for at in range(len(like[0]))]
    assert {cell.data_type for row in found for cell in row} <= {"n", "s", "b", "d", "inlineStr"}, "no formula"
    rows = [tuple(dated(cell.value, kind) for cell, kind in zip(row, kinds, strict=True)) for row in found]
    book.close()
    return rows


def dated(value: Any, kind: type) -> Any:
    if kind is date and isinstance(value, datetime):
        return value.date()
    return float(value) if kind is float and value is not None else value


@pytest.fixture(scope="module")
def relations(loaded_home: Path) -> dict[str, Any]:
    with duckdb.connect(Home(loaded_home).analysts, read_only=True) as connection:
        return catalogue(connection)


def empty_as(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Readers of Excel files give an empty text as nothing."""
    return [tuple(None if value == "" else value for value in row) for row in rows]


def are_alike(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether rows are the same; Excel counts in fractions of days, of which a millisecond is sure."""
    return all(
        abs(here - there) <= timedelta(milliseconds=2)
        if isinstance(here, datetime) and isinstance(there, datetime)
        else math.isclose(here, there, rel_tol=1e-9, abs_tol=1e-9)
        if isinstance(here, float) and isinstance(there, float)
        else here == there
        for here, there in zip(one, other, strict=True)
    )


def place(row: tuple[Any, ...]) -> str:
    """Where a row stands among others, by what is not rounded."""
    return repr([value for value in row if not isinstance(value, datetime | float)])


def assert_alike(found: list[tuple[Any, ...]], expected: list[tuple[Any, ...]], name: str) -> None:
    """Views sum in no fixed order, so that last digits differ from one reading to the next."""
    here, there = (sorted((tuple(map(settled, row)) for row in one), key=place) for one in (found, expected))
    assert len(here) == len(there), name
    assert all(map(are_alike, here, there)), name


def test_export_every_relation_in_every_format_reads_back_equal(
    tmp_path: Path, loaded_home: Path, relations: dict[str, Any]
) -> None:
    """Tables and views of all three schemas; the first 400 rows of the longest, in an order that is fixed."""
    assert len(relations) > 15
    for name, relation in relations.items():
        order = [one.name for one in relation.columns if one.data_type != "BLOB"]
        tail = f"order by {', '.join(f'{one} nulls last' for one in order)} limit 400"
        columns, rows = stored(loaded_home, name, tail)
        targets = {ending: tmp_path / f"{name}.{ending}" for ending in ("csv", "parquet", "xlsx")}
        for target in targets.values():
            done = write(loaded_home, name, target, order=order, row_count_max=400)
            assert done.row_count == len(rows), name
        table = pq.read_table(targets["parquet"])
        assert table.column_names == columns
        found = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
        assert_alike(found, rows, name)
        if rows:
            assert_alike(read_csv(targets["csv"], rows), rows, name)
            excel_rows = read_excel(targets["xlsx"], rows)
            assert_alike(empty_as(excel_rows), empty_as(rows), name)


def test_export_says_what_it_holds(tmp_path: Path, loaded_home: Path) -> None:
    """Beside a CSV file, on a sheet of Excel, in the metadata of Parquet: version, lexicon, filter, time, columns."""
    condition = "actor_id in RUS, UKR"
    for ending in ("csv", "parquet", "xlsx"):
        write(loaded_home, "signal.actor_daily", tmp_path / f"a.{ending}", condition, "value>0", row_count_max=5)
    lexicon = ask(loaded_home, "select max(lexicon_version) from raw.run")[0][0]
    version = Home(loaded_home).pointer.read_text(encoding="utf-8").strip()
    beside = json.loads((tmp_path / f"a.csv{SIDECAR_ENDING}").read_text(encoding="utf-8"))
    assert beside["url"] == "a.csv"
    assert {one["name"]: one["datatype"] for one in beside["tableSchema"]["columns"]}["value"] == "double"
    facts = beside["notes"][0]
    kept = {key.decode(): value.decode() for key, value in pq.read_metadata(tmp_path / "a.parquet").metadata.items()}
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["about"]
    shown = {str(row[0]): row[1] for row in sheet.iter_rows(values_only=True)}
    assert facts["filter"] == ["actor_id in RUS,UKR", "value > 0"]
    assert kept["tension.filter"] == shown["filter"] == json.dumps(facts["filter"])
    for one in (facts, {key.removeprefix("tension."): value for key, value in kept.items()}, shown):
        assert (one["lexicon_version"], one["published_version"]) == (lexicon, version)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one["exported_at"])
        assert str(one["row_count"]) == "5"


def test_export_cells_are_no_formulas(tmp_path: Path, lexicon: Lexicon) -> None:
    """Fault 54: what a spreadsheet would run is text, can be had back as it was, and numbers stay numbers."""
    articles = [
        {"title": title, "body": "x", "outlet": "A", "url": f"https://a.example/{number}"}
        for number, title in enumerate(HOSTILE)
    ]
    home = tmp_path / "home"
    import_files(job(home, lexicon), [write_jsonl(tmp_path / "a.jsonl", articles)], Reading())
    titles = {title for (title,) in ask(home, "select title from coded.article")}
    write(home, "coded.article", tmp_path / "a.csv", columns=["title"])
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as lines:
        _, *found = csv.reader(lines)
    assert {as_it_was(cell) for (cell,) in found} == titles
    assert [cell for (cell,) in found if cell[0] in "=+-@＝"] == []
    assert "fine war" in {cell for (cell,) in found}
    write(home, "coded.article", tmp_path / "a.xlsx", columns=["title"])
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["rows"].iter_rows(min_row=2)]
    assert {cell.value for cell in cells} == titles
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells if cell.quotePrefix} == {one for one in titles if harmless(one) != one}
    write(home, "coded.cue_hit", tmp_path / "w.csv", columns=["weight"])
    assert "'" not in (tmp_path / "w.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r1", "\n1", "'=1", "''-1", "'a'", "", "a=1"])
def test_export_harmless_cells_can_be_undone(text: str) -> None:
    assert as_it_was(harmless(text)) == text
    assert not re.match("[=+@\t\r\n-]", harmless(text))


@pytest.mark.parametrize(
    ("condition", "clause"),
    [
        ("actor_id=RUS", "actor_id = 'RUS'"),
        ("ACTOR_ID!=RUS", "actor_id <> 'RUS'"),
        ("published_on>=2024-01-10", "published_on >= '2024-01-10'"),
        ("value > 0.5", "value > 0.5"),
        ("value<=0.5", "value <= 0.5"),
        ("value is null", "value is null"),
        ("value is not null", "value is not null"),
        ("actor_id in RUS, CHN", "actor_id in ('RUS', 'CHN')"),
        ("quality contains NARR", "quality ilike '%narr%'"),
        ("actor_id=x' or 1=1 --", "false"),
    ],
)
def test_export_conditions_choose_rows(tmp_path: Path, loaded_home: Path, condition: str, clause: str) -> None:
    done = write(loaded_home, "signal.actor_daily", tmp_path / "a.parquet", condition)
    assert done.row_count == ask(loaded_home, f"select count(*) from signal.actor_daily where {clause}")[0][0]


def test_export_lists_are_asked_with_contains(tmp_path: Path, loaded_home: Path) -> None:
    done = write(loaded_home, "coded.cue_hit", tmp_path / "a.csv", "modality contains asserted")
    expected = ask(loaded_home, "select count(*) from coded.cue_hit where list_contains(modality, 'asserted')")
    assert done.row_count == expected[0][0] > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("signal.actor_dayly", "x.csv"), ("signal.actor_dayly", "Did you mean signal.actor_daily", "coded.article")),
        (("main.migration", "x.csv"), ("main.migration", "signal.actor_daily")),
        (("signal.day", "x.csv", "--where", "qualty=thin"), ("qualty", "Did you mean quality", "published_on")),
        (("signal.day", "x.csv", "--where", "quality ~ x"), ("quality ~ x", "contains", "is not null")),
        (("signal.day", "x.csv", "--where", "story_count>many"), ("'many' is no", "numbers")),
        (("coded.cue_hit", "x.csv", "--where", "modality=asserted"), ("varchar[]", "contains")),
        (("signal.day", "x.csv", "--columns", "quality,no"), ("'no'", "published_on")),
        (("signal.day", "x.csv", "--columns", "quality,quality"), ("twice",)),
        (("signal.day", "x.csv", "--order", "quality sideways"), ("asc or desc",)),
        (("signal.day", "x.doc"), ("ending", ".parquet")),
        (("signal.day", "-", "--format", "xlsx"), ("standard output",)),
        (("signal.day", "nowhere/x.csv"), ("no folder",)),
        (("signal.day", "."), ("",)),
        (("signal.day",), ("Where to",)),
        (("signal.day", "x.csv", "--bundle", "b.duckdb"), ("--bundle takes everything",)),
    ],
)
def test_export_refusals_say_what_there_is(
    tmp_path: Path, loaded_home: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    done = tension("export", *arguments, cwd=tmp_path, home=loaded_home)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert_one_line(done, *words)
    assert list(tmp_path.iterdir()) == []


def test_export_never_takes_the_place_of_the_warehouse(loaded_home: Path) -> None:
    home = Home(loaded_home)
    before = home.analysts.read_bytes()
    for place in (home.warehouse, home.analysts, home.segments / "x.csv", home.published / "current"):
        with pytest.raises(ExportRefused):
            write(loaded_home, "signal.day", place)
        with pytest.raises(ExportRefused):
            bundle(home, place)
    assert home.analysts.read_bytes() == before


def test_export_to_standard_output_is_csv(loaded_home: Path, tmp_path: Path) -> None:
    done = tension("export", "signal.day", "-", "--order", "published_on", cwd=tmp_path, home=loaded_home)
    assert (done.returncode, done.stderr) == (0, "")
    days = [row["published_on"] for row in csv.DictReader(done.stdout.splitlines())]
    assert days == [str(day) for (day,) in ask(loaded_home, "select published_on from signal.day order by all")]
    cut = f"{' '.join(TENSION)} export coded.mention - | head -1"
    piped = subprocess.run(
        cut, shell=True, env=environment(home=loaded_home), capture_output=True, text=True, check=False
    )
    assert piped.stdout.startswith('"article_id"')
    assert "Traceback" not in piped.stderr


def test_export_lists_what_there_is(loaded_home: Path, relations: dict[str, Any]) -> None:
    done = tension("export", home=loaded_home)
    assert [line.split()[0] for line in done.stdout.splitlines()] == sorted(relations)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_export_stopped_by_the_disk_leaves_what_was(tmp_path: Path, loaded_home: Path, ending: str) -> None:
    """Fault 68: a limit on the size of files, before anything stands under the name."""
    target = tmp_path / f"x.{ending}"
    target.write_text("before", encoding="utf-8")
    done = subprocess.run(
        [*TENSION, "export", "coded.cue_hit", target],
        env=environment(home=loaded_home),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)),
    )
    assert done.returncode == 5, done.stderr
    assert_one_line(done, "Cannot write to")
    assert target.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_export_that_fails_midway_leaves_nothing(
    tmp_path: Path, loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(excel.ExcelFile, "close", refuse)
    with pytest.raises(WarehouseFull):
        write(loaded_home, "signal.day", tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_export_works_while_somebody_writes(tmp_path: Path) -> None:
    """The published copy is read: what is written and not published is not in it, and the writer is not disturbed."""
    with open_writer(tmp_path / "home") as writer:
        store(writer, made("one", "A", AT))
        writer.publish()
        store(writer, made("two", "A", AT))
        done = tension("export", "coded.article", tmp_path / "x.csv", home=tmp_path / "home")
        assert "1 rows" in done.stderr, done.stderr
        assert tension("export", "--bundle", tmp_path / "b.duckdb", home=tmp_path / "home").returncode == 0
        writer.publish()
    done = tension("export", "coded.article", tmp_path / "x.csv", home=tmp_path / "home")
    assert "2 rows" in done.stderr, done.stderr


def test_export_more_rows_than_a_sheet_holds_go_on_the_next(
    tmp_path: Path, loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "SHEET_ROWS_MAX", 100)
    done = write(loaded_home, "coded.cue_hit", tmp_path / "x.xlsx", row_count_max=250)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["rows", "rows 2", "rows 3", "about"]
    assert [book[name].max_row for name in book.sheetnames[:3]] == [100, 100, 53]
    assert done.row_count == 250
    assert {book[name]["A1"].value for name in book.sheetnames[:3]} == {"article_id"}


def test_export_bundle_is_whole_by_itself(tmp_path: Path, loaded_home: Path) -> None:
    """Another client reads the texts from it with no segment in reach; every table and view is the same."""
    target = tmp_path / "all.duckdb"
    bundle(Home(loaded_home), target)
    names = ("coded.article_text", "raw.entry_payload", "coded.article", "signal.actor_daily", "signal.evidence")
    with duckdb.connect(target, read_only=True, config={"enable_external_access": "false"}) as connection:
        assert connection.execute("from coded.segment").fetchall() == []
        for name in names:
            columns, rows = stored(loaded_home, name)
            found = connection.execute(f"select {', '.join(columns)} from {name}").fetchall()
            assert rows_of(found) == rows_of(rows), name
    client = duckdb_client(target, "select count(*) from coded.article_text where text <> ''")
    assert client.stdout.strip() == str(len(stored(loaded_home, "coded.article_text")[1])), client.stderr
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_export_of_a_million_rows_takes_bounded_memory(tmp_path: Path, big_home: Path, ending: str) -> None:
    """Sorted, so that all of them are held somewhere: in memory as far as it goes, then on disk."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, big_home, tmp_path / f"x.{ending}"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    count, peak_bytes = map(int, done.stdout.split())
    assert count == ROWS
    assert peak_bytes < MEMORY_BYTES


@pytest.fixture(scope="module")
def big_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a million outcomes, a line of text in each."""
    home = tmp_path_factory.mktemp("big")
    with open_writer(home) as writer:
        writer.connection.execute(
            "insert into raw.outcome select i, 'new', 'reason ' || hash(i) || repeat(' and more', 8), 1 "
            "from range($count) as numbers (i)",
            {"count": ROWS},
        )
        writer.publish()
    return home
