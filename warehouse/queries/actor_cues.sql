-- The cues that lead an actor's stories over a period, and how often each stood in the period of the same length before.
-- Of a story only the strongest hit of each kind counts, as in the signal; a cue may count in two kinds.
-- $first_on, $last_on: the period; $actor_id, $role, $scope: as in signal.actor_daily; $rows_max: so many cues.
with own as (
  select hit.*, hit.published_on >= $first_on::date as is_now
  from signal.counted_hit as hit
  where hit.published_on between $first_on::date - ($last_on::date - $first_on::date + 1)::integer and $last_on::date
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
named as (
  select own.*, hit.event_class, hit.mode
  from own
  join coded.cue_hit as hit
    on hit.article_id = own.article_id
    and hit.revision = own.revision
    and hit.hit_index = own.hit_index
)
select
  cue_id,
  kind,
  event_class,
  mode,
  count(*) filter (where is_now)::integer as story_count,
  count(*) filter (where not is_now)::integer as story_count_before,
  sum(intensity) filter (where is_now) / sum(sum(intensity) filter (where is_now)) over (partition by kind) as kind_share,
  mode(lower(matched_text)) filter (where is_now) as usual_words
from named
group by cue_id, kind, event_class, mode
having count(*) filter (where is_now) > 0
order by story_count desc, kind_share desc, cue_id, kind
limit $rows_max;
