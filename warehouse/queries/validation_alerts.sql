-- The alerts of the newest validation, with the names of their actors.
select
  alert.actor_id,
  any_value(actor.name) as actor,
  alert.series,
  alert.began_on,
  alert.ended_on,
  alert.peak_on,
  alert.peak_surprise,
  alert.event_id
from signal.validation_alert as alert
left join coded.actor as actor using (actor_id)
group by all
order by alert.began_on, alert.actor_id, alert.series;
