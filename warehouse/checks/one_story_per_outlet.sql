-- Stories that count more than once for an outlet.
select story_id, outlet
from coded.article
where counts_as = 'story'
group by story_id, outlet
having count(*) > 1;
