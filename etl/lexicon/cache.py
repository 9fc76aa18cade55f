"""Keeps the compiled lexicon in a file, so that the next process need not compile it.

A file is named for the version of the lexicon and for the code that made it, and is believed only if it and its folder
are the user's own, nobody else can write to them, and its hash holds. Wherever anything is amiss, the lexicon is
compiled, and a line of the log says why.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
import tempfile
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from etl.lexicon.load import load_lexicon, read_files, version_of
from etl.lexicon.packing import PackingError, no_collection, packed, unpacked
from etl.logs import logger
from warehouse.paths import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from etl.lexicon.load import Lexicon, SourceFile

SUFFIX = ".lexicon"
# One's own rules come and go: so many versions are kept, those used last.
FILES_MAX = 4
FILE_BYTES_MAX = 200_000_000
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
# On Windows there is neither: there a folder is its user's by where it lies.
NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


def kept_lexicon(
    folder: Path, *, own: Iterable[SourceFile] = (), compiled: Callable[[], Lexicon] = load_lexicon
) -> Lexicon:
    """The lexicon as kept in a folder; else as `compiled`, and kept there for the next time.

    `own` are the files that are read beside those that ship. Raises LexiconError where `compiled` does.
    """
    made_by = version_of([*read_files(files("etl.lexicon")), *own])
    file = folder / f"{made_by}-{code_version()}{SUFFIX}"
    try:
        lexicon = unpacked(read_own(file))
    except FileNotFoundError:
        pass
    except (OSError, PackingError) as error:
        logger().warning("kept lexicon not used", file=str(file), reason=str(error))
    else:
        if lexicon.version == made_by:
            return lexicon
        logger().warning("kept lexicon not used", file=str(file), reason=f"it is version {lexicon.version}")
    with no_collection():
        lexicon = compiled()
    try:
        if lexicon.version == made_by:
            write_own(file, packed(lexicon))
    except (OSError, PackingError) as error:
        # A home that may not be written to is nothing amiss.
        logger().info("lexicon not kept", file=str(file), reason=str(error))
    return lexicon


def cache_folder(home: Path) -> Path:
    """Where compiled lexica are kept: in the home; where there is none yet, in the user's folder for such things."""
    if home.is_dir():
        return Home(home).cache
    given = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(given) if Path(given).is_absolute() else Path("~/.cache").expanduser()) / "tensiometer"


@cache
def code_version() -> str:
    """The hash of what turns files into a lexicon: our code, and the Python that runs it."""
    digest = sha256(f"{sys.version} {marshal.version} {version('pydantic')}".encode())
    for module in ("etl.lexicon", "warehouse"):
        for code in sorted(files(module).iterdir(), key=lambda entry: entry.name):
            if code.name.endswith(".py") and (module != "warehouse" or code.name == "terms.py"):
                digest.update(f"{code.name}\0".encode() + code.read_bytes())
    # Read by the code, whatever folder the lexicon is in.
    digest.update(files("etl.lexicon").joinpath("irregular.toml").read_bytes())
    return digest.hexdigest()[:12]


def read_own(file: Path) -> bytes:
    """The content of a file of the user's own. Raises PermissionError where somebody else could have written it."""
    check_own(file.parent.stat(), file.parent)
    descriptor = os.open(file, os.O_RDONLY | NO_LINKS)
    with os.fdopen(descriptor, "rb") as opened:
        status = os.fstat(descriptor)
        check_own(status, file)
        if not stat.S_ISREG(status.st_mode) or status.st_size > FILE_BYTES_MAX:
            raise PermissionError(f"{file} is no file of ours")
        content = opened.read()
    with suppress(OSError):
        # Files used last are kept longest.
        os.utime(file)
    return content


def check_own(status: os.stat_result, path: Path) -> None:
    """Raise PermissionError for what is not the user's own, or what others may write to."""
    if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & OTHERS_MAY_WRITE):
        raise PermissionError(f"{path} could have been written by somebody else")


def write_own(file: Path, content: bytes) -> None:
    """Write a file that only its user may read, in one step: of two writers, the later one's is there, and whole.

    Raises OSError where it cannot be written.
    """
    file.parent.parent.mkdir(parents=True, exist_ok=True)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    check_own(file.parent.stat(), file.parent)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    remove_oldest(file.parent)


def remove_oldest(folder: Path) -> None:
    """Remove all but the files used last, and what a writer that was killed left over."""
    with suppress(OSError):
        by_age = sorted(folder.glob(f"*{SUFFIX}*"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in by_age[FILES_MAX:]:
            file.unlink(missing_ok=True)
