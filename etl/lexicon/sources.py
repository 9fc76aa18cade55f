"""The files of the lexicon as they are read: whole, as TOML, and each row checked against its shape."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from warehouse.errors import TensiometerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable

RowT = TypeVar("RowT", bound=BaseModel)
VERSION_CHARS = 12


class LexiconError(TensiometerError):
    """A file of the lexicon that cannot be used: names the file, the row and the reason."""

    exit_code = 6


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the lexicon, as read."""

    name: str
    text: str

    def table(self) -> dict[str, Any]:
        """Its content. Raises LexiconError if it is not TOML."""
        return parsed(self)


@lru_cache(maxsize=64)
def parsed(source: SourceFile) -> dict[str, Any]:
    """The content of a file, parsed once however many kinds of row are read from it."""
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{source.name} is not TOML: {error}.", hint="Nothing of the lexicon was loaded.") from error


def named(sources: Sequence[SourceFile], name: str) -> SourceFile:
    """The file of that name. Raises LexiconError if there is none."""
    for source in sources:
        if source.name == name:
            return source
    raise LexiconError(f"{name} is missing from the lexicon.", hint="Install Tensiometer again.")


def read_files(root: Traversable, prefix: str = "") -> list[SourceFile]:
    """Every .toml file below a folder with its name relative to it, sorted by name; `prefix` stands before each.

    Raises LexiconError for a file that cannot be read.
    """
    return sorted(walk(root, prefix), key=lambda source: source.name)


def walk(folder: Traversable, prefix: str) -> Iterator[SourceFile]:
    """The .toml files below a folder."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml"):
            yield read_source(entry, prefix + entry.name)


def read_source(file: Traversable, name: str) -> SourceFile:
    """A file under the name that errors give it. Raises LexiconError if it cannot be read."""
    try:
        return SourceFile(name, file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{name} cannot be read: {error}.", hint="Nothing of the lexicon was loaded.") from error


def version_of(sources: Iterable[SourceFile]) -> str:
    """The hash of the content of all files, and of their names."""
    digest = sha256()
    for source in sources:
        digest.update(f"{source.name}\0{source.text}\0".encode())
    return digest.hexdigest()[:VERSION_CHARS]


def rows_of(model: type[RowT], sources: Sequence[SourceFile], key: str, *, identity: str = "") -> tuple[RowT, ...]:
    """The rows `[[key]]` of the files. Raises LexiconError naming file and row; ids may stand once."""
    return tuple(row for _, row in placed_rows(model, sources, key, identity=identity))


def placed_rows(
    model: type[RowT], sources: Sequence[SourceFile], key: str, *, identity: str = ""
) -> list[tuple[str, RowT]]:
    """The rows `[[key]]` of the files, each with its place: file and row, as errors name it."""
    rows: list[tuple[str, RowT]] = []
    seen: dict[str, str] = {}
    for source in sources:
        for number, raw in enumerate(tables_of(source, key), start=1):
            label = raw.get("id") or raw.get("name") or raw.get("surface") or number
            place = f"{source.name}, {key} {label}"
            row = checked(model, raw, place)
            if identity:
                own = str(getattr(row, identity))
                if own in seen:
                    raise LexiconError(f"{source.name}, {key} {own}: the id stands already in {seen[own]}.")
                seen[own] = source.name
            rows.append((place, row))
    return rows


def tables_of(source: SourceFile, key: str) -> list[dict[str, Any]]:
    """The tables `[[key]]` of a file. Raises LexiconError if something else bears the name."""
    tables = source.table().get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise LexiconError(f"{source.name}: {key} must be written as [[{key}]], once for each row.")
    return tables


def table_of(source: SourceFile, key: str) -> dict[str, Any]:
    """The table `[key]` of a file. Raises LexiconError if there is none."""
    table = source.table().get(key)
    if not isinstance(table, dict):
        raise LexiconError(f"{source.name}: the table [{key}] is missing.", hint="Nothing of the lexicon was loaded.")
    return table


def checked(model: type[RowT], raw: dict[str, Any], where: str) -> RowT:
    """A row as its model. Raises LexiconError that says where and why."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise LexiconError(f"{where}: {field}: {first['msg']}.", hint="Nothing of the lexicon was loaded.") from error
