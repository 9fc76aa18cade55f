"""The shell around the core: opens sources and feeds the loader; one bad source stops no other."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from etl.decoding import UNREACHED, ErrorKind
from etl.feeds import FeedState, backoff, has_just_answered, is_due
from etl.fetch import FetchLimits, user_agent
from etl.fetch_many import fetch_feeds
from etl.files import FileError, Reading, beyond_limit, read_file
from etl.groups import group_rows, load_groups
from etl.kept_model import kept_model
from etl.load import Loader, LoadLimits, storable
from etl.load_pages import load_pages
from etl.logs import logger
from etl.own_lexicon import load_with_own
from etl.pace import declared_minutes, minutes_after_reading, observed_minutes
from etl.parsing import FeedParser, ParseFailedError, ParseLimits
from etl.pipeline import Rules
from etl.printing import visible as shown
from etl.report import Reporter, SourceResult
from etl.stages.dates import read_date
from etl.stages.language import read_model_by
from etl.stages.parse import ParsedFeed, Unparsed
from warehouse.batch import LexiconRows, Parameter
from warehouse.clock import utc_now
from warehouse.paths import Home
from warehouse.terms import Fetch, FetchStatus, OutcomeCounts
from warehouse.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from etl.feeds import Feed
    from etl.fetch import Fetched
    from etl.lexicon.load import Lexicon
    from warehouse.settings import Settings

AnyWriter = TypeVar("AnyWriter", bound=Writer)
HASH_CHUNK_BYTES = 1 << 20
# More tell no better how fast a feed's entries come.
PACE_ENTRIES_MAX = 100
# While one parses, the other is ready for the next feed; more would take cores from scoring, and memory.
PARSERS_MAX = 2
# The chronicle has a dozen articles a month and not thousands: pool a month, and let every outlet take part.
DEMO_SETTINGS = {"window_days": 28, "outlet_stories_min": 1, "day_stories_min": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What every loading command needs: the settings, the lexicon, and where to report."""

    settings: Settings
    lexicon: Lexicon
    reporter: Reporter
    command: str
    profile: str = "live"

    def writer(self) -> Writer:
        """The warehouse, opened for writing."""
        return self.writer_to(Home(self.settings.home), Writer)

    def writer_to(self, home: Home, kind: type[AnyWriter]) -> AnyWriter:
        """A home, opened for writing by one of the writer's doors."""
        return kind(
            home,
            command=self.command,
            profile=self.profile,
            product_version=version("tensiometer"),
            lexicon=lexicon_rows(self.lexicon),
            parameters=parameters(self.settings),
            groups=group_rows(load_groups(self.settings.home, self.lexicon.actor_names)),
        )

    def loader(self, writer: Writer) -> Loader:
        """A loader into that warehouse."""
        limits = LoadLimits(
            batch_articles=self.settings.batch_articles,
            publish_seconds=self.settings.publish_seconds,
            worker_count=self.settings.worker_count,
        )
        return Loader(writer, self.lexicon, Rules(counted_chars=self.settings.counted_chars), limits)


def open_job(settings: Settings, *, command: str, reporter: Reporter, profile: str = "live") -> Job:
    """Load the lexicon and say what runs."""
    read_model_by(kept_model)
    lexicon = load_with_own(settings.lexicon_folder, is_kept=True)
    return Job(settings=settings, lexicon=lexicon, reporter=reporter, command=command, profile=profile)


def ingest(job: Job, feeds: Sequence[Feed], *, is_forced: bool = False) -> None:
    """Fetch the feeds that are due (all of them if `is_forced`), load what is new, publish.

    Raises WarehouseError if the warehouse cannot be written; a feed that fails is a row and a line, and no more.
    """
    with job.writer() as writer:
        now = utc_now()
        asked = [one for one in with_states(feeds, writer) if is_forced or is_due(*one, now)]
        if not asked:
            job.reporter.note_idle("No feed is due yet; --force asks all of them now.")
        load_feeds(asked, writer, job, with_pages_of=feeds)


def check(job: Job, feeds: Sequence[Feed]) -> None:
    """Fetch feeds now, those that have ended too, load what is new, publish; see `health.py` for what is said of it.

    One that answered at its address within the last ten minutes is not asked again.
    """
    with job.writer() as writer:
        now = utc_now()
        asked = [one for one in with_states(feeds, writer) if not has_just_answered(*one, now)]
        if len(asked) < len(feeds):
            job.reporter.note(
                f"{len(feeds) - len(asked):,} answered within the last ten minutes and are not asked again."
            )
        load_feeds(asked, writer, job)


def with_states(feeds: Sequence[Feed], writer: Writer) -> list[tuple[Feed, FeedState]]:
    """Each feed with what the warehouse remembers of it."""
    states = {feed_id: feed_state(row) for feed_id, row in writer.feed_states().items()}
    return [(feed, states.get(feed.id, FeedState())) for feed in feeds]


