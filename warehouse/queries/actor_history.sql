-- The series of one actor: a row per day and kind.
select
  published_on,
  kind,
  value,
  day_value,
  story_count,
  day_story_count,
  outlet_count,
  quality
from signal.actor_daily
where actor_id = $actor_id
  and role = $role
  and scope = $scope
order by published_on, kind;
