"""Labels as files for spreadsheets and other people: a row per item and label, out and in again with checks."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from warehouse.audit.rows import ID_CHARS, VERDICTS, Group, Item, Label, Sample, Verdict, labeller_of
from warehouse.audit.store import FILE_BYTES_MAX, drawn_of, instant, label_row, sample_of, sample_rows, whole
from warehouse.errors import AuditRefused, AuditUnreadable
from warehouse.terms import EventClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from warehouse.audit.store import Audit

SAMPLE_FIELDS = ("sample_id", "seed", "drawn_at", "since", "until", "published_version", "sample_lexicon_version")
POPULATION_FIELDS = tuple(f"population_{group.value}" for group in Group)
ITEM_FIELDS = tuple(Item.__dataclass_fields__)
LABEL_FIELDS = ("labeller", "verdict", "told_class", "given_at", "label_id")
FIELDS = (
    *SAMPLE_FIELDS,
    *POPULATION_FIELDS,
    "item_count",
    "position",
    "stratum",
    "inclusion_probability",
    "item_id",
    *ITEM_FIELDS,
    *LABEL_FIELDS,
)
WHOLE_NUMBERS = {*POPULATION_FIELDS, "item_count", "position", "revision", "span_start", "span_end", "sentence_start"}
# A spreadsheet takes a cell that begins so for a formula; one that begins with apostrophes before it is marked as well,
# so that taking one off gives every text back as it was.
FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
SUFFIXES = (".csv", ".jsonl")


@dataclass(slots=True)
class Arrival:
    """What a file of labels brings that is new, and how many labels were known or older than what stands."""

    samples: list[Sample] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    known_count: int = 0
    older_count: int = 0

    def rows(self) -> list[Mapping[str, Any]]:
        """The lines to add to the audit file."""
        return [*(row for one in self.samples for row in sample_rows(one)), *map(label_row, self.labels)]


def exported(audit: Audit) -> Iterator[dict[str, Any]]:
    """A row per item and label, and one per item that nobody labelled, in the order of the samples."""
    said: dict[str, list[Label]] = {}
    for label in audit.labels:
        said.setdefault(label.item_id, []).append(label)
    for sample in audit.samples:
        head = {
            "sample_id": sample.sample_id,
            "seed": sample.seed,
            "drawn_at": sample.drawn_at.isoformat(),
            "since": sample.since.isoformat() if sample.since else "",
            "until": sample.until.isoformat() if sample.until else "",
            "published_version": sample.published_version,
            "sample_lexicon_version": sample.lexicon_version,
            **{f"population_{group.value}": sample.populations.get(group, 0) for group in Group},
            "item_count": len(sample.drawn),
        }
        for position, one in enumerate(sample.drawn):
            item = {
                "position": position,
                "stratum": one.stratum,
                "inclusion_probability": one.inclusion_probability,
                "item_id": one.item.item_id,
                **asdict(one.item),
            }
            labels: list[Label | None] = [*said.get(one.item.item_id, ())]
            for given in labels or [None]:
                yield head | item | label_fields(given)


def label_fields(label: Label | None) -> dict[str, str]:
    """The columns of a label; empty without one."""
    if label is None:
        return dict.fromkeys(LABEL_FIELDS, "")
    return {
        "labeller": label.labeller,
        "verdict": label.verdict.value,
        "told_class": label.event_class,
        "given_at": label.given_at.isoformat(),
        "label_id": label.label_id,
    }


def write_labels(path: Path, audit: Audit) -> int:
    """Write all items and labels as the name's ending says. Returns how many rows. Raises AuditRefused for another."""
    rows = list(exported(audit))
    out = io.StringIO(newline="")
    if suffix_of(path) == ".csv":
        writer = csv.DictWriter(out, FIELDS)
        writer.writeheader()
        writer.writerows({name: marked(value) for name, value in row.items()} for row in rows)
    else:
        out.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    path.write_text(out.getvalue(), encoding="utf-8", errors="replace", newline="")
    return len(rows)


def suffix_of(path: Path) -> str:
    """The ending of a file of labels. Raises AuditRefused for one that it cannot have."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise AuditRefused(f"{path} is named neither .csv nor .jsonl.", hint="Name it by what it is to hold.")
    return suffix


def marked(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def unmarked(value: str) -> str:
    """The cell as it was before it was marked."""
    return value[1:] if value.startswith("'") and FORMULA.match(value[1:]) else value


def read_labels(path: Path, audit: Audit, *, at: datetime) -> Arrival:
    """What a file brings that is new, every row of it checked. Raises AuditRefused naming the first row that is bad.

    A row of a known sample needs `sample_id`, `item_id`, `labeller` and `verdict`; of one that is not known all
    columns, of all its items.
    """
    rows = list(read_rows(path))
    arrival = Arrival()
    for sample in arriving_samples(path, rows, audit):
        arrival.samples.append(sample)
    groups = {
        sample.sample_id: {one.item.item_id: one.item.group for one in sample.drawn}
        for sample in (*audit.samples, *arrival.samples)
    }
    newest = {(one.item_id, one.labeller): one.given_at for one in audit.labels}
    seen = set(audit.label_ids)
    for number, row in rows:
        if not row.get("verdict") and not row.get("labeller"):
            continue
        with named(path, number):
            label = arriving_label(row, groups, at=at)
        key = label.item_id, label.labeller
        if label.label_id in seen:
            arrival.known_count += 1
        elif key in newest and newest[key] >= label.given_at:
            arrival.older_count += 1
        else:
            seen.add(label.label_id)
            newest[key] = label.given_at
            arrival.labels.append(label)
    return arrival


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a file with their numbers, as texts and numbers. Raises AuditRefused or AuditUnreadable."""
    suffix = suffix_of(path)
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise AuditRefused(f"{path} has over {FILE_BYTES_MAX:,} bytes.", hint="Take it in in parts.")
        # As bytes: reading it as text would turn a carriage return inside a cell into a line's end.
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise AuditUnreadable(f"{path} cannot be read: {error.strerror}.", path=path) from error
    except UnicodeDecodeError as error:
        raise AuditRefused(f"{path} is not UTF-8.", hint="Save it as UTF-8.") from error
    if suffix == ".jsonl":
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                with named(path, number):
                    row = an_object(line)
                yield number, row
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, record in enumerate(reader, start=2):
            with named(path, number):
                row = a_record(record)
            yield number, row
    except csv.Error as error:
        raise refused(path, reader.line_num, str(error)) from error


