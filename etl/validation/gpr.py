"""The Geopolitical Risk index (Caldara and Iacoviello, AER 2022) as it is published, from a folder or an address.

What arrives is hostile until it is checked: each number, each date, and that it is a table at all.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from warehouse.errors import TensiometerError

if TYPE_CHECKING:
    from collections.abc import Callable

    Download = Callable[[str], bytes]
    """Gives what stands at an address. Raises GprError where nothing does."""

MONTHLY, DAILY = "gpr_country_monthly.csv", "gpr_daily.csv"
COUNTRY_PREFIX = "GPRC_"
DAILY_COLUMNS = {"tension": "GPRD", "act": "GPRD_ACT", "threat": "GPRD_THREAT"}
BYTES_MAX = 20_000_000
ROWS_MAX = 100_000
COLUMNS_MAX = 1_000
CELL_CHARS_MAX = 1000


class GprError(TensiometerError):
    """A file of the index that cannot be read, or is none."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpr:
    """The index: `monthly` has a column per country (ISO 3166-1 alpha-3), `daily` those of DAILY_COLUMNS by our kinds.

    `source` is where it was read, `digest` the SHA-256 of both files.
    """

    monthly: pd.DataFrame
    daily: pd.DataFrame
    source: str
    digest: str


def read_gpr(source: str, download: Download) -> Gpr:
    """Read both files from a folder, or from an address that their names are put behind. Raises GprError."""
    monthly, daily = (read_bytes(source, name, download) for name in (MONTHLY, DAILY))
    return Gpr(
        monthly=monthly_frame(monthly, MONTHLY),
        daily=daily_frame(daily, DAILY),
        source=source,
        digest=sha256(monthly + daily).hexdigest(),
    )


def is_address(source: str) -> bool:
    """Whether a source is on the network."""
    return source.lower().startswith(("http://", "https://"))


def read_bytes(source: str, name: str, download: Download) -> bytes:
    """One file as it is. Raises GprError where it is not there or is too large."""
    if is_address(source):
        return download(f"{source.rstrip('/')}/{name}")
    path = Path(source) / name
    if not path.is_file():
        raise GprError(
            f"{path} is not there.", hint=f"--gpr names a folder, or an address, that holds {MONTHLY} and {DAILY}."
        )
    if path.stat().st_size > BYTES_MAX:
        raise GprError(f"{path} has more than {BYTES_MAX:,} bytes: it is not the index.")
    return path.read_bytes()


def monthly_frame(raw: bytes, name: str) -> pd.DataFrame:
    """The countries' monthly index: indexed by the first day of each month. Raises GprError."""
    header, rows = table(raw, name)
    countries = [column for column in header if column.startswith(COUNTRY_PREFIX)]
    if "month" not in header or not countries:
        raise GprError(f"{name}: expected columns month and {COUNTRY_PREFIX}..., found {told(header)}.")
    frame = numbers(header, rows, "month", countries, name)
    if any(day.day != 1 for day in frame.index):
        raise GprError(f"{name}: a month is told by its first day, as 2022-03-01.")
    return frame.rename(columns={column: column.removeprefix(COUNTRY_PREFIX) for column in countries})


def daily_frame(raw: bytes, name: str) -> pd.DataFrame:
    """The daily index of the world, by our kinds. Raises GprError."""
    header, rows = table(raw, name)
    missing = [column for column in ("date", *DAILY_COLUMNS.values()) if column not in header]
    if missing:
        raise GprError(f"{name}: column {missing[0]} is missing; found {told(header)}.")
    frame = numbers(header, rows, "date", list(DAILY_COLUMNS.values()), name)
    return frame.rename(columns={theirs: ours for ours, theirs in DAILY_COLUMNS.items()})


def table(raw: bytes, name: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV. Raises GprError for whatever is none."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GprError(
            f"{name} is no text in UTF-8 (byte {error.start:,}).", hint="Excel files are not read."
        ) from error
    if text.lstrip()[:1] == "<":
        raise GprError(f"{name} is a web page and no CSV.", hint="Give the address of the files themselves.")
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error as error:
        raise GprError(f"{name} is no CSV: {error}.") from error
    if any(len(cell) > CELL_CHARS_MAX for row in rows for cell in row):
        raise GprError(f"{name} is no CSV: a cell is longer than {CELL_CHARS_MAX} characters.")
    if len(rows) < 2:
        raise GprError(f"{name} holds no row.")
    header = [cell.strip() for cell in rows[0]]
    if len(rows) > ROWS_MAX or len(header) > COLUMNS_MAX:
        raise GprError(f"{name} has {len(rows):,} rows and {len(header):,} columns: it is not the index.")
    doubled = next((cell for cell in header if cell and header.count(cell) > 1), "")
    if doubled:
        raise GprError(f"{name}: column {doubled[:40]!r} stands there twice.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise GprError(f"{name}, row {number:,}: {len(row)} cells, and the header has {len(header)}.")
    return header, rows[1:]


def numbers(header: list[str], rows: list[list[str]], day: str, wanted: list[str], name: str) -> pd.DataFrame:
    """Columns of numbers by their dates, each once and in order. Raises GprError."""
    places = [header.index(column) for column in wanted]
    at = header.index(day)
    days: list[date] = []
    values: list[list[float]] = []
    for number, row in enumerate(rows, start=2):
        days.append(read_day(row[at], f"{name}, row {number:,}, {day}"))
        if len(days) > 1 and days[-1] <= days[-2]:
            raise GprError(f"{name}, row {number:,}: {days[-1]} does not come after {days[-2]}.")
        values.append([read_number(row[one], f"{name}, row {number:,}, {header[one]}") for one in places])
    return pd.DataFrame(values, columns=wanted, index=pd.Index(days, name="day"))


def read_day(text: str, place: str) -> date:
    """An ISO date. Raises GprError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise GprError(f"{place}: {text[:40]!r} is no date as 2022-03-01.") from error


def read_number(text: str, place: str) -> float:
    """A number that is not negative; nan for an empty cell. Raises GprError."""
    if not text.strip():
        return math.nan
    try:
        value = float(text)
    except ValueError as error:
        raise GprError(f"{place}: {text[:40]!r} is no number.") from error
    if not math.isfinite(value) or value < 0:
        raise GprError(f"{place}: {text[:40]!r} cannot be a value of the index.")
    return value


def told(header: list[str]) -> str:
    """The first names of a header, each cut: it may be anything."""
    names = ", ".join("".join(c if c.isprintable() else " " for c in cell[:20]) for cell in header[:6])
    return names or "none"
