"""Processes that answer: whatever becomes of them, and whenever, whoever waits is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from etl.workers import Pool, Worker, WorkerLostError, WorkerMemoryError, WorkerOverdueError

KILLS = 40
WAIT_SECONDS_MAX = 30
LARGE = 3_000_000
"""Characters: more than a pipe holds, so that a request and an answer are under way for a while."""


def start_echo(slowly_seconds: float = 0.0):
    """Start slowly, as one does that reads a lexicon."""
    time.sleep(slowly_seconds)
    return echo


def echo(request):
    return request


def start_doer():
    return do


def do(order):
    match order:
        case "wait":
            time.sleep(60)
        case "never look up":
            # One call into C that holds the interpreter: no thread of the child could end it.
            return pow(7, 10**9)
        case "raise":
            raise ValueError("no such thing")
        case "eat":
            raise MemoryError
        case "leave":
            os._exit(7)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(60)
    return os.getpid()


def test_worker_answers_one_request_after_the_other():
    with closing(Worker(start_echo)) as worker:
        assert [worker.ask(text) for text in ("a", "b" * LARGE, "")] == ["a", "b" * LARGE, ""]


def test_worker_raises_what_the_answering_raised_and_goes_on():
    with closing(Worker(start_doer)) as worker:
        with pytest.raises(ValueError, match="no such thing"):
            worker.ask("raise")
        assert worker.ask("") == worker.pid


@pytest.mark.parametrize(
    ("order", "error", "code"),
    [
        ("wait", WorkerOverdueError, -signal.SIGALRM),
        ("never look up", WorkerOverdueError, -signal.SIGALRM),
        ("eat", WorkerMemoryError, 101),
        ("leave", WorkerLostError, 7),
    ],
)
def test_worker_that_is_lost_says_how(order, error, code):
    with closing(Worker(start_doer)) as worker:
        with pytest.raises(WorkerLostError) as caught:
            worker.ask(order, seconds_max=1)
        assert (type(caught.value), caught.value.exit_code) == (error, code)
        assert not psutil.pid_exists(worker.pid)


def test_worker_that_was_stopped_is_ended_by_its_parent(monkeypatch):
    """Stopped, it hears no alarm."""
    monkeypatch.setattr("etl.workers.GRACE_SECONDS", 1)
    with closing(Worker(start_doer)) as worker:
        worker.begin()
        with pytest.raises(WorkerOverdueError):
            worker.ask("stop", seconds_max=1)
        assert not psutil.pid_exists(worker.pid)


@pytest.mark.parametrize("number", range(KILLS))
def test_pool_whose_worker_is_killed_at_any_moment_answers_or_says_so(number):
    """From the instant it is there, through its start, to the midst of a request and of an answer of 3 MB."""
    killed_after = 0.4 * (number / KILLS) ** 2
    with closing(Pool(2, start_echo, 0.05)) as pool:
        victim = pool._workers[number % 2]
        threading.Timer(killed_after, victim.kill).start()
        futures = [pool.submit("x" * LARGE) for _ in range(8)]
        ends = [future.exception(timeout=WAIT_SECONDS_MAX) for future in futures]
    assert all(end is None or isinstance(end, WorkerLostError) for end in ends)
    assert not any(psutil.pid_exists(worker.pid) for worker in pool._workers)


def test_pool_with_a_lost_worker_takes_requests_and_refuses_them():
    with closing(Pool(2, start_doer)) as pool:
        assert isinstance(pool.submit("leave").exception(timeout=WAIT_SECONDS_MAX), WorkerLostError)
        assert isinstance(pool.submit("").exception(timeout=WAIT_SECONDS_MAX), WorkerLostError)


def test_pool_can_be_closed_while_it_works():
    pool = Pool(2, start_doer)
    futures = [pool.submit("wait") for _ in range(5)]
    begun = time.monotonic()
    pool.close()
    assert time.monotonic() - begun < WAIT_SECONDS_MAX
    assert all(isinstance(future.exception(timeout=1), WorkerLostError) for future in futures)


PARENT = """
import os, sys
from etl.workers import Worker
from tests.unit.test_workers import start_doer
worker = Worker(start_doer)
worker.begin()
print(worker.pid, flush=True)
worker.ask(sys.argv[1])
"""


@pytest.mark.parametrize("order", ["wait", "never look up"])
def test_worker_ends_with_its_parent_whatever_it_is_doing(order):
    """Killed, the parent can tell it nothing; one call into C leaves no thread of its own a chance to look."""
    root = Path(__file__).resolve().parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen([sys.executable, "-c", PARENT, order], stdout=subprocess.PIPE, env=environment) as parent:
        worker = psutil.Process(int(parent.stdout.readline()))
        begun = worker.cpu_times().user
        while order != "wait" and worker.cpu_times().user < begun + 0.3:
            time.sleep(0.02)
        parent.kill()
    psutil.wait_procs([worker], timeout=WAIT_SECONDS_MAX)
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE
