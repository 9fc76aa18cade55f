"""Keeps the compiled lexicon in a file, so that the next process need not compile it.

A file is named for the version of the lexicon and for the code that made it, and is believed only if it is the user's
own (`etl.kept`) and its hash holds. Wherever anything is amiss, the lexicon is compiled, and the log says why.
"""

from __future__ import annotations

import marshal
import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from etl.kept import read_own, user_folder, write_own
from etl.lexicon.load import load_lexicon
from etl.lexicon.packing import PackingError, no_collection, packed, unpacked
from etl.lexicon.sources import read_files, version_of
from etl.logs import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from etl.lexicon.load import Lexicon
    from etl.lexicon.sources import SourceFile

SUFFIX = ".lexicon"
# One's own rules come and go: so many versions are kept, those used last.
FILES_MAX = 4


def kept_lexicon(
    *, own: Iterable[SourceFile] = (), compiled: Callable[[], Lexicon] = load_lexicon, folder: Path | None = None
) -> Lexicon:
    """The lexicon as kept in a folder (by default the user's); else as `compiled`, and kept there for the next time.

    `own` are the files that are read beside those that ship. Raises LexiconError where `compiled` does.
    """
    made_by = version_of([*read_files(files("etl.lexicon")), *own])
    file = (folder or user_folder()) / f"{made_by}-{code_version()}{SUFFIX}"
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
            write_own(file, packed(lexicon), files_max=FILES_MAX)
    except (OSError, PackingError) as error:
        # A folder that may not be written to is nothing amiss.
        logger().info("lexicon not kept", file=str(file), reason=str(error))
    return lexicon


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
