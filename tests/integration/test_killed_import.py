"""A loading command that is killed or stopped at any moment loses nothing that was written and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
import pytest

from etl.files import Reading
from etl.run import import_files
from tests.integration.commands import start, tension, wait_until
from tests.integration.samples import CIRCUMSTANCES, TABLES, ask, content, job, rows, violations, write_jsonl
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon

ARTICLES = 20_000
KILLS = 10
SMALL = {"batch_articles": 400, "publish_seconds": 1, "outlet_stories_min": 3}
POOLED = {"batch_articles": 4000, "worker_count": 2, "publish_seconds": 1}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_jsonl(tmp_path_factory.mktemp("many") / "many.jsonl", rows(ARTICLES, hot_every=10))


def published_count(home: Path) -> int:
    """Read what is published as a dashboard would; the articles, none where nothing was published yet."""
    if not Home(home).pointer.exists():
        return 0
    reader = Reader(Home(home))
    count = reader.freshness().article_count
    texts = reader.ask("select count(*), count(distinct article_id) from coded.article_text").rows[0]
    assert texts == (count, count)
    reader.close()
    return count


def workers_of(parent: psutil.Process) -> list[psutil.Process]:
    """The scoring processes of a command, in the order in which they were started."""
    found = []
    for child in parent.children():
        with suppress(psutil.Error):  # gone in the meantime
            if "etl.workers" in " ".join(child.cmdline()):
                found.append(child)
    return sorted(found, key=lambda child: child.create_time())


def test_import_killed_at_any_moment_ends_as_if_undisturbed(tmp_path: Path, file: Path) -> None:
    """Faults 17 and 72: killed ten times, with the published copy read and checked after each."""
    undisturbed = tmp_path / "undisturbed"
    assert tension("import", file, home=undisturbed, **SMALL).returncode == 0
    killed, chance, counts = tmp_path / "killed", random.Random(72), [0]
    for _ in range(KILLS):
        running = start("import", file, home=killed, **SMALL)
        # Starting takes one to two seconds: some kills fall before the first batch, most between two of the fifty.
        time.sleep(chance.uniform(0.7, 2.8))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        counts.append(published_count(killed))
        if counts[-1]:
            assert violations(killed) == {}
    assert counts == sorted(counts), "what was once published stays"
    done = tension("import", file, home=killed, **SMALL)
    assert done.returncode == 0, done.stderr
    assert published_count(killed) == published_count(undisturbed) > ARTICLES * 0.9
    assert violations(killed) == {}
    for table in TABLES:  # one by one: a difference of 20,000 rows is no reading
        ours = content(killed, (table,), ignored=CIRCUMSTANCES | {"feed_id"})
        assert ours == content(undisturbed, (table,), ignored=CIRCUMSTANCES | {"feed_id"}), table
    named = {name for (name,) in ask(killed, "select file from coded.segment")}
    assert {path.name for path in Home(killed).segments.iterdir()} == named, "no file is left that nobody names"
    assert not list(killed.rglob("*.arriving"))


@pytest.mark.parametrize(
    ("number", "to", "settings", "moment"),
    [
        (signal.SIGINT, "group", SMALL, "writing"),
        (signal.SIGTERM, "process", SMALL, "writing"),
        (signal.SIGINT, "group", POOLED, "starting"),
        (signal.SIGINT, "group", POOLED, "writing"),
    ],
)
def test_import_stopped_says_so_in_one_line(
    tmp_path: Path, file: Path, lexicon: Lexicon, number: int, to: str, settings: dict[str, int], moment: str
) -> None:
    """Ctrl-C reaches the whole group, `kill` the process alone: exit code 130, one line, and nobody is left behind."""
    home = tmp_path / "home"
    few = write_jsonl(tmp_path / "few.jsonl", rows(50, seed=9))
    import_files(job(home, lexicon), [few], Reading())
    before, file_count = published_count(home), len(list(Home(home).segments.iterdir()))
    running = start("import", file, home=home, **settings)
    parent = psutil.Process(running.pid)
    if moment == "starting":  # the workers are there, and still read the lexicon
        wait_until(lambda: len(workers_of(parent)) == 2)
    else:
        wait_until(lambda: len(list(Home(home).segments.iterdir())) > file_count)
    time.sleep(random.Random(f"{number}{to}").uniform(0, 0.3))
    children = parent.children(recursive=True)
    (os.killpg if to == "group" else os.kill)(running.pid, number)
    output, errors = running.communicate(timeout=20)
    assert (running.returncode, output) == (130, ""), errors
    assert errors.strip().splitlines() == ["tension: stopped; what was written stays."]
    psutil.wait_procs(children, timeout=5)
    assert not [child for child in children if child.is_running()]
    assert published_count(home) >= before
    assert violations(home) == {}
    import_files(job(home, lexicon), [few], Reading())
    statuses = [status for (status,) in ask(home, "select status from raw.run order by run_id")]
    assert statuses == ["complete", "stopped", "complete"]


def test_import_killed_leaves_no_workers(tmp_path: Path, file: Path) -> None:
    """Fault 72: scoring processes end with the process they score for, though it can no longer tell them to."""
    running = start("import", file, home=tmp_path / "home", **POOLED)
    parent = psutil.Process(running.pid)
    children = wait_until(lambda: (found := workers_of(parent)) and len(found) == 2 and found)
    time.sleep(1.5)
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=20)
    psutil.wait_procs(children, timeout=10)
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize(
    ("which", "after_seconds"),
    [(0, 0), (1, 0), (0, 0.01), (1, 0.01), (0, 0.05), (1, 0.05), (0, 0.2), (1, 0.2), (0, 0.5), (1, 1.0)],
)
def test_import_whose_worker_is_killed_says_so(
    tmp_path: Path, file: Path, lexicon: Lexicon, which: int, after_seconds: float
) -> None:
    """Memory may run out, while a worker starts too: one line that says what to do, and what was written stays."""
    home = tmp_path / "home"
    running = start("import", file, home=home, **POOLED)
    parent = psutil.Process(running.pid)
    try:
        worker = wait_until(lambda: (found := workers_of(parent)) and len(found) > which and found[which])
        time.sleep(after_seconds)
        worker.kill()
        _, errors = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 1, errors
    assert "Traceback" not in errors
    assert "A scoring process was ended from outside" in errors.strip().splitlines()[-1]
    if after_seconds >= 0.5:
        import_files(job(home, lexicon), [file], Reading())
        assert violations(home) == {}
