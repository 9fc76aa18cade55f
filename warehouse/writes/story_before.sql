-- The stories that edited articles have belonged to, and whether others belong to them.
select
  elder.article_id,
  elder.story_id,
  exists (
    from coded.article as other
    where other.story_id = elder.story_id
      and other.article_id <> elder.article_id
      and other.is_current
  ) as has_others
from coded.article as elder
where elder.is_current
  and elder.article_id in (select unnest($ids::varchar[]));