def an_object(line: str) -> dict[str, Any]:
    """A line of JSON as a row. Raises ValueError or TypeError."""
    row = json.loads(line)
    if not isinstance(row, dict):
        raise TypeError("no JSON object")
    return row


def a_record(row: Mapping[str | None, Any]) -> dict[str, Any]:
    """A record of CSV as a row: numbers where there are to be any. Raises ValueError."""
    if None in row or None in row.values():
        raise ValueError("it has more or fewer cells than the first row")
    values: dict[str, Any] = {str(name): unmarked(value) for name, value in row.items()}
    for name in WHOLE_NUMBERS & values.keys():
        if values[name]:
            values[name] = int(values[name])
    return values


@contextmanager
def named(path: Path, number: int) -> Iterator[None]:
    """Turn whatever is wrong with a row into AuditRefused, which names it."""
    try:
        yield
    except KeyError as error:
        raise refused(path, number, f"it has no {error.args[0]}") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise refused(path, number, str(error) or type(error).__name__) from error


def refused(path: Path, number: int, why: str) -> AuditRefused:
    """What is wrong with which row."""
    return AuditRefused(f"{path}, row {number}: {why}.", hint="Nothing was taken in.")


def arriving_samples(path: Path, rows: Sequence[tuple[int, dict[str, Any]]], audit: Audit) -> Iterator[Sample]:
    """The samples of a file that are not known yet, each whole."""
    known = {one.sample_id for one in audit.samples}
    unknown: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for number, row in rows:
        with named(path, number):
            sample_id = str(row["sample_id"])
        if sample_id not in known:
            unknown.setdefault(sample_id, []).append((number, row))
    for members in unknown.values():
        with named(path, members[0][0]):
            sample = arriving_sample(path, members)
        yield sample


def arriving_sample(path: Path, members: Iterable[tuple[int, dict[str, Any]]]) -> Sample:
    """A sample from the rows of its items, however they are ordered. Raises ValueError, KeyError or TypeError."""
    placed: dict[int, Any] = {}
    head: dict[str, Any] = {}
    for number, row in members:
        with named(path, number):
            own = {name: row[name] for name in (*SAMPLE_FIELDS, *POPULATION_FIELDS, "item_count")}
            if own != (head := head or own):
                raise ValueError("it tells of its sample otherwise than the rows before")
            one = drawn_of(row)
            if placed.setdefault(whole(row["position"]), one) != one:
                raise ValueError("an earlier row has another item, or the same one otherwise, at its position")
    return sample_of(
        {
            **head,
            "lexicon_version": head["sample_lexicon_version"],
            "populations": {group.value: head[f"population_{group.value}"] for group in Group},
        },
        tuple(placed[place] for place in sorted(placed)),
    )


def arriving_label(row: Mapping[str, Any], groups: Mapping[str, Mapping[str, Group]], *, at: datetime) -> Label:
    """The label of a row. Raises ValueError or KeyError with what is wrong."""
    item_id, labeller = str(row["item_id"]), str(row.get("labeller") or "")
    group = groups[str(row["sample_id"])].get(item_id)
    if group is None:
        raise ValueError(f"its sample has no item {item_id!r}")
    if not labeller or labeller != labeller_of(labeller):
        raise ValueError("the name of its labeller is empty, too long, or has hidden characters")
    said = str(row.get("verdict") or "")
    if said not in {*VERDICTS[group], Verdict.SKIPPED}:
        raise ValueError(f"the verdict {said!r} is none on a {group} item: {', '.join(VERDICTS[group])}, skipped")
    told = str(row.get("told_class") or "")
    if told and told not in set(EventClass):
        raise ValueError(f"{told!r} is no PLOVER class")
    given_at = instant(row["given_at"]) if row.get("given_at") else at
    own = f"{item_id}/{labeller}/{said}/{told}"
    return Label(
        label_id=str(row.get("label_id") or hashlib.sha256(own.encode("utf-8", "replace")).hexdigest()[:ID_CHARS]),
        item_id=item_id,
        labeller=labeller,
        verdict=Verdict(said),
        event_class=told,
        given_at=given_at,
    )
