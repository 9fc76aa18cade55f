"""Small warehouses made by hand: articles of which every number is known, and files of articles for the real scorer."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from etl.report import Reporter
from etl.run import SIGNAL_SETTINGS, Job
from warehouse.batch import Attempt, Batch, LexiconRows, Parameter, ReceivedEntry
from warehouse.columns import coded_tables
from warehouse.paths import Home
from warehouse.settings import Settings
from warehouse.sqlfiles import sql_names, sql_text
from warehouse.terms import (
    ActorKind,
    ActorTone,
    Article,
    CodedArticle,
    CueHit,
    EventClass,
    Fetch,
    FetchStatus,
    Kind,
    Mention,
    Modality,
    Outcome,
    OutcomeCounts,
    Scope,
)
from warehouse.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from etl.lexicon.load import Lexicon

AT = datetime(2024, 3, 1, 12)
DAY = timedelta(days=1)
ACTORS = [("AAA", "state", "Aland", ""), ("BBB", "state", "Borduria", ""), ("CCC", "state", "Cagliostro", "")]
CUES = [
    ("assault.strike", "ASSAULT", "strike", -9.0, ["struck"], "A struck B", "a stroke", "Force."),
    ("mobilize.test", "MOBILIZE", "missile-test", -6.0, ["tested"], "A tested", "a test", "A test."),
    ("threaten.warn", "THREATEN", "", -4.0, ["warned"], "A warned B", "a warning", "A threat."),
    ("agree.truce", "AGREE", "ceasefire", 8.0, ["agreed"], "A agreed with B", "agreed", "Peace."),
]
KINDS = {
    "assault.strike": Kind.ACT,
    "mobilize.test": Kind.ACT,
    "threaten.warn": Kind.THREAT,
    "agree.truce": Kind.DEESCALATION,
}
LEXICON_ROWS = LexiconRows(version="sample-1", actors=ACTORS, cues=CUES)


def parameters(**changes: float) -> list[Parameter]:
    """The numbers of the formula: a window of 3 days, outlets from 2 stories on."""
    values = {name: float(getattr(Settings(), name)) for name in SIGNAL_SETTINGS}
    values |= {"window_days": 3, "outlet_stories_min": 2, "day_stories_min": 1, "panel_outlets_min": 1} | changes
    return [Parameter(name=name, value=value, note=name) for name, value in values.items()]


def open_writer(root: Path, **changes: float) -> Writer:
    """The writer's door to a home, with the sample lexicon."""
    return Writer(
        Home(root),
        command="sample",
        profile="live",
        product_version="0",
        lexicon=LEXICON_ROWS,
        parameters=parameters(**changes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One cue of a made article: who does what to whom; by default it counts in full."""

    cue: str
    actor: str
    recipient: str = ""
    certainty: float = 1.0
    suppressed: str = ""
    below_fold: bool = False
    theatre: str = ""


def made(
    key: str,
    outlet: str,
    at: datetime | None,
    said: Sequence[Said] = (),
    *,
    words: str = "",
    is_supported: bool = True,
    method: str = "feed",
) -> CodedArticle:
    """An article whose identity is `key`, and whose story is its `words` (its key, where none are given)."""
    words = words or key
    text = f"Title of {words}\n\n" + " ".join(f"{one.actor} {one.cue} {one.recipient}." for one in said)
    article = Article(
        article_id=key,
        outlet=outlet,
        url=f"https://{outlet.lower()}.example/{key}",
        title=f"Title of {words}",
        text=text,
        fold_at=len(text),
        language="en" if is_supported else "xx",
        language_is_supported=is_supported,
        published_at=at,
        published_method=method if at else "none",
        published_text="",
        content_hash=hashlib.sha256(text.encode()).hexdigest()[:12],
        story_id=f"story-{words}",
    )
    hits, start = [], text.index("\n\n") + 2
    for one in said:
        sentence = f"{one.actor} {one.cue} {one.recipient}."
        hits.append(_hit(one, start, sentence))
        start += len(sentence) + 1
    mentions = [_mention(one.actor, text) for one in said]
    return CodedArticle(
        article=article,
        mentions=tuple(dict.fromkeys(mentions)),
        hits=tuple(hits),
        tones=tuple(ActorTone(actor_id=actor, tone=-0.5, sentence_count=1) for actor in {one.actor for one in said}),
    )


def _hit(one: Said, start: int, sentence: str) -> CueHit:
    _, event_class, mode, weight, *_ = next(row for row in CUES if row[0] == one.cue)
    at = start + len(one.actor) + 1
    return CueHit(
        cue_id=one.cue,
        event_class=EventClass(event_class),
        mode=mode,
        weight=weight,
        kind=KINDS[one.cue],
        modality=(Modality.NEGATED if one.suppressed else Modality.ASSERTED,),
        certainty=one.certainty,
        suppressed_reason=one.suppressed,
        is_below_fold=one.below_fold,
        scope=Scope.DOMESTIC if one.actor == one.recipient else Scope.INTERNATIONAL,
        actor_id=one.actor,
        actor_rule="made",
        recipient_id=one.recipient,
        recipient_rule="made",
        start=at,
        end=at + len(one.cue),
        matched_text=one.cue,
        sentence_start=start,
        sentence=sentence,
        theatre_id=one.theatre,
    )


def _mention(actor: str, text: str) -> Mention:
    start = text.index(actor)
    return Mention(
        entity_id=actor, actor_id=actor, kind=ActorKind.STATE, start=start, end=start + len(actor), surface=actor
    )


def store(writer: Writer, *coded: CodedArticle, revision: int = 1) -> None:
    """Write one batch, as if one file had brought these articles."""
    counts = OutcomeCounts()
    counts.add(Outcome.NEW if revision == 1 else Outcome.UPDATED, count=len(coded))
    fetch = Fetch(kind="file", location="made", started_at=AT, finished_at=AT, status=FetchStatus.READ)
    entries = [
        ReceivedEntry(
            article_id=one.article.article_id,
            position=position,
            guid="",
            url=one.article.url,
            published_text="",
            outcome="new",
            reason="",
            title=one.article.title,
            body=one.article.text,
        )
        for position, one in enumerate(coded)
    ]
    ids = [one.article.article_id for one in coded]
    writer.write(
        Batch(
            attempts=[Attempt(fetch_id=writer.take("fetch"), fetch=fetch, counts=counts, entries=entries)],
            coded=coded_tables(coded),
            revisions=dict.fromkeys(ids, (revision, AT)),
            sightings=[(one, "", "made") for one in ids],
        )
    )


def store_without_tones(root: Path, *coded: CodedArticle) -> None:
    """Fail in the middle of a batch, for want of a table; the texts are on disk by then."""
    with open_writer(root) as writer:
        writer.connection.execute("alter table coded.actor_tone rename to away")
        store(writer, *coded)


def job(root: Path, lexicon: Lexicon, **settings: object) -> Job:
    """A loading job in this process, on the shipped lexicon."""
    values = {"home": root, "worker_count": 1, "outlet_stories_min": 3, **settings}
    return Job(
        settings=Settings.model_validate(values), lexicon=lexicon, reporter=Reporter(is_quiet=True), command="import"
    )


# --- files for the real scorer --------------------------------------------------------------------------------------

CLAIMS = (
    "North Korea launched a ballistic missile toward Japan",
    "Russia launched air strikes on Ukraine",
    "China imposed sanctions on the United States",
    "Israel and Hamas agreed to a ceasefire",
    "India threatened to attack Pakistan",
    "The ministry of farming reported a good harvest",
    "A bakery opened in the old town",
)


def rows(count: int, *, outlets: int = 5, days: int = 28, seed: int = 3, hot_every: int = 1) -> list[dict[str, Any]]:
    """Articles about tension and about nothing, one in ten a copy of an earlier one in another outlet.

    With `hot_every` most of them are about bread, in few words: the scorer reads ten of those in the time of one other.
    """
    chance, made_rows = random.Random(seed), []
    for number in range(count):
        is_hot = number % hot_every == 0
        row = {
            "title": f"{chance.choice(CLAIMS)}, report {number}" if is_hot else f"Bread number {number}",
            "body": f"Report {number}. {chance.choice(CLAIMS)}. Officials gave no details." if is_hot else "A loaf.",
            "url": f"https://outlet{number % outlets}.example/{seed}/{number}",
            "outlet": f"Outlet {number % outlets}",
            "published_at": (datetime(2024, 1, 1) + timedelta(hours=chance.randrange(days * 24))).isoformat() + "Z",
            "language": "en",
        }
        if made_rows and number % 10 == 0:
            elder = chance.choice(made_rows)
            row |= {"title": elder["title"], "body": elder["body"]}
        made_rows.append(row)
    return made_rows


def write_jsonl(path: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    """Write a file for `tension import`."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def rss(*items: Mapping[str, str], title: str = "News") -> bytes:
    """A feed of these items: tag -> text."""
    parts = ["".join(f"<{tag}>{text}</{tag}>" for tag, text in item.items()) for item in items]
    body = "".join(f"<item>{part}</item>" for part in parts)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{body}</channel></rss>".encode()


def item(number: int, *, words: str = "Russia launched air strikes on Ukraine", host: str = "a") -> dict[str, str]:
    """An entry of a feed, two hours apart from the next."""
    at = datetime(2024, 1, 1) + timedelta(hours=2 * number)
    return {
        "title": f"{words}, item {number}",
        "link": f"https://{host}.example/{number}",
        "description": f"Text of item {number}. {words}.",
        "pubDate": f"{at:%a, %d %b %Y %H:%M:%S} GMT",
    }


def catalogue(path: Path, urls: Mapping[str, str]) -> Path:
    """A catalogue of feeds: id -> address."""
    path.write_text(
        "".join(
            f'[[feed]]\nid = "{one}"\noutlet = "Outlet {one}"\nurl = "{url}"\ncountry = "KOR"\nlanguage = "en"\n'
            'kind = "wire"\n\n'
            for one, url in urls.items()
        ),
        encoding="utf-8",
    )
    return path


def fall_due(root: Path, feed_id: str, *, hours: float) -> None:
    """Let a feed fall due so many hours from now, as a published copy shows it: ten minutes are too long for a test."""
    with open_writer(root) as writer:
        writer.connection.execute(
            "update raw.fetch set next_due_at = now() at time zone 'UTC' + to_seconds($seconds) where feed_id = $id",
            {"seconds": hours * 3600, "id": feed_id},
        )
        writer.finish("complete")
        writer.connection.execute("delete from raw.run where run_id = $run_id", {"run_id": writer.run_id})
        writer.publish()


# --- looking at the outcome -----------------------------------------------------------------------------------------

TABLES = (
    "coded.article",
    "coded.sighting",
    "coded.mention",
    "coded.cue_hit",
    "coded.actor_tone",
    "coded.article_text",
    "raw.entry",
    "raw.entry_payload",
    "signal.coverage_daily",
    "signal.coverage_window",
    "signal.actor_outlet_daily",
    "signal.dyad_outlet_daily",
    "signal.parameter",
)
SIGNAL = (
    *(name for name in TABLES if name.startswith("signal.")),
    "signal.day",
    "signal.actor_daily",
    "signal.dyad_daily",
)
# When and by which run something was loaded differs between two ways to the same content.
CIRCUMSTANCES = frozenset({"first_seen_at", "revised_at", "run_id", "entry_id", "fetch_id", "location"})


def ask(root: Path, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """Rows of the analysts' copy, by a connection that knows nothing of the reader."""
    with duckdb.connect(Home(root).analysts, read_only=True) as connection:
        return connection.execute(sql, values).fetchall()


def content(root: Path, tables: Sequence[str] = TABLES, *, ignored: frozenset[str] = frozenset()) -> dict[str, list]:
    """The sorted rows of these tables and views, with floats to 12 digits: views sum in no fixed order."""
    found = {}
    with duckdb.connect(Home(root).analysts, read_only=True) as connection:
        for table in tables:
            relation = connection.sql(f"from {table}")
            kept = [name for name in relation.columns if name not in ignored]
            found[table] = sorted(map(_settled, relation.select(*kept).fetchall()), key=repr)
    return found


def _settled(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(float(f"{value:.12g}") if isinstance(value, float) else value for value in row)


def violations(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the warehouse's own checks find in the analysts' copy: nothing, where all is well."""
    found = {name: ask(root, sql_text("checks", name)) for name in sql_names("checks")}
    return {name: rows_found for name, rows_found in found.items() if rows_found}


def partition(root: Path) -> set[frozenset[str]]:
    """Which current articles belong together, whatever their stories are called."""
    found = ask(root, "select list(article_id) from coded.article where is_current group by story_id")
    return {frozenset(ids) for (ids,) in found}


def counts_as(root: Path) -> dict[str, str]:
    """How each current article counts."""
    return dict(ask(root, "select article_id, counts_as from coded.article where is_current"))


def value_of(root: Path, on: date, actor: str, *, role: str = "actor", kind: str = "act") -> float | None:
    """One value of the signal, as charted."""
    found = ask(
        root,
        "select value from signal.actor_daily where published_on = $on and actor_id = $actor and role = $role "
        "and kind = $kind and scope = 'international'",
        on=on,
        actor=actor,
        role=role,
        kind=kind,
    )
    return found[0][0] if found else None
