"""The one owner of `audit.jsonl`: samples and labels, a line each, only ever added to.

A file of its own, because the dashboard never writes the warehouse and labels must outlive every recoding of it. Lines
of JSON and not SQLite: what is added is whole or is a torn last line, which costs that line alone; nothing that stands
is ever written again, so no crash can take it; two people's files are joined by writing one after the other; and DuckDB
reads it as it is. A line is written under a lock and waited for until it is on disk, so what a page confirms is kept.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from warehouse.audit.rows import ID_CHARS, VERDICTS, Drawn, Group, Item, Label, Sample, Verdict, labeller_of
from warehouse.connection import disk_error
from warehouse.errors import AuditUnreadable
from warehouse.terms import EventClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

# Nobody labels so much; a file that was filled by mistake is refused instead of read into memory.
FILE_BYTES_MAX = 200_000_000
FILE_MODE = 0o600
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """All that the file says: samples, oldest first; of each person's labels of an item the newest, in their order.

    `damaged_count` lines could not be read and are left out. `label_ids` are those of all labels there ever were.
    """

    samples: tuple[Sample, ...] = ()
    labels: tuple[Label, ...] = ()
    damaged_count: int = 0
    label_ids: frozenset[str] = frozenset()

    @property
    def items(self) -> dict[str, Item]:
        """Every item of every sample, by its id."""
        return {one.item.item_id: one.item for sample in self.samples for one in sample.drawn}

    @property
    def labellers(self) -> tuple[str, ...]:
        """Who has labelled, in the order of their names."""
        return tuple(sorted({one.labeller for one in self.labels}))

    def labels_of(self, labeller: str) -> dict[str, Label]:
        """What somebody said, by item, in the order in which it was said."""
        return {one.item_id: one for one in self.labels if one.labeller == labeller}


class AuditFile:
    """Reads and adds to one audit file. Safe between threads and processes.

    Raises AuditUnreadable where the file cannot be read, WarehouseFull where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> Stamp | None:
        """What changes whenever the file does; None where there is none."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(self.path, error) from error
        return found.st_ino, found.st_size, found.st_mtime_ns

    def read(self) -> Audit:
        """All samples that are whole, and all labels that stand."""
        try:
            with self.path.open("rb") as file:
                body = file.read(FILE_BYTES_MAX + 1)
        except FileNotFoundError:
            return Audit()
        except OSError as error:
            raise unreadable(self.path, error) from error
        if len(body) > FILE_BYTES_MAX:
            raise AuditUnreadable(
                f"{self.path} has over {FILE_BYTES_MAX:,} bytes.", path=self.path, hint="Move it away to begin anew."
            )
        # What follows the last line's end is being written just now, or was cut by a crash.
        return audit_of(body[: body.rfind(b"\n") + 1].split(b"\n"))

    def add_sample(self, sample: Sample) -> None:
        """Add a sample. Its own line comes after its items: without it they are a draw that was broken off."""
        self.append(sample_rows(sample))

    def add_label(self, label: Label) -> None:
        """Add what somebody said; it takes the place of what the same person said of the item before."""
        self.append([label_row(label)])

    def withdraw(self, label: Label, *, at: datetime) -> None:
        """Take a label back. What the same person had said of the item before it does not come back."""
        self.append([{"row": "withdrawn", "label_id": label.label_id, "at": at.isoformat()}])

    def append(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add lines, and wait until they are on disk: all of them, or none."""
        text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        payload = text.encode("utf-8", "replace")
        try:
            is_new = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            with os.fdopen(os.open(self.path, flags, FILE_MODE), "r+b", buffering=0) as file:
                # A lock of this descriptor: it keeps out threads of this process as well as others.
                fcntl.flock(file, fcntl.LOCK_EX)
                write_whole(file.fileno(), payload)
            if is_new:
                sync_folder(self.path.parent)
        except OSError as error:
            raise disk_error(error, self.path) from error


