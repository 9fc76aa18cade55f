-- The hits that differ, those of counted stories first, and of these the ones that move most.
select
  $version::varchar as lexicon_version,
  $compared_with::varchar as compared_with,
  moved_hit.*
from moved_hit
order by
  counts_as <> 'story',
  abs(intensity_after - intensity_before) desc,
  greatest(intensity_after, intensity_before) desc,
  published_on desc nulls last,
  article_id,
  cue_after,
  cue_before,
  actor_after,
  recipient_after,
  actor_before,
  recipient_before
limit $count;
