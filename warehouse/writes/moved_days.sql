-- The largest moves, each with the articles whose hits made it, the strongest first.
with day as (
  select *
  from moved_day
  order by abs(value_after - value_before) desc, published_on desc, actor_id, scope
  limit $count
),
reach as (
  select max(value)::integer as window_days
  from was.signal.parameter
  where name = 'window_days'
),
party as (
  select distinct
    article_id,
    published_on,
    unnest([actor_before, actor_after, recipient_before, recipient_after]) as actor_id,
    abs(intensity_after - intensity_before) as strength
  from moved_hit
  where counts_as = 'story'
    and (intensity_before > 0 or intensity_after > 0)
),
behind as (
  select day.published_on, day.actor_id, day.scope, party.article_id, max(party.strength) as strength
  from day
  cross join reach
  join party
    on party.actor_id = day.actor_id
    and party.published_on between day.published_on - reach.window_days + 1 and day.published_on
  group by all
),
told as (
  select published_on, actor_id, scope, list(article_id order by strength desc, article_id)[:5] as article_ids
  from behind
  group by all
)
select
  $version::varchar as lexicon_version,
  $compared_with::varchar as compared_with,
  day.published_on,
  day.actor_id,
  day.scope,
  day.value_before,
  day.value_after,
  coalesce(told.article_ids, []::varchar[]) as article_ids
from day
left join told using (published_on, actor_id, scope)
order by abs(day.value_after - day.value_before) desc, day.published_on desc, day.actor_id, day.scope;
