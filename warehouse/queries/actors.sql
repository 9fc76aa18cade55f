-- Actors that have a series, for a list to choose from.
select distinct daily.actor_id, coalesce(actor.name, daily.actor_id) as name
from signal.actor_outlet_daily as daily
left join coded.actor as actor
  on actor.actor_id = daily.actor_id
  and actor.lexicon_version = (select lexicon_version from raw.run order by run_id desc limit 1)
order by name, daily.actor_id;
