-- Every version of the lexicon that made rows: what of it is in force, what stands beside, which is the current one.
create or replace view signal.version as
with used as (
  select
    lexicon_version,
    count(*) as article_count,
    min(published_on) as first_on,
    max(published_on) as last_on
  from coded.article
  group by lexicon_version
),
hindsight as (
  select article.lexicon_version, count(*) as hindsight_count
  from coded.article as article
  join coded.lexicon as lexicon using (lexicon_version)
  where article.published_on < lexicon.first_used_at::date
  group by article.lexicon_version
),
chosen as (
  -- Before the first promotion, the version of most articles.
  select coalesce(
    (select arg_max(lexicon_version, run_id) from coded.promotion),
    (select lexicon_version from used order by article_count desc, lexicon_version limit 1)
  ) as lexicon_version
)
select
  lexicon.lexicon_version,
  lexicon.first_used_at,
  lexicon.cue_count,
  lexicon.actor_count,
  coalesce(lexicon.lexicon_version = (select lexicon_version from chosen), false) as is_current,
  coalesce(used.article_count, 0) as article_count,
  coalesce(hindsight.hindsight_count, 0) as hindsight_count,
  used.first_on,
  used.last_on,
  beside.begun_at,
  beside.since_on,
  coalesce(beside.beside_count, 0) as beside_count,
  coalesce(beside.unread_count, 0) as unread_count,
  beside.completed_at,
  coalesce(beside.compared_with, '') as compared_with,
  beside.compared_at,
  coalesce(beside.moved_day_count, 0) as moved_day_count,
  coalesce(beside.moved_hit_count, 0) as moved_hit_count,
  (select max(promoted_at) from coded.promotion as promotion where promotion.lexicon_version = lexicon.lexicon_version)
    as promoted_at
from coded.lexicon as lexicon
left join used using (lexicon_version)
left join hindsight using (lexicon_version)
left join coded.version as beside using (lexicon_version);

comment on view signal.version is 'Versions of the lexicon: what of each is in force, what is scored beside, and which is current.';
comment on column signal.version.lexicon_version is 'The version: a hash of all its rules and names.';
comment on column signal.version.first_used_at is 'When it was first in force here (UTC).';
comment on column signal.version.cue_count is 'Cues in it.';
comment on column signal.version.actor_count is 'Actors in it.';
comment on column signal.version.is_current is 'Whether it is the current one: the last that was promoted, or else the one of most articles.';
comment on column signal.version.article_count is 'Texts (revisions of articles) whose coded rows in force it made.';
comment on column signal.version.hindsight_count is 'Those of them that were published before it was first used here: scored with a lexicon written later.';
comment on column signal.version.first_on is 'The first day of them.';
comment on column signal.version.last_on is 'The last day of them.';
comment on column signal.version.begun_at is 'When its scoring beside the rows in force began (UTC); null if it never did.';
comment on column signal.version.since_on is 'Only articles published from this day on are scored with it beside; null for all.';
comment on column signal.version.beside_count is 'Texts scored with it beside the rows in force when it was last compared.';
comment on column signal.version.unread_count is 'Texts that could not be scored because the file that holds them is gone.';
comment on column signal.version.completed_at is 'When every text stored then had been scored with it (UTC).';
comment on column signal.version.compared_with is 'The version it was compared with; empty before.';
comment on column signal.version.compared_at is 'When it was compared (UTC).';
comment on column signal.version.moved_day_count is 'Days and actors whose tension it moves (coded.version_day_move).';
comment on column signal.version.moved_hit_count is 'Hits that it gains, loses or changes (coded.version_hit_move).';
comment on column signal.version.promoted_at is 'When it was last promoted (UTC).';
