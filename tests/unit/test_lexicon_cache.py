"""The kept lexicon is the compiled one, and nothing that is amiss with a kept one is more than the time to compile."""

from __future__ import annotations

import os
import threading
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from etl.kept import remove_oldest, user_folder, write_own
from etl.lexicon import cache
from etl.lexicon.cache import FILES_MAX, code_version, kept_lexicon
from etl.lexicon.packing import MAGIC, PackingError, packed, unpacked
from etl.lexicon.sources import SourceFile
from etl.scoring import score_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from etl.lexicon.load import Lexicon

TEXT = (
    "North Korea’s Kim said it would fire a missile at Japan if the talks failed. Russian troops shelled a hospital in "
    "Ukraine on Monday, but the United States and South Korea did not impose sanctions on Iran."
)
ROOT_READS_ALL = hasattr(os, "geteuid") and os.geteuid() == 0


class Compiler:
    """Gives a lexicon, and counts how often it was asked to."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.count = 0

    def __call__(self) -> Lexicon:
        self.count += 1
        return self.lexicon


@pytest.fixture
def compiler(small_lexicon: Lexicon, lexicon: Lexicon) -> Compiler:
    """A small lexicon, which takes no time to pack, as if it were what the files that ship compile to."""
    return Compiler(replace(small_lexicon, version=lexicon.version))


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was logged: level and event."""
    events: list[str] = []

    class Log:
        def __getattr__(self, level: str) -> Callable[..., None]:
            return lambda event, **_facts: events.append(f"{level}: {event}")

    monkeypatch.setattr(cache, "logger", Log)
    return events


def test_unpacked_lexicon_is_the_packed_one(lexicon):
    again = unpacked(packed(lexicon))
    for field in fields(lexicon):
        if field.name not in {"gazetteer", "cue_matcher", "context_matcher"}:
            assert getattr(again, field.name) == getattr(lexicon, field.name), field.name
    for field in fields(lexicon.gazetteer):
        if field.name != "_automaton":
            assert getattr(again.gazetteer, field.name) == getattr(lexicon.gazetteer, field.name), field.name
    assert again.cue_matcher.compiled == lexicon.cue_matcher.compiled
    assert again.context_matcher.compiled == lexicon.context_matcher.compiled


def test_unpacked_lexicon_scores_alike(lexicon):
    day = date(2023, 5, 1)
    scored = score_text(TEXT, day, lexicon)
    assert len(scored.hits) >= 3
    assert score_text(TEXT, day, unpacked(packed(lexicon))) == scored


def test_lexicon_is_compiled_once(tmp_path, compiler, logged):
    first = kept_lexicon(folder=tmp_path / "cache", compiled=compiler)
    again = kept_lexicon(folder=tmp_path / "cache", compiled=compiler)
    assert (compiler.count, logged) == (1, [])
    assert first is compiler.lexicon
    assert again.cues == first.cues
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    (file,) = (tmp_path / "cache").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_lexicon_of_other_files_is_another(tmp_path, compiler):
    """Rules of one's own are part of the version: what was kept without them is not used."""
    own = SourceFile("lexicon/own.toml", "")
    kept_lexicon(folder=tmp_path, compiled=compiler)
    other = Compiler(replace(compiler.lexicon, version="of the files with mine"))
    assert kept_lexicon(folder=tmp_path, own=[own], compiled=other).version == "of the files with mine"
    assert other.count == 1


def test_lexicon_of_other_code_is_another(tmp_path, compiler, monkeypatch):
    kept_lexicon(folder=tmp_path, compiled=compiler)
    monkeypatch.setattr(cache, "code_version", lambda: "another")
    kept_lexicon(folder=tmp_path, compiled=compiler)
    assert compiler.count == 2


