-- The newest articles that the lexicon reads, with their texts: the newest revision of each.
select
  article.article_id,
  article.outlet,
  article.published_at,
  article.fold_at,
  article_text.text
from coded.article as article
join coded.article_text as article_text
  using (article_id, revision)
where article.is_current
  and article.language_is_supported
order by article.published_at desc nulls last, article.article_id
limit $articles_max;
