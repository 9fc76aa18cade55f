-- Intensity of an actor on a recipient per outlet and day, summed over stories.
create or replace view signal.dyad_outlet_daily as
select
  daily.published_on,
  daily.outlet,
  series.actor_id,
  series.recipient_id,
  series.kind,
  series.scope,
  daily.story_count,
  daily.intensity_sum,
  daily.intensity_square_sum
from signal.series_outlet_daily as daily
join signal.series as series using (series_id)
where series.subject = 'dyad';
comment on view signal.dyad_outlet_daily is 'Intensity of an actor on a recipient per outlet and day, summed over stories.';
comment on column signal.dyad_outlet_daily.published_on is 'UTC day of publication.';
comment on column signal.dyad_outlet_daily.outlet is 'Publisher.';
comment on column signal.dyad_outlet_daily.actor_id is 'Who acts (coded.actor).';
comment on column signal.dyad_outlet_daily.recipient_id is 'Whom it meets (coded.actor).';
comment on column signal.dyad_outlet_daily.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.dyad_outlet_daily.scope is 'international, or domestic: within one state.';
comment on column signal.dyad_outlet_daily.story_count is 'Stories with a counted hit.';
comment on column signal.dyad_outlet_daily.intensity_sum is 'Sum over stories of y = the largest |weight| / 10 x certainty among its counted hits; for tension of both kinds together.';
comment on column signal.dyad_outlet_daily.intensity_square_sum is 'Sum over stories of y squared.';
