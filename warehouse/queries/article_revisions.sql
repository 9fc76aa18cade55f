-- The revisions of an article, the newest first.
select revision, revised_at, title, text_chars
from coded.article
where article_id = $article_id
order by revision desc;
