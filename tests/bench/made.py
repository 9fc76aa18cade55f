"""Archives made by SQL, with the rows that as many articles of 3 KB leave: four years, forty outlets, 200 actors.

Who is in the news is as uneven as it is: the first actor is named two hundred times as often as the last (Zipf). Words
are as uneven, so that texts compress as news does; they are cut from one long text, so that making them costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tests.integration.samples import job
from warehouse.segments import Segments

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon
    from warehouse.writer import Writer

ACTORS, OUTLETS, DAYS = 200, 40, 1461
MENTIONS, HITS = 5, 3
BODY_CHARS, SENTENCE_CHARS, TITLE_CHARS = 3000, 120, 60
# What a text of 3 KB leaves to find its copies by, as measured: words that count, keys, and those of them asked for.
SKETCH_BYTES, KEYS = 340, 17
# Texts of a run stand together in segments of 64 MB.
SEGMENT_ROWS = 50_000
WORDS, LONG_TEXT_CHARS = 30_000, 60_000_000
LETTERS = "etaoinshrdlucmfwypvbgkjqxz"

PREPARE = """
set variable actors = (
  select list(actor_id order by hash(actor_id))
  from (
    select actor_id
    from coded.actor
    where lexicon_version = $lexicon and kind = 'state'
    order by hash(actor_id)
    limit $actors
  )
);
create or replace temp macro share(n, lane) as (hash(n, lane) % 1000003) / 1000003.0;
create or replace temp macro drawn(n, lane) as
  list_extract(getvariable('actors'), 1 + floor(pow(len(getvariable('actors')), share(n, lane)))::integer % len(getvariable('actors')));
create or replace temp table made_article as
select
  n,
  -- As ids are: sixty bits, of which the first five are spread over the whole alphabet.
  substr('234567abcdefghijklmnopqrstuvwxyz', 1 + (hash(n) % 32)::integer, 1) || substr(md5(n::varchar), 1, 11) as article_id,
  'Outlet ' || n % $outlets as outlet,
  timestamp '2020-01-01' + to_seconds((n * $days * 86400.0 / $count)::bigint) as made_at
from range($count) as made(n);
"""
# Parts follow one another, so that memory does not grow with the count.
FILL = """
insert into coded.article by name
select
  made.article_id, 1 as revision, true as is_current, made.article_id as story_id, made.outlet,
  'feed-' || made.n % $outlets as feed_id, 'https://outlet' || made.n % $outlets || '.example/' || made.n as url,
  text.title, 'en' as language, true as language_is_supported, made.made_at as published_at,
  made.made_at::date as published_on, 'feed' as published_method, made.made_at::varchar as published_text,
  made.made_at as first_seen_at, made.made_at as revised_at, $body_chars as text_chars, 1062 as fold_at,
  'story' as counts_as, substr(md5('c' || made.n), 1, 16) as content_hash, $lexicon as lexicon_version, 1 as run_id,
  made.made_at as stamped_at, 0.95 as published_confidence, '' as published_evidence
from made_article as made
join made_text as text using (n)
order by made.n;
insert into coded.sighting
select article_id, 'feed-' || n % $outlets, 'https://outlet' || n % $outlets || '.example/feed', made_at
from made_article
where n between $low and $high
order by n;
insert into coded.mention
select article_id, 1, actor_id, actor_id, 200 * lane, 200 * lane + 5, actor_id
from (select n, article_id, lane, drawn(n, lane) as actor_id from made_article, range($mentions) as lanes(lane) where n between $low and $high)
order by n, lane;
insert into coded.cue_hit by name
select
  made.article_id, 1 as revision, lane as hit_index,
  case kind when 'act' then 'assault.airstrike' when 'threat' then 'threaten.attack' else 'agree.ceasefire' end as cue_id,
  case kind when 'act' then 'ASSAULT' when 'threat' then 'THREATEN' else 'AGREE' end as event_class,
  '' as mode,
  case kind when 'act' then 'material conflict' when 'threat' then 'verbal conflict' else 'verbal cooperation' end as quad_class,
  case kind when 'act' then -9.0 when 'threat' then -6.0 else 6.0 end as weight,
  kind, ['asserted'] as modality, if(share(made.n, 90 + lane) < 0.7, 1.0, 0.7) as certainty, true as is_counted,
  '' as suppressed_reason, false as is_below_fold,
  if(made.actor_id = made.recipient_id, 'domestic', 'international') as scope,
  made.actor_id, 'subject' as actor_rule, made.recipient_id, 'object' as recipient_rule,
  20 as span_start, 26 as span_end, 'struck' as matched_text, 200 * lane as sentence_start, text.sentence,
  $lexicon as lexicon_version
