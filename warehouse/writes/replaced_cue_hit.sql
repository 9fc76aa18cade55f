-- A hit's day is its article's, and is not kept with it.
select replaced.* exclude (published_on)
from coded.cue_hit as replaced
semi join replaced_article using (article_id, revision);
