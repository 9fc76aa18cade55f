-- The surprise of every series of a subject on one day: signal.series_surprise, made for all of them at once.
create or replace macro signal.surprise_on(day_on, of_subject, of_role, of_scope) as table
with parameter as (
  select
    max(value) filter (where name = 'baseline_days')::integer as baseline_days,
    max(value) filter (where name = 'window_days')::integer as window_days,
    max(value) filter (where name = 'baseline_days_min') as baseline_days_min,
    max(value) filter (where name = 'surprise_floor') as surprise_floor,
    max(value) filter (where name = 'surprise_stories_min') as surprise_stories_min,
    max(value) filter (where name = 'surprise_outlets_min') as surprise_outlets_min
  from signal.parameter
),
today as (
  select quality <> 'gap' as is_known, unit_value
  from signal.day
  where published_on = day_on
),
baseline_day as (
  select day.published_on
  from signal.day as day
  cross join parameter
  where day.published_on between day_on - (parameter.baseline_days + parameter.window_days - 1)
    and day_on - parameter.window_days
    and day.quality in ('complete', 'narrow')
),
asked as (
  select *
  from signal.series
  where subject = of_subject
    and role = of_role
    and scope = of_scope
    and (of_subject <> 'dyad' or kind = 'tension')
),
value_now as (
  select asked.*, pooled.* exclude (series_id, published_on)
  from asked
  join signal.series_window as pooled using (series_id)
  where of_subject <> 'dyad'
    and pooled.published_on = day_on
  union all
  select asked.*, pooled.value, pooled.variance, pooled.day_value, pooled.story_count, pooled.day_story_count, pooled.outlet_count
  from asked
  join signal.pooled_between(day_on, day_on, (select list(series_id) from asked)) as pooled using (series_id)
  where of_subject = 'dyad'
),
value_before as (
  select series_id, published_on, value
  from signal.series_window
  where of_subject <> 'dyad'
    and published_on between day_on - 3700 and day_on
  union all
  -- Of dyads no windows are kept, and there are many: only the value, by number alone (with all that is said of a window,
  -- 10,000 dyads took over 1 GB).
  select daily.series_id, panel.published_on, sum(daily.intensity_sum * panel.weight) as value
  from (
    select published_on, outlet || '' as outlet, series_id, intensity_sum
    from signal.series_outlet_daily
    where of_subject = 'dyad'
      and published_on between day_on - (select baseline_days + 2 * window_days from parameter) and day_on
      and series_id in (
        select series_id
        from value_now
        cross join parameter
        where story_count >= surprise_stories_min
          and outlet_count >= surprise_outlets_min
      )
  ) as daily
  join signal.coverage_daily as coverage
    on coverage.published_on = daily.published_on
    and coverage.outlet = daily.outlet
  join signal.coverage_window as panel
    on panel.outlet = daily.outlet
    and panel.published_on between daily.published_on
    and daily.published_on + (select window_days - 1 from parameter)
  where not coverage.is_left_out
    and panel.published_on between day_on - (select baseline_days + window_days from parameter) and day_on
  group by daily.series_id, panel.published_on
),
baseline as (
  select
    value_now.series_id,
    median(coalesce(value_before.value, 0)) as baseline_median,
    mad(coalesce(value_before.value, 0)) as baseline_deviation
  from value_now
  cross join parameter
  cross join baseline_day
  left join value_before
    on value_before.series_id = value_now.series_id
    and value_before.published_on = baseline_day.published_on
  where value_now.story_count >= parameter.surprise_stories_min
    and value_now.outlet_count >= parameter.surprise_outlets_min
  group by value_now.series_id
),
judged as (
  select
    value_now.*,
    (select count(*) from baseline_day) as baseline_day_count,
    baseline.baseline_median,
    greatest(
      1.4826 * baseline.baseline_deviation,
      signal.usual_error(baseline.baseline_median, value_now.value, value_now.variance, today.unit_value),
      parameter.surprise_floor
    ) as baseline_spread,
    parameter.*
  from value_now
  cross join parameter
  cross join today
  left join baseline using (series_id)
  where today.is_known
)
select
  series_id,
  actor_id,
  recipient_id,
  kind,
  value,
  story_count,
  outlet_count,
  baseline_median,
  baseline_spread,
  baseline_day_count,
  case
    when baseline_day_count < baseline_days_min
      then format('baseline building: {} of {}', baseline_day_count, baseline_days_min::integer)
    when story_count < surprise_stories_min or outlet_count < surprise_outlets_min then 'too little'
    else ''
  end as surprise_state,
  case when surprise_state = '' then (value - baseline_median) / baseline_spread end as surprise
from judged;
comment on macro table signal.surprise_on is 'The surprise of every series of a subject, role and scope on one day, where anything was counted.';
