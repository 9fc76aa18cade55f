-- Every day with its quality and coverage.
select
  published_on,
  quality,
  panel_outlet_count,
  window_story_count,
  story_count,
  is_provisional,
  silent_outlet_count,
  expected_outlet_count
from signal.day
order by published_on;
