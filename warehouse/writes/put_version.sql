-- Puts the rows of a version in place of those in force: version_* are its rows, put_article the texts, and
-- changed_article those of them whose rows are others than before. The rest keep their rows, under the version's name.
delete from coded.mention
where exists (
  from changed_article as changed
  where changed.article_id = mention.article_id
    and changed.revision = mention.revision
);

insert into coded.mention by name
select version.*
from version_mention as version
semi join changed_article using (article_id, revision);

delete from coded.cue_hit
where exists (
  from changed_article as changed
  where changed.article_id = cue_hit.article_id
    and changed.revision = cue_hit.revision
);

update coded.cue_hit
set lexicon_version = put.lexicon_version
from put_article as put
where put.article_id = cue_hit.article_id
  and put.revision = cue_hit.revision;

insert into coded.cue_hit by name
select version.*, article.published_on
from version_cue_hit as version
semi join changed_article as changed
  on changed.article_id = version.article_id
  and changed.revision = version.revision
join coded.article as article
  on article.article_id = version.article_id
  and article.revision = version.revision;

delete from coded.actor_tone
where exists (
  from changed_article as changed
  where changed.article_id = actor_tone.article_id
    and changed.revision = actor_tone.revision
);

insert into coded.actor_tone by name
select version.*
from version_actor_tone as version
semi join changed_article using (article_id, revision);

update coded.article
set lexicon_version = put.lexicon_version
from put_article as put
where put.article_id = article.article_id
  and put.revision = article.revision;
