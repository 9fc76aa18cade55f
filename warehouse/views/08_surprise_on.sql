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
  select quality, quality <> 'gap' as is_known
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
  select series_id, published_on, value
  from signal.pooled_between(
    day_on - (select baseline_days + window_days from parameter),
    day_on,
    (
      select list(series_id)
      from value_now, parameter
      where story_count >= surprise_stories_min
        and outlet_count >= surprise_outlets_min
    )
  )
  where of_subject = 'dyad'
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
    greatest(1.4826 * baseline.baseline_deviation, sqrt(value_now.variance), parameter.surprise_floor) as baseline_spread,
    parameter.*
  from value_now
  cross join parameter
  left join baseline using (series_id)
  where (select is_known from today)
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
