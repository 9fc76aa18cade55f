-- The signal of every theatre and kind: what is told to happen there, on every day.
create or replace view signal.theatre_daily as
select
  published_on,
  actor_id as theatre_id,
  kind,
  scope,
  value,
  value_low,
  value_high,
  day_value,
  story_count,
  day_story_count,
  outlet_count,
  quality,
  index_value
from signal.series_daily
where subject = 'theatre';
comment on view signal.theatre_daily is 'The signal of every theatre and kind: what is told to happen there, on every day.';
comment on column signal.theatre_daily.published_on is 'UTC day.';
comment on column signal.theatre_daily.theatre_id is 'The theatre (coded.actor).';
comment on column signal.theatre_daily.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.theatre_daily.scope is 'international, or domestic: within one state.';
comment on column signal.theatre_daily.value is 'Intensity per 1,000 stories, pooled over the window that ends on the day, mean over outlets at one level; null where nothing is known.';
comment on column signal.theatre_daily.value_low is 'Lower end of the 90 % band.';
comment on column signal.theatre_daily.value_high is 'Upper end of the 90 % band.';
comment on column signal.theatre_daily.day_value is 'The value of the day alone.';
comment on column signal.theatre_daily.story_count is 'Stories with a counted hit in the window.';
comment on column signal.theatre_daily.day_story_count is 'Stories with a counted hit on the day itself.';
comment on column signal.theatre_daily.outlet_count is 'Outlets with a counted hit in the window.';
comment on column signal.theatre_daily.quality is 'Quality of the day (signal.day).';
comment on column signal.theatre_daily.index_value is '100 x value / the mean of the series over its frozen base (signal.index_base); null where there is none.';
