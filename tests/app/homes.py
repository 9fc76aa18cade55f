"""Small warehouses written through the real door, one for each state that a page can meet."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from etl.run import parameters as signal_parameters
from etl.stages.possible import RECIPIENT_RULE
from warehouse.batch import Attempt, Batch, LexiconRows
from warehouse.clock import utc_now
from warehouse.columns import coded_tables
from warehouse.paths import Home
from warehouse.settings import Settings
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
    from collections.abc import Sequence
    from pathlib import Path

LAST_DAY = date(2023, 12, 28)
OUTLETS = ("Asia Desk", "Baltic Wire", "Cape Herald", "Delta Times", "East Post")

ACTORS = (
    ("PRK", "state", "North Korea", "Eastern Asia"),
    ("KOR", "state", "South Korea", "Eastern Asia"),
    ("USA", "state", "United States", "Northern America"),
    ("RUS", "state", "Russia", "Eastern Europe"),
    ("UKR", "state", "Ukraine", "Eastern Europe"),
    ("ISR", "state", "Israel", "Western Asia"),
    ("HAMAS", "group", "Hamas", "Western Asia"),
    ("YEM", "state", "Yemen", "Western Asia"),
    ("AZE", "state", "Azerbaijan", "Western Asia"),
    ("ARM", "state", "Armenia", "Western Asia"),
    ("NATO", "organisation", "NATO", ""),
    ("T.RED_SEA", "theatre", "Red Sea", ""),
)
NAMES = {actor_id: name for actor_id, _, name, _ in ACTORS}

CUES = (
    (
        "assault.airstrike",
        "ASSAULT",
        "airstrike",
        -9.0,
        ["launched air strikes"],
        "X launched air strikes on Y",
        "a strike by nurses",
        "Air power used against people or things.",
    ),
    (
        "mobilize.missile_test",
        "MOBILIZE",
        "missile-test",
        -6.0,
        ["fired a ballistic missile"],
        "X fired a ballistic missile",
        "fired a manager",
        "A test counts as an act.",
    ),
    (
        "threaten.warn",
        "THREATEN",
        "",
        -4.4,
        ["threatened a strike on"],
        "X threatened a strike on Y",
        "rain threatened the match",
        "Said by one to another.",
    ),
    (
        "mobilize.war_preparations",
        "MOBILIZE",
        "troops",
        -5.0,
        ["ordered to accelerate war preparations"],
        "X ordered to accelerate war preparations",
        "prepared a meal",
        "Planned acts are threats.",
    ),
    (
        "retreat.withdraw",
        "RETREAT",
        "troops",
        7.0,
        ["withdrew troops from"],
        "X withdrew troops from Y",
        "withdrew money",
        "Reverses a mobilisation.",
    ),
    (
        "agree.ceasefire",
        "AGREE",
        "ceasefire",
        8.0,
        ["agreed a ceasefire with"],
        "X agreed a ceasefire with Y",
        "ceasefire anniversary",
        "Ends fighting, if only for a while.",
    ),
    (
        "consult.visit",
        "CONSULT",
        "visit",
        2.0,
        ["held talks with"],
        "X held talks with Y",
        "talks about music",
        "Routine: in no series.",
    ),
)
CUE_WORDS = {cue[0]: cue[4][0] for cue in CUES}
CUE_KINDS = {
    "assault.airstrike": Kind.ACT,
    "mobilize.missile_test": Kind.ACT,
    "threaten.warn": Kind.THREAT,
    "mobilize.war_preparations": Kind.THREAT,
    "retreat.withdraw": Kind.DEESCALATION,
    "agree.ceasefire": Kind.DEESCALATION,
    "consult.visit": Kind.NONE,
}
LEXICON = LexiconRows(version="5f0c2a9be71d44aa", actors=ACTORS, cues=CUES)
PARAMETERS = tuple(signal_parameters(Settings(outlet_stories_min=3)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One cue in a made-up article: who does what to whom, and how it is told."""

    cue_id: str
    actor: str
    recipient: str = ""
    modality: tuple[Modality, ...] = (Modality.ASSERTED,)
    reason: str = ""
    certainty: float = 1.0


def article(
    on: date,
    outlet: str,
    said: Sequence[Said],
    *,
    title: str = "",
    number: int = 0,
    filler: str = "Officials gave no further details. Markets were little changed.",
    url: str = "https://news.example/",
    body_prefix: str = "",
    dropped_text: str = "",
    fold_at: int | None = None,
) -> CodedArticle:
    """An article whose sentences carry the cues in `said`, with spans that fit."""
    sentences = [f"{NAMES[one.actor]} {CUE_WORDS[one.cue_id]} {NAMES.get(one.recipient, 'the coast')}." for one in said]
    heading = title or (sentences[0].rstrip(".") if sentences else f"Harvest figures published, report {number}")
    text = f"{heading}\n\n{body_prefix}{' '.join(sentences)}\n\n{filler}"
    key = f"{on}{outlet}{heading}{number}"
    article_id = hashlib.sha256(key.encode()).hexdigest()[:12]
    body_at = len(heading) + 2 + len(body_prefix)
    hits, mentions = [], []
    fold = len(text) if fold_at is None else fold_at
    for one, sentence in zip(said, sentences, strict=True):
        start = text.index(CUE_WORDS[one.cue_id], body_at)
        hits.append(hit(one, text, start, body_at, sentence, fold))
        mentions.append(mention(one.actor, text, body_at))
        if one.recipient:
            mentions.append(mention(one.recipient, text, start))
        body_at += len(sentence) + 1
    return CodedArticle(
        article=Article(
            article_id=article_id,
            outlet=outlet,
            url=f"{url}{article_id}" if url.startswith("http") else url,
            title=heading,
            text=text,
            fold_at=fold,
            language="en",
            language_is_supported=True,
            published_at=datetime.combine(on, time(6 + number % 12, (number * 7) % 60)),
            published_method="feed",
            published_text=on.isoformat(),
            content_hash=hashlib.sha256(text.encode()).hexdigest(),
            story_id=f"story-{article_id}",
            feed_id="",
            dropped_text=dropped_text,
        ),
        mentions=tuple(dict.fromkeys(mentions)),
        hits=tuple(hits),
        tones=tuple(ActorTone(actor_id=one.actor, tone=-0.42, sentence_count=1) for one in said[:1]),
    )


