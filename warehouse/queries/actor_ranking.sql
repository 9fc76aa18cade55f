-- Actors ranked as of a day: level and change of each series, how unusual, and the last days for a sparkline.
-- $as_of: the day; $role, $scope: as in signal.actor_daily; $spark_days: length of the sparkline.
select
  ranking.actor_id,
  coalesce(actor.name, ranking.actor_id) as name,
  coalesce(actor.kind, '') as actor_kind,
  coalesce(actor.region, '') as region,
  ranking.* exclude (actor_id)
from signal.ranking_on($as_of::date, 'actor', $role, $scope, $spark_days::integer) as ranking
left join coded.actor as actor
  on actor.actor_id = ranking.actor_id
  and actor.lexicon_version = (select lexicon_version from raw.run order by run_id desc limit 1)
order by ranking.tension desc nulls last, ranking.actor_id;
