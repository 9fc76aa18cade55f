insert into raw.entry (entry_id, fetch_id, article_id, position, guid, url, published_text, outcome, reason)
select entry_id, fetch_id, article_id, position, guid, url, published_text, outcome, reason
from arriving_entry;
