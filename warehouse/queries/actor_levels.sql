-- The level of every actor on one day, most tense first. $as_of: the day; $role, $scope: as in signal.actor_daily.
select series.actor_id, pooled.value as tension
from signal.series as series
join signal.series_window as pooled using (series_id)
where series.subject = 'actor'
  and series.kind = 'tension'
  and series.role = $role
  and series.scope = $scope
  and pooled.published_on = $as_of::date
order by pooled.value desc, series.actor_id;
