-- States that have a series, for validation.
select distinct series.actor_id
from signal.series as series
join coded.actor as actor using (actor_id)
where series.subject = 'actor'
  and actor.kind = 'state'
order by series.actor_id;
