-- Both directions of a pair: a row per day, kind (tension is act plus threat) and direction. $actor_id, $recipient_id; $scope as in signal.dyad_daily.
select
  published_on,
  actor_id,
  kind,
  value,
  value_low,
  value_high,
  story_count,
  outlet_count,
  quality,
  surprise,
  surprise_state
from signal.series_surprise
where subject = 'dyad'
  and role = 'actor'
  and (actor_id = $actor_id and recipient_id = $recipient_id or actor_id = $recipient_id and recipient_id = $actor_id)
  and scope = $scope
order by published_on, actor_id, kind;
