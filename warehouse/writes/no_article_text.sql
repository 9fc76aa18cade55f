select ''::varchar as article_id, ''::varchar as text, ''::varchar as dropped_text, 0::integer as revision where false;
