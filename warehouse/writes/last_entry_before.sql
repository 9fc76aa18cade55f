-- The last entry of the attempts that ended before an instant.
select max(entry.entry_id)
from raw.entry as entry
join raw.fetch as attempt using (fetch_id)
where attempt.finished_at < $before;
