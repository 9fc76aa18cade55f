-- How unusual each value is beside the year before it: the surprise of every group, role and kind: its members taken as one, on every day. Quick where it is asked for few series.
create or replace view signal.group_surprise as
select
  published_on,
  actor_id as group_id,
  role,
  kind,
  scope,
  value,
  story_count,
  outlet_count,
  quality,
  baseline_median,
  baseline_spread,
  baseline_day_count,
  surprise,
  surprise_state
from signal.series_surprise
where subject = 'group';
comment on view signal.group_surprise is 'How unusual each value is beside the year before it: the surprise of every group, role and kind: its members taken as one, on every day. Quick where it is asked for few series.';
comment on column signal.group_surprise.published_on is 'UTC day.';
comment on column signal.group_surprise.group_id is 'The group (signal.actor_group).';
comment on column signal.group_surprise.role is 'actor, recipient or either (the larger of both in each story).';
comment on column signal.group_surprise.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.group_surprise.scope is 'international, or domestic: within one state.';
comment on column signal.group_surprise.value is 'Intensity per 1,000 stories, pooled over the window that ends on the day, mean over outlets at one level; null where nothing is known.';
comment on column signal.group_surprise.story_count is 'Stories with a counted hit in the window.';
comment on column signal.group_surprise.outlet_count is 'Outlets with a counted hit in the window.';
comment on column signal.group_surprise.quality is 'Quality of the day (signal.day).';
comment on column signal.group_surprise.baseline_median is 'Median of the series over the baseline: the year that ends a window before the day, complete and narrow days.';
comment on column signal.group_surprise.baseline_spread is 'The largest of 1.4826 x the median absolute deviation of the baseline, the standard error at that median, and a floor.';
comment on column signal.group_surprise.baseline_day_count is 'Days in the baseline.';
comment on column signal.group_surprise.surprise is 'z = (value - baseline_median) / baseline_spread; null unless surprise_state is empty.';
comment on column signal.group_surprise.surprise_state is 'Empty where the surprise is known; else gap, too little (few stories or outlets), or baseline building: n of 60.';