def hit(one: Said, text: str, start: int, sentence_start: int, sentence: str, fold_at: int) -> CueHit:
    """The hit that a cue makes."""
    _, event_class, mode, weight, *_ = next(cue for cue in CUES if cue[0] == one.cue_id)
    words = CUE_WORDS[one.cue_id]
    return CueHit(
        cue_id=one.cue_id,
        event_class=EventClass(event_class),
        mode=mode,
        weight=weight,
        kind=CUE_KINDS[one.cue_id],
        modality=one.modality,
        certainty=one.certainty,
        suppressed_reason=one.reason,
        is_below_fold=start >= fold_at,
        scope=Scope.DOMESTIC if one.actor == one.recipient else Scope.INTERNATIONAL,
        actor_id=one.actor,
        actor_rule="subject before the cue",
        recipient_id=one.recipient,
        recipient_rule="named after the cue" if one.recipient else "nobody is named",
        start=start,
        end=start + len(words),
        matched_text=text[start : start + len(words)],
        sentence_start=sentence_start,
        sentence=sentence,
        possible_actor_id="" if one.recipient else one.actor,
        possible_recipient_id="" if one.recipient else "KOR",
        possible_rule="" if one.recipient else RECIPIENT_RULE,
        # What passes between these two is told to be there.
        theatre_id="T.RED_SEA" if {one.actor, one.recipient} == {"USA", "YEM"} else "",
    )


def mention(actor_id: str, text: str, since: int) -> Mention:
    """A name at its first place after `since`."""
    start = text.index(NAMES[actor_id], since)
    return Mention(
        entity_id=actor_id,
        actor_id=actor_id,
        kind=ActorKind(next(kind for code, kind, *_ in ACTORS if code == actor_id)),
        start=start,
        end=start + len(NAMES[actor_id]),
        surface=NAMES[actor_id],
    )


def write_home(
    root: Path,
    coded: Sequence[CodedArticle],
    *,
    profile: str = "demo",
    loaded_at: datetime | None = None,
    fetches: Sequence[Fetch] = (),
) -> Home:
    """A home in which `coded` is loaded and published."""
    home = Home(root)
    home.root.mkdir(parents=True, exist_ok=True)
    now = utc_now()
    loaded = Fetch(
        kind="file",
        location="chronicle.jsonl",
        started_at=loaded_at or now,
        finished_at=loaded_at or now,
        status=FetchStatus.READ,
    )
    with Writer(
        home, command="demo", profile=profile, product_version="0.1.0", lexicon=LEXICON, parameters=PARAMETERS
    ) as writer:
        attempts = []
        for fetch in (loaded, *fetches):
            counts = OutcomeCounts()
            counts.add(Outcome.NEW, count=len(coded) if fetch is loaded else 0)
            attempts.append(Attempt(fetch_id=writer.take("fetch"), fetch=fetch, counts=counts))
        ids = [one.article.article_id for one in coded]
        writer.write(
            Batch(
                attempts=attempts,
                coded=coded_tables(list(coded)),
                revisions=dict.fromkeys(ids, (1, now)),
                sightings=[(one, "", loaded.location) for one in ids],
            )
        )
        writer.publish()
    return home


def feed_fetch(
    feed_id: str, outlet: str, *, minutes_ago: float, status: FetchStatus = FetchStatus.READ, **more: object
) -> Fetch:
    """An attempt at a feed, some minutes ago."""
    at = utc_now() - timedelta(minutes=minutes_ago)
    one = Fetch(
        kind="feed",
        location=f"https://{feed_id}.example/rss",
        started_at=at,
        finished_at=at,
        status=status,
        feed_id=feed_id,
        outlet=outlet,
        http_status=200,
        next_due_at=at + timedelta(hours=1),
    )
    return replace(one, **more)  # type: ignore[arg-type]


def some_days(days: int, *, per_outlet: int = 3, last_day: date = LAST_DAY, seed: int = 7) -> list[CodedArticle]:
    """A plausible world: a share of the stories carry cues, in waves that differ by actor."""
    chance = random.Random(seed)
    pairs = [("PRK", "KOR"), ("RUS", "UKR"), ("ISR", "HAMAS"), ("USA", "YEM"), ("AZE", "ARM")]
    cues = list(CUE_WORDS)
    found = []
    for back in range(days):
        on = last_day - timedelta(days=back)
        for place, outlet in enumerate(OUTLETS):
            for number in range(per_outlet):
                said = []
                for index, (actor, recipient) in enumerate(pairs):
                    wave = 0.10 + 0.16 * (1 + ((back // (9 + index * 5)) % 3 == 0)) * (index % 2 == 0) / 2
                    if chance.random() < wave / (1 + index / 4):
                        said.append(Said(cue_id=cues[chance.randrange(len(cues))], actor=actor, recipient=recipient))
                found.append(article(on, outlet, said[:2], number=back * 100 + place * 10 + number))
    return found
