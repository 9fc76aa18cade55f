"""Writes the data dictionary of warehouse/README.md from the comments that the SQL itself carries."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from warehouse.connection import connect_writer
from warehouse.migrate import migrate
from warehouse.segments import SEGMENT_VIEWS, create_text_view
from warehouse.sqlfiles import sql_text, statements

BEGIN, END = "<!-- dictionary: written by `make dictionary` -->", "<!-- end of dictionary -->"
README = Path(__file__).with_name("README.md")


def dictionary() -> str:
    """Every table and view of the three schemas with its columns, as Markdown."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        connection = connect_writer(path)
        migrate(connection, path)
        for kind, schema, view in SEGMENT_VIEWS:
            create_text_view(connection, kind, schema, view, ())
        for statement in statements("writes", "comment_text_views"):
            connection.execute(statement)
        rows = connection.execute(sql_text("writes", "dictionary")).fetchall()
        connection.close()
    lines: list[str] = []
    for (relation, kind, comment), columns in groupby(rows, key=lambda row: row[:3]):
        lines += [f"#### `{relation}` ({kind})", "", comment, "", "| column | type | meaning |", "|---|---|---|"]
        lines += [
            f"| `{name}` | {data_type.lower()} | {text.replace('|', chr(92) + '|')} |"
            for _, _, _, name, data_type, text in columns
        ]
        lines.append("")
    return "\n".join(lines)


def with_dictionary(readme: str) -> str:
    """The text of a README with its dictionary renewed. Raises ValueError if it has no place for one."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{README} has no lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{dictionary()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_dictionary(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{README} was written\n")
