-- The text of one revision.
select text, dropped_text
from coded.article_text
where article_id = $article_id
  and revision = $revision;
