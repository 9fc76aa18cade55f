-- One estimate from the labels.
insert into signal.audit_precision
  (level, subject, measure, item_count, effective_count, value, value_low, value_high)
values (?, ?, ?, ?, ?, ?, ?, ?);
