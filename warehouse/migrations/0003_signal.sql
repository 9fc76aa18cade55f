-- The public face: sums per day from which every charted value follows.
create schema signal;

create table signal.parameter (
  name varchar not null,
  value double not null,
  note varchar not null
);
comment on table signal.parameter is 'The numbers that the formula of the signal takes, as this warehouse was built.';
comment on column signal.parameter.name is 'Name of the parameter.';
comment on column signal.parameter.value is 'Its value.';
comment on column signal.parameter.note is 'What it does, and its unit.';

create table signal.coverage_daily (
  published_on date not null,
  outlet varchar not null,
  story_count integer not null,
  article_count integer not null
);
comment on table signal.coverage_daily is 'What could have been seen: stories per outlet and day, the irrelevant ones included.';
comment on column signal.coverage_daily.published_on is 'UTC day of publication.';
comment on column signal.coverage_daily.outlet is 'Publisher.';
comment on column signal.coverage_daily.story_count is 'Dated stories in a supported language, each once per outlet, republications left out.';
comment on column signal.coverage_daily.article_count is 'The same with all copies.';

create table signal.coverage_window (
  published_on date not null,
  outlet varchar not null,
  window_story_count integer not null,
  panel_outlet_count integer not null,
  weight double not null
);
comment on table signal.coverage_window is 'What one unit of intensity of an outlet is worth on a day: the outlets that take part, and their weight.';
comment on column signal.coverage_window.published_on is 'The day whose value is computed.';
comment on column signal.coverage_window.outlet is 'An outlet that takes part on that day.';
comment on column signal.coverage_window.window_story_count is 'Its stories in the window that ends on that day.';
comment on column signal.coverage_window.panel_outlet_count is 'How many outlets take part on that day.';
comment on column signal.coverage_window.weight is '1000 / (panel_outlet_count x window_story_count).';

create table signal.actor_outlet_daily (
  published_on date not null,
  outlet varchar not null,
  actor_id varchar not null,
  role varchar not null,
  kind varchar not null,
  scope varchar not null,
  story_count integer not null,
  intensity_sum double not null,
  intensity_square_sum double not null
);
comment on table signal.actor_outlet_daily is 'Intensity of an actor per outlet and day, summed over stories.';
comment on column signal.actor_outlet_daily.published_on is 'UTC day of publication.';
comment on column signal.actor_outlet_daily.outlet is 'Publisher.';
comment on column signal.actor_outlet_daily.actor_id is 'The actor (coded.actor).';
comment on column signal.actor_outlet_daily.role is 'actor, recipient, or either (the larger of both in each story).';
comment on column signal.actor_outlet_daily.kind is 'act, threat or deescalation.';
comment on column signal.actor_outlet_daily.scope is 'international or domestic.';
comment on column signal.actor_outlet_daily.story_count is 'Stories with a counted hit.';
comment on column signal.actor_outlet_daily.intensity_sum is 'Sum over stories of y = the largest |weight| / 10 x certainty among its counted hits.';
comment on column signal.actor_outlet_daily.intensity_square_sum is 'Sum over stories of y squared.';
