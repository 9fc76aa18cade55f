-- Joins stories that an arriving article has shown to be one.
update coded.article
set story_id = merged.into_id
from arriving_merge as merged
where merged.story_id = article.story_id;
