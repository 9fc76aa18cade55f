-- Monthly means of the signal, for validation: role either, between states.
select
  date_trunc('month', published_on)::date as month,
  actor_id,
  avg(value) as value,
  count(value)::integer as day_count
from signal.actor_daily
where list_contains($actor_ids, actor_id)
  and role = 'either'
  and scope = 'international'
  and kind = $kind
group by all
order by month, actor_id;
