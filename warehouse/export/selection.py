"""What is taken: a table or view, its columns, and conditions whose names are checked and whose values are bound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import duckdb
from duckdb import ColumnExpression, ConstantExpression, FunctionExpression

from warehouse.errors import ExportRefused
from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "in", "contains", "is null", "is not null")
COMPARED = re.compile(r"\s*(\w+)\s*(<=|>=|!=|<>|=|<|>)\s?(.*)", re.DOTALL)
WORDED = re.compile(r"\s*(\w+)\s+(in|contains)\s+(.+)", re.DOTALL | re.IGNORECASE)
IS_NULL = re.compile(r"\s*(\w+)\s+(is\s+(?:not\s+)?null)\s*", re.IGNORECASE)
NESTED_TYPES = frozenset({"list", "array", "struct", "map", "union"})


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must meet: `operator` is one of OPERATORS, and `values` are text as somebody typed it."""

    column: str
    operator: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.column} {self.operator} {','.join(self.values)}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rows and columns of which table or view; no columns are all of them, no order is as they come."""

    relation: str
    conditions: Sequence[Condition] = ()
    columns: Sequence[str] = ()
    order: Sequence[str] = ()
    row_count_max: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the catalogue: its name, its type as DuckDB writes it, and what it means."""

    name: str
    data_type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view of the catalogue."""

    name: str
    kind: str
    meaning: str
    columns: tuple[Column, ...]


def parse_condition(text: str) -> Condition:
    """Read `value>5`, `actor_id in PRK,KOR`, `sentence contains missile` or `value is null`.

    Raises ExportRefused for anything else.
    """
    if found := IS_NULL.fullmatch(text):
        return Condition(found[1], " ".join(found[2].lower().split()))
    if found := WORDED.fullmatch(text):
        operator = found[2].lower()
        values = [one.strip() for one in found[3].split(",")] if operator == "in" else [found[3]]
        return Condition(found[1], operator, tuple(values))
    if found := COMPARED.fullmatch(text):
        return Condition(found[1], "!=" if found[2] == "<>" else found[2], (found[3],))
    raise ExportRefused(
        f"--where {text!r} is no condition.",
        hint=f"Expected COLUMN OPERATOR VALUE, as 'value>=5'; operators: {', '.join(OPERATORS)}.",
    )


def catalogue(connection: duckdb.DuckDBPyConnection) -> dict[str, Relation]:
    """Every public table and view by its name, with its columns."""
    found: dict[str, Relation] = {}
    rows = connection.execute(statements("writes", "dictionary")[0]).fetchall()
    for name, kind, meaning, column, data_type, column_meaning in rows:
        known = found.get(name)
        columns = (*(known.columns if known else ()), Column(column, data_type, column_meaning))
        found[name] = Relation(name, kind, meaning, columns)
    return found


def find_relation(relations: dict[str, Relation], name: str) -> Relation:
    """The table or view of a name, in whatever case it was typed. Raises ExportRefused, saying what there is."""
    found = relations.get(name.lower())
    if found is None:
        raise unknown("table or view", name, sorted(relations))
    return found


def unknown(what: str, name: str, known: Sequence[str]) -> ExportRefused:
    """The error for a name nobody has: the nearest first, then all there are."""
    close = get_close_matches(name.lower(), known, n=3, cutoff=0.6)
    nearest = f" Did you mean {' or '.join(close)}?" if close else ""
    return ExportRefused(f"There is no {what} {name!r}.{nearest}", hint=f"There are: {', '.join(known)}.")


def selected(
    connection: duckdb.DuckDBPyConnection, relation: Relation, selection: Selection
) -> duckdb.DuckDBPyRelation:
    """The rows that were asked for, not read yet. Raises ExportRefused for a column or value that cannot be."""
    rows = connection.view(relation.name) if relation.kind == "view" else connection.table(relation.name)
    types = dict(zip(rows.columns, rows.types, strict=True))
    names = [known_column(relation, one) for one in selection.columns] or list(rows.columns)
    if len(set(names)) < len(names):
        raise ExportRefused(f"A column is asked for twice: {', '.join(names)}.")
    for condition in selection.conditions:
        column = known_column(relation, condition.column)
        rows = rows.filter(meets(connection, condition, column, types[column]))
    if selection.order:
        rows = rows.sort(*(sort_key(relation, one) for one in selection.order))
    if selection.row_count_max is not None:
        rows = rows.limit(selection.row_count_max)
    return rows.select(*(ColumnExpression(name) for name in names))


def known_column(relation: Relation, name: str) -> str:
    """The column of a name, in whatever case it was typed. Raises ExportRefused, saying which there are."""
    names = [one.name for one in relation.columns]
    if name.strip().lower() not in names:
        raise unknown(f"column of {relation.name}", name.strip(), names)
    return name.strip().lower()


def sort_key(relation: Relation, text: str) -> duckdb.Expression:
    """`published_on` or `published_on desc`."""
    name, _, direction = text.strip().partition(" ")
    if direction.strip().lower() not in {"", "asc", "desc"}:
        raise ExportRefused(f"--order {text!r}: after the column may stand asc or desc.")
    key = ColumnExpression(known_column(relation, name))
    return key.desc().nulls_last() if direction.strip().lower() == "desc" else key.asc().nulls_last()


def meets(connection: duckdb.DuckDBPyConnection, condition: Condition, name: str, data_type: Any) -> duckdb.Expression:
    """A condition as an expression; its values are constants of the column's type and never part of a text of SQL."""
    column, operator = ColumnExpression(name), condition.operator
    if operator == "is null":
        return column.isnull()
    if operator == "is not null":
        return column.isnotnull()
    if operator == "contains":
        return contains(connection, condition, column, data_type)
    if data_type.id in NESTED_TYPES:
        raise ExportRefused(
            f"--where {condition}: {name} holds {str(data_type).lower()}.", hint="It can be asked with contains."
        )
    values = [constant(connection, one, data_type, condition) for one in condition.values]
    if operator == "in":
        return column.isin(*values)
    value = values[0]
    compared = {
        "=": column == value,
        "!=": column != value,
        "<": column < value,
        "<=": column <= value,
        ">": column > value,
        ">=": column >= value,
    }
    return compared[operator]


def contains(
    connection: duckdb.DuckDBPyConnection, condition: Condition, column: duckdb.Expression, data_type: Any
) -> duckdb.Expression:
    """Whether a list has a value, or a text has words, in whatever case."""
    if data_type.id in {"list", "array"}:
        value = constant(connection, condition.values[0], data_type.children[0][1], condition)
        return FunctionExpression("list_contains", column, value)
    if data_type.id != "varchar":
        raise ExportRefused(f"--where {condition}: contains is for texts and lists, not {str(data_type).lower()}.")
    words = ConstantExpression(condition.values[0].lower())
    return FunctionExpression("contains", FunctionExpression("lower", column), words)


def constant(
    connection: duckdb.DuckDBPyConnection, text: str, data_type: Any, condition: Condition
) -> duckdb.Expression:
    """What somebody typed as a value of a type. Raises ExportRefused where it is none."""
    value = ConstantExpression(text).cast(data_type)
    try:
        connection.sql("select 1").select(value).fetchall()
    except duckdb.Error as error:
        raise ExportRefused(
            f"--where {condition}: {text!r} is no {str(data_type).lower()}.",
            hint="Days are written 2023-01-31, instants 2023-01-31 18:00:00 (UTC), numbers 0.5, or true and false.",
        ) from error
    return value
