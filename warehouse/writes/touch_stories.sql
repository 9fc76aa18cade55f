-- The stories of the arriving articles and of what they replace, where the articles of these stories stand in the
-- table, and the days they are of. What an arriving article tells is not looked up: each search for ids reads the ids of
-- all articles (1,000,000: 0.02 s).
create or replace temp table touched_story as
select story_id
from arriving_article
union
select article.story_id
from coded.article as article
where article.article_id in (select article_id from arriving_identity where revision > 1);

-- What was written just now stands at the end; a story that begins with a new article has no articles elsewhere.
create or replace temp table touched_place as
select article.rowid as place
from coded.article as article
where article.revised_at in (select revised_at from arriving_identity)
  and article.article_id in (select article_id from arriving_identity)
union
select article.rowid
from coded.article as article
where article.story_id in (
  select story_id
  from touched_story
  where story_id not in (select article_id from arriving_identity where revision = 1)
);

create or replace temp table touched_day as
select distinct published_on
from coded.article
where rowid in (select place from touched_place)
  and published_on is not null;
