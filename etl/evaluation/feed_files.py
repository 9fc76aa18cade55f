"""Feeds of four parsers' test suites and hostile ones of our own: whether they are read, with which entries and dates.

Every file of `data/feeds` and `data/hostile` is parsed as a run does, in a process that is ended after 10 s or beyond
500 MB; feedparser alone reads the same bytes in the same run under the same limits. The figures:

- *survived*: not ended for its time or memory, and not crashed. To be refused as no feed is to survive.
- *entry counts*: the count is that of the suite. gofeed gives the feed as JSON beside the file, rss-parser in a folder
  of its own: the items there are counted, and none where there are none. feedparser gives an expression in a comment:
  `len(entries) == 2` is a count; `entries[1]['title'] == ...` says that there are two at least, and no more is asked.
  The counts of gofeed and rss-parser, which are exact, have a figure of their own beside. Left out are files with
  neither, and those whose expression speaks of the feed alone. reader's files come without expectations.
- *dates*: the instant of an entry as the suite has it parsed, to the second, in UTC: its publication, else its update,
  else its creation. Left out are the dates of feeds and sources and of expiry, which no article has, and words of dates
  that the suite does not read as an instant.

Nothing that a suite expects is counted apart: none of the dates that they have parsed is one that our rules forbid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser

from etl.decoding import ErrorKind
from etl.evaluation import metrics
from etl.evaluation.figures import Evaluated, figure
from etl.parsing import FeedParser, ParseFailedError, ParseLimits, bound_memory
from etl.stages.dates import read_date
from etl.stages.parse import Unparsed
from etl.workers import Worker, WorkerLostError

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = ParseLimits()
# After every date of the suites; the clock must not decide what is right.
RECEIVED_AT = datetime(2026, 11, 20)
COUNT = re.compile(r"\blen\(entries\) == (\d+)")
ENTRY = re.compile(r"\bentries\[(\d+)\]")
PARSED_DATE = re.compile(r"\bentries\[(\d+)\]\['(?:published|updated|created)_parsed'\] == \((\d+(?:, ?\d+){5})")
EXPRESSION = re.compile(r"Expect:(.*?)-->", re.DOTALL)
COMMENT_CHARS_MAX = 6000
# As our own reading does: the first that an entry has.
PARSED_NAMES = ("publishedParsed", "pubDateParsed", "isoDate", "updatedParsed")
PEER_DATES = ("published_parsed", "updated_parsed", "created_parsed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a suite expects of a file: how many entries, or how many at least; the instants of some by their place."""

    count: int | None = None
    is_at_least: bool = False
    instants: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found in a file: the instants of its entries, None where it was not read; whether reading survived."""

    instants: Sequence[datetime | None] | None
    survived: bool = True


Judge = Callable[[Sequence[Expected], Sequence[Found]], Sequence[tuple[Hashable, Hashable]]]


def feed_file_measures(data: Path) -> list[Evaluated]:
    """The figures, with feedparser beside each."""
    paths = sorted(path for folder in ("feeds", "hostile") for path in (data / folder).rglob("*") if path.is_file())
    bodies = [path.read_bytes() for path in paths]
    ours, peers = read_by_us(bodies), read_by_peer(bodies)
    expected = [expected_of(path, body) for path, body in zip(paths, bodies, strict=True)]
    judges: dict[str, Judge] = {
        "feed files survived": lived,
        "feed files, entry counts right": counted,
        "feed files, entry counts right where exact": counted_exactly,
        "feed files, dates right": dated,
    }
    return [
        figure(name, judge(expected, ours), metrics.accuracy, peer=metrics.accuracy(judge(expected, peers)))
        for name, judge in judges.items()
    ]


def counted_exactly(expected: Sequence[Expected], found: Sequence[Found]) -> list[tuple[int, int | None]]:
    """The counts of files for which one is expected, and not that there are so many at least."""
    pairs = [(one, said) for one, said in zip(expected, found, strict=True) if not one.is_at_least]
    return counted([one for one, _ in pairs], [said for _, said in pairs])


def lived(_expected: Sequence[Expected], found: Sequence[Found]) -> list[tuple[bool, bool]]:
    """Whether each file was survived, as all should be."""
    return [(True, one.survived) for one in found]


def counted(expected: Sequence[Expected], found: Sequence[Found]) -> list[tuple[int, int | None]]:
    """The count of each file for which one is expected, and that which was found."""
    pairs = []
    for one, said in zip(expected, found, strict=True):
        if one.count is not None:
            count = None if said.instants is None else len(said.instants)
            is_enough = one.is_at_least and count is not None and count >= one.count
            pairs.append((one.count, one.count if is_enough else count))
    return pairs


def dated(expected: Sequence[Expected], found: Sequence[Found]) -> list[tuple[str, str]]:
    """Each expected instant, and that which was found; that a file was not read is a date not found."""
    pairs = []
    for one, said in zip(expected, found, strict=True):
        for place, instant in one.instants.items():
            instants = said.instants or ()
            other = instants[place] if place < len(instants) else None
            pairs.append((told(instant), told(other)))
    return pairs


def told(instant: datetime | None) -> str:
    """An instant to the second."""
    return instant.isoformat(timespec="seconds") if instant else "none"


def expected_of(path: Path, body: bytes) -> Expected:
    """What the suite that a file is of expects of it."""
    suite = next((name for name in SUITES if name in path.parts), "")
    return SUITES[suite](path, body) if suite else Expected()


def of_expression(_path: Path, body: bytes) -> Expected:
    """What an expression in feedparser's comment says of entries."""
    # Without NUL, the comments of files in UTF-16 and UTF-32 can be read too.
    head = body.replace(b"\0", b"").decode("latin-1")[:COMMENT_CHARS_MAX]
    found = EXPRESSION.search(head)
    if found is None:
        return Expected()
    expression = found.group(1)
    instants = {
        int(place): datetime(*map(int, figures.split(",")))  # type: ignore[arg-type]
        for place, figures in PARSED_DATE.findall(expression)
    }
    if counts := COUNT.findall(expression):
        return Expected(count=int(counts[0]), instants=instants)
    places = [int(place) for place in ENTRY.findall(expression)]
    return Expected(count=max(places) + 1, is_at_least=True, instants=instants) if places else Expected()


