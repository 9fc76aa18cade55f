"""Parses feeds in processes of their own, which are ended where they take too long or too much memory.

Some inputs cost a parser time in the square of their length (80 KB of author names took feedparser 25 s, 100,000
attributes over a minute), others memory. What cannot be parsed is one feed's failure, and its process is replaced.
"""

from __future__ import annotations

import resource
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import LifoQueue
from typing import TYPE_CHECKING, Self

from etl.decoding import ErrorKind
from etl.stages.dates import read_date
from etl.stages.parse import NotAFeedError, ParsedFeed, Unparsed, parse_feed
from etl.workers import Worker, WorkerLostError, WorkerMemoryError, WorkerOverdueError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


class ParseFailedError(Exception):
    """A feed that was not parsed: `kind` is that of its row, the message says why."""

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseLimits:
    """What parsing one feed may cost, how many entries are kept of it, and how many are parsed at a time."""

    seconds_max: float = 10.0
    memory_bytes_max: int = 500_000_000
    entries_max: int = 2000
    worker_count: int = 2


Parser = Worker[Unparsed, ParsedFeed]


class FeedParser:
    """Parses feeds, for any number of threads. Use it as a context manager: leaving it ends its processes.

    A process is started when it is first needed, and used for one feed after the other.
    """

    def __init__(self, limits: ParseLimits) -> None:
        self.limits = limits
        self._is_closed = False
        # Last in, first out: the second is started only where the first is busy.
        self._idle: LifoQueue[Parser | None] = LifoQueue()
        self._busy: set[Parser] = set()
        for _ in range(limits.worker_count):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; a feed under way or to come ends in ParseFailedError."""
        self._is_closed = True
        for parser in tuple(self._busy):
            parser.kill()
        for parser_or_none in [self._idle.get() for _ in range(self.limits.worker_count)]:
            if parser_or_none is not None:
                parser_or_none.close()
            self._idle.put(None)

    def parse(self, unparsed: Unparsed) -> ParsedFeed:
        """What a feed holds. Raises ParseFailedError."""
        parser = self._idle.get()
        kept: Parser | None = None
        try:
            if parser is not None and (parsed := self._parsed_by_used(parser, unparsed)) is not None:
                kept = parser
            else:
                parser = self._started()
                parsed = self._asked(parser, unparsed)
                kept = parser
        except NotAFeedError as error:
            kept = parser
            raise ParseFailedError(ErrorKind.NOT_A_FEED, str(error)) from error
        except WorkerLostError as error:
            raise self._failure(error) from error
        finally:
            if parser is not None and kept is None:
                parser.close()
            self._idle.put(kept)
        return parsed

    def _parsed_by_used(self, parser: Parser, unparsed: Unparsed) -> ParsedFeed | None:
        """What a feed holds; None where the process was lost.

        It may have been ended while it waited, or be full of what it parsed before: the fault need not be this feed's.
        """
        try:
            return self._asked(parser, unparsed)
        except WorkerOverdueError:
            raise
        except WorkerLostError:
            parser.close()
            return None

    def _started(self) -> Parser:
        if self._is_closed:
            raise WorkerLostError("the run was ended")
        return Worker(start_parser, self.limits.memory_bytes_max, self.limits.entries_max)

    def _asked(self, parser: Parser, unparsed: Unparsed) -> ParsedFeed:
        self._busy.add(parser)
        try:
            # Whoever closes sets this first: either it is seen here, or the process is found among the busy.
            if self._is_closed:
                raise WorkerLostError("the run was ended")
            return parser.ask(unparsed, seconds_max=self.limits.seconds_max)
        finally:
            self._busy.discard(parser)

    def _failure(self, error: WorkerLostError) -> ParseFailedError:
        if isinstance(error, WorkerOverdueError):
            seconds = f"{self.limits.seconds_max:g} seconds"
            return ParseFailedError(ErrorKind.PARSE_TIMEOUT, f"parsing it took longer than {seconds} and was ended")
        if isinstance(error, WorkerMemoryError):
            megabytes = f"{self.limits.memory_bytes_max / 1e6:,.0f} MB"
            return ParseFailedError(ErrorKind.PARSE_MEMORY, f"parsing it took more than {megabytes} of memory")
        return ParseFailedError(ErrorKind.PARSE_CRASHED, f"the process that parsed it was lost: {error}")


def start_parser(memory_bytes_max: int, entries_max: int) -> Callable[[Unparsed], ParsedFeed]:
    """Bound the memory of this process, and parse in it."""
    bound_memory(memory_bytes_max)
    return partial(parse_within, entries_max=entries_max)


def bound_memory(bytes_max: int) -> None:
    """Let this process map so much and no more, the interpreter's own 130 MB included; and leave no core behind."""
    for limit, bound in ((resource.RLIMIT_AS, bytes_max), (resource.RLIMIT_CORE, 0)):
        # Where the system knows no such limit, time remains one.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (bound, bound))


def parse_within(unparsed: Unparsed, *, entries_max: int) -> ParsedFeed:
    """What a feed holds, of its entries the newest. Raises NotAFeedError."""
    return parse_feed(unparsed, entries_max=entries_max, date_of=partial(read_date, received_at=unparsed.received_at))
