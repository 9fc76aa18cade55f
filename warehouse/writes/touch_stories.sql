-- The stories of the arriving articles and of what they replace, and the days on which these have articles.
create or replace temp table touched_story as
select distinct story_id
from coded.article
where article_id in (select article_id from arriving_identity);

create or replace temp table touched_day as
select distinct published_on
from coded.article
where story_id in (select story_id from touched_story)
  and published_on is not null;
