select 0::bigint as entry_id, ''::varchar as article_id, ''::varchar as title, ''::varchar as body where false;
