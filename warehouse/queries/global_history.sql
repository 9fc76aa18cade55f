-- The series of the world, all counted hits: a row per day and kind (tension is act plus threat), with band and surprise.
select
  published_on,
  kind,
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
  surprise,
  surprise_state
from signal.series_surprise
where subject = 'global'
  and actor_id = ''
  and recipient_id = ''
  and role = 'either'
  and scope = $scope
order by published_on, kind;
