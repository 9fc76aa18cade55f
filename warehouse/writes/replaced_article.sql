-- Of the texts whose rows are replaced, those that a version made and that do not stand beside yet.
create or replace temp table replaced_article as
select put.article_id, put.revision, put.made_by as lexicon_version
from put_article as put
anti join kept_article as kept
  on kept.article_id = put.article_id
  and kept.revision = put.revision
where put.made_by = $version
limit $count;
