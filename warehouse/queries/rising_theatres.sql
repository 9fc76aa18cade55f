-- Theatres whose level rose against one window earlier, most first. $as_of: the day; $scope; $window_days: the window.
with level as (
  select
    series.actor_id as theatre_id,
    sum(pooled.value) filter (where pooled.published_on = $as_of::date) as tension,
    sum(case when pooled.published_on = $as_of::date then pooled.value else -pooled.value end) as change,
    sum(pooled.story_count) filter (where pooled.published_on = $as_of::date)::integer as story_count
  from signal.series as series
  join signal.series_window as pooled using (series_id)
  where series.subject = 'theatre'
    and series.kind = 'tension'
    and series.scope = $scope
    and pooled.published_on in ($as_of::date, $as_of::date - $window_days::integer)
  group by series.actor_id
)
select
  level.theatre_id,
  coalesce(actor.name, level.theatre_id) as name,
  level.tension,
  level.change,
  level.story_count
from level
left join coded.actor as actor
  on actor.actor_id = level.theatre_id
  and actor.lexicon_version = (select lexicon_version from raw.run order by run_id desc limit 1)
where level.change > 0.005
  -- Without an earlier panel nothing rose: there is nothing to compare with.
  and exists (from signal.coverage_window where published_on = $as_of::date - $window_days::integer)
order by level.change desc, level.theatre_id;
