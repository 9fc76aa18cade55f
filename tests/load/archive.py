"""A large warehouse for the load test, made by SQL: every actor of the lexicon, four years, as many stories as asked.

A few actors make most of the news, as they do: the n-th is named about as often as 1 / n says. All follows from the
number of the story, so that two archives of one size are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.lexicon.load import load_lexicon
from tests.integration.samples import job
from warehouse.signals import NEW_FORMULA, roll_up_everything

if TYPE_CHECKING:
    from pathlib import Path

OUTLETS = 235
DAYS = 1461
LAST_DAY = "2023-12-31"
# Of a hundred stories as many carry a hit, as in a feed of world news.
HIT_SHARE = 55
FILL = (
    """
    create temp table made as
    select
      n,
      timestamp '2023-12-31 23:00' - to_seconds(((n + 0.5) * $days * 86400.0 / $count)::bigint) as made_at,
      'Outlet ' || (hash(n, 1) % $outlets) as outlet,
      $actors[1 + floor(power(len($actors), (hash(n, 2) % 100000) / 100000.0) - 1)::integer] as actor,
      $actors[1 + floor(power(len($actors), (hash(n, 3) % 100000) / 100000.0) - 1)::integer] as recipient,
      hash(n, 4) % 100 < $hit_share as has_hit,
      hash(n, 5) % 10 as flavour
    from range($count) as numbers(n)
    """,
    """
    insert into coded.article by name
    select
      'made' || n as article_id, 1 as revision, true as is_current, 'made' || n as story_id, outlet,
      '' as feed_id, 'https://made.example/' || n as url, 'Title of the made article ' || n as title, 'en' as language,
      true as language_is_supported, made_at as published_at, made_at::date as published_on, 'feed' as published_method,
      made_at::varchar as published_text, made_at as first_seen_at, made_at as revised_at, 240 as text_chars,
      240 as fold_at, 'story' as counts_as, substr(md5(n::varchar), 1, 12) as content_hash,
      $lexicon as lexicon_version, 1 as run_id, made_at as stamped_at, 0.95 as published_confidence,
      '' as published_evidence
    from made
    """,
    """
    insert into coded.mention
    select 'made' || n, 1, actor, actor, 0, 5, actor
    from made
    where has_hit
    """,
    """
    insert into coded.cue_hit by name
    select
      'made' || n as article_id, 1 as revision, 0 as hit_index,
      case when flavour < 5 then 'assault.strike' when flavour < 8 then 'threaten.warn' else 'agree.ceasefire' end
        as cue_id,
      case when flavour < 5 then 'ASSAULT' when flavour < 8 then 'THREATEN' else 'AGREE' end as event_class,
      '' as mode, 'material conflict' as quad_class, -4.0 - flavour / 2.0 as weight,
      case when flavour < 5 then 'act' when flavour < 8 then 'threat' else 'deescalation' end as kind,
      ['asserted'] as modality, 1.0 as certainty, true as is_counted, '' as suppressed_reason, false as is_below_fold,
      case when actor = recipient then 'domestic' else 'international' end as scope, actor as actor_id,
      'made' as actor_rule, recipient as recipient_id, 'made' as recipient_rule, 6 as span_start, 12 as span_end,
      'struck' as matched_text, 0 as sentence_start, actor || ' struck ' || recipient || ', report ' || n as sentence,
      $lexicon as lexicon_version, made_at::date as published_on,
      case when hash(n, 6) % 10 = 0
        then $theatres[(1 + hash(n, 7) % len($theatres)::ubigint)::integer] else '' end as theatre_id
    from made
    where has_hit
    """,
    "insert into coded.sighting select 'made' || n, '', 'made', made_at from made",
)


def fill(root: Path, count: int) -> None:
    """Make and publish a home with so many stories."""
    lexicon = load_lexicon()
    with job(root, lexicon).writer() as writer:
        connection = writer.connection
        actors = [
            one for (one,) in connection.execute(
                "select actor_id from coded.actor where kind <> 'theatre' and lexicon_version = $lexicon "
                "order by kind <> 'state', hash(actor_id)",
                {"lexicon": lexicon.version},
            ).fetchall()
        ]  # fmt: skip
        theatres = [
            one for (one,) in connection.execute(
                "select actor_id from coded.actor where kind = 'theatre' and lexicon_version = $lexicon "
                "order by hash(actor_id)",
                {"lexicon": lexicon.version},
            ).fetchall()
        ]  # fmt: skip
        values = {
            "count": count, "lexicon": lexicon.version, "actors": actors, "days": DAYS, "outlets": OUTLETS,
            "hit_share": HIT_SHARE, "theatres": theatres,
        }  # fmt: skip
        for statement in FILL:
            used = {name: value for name, value in values.items() if f"${name}" in statement}
            connection.execute(statement, used)
        with writer._transaction():
            roll_up_everything(connection, cause=NEW_FORMULA)
        writer.publish()
