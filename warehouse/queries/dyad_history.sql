-- Both directions of a pair: a row per day, kind and direction. $actor_id, $recipient_id; $scope as in signal.dyad_daily.
select
  published_on,
  actor_id,
  kind,
  value,
  story_count,
  outlet_count,
  quality
from signal.dyad_daily
where (actor_id = $actor_id and recipient_id = $recipient_id or actor_id = $recipient_id and recipient_id = $actor_id)
  and scope = $scope
order by published_on, actor_id, kind;
