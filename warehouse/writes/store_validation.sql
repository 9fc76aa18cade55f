-- A validation takes the place of the one before: for each table, empty it, and insert a row.
delete from signal.validation;

insert into signal.validation (run_id, measured_at, gpr_source, gpr_digest, first_on, last_on, event_digest, lit_min)
values ($run_id, $measured_at, $gpr_source, $gpr_digest, $first_on, $last_on, $event_digest, $lit_min);

delete from signal.validation_measure;

insert into signal.validation_measure (run_id, subject, series, kind, reference, statistic, value, low, high, n, lag_months, floor, goal)
values ($run_id, $subject, $series, $kind, $reference, $statistic, $value, $low, $high, $n, $lag_months, $floor, $goal);

delete from signal.validation_event;

insert into signal.validation_event (run_id, event_id, happened_on, kind, actors, what, source, how, actor_id, series_kind, lit_on, surprise)
values ($run_id, $event_id, $happened_on, $kind, $actors, $what, $source, $how, $actor_id, $series_kind, $lit_on, $surprise);

delete from signal.validation_alert;

insert into signal.validation_alert (run_id, actor_id, series, began_on, ended_on, peak_on, peak_surprise, event_id)
values ($run_id, $actor_id, $series, $began_on, $ended_on, $peak_on, $peak_surprise, $event_id);
