-- Pages of articles: every attempt at one, and what their hosts say about programs that ask.
create table raw.page (
  fetch_id bigint not null,
  article_id varchar not null,
  revision integer not null
);
comment on table raw.page is 'One row per attempt at the page of an article, failed ones included; raw.fetch has when and how it ended.';
comment on column raw.page.fetch_id is 'The attempt (raw.fetch, kind page).';
comment on column raw.page.article_id is 'The article whose page was asked for (coded.article).';
comment on column raw.page.revision is 'The revision of the article that the text of the page became; 0 where it became none, and the feed''s own text stays.';

create table raw.site_file (
  origin varchar not null,
  path varchar not null,
  asked_at timestamp not null,
  http_status integer,
  error_kind varchar not null,
  error_detail varchar not null,
  body varchar not null
);
comment on table raw.site_file is 'What hosts of article pages say to programs: robots.txt and tdmrep.json as read, asked for once a day at most.';
comment on column raw.site_file.origin is 'Scheme, host and port.';
comment on column raw.site_file.path is '/robots.txt or /.well-known/tdmrep.json.';
comment on column raw.site_file.asked_at is 'When it was asked for (UTC).';
comment on column raw.site_file.http_status is 'Status code of the answer, if there was one.';
comment on column raw.site_file.error_kind is 'Name of what went wrong; empty where nothing did.';
comment on column raw.site_file.error_detail is 'One line that says what went wrong.';
comment on column raw.site_file.body is 'Its text, cut after 512,000 bytes; empty where there is none, or where the file was asked for again since.';

comment on table raw.fetch is 'One row per attempt at a feed, a file or the page of an article, failed ones included.';
comment on column raw.fetch.kind is 'feed, file or page.';
comment on column raw.fetch.feed_id is 'Id of the feed in the catalogue, for a page of the one that brought its article; empty for a file.';
comment on column raw.fetch.next_due_at is 'When the feed falls due again, or the page may be asked for again (UTC); null for a file, a feed that is gone, or a page that is not asked for again.';
