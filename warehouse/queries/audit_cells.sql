-- How many hits the audit may draw, by group, stratum and rule: those of stories that count, in the text that counts.
select
  case when hit.is_counted then 'counted' else 'suppressed' end as group_name,
  case when hit.is_counted then concat_ws(' ', hit.event_class, hit.kind) else hit.suppressed_reason end as stratum,
  hit.cue_id,
  count(*) as population
from coded.article as article
join coded.cue_hit as hit
  using (article_id, revision)
where article.is_current
  and article.counts_as = 'story'
  and article.published_on between $since and $until
  and (hit.is_counted or (hit.suppressed_reason <> '' and hit.kind <> 'none' and not hit.is_below_fold))
group by all
order by all;
