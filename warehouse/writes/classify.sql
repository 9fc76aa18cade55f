-- What is known of the articles about to be loaded.
select arriving.article_id, article.revision, article.content_hash, article.first_seen_at
from arriving
join coded.article as article
  on article.article_id = arriving.article_id
  and article.is_current;
