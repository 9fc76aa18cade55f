-- The days and actors whose tension differs between two warehouses, `was` and `now`, as moved_day.
create or replace temp table moved_day as
with before as (
  select pooled.published_on, series.actor_id, series.scope, pooled.value
  from was.signal.series_window as pooled
  join was.signal.series as series using (series_id)
  join was.signal.day as day using (published_on)
  where series.subject = 'actor'
    and series.role = 'either'
    and series.kind = 'tension'
    and day.quality <> 'gap'
),
after as (
  select pooled.published_on, series.actor_id, series.scope, pooled.value
  from now.signal.series_window as pooled
  join now.signal.series as series using (series_id)
  join now.signal.day as day using (published_on)
  where series.subject = 'actor'
    and series.role = 'either'
    and series.kind = 'tension'
    and day.quality <> 'gap'
)
select
  published_on,
  actor_id,
  scope,
  -- Where nothing was counted a series has no row, and is 0.
  coalesce(before.value, 0) as value_before,
  coalesce(after.value, 0) as value_after
from before
full join after using (published_on, actor_id, scope)
where abs(coalesce(after.value, 0) - coalesce(before.value, 0)) > 1e-9;
