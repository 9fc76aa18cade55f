"""What a person sees of a run: a bar on a terminal, a line per feed or file, and a summary that adds up."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from warehouse.terms import FetchStatus, Outcome, OutcomeCounts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import TaskID

    from etl.load_pages import PageCounts
    from warehouse.terms import Fetch

LABEL_CHARS = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceResult:
    """How one feed or file ended."""

    label: str
    fetch: Fetch
    counts: OutcomeCounts


@dataclass(slots=True)
class Summary:
    """How a run ended, over all its feeds and files."""

    results: list[SourceResult] = field(default_factory=list)
    pages: PageCounts | None = None

    @property
    def counts(self) -> OutcomeCounts:
        """The outcomes of all entries."""
        total = OutcomeCounts()
        for result in self.results:
            total.merge(result.counts)
        return total

    @property
    def failed(self) -> list[SourceResult]:
        """The feeds and files that could not be read."""
        return [result for result in self.results if result.fetch.status is FetchStatus.FAILED]

    def as_dict(self) -> dict[str, object]:
        """The summary for programs."""
        counts = self.counts
        return {
            "read": counts.total,
            "outcomes": {outcome.value: counts.of(outcome) for outcome in Outcome},
            "reasons": {
                f"{outcome.value}: {reason}": count
                for (outcome, reason), count in sorted(counts.counts.items())
                if reason
            },
            "sources": len(self.results),
            "sources_failed": len(self.failed),
        } | ({"pages": self.pages.as_dict()} if self.pages else {})

    def lines(self) -> list[str]:
        """The summary for people: the parts add up to what was read."""
        counts = self.counts
        parts = [f"{counts.of(outcome):,} {outcome.value}" for outcome in Outcome]
        lines = [f"{counts.total:,} entries read from {len(self.results):,} sources: {', '.join(parts)}."]
        lines += [
            f"  {count:,} {outcome.value}: {reason}"
            for (outcome, reason), count in sorted(counts.counts.items())
            if reason
        ]
        if self.failed:
            lines.append(f"{len(self.failed):,} of {len(self.results):,} sources could not be read.")
        return [*lines, *self.page_lines()]

    def page_lines(self) -> list[str]:
        """What is to be said of article pages, if any were asked for."""
        if self.pages is None:
            return []
        kept = {kind: count for kind, count in sorted(self.pages.ended.items()) if kind != "read"}
        line = f"{self.pages.asked:,} article pages asked for: {self.pages.ended['read']:,} read"
        if kept:
            reasons = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in kept.items())
            line += f", {sum(kept.values()):,} left with the feed's own text ({reasons})"
        return [f"{line}; {self.pages.left:,} wait for the next run."]


class Reporter:
    """Prints progress to standard error: a bar where it is a terminal, and a line per source everywhere."""

    def __init__(self, *, is_quiet: bool = False, is_idle_quiet: bool = False) -> None:
        self.is_idle_quiet = is_idle_quiet
        self.console = Console(stderr=True, highlight=False, quiet=is_quiet, soft_wrap=True)
        self.summary = Summary()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    @contextmanager
    def progress(self, description: str, *, total: int | None) -> Iterator[Self]:
        """Show a bar for the time of the block, on a terminal only."""
        if not sys.stderr.isatty():
            yield self
            return
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console, transient=True) as self._progress:
            self._task = self._progress.add_task(description, total=total, note="")
            yield self
        self._progress = self._task = None

    def entries_read(self, label: str, count: int) -> None:
        """Say how far a long file is."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, note=f"{shortened(label)}: {count:,} entries")

    def texts_done(self, count: int) -> None:
        """Say that so many texts more are done."""
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task, count)

    def source_done(self, result: SourceResult) -> None:
        """Print the line of a feed or file, and count it."""
        self.summary.results.append(result)
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task)
        self.console.print(source_line(result), markup=False)

    def note(self, line: str) -> None:
        """Print one line."""
        self.console.print(line, markup=False)

    def note_idle(self, line: str) -> None:
        """Print one line that says that there is nothing to do, unless only work is to be told of."""
        if not self.is_idle_quiet:
            self.note(line)

    def pages_done(self, counts: PageCounts) -> None:
        """Keep what became of article pages for the summary."""
        if counts.asked or counts.left:
            self.summary.pages = counts

    def finish(self) -> None:
        """Print the summary, if there is anything to sum up."""
        if self.is_idle_quiet and not self.summary.results and not self.summary.pages:
            return
        for line in self.summary.lines():
            self.console.print(line, markup=False)


def source_line(result: SourceResult) -> str:
    """One line that says how a feed or file ended."""
    label = f"{shortened(result.label):<{LABEL_CHARS}}"
    fetch = result.fetch
    if fetch.status is FetchStatus.FAILED:
        again = f"; next try {fetch.next_due_at:%d %b %H:%M} UTC" if fetch.next_due_at else ""
        return f"{label}  FAILED {fetch.error_kind}: {fetch.error_detail}{again}"
    if fetch.status is not FetchStatus.READ:
        return f"{label}  {fetch.status.value.replace('_', ' ')}"
    parts = [f"{result.counts.of(outcome):,} {outcome.value}" for outcome in Outcome if result.counts.of(outcome)]
    return f"{label}  {', '.join(parts) or 'no entries'}"


def shortened(label: str) -> str:
    """A label that fits its column, its end kept: that is where paths differ."""
    return label if len(label) <= LABEL_CHARS else f"…{label[-LABEL_CHARS + 1 :]}"
