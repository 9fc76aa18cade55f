-- The series of a subject ranked as of a day: level, change, surprise, and the last days for a sparkline.
create or replace macro signal.ranking_on(day_on, of_subject, of_role, of_scope, spark_days) as table
with window_length as (
  select max(value)::integer as window_days
  from signal.parameter
  where name = 'window_days'
),
span as (
  select day.published_on, day.quality
  from signal.day as day
  where day.published_on between day_on - greatest(spark_days - 1, (select window_days from window_length)) and day_on
),
recent as (
  select series.actor_id, series.kind, pooled.published_on, pooled.value, pooled.story_count, pooled.outlet_count
  from signal.series as series
  join signal.series_window as pooled using (series_id)
  where series.subject = of_subject
    and series.role = of_role
    and series.scope = of_scope
    and pooled.published_on between day_on - 366 and day_on
    and pooled.published_on in (select published_on from span where quality <> 'gap')
),
grid as (
  select
    met.actor_id,
    span.published_on,
    case when span.quality <> 'gap' then coalesce(recent.value, 0) end as tension
  from (select distinct actor_id from recent) as met
  cross join span
  left join recent
    on recent.actor_id = met.actor_id
    and recent.published_on = span.published_on
    and recent.kind = 'tension'
),
spark as (
  select
    actor_id,
    list(tension order by published_on) filter (where published_on > day_on - spark_days) as sparkline,
    max(tension) filter (where published_on = day_on) as tension,
    max(tension) filter (where published_on = day_on - (select window_days from window_length)) as tension_before
  from grid
  group by actor_id
),
level as (
  select
    actor_id,
    coalesce(max(value) filter (where kind = 'act'), 0) as act,
    coalesce(max(value) filter (where kind = 'threat'), 0) as threat,
    coalesce(max(value) filter (where kind = 'deescalation'), 0) as deescalation,
    coalesce(max(story_count) filter (where kind = 'tension'), 0) as story_count,
    coalesce(max(outlet_count) filter (where kind = 'tension'), 0) as outlet_count
  from recent
  where published_on = day_on
  group by actor_id
),
unusual as (
  select actor_id, surprise, surprise_state
  from signal.surprise_on(day_on, of_subject, of_role, of_scope)
  where kind = 'tension'
)
select
  spark.actor_id,
  spark.tension,
  spark.tension - spark.tension_before as change,
  coalesce(level.act, 0) as act,
  coalesce(level.threat, 0) as threat,
  coalesce(level.deescalation, 0) as deescalation,
  coalesce(level.story_count, 0)::integer as story_count,
  coalesce(level.outlet_count, 0)::integer as outlet_count,
  spark.sparkline,
  unusual.surprise,
  case when spark.tension is null then 'gap' else coalesce(unusual.surprise_state, 'too little') end as surprise_state
from spark
left join level using (actor_id)
left join unusual using (actor_id);
comment on macro table signal.ranking_on is 'The series of a subject as of a day, each with level, change against one window earlier, surprise, and its last spark_days days.';
