-- The hits that differ between two warehouses of the same articles, `was` and `now`, as moved_hit.
create or replace temp table recoded_article as
with hit_before as (
  select * exclude (lexicon_version, published_on) from was.coded.cue_hit
),
hit_after as (
  select * exclude (lexicon_version, published_on) from now.coded.cue_hit
),
-- Most articles read the same by both, and a sum of hashes tells them apart at little cost.
differing as (
  select article_id, revision
  from (
    select article_id, revision, hash(hit_before)::hugeint as mark from hit_before
    union all
    select article_id, revision, -hash(hit_after)::hugeint from hit_after
  )
  group by article_id, revision
  having sum(mark) <> 0
)
select
  article.article_id,
  article.revision,
  article.published_on,
  article.outlet,
  article.title,
  article.counts_as
from was.coded.article as article
join now.coded.article as other
  on other.article_id = article.article_id
  and other.revision = article.revision
semi join differing
  on differing.article_id = article.article_id
  and differing.revision = article.revision
where article.is_current
  and other.lexicon_version <> article.lexicon_version;

create or replace temp table lost_hit as
with hit as (
  select
    article_id, revision, cue_id, event_class, actor_id, recipient_id, kind, suppressed_reason, is_counted,
    if(is_counted, abs(weight) / 10 * certainty, 0) as intensity, weight, span_start, span_end, matched_text, sentence
  from was.coded.cue_hit
  semi join recoded_article using (article_id, revision)
),
other as (
  select
    article_id, revision, cue_id, event_class, actor_id, recipient_id, kind, suppressed_reason, is_counted,
    if(is_counted, abs(weight) / 10 * certainty, 0) as intensity, weight, span_start, span_end, matched_text, sentence
  from now.coded.cue_hit
  semi join recoded_article using (article_id, revision)
),
apart as (
  select * from hit
  except all
  select * from other
)
select
  *,
  row_number() over (
    partition by article_id, revision, span_start, cue_id order by actor_id, recipient_id, kind, suppressed_reason
  ) as place
from apart;

create or replace temp table gained_hit as
with hit as (
  select
    article_id, revision, cue_id, event_class, actor_id, recipient_id, kind, suppressed_reason, is_counted,
    if(is_counted, abs(weight) / 10 * certainty, 0) as intensity, weight, span_start, span_end, matched_text, sentence
  from now.coded.cue_hit
  semi join recoded_article using (article_id, revision)
),
other as (
  select
    article_id, revision, cue_id, event_class, actor_id, recipient_id, kind, suppressed_reason, is_counted,
    if(is_counted, abs(weight) / 10 * certainty, 0) as intensity, weight, span_start, span_end, matched_text, sentence
  from was.coded.cue_hit
  semi join recoded_article using (article_id, revision)
),
apart as (
  select * from hit
  except all
  select * from other
)
select
  *,
  row_number() over (
    partition by article_id, revision, span_start, cue_id order by actor_id, recipient_id, kind, suppressed_reason
  ) as place
from apart;

-- The same rule at the same place has changed; of what is left, another rule at the same place has taken its part.
create or replace temp table same_rule as
select lost, gained
from lost_hit as lost
full join gained_hit as gained
  on gained.article_id = lost.article_id
  and gained.revision = lost.revision
  and gained.span_start = lost.span_start
  and gained.cue_id = lost.cue_id
  and gained.place = lost.place;

create or replace temp table paired_hit as
with lost_alone as (
  select
    lost,
    row_number() over (
      partition by lost.article_id, lost.revision, lost.span_start order by lost.cue_id, lost.place
    ) as turn
  from same_rule
  where gained.article_id is null
),
gained_alone as (
  select
    gained,
    row_number() over (
      partition by gained.article_id, gained.revision, gained.span_start order by gained.cue_id, gained.place
    ) as turn
  from same_rule
  where lost.article_id is null
)
select lost, gained
from same_rule
where lost.article_id is not null
  and gained.article_id is not null
union all
select one.lost, other.gained
from lost_alone as one
full join gained_alone as other
  on other.gained.article_id = one.lost.article_id
  and other.gained.revision = one.lost.revision
  and other.gained.span_start = one.lost.span_start
  and other.turn = one.turn;

create or replace temp table moved_hit as
select
  article.article_id,
  article.revision,
  article.published_on,
  article.outlet,
  article.title,
  article.counts_as,
  case when lost.article_id is null then 'gained' when gained.article_id is null then 'lost' else 'changed' end as change,
  case when lost.article_id is null or gained.article_id is null then []::varchar[] else list_filter(
    [
      if(lost.cue_id <> gained.cue_id, 'cue', ''),
      if(lost.event_class <> gained.event_class, 'class', ''),
      if(lost.actor_id <> gained.actor_id, 'actor', ''),
      if(lost.recipient_id <> gained.recipient_id, 'recipient', ''),
      if(lost.kind <> gained.kind, 'kind', ''),
      if(lost.is_counted <> gained.is_counted or lost.suppressed_reason <> gained.suppressed_reason, 'counted', ''),
      if(lost.weight <> gained.weight or (lost.is_counted = gained.is_counted and lost.intensity <> gained.intensity),
        'weight', ''),
      if(lost.span_end <> gained.span_end, 'span', '')
    ],
    lambda field: field <> ''
  ) end as differs,
  coalesce(gained.matched_text, lost.matched_text) as matched_text,
  coalesce(gained.sentence, lost.sentence) as sentence,
  coalesce(lost.cue_id, '') as cue_before,
  coalesce(gained.cue_id, '') as cue_after,
  coalesce(lost.event_class, '') as class_before,
  coalesce(gained.event_class, '') as class_after,
  coalesce(lost.actor_id, '') as actor_before,
  coalesce(gained.actor_id, '') as actor_after,
  coalesce(lost.recipient_id, '') as recipient_before,
  coalesce(gained.recipient_id, '') as recipient_after,
  coalesce(lost.kind, '') as kind_before,
  coalesce(gained.kind, '') as kind_after,
  coalesce(lost.suppressed_reason, '') as reason_before,
  coalesce(gained.suppressed_reason, '') as reason_after,
  coalesce(lost.intensity, 0)::double as intensity_before,
  coalesce(gained.intensity, 0)::double as intensity_after
from paired_hit
join recoded_article as article
  on article.article_id = coalesce(lost.article_id, gained.article_id)
  and article.revision = coalesce(lost.revision, gained.revision);