def of_json_beside(path: Path, _body: bytes) -> Expected:
    """What gofeed's JSON beside a feed says of its items."""
    if path.suffix == ".json":
        return of_json(path.with_name(f"{path.stem}_expected.json"))
    return of_json(path.with_suffix(".json"))


def of_json_in_output(path: Path, _body: bytes) -> Expected:
    """What rss-parser's JSON says of the items of a feed."""
    if path.parent.name != "input":
        return Expected()
    return of_json(path.parents[1] / "output" / f"{path.stem}.json")


def of_json(path: Path) -> Expected:
    """How many items a feed has that was written down as JSON, and when they were published."""
    if not path.is_file():
        return Expected()
    try:
        feed = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        return Expected()
    feed = feed.get("feed", feed)
    items = feed.get("items") or feed.get("entries") or []
    instants = {place: instant for place, item in enumerate(items) if (instant := instant_of(item))}
    return Expected(count=len(items), instants=instants)


def instant_of(item: Mapping[str, Any]) -> datetime | None:
    """When an item was published, as a suite has it parsed."""
    text = next((item[name] for name in PARSED_NAMES if item.get(name)), None)
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None, microsecond=0) if text else None


SUITES: dict[str, Callable[[Path, bytes], Expected]] = {
    "kurtmckee_feedparser": of_expression,
    "mmcdole_gofeed": of_json_beside,
    "rbren_rss-parser": of_json_in_output,
}


def read_by_us(bodies: Sequence[bytes]) -> list[Found]:
    """What we find in each file."""
    with FeedParser(LIMITS) as parser, ThreadPoolExecutor(LIMITS.worker_count) as pool:

        def read(body: bytes) -> Found:
            try:
                parsed = parser.parse(Unparsed(body=body, received_at=RECEIVED_AT))
            except ParseFailedError as error:
                return Found(instants=None, survived=error.kind is ErrorKind.NOT_A_FEED)
            except Exception:  # noqa: BLE001 - that nothing raises is what is measured
                return Found(instants=None, survived=False)
            return Found(instants=[read_date(one.published_text, received_at=RECEIVED_AT) for one in parsed.entries])

        return list(pool.map(read, bodies))


def read_by_peer(bodies: Sequence[bytes]) -> list[Found]:
    """What feedparser finds in each file, given to it so that it opens nothing."""
    parts = [bodies[start :: LIMITS.worker_count] for start in range(LIMITS.worker_count)]
    with ThreadPoolExecutor(LIMITS.worker_count) as pool:
        found = [iter(part) for part in pool.map(lambda part: list(read_in_turn(part)), parts)]
    return [next(found[place % LIMITS.worker_count]) for place in range(len(bodies))]


def read_in_turn(bodies: Iterable[bytes]) -> Iterator[Found]:
    """What feedparser finds in each, in a process that is replaced where it is lost."""
    worker: Worker[bytes, list[datetime | None]] = Worker(start_peer)
    for body in bodies:
        try:
            yield Found(instants=worker.ask(body, seconds_max=LIMITS.seconds_max))
        except WorkerLostError:
            worker.close()
            worker = Worker(start_peer)
            yield Found(instants=None, survived=False)
        except Exception:  # noqa: BLE001 - it raises whatever it meets
            yield Found(instants=None, survived=False)
    worker.close()


def start_peer() -> Callable[[bytes], list[datetime | None]]:
    """Bound the memory of this process as that of ours, and read by feedparser alone."""
    bound_memory(LIMITS.memory_bytes_max)
    return peer_instants


def peer_instants(body: bytes) -> list[datetime | None]:
    """The instants of the entries that feedparser finds."""
    found = []
    for entry in feedparser.parse(BytesIO(body)).entries:
        figures = next((entry[name] for name in PEER_DATES if entry.get(name)), None)
        found.append(datetime(*figures[:6]) if figures else None)
    return found
