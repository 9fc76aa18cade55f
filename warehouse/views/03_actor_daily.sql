-- The signal: per actor, role, kind and day.
create or replace view signal.actor_daily as
with reach as (
  select unnest(range(max(value)::bigint)) as lag_days
  from signal.parameter
  where name = 'window_days'
),
series as (
  select distinct actor_id, role, kind, scope
  from signal.actor_outlet_daily
),
pooled as (
  select
    daily.actor_id,
    daily.role,
    daily.kind,
    daily.scope,
    panel.published_on,
    sum(daily.intensity_sum * panel.weight) as value,
    sum(daily.story_count) as story_count,
    count(distinct daily.outlet) as outlet_count,
    sum(daily.story_count) filter (where reach.lag_days = 0) as day_story_count,
    sum(1000 * daily.intensity_sum / coverage.story_count / panel.panel_outlet_count)
      filter (where reach.lag_days = 0) as day_value
  from signal.actor_outlet_daily as daily
  cross join reach
  join signal.coverage_window as panel
    on panel.outlet = daily.outlet
    and panel.published_on = daily.published_on + reach.lag_days::integer
  join signal.coverage_daily as coverage
    on coverage.outlet = daily.outlet
    and coverage.published_on = daily.published_on
  group by all
)
select
  day.published_on,
  series.actor_id,
  series.role,
  series.kind,
  series.scope,
  case when day.quality <> 'gap' then coalesce(pooled.value, 0) end as value,
  case when day.quality <> 'gap' then coalesce(pooled.day_value, 0) end as day_value,
  coalesce(pooled.story_count, 0)::integer as story_count,
  coalesce(pooled.day_story_count, 0)::integer as day_story_count,
  coalesce(pooled.outlet_count, 0)::integer as outlet_count,
  day.quality
from series
cross join signal.day as day
left join pooled
  on pooled.actor_id = series.actor_id
  and pooled.role = series.role
  and pooled.kind = series.kind
  and pooled.scope = series.scope
  and pooled.published_on = day.published_on;
comment on view signal.actor_daily is 'The signal of every actor, role and kind on every day.';
comment on column signal.actor_daily.published_on is 'UTC day.';
comment on column signal.actor_daily.actor_id is 'The actor (coded.actor).';
comment on column signal.actor_daily.role is 'actor, recipient or either.';
comment on column signal.actor_daily.kind is 'act, threat or deescalation.';
comment on column signal.actor_daily.scope is 'international or domestic.';
comment on column signal.actor_daily.value is 'Intensity per 1,000 stories, pooled over the window that ends on the day, mean over outlets; null where nothing is known.';
comment on column signal.actor_daily.day_value is 'The same for the day alone.';
comment on column signal.actor_daily.story_count is 'Stories with a counted hit in the window.';
comment on column signal.actor_daily.day_story_count is 'Stories with a counted hit on the day itself.';
comment on column signal.actor_daily.outlet_count is 'Outlets with a counted hit in the window.';
comment on column signal.actor_daily.quality is 'Quality of the day (signal.day).';
