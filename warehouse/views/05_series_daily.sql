-- The signal of every series on every day, with its band.
create or replace view signal.series_daily as
with valued as (
  select series.*, day.published_on, day.quality, day.unit_value, pooled.* exclude (published_on, series_id)
  from signal.series as series
  cross join signal.day as day
  left join signal.series_window as pooled
    on pooled.series_id = series.series_id
    and pooled.published_on = day.published_on
  where series.subject <> 'dyad'
  union all
  select
    series.*, day.published_on, day.quality, day.unit_value,
    pooled.value, pooled.variance, pooled.day_value, pooled.story_count, pooled.day_story_count, pooled.outlet_count
  from signal.series as series
  cross join signal.day as day
  left join signal.pooled_between(
    date '1900-01-01', date '2999-12-31', (select list(series_id) from signal.series where subject = 'dyad')
  ) as pooled
    on pooled.subject = series.subject
    and pooled.actor_id = series.actor_id
    and pooled.recipient_id = series.recipient_id
    and pooled.role = series.role
    and pooled.kind = series.kind
    and pooled.scope = series.scope
    and pooled.published_on = day.published_on
  where series.subject = 'dyad'
)
select
  valued.series_id,
  valued.subject,
  valued.actor_id,
  valued.recipient_id,
  valued.role,
  valued.kind,
  valued.scope,
  valued.published_on,
  case when valued.quality <> 'gap' then coalesce(valued.value, 0) end as value,
  case
    when valued.quality = 'gap' then null
    when coalesce(valued.value, 0) = 0 then 0
    else signal.gamma_quantile(
      valued.value + valued.unit_value / 2, valued.variance + valued.unit_value * valued.unit_value / 2, -1.6449
    )
  end as value_low,
  case
    when valued.quality <> 'gap' then signal.gamma_quantile(
      coalesce(valued.value, 0) + valued.unit_value / 2,
      coalesce(valued.variance, 0) + valued.unit_value * valued.unit_value / 2,
      1.6449
    )
  end as value_high,
  case when valued.quality <> 'gap' then coalesce(valued.day_value, 0) end as day_value,
  case when valued.quality <> 'gap' then sqrt(coalesce(valued.variance, 0)) end as standard_error,
  valued.unit_value,
  coalesce(valued.story_count, 0)::integer as story_count,
  coalesce(valued.day_story_count, 0)::integer as day_story_count,
  coalesce(valued.outlet_count, 0)::integer as outlet_count,
  valued.quality,
  case when valued.quality <> 'gap' then 100 * coalesce(valued.value, 0) / base.mean_value end as index_value
from valued
left join signal.index_base as base using (series_id);
comment on view signal.series_daily is 'The signal of every series on every day, with its band; the views of each subject are made of it.';
comment on column signal.series_daily.series_id is 'The series (signal.series).';
comment on column signal.series_daily.subject is 'actor, dyad, theatre, group or global.';
comment on column signal.series_daily.actor_id is 'The actor, who acts in the dyad, the theatre or the group; empty for global.';
comment on column signal.series_daily.recipient_id is 'Whom the dyad''s actor meets; empty otherwise.';
comment on column signal.series_daily.role is 'actor, recipient or either (the larger of both in each story).';
comment on column signal.series_daily.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.series_daily.scope is 'international, or domestic: within one state.';
comment on column signal.series_daily.published_on is 'UTC day.';
comment on column signal.series_daily.value is 'Intensity per 1,000 stories, pooled over the window that ends on the day, mean over outlets at one level; null where nothing is known.';
comment on column signal.series_daily.value_low is 'Lower end of the 90 % band.';
comment on column signal.series_daily.value_high is 'Upper end of the 90 % band.';
comment on column signal.series_daily.day_value is 'The value of the day alone.';
comment on column signal.series_daily.standard_error is 'Standard error of the value.';
comment on column signal.series_daily.unit_value is 'What one more story of usual intensity would add (signal.day).';
comment on column signal.series_daily.story_count is 'Stories with a counted hit in the window.';
comment on column signal.series_daily.day_story_count is 'Stories with a counted hit on the day itself.';
comment on column signal.series_daily.outlet_count is 'Outlets with a counted hit in the window.';
comment on column signal.series_daily.quality is 'Quality of the day (signal.day).';
comment on column signal.series_daily.index_value is '100 x value / the mean of the series over its frozen base (signal.index_base); null where there is none.';
