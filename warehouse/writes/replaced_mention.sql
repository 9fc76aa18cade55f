select replaced.*
from coded.mention as replaced
semi join replaced_article using (article_id, revision);
