-- What the rows of a version take the place of, and which version made that.
create or replace temp table put_article as
select distinct
  article.article_id,
  article.revision,
  version.lexicon_version,
  article.lexicon_version as made_by
from version_article as version
join coded.article as article
  on article.article_id = version.article_id
  and article.revision = version.revision
where article.lexicon_version <> version.lexicon_version;
