"""The catalogue of feeds and the pace of each: which addresses stand at the start of the flow, and when one is due."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from warehouse.errors import TensiometerError
from warehouse.terms import FetchStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.terms import Fetch

INTERVAL_MINUTES_MIN = 10
"""Nobody's server is asked more often than this (fault 73)."""

INTERVAL_MINUTES_DEFAULT = 60
INTERVAL_MINUTES_MAX = 30 * 24 * 60
"""A feed polled less than monthly is a mistake in the file: feeds drop entries within days."""

URL_LENGTH_MAX = 2_048
BACKOFF_DAYS_MAX = 30
"""A dead feed is asked monthly and never given up: feeds that die after three errors are Miniflux's first complaint."""

BACKOFF_DOUBLINGS_MAX = 20
"""2**20 times ten minutes is past 30 days; the bound keeps a long streak from overflowing a timedelta."""

JITTER_SHARE = 0.2
RETRY_AFTER_SECONDS_MAX = 24 * 3600
REDIRECT_ADOPTED_AFTER = 3
ADOPTED_FAILURES_MAX = 3


class FeedCatalogueError(TensiometerError):
    """The catalogue at `path` cannot be used; the message names the file, the feed and the reason."""

    def __init__(self, message: str, *, path: Path, hint: str = "") -> None:
        """Keep `path` beside the message, so that a caller need not parse it back out."""
        super().__init__(message, hint=hint)
        self.path = path


class FeedKind(StrEnum):
    """Who speaks through a feed; `government` includes organisations of states (UN, NATO, IAEA)."""

    WIRE = "wire"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    STATE_MEDIA = "state_media"
    GOVERNMENT = "government"
    THINK_TANK = "think_tank"


class Feed(BaseModel):
    """A polled URL. `country` is ISO 3166-1 alpha-3, `language` ISO 639; both are empty where nobody has said.

    `interval_minutes` fixes its pace; without it the feed is asked every `usual_minutes` until its own pace is known.
    `verified_on` is the day somebody saw it answer; `full_text` says whether pages of its articles may be fetched.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    outlet: Annotated[str, Field(min_length=1, max_length=200)]
    url: Annotated[str, Field(max_length=URL_LENGTH_MAX)]
    country: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    language: Annotated[str, Field(pattern=r"^([a-z]{2,3})?$")] = ""
    # TOML has no enums: strictness would refuse every word of this field.
    kind: Annotated[FeedKind, Field(strict=False)]
    verified_on: date | None = None
    interval_minutes: Annotated[int, Field(ge=INTERVAL_MINUTES_MIN, le=INTERVAL_MINUTES_MAX)] | None = None
    usual_minutes: Annotated[int, Field(ge=INTERVAL_MINUTES_MIN, le=INTERVAL_MINUTES_MAX)] = INTERVAL_MINUTES_DEFAULT
    full_text: bool = False
    tls_insecure: bool = False

    @property
    def interval(self) -> timedelta:
        """The time between two successful attempts, as long as nothing is known of the feed's own pace."""
        return timedelta(minutes=self.interval_minutes or self.usual_minutes)

    @field_validator("outlet")
    @classmethod
    def _check_outlet(cls, outlet: str) -> str:
        """A name that a terminal, a table and a list of feeds can hold as it stands."""
        if not outlet.isprintable() or outlet != outlet.strip():
            raise ValueError("has control characters, or blanks at its ends")
        return outlet

    @field_validator("url")
    @classmethod
    def _check_url(cls, url: str) -> str:
        """Accept http and https with a host; passwords have no place in a file that is shared."""
        if any(character.isspace() or not character.isprintable() for character in url):
            raise ValueError("has blanks or control characters")
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"}:
            raise ValueError("is neither http nor https")
        if not parts.hostname:
            raise ValueError("has no host")
        if parts.username is not None:
            raise ValueError("holds a user name or password")
        if parts.port == 0:
            raise ValueError("has port 0")
        return url


class FeedFile(BaseModel):
    """A file of `[[feed]]` tables, before them perhaps `off`: ids of feeds that are not asked. It may be empty."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    off: list[str] = []
    feed: list[Feed] = []


class FullFeedFile(FeedFile):
    """The same for a catalogue that stands alone: without a feed it is a mistake."""

    feed: list[Feed]


def load_feeds(path: Path | str) -> tuple[Feed, ...]:
    """Return the feeds of the TOML file at `path` in its order; all of them, or FeedCatalogueError."""
    return tuple(load_feed_file(path, model=FullFeedFile).feed)


def load_feed_file(path: Path | str, *, model: type[FeedFile] = FeedFile) -> FeedFile:
    """Read the TOML file at `path` whole, or raise FeedCatalogueError."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FeedCatalogueError(f"{path}: cannot be read: {error.strerror}", path=path) from error
    return parse_feed_file(data, path, model=model)


def parse_feed_file(data: bytes, path: Path, *, model: type[FeedFile] = FeedFile) -> FeedFile:
    """The feeds of a file's bytes; `path` is for the message of the FeedCatalogueError."""
    document = _read_toml(data, path)
    try:
        file = model.model_validate(document)
    except ValidationError as error:
        raise FeedCatalogueError(_validation_message(path, document, error), path=path) from None
    _refuse_duplicates(path, file.feed)
    return file


