select replaced.*
from coded.actor_tone as replaced
semi join replaced_article using (article_id, revision);
