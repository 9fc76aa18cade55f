-- What people said of a random sample of hits and sentences, as shares with intervals.
create table signal.audit_precision (
  level varchar not null,
  subject varchar not null,
  measure varchar not null,
  item_count integer not null,
  effective_count double not null,
  value double not null,
  value_low double not null,
  value_high double not null
);
comment on table signal.audit_precision is 'How right the scoring is, by what people said of a random sample (tension audit); as of the last publish. What nobody looked at has no row.';
comment on column signal.audit_precision.level is 'all, kind, class (PLOVER), rule (coded.cue) or reason (why a hit is suppressed).';
comment on column signal.audit_precision.subject is 'Which kind, class, rule or reason; empty for all.';
comment on column signal.audit_precision.measure is 'right (a counted hit in all: class, actor and recipient), class right (whoever is named), rightly suppressed, or missed (an unflagged sentence that tells of an event; of a class: of that one).';
comment on column signal.audit_precision.item_count is 'Items that somebody looked at.';
comment on column signal.audit_precision.effective_count is 'How many items of equal weight would tell as much.';
comment on column signal.audit_precision.value is 'Estimated share, 0 to 1, weighted by how likely each item was to be drawn.';
comment on column signal.audit_precision.value_low is 'Lower end of its 95 % interval (Wilson).';
comment on column signal.audit_precision.value_high is 'Upper end of its 95 % interval (Wilson).';