def _read_toml(data: bytes, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FeedCatalogueError(f"{path}: not UTF-8 at byte {error.start}", path=path) from error
    except tomllib.TOMLDecodeError as error:
        raise FeedCatalogueError(f"{path}: not TOML: {error}", path=path) from error


def _validation_message(path: Path, document: dict[str, object], error: ValidationError) -> str:
    """Name the first problem in one line, and say how many more there are."""
    problems = error.errors(include_url=False, include_input=False)
    first = problems[0]
    where = _feed_name(document, first["loc"])
    field = ".".join(str(part) for part in first["loc"] if isinstance(part, str) and part != "feed")
    reason = "unknown key" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return ": ".join(part for part in (str(path), where, field, reason) if part) + more


def _feed_name(document: dict[str, object], loc: tuple[int | str, ...]) -> str:
    """Call a feed by its id where it has one, and by its place in the file where it has not."""
    feeds = document.get("feed")
    index = next((part for part in loc if isinstance(part, int)), None)
    if index is None or not isinstance(feeds, list):
        return ""
    table = feeds[index]
    name = table.get("id") if isinstance(table, dict) else None
    return f"feed {name!r}" if isinstance(name, str) else f"feed number {index + 1}"


def _refuse_duplicates(path: Path, feeds: Iterable[Feed]) -> None:
    """Refuse a second feed with the id or the address of an earlier one: it would be polled and counted twice."""
    ids: set[str] = set()
    id_by_url: dict[str, str] = {}
    for feed in feeds:
        if feed.id in ids:
            raise FeedCatalogueError(f"{path}: feed {feed.id!r}: id: used twice", path=path)
        if feed.url in id_by_url:
            message = f"{path}: feed {feed.id!r}: url: the same as that of {id_by_url[feed.url]!r}"
            raise FeedCatalogueError(message, path=path)
        ids.add(feed.id)
        id_by_url[feed.url] = feed.id


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What earlier attempts tell the next one; the default is a feed never asked.

    `location` is the catalogue's address it was learnt at. A permanent redirect seen `permanent_redirect_count` times
    in a row leads to `permanent_redirect_url`; from the third it is asked directly. `stopped` after a 410.
    `interval_minutes` is its pace as last found, `changed_at` and `answered_at` (naive UTC) when its body
    was last another and when it last answered at all.
    """

    location: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    failure_streak: int = 0
    fetch_count: int = 0
    next_due_at: datetime | None = None
    interval_minutes: int | None = None
    changed_at: datetime | None = None
    answered_at: datetime | None = None
    permanent_redirect_url: str = ""
    permanent_redirect_count: int = 0
    stopped: bool = False

    @property
    def adopted_url(self) -> str:
        """The address that has replaced the catalogue's, or ""."""
        return self.permanent_redirect_url if self.permanent_redirect_count >= REDIRECT_ADOPTED_AFTER else ""

    def at(self, feed: Feed) -> FeedState:
        """Void what was learnt at another address: its validators would hide a body, its 410 silence the new one."""
        return FeedState() if self.location not in {"", feed.url} else self

    def redirected(self, url: str) -> FeedState:
        """Count a permanent redirect to `url` ("" for none); an address once adopted stays."""
        if self.adopted_url:
            return self
        count = self.permanent_redirect_count if url == self.permanent_redirect_url else 0
        return replace(self, permanent_redirect_url=url, permanent_redirect_count=count + 1 if url else 0)

    def after(self, row: Fetch) -> FeedState:
        """Return the state that an attempt leaves; an adopted address that failed three times is dropped."""
        state = self
        if self.adopted_url and row.failure_streak >= ADOPTED_FAILURES_MAX:
            state = replace(self, permanent_redirect_url="", permanent_redirect_count=0)
        return replace(
            state,
            location=row.location,
            etag=row.etag,
            last_modified=row.last_modified,
            body_hash=row.body_hash,
            failure_streak=row.failure_streak,
            fetch_count=state.fetch_count + 1,
            next_due_at=row.next_due_at,
            interval_minutes=row.interval_minutes,
            changed_at=row.finished_at if row.status is FetchStatus.READ else state.changed_at,
            answered_at=row.finished_at if row.status is not FetchStatus.FAILED else state.answered_at,
            stopped=row.next_due_at is None,
        )


def is_due(feed: Feed, state: FeedState, at: datetime) -> bool:
    """Whether `feed` should be asked at `at` (naive UTC): not before its time, and never again after a 410."""
    state = state.at(feed)
    return not state.stopped and (state.next_due_at is None or state.next_due_at <= at)


def has_just_answered(feed: Feed, state: FeedState, at: datetime) -> bool:
    """Whether `feed` answered so shortly before `at` (naive UTC) that nobody should ask it again."""
    since = state.at(feed).answered_at
    return since is not None and at - since < timedelta(minutes=INTERVAL_MINUTES_MIN)


def backoff(feed: Feed, failure_streak: int) -> timedelta:
    """Return how long to leave a failing feed alone: its interval, doubled a failure, within 30 days.

    The jitter of a fifth is drawn from the feed's id and the streak, so that feeds which failed together do not come
    back together and the same history gives the same time.
    """
    draw = hashlib.sha256(f"{feed.id} {failure_streak}".encode()).digest()[0] / 255
    jitter = 1 + JITTER_SHARE * (2 * draw - 1)
    doublings = min(max(failure_streak - 1, 0), BACKOFF_DOUBLINGS_MAX)
    delay: timedelta = feed.interval * jitter * 2**doublings
    return min(max(delay, timedelta(minutes=INTERVAL_MINUTES_MIN)), timedelta(days=BACKOFF_DAYS_MAX))


def parse_retry_after(text: str, at: datetime) -> float | None:
    """Return the seconds to wait after `at` (naive UTC) in [0, 86400], from a count or a date, or None."""
    text = text.strip()
    if text.isascii() and text.isdecimal():
        # Nine digits are thirty years; more would only be slow to convert.
        return float(min(int(text[:9]), RETRY_AFTER_SECONDS_MAX))
    try:
        moment = parsedate_to_datetime(text)
        until = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return min(max((until - at).total_seconds(), 0.0), float(RETRY_AFTER_SECONDS_MAX))
