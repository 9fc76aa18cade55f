-- What hosts said to programs within a day, the newest of each file.
select origin, path, asked_at, http_status, error_kind, error_detail, body
from raw.site_file
where asked_at >= $since
qualify row_number() over (partition by origin, path order by asked_at desc) = 1;