def load_feeds(
    asked: Sequence[tuple[Feed, FeedState]], writer: Writer, job: Job, *, with_pages_of: Sequence[Feed] = ()
) -> None:
    """Fetch feeds, each a row and a line; load what they bring, and pages of articles; publish."""
    failures = {feed.id: state.at(feed).failure_streak for feed, state in asked}
    with (
        job.reporter.progress("feeds", total=len(asked)),
        FeedParser(parse_limits(job.settings)) as parser,
        job.loader(writer) as loader,
    ):
        after = partial(parse_fetched, parser=parser)
        for fetched in fetch_feeds(
            asked, now=utc_now, limits=fetch_limits(job.settings), after=after, end_after=parser.close
        ):
            if fetched.newly_adopted_url:
                moved_to = shown(fetched.newly_adopted_url)
                job.reporter.note(f"{fetched.feed.id} has moved for good to {moved_to}; it is asked there from now on.")
            streak = failures[fetched.feed.id]
            job.reporter.source_done(load_fetched(fetched, loader, writer, failures_before=streak))
        limits = fetch_limits(job.settings)
        job.reporter.pages_done(load_pages(with_pages_of, loader, writer, settings=job.settings, limits=limits))
    close(writer, job)


def parse_fetched(fetched: Fetched, *, parser: FeedParser) -> Fetched:
    """What was fetched with what it holds, or with why that could not be told."""
    if fetched.fetch.status is not FetchStatus.READ:
        return fetched
    feed = fetched.feed
    unparsed = Unparsed(
        body=fetched.body,
        received_at=fetched.fetch.finished_at,
        outlet=feed.outlet,
        feed_id=feed.id,
        language=feed.language,
        content_type=fetched.content_type,
        location=fetched.fetch.location,
    )
    try:
        return replace(fetched, parsed=parser.parse(unparsed))
    except ParseFailedError as error:
        return replace(fetched, parsed=error)
    except Exception as error:
        log = logger()
        log.exception("feed could not be parsed", feed_id=feed.id)
        why = f"{type(error).__name__} while parsing it"
        return replace(fetched, parsed=ParseFailedError(ErrorKind.PARSE_CRASHED, why))


def load_fetched(fetched: Fetched, loader: Loader, writer: Writer, *, failures_before: int = 0) -> SourceResult:
    """Load what one feed answered; `failures_before` are its failures in a row before this attempt."""
    state = fetched.next_state
    fetch = replace(
        fetched.fetch,
        permanent_redirect_url=state.permanent_redirect_url,
        permanent_redirect_count=state.permanent_redirect_count,
    )
    parsed = fetched.parsed
    if isinstance(parsed, ParseFailedError):
        fetch = not_parsed(fetch, fetched.feed, failures_before, parsed)
    elif parsed is not None:
        fetch = paced(fetch, fetched, parsed)
    fetch_id = writer.take("fetch")
    if not isinstance(parsed, ParsedFeed):
        counts = loader.add(fetch_id, fetch, ())
    else:
        entries = (replace(entry, country=fetched.feed.country) for entry in parsed.entries)
        counts = loader.add(fetch_id, fetch, (*entries, *beyond_limit(parsed)))
    logger().debug(
        "feed done", feed_id=fetch.feed_id, status=fetch.status.value, error=fetch.error_kind, read=counts.total
    )
    return SourceResult(label=fetched.feed.id, fetch=fetch, counts=counts)


def paced(fetch: Fetch, fetched: Fetched, parsed: ParsedFeed) -> Fetch:
    """The attempt with what was odd in the feed, its pace as asked for and shown, and the time it falls due by that."""
    at = fetch.finished_at
    dates = (read_date(entry.published_text, received_at=at) for entry in parsed.entries[:PACE_ENTRIES_MAX])
    minutes = minutes_after_reading(
        fetched.feed,
        declared=declared_minutes(fetched.body),
        observed=observed_minutes((date for date in dates if date), at),
    )
    return replace(fetch, interval_minutes=minutes, next_due_at=at + timedelta(minutes=minutes), oddity=parsed.oddity)


def not_parsed(fetch: Fetch, feed: Feed, failures_before: int, error: ParseFailedError) -> Fetch:
    """The attempt as failed. Its validators are dropped: they would hide the body from the next attempt."""
    streak = failures_before + 1
    return replace(
        fetch,
        status=FetchStatus.FAILED,
        error_kind=error.kind,
        error_detail=str(error),
        error_is_transient=True,
        etag="",
        last_modified="",
        body_hash="",
        failure_streak=streak,
        next_due_at=fetch.finished_at + backoff(feed, streak),
    )


def import_files(job: Job, paths: Sequence[Path], reading: Reading) -> None:
    """Load files, each on the same road as a feed; publish. A file that cannot be read is a row and a line."""
    with job.writer() as writer, FeedParser(parse_limits(job.settings)) as parser:
        reading = replace(reading, parser=parser)
        with job.reporter.progress("files", total=len(paths)), job.loader(writer) as loader:
            for path in paths:
                job.reporter.source_done(load_file(path, reading, loader, writer, job.reporter))
        close(writer, job)


