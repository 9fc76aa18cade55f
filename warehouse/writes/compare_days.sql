-- The days and actors whose tension differs between two warehouses, `was` and `now`, as moved_day.
create or replace temp table moved_day as
with before as (
  select published_on, actor_id, scope, sum(value) as value
  from was.signal.actor_daily
  where role = 'either' and kind in ('act', 'threat')
  group by published_on, actor_id, scope
),
after as (
  select published_on, actor_id, scope, sum(value) as value
  from now.signal.actor_daily
  where role = 'either' and kind in ('act', 'threat')
  group by published_on, actor_id, scope
)
select
  published_on,
  actor_id,
  scope,
  coalesce(before.value, 0) as value_before,
  coalesce(after.value, 0) as value_after
from before
full join after using (published_on, actor_id, scope)
where abs(coalesce(after.value, 0) - coalesce(before.value, 0)) > 1e-9;
