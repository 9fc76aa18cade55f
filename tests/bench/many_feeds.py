"""Five hundred feeds on five hundred addresses of this machine, asked by the real command: all new, all unchanged."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.measures import Measure
from tests.integration.commands import environment
from tests.integration.samples import CLAIMS, catalogue, rss

if TYPE_CHECKING:
    from collections.abc import Sequence

FEEDS = 500
ENTRIES = 50
SECONDS_NEW_MAX = 90
SECONDS_UNCHANGED_MAX = 8
READY_SECONDS_MAX = 30
COMMAND = "make bench"
SERVER = """
import asyncio, hashlib, pathlib, sys
folder, port = pathlib.Path(sys.argv[1]), int(sys.argv[2])
bodies = {path.stem: path.read_bytes() for path in folder.glob("*.xml")}
tags = {name: hashlib.sha256(body).hexdigest()[:16].encode() for name, body in bodies.items()}

async def answer(reader, writer):
    head = await reader.readuntil(b"\\r\\n\\r\\n")
    name = head.split(b" ", 2)[1].decode()[1:]
    tag = b'"' + tags[name] + b'"'
    if tag in head:
        writer.write(b"HTTP/1.1 304 Not Modified\\r\\nETag: " + tag + b"\\r\\nConnection: close\\r\\n\\r\\n")
    else:
        body = bodies[name]
        size = str(len(body)).encode()
        writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Type: application/rss+xml\\r\\nETag: " + tag
            + b"\\r\\nContent-Length: " + size + b"\\r\\nConnection: close\\r\\n\\r\\n" + body)
    await writer.drain()
    writer.close()

async def main():
    hosts = [f"127.{1 + n // 250}.{n % 250}.1" for n in range(len(bodies))]
    server = await asyncio.start_server(answer, host=hosts, port=port, backlog=32)
    print("ready", flush=True)
    await server.serve_forever()

asyncio.run(main())
"""
"""One process that answers on an address of its own for each feed, so that each is a host of its own."""

WORDS = (
    "The ministry said in a statement that talks would go on next week. Residents of the border town spoke of a quiet "
    "night. The two sides have met four times since spring. A spokesman declined to give figures. Markets opened "
    "little changed. The opposition asked for a debate in parliament. Observers expect a decision before the end of "
    "the month. "
)


def many_feeds_measures(folder: Path) -> list[Measure]:
    """Seconds for all new and for all unchanged, everything included: start, lexicon, fetching, scoring, publishing."""
    write_feeds(folder / "feeds")
    port = 18_000 + random.SystemRandom().randrange(10_000)
    urls = {f"feed-{n}": f"http://127.{1 + n // 250}.{n % 250}.1:{port}/{n}" for n in range(FEEDS)}
    settings = {"home": folder / "home", "feeds": catalogue(folder / "feeds.toml", urls), "allow_loopback": True}
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(folder / "feeds"), str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline().strip() == "ready"
        seconds_new, cpu_new, new = ingest(["ingest"], settings)
        seconds_unchanged, cpu_unchanged, unchanged = ingest(["ingest", "--force"], settings)
    finally:
        server.kill()
        server.communicate()
    if (new["outcomes"]["new"], new["sources_failed"]) != (FEEDS * ENTRIES, 0):
        raise RuntimeError(f"not all was new: {new}")
    if (unchanged["read"], unchanged["sources_failed"], unchanged["sources"]) != (0, 0, FEEDS):
        raise RuntimeError(f"not all was unchanged: {unchanged}")
    name_new, name_unchanged = f"{FEEDS} feeds of {ENTRIES} entries, all new", f"{FEEDS} feeds, all unchanged"
    return [
        measure(name_new, seconds_new, SECONDS_NEW_MAX),
        measure(f"{name_new}, CPU", cpu_new),
        measure(name_unchanged, seconds_unchanged, SECONDS_UNCHANGED_MAX),
        measure(f"{name_unchanged}, CPU", cpu_unchanged),
    ]


def measure(name: str, seconds: float, seconds_max: float | None = None) -> Measure:
    """A time against its limit; that of all processors tells how busy the machine was besides."""
    return Measure(name=name, value=seconds, unit="s", better="lower", floor=seconds_max, n=FEEDS, command=COMMAND)


def ingest(arguments: Sequence[str], settings: dict[str, object]) -> tuple[float, float, dict[str, Any]]:
    """Run the command, and return its seconds, those of all processors, and its summary."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "etl.cli", *arguments, "--json"],
        check=True,
        capture_output=True,
        text=True,
        env=environment(**settings),
    )
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu_seconds, json.loads(done.stdout)


def write_feeds(folder: Path) -> None:
    """Feeds of entries as news sites write them: a title, a lead of some sixty words, a date of the last two days."""
    folder.mkdir(parents=True)
    chance, now = random.Random(500), datetime.now(UTC)
    for feed in range(FEEDS):
        items = []
        for number in range(ENTRIES):
            at = now - timedelta(minutes=chance.randrange(2 * 24 * 60))
            claim = chance.choice(CLAIMS)
            items.append(
                {
                    "title": f"{claim}, says report {number} of {feed}",
                    "link": f"https://outlet{feed}.example/{number}",
                    "description": f"Report {feed}/{number}. {claim}. {WORDS}",
                    "pubDate": f"{at:%a, %d %b %Y %H:%M:%S} GMT",
                }
            )
        (folder / f"{feed}.xml").write_bytes(rss(*items))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for one in many_feeds_measures(Path(temporary)):
            limit = f"at most {one.floor:g}: {'holds' if one.holds else 'FAILS'}" if one.floor else ""
            sys.stdout.write(f"{one.name:<46} {one.value:>8.1f} s  {limit}\n")
