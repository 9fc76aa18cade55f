-- The texts of all segments, as tables of the file itself behind the views that read the segments elsewhere.
create table coded.bundled_text as
select article_id, revision, text, dropped_text
from coded.article_text;

create table raw.bundled_payload as
select entry_id, article_id, title, body
from raw.entry_payload;

create or replace view coded.article_text as
select article_id, revision, text, dropped_text
from coded.bundled_text;

create or replace view raw.entry_payload as
select entry_id, article_id, title, body
from raw.bundled_payload;

comment on table coded.bundled_text is 'The rows of coded.article_text in a file to take away.';
comment on table raw.bundled_payload is 'The rows of raw.entry_payload in a file to take away.';

-- Its segments stayed behind.
delete from coded.segment;
