-- Hits drawn at random: of each cell (group, stratum, rule) as many as asked for, first in an order that the seed makes.
with wanted as (
  select
    unnest($groups::varchar[]) as group_name,
    unnest($strata::varchar[]) as stratum,
    unnest($cue_ids::varchar[]) as cue_id,
    unnest($counts::integer[]) as wanted_count
),
candidate as (
  select
    case when hit.is_counted then 'counted' else 'suppressed' end as group_name,
    case when hit.is_counted then concat_ws(' ', hit.event_class, hit.kind) else hit.suppressed_reason end as stratum,
    hit.*
  from coded.article as article
  join coded.cue_hit as hit
    using (article_id, revision)
  where article.is_current
    and article.counts_as = 'story'
    and article.published_on between $since and $until
    and (hit.is_counted or (hit.suppressed_reason <> '' and hit.kind <> 'none' and not hit.is_below_fold))
)
select candidate.*
from candidate
join wanted
  using (group_name, stratum, cue_id)
qualify row_number() over (
  partition by candidate.group_name, candidate.stratum, candidate.cue_id
  order by md5(concat_ws('/', $seed, candidate.article_id, candidate.revision, candidate.hit_index)),
    candidate.article_id, candidate.hit_index
) <= wanted.wanted_count
order by candidate.article_id, candidate.revision, candidate.hit_index;
