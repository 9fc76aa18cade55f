-- The texts that a version has not scored, as they lie in the segments: what scoring asks of an article.
select
  article.article_id,
  article.revision,
  article.outlet,
  article.language_is_supported,
  article.published_at,
  article.fold_at,
  stored.text
from coded.article_text as stored
join coded.article as article
  on article.article_id = stored.article_id
  and article.revision = stored.revision
anti join version_article as version
  on version.article_id = article.article_id
  and version.revision = article.revision
where article.lexicon_version <> $version
  and ($since_on::date is null or article.published_on >= $since_on::date);
