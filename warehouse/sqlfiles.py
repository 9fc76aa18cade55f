"""SQL lives in .sql files, which analysts read; this finds and splits them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@cache
def sql_text(folder: str, name: str) -> str:
    """The text of `warehouse/<folder>/<name>.sql`. Raises FileNotFoundError for a name nobody wrote."""
    return files("warehouse").joinpath(folder, f"{name}.sql").read_text(encoding="utf-8")


@cache
def sql_names(folder: str) -> tuple[str, ...]:
    """The names of the .sql files of a folder, sorted."""
    return tuple(sorted(stem(entry) for entry in files("warehouse").joinpath(folder).iterdir() if is_sql(entry)))


@cache
def statements(folder: str, name: str) -> tuple[str, ...]:
    """The statements of a file, in their order, split by DuckDB's own parser."""
    return tuple(statement.query for statement in duckdb.extract_statements(sql_text(folder, name)))


def is_sql(entry: Traversable) -> bool:
    """Whether a folder's entry is a .sql file."""
    return entry.name.endswith(".sql")


def stem(entry: Traversable) -> str:
    """The name of a file without its ending."""
    return entry.name.removesuffix(".sql")
