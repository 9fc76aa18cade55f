-- What differs, by rule. Where another rule has taken a hit over, the one loses it and the other gains it.
with told as (
  select class_before as event_class, cue_before as cue_id, 0 as gained, 1 as lost, 0 as changed,
    (intensity_before > 0)::integer as counted_before, 0 as counted_after
  from moved_hit
  where cue_before <> '' and cue_after <> cue_before
  union all
  select class_after, cue_after, 1, 0, 0, 0, (intensity_after > 0)::integer
  from moved_hit
  where cue_after <> '' and cue_after <> cue_before
  union all
  select class_after, cue_after, 0, 0, 1, (intensity_before > 0)::integer, (intensity_after > 0)::integer
  from moved_hit
  where cue_after = cue_before
)
select
  $version::varchar as lexicon_version,
  $compared_with::varchar as compared_with,
  event_class,
  cue_id,
  sum(gained)::bigint as gained_count,
  sum(lost)::bigint as lost_count,
  sum(changed)::bigint as changed_count,
  sum(counted_before)::bigint as counted_before,
  sum(counted_after)::bigint as counted_after
from told
group by event_class, cue_id
order by sum(gained + lost + changed) desc, cue_id;
