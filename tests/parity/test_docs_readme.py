"""The documents name what there is: every command, option, setting, exit code, folder and column."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer

from etl.cli import EXIT_INTERRUPTED, app
from warehouse import errors
from warehouse.dictionary import BEGIN, END, dictionary, with_dictionary
from warehouse.settings import Settings

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NO_FOLDERS = {"__pycache__", "var", "build", "dist", "node_modules"}
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def folders(above: Path = ROOT) -> list[Path]:
    """Every folder of the project, those left out that tools or runs make."""
    found = []
    for path in sorted(above.iterdir()):
        is_made = path.name.startswith(".") or path.name.endswith(".egg-info") or path.name in NO_FOLDERS
        if path.is_dir() and not is_made:
            found += [path, *folders(path)]
    return found


FOLDERS = [folder for folder in folders() if any(one.is_file() for one in folder.iterdir())]


@pytest.fixture(scope="module")
def documents() -> str:
    """The README of the project and of every folder, as one text."""
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(folder / "README.md" for folder in folders())]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_docs_name_every_command(documents: str, command: str) -> None:
    assert re.search(rf"`tension {command}\b", documents)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_docs_name_every_option_of_a_command(documents: str, command: str) -> None:
    """Flags that set a setting are named by it."""
    options = {option for one in COMMANDS[command].params for option in one.opts if option.startswith("--")}
    options -= {"--help", *(f"--{name}" for name in Settings.model_fields)}
    assert {option for option in options if not re.search(rf"{option}\b", documents)} == set()


GROUPED = {
    f"{group} {name}": command
    for group, one in COMMANDS.items()
    for name, command in getattr(one, "commands", {}).items()
}


@pytest.mark.parametrize("command", sorted(GROUPED))
def test_docs_name_every_command_of_a_group_with_its_options(documents: str, command: str) -> None:
    """As `tension feeds add`: in a row or a sentence of its own, with what it takes."""
    told = "\n".join(line for line in documents.splitlines() if f"tension {command}" in line)
    assert told
    options = {option for one in GROUPED[command].params for option in one.opts if option.startswith("--")}
    options -= {"--help", *(f"--{name}" for name in Settings.model_fields)}
    assert {option for option in options if not re.search(rf"{option}\b", told)} == set()


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_docs_name_every_setting(documents: str, setting: str) -> None:
    assert re.search(rf"`{setting}`|`TENSION_{setting.upper()}`", documents)


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_docs_tell_the_default_of_a_setting(setting: str) -> None:
    """A row of README's table names settings and their defaults in the same order."""
    row = next(
        (line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if f"`{setting}`" in line), ""
    )
    assert row.startswith("|"), "the table of settings has no row for it"
    names, defaults = ([cell.strip().strip("`") for cell in part.split(",")] for part in row.split("|")[1:3])
    shown = defaults[[name.strip("`") for name in names].index(setting)]
    default = Settings.model_fields[setting].default
    if default is None or default == "":
        assert shown == ""
    elif isinstance(default, bool):
        assert shown == str(default).lower()
    elif isinstance(default, int | float):
        assert float(shown) == default
    else:
        assert shown == str(default)


def test_docs_name_no_setting_that_is_gone(documents: str) -> None:
    named = {name.lower() for name in re.findall(r"\bTENSION_([A-Z][A-Z_]+[A-Z])\b", documents)}
    assert named - set(Settings.model_fields) == set()


def test_docs_name_no_command_that_is_gone(documents: str) -> None:
    named = set(re.findall(r"`tension ([a-z]+)", documents))
    assert named - set(COMMANDS) == set()


def test_docs_name_every_exit_code() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = readme[readme.index("Exit codes:") :].partition("\n\n")[0]
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    codes = {0, EXIT_INTERRUPTED, *(kind.exit_code for kind in kinds)}
    assert codes <= {int(number) for number in re.findall(r"\b\d+\b", told)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_docs_describe_every_folder(folder: Path) -> None:
    """By a README of its own, or by name in the README of the folder above."""
    above = folder.parent / "README.md"
    told = above.read_text(encoding="utf-8") if above.is_file() else ""
    assert (folder / "README.md").is_file() or f"{folder.name}/" in told


@pytest.mark.parametrize("folder", ["dashboard", "etl", "tests", "warehouse"])
def test_docs_of_each_part_stand_in_it(folder: str) -> None:
    assert len((ROOT / folder / "README.md").read_text(encoding="utf-8")) > 200


def test_docs_link_to_files_that_are_there() -> None:
    """Relative links and pictures of every document."""
    lost = []
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(folder / "README.md" for folder in folders())]:
        if not path.is_file():
            continue
        targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
        lost += [
            f"{path.relative_to(ROOT)}: {target}"
            for target in targets
            if "://" not in target and not (path.parent / target).exists()
        ]
    assert lost == []


def test_docs_data_dictionary_is_what_the_sql_says() -> None:
    """`make dictionary` writes it; somebody changed a comment or a column and did not."""
    readme = (ROOT / "warehouse" / "README.md").read_text(encoding="utf-8")
    assert readme.count(BEGIN) == readme.count(END) == 1
    assert dictionary() in readme
    assert with_dictionary(readme) == readme


def test_docs_data_dictionary_has_every_column() -> None:
    """What the generator leaves out would be missing from the document and from the comparison alike."""
    import duckdb

    from warehouse.migrate import migrate

    text = dictionary()
    with duckdb.connect() as connection:
        migrate(connection, Path("memory"))
        columns = connection.execute(
            "select schema_name || '.' || table_name, column_name from duckdb_columns() "
            "where schema_name in ('raw', 'coded', 'signal')"
        ).fetchall()
    assert len(columns) > 100
    sections = dict(re.findall(r"#### `([\w.]+)`[^\n]*\n(.*?)(?=\n#### |\Z)", text, re.DOTALL))
    assert [(table, column) for table, column in columns if f"| `{column}` |" not in sections.get(table, "")] == []
