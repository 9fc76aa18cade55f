-- Of the texts of put_article those whose rows are others than before, and the days on which that may move anything.
-- Rows are compared by a sum of hashes, one side counted against the other: it is 0 where both hold the same rows.
create or replace temp table changed_article as
with mention_before as (
  select *
  from coded.mention
  semi join put_article using (article_id, revision)
),
mention_after as (
  -- The columns in the order of the table.
  (select * from coded.mention limit 0)
  union all by name
  (select * from version_mention semi join put_article using (article_id, revision))
),
hit_before as (
  select * exclude (lexicon_version, published_on)
  from coded.cue_hit
  semi join put_article using (article_id, revision)
),
hit_after as (
  (select * exclude (lexicon_version, published_on) from coded.cue_hit limit 0)
  union all by name
  (select * exclude (lexicon_version) from version_cue_hit semi join put_article using (article_id, revision))
),
tone_before as (
  select *
  from coded.actor_tone
  semi join put_article using (article_id, revision)
),
tone_after as (
  (select * from coded.actor_tone limit 0)
  union all by name
  (select * from version_actor_tone semi join put_article using (article_id, revision))
),
weighed as (
  select 'mention' as kind, article_id, revision, hash(mention_before)::hugeint as mark from mention_before
  union all
  select 'mention', article_id, revision, -hash(mention_after)::hugeint from mention_after
  union all
  select 'hit', article_id, revision, hash(hit_before)::hugeint from hit_before
  union all
  select 'hit', article_id, revision, -hash(hit_after)::hugeint from hit_after
  union all
  select 'tone', article_id, revision, hash(tone_before)::hugeint from tone_before
  union all
  select 'tone', article_id, revision, -hash(tone_after)::hugeint from tone_after
),
differing as (
  select kind, article_id, revision
  from weighed
  group by kind, article_id, revision
  having sum(mark) <> 0
)
select article_id, revision, bool_or(kind = 'hit') as has_other_hits
from differing
group by article_id, revision;

create or replace temp table touched_day as
select distinct article.published_on
from coded.article as article
join changed_article as changed
  on changed.article_id = article.article_id
  and changed.revision = article.revision
where changed.has_other_hits
  and article.published_on is not null;
