"""Makes one file of the whole warehouse, bodies included, to take away: any DuckDB client reads it by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.connection import connect_bundle
from warehouse.export.run import Exported, arriving, opened, settle
from warehouse.publish import copy
from warehouse.sqlfiles import statements

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.paths import Home


def bundle(home: Home, target: Path) -> Exported:
    """Write the newest published copy to `target`, its texts in tables behind the same views.

    Raises what `export` raises; the target then is what it was before.
    """
    with arriving(home, target) as place:
        with opened(home, place) as source:
            # While it is open, its file cannot vanish: a name may, the copy that is read does not.
            file = place / target.name
            copy(home.version_file(source.version), file, mode=0o600)
        with connect_bundle(file, spill=place / "spill") as connection:
            connection.execute("begin")
            for statement in (*statements("writes", "bundle"), *statements("writes", "comment_text_views")):
                connection.execute(statement)
            connection.execute("commit")
            count = connection.execute("select count(*) from coded.article_text").fetchall()[0][0]
            connection.execute("checkpoint")
        settle(file, target)
        target.chmod(0o644)
    return Exported(relation="everything", row_count=count, published_version=source.version, files=(target,))
