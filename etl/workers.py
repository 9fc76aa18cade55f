"""Processes that answer requests, each over a pipe of its own, so that any of them may be killed at any moment.

The pool of the library shares queues and locks among its workers, and a thread minds them. A worker killed at the wrong
moment leaves them waiting for ever: for a lock that it held, for the rest of an answer, or, where a second worker was
started while the first was already given up, for room in a pipe that the second holds open and does not read. Here
nothing is shared. A child holds the only other end of its pipe, so that its end, however it comes, is that of the pipe.
"""

from __future__ import annotations

import fcntl
import gc
import json
import os
import select
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Request = TypeVar("Request")
Reply = TypeVar("Reply")

# Reading the lexicon takes a second or two, and many times that on a busy machine; for ever is what it must not take.
START_SECONDS_MAX = 300.0
# A child ends itself at its deadline; where that fails, as when it was stopped, the parent ends it so much later.
GRACE_SECONDS = 20.0
END_SECONDS_MAX = 10.0
JOIN_SECONDS_MAX = 10.0
EXIT_MEMORY = 101
READY = "ready"
# The parent's path of modules is handed over; -P keeps the folder that one stands in from coming first.
BOOT = """import sys, json
sys.path[:] = json.loads(sys.argv[1])
from etl.workers import serve
serve(*map(int, sys.argv[2:]))"""


