"""Old copies are brought up to date instead of copying all: never one that somebody has open or keeps."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.integration.samples import AT, ask, made, open_writer, store, violations
from warehouse.paths import Home
from warehouse.publish import COPIER
from warehouse.reader import Reader
from warehouse.renew import BLOCK_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.writer import Writer

PUBLISHES = 12


@pytest.fixture(autouse=True)
def always_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files are renewed as large ones are."""
    monkeypatch.setattr("warehouse.publish.RENEW_BYTES_MIN", 0)


def leases_are_known(folder: Path) -> bool:
    """Whether this file system says who else has a file open: without that, everything is copied anew."""
    old, new = folder / "lease-old", folder / "lease-new"
    old.write_bytes(b"old")
    new.write_bytes(b"new")
    number = old.stat().st_ino
    copied(new, old)
    return old.stat().st_ino == number


def copied(source: Path, target: Path) -> None:
    """Copy as publishing does."""
    subprocess.run([sys.executable, "-I", "-S", COPIER, source, target], check=True, timeout=60)


def publish_one(writer: Writer, number: int) -> str:
    """Write an article and publish."""
    store(writer, made(f"n{number}", "A", AT))
    return writer.publish()


@pytest.mark.parametrize("length", [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, 3 * BLOCK_BYTES + 12_288])
@pytest.mark.parametrize("old_length", [None, 0, 5000, 2 * BLOCK_BYTES, 5 * BLOCK_BYTES + 7])
def test_copy_is_the_same_to_the_byte(tmp_path: Path, length: int, old_length: int | None) -> None:
    chance = random.Random(f"{length} {old_length}")
    source, target = tmp_path / "source", tmp_path / "target"
    content = chance.randbytes(length)
    source.write_bytes(content)
    if old_length is not None:
        old = bytearray((content + chance.randbytes(old_length))[:old_length])
        for at in chance.sample(range(old_length), min(old_length, 3)):
            old[at] ^= 1
        target.write_bytes(old)
    copied(source, target)
    assert target.read_bytes() == content


def test_old_copy_is_renewed_and_not_copied(tmp_path: Path) -> None:
    if not leases_are_known(tmp_path):
        pytest.skip("this file system knows no leases")
    home = Home(tmp_path)
    versions: list[int] = []
    analysts: list[int] = []
    with open_writer(tmp_path) as writer:
        for number in range(6):
            version = publish_one(writer, number)
            versions.append(home.version_file(version).stat().st_ino)
            analysts.append(home.analysts.stat().st_ino)
            assert home.version_file(version).read_bytes() == home.analysts.read_bytes()
            assert ask(tmp_path, "select count(*) from coded.article") == [(number + 1,)]
    assert versions[3:] == versions[:3], "three files take turns"
    assert analysts[2:] == analysts[:4], "two files take turns"
    assert oct(home.analysts.stat().st_mode)[-3:] == "444"
    assert {oct(path.stat().st_mode)[-3:] for path in home.published.glob("*.duckdb")} == {"400"}
    assert not list(home.root.rglob("*.arriving"))
    assert violations(tmp_path) == {}


def test_copy_that_is_open_stays_as_it_is(tmp_path: Path) -> None:
    """Fault 63: in whatever way it is open, by whichever process, for as long as it is."""
    home = Home(tmp_path)
    with open_writer(tmp_path) as writer:
        version = publish_one(writer, 0)
        reader = Reader(home)
        holding = [home.version_file(version).open("rb"), home.analysts.open("rb")]
        before = [file.read() for file in holding]
        with reader._cursor() as cursor:
            for number in range(1, 6):
                publish_one(writer, number)
            assert cursor.execute("select count(*) from coded.article").fetchall() == [(1,)]
        for file, content in zip(holding, before, strict=True):
            file.seek(0)
            assert file.read() == content
            file.close()
        assert reader.freshness().article_count == 6
        reader.close()


def test_copy_that_is_kept_under_another_name_stays_as_it_is(tmp_path: Path) -> None:
    home, kept = Home(tmp_path), tmp_path / "kept.duckdb"
    with open_writer(tmp_path) as writer:
        publish_one(writer, 0)
        kept.hardlink_to(home.analysts)
        before = kept.read_bytes()
        for number in range(1, 4):
            publish_one(writer, number)
    assert kept.read_bytes() == before
    assert ask(tmp_path, "select count(*) from coded.article") == [(4,)]


@pytest.mark.parametrize("made_of_it", ["link", "gone", "text", "nothing allowed"])
def test_whatever_became_of_the_analysts_copy_a_new_one_appears(tmp_path: Path, made_of_it: str) -> None:
    """Faults 65 and 66: it is everybody's file; nothing that was done to it reaches another file."""
    home, elsewhere = Home(tmp_path), tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    with open_writer(tmp_path) as writer:
        for number in range(2):
            publish_one(writer, number)
        for path in (home.old_analysts, home.analysts):
            if made_of_it == "nothing allowed":
                path.chmod(0)
                continue
            path.unlink()
            if made_of_it == "link":
                path.symlink_to(elsewhere)
            elif made_of_it == "text":
                path.write_bytes(b"mine" * 100)
        for number in range(2, 5):
            publish_one(writer, number)
    assert elsewhere.read_bytes() == b"mine"
    assert ask(tmp_path, "select count(*) from coded.article") == [(5,)]
    assert oct(home.analysts.stat().st_mode)[-3:] == "444"


def test_readers_never_fail_while_copies_are_renewed(tmp_path: Path) -> None:
    """Faults 61 and 63: with a version a moment, each read finds a whole one, and none older than it found before."""
    home, stop = Home(tmp_path), threading.Event()
    failures: list[BaseException] = []
    counts: list[list[int]] = [[], []]

    def read(found: list[int]) -> None:
        reader = Reader(home)
        try:
            while not stop.is_set():
                found.append(reader.freshness().article_count)
                reader.close()
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    with open_writer(tmp_path) as writer:
        publish_one(writer, 0)
        threads = [threading.Thread(target=read, args=(found,)) for found in counts]
        for thread in threads:
            thread.start()
        for number in range(1, PUBLISHES):
            publish_one(writer, number)
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert all(found and found == sorted(found) for found in counts)
