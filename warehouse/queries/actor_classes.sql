-- How an actor's events are made up: per month and class, stories with a counted hit, and all stories of that month.
-- Of a story only the strongest hit of each kind counts, as in the signal.
-- $first_on, $last_on: the period; $actor_id, $role, $scope: as in signal.actor_daily.
with own as (
  select hit.published_on, hit.article_id, hit.revision, hit.kind, hit.hit_index
  from signal.counted_hit as hit
  where hit.published_on between $first_on::date and $last_on::date
    and hit.scope = $scope
    and (
      ($role <> 'recipient' and hit.actor_id = $actor_id)
      or ($role <> 'actor' and hit.recipient_id = $actor_id)
    )
  qualify row_number() over (
    partition by hit.article_id, hit.revision, hit.kind
    order by hit.intensity desc, hit.hit_index
  ) = 1
),
covered as (
  select date_trunc('month', published_on)::date as month_on, sum(story_count) as story_count
  from signal.coverage_daily
  where published_on between $first_on::date and $last_on::date
  group by month_on
)
select
  covered.month_on,
  hit.event_class,
  own.kind,
  count(distinct own.article_id)::integer as story_count,
  any_value(covered.story_count)::integer as month_story_count
from covered
left join own
  on date_trunc('month', own.published_on)::date = covered.month_on
left join coded.cue_hit as hit
  on hit.article_id = own.article_id
  and hit.revision = own.revision
  and hit.hit_index = own.hit_index
group by covered.month_on, hit.event_class, own.kind
order by covered.month_on, hit.event_class, own.kind;
