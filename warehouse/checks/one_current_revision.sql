-- Articles without exactly one current revision.
select article_id
from coded.article
group by article_id
having count(*) filter (where is_current) <> 1;
