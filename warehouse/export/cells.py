"""What a spreadsheet would run is made text, in a way that can be undone."""

from __future__ import annotations

import re
from typing import Any

# Excel, LibreOffice and Google Sheets read a cell that opens with one of these as a formula; the wide forms are read so
# where the system's language is Japanese or Chinese. A tab or an end of line before them is skipped.
FORMULA_STARTS = "=+\\-@\t\r\n＝＋－＠"
# An apostrophe that stands there already gets company, so that taking one away always gives back what was.
HARMFUL = f"^'*[{FORMULA_STARTS}]"
_harmful = re.compile(rf"\A'*[{FORMULA_STARTS}]")


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what would be one; numbers stay."""
    return f"'{value}" if isinstance(value, str) and _harmful.match(value) else value


def as_it_was(value: str) -> str:
    """The text of a cell before it was made harmless."""
    return value[1:] if value.startswith("'") and _harmful.match(value) else value
