-- Surprise by day, for the study of events: role either, between states.
select
  published_on,
  actor_id,
  kind,
  surprise,
  surprise_state
from signal.actor_surprise
where list_contains($actor_ids, actor_id)
  and role = 'either'
  and scope = 'international'
order by actor_id, kind, published_on;
