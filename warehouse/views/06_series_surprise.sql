-- How unusual each value is beside the year before it. Asked for one series it is quick; for all of them it takes long.
create or replace view signal.series_surprise as
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
beside as (
  select
    daily.*,
    parameter.baseline_days_min,
    parameter.surprise_floor,
    parameter.surprise_stories_min,
    parameter.surprise_outlets_min,
    median(value) filter (where quality in ('complete', 'narrow')) over baseline as baseline_median,
    mad(value) filter (where quality in ('complete', 'narrow')) over baseline as baseline_deviation,
    count(value) filter (where quality in ('complete', 'narrow')) over baseline as baseline_day_count
  from signal.series_daily as daily
  cross join parameter
  window baseline as (
    partition by subject, actor_id, recipient_id, role, kind, scope
    order by published_on
    range between to_days(parameter.baseline_days + parameter.window_days - 1) preceding
    and to_days(parameter.window_days) preceding
  )
),
judged as (
  select
    *,
    greatest(1.4826 * baseline_deviation, signal.usual_error(baseline_median, value, standard_error * standard_error, unit_value), surprise_floor) as baseline_spread,
    case
      when value is null then 'gap'
      when baseline_day_count < baseline_days_min
        then format('baseline building: {} of {}', baseline_day_count, baseline_days_min::integer)
      when story_count < surprise_stories_min or outlet_count < surprise_outlets_min then 'too little'
      else ''
    end as surprise_state
  from beside
)
select
  series_id,
  subject,
  actor_id,
  recipient_id,
  role,
  kind,
  scope,
  published_on,
  value,
  value_low,
  value_high,
  day_value,
  story_count,
  day_story_count,
  outlet_count,
  quality,
  index_value,
  baseline_median,
  baseline_spread,
  baseline_day_count,
  case when surprise_state = '' then (value - baseline_median) / baseline_spread end as surprise,
  surprise_state
from judged;
comment on view signal.series_surprise is 'How unusual each value is beside the year before it. Quick where it is asked for few series; for all of them it takes long.';
comment on column signal.series_surprise.series_id is 'The series (signal.series).';
comment on column signal.series_surprise.subject is 'actor, dyad, theatre, group or global.';
comment on column signal.series_surprise.actor_id is 'The actor, who acts in the dyad, the theatre or the group; empty for global.';
comment on column signal.series_surprise.recipient_id is 'Whom the dyad''s actor meets; empty otherwise.';
comment on column signal.series_surprise.role is 'actor, recipient or either (the larger of both in each story).';
comment on column signal.series_surprise.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.series_surprise.scope is 'international, or domestic: within one state.';
comment on column signal.series_surprise.published_on is 'UTC day.';
comment on column signal.series_surprise.value is 'Intensity per 1,000 stories, pooled over the window that ends on the day, mean over outlets at one level; null where nothing is known.';
comment on column signal.series_surprise.value_low is 'Lower end of the 90 % band.';
comment on column signal.series_surprise.value_high is 'Upper end of the 90 % band.';
comment on column signal.series_surprise.day_value is 'The value of the day alone.';
comment on column signal.series_surprise.story_count is 'Stories with a counted hit in the window.';
comment on column signal.series_surprise.day_story_count is 'Stories with a counted hit on the day itself.';
comment on column signal.series_surprise.outlet_count is 'Outlets with a counted hit in the window.';
comment on column signal.series_surprise.quality is 'Quality of the day (signal.day).';
comment on column signal.series_surprise.index_value is '100 x value / the mean of the series over its frozen base (signal.index_base); null where there is none.';
comment on column signal.series_surprise.baseline_median is 'Median of the series over the baseline: the year that ends a window before the day, complete and narrow days.';
comment on column signal.series_surprise.baseline_spread is 'The largest of 1.4826 x the median absolute deviation of the baseline, the standard error at that median, and a floor.';
comment on column signal.series_surprise.baseline_day_count is 'Days in the baseline.';
comment on column signal.series_surprise.surprise is 'z = (value - baseline_median) / baseline_spread; null unless surprise_state is empty.';
comment on column signal.series_surprise.surprise_state is 'Empty where the surprise is known; else gap, too little (few stories or outlets), or baseline building: n of 60.';