def spoil_by_cutting(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def spoil_by_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def spoil_by_emptying(file: Path) -> None:
    file.write_bytes(b"")


def spoil_by_text(file: Path) -> None:
    file.write_bytes(MAGIC + b"x" * 100)


def spoil_by_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def spoil_by_mode(file: Path) -> None:
    file.chmod(0o620)


def spoil_by_folder_mode(file: Path) -> None:
    file.parent.chmod(0o770)


def spoil_by_a_link(file: Path) -> None:
    elsewhere = file.parent.parent / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


SPOILERS = [
    spoil_by_cutting,
    spoil_by_a_bit,
    spoil_by_emptying,
    spoil_by_text,
    spoil_by_a_folder,
    spoil_by_mode,
    spoil_by_folder_mode,
    spoil_by_a_link,
]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_spoilt_file_costs_the_time_to_compile(tmp_path, compiler, logged, spoil):
    folder = tmp_path / "cache"
    kept_lexicon(folder=folder, compiled=compiler)
    (file,) = folder.iterdir()
    spoil(file)
    lexicon = kept_lexicon(folder=folder, compiled=compiler)
    assert compiler.count == 2
    assert lexicon.version == compiler.lexicon.version
    assert logged[0] == "warning: kept lexicon not used"


def test_file_of_somebody_else_is_not_read(tmp_path, compiler, logged, monkeypatch):
    kept_lexicon(folder=tmp_path, compiled=compiler)
    own_id = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own_id + 1)
    kept_lexicon(folder=tmp_path, compiled=compiler)
    assert compiler.count == 2
    assert logged == ["warning: kept lexicon not used", "info: lexicon not kept"]


@pytest.mark.skipif(ROOT_READS_ALL, reason="nothing is read-only to root")
def test_home_that_is_read_only_is_nothing_amiss(tmp_path, compiler, logged):
    tmp_path.chmod(0o500)
    try:
        kept_lexicon(folder=tmp_path / "cache", compiled=compiler)
    finally:
        tmp_path.chmod(0o700)
    assert logged == ["info: lexicon not kept"]


def test_folder_that_cannot_be_is_nothing_amiss(tmp_path, compiler, logged):
    (tmp_path / "file").write_text("a file where a folder should be", encoding="utf-8")
    kept_lexicon(folder=tmp_path / "file" / "cache", compiled=compiler)
    assert (compiler.count, logged[-1]) == (1, "info: lexicon not kept")


def test_two_writers_leave_one_whole_file(tmp_path):
    file = tmp_path / "cache" / "one.lexicon"
    contents = [bytes([number]) * 2_000_000 for number in range(4)]
    writers = [
        threading.Thread(target=write_own, args=(file, content), kwargs={"files_max": 2}) for content in contents
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert file.read_bytes() in contents
    assert list(file.parent.iterdir()) == [file]


def test_files_used_last_are_kept(tmp_path):
    for number in range(FILES_MAX + 3):
        file = tmp_path / f"{number}.lexicon"
        file.write_bytes(b"")
        os.utime(file, (number, number))
    remove_oldest(tmp_path, ".lexicon", FILES_MAX)
    assert {file.name for file in tmp_path.iterdir()} == {f"{number}.lexicon" for number in range(3, FILES_MAX + 3)}


def test_folder_is_the_users(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert user_folder() == tmp_path / "x" / "tensiometer"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_folder() == tmp_path / ".cache" / "tensiometer"


def test_code_version_is_that_of_the_code():
    assert code_version() == code_version()
    assert len(code_version()) == 12


class Stranger:
    """No part of a lexicon."""


def test_value_of_unknown_kind_is_not_packed(small_lexicon):
    with pytest.raises(PackingError, match="Stranger"):
        packed(replace(small_lexicon, marker_stops=frozenset({Stranger()})))


def test_names_of_other_code_are_not_called(small_lexicon, monkeypatch):
    """A file can name a class of the lexicon's own, and no other."""
    raw = packed(small_lexicon)
    monkeypatch.setattr("etl.lexicon.packing.MODULES", ("etl.lexicon.rows",))
    with pytest.raises(PackingError, match="no part of a lexicon"):
        unpacked(raw)
