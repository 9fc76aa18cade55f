create table if not exists migration (
  number integer not null,
  name varchar not null,
  checksum varchar not null,
  applied_at timestamp not null default (current_timestamp at time zone 'UTC')
);
