-- The other current articles of a story, the first copy first.
select
  article_id,
  outlet,
  title,
  url,
  published_at,
  stamped_at,
  published_method,
  counts_as
from coded.article
where story_id = $story_id
  and article_id <> $article_id
  and is_current
order by published_at nulls last, article_id
limit 100;
