-- Runs that may have left files behind which no commit named.
select started_at
from raw.run
where status <> 'complete'
  and run_id <> $run_id;