from (
  select
    n, article_id, lane, drawn(n, lane) as actor_id, drawn(n, lane + 1) as recipient_id,
    case when share(n, 50 + lane) < 0.5 then 'act' when share(n, 50 + lane) < 0.8 then 'threat' else 'deescalation' end as kind
  from made_article, range($hits) as lanes(lane)
  where n between $low and $high
) as made
join made_sentence as text using (n, lane)
order by made.n, lane;
insert into coded.actor_tone
select distinct article_id, 1, drawn(n, lane), round(share(n, 70 + lane) * 2 - 1, 4), 1
from made_article, range(2) as lanes(lane)
where n between $low and $high;
insert into coded.story_sketch
select n + 1, article_id, 1, sketch, 8, false
from made_article
join made_text using (n)
order by n;
insert into coded.story_key
select (hash(n, lane) % 4294967296)::uinteger, n + 1
from made_article, range($keys) as lanes(lane)
where n between $low and $high
order by n;
insert into raw.entry
select n + 1, 1, article_id, 0, '', 'https://outlet' || n % $outlets || '.example/' || n, made_at::varchar, 'new', ''
from made_article
where n between $low and $high
order by n;
"""


def fill(root: Path, lexicon: Lexicon, count: int, *, has_bodies: bool = False) -> None:
    """Make a home with so many articles, and publish it; with bodies in segments where these are asked for."""
    with job(root, lexicon).writer() as writer:
        words = LongText()
        values: dict[str, object] = {
            "count": count,
            "lexicon": lexicon.version,
            "actors": ACTORS,
            "outlets": OUTLETS,
            "days": DAYS,
            "mentions": MENTIONS,
            "hits": HITS,
            "keys": KEYS,
            "body_chars": BODY_CHARS,
        }
        run(writer, PREPARE, values)
        with writer._transaction():
            for low in range(0, count, SEGMENT_ROWS):
                high = min(low + SEGMENT_ROWS, count)
                with writer._registered(made_text=words.texts(low, high), made_sentence=words.sentences(low, high)):
                    run(writer, FILL, values | {"low": low, "high": high - 1})
                if has_bodies:
                    add_bodies(writer, writer.segments, words, low, high)
        with writer._transaction():
            writer._roll_up_everything()
        writer.publish()


def run(writer: Writer, sql: str, values: dict[str, object]) -> None:
    """Run statements, each with those values that it names."""
    for statement in sql.split(";\n"):
        if statement.strip():
            used = {name: value for name, value in values.items() if f"${name}" in statement}
            writer.connection.execute(statement, used)


def add_bodies(writer: Writer, segments: Segments, words: LongText, low: int, high: int) -> None:
    """Write the texts of articles to a segment."""
    rows = writer.connection.execute(
        "select article_id from made_article where n >= $low and n < $high order by n", {"low": low, "high": high}
    )
    ids = pa.array([article_id for (article_id,) in rows.fetchall()])
    texts = words.cuts(low, high, BODY_CHARS, lane=1)
    empty = pa.array([""] * len(ids))
    revisions = pa.array(np.ones(len(ids), np.int32))
    segments.add(
        "article",
        pa.table({"article_id": ids, "text": texts, "dropped_text": empty, "revision": revisions}),
    )


class LongText:
    """Words in no order, some far more often than others, and what is cut from them."""

    def __init__(self) -> None:
        chance = np.random.default_rng(7)
        ranks = np.arange(1, WORDS + 1)
        often = 1 / ranks**1.15
        lengths = np.clip(np.round(2 + np.log2(ranks) * 0.55 + chance.normal(0, 1.2, WORDS)), 1, 14).astype(int)
        letters = np.array(list(LETTERS))
        odds = 1 / np.arange(1, len(LETTERS) + 1) ** 0.6
        words = ["".join(chance.choice(letters, length, p=odds / odds.sum())) for length in lengths]
        drawn = chance.choice(WORDS, LONG_TEXT_CHARS // 6, p=often / often.sum())
        self.text = " ".join([words[one] for one in drawn])

    def cuts(self, low: int, high: int, length: int, *, lane: int) -> pa.Array:
        """A piece for each of these articles."""
        places = np.random.default_rng([low, lane]).integers(0, len(self.text) - length, high - low)
        return pa.array([self.text[at : at + length] for at in places])

    def texts(self, low: int, high: int) -> pa.Table:
        """Title and sketch of each article."""
        noise = np.random.default_rng([low, 99]).bytes((high - low) * SKETCH_BYTES)
        sketches = [noise[at : at + SKETCH_BYTES] for at in range(0, len(noise), SKETCH_BYTES)]
        return pa.table(
            {
                "n": pa.array(range(low, high), pa.int64()),
                "title": self.cuts(low, high, TITLE_CHARS, lane=2),
                "sketch": pa.array(sketches, pa.binary()),
            }
        )

    def sentences(self, low: int, high: int) -> pa.Table:
        """A sentence for each hit."""
        return pa.concat_tables(
            pa.table(
                {
                    "n": pa.array(range(low, high), pa.int64()),
                    "lane": pa.array([lane] * (high - low), pa.int64()),
                    "sentence": self.cuts(low, high, SENTENCE_CHARS, lane=10 + lane),
                }
            )
            for lane in range(HITS)
        )
