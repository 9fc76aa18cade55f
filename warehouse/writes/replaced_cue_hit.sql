select replaced.*
from coded.cue_hit as replaced
semi join replaced_article using (article_id, revision);
