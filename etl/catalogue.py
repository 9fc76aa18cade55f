"""The feeds that are asked: those that ship, with one's own file laid over them, and the edits of that file.

One's own file is `feeds.toml` in the home: its feeds are added, or take the place of one that ships with the same id or
address; `off` names feeds that are not asked. Where the setting `feeds` names a file, that file is the whole catalogue
and the one that is edited.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from etl.feeds import FeedCatalogueError, FeedFile, FullFeedFile, load_feed_file, load_feeds, parse_feed_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tomlkit import TOMLDocument

    from etl.feeds import Feed
    from warehouse.settings import Settings

SHIPPED = Path(__file__).with_name("feeds.toml")
NAME = "feeds.toml"
HEAD = """\
# Feeds of your own. A feed with the id or the address of one that ships takes its place.
# `off` lists the ids of feeds that are not asked.
"""
FIELDS = ("id", "outlet", "url", "country", "language", "kind", "interval_minutes", "full_text", "tls_insecure")


class Origin(StrEnum):
    """Which file a feed stands in."""

    SHIPPED = "shipped"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A feed with where it stands, and whether it is switched off."""

    feed: Feed
    origin: Origin
    is_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every feed there is; `own_path` is the file that `add` and `remove` edit, whether it is there or not."""

    listed: tuple[Listed, ...]
    own_path: Path

    @property
    def active(self) -> tuple[Feed, ...]:
        """The feeds that are asked."""
        return tuple(one.feed for one in self.listed if not one.is_off)

    def by_id(self, feed_id: str) -> Listed:
        """The feed of an id. Raises FeedCatalogueError if there is none."""
        for one in self.listed:
            if one.feed.id == feed_id:
                return one
        raise FeedCatalogueError(
            f"No feed has the id {feed_id!r}.", path=self.own_path, hint="`tension feeds list` shows all of them."
        )

    def by_url(self, url: str) -> Listed | None:
        """The feed at an address, if there is one."""
        return next((one for one in self.listed if one.feed.url == url), None)


def load_catalogue(settings: Settings) -> Catalogue:
    """The feeds as set, those without a pace of their own at the usual one. Raises FeedCatalogueError."""
    shipped: tuple[Feed, ...] = ()
    if settings.feeds is not None:
        own_path = settings.feeds
        own: FeedFile = load_feed_file(own_path, model=FullFeedFile)
    else:
        own_path, shipped = settings.home / NAME, load_feeds(SHIPPED)
        own = load_feed_file(own_path) if own_path.exists() else FeedFile()
    return Catalogue(
        listed=tuple(
            Listed(feed=with_usual_pace(feed, settings), origin=origin, is_off=feed.id in own.off)
            for feed, origin in laid_over(shipped, own.feed)
        ),
        own_path=own_path,
    )


def laid_over(shipped: Sequence[Feed], own: Sequence[Feed]) -> list[tuple[Feed, Origin]]:
    """The feeds that ship without those whose id or address one's own have, then one's own."""
    taken = {feed.id for feed in own} | {feed.url for feed in own}
    kept = [(feed, Origin.SHIPPED) for feed in shipped if feed.id not in taken and feed.url not in taken]
    return [*kept, *((feed, Origin.OWN) for feed in own)]


def with_usual_pace(feed: Feed, settings: Settings) -> Feed:
    """The feed at the pace that is set, unless its row says another."""
    if "usual_minutes" in feed.model_fields_set:
        return feed
    return feed.model_copy(update={"usual_minutes": settings.feed_minutes})


def add_feeds(catalogue: Catalogue, feeds: Sequence[Feed]) -> None:
    """Write feeds to one's own file. Raises FeedCatalogueError where an id or address is taken."""
    for feed in feeds:
        same = catalogue.by_url(feed.url)
        if same:
            raise FeedCatalogueError(
                f"{feed.url} is in the catalogue already, as {same.feed.id!r}.", path=catalogue.own_path
            )
        if any(one.feed.id == feed.id for one in catalogue.listed):
            raise FeedCatalogueError(
                f"The id {feed.id!r} is taken.", path=catalogue.own_path, hint="Choose another with --id."
            )

    def append(document: TOMLDocument) -> None:
        if "feed" not in document:
            document.append("feed", tomlkit.aot())
        rows = document["feed"]
        for feed in feeds:
            # A file may hold its feeds as one array of inline tables.
            table = tomlkit.table() if isinstance(rows, AoT) else tomlkit.inline_table()
            table.update(as_row(feed))
            table.trivia.indent = "\n" if isinstance(rows, AoT) else ""
            rows.append(table)

    edit(catalogue.own_path, append)


def as_row(feed: Feed) -> dict[str, Any]:
    """What a file says of a feed; defaults are left out."""
    values = feed.model_dump(mode="json", include=set(FIELDS), exclude_defaults=True)
    return {name: values[name] for name in FIELDS if name in values}


def switch_on(catalogue: Catalogue, feed_id: str) -> None:
    """Take a feed out of `off`."""
    edit(catalogue.own_path, lambda document: set_off(document, {*off_of(document)} - {feed_id}))


def remove_feed(catalogue: Catalogue, feed_id: str) -> Origin:
    """Delete a feed of one's own from one's own file, or switch one that ships off there. Returns which it was.

    Raises FeedCatalogueError where no feed has that id.
    """
    listed = catalogue.by_id(feed_id)

    def change(document: TOMLDocument) -> None:
        if listed.origin is Origin.SHIPPED:
            set_off(document, {*off_of(document), feed_id})
            return
        rows = document["feed"]
        position = next(number for number, row in enumerate(rows) if row["id"] == feed_id)
        del rows[position]
        if not rows:
            del document["feed"]

    edit(catalogue.own_path, change)
    return listed.origin


def off_of(document: TOMLDocument) -> list[str]:
    """The ids that a file switches off."""
    return [str(one) for one in document.get("off", [])]


def set_off(document: TOMLDocument, ids: set[str]) -> None:
    """Write the ids that a file switches off; what was in it and stays keeps its place and its comment."""
    if "off" not in document:
        document["off"] = tomlkit.array()
    rows = document["off"]
    for position in reversed(range(len(rows))):
        if rows[position] not in ids:
            del rows[position]
    for one in sorted(ids - {*off_of(document)}):
        rows.append(one)


def edit(path: Path, change: Callable[[TOMLDocument], None]) -> None:
    """Change a file, its comments kept, in one rename; nothing is written that could not be read again.

    Raises FeedCatalogueError if the file, or what would become of it, is no list of feeds.
    """
    before = path.read_bytes() if path.exists() else HEAD.encode()
    parse_feed_file(before, path)
    try:
        document = tomlkit.parse(before.decode("utf-8-sig"))
        change(document)
        after = tomlkit.dumps(document).encode()
    except TOMLKitError as error:
        raise FeedCatalogueError(f"{path}: cannot be changed: {error}", path=path) from error
    parse_feed_file(after, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    arriving = path.with_name(f".{path.name}.arriving")
    arriving.write_bytes(after)
    if path.exists():
        shutil.copymode(path, arriving)
    arriving.replace(path)