def load_file(path: Path, reading: Reading, loader: Loader, writer: Writer, reporter: Reporter) -> SourceResult:
    """Load one file, chunk by chunk."""
    fetch_id, started_at = writer.take("fetch"), utc_now()
    fetch = Fetch(
        kind="file",
        location=storable(str(path)),
        started_at=started_at,
        finished_at=started_at,
        status=FetchStatus.READ,
    )
    counts = OutcomeCounts()
    try:
        size, digest = measure(path)
        fetch = replace(fetch, byte_count=size, body_hash=digest)
        for chunk in read_file(path, reading):
            for low in range(0, len(chunk), loader.limits.batch_articles):
                part = chunk[low : low + loader.limits.batch_articles]
                counts.merge(loader.add(fetch_id, replace(fetch, finished_at=utc_now()), part))
            reporter.entries_read(path.name, counts.total)
    except (FileError, OSError) as error:
        detail = str(error) if isinstance(error, FileError) else f"{path}: {error.strerror or error}."
        fetch = replace(fetch, status=FetchStatus.FAILED, error_kind="unreadable", error_detail=storable(detail))
    if not counts.total or fetch.status is FetchStatus.FAILED:
        loader.add(fetch_id, replace(fetch, finished_at=utc_now()), ())
    return SourceResult(label=str(path), fetch=fetch, counts=counts)


def measure(path: Path) -> tuple[int, str]:
    """The bytes of a file and their SHA-256. Raises FileError for a folder, pipe or device: it may never end."""
    if path.exists() and not path.is_file():
        raise FileError(f"{path}: it is no regular file.")
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(HASH_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def load_demo(job: Job) -> None:
    """Load the chronicle that comes along."""
    folder = files("etl").joinpath("chronicle")
    paths = sorted(Path(str(entry)) for entry in folder.iterdir() if entry.name.endswith(".jsonl"))
    import_files(job, paths, Reading())


def close(writer: Writer, job: Job) -> None:
    """End the run: publish what it wrote, print the summary, merge small files of texts."""
    writer.finish("complete")
    if writer.has_changed:
        writer.settle()
        writer.publish()
    job.reporter.finish()
    writer.compact(payload_days=job.settings.payload_days)
    if writer.has_changed:
        writer.publish()
    logger().debug("run done", command=job.command, outcomes=job.reporter.summary.as_dict())


def fetch_limits(settings: Settings) -> FetchLimits:
    """The limits of fetching, as set."""
    limits = FetchLimits(
        deadline_seconds=settings.fetch_seconds,
        bytes_max=settings.fetch_bytes,
        host_spacing_seconds=settings.host_seconds,
        allow_loopback=settings.allow_loopback,
    )
    return replace(limits, user_agent=user_agent(settings.contact)) if settings.contact else limits


def parse_limits(settings: Settings) -> ParseLimits:
    """The limits of parsing, as set."""
    return ParseLimits(
        seconds_max=settings.parse_seconds,
        memory_bytes_max=settings.parse_bytes,
        entries_max=settings.feed_entries,
        worker_count=min(PARSERS_MAX, settings.worker_count or os.cpu_count() or 1),
    )


def feed_state(row: dict[str, object]) -> FeedState:
    """What the warehouse remembers of a feed, for the next attempt at it."""
    known = {name: row[name] for name in FeedState.__dataclass_fields__ if name in row}
    return FeedState(**known, stopped=row["next_due_at"] is None)  # type: ignore[arg-type]


SIGNAL_SETTINGS = (
    "window_days",
    "outlet_stories_min",
    "day_stories_min",
    "panel_outlets_min",
    "silent_usual_min",
    "outage_share",
    "observed_days_min",
    "band_intensity",
    "baseline_days",
    "baseline_days_min",
    "surprise_floor",
    "surprise_stories_min",
    "surprise_outlets_min",
    "index_days_min",
)


def parameters(settings: Settings) -> list[Parameter]:
    """The numbers of the signal's formula, as set."""
    return [
        Parameter(
            name=name, value=float(getattr(settings, name)), note=str(type(settings).model_fields[name].description)
        )
        for name in SIGNAL_SETTINGS
    ]


def lexicon_rows(lexicon: Lexicon) -> LexiconRows:
    """The lexicon as the warehouse keeps it."""
    return LexiconRows(
        version=lexicon.version,
        actors=[(actor.id, actor.kind.value, actor.name, actor.region) for actor in lexicon.actors],
        cues=[
            (cue.id, cue.event_class.value, cue.mode, cue.weight, list(cue.patterns), cue.hits, cue.misses, cue.note)
            for cue in lexicon.cues
        ],
    )


def demo_settings(settings: Settings) -> Settings:
    """The settings with which the chronicle is loaded: inside the live home, with a window that fits it."""
    return settings.model_copy(
        update={**DEMO_SETTINGS, "home": settings.home / "demo", "lexicon": settings.lexicon_folder}
    )


def failed_for_network(results: Iterable[SourceResult]) -> bool:
    """Whether every feed failed because the network could not be reached."""
    kinds = [result.fetch.error_kind for result in results]
    return bool(kinds) and all(kind in UNREACHED | {ErrorKind.NETWORK_DOWN, ErrorKind.TIMEOUT} for kind in kinds)
