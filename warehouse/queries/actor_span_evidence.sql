-- The hits behind an actor's values over a span of days, those of the stories that add most first.
-- The formula of the signal with the span as its window, as in actor_outlets.sql. Shares of all stories are summed per
-- kind in share_sum and counted in share_count; the rows are those of $stories_max stories.
-- $first_on, $last_on: the span; $actor_id, $role, $scope: as in signal.actor_daily.
with own as (
  select
    hit.*,
    panel.weight,
    row_number() over (
      partition by hit.article_id, hit.revision, hit.kind
      order by hit.intensity desc, hit.hit_index
    ) = 1 as is_strongest
  from signal.counted_hit as hit
  join signal.panel_between($first_on::date, $last_on::date) as panel
    on panel.outlet = hit.outlet
    and panel.takes_part
  join signal.coverage_daily as coverage
    on coverage.outlet = hit.outlet
    and coverage.published_on = hit.published_on
    and not coverage.is_left_out
  where hit.published_on between $first_on::date and $last_on::date
    and hit.scope = $scope
    and (
      ($role <> 'recipient' and hit.actor_id = $actor_id)
      or ($role <> 'actor' and hit.recipient_id = $actor_id)
    )
),
shared as (
  select *, case when is_strongest then intensity * weight else 0 end as share
  from own
),
summed as (
  select
    *,
    sum(share) over (partition by kind) as share_sum,
    count(*) filter (where is_strongest) over (partition by kind) as share_count,
    sum(share) over (partition by article_id, revision) as story_share
  from shared
),
ranked as (
  select *, dense_rank() over (order by story_share desc, article_id) as story_rank
  from summed
)
select
  ranked.kind,
  ranked.share,
  ranked.share_sum,
  ranked.share_count,
  ranked.intensity,
  ranked.weight,
  ranked.is_strongest,
  ranked.published_on as story_on,
  ranked.outlet,
  ranked.article_id,
  ranked.hit_index,
  ranked.cue_id,
  ranked.matched_text,
  article.title,
  article.url,
  article.published_at,
  hit.sentence,
  hit.sentence_start,
  hit.span_start,
  hit.span_end,
  hit.event_class,
  hit.mode,
  hit.weight as cue_weight,
  hit.certainty,
  hit.modality,
  hit.actor_id,
  hit.recipient_id
from ranked
join coded.article as article
  on article.article_id = ranked.article_id
  and article.revision = ranked.revision
join coded.cue_hit as hit
  on hit.article_id = ranked.article_id
  and hit.revision = ranked.revision
  and hit.hit_index = ranked.hit_index
where ranked.story_rank <= $stories_max
order by ranked.story_rank, ranked.share desc, ranked.hit_index;
