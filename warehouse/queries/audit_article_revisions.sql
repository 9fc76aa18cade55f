-- The stored revisions of these articles.
select
  article_id,
  revision
from coded.article
where article_id in (select unnest($article_ids::varchar[]));
