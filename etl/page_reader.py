"""Reads pages in a process of its own, which is ended where a page takes too long or too much memory."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from etl.decoding import AttemptFailedError, ErrorKind, PageErrorKind
from etl.parsing import bound_memory
from etl.stages.page_html import HtmlPage, PageTooLargeError, read_html_page
from etl.workers import Worker, WorkerLostError, WorkerMemoryError, WorkerOverdueError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

RawPage = tuple[bytes, str]
"""The bytes of a page and its Content-Type."""


class PageReader:
    """Reads one page at a time, for any number of threads. Use it as a context manager: leaving it ends its process."""

    def __init__(self, *, seconds_max: float, memory_bytes_max: int) -> None:
        self.seconds_max = seconds_max
        self.memory_bytes_max = memory_bytes_max
        self._lock = threading.Lock()
        self._worker: Worker[RawPage, HtmlPage] | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True
        worker = self._worker
        if worker is not None:
            # Whoever waits for it is told, and lets go of the lock.
            worker.kill()
        with self._lock:
            self._end()

    def read(self, data: bytes, content_type: str) -> HtmlPage:
        """The article of a page. Raises AttemptFailedError where there is none, or it could not be read."""
        with self._lock:
            try:
                return self._asked((data, content_type))
            except PageTooLargeError as error:
                raise AttemptFailedError(ErrorKind.TOO_LARGE, str(error)) from error
            except ValueError as error:
                raise AttemptFailedError(PageErrorKind.NOT_A_PAGE, str(error)) from error
            except WorkerOverdueError as error:
                detail = f"reading it took longer than {self.seconds_max:g} seconds and was ended"
                raise AttemptFailedError(ErrorKind.PARSE_TIMEOUT, detail) from error
            except WorkerMemoryError as error:
                detail = f"reading it took more than {self.memory_bytes_max / 1e6:,.0f} MB of memory"
                raise AttemptFailedError(ErrorKind.PARSE_MEMORY, detail) from error
            except WorkerLostError as error:
                raise AttemptFailedError(ErrorKind.PARSE_CRASHED, f"the process that read it: {error}") from error
            except Exception as error:
                detail = f"{type(error).__name__} while reading it"
                raise AttemptFailedError(ErrorKind.PARSE_CRASHED, detail) from error

    def _asked(self, page: RawPage) -> HtmlPage:
        if self._is_closed:
            raise WorkerLostError("the run was ended")
        if self._worker is None:
            self._worker = Worker(start_reader, self.memory_bytes_max)
        try:
            return self._worker.ask(page, seconds_max=self.seconds_max)
        except WorkerLostError:
            self._end()
            raise

    def _end(self) -> None:
        if self._worker is not None:
            with suppress(OSError):
                self._worker.close()
            self._worker = None


def start_reader(memory_bytes_max: int) -> Callable[[RawPage], HtmlPage]:
    """Bound the memory of this process, and read pages in it."""
    bound_memory(memory_bytes_max)
    return read_raw_page


def read_raw_page(page: RawPage) -> HtmlPage:
    """The article of a page. Raises PageTooLargeError and ValueError."""
    data, content_type = page
    return read_html_page(data, content_type=content_type)
