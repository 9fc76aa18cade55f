-- The hits that a version gains, loses or changes: those behind a day of an actor, or of all where none is given.
select *
from coded.version_hit_move
where lexicon_version = $version
  and (
    $actor_id = ''
    or $actor_id in (actor_before, actor_after, recipient_before, recipient_after)
  )
  and (
    $published_on::date is null
    or published_on between $published_on::date - $window_days::integer + 1 and $published_on::date
  )
order by
  counts_as <> 'story',
  abs(intensity_after - intensity_before) desc,
  published_on desc nulls last,
  article_id
limit $hits_max;
