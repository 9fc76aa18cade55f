"""Dated notes of the people who look: a small file of the dashboard's own, appended to and never rewritten.

`notes.jsonl` in the home has a JSON object a line: a note as it was added, or that one was removed. Lines are written
whole under a lock, so that sessions and processes do not disturb each other; a line that is torn or odd is passed
over. Nothing of the signal reads it.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE_NAME = "notes.jsonl"
TEXT_MAX = 300
ADDED_MAX = 200
FILE_BYTES_MAX = 4_000_000
# So that a note shows on the chart of every actor.
EVERYBODY = ""

_LINE = re.compile(r"\s*(\d{4}-\d{2}-\d{2})[\s,;:\N{EN DASH}\N{EM DASH}-]+(.*\S)\s*", re.ASCII)
_ID = re.compile(r"[0-9a-f]{16}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class NotesRefused(Exception):
    """Notes that cannot be kept or shown; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote about a day. `actor_id` is empty for every actor; `text` is as typed."""

    note_id: str
    on: date
    text: str
    actor_id: str = EVERYBODY


def read(path: Path) -> list[Note]:
    """The notes that stand, in the order of their days; none where the file is not there. Raises NotesRefused."""
    try:
        raw = path.read_bytes()[:FILE_BYTES_MAX]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise NotesRefused(f"Notes cannot be shown: {path.name} cannot be read ({error.strerror}).") from error
    standing: dict[str, Note] = {}
    for line in raw.decode("utf-8", errors="replace").split("\n"):
        row = row_of(line)
        if (gone := str(row.get("removed"))) in standing:
            del standing[gone]
        elif note := note_of(row):
            standing[note.note_id] = note
    return sorted(standing.values(), key=lambda one: (one.on, one.note_id))


def row_of(line: str) -> dict[str, Any]:
    """A line as an object; empty where it is none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def note_of(row: dict[str, Any]) -> Note | None:
    """The note that a line adds, if all of it is as it should be."""
    note_id, text, actor_id = row.get("note_id"), row.get("text"), row.get("actor_id")
    if not (isinstance(note_id, str) and isinstance(text, str) and isinstance(actor_id, str)):
        return None
    try:
        on = date.fromisoformat(str(row.get("on")))
    except ValueError:
        return None
    return Note(note_id=note_id, on=on, text=text[:TEXT_MAX], actor_id=actor_id) if _ID.fullmatch(note_id) else None


def of_actor(notes: Sequence[Note], actor_id: str) -> list[Note]:
    """Those that stand on an actor's chart."""
    return [one for one in notes if one.actor_id in {EVERYBODY, actor_id}]


def made(on: date, text: str, actor_id: str) -> Note:
    """A new note. Raises NotesRefused where there is no text, or too much."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    if not line:
        raise NotesRefused("A note needs words.")
    if len(line) > TEXT_MAX:
        raise NotesRefused(f"A note has {TEXT_MAX} characters at most; this one has {len(line):,}.")
    return Note(note_id=secrets.token_hex(8), on=on, text=line, actor_id=actor_id)


def made_of_list(text: str, actor_id: str) -> list[Note]:
    """Notes of a list, a line each: `2023-12-28 what happened`. Raises NotesRefused, naming the line, for any other."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        try:
            on = date.fromisoformat(match[1]) if match else None
        except ValueError:
            on = None
        if match is None or on is None:
            raise NotesRefused(f"Line {number} does not begin with a day of the form 2023-12-28 and words after it.")
        found.append(made(on, match[2], actor_id))
    if not found:
        raise NotesRefused("The list is empty.")
    if len(found) > ADDED_MAX:
        raise NotesRefused(f"At most {ADDED_MAX} notes are added at a time; these are {len(found):,}.")
    return found


def add(path: Path, notes: Sequence[Note]) -> None:
    """Keep notes. Raises NotesRefused where the file is full or cannot be written."""
    append(
        path,
        [
            {"note_id": one.note_id, "on": one.on.isoformat(), "text": one.text, "actor_id": one.actor_id}
            for one in notes
        ],
    )


def remove(path: Path, note_id: str) -> None:
    """Take a note away: a line that says so. Raises NotesRefused where the file cannot be written."""
    append(path, [{"removed": note_id}])


def append(path: Path, rows: Sequence[dict[str, str]]) -> None:
    """Write whole lines at the end, all at once, after any line that was torn."""
    lines = "".join(f"{json.dumps(row)}\n" for row in rows).encode("utf-8")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise NotesRefused(f"Notes cannot be kept: {path.name} cannot be written ({error.strerror}).") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        size = os.fstat(descriptor).st_size
        if size + len(lines) > FILE_BYTES_MAX:
            raise NotesRefused(f"No more notes can be kept: {path.name} is full.")
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            lines = b"\n" + lines
        os.write(descriptor, lines)
        os.fsync(descriptor)
    except OSError as error:
        raise NotesRefused(f"Notes cannot be kept: {error.strerror}.") from error
    finally:
        os.close(descriptor)
