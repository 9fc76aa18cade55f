-- The level of every actor on every day on which it had one. $role, $scope: as in signal.actor_daily.
select series.actor_id, pooled.published_on, pooled.value::float as tension
from signal.series as series
join signal.series_window as pooled using (series_id)
where series.subject = 'actor'
  and series.kind = 'tension'
  and series.role = $role
  and series.scope = $scope;
