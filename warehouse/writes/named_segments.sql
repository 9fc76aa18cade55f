-- The segments that hold the texts of a kind, oldest first.
select segment_id, file, byte_count
from coded.segment
where kind = $kind
  and retired_at is null
order by segment_id;
