-- Why actors stand where they stand on a day: what they did or met with in the window, by what it adds to tension.
-- $published_on: the day; $actor_ids: the actors; $role, $scope: as in signal.actor_daily; $window_days: the window; $per_actor: rows an actor.
with counted as (
  select
    evidence.actor_id,
    hit.event_class,
    hit.mode,
    case when hit.actor_id = evidence.actor_id then 'actor' else 'recipient' end as part,
    case when hit.actor_id = evidence.actor_id then hit.recipient_id else hit.actor_id end as other_id,
    evidence.article_id,
    evidence.outlet,
    evidence.share
  from signal.evidence as evidence
  join coded.cue_hit as hit
    on hit.published_on = evidence.story_on
    and hit.article_id = evidence.article_id
    and hit.revision = evidence.revision
    and hit.hit_index = evidence.hit_index
  where evidence.published_on = $published_on
    -- The window, said once more so that no other day is read.
    and evidence.story_on > $published_on::date - $window_days::integer
    and evidence.story_on <= $published_on::date
    and hit.published_on > $published_on::date - $window_days::integer
    and hit.published_on <= $published_on::date
    and list_contains($actor_ids::varchar[], evidence.actor_id)
    and evidence.role = $role
    and evidence.scope = $scope
    and evidence.kind in ('act', 'threat')
    and evidence.share > 0
),
reason as (
  select
    actor_id,
    event_class,
    mode,
    part,
    other_id,
    sum(share) as share,
    count(distinct article_id) as story_count,
    count(distinct outlet) as outlet_count,
    arg_max(article_id, share) as article_id,
    row_number() over (partition by actor_id order by sum(share) desc, event_class, mode, part, other_id) as place
  from counted
  group by actor_id, event_class, mode, part, other_id
)
select
  reason.actor_id,
  reason.event_class,
  reason.mode,
  reason.part,
  reason.other_id,
  coalesce(other.name, reason.other_id) as other,
  reason.share,
  reason.story_count::integer as story_count,
  reason.outlet_count::integer as outlet_count,
  reason.article_id
from reason
left join coded.actor as other
  on other.actor_id = reason.other_id
  and other.lexicon_version = (select lexicon_version from raw.run order by run_id desc limit 1)
where reason.place <= $per_actor
order by reason.actor_id, reason.place;
