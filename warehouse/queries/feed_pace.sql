-- When each feed falls due, and at which address that was learnt.
select feed_id, location, next_due_at
from raw.fetch
where kind = 'feed'
qualify row_number() over (partition by feed_id order by fetch_id desc) = 1;
