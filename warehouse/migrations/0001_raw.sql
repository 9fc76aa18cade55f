-- What was received, as it was received: every run, every attempt, every entry that told something new.
create schema raw;

create table raw.run (
  run_id bigint not null,
  command varchar not null,
  profile varchar not null,
  started_at timestamp not null,
  finished_at timestamp,
  status varchar not null,
  product_version varchar not null,
  lexicon_version varchar not null
);
comment on table raw.run is 'One row per run of a loading command.';
comment on column raw.run.run_id is 'Number of the run, rising by one.';
comment on column raw.run.command is 'The command that ran: ingest, import or demo.';
comment on column raw.run.profile is 'live, or demo where the articles are the bundled chronicle.';
comment on column raw.run.started_at is 'When the run began (UTC).';
comment on column raw.run.finished_at is 'When the run ended (UTC); null while it runs or if it was killed.';
comment on column raw.run.status is 'running, complete, stopped (asked to end), failed, or interrupted (found unfinished by the next run).';
comment on column raw.run.product_version is 'Version of Tensiometer that ran.';
comment on column raw.run.lexicon_version is 'Version of the lexicon and gazetteer that scored.';

create table raw.fetch (
  fetch_id bigint not null,
  run_id bigint not null,
  kind varchar not null,
  feed_id varchar not null,
  outlet varchar not null,
  location varchar not null,
  started_at timestamp not null,
  finished_at timestamp not null,
  status varchar not null,
  http_status integer,
  error_kind varchar not null,
  error_detail varchar not null,
  error_is_transient boolean not null,
  byte_count bigint not null,
  body_hash varchar not null,
  etag varchar not null,
  last_modified varchar not null,
  entry_count integer not null,
  failure_streak integer not null,
  next_due_at timestamp,
  permanent_redirect_url varchar not null,
  permanent_redirect_count integer not null
);
comment on table raw.fetch is 'One row per attempt at a feed or a file, failed ones included.';
comment on column raw.fetch.fetch_id is 'Number of the attempt, rising by one.';
comment on column raw.fetch.run_id is 'The run that made it (raw.run).';
comment on column raw.fetch.kind is 'feed or file.';
comment on column raw.fetch.feed_id is 'Id of the feed in the catalogue; empty for a file.';
comment on column raw.fetch.outlet is 'Publisher of the feed; empty where a file holds several.';
comment on column raw.fetch.location is 'URL or path that was read.';
comment on column raw.fetch.started_at is 'When the attempt began (UTC).';
comment on column raw.fetch.finished_at is 'When it ended (UTC).';
comment on column raw.fetch.status is 'read, not_modified (the server said so), unchanged (same bytes as before) or failed.';
comment on column raw.fetch.http_status is 'Status code of the answer, if there was one.';
comment on column raw.fetch.error_kind is 'Name of what went wrong; empty where nothing did.';
comment on column raw.fetch.error_detail is 'One line that says what went wrong.';
comment on column raw.fetch.error_is_transient is 'Whether trying again later may help.';
comment on column raw.fetch.byte_count is 'Bytes of the body after decompression.';
comment on column raw.fetch.body_hash is 'SHA-256 of the body, in hexadecimal.';
comment on column raw.fetch.etag is 'Validator as sent by the server, byte for byte.';
comment on column raw.fetch.last_modified is 'Validator as sent by the server, byte for byte.';
comment on column raw.fetch.entry_count is 'Entries read from the body.';
comment on column raw.fetch.failure_streak is 'Failed attempts in a row, this one included.';
comment on column raw.fetch.next_due_at is 'When the feed falls due again (UTC); null for a file or a feed that is gone.';
comment on column raw.fetch.permanent_redirect_url is 'Where a permanent redirect led; empty if none did.';
comment on column raw.fetch.permanent_redirect_count is 'Attempts in a row that led there; from the third on it is asked directly.';

create table raw.outcome (
  fetch_id bigint not null,
  outcome varchar not null,
  reason varchar not null,
  entry_count integer not null
);
comment on table raw.outcome is 'How the entries of an attempt ended; the counts add up to raw.fetch.entry_count.';
comment on column raw.outcome.fetch_id is 'The attempt (raw.fetch).';
comment on column raw.outcome.outcome is 'new, updated, duplicate, skipped or failed.';
comment on column raw.outcome.reason is 'Why it was skipped or failed; empty otherwise.';
comment on column raw.outcome.entry_count is 'How many entries ended so.';

create table raw.entry (
  entry_id bigint not null,
  fetch_id bigint not null,
  article_id varchar not null,
  position integer not null,
  guid varchar not null,
  url varchar not null,
  published_text varchar not null,
  outcome varchar not null,
  reason varchar not null
);
comment on table raw.entry is 'One row per entry that was new, updated, skipped or failed; duplicates are only counted.';
comment on column raw.entry.entry_id is 'Number of the entry, rising by one.';
comment on column raw.entry.fetch_id is 'The attempt that brought it (raw.fetch).';
comment on column raw.entry.article_id is 'The article it became; empty if it became none.';
comment on column raw.entry.position is 'Its place in the feed or file, from 0.';
comment on column raw.entry.guid is 'Identifier given by the feed, as received.';
comment on column raw.entry.url is 'Link as received.';
comment on column raw.entry.published_text is 'Date as received.';
comment on column raw.entry.outcome is 'new, updated, skipped or failed.';
comment on column raw.entry.reason is 'Why it was skipped or failed; empty otherwise.';