class WorkerLostError(Exception):
    """A worker ended before it answered; `exit_code` is negative for the signal that ended it."""

    def __init__(self, message: str, *, exit_code: int | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class WorkerOverdueError(WorkerLostError):
    """A worker was ended because it took too long."""


class WorkerMemoryError(WorkerLostError):
    """A worker ended because it needed more memory than it may have."""


class Worker(Generic[Request, Reply]):
    """A process that answers one request at a time, by what `start(*arguments)` returns in it.

    All of these must be importable there. One thread at a time may ask; any may kill.
    """

    def __init__(self, start: Callable[..., Callable[[Request], Reply]], *arguments: object) -> None:
        self._start = (start, arguments)
        self._is_ready = False
        self._is_killed_late = False
        self._pipe, there = Pipe()
        line, self._line = os.pipe()
        try:
            self._process = started(there.fileno(), line)
        except OSError as error:
            self._pipe.close()
            os.close(self._line)
            raise WorkerLostError(f"it could not be started: {error}") from error
        finally:
            there.close()
            os.close(line)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def begin(self) -> None:
        """Wait until the process is ready. Raises WorkerLostError."""
        if self._is_ready:
            return
        try:
            self._pipe.send(self._start)
            self._receive(START_SECONDS_MAX)
        except (EOFError, OSError) as error:
            raise self._lost() from error
        self._is_ready = True

    def ask(self, request: Request, *, seconds_max: float | None = None) -> Reply:
        """What it answers. Raises what the answering raised, or WorkerLostError; then the worker is of no more use."""
        self.begin()
        try:
            self._pipe.send((request, seconds_max))
            is_answer, value = self._receive(None if seconds_max is None else seconds_max + GRACE_SECONDS)
        except (EOFError, OSError) as error:
            raise self._lost() from error
        if not is_answer:
            raise value
        reply: Reply = value
        return reply

    def kill(self) -> None:
        """End the process; whoever waits for it is told."""
        self._process.kill()

    def close(self) -> None:
        """End the process and free what it held; nobody may be asking."""
        self._process.kill()
        self._process.wait(END_SECONDS_MAX)
        if not self._pipe.closed:
            self._pipe.close()
            os.close(self._line)

    def _receive(self, seconds_max: float | None) -> Any:
        if not self._pipe.poll(seconds_max):
            self._is_killed_late = True
            raise EOFError
        return self._pipe.recv()

    def _lost(self) -> WorkerLostError:
        """End what may be left of the process, and say how it ended."""
        if self._is_killed_late:
            self._process.kill()
        try:
            code = self._process.wait(END_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait(END_SECONDS_MAX)
        if self._is_killed_late or code == -signal.SIGALRM:
            return WorkerOverdueError("it took too long and was ended", exit_code=code)
        if code == EXIT_MEMORY:
            return WorkerMemoryError("it needed more memory than it may have", exit_code=code)
        return WorkerLostError(f"it was ended by {ended_by(code)}", exit_code=code)


class Pool(Generic[Request, Reply]):
    """Workers of one kind, each with a thread that hands it one request after the other.

    Once one is lost, every request under way or to come ends in a WorkerLostError.
    """

    def __init__(self, count: int, start: Callable[..., Callable[[Request], Reply]], *arguments: object) -> None:
        self._waiting: SimpleQueue[tuple[Future[Reply], Request] | None] = SimpleQueue()
        self._lost: WorkerLostError | None = None
        self._workers: list[Worker[Request, Reply]] = []
        self._threads: list[threading.Thread] = []
        try:
            for number in range(count):
                worker = Worker(start, *arguments)
                self._workers.append(worker)
                thread = threading.Thread(target=self._run, args=(worker,), name=f"worker {number}", daemon=True)
                self._threads.append(thread)
                thread.start()
        except BaseException:
            self.close()
            raise

    def submit(self, request: Request) -> Future[Reply]:
        """The answer to come; it may raise what the answering raised, or WorkerLostError."""
        future: Future[Reply] = Future()
        self._waiting.put((future, request))
        return future

    def close(self) -> None:
        """End the processes; what was not answered is not."""
        for worker in self._workers:
            worker.kill()
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(JOIN_SECONDS_MAX)
        for worker in self._workers:
            worker.close()

    def _run(self, worker: Worker[Request, Reply]) -> None:
        try:
            worker.begin()
        except WorkerLostError as error:
            self._lost = error
        while (item := self._waiting.get()) is not None:
            future, request = item
            if self._lost is not None:
                future.set_exception(self._lost)
                continue
            try:
                future.set_result(worker.ask(request))
            except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits must hear of it
                if isinstance(error, WorkerLostError):
                    self._lost = error
                future.set_exception(error)


def started(*descriptors: int) -> subprocess.Popen[bytes]:
    """A process that serves by these descriptors: the pipe of requests, and the line that says the parent lives."""
    command = [sys.executable, "-P", "-c", BOOT, json.dumps(module_path()), *map(str, descriptors)]
    with without_interrupts():
        return subprocess.Popen(  # noqa: S603 - our own interpreter and code
            command, pass_fds=descriptors, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Start processes that never see Ctrl-C, which a terminal sends to all: it is the parent that ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def module_path() -> list[str]:
    """Where this process finds its modules, so that a child finds the same."""
    return [part or os.getcwd() for part in sys.path]  # noqa: PTH109 - as sys.path has it


def ended_by(code: int) -> str:
    """A name for the way a process ended."""
    if code >= 0:
        return f"itself, with code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def serve(requests: int, line: int) -> None:
    """Answer requests until the parent is gone; the life of a worker. Nothing ever comes by the line but its end."""
    threading.Thread(target=end_with_parent, args=(line,), name="end with parent", daemon=True).start()
    # The kernel ends this process too, by a signal that nobody here handles: while a regular expression or another long
    # call into C runs, no thread of Python sees that the line has ended.
    with suppress(OSError):
        fcntl.fcntl(line, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(line, fcntl.F_SETFL, fcntl.fcntl(line, fcntl.F_GETFL) | os.O_ASYNC)
    pipe = Connection(requests)
    code = 0
    try:
        start, arguments = pipe.recv()
        answer = start(*arguments)
        # What was loaded lasts as long as the process: no look for garbage need pass through it.
        gc.freeze()
        pipe.send(READY)
        while True:
            request, seconds_max = pipe.recv()
            pipe.send(answer_in_time(answer, request, seconds_max))
            del request
    except (EOFError, OSError):
        pass
    except MemoryError:
        code = EXIT_MEMORY
    # Without the clean-up of the interpreter, which nothing here needs.
    os._exit(code)


def answer_in_time(answer: Callable[[Any], Any], request: object, seconds_max: float | None) -> tuple[bool, object]:
    """Whether a request could be answered, and the answer or the error. Beyond its time the process ends.

    It is the kernel that ends it: a regular expression that runs for an hour lets no thread of Python look at a clock.
    """
    if seconds_max is not None:
        signal.setitimer(signal.ITIMER_REAL, seconds_max)
    try:
        return True, answer(request)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - it is raised again where the request came from
        return False, error
    finally:
        if seconds_max is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)


def end_with_parent(line: int) -> None:
    """End when the parent's end of the line is closed: killed, it cannot end its workers, and they would work on."""
    poller = select.poll()
    poller.register(line, select.POLLHUP)
    poller.poll()
    os._exit(1)