def write_whole(descriptor: int, payload: bytes) -> None:
    """Append to a locked file, after a line's end; where the disk refuses, the file is as it was."""
    size = os.fstat(descriptor).st_size
    # A writer that was killed left half a line: it stays by itself, and what follows is whole.
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        payload = b"\n" + payload
    try:
        written = 0
        while written < len(payload):
            written += os.write(descriptor, payload[written:])
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def sync_folder(folder: Path) -> None:
    """Wait until a new file's name is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unreadable(path: Path, error: OSError) -> AuditUnreadable:
    """What the system said when the file could not be read."""
    return AuditUnreadable(
        f"{path} cannot be read: {error.strerror}.", path=path, hint="Permit reading it, or move it away to begin anew."
    )


def audit_of(lines: Iterable[bytes]) -> Audit:
    """What lines say, those left out that cannot be read."""
    drawn: dict[str, dict[str, Drawn]] = {}
    samples: dict[str, Sample] = {}
    labels: dict[tuple[str, str], Label] = {}
    label_ids: set[str] = set()
    withdrawn: set[str] = set()
    damaged = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            match row["row"]:
                case "item":
                    one = drawn_of(row)
                    # A draw that was broken off and drawn again has its first items twice.
                    drawn.setdefault(row["sample_id"], {}).setdefault(one.item.item_id, one)
                case "sample":
                    sample = sample_of(row, tuple(drawn.pop(row["sample_id"], {}).values()))
                    samples.setdefault(row["sample_id"], sample)
                case "label":
                    label = label_of(row)
                    key = label.item_id, label.labeller
                    label_ids.add(label.label_id)
                    labels.pop(key, None)
                    labels[key] = label
                case "withdrawn":
                    withdrawn.add(str(row["label_id"]))
                case _:
                    damaged += 1
        except (ValueError, KeyError, TypeError, RecursionError):
            damaged += 1
    known = {one.item.item_id: one.item.group for sample in samples.values() for one in sample.drawn}
    return Audit(
        samples=tuple(samples.values()),
        labels=tuple(
            one for one in labels.values() if one.label_id not in withdrawn and is_about(one, known.get(one.item_id))
        ),
        damaged_count=damaged,
        label_ids=frozenset(label_ids),
    )


def is_about(label: Label, group: Group | None) -> bool:
    """Whether a label says something that can be said of its item."""
    return group is not None and (label.verdict is Verdict.SKIPPED or label.verdict in VERDICTS[group])


def sample_rows(sample: Sample) -> list[dict[str, Any]]:
    """The lines of a sample, its own line last."""
    items = [
        {
            "row": "item",
            "sample_id": sample.sample_id,
            "item_id": one.item.item_id,
            "stratum": one.stratum,
            "inclusion_probability": one.inclusion_probability,
            **asdict(one.item),
        }
        for one in sample.drawn
    ]
    own = {
        "row": "sample",
        "sample_id": sample.sample_id,
        "seed": sample.seed,
        "drawn_at": sample.drawn_at.isoformat(),
        "since": sample.since.isoformat() if sample.since else "",
        "until": sample.until.isoformat() if sample.until else "",
        "published_version": sample.published_version,
        "lexicon_version": sample.lexicon_version,
        "populations": {group.value: count for group, count in sample.populations.items()},
        "item_count": len(sample.drawn),
    }
    return [*items, own]


def label_row(label: Label) -> dict[str, Any]:
    """The line of a label."""
    return {"row": "label", **asdict(label), "given_at": label.given_at.isoformat()}


def drawn_of(row: Mapping[str, Any]) -> Drawn:
    """The item of a line. Raises ValueError, KeyError or TypeError for one that cannot be."""
    fields = Item.__dataclass_fields__
    numbers = {"revision", "span_start", "span_end", "sentence_start"}
    values: dict[str, Any] = {name: whole(row[name]) if name in numbers else text(row[name]) for name in fields}
    item = Item(**{**values, "group": Group(values["group"])})
    probability = float(row["inclusion_probability"])
    if not 0 < probability <= 1:
        raise ValueError(f"an inclusion probability of {probability}")
    if row["item_id"] != item.item_id:
        raise ValueError("an item_id that is not that of its words and reading")
    return Drawn(item=item, stratum=text(row["stratum"]), inclusion_probability=probability)


def sample_of(row: Mapping[str, Any], drawn: tuple[Drawn, ...]) -> Sample:
    """The sample of a line and of the items before it. Raises ValueError, KeyError or TypeError if it is not whole."""
    sample = Sample(
        seed=text(row["seed"]),
        drawn_at=instant(row["drawn_at"]),
        since=date.fromisoformat(row["since"]) if row["since"] else None,
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        published_version=text(row["published_version"]),
        lexicon_version=text(row["lexicon_version"]),
        populations={Group(name): whole(count) for name, count in row["populations"].items()},
        drawn=drawn,
    )
    if len(drawn) != row["item_count"] or sample.sample_id != row["sample_id"]:
        raise ValueError("a sample whose items are not all there")
    return sample


def label_of(row: Mapping[str, Any]) -> Label:
    """The label of a line. Raises ValueError, KeyError or TypeError for one that cannot be."""
    labeller, event_class = text(row["labeller"]), text(row["event_class"])
    if not labeller or labeller != labeller_of(labeller):
        raise ValueError("a name that cannot be one")
    if event_class:
        EventClass(event_class)
    return Label(
        label_id=text(row["label_id"]),
        item_id=text(row["item_id"]),
        labeller=labeller,
        verdict=Verdict(row["verdict"]),
        event_class=event_class,
        given_at=instant(row["given_at"]),
    )


def new_label(item_id: str, labeller: str, verdict: Verdict, *, at: datetime, event_class: str = "") -> Label:
    """A label as given now, under an id of its own."""
    return Label(
        label_id=secrets.token_hex(ID_CHARS // 2),
        item_id=item_id,
        labeller=labeller,
        verdict=verdict,
        event_class=event_class,
        given_at=at,
    )


def text(value: Any) -> str:
    """A text, and nothing else."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} instead of a text")
    return value


def whole(value: Any) -> int:
    """A number from 0, and nothing else."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("something else than a number from 0")
    return value


def instant(value: Any) -> datetime:
    """An instant without a time zone: all are UTC."""
    found = datetime.fromisoformat(text(value))
    if found.tzinfo is not None:
        raise ValueError("an instant with a time zone")
    return found
