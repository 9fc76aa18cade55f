-- How the signal agrees with the published index and with dated events: the newest validation.
create table signal.validation (
  run_id bigint not null,
  measured_at timestamp not null,
  gpr_source varchar not null,
  gpr_digest varchar not null,
  first_on date not null,
  last_on date not null,
  event_digest varchar not null,
  lit_min double not null
);
comment on table signal.validation is 'The newest run of tension validate: when, on what, and against what.';
comment on column signal.validation.run_id is 'The run (raw.run).';
comment on column signal.validation.measured_at is 'When it was measured (UTC).';
comment on column signal.validation.gpr_source is 'Folder or address that the Geopolitical Risk index was read from.';
comment on column signal.validation.gpr_digest is 'SHA-256 of its files.';
comment on column signal.validation.first_on is 'First day of the signal that was compared.';
comment on column signal.validation.last_on is 'Last day of the signal that was compared.';
comment on column signal.validation.event_digest is 'SHA-256 of the list of events.';
comment on column signal.validation.lit_min is 'Surprise from which on a series is lit.';

create table signal.validation_measure (
  run_id bigint not null,
  subject varchar not null,
  series varchar not null,
  kind varchar not null,
  reference varchar not null,
  statistic varchar not null,
  value double,
  low double,
  high double,
  n integer not null,
  lag_months integer,
  floor double,
  goal double
);
comment on table signal.validation_measure is 'Figures of the newest validation.';
comment on column signal.validation_measure.run_id is 'The run (raw.run).';
comment on column signal.validation_measure.subject is 'An actor, ten countries (their mean), global, outlets, events or alerts.';
comment on column signal.validation_measure.series is 'signal, or the peer that was measured on the same stories.';
comment on column signal.validation_measure.kind is 'act, threat, tension, deescalation; empty for peers.';
comment on column signal.validation_measure.reference is 'What it is held against: a series of the index, the other outlets, the list of events.';
comment on column signal.validation_measure.statistic is 'Which figure it is.';
comment on column signal.validation_measure.value is 'The figure; null where there is too little to tell it.';
comment on column signal.validation_measure.low is 'Lower end of its 90 % interval, by resampling; null where it has none.';
comment on column signal.validation_measure.high is 'Upper end of its 90 % interval.';
comment on column signal.validation_measure.n is 'What it rests on: months, days, events or actors.';
comment on column signal.validation_measure.lag_months is 'Months by which the index comes after the signal where they agree best.';
comment on column signal.validation_measure.floor is 'What it must hold on the corpus of the project; null where nothing is asked.';
comment on column signal.validation_measure.goal is 'What it is meant to reach.';

create table signal.validation_event (
  run_id bigint not null,
  event_id varchar not null,
  happened_on date not null,
  kind varchar not null,
  actors varchar[] not null,
  what varchar not null,
  source varchar not null,
  how varchar not null,
  actor_id varchar not null,
  series_kind varchar not null,
  lit_on date,
  surprise double
);
comment on table signal.validation_event is 'Dated public events within the days of the signal, and how each was seen.';
comment on column signal.validation_event.run_id is 'The run (raw.run).';
comment on column signal.validation_event.event_id is 'Its name in the list.';
comment on column signal.validation_event.happened_on is 'UTC day on which it happened or was made known.';
comment on column signal.validation_event.kind is 'act, threat or deescalation.';
comment on column signal.validation_event.actors is 'Actors whose series should rise.';
comment on column signal.validation_event.what is 'The fact, in our own words.';
comment on column signal.validation_event.source is 'Who made it public.';
comment on column signal.validation_event.how is 'fresh (newly lit), step (lit before, and risen as much again), unseen, or untold (too little to tell a surprise).';
comment on column signal.validation_event.actor_id is 'The actor whose series showed it best; empty where none has a series.';
comment on column signal.validation_event.series_kind is 'The kind of that series.';
comment on column signal.validation_event.lit_on is 'The day on which it was newly lit; null where it was not.';
comment on column signal.validation_event.surprise is 'The surprise of that day, or the highest of the event''s days.';

create table signal.validation_alert (
  run_id bigint not null,
  actor_id varchar not null,
  series varchar not null,
  began_on date not null,
  ended_on date not null,
  peak_on date not null,
  peak_surprise double not null,
  event_id varchar not null
);
comment on table signal.validation_alert is 'Runs of days on which one of the 25 actors most named was lit.';
comment on column signal.validation_alert.run_id is 'The run (raw.run).';
comment on column signal.validation_alert.actor_id is 'The actor (coded.actor).';
comment on column signal.validation_alert.series is 'conflict (act, threat or tension) or easing (de-escalation).';
comment on column signal.validation_alert.began_on is 'First lit day.';
comment on column signal.validation_alert.ended_on is 'Last lit day.';
comment on column signal.validation_alert.peak_on is 'Day of the highest surprise.';
comment on column signal.validation_alert.peak_surprise is 'The highest surprise.';
comment on column signal.validation_alert.event_id is 'The listed event that it began with; empty where none is.';
