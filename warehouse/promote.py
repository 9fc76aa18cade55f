"""Puts the rows of one version of the lexicon in place of another's: all of it in one transaction, and back again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from warehouse.clock import utc_now
from warehouse.columns import join_version_rows
from warehouse.errors import VersionUnusable
from warehouse.signals import NEW_LEXICON, roll_up, settle
from warehouse.sqlfiles import statements
from warehouse.versions import KINDS, VersionStore
from warehouse.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import duckdb

    from warehouse.difference import Difference

# Texts whose rows are held in memory at a time.
KEPT_TEXTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    """What a promotion did: the version that was current before, texts whose rows it replaced, texts without any."""

    before: str
    replaced_count: int
    left_count: int


class VersionWriter(Writer):
    """The writer's door for versions. It leaves the numbers of the formula alone: what moves, the lexicon moves."""

    def _store_parameters(self) -> bool:
        stored = dict(self.connection.execute("select name, value from signal.parameter").fetchall())
        self.parameters = [replace(one, value=stored.get(one.name, one.value)) for one in self.parameters]
        return super()._store_parameters()

    def begin_version(self, version: str, since_on: date | None) -> date | None:
        """Note that articles are scored with a version from now on. Returns the day from which on, null for all."""
        with self._disk(), self._transaction():
            self._note_change()
            self.connection.execute(
                statements("writes", "begin_version")[0], {"version": version, "now": utc_now(), "since_on": since_on}
            )
        return self.begun(version)[0]

    def begun(self, version: str) -> tuple[date | None, bool]:
        """The day from which on a version is scored beside (None for all), and whether it ever came to its end.

        What a promotion has kept did, though nothing is noted of it.
        """
        rows = self.connection.execute(
            "select since_on, completed_at is not null from coded.version where lexicon_version = $version",
            {"version": version},
        ).fetchall()
        return (rows[0][0], rows[0][1]) if rows else (None, True)

    def waiting_count(self, store: VersionStore, since_on: date | None) -> int:
        """How many texts a version has not scored."""
        with self._registered(version_article=store.marked()):
            return waiting_count(self.connection, store.version, since_on)

    def record(self, version: str, found: Difference, *, unread_count: int, beside_count: int) -> None:
        """Note that a version is scored, and what it would move, for readers."""
        with self._disk(), self._transaction():
            self._note_change()
            self._forget(version)
            for relation, rows in found.tables().items():
                self.connection.from_arrow(rows).insert_into(relation)
            self.connection.execute(
                statements("writes", "complete_version")[0],
                {
                    "version": version,
                    "now": utc_now(),
                    "beside_count": beside_count,
                    "unread_count": unread_count,
                    "compared_with": found.before,
                    "moved_day_count": found.moved_day_count,
                    "moved_hit_count": found.moved_hit_count,
                },
            )

    def promote(self, store: VersionStore, *, is_in_force: bool) -> Promoted:
        """Make a version current: its rows in place of others, which stay beside, and the signal anew.

        `is_in_force` says whether it is the lexicon that articles are scored with now. Raises VersionUnusable if it
        has no rows beside, or has not scored all that it could.
        """
        version = store.version
        since_on, is_done = self.begun(version)
        left_count = self.waiting_count(store, since_on)
        self._refuse_unfinished(store, left_count, is_in_force=is_in_force, is_done=is_done)
        before = self.current_version()
        with self._disk(), self.laid_over(store):
            replaced = self.connection.execute("select count(*) from put_article").fetchall()[0][0]
            for made_by in self._makers():
                self._keep(VersionStore(self.home, made_by))
            with self._transaction():
                self._note_change()
                self._put()
                self.connection.execute(
                    "insert into coded.promotion values ($now, $run_id, $version, $before, $count)",
                    {
                        "now": utc_now(),
                        "run_id": self.run_id,
                        "version": version,
                        "before": before,
                        "count": replaced,
                    },
                )
                # What was said of every day that it moves stays known, beside what is said now and why.
                settle(self.connection, run_id=self.run_id, lexicon_version=version, now=utc_now())
        # What is in force stands beside no longer. A process killed before this leaves it in both places, and no harm.
        store.remove()
        return Promoted(before=before, replaced_count=replaced, left_count=left_count)

    def put(self, store: VersionStore) -> None:
        """Put the rows of a version in place, and the signal anew, keeping nothing: for a copy of a warehouse."""
        with self._disk(), self.laid_over(store), self._transaction():
            self._put()

    def current_version(self) -> str:
        """The version that is current; empty before anything was scored."""
        rows = self.connection.execute("select lexicon_version from signal.version where is_current").fetchall()
        return str(rows[0][0]) if rows else ""

    def drop(self, store: VersionStore) -> None:
        """Remove what stands beside of a version, and what was found that it would move."""
        # The rows first: what is noted of rows that are gone does no harm, rows that nothing is noted of would.
        store.remove()
        with self._disk(), self._transaction():
            self._note_change()
            self._forget(store.version)
            self.connection.execute(
                "delete from coded.version where lexicon_version = $version", {"version": store.version}
            )

    def _forget(self, version: str) -> None:
        for statement in statements("writes", "forget_version"):
            self.connection.execute(statement, {"version": version})

    def _refuse_unfinished(self, store: VersionStore, left_count: int, *, is_in_force: bool, is_done: bool) -> None:
        version = store.version
        if not store.exists():
            raise VersionUnusable(
                f"Nothing of version {version} stands beside the rows in force.",
                hint="`tension versions` lists what does; `tension recode` scores with the lexicon in force.",
            )
        if left_count and is_in_force:
            raise VersionUnusable(
                f"{left_count:,} texts are not scored with version {version} yet.",
                hint="Run `tension recode`: it goes on where it stopped.",
            )
        if left_count and not is_done:
            raise VersionUnusable(
                f"Scoring with version {version} never came to its end, and its lexicon is not the one in force.",
                hint=f"Bring its rules back and run `tension recode`, or `tension versions --drop {version}`.",
            )

    def _makers(self) -> list[str]:
        """The versions that made what is about to be replaced."""
        rows = self.connection.execute("select distinct made_by from put_article order by made_by").fetchall()
        return [made_by for (made_by,) in rows]

    def _keep(self, store: VersionStore) -> None:
        """Keep what a version made and is about to be replaced; what a killed run has kept already, once."""
        while True:
            with self._registered(kept_article=store.marked()):
                self.connection.execute(
                    statements("writes", "replaced_article")[0], {"version": store.version, "count": KEPT_TEXTS}
                )
            tables = {"article": self.connection.table("replaced_article").to_arrow_table()}
            if not tables["article"].num_rows:
                return
            for kind in KINDS[1:]:
                tables[kind] = self.connection.sql(statements("writes", f"replaced_{kind}")[0]).to_arrow_table()
            store.add(tables)

    def _put(self) -> None:
        self._run("find_changed")
        self._run("put_version")
        roll_up(self.connection, cause=NEW_LEXICON)

    @contextmanager
    def laid_over(self, store: VersionStore) -> Iterator[None]:
        """The rows of a version as version_article and so on, and what they replace as put_article."""
        with version_rows(self.connection, store):
            self._run("find_replaced")
            yield


@contextmanager
def version_rows(connection: duckdb.DuckDBPyConnection, store: VersionStore) -> Iterator[None]:
    """The rows of a version as version_article, version_mention and so on, read from its files."""
    none = join_version_rows(())
    for kind in KINDS:
        files = store.files(kind)
        # A file that an older Tensiometer wrote lacks what was added since; the table's default stands for it.
        rows = connection.read_parquet(files, union_by_name=True) if files else none[kind]
        connection.register(f"version_{kind}", rows)
    try:
        yield
    finally:
        for kind in KINDS:
            connection.unregister(f"version_{kind}")


def waiting_count(connection: duckdb.DuckDBPyConnection, version: str, since_on: date | None) -> int:
    """How many texts are not scored with a version, those of version_article left out."""
    rows = connection.execute(
        statements("writes", "waiting_texts")[0], {"version": version, "since_on": since_on}
    ).fetchall()
    return int(rows[0][0])
