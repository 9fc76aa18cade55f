-- The newest revision of one article, without its text.
select *
from coded.article
where article_id = $article_id
  and is_current;
