-- Theatres ranked as of a day, as actors are. $as_of: the day; $scope; $spark_days: length of the sparkline.
select
  ranking.actor_id as theatre_id,
  coalesce(actor.name, ranking.actor_id) as name,
  ranking.* exclude (actor_id)
from signal.ranking_on($as_of::date, 'theatre', 'either', $scope, $spark_days::integer) as ranking
left join coded.actor as actor
  on actor.actor_id = ranking.actor_id
  and actor.lexicon_version = (select lexicon_version from raw.run order by run_id desc limit 1)
order by ranking.tension desc nulls last, ranking.actor_id;
