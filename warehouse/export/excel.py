"""Writes rows as they stream: Excel, in typed cells, over as many sheets as it takes."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from warehouse.export.cells import harmless
from warehouse.export.files import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from warehouse.export.selection import Column

# The format's own limits: rows of a sheet, the head among them; Excel keeps 15 digits of a number.
SHEET_ROWS_MAX = 1_048_576
SURE_DIGITS = 10**15
CUT = -2
FIRST_YEAR = 1900
WIDTHS = {"DATE": 12, "TIMESTAMP": 20, "VARCHAR": 24}


class ExcelFile:
    """An .xlsx file of constant memory: the rows on `rows`, `rows 2` and so on, and what they are on `about`.

    Texts are cells of type text with Excel's own mark of a quoted text: no formula is ever written, nor made of a text
    when somebody edits its cell. What a cell cannot hold is text as well: days before 1900, numbers beyond 15 digits.
    """

    def __init__(self, path: Path, columns: Sequence[Column], folder: Path) -> None:
        self.columns = columns
        self._book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(folder)})
        self._book.use_zip64()
        # The same content gives the same bytes: the day of making stands on the sheet `about`.
        self._book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
        self._bold = self._book.add_format({"bold": True})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._instant = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._sheet_count = self._cut_count = 0
        self._new_sheet()

    def write(self, batch: pa.RecordBatch) -> None:
        """Write rows."""
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if self._row == SHEET_ROWS_MAX:
                self._new_sheet()
            for index, value in enumerate(row):
                if value is not None:
                    self._write_cell(index, value)
            self._row += 1

    def close(self, facts: Mapping[str, Any]) -> None:
        """Complete the file, what it holds on its last sheet."""
        self._write_about({**facts, "sheets": self._sheet_count, "texts_cut_to_32767_characters": self._cut_count})
        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(*error.args) from error

    def _new_sheet(self) -> None:
        self._sheet_count += 1
        self._sheet = self._book.add_worksheet("rows" if self._sheet_count == 1 else f"rows {self._sheet_count}")
        for index, column in enumerate(self.columns):
            width = max(WIDTHS.get(column.data_type, 10), len(column.name) + 2)
            self._sheet.set_column(index, index, width)
        self._sheet.freeze_panes(1, 0)
        for index, column in enumerate(self.columns):
            self._sheet.write_string(0, index, column.name, self._bold)
        self._row = 1

    def _write_cell(self, index: int, value: Any) -> None:
        sheet, row = self._sheet, self._row
        if isinstance(value, str):
            self._write_text(index, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, index, value)
        elif isinstance(value, int | float | Decimal):
            if is_exact(value):
                sheet.write_number(row, index, value)
            else:
                self._write_text(index, str(value))
        elif isinstance(value, date):
            if value.year < FIRST_YEAR:
                self._write_text(index, str(value))
            else:
                sheet.write_datetime(row, index, value, self._instant if isinstance(value, datetime) else self._day)
        else:
            self._write_text(index, str(value))

    def _write_text(self, index: int, text: str) -> None:
        written = self._sheet.write_string(self._row, index, text, self._quoted if harmless(text) is not text else None)
        self._cut_count += written == CUT

    def _write_about(self, facts: Mapping[str, Any]) -> None:
        sheet = self._book.add_worksheet("about")
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 2, 24)
        lines = [
            *((name, as_text(value)) for name, value in facts.items()),
            (),
            ("column", "type", "meaning"),
            *((one.name, one.data_type.lower(), one.meaning) for one in self.columns),
        ]
        for number, line in enumerate(lines):
            for index, text in enumerate(line):
                sheet.write_string(number, index, text, self._quoted if index else self._bold)


def is_exact(value: float | Decimal) -> bool:
    """Whether a cell holds a number as it is."""
    return math.isfinite(value) if isinstance(value, float) else abs(value) < SURE_DIGITS
