-- How many stored texts a version has not scored, of those published since a day (all of them where it is null).
select count(*)
from coded.article as article
anti join version_article as version
  on version.article_id = article.article_id
  and version.revision = article.revision
where article.lexicon_version <> $version
  and ($since_on::date is null or article.published_on >= $since_on::date);
