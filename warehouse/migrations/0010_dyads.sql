-- Sums per dyad: who does it to whom.
create table signal.dyad_outlet_daily (
  published_on date not null,
  outlet varchar not null,
  actor_id varchar not null,
  recipient_id varchar not null,
  kind varchar not null,
  scope varchar not null,
  story_count integer not null,
  intensity_sum double not null,
  intensity_square_sum double not null
);
comment on table signal.dyad_outlet_daily is 'Intensity of an actor on a recipient per outlet and day, summed over stories.';
comment on column signal.dyad_outlet_daily.published_on is 'UTC day of publication.';
comment on column signal.dyad_outlet_daily.outlet is 'Publisher.';
comment on column signal.dyad_outlet_daily.actor_id is 'Who acts (coded.actor).';
comment on column signal.dyad_outlet_daily.recipient_id is 'Whom it meets (coded.actor).';
comment on column signal.dyad_outlet_daily.kind is 'act, threat or deescalation.';
comment on column signal.dyad_outlet_daily.scope is 'international or domestic.';
comment on column signal.dyad_outlet_daily.story_count is 'Stories with a counted hit.';
comment on column signal.dyad_outlet_daily.intensity_sum is 'Sum over stories of y = the largest |weight| / 10 x certainty among its counted hits.';
comment on column signal.dyad_outlet_daily.intensity_square_sum is 'Sum over stories of y squared.';

-- What was loaded before has its dyads as well.
insert into signal.dyad_outlet_daily
with story as (
  select
    article.published_on,
    article.outlet,
    article.article_id,
    hit.actor_id,
    hit.recipient_id,
    hit.kind,
    hit.scope,
    max(abs(hit.weight) / 10 * hit.certainty) as intensity
  from coded.article as article
  join coded.cue_hit as hit
    on hit.article_id = article.article_id
    and hit.revision = article.revision
  where article.is_current
    and article.counts_as = 'story'
    and hit.is_counted
    and hit.actor_id <> ''
    and hit.recipient_id <> ''
    and hit.actor_id <> hit.recipient_id
  group by all
)
select
  published_on,
  outlet,
  actor_id,
  recipient_id,
  kind,
  scope,
  count(*),
  sum(intensity order by article_id),
  sum(intensity * intensity order by article_id)
from story
group by published_on, outlet, actor_id, recipient_id, kind, scope;
