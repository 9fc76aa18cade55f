-- Hits drawn at random: of each cell (group, stratum, rule) as many as asked for, first in an order that the seed makes.
-- Ordered as numbers, without the words: of 3,000,000 hits that takes 300 MB less than carrying whole rows along.
with wanted as (
  select
    unnest($groups::varchar[]) as group_name,
    unnest($strata::varchar[]) as stratum,
    unnest($cue_ids::varchar[]) as cue_id,
    unnest($counts::integer[]) as wanted_count,
    generate_subscripts($counts::integer[], 1) as cell
),
candidate as (
  select
    wanted.cell,
    wanted.wanted_count,
    hit.article_id,
    hit.revision,
    hit.hit_index,
    md5_number_lower(concat_ws('/', $seed, hit.article_id, hit.revision, hit.hit_index)) as chance
  from coded.article as article
  join coded.cue_hit as hit
    on hit.article_id = article.article_id
    and hit.revision = article.revision
  join wanted
    on wanted.cue_id = hit.cue_id
    and wanted.group_name = case when hit.is_counted then 'counted' else 'suppressed' end
    and wanted.stratum = case when hit.is_counted
      then concat_ws(' ', hit.event_class, hit.kind) else hit.suppressed_reason end
  where article.is_current
    and article.counts_as = 'story'
    and article.published_on between $since and $until
    and (hit.is_counted or (hit.suppressed_reason <> '' and hit.kind <> 'none' and not hit.is_below_fold))
),
chosen as (
  select
    cell,
    article_id,
    revision,
    hit_index
  from candidate
  qualify row_number() over (partition by cell order by chance, article_id, hit_index) <= wanted_count
)
select
  wanted.group_name,
  wanted.stratum,
  hit.*
from chosen
join wanted
  using (cell)
join coded.cue_hit as hit
  using (article_id, revision, hit_index)
order by hit.article_id, hit.revision, hit.hit_index;
