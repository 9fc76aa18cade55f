-- Intensity of an actor per outlet and day, summed over stories.
create or replace view signal.actor_outlet_daily as
select
  daily.published_on,
  daily.outlet,
  series.actor_id,
  series.role,
  series.kind,
  series.scope,
  daily.story_count,
  daily.intensity_sum,
  daily.intensity_square_sum
from signal.series_outlet_daily as daily
join signal.series as series using (series_id)
where series.subject = 'actor';
comment on view signal.actor_outlet_daily is 'Intensity of an actor per outlet and day, summed over stories.';
comment on column signal.actor_outlet_daily.published_on is 'UTC day of publication.';
comment on column signal.actor_outlet_daily.outlet is 'Publisher.';
comment on column signal.actor_outlet_daily.actor_id is 'The actor (coded.actor).';
comment on column signal.actor_outlet_daily.role is 'actor, recipient or either (the larger of both in each story).';
comment on column signal.actor_outlet_daily.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.actor_outlet_daily.scope is 'international, or domestic: within one state.';
comment on column signal.actor_outlet_daily.story_count is 'Stories with a counted hit.';
comment on column signal.actor_outlet_daily.intensity_sum is 'Sum over stories of y = the largest |weight| / 10 x certainty among its counted hits; for tension of both kinds together.';
comment on column signal.actor_outlet_daily.intensity_square_sum is 'Sum over stories of y squared.';
