"""Writes rows as they stream: CSV and Parquet."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from duckdb import CaseExpression, ColumnExpression, ConstantExpression, FunctionExpression

from warehouse.export.cells import HARMFUL
from warehouse.export.selection import NESTED_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    import duckdb

    from warehouse.export.selection import Column

# A row group is written when so much has come: of long texts some thousand rows, of numbers these many.
GROUP_BYTES = 32_000_000
GROUP_ROWS = 120_000
PLAIN_TYPES = frozenset(
    "boolean tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint float double decimal date "
    "timestamp".split()
)


class RowFile(Protocol):
    """A file that rows are written to, batch by batch."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Write rows."""

    def close(self, facts: Mapping[str, Any]) -> None:
        """Complete the file; `facts` say what it holds."""


def readable(rows: duckdb.DuckDBPyRelation, *, is_for_csv: bool) -> duckdb.DuckDBPyRelation:
    """Rows as a spreadsheet can hold them: lists and structs as JSON, bytes as hexadecimal digits.

    For CSV, texts that a spreadsheet would run get an apostrophe (`cells.py`); a cell of Excel has a type instead.
    """
    columns = []
    for name, data_type in zip(rows.columns, rows.types, strict=True):
        column = ColumnExpression(name)
        if data_type.id not in PLAIN_TYPES:
            if data_type.id in NESTED_TYPES:
                column = FunctionExpression("to_json", column)
            elif data_type.id == "blob":
                column = FunctionExpression("hex", column)
            column = column.cast("VARCHAR")
            if is_for_csv and data_type.id != "blob":
                is_harmful = FunctionExpression("regexp_matches", column, ConstantExpression(HARMFUL))
                marked = FunctionExpression("concat", ConstantExpression("'"), column)
                column = CaseExpression(is_harmful, marked).otherwise(column)
        columns.append(column.alias(name))
    return rows.select(*columns)


class CsvFile:
    """CSV as RFC 4180 has it, in UTF-8: texts in quotation marks, so that nothing is not the same as an empty text."""

    def __init__(self, sink: BinaryIO, schema: pa.Schema, *, is_own: bool) -> None:
        self.sink = sink
        self.is_own = is_own
        self._write_table(pa.Table.from_batches([], schema), has_header=True)

    def write(self, batch: pa.RecordBatch) -> None:
        """Write rows."""
        self._write_table(pa.Table.from_batches([batch]), has_header=False)

    def close(self, facts: Mapping[str, Any]) -> None:
        """Complete the file; what it holds stands beside it."""
        del facts
        self.sink.flush()
        if self.is_own:
            self.sink.close()

    def _write_table(self, table: pa.Table, *, has_header: bool) -> None:
        # Through memory, so that what the sink says of a full disk or a closed pipe arrives as it was said.
        text = io.BytesIO()
        pa_csv.write_csv(table, text, pa_csv.WriteOptions(include_header=has_header))
        self.sink.write(text.getbuffer())


class ParquetFile:
    """Parquet with the types of the warehouse, the meaning of every column, and what the file holds."""

    def __init__(self, path: Path, schema: pa.Schema, columns: Sequence[Column]) -> None:
        meanings = {one.name: one.meaning for one in columns}
        described = [field.with_metadata({"description": meanings[field.name]}) for field in schema]
        self.schema = pa.schema(described)
        self._writer = pq.ParquetWriter(path, self.schema, compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_bytes = self._waiting_rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Write rows."""
        self._waiting.append(pa.RecordBatch.from_arrays(batch.columns, schema=self.schema))
        self._waiting_bytes += batch.nbytes
        self._waiting_rows += batch.num_rows
        if self._waiting_bytes >= GROUP_BYTES or self._waiting_rows >= GROUP_ROWS:
            self._write_group()

    def close(self, facts: Mapping[str, Any]) -> None:
        """Complete the file with what it holds, as `parquet_kv_metadata` shows it."""
        self._write_group()
        self._writer.add_key_value_metadata({f"tension.{name}": as_text(value) for name, value in facts.items()})
        self._writer.close()

    def _write_group(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting, self.schema))
        self._waiting, self._waiting_bytes, self._waiting_rows = [], 0, 0


def as_text(value: Any) -> str:
    """A fact as text: lists as JSON, nothing as nothing."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def sidecar(file_name: str, facts: Mapping[str, Any], columns: Sequence[Column]) -> str:
    """What stands beside a CSV file: its columns as CSV on the Web has them (W3C, tabular metadata), and the facts."""
    described = [
        {"name": one.name, "titles": one.name, "datatype": web_type(one.data_type), "dc:description": one.meaning}
        for one in columns
    ]
    content = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file_name,
        "dc:title": facts["relation"],
        "dc:created": facts["exported_at"],
        "tableSchema": {"columns": described},
        "notes": [dict(facts)],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def web_type(data_type: str) -> Any:
    """A type of DuckDB as CSV on the Web names it."""
    if data_type.endswith("]") or data_type.startswith(("STRUCT", "MAP")):
        return "json"
    if data_type.startswith("TIMESTAMP"):
        return {"base": "datetime", "format": "yyyy-MM-dd HH:mm:ss.S"}
    whole = dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UINTEGER", "UBIGINT"), "integer")
    named = whole | {"DOUBLE": "double", "FLOAT": "float", "BOOLEAN": "boolean", "DATE": "date", "BLOB": "hexBinary"}
    return "decimal" if data_type.startswith("DECIMAL") else named.get(data_type, "string")
