-- Attempts whose outcomes do not add up to the entries read.
select attempt.fetch_id, attempt.entry_count, coalesce(sum(outcome.entry_count), 0) as outcome_count
from raw.fetch as attempt
left join raw.outcome as outcome using (fetch_id)
group by attempt.fetch_id, attempt.entry_count
having attempt.entry_count <> coalesce(sum(outcome.entry_count), 0);
