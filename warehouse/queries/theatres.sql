-- Theatres that have a series, for a list to choose from.
select distinct series.actor_id as theatre_id, coalesce(actor.name, series.actor_id) as name
from signal.series as series
left join coded.actor as actor
  on actor.actor_id = series.actor_id
  and actor.lexicon_version = (select lexicon_version from raw.run order by run_id desc limit 1)
where series.subject = 'theatre'
order by name, theatre_id;
