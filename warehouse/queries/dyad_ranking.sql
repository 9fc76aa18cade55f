-- Dyads ranked as of a day: level of each series, change against one window earlier, and how unusual.
-- $as_of: the day; $scope as in signal.dyad_daily; $party_id: an actor that takes part on either side, or empty for all.
with window_length as (
  select max(value)::integer as window_days
  from signal.parameter
  where name = 'window_days'
),
asked as (
  select list(series_id) as series_ids
  from signal.series
  where subject = 'dyad'
    and scope = $scope
    and ($party_id = '' or actor_id = $party_id or recipient_id = $party_id)
),
before as (
  select $as_of::date - window_days as published_on
  from window_length
),
pooled as (
  from signal.pooled_between($as_of::date, $as_of::date, (select series_ids from asked))
  union all
  from signal.pooled_between(
    (select published_on from before), (select published_on from before), (select series_ids from asked)
  )
),
level as (
  select
    actor_id,
    recipient_id,
    coalesce(max(value) filter (where kind = 'tension' and published_on = $as_of::date), 0) as tension,
    coalesce(max(value) filter (where kind = 'tension' and published_on < $as_of::date), 0) as tension_before,
    coalesce(max(value) filter (where kind = 'act' and published_on = $as_of::date), 0) as act,
    coalesce(max(value) filter (where kind = 'threat' and published_on = $as_of::date), 0) as threat,
    coalesce(max(value) filter (where kind = 'deescalation' and published_on = $as_of::date), 0) as deescalation,
    coalesce(max(story_count) filter (where kind = 'tension' and published_on = $as_of::date), 0) as story_count,
    coalesce(max(outlet_count) filter (where published_on = $as_of::date), 0) as outlet_count
  from pooled
  group by actor_id, recipient_id
),
unusual as (
  select actor_id, recipient_id, surprise, surprise_state
  from signal.surprise_on($as_of::date, 'dyad', 'actor', $scope)
  where kind = 'tension'
    and ($party_id = '' or actor_id = $party_id or recipient_id = $party_id)
)
select
  level.actor_id,
  level.recipient_id,
  level.tension,
  level.tension - level.tension_before as change,
  level.act,
  level.threat,
  level.deescalation,
  level.story_count::integer as story_count,
  level.outlet_count::integer as outlet_count,
  unusual.surprise,
  coalesce(unusual.surprise_state, 'too little') as surprise_state
from level
left join unusual using (actor_id, recipient_id)
order by level.tension desc, level.deescalation desc, level.actor_id, level.recipient_id;
