-- One table of series for every subject, the panel's levels, silences, vintages; hits know their day and theatre.
alter table coded.cue_hit add column theatre_id varchar default '';
comment on column coded.cue_hit.theatre_id is 'The theatre that its sentence names nearest to it; empty where it names none.';
alter table coded.cue_hit add column published_on date;
comment on column coded.cue_hit.published_on is 'UTC day of publication of the article; null where no date could be read.';

update coded.cue_hit
set published_on = article.published_on
from coded.article as article
where article.article_id = cue_hit.article_id
  and article.revision = cue_hit.revision;

update coded.cue_hit
set theatre_id = named.theatre_id
from (
  select hit.article_id, hit.revision, hit.hit_index, min_by(mention.actor_id, abs(mention.span_start - hit.span_start)) as theatre_id
  from coded.cue_hit as hit
  join coded.mention as mention
    on mention.article_id = hit.article_id
    and mention.revision = hit.revision
    and mention.span_start >= hit.sentence_start
    and mention.span_end <= hit.sentence_start + length(hit.sentence)
  where mention.actor_id in (select actor_id from coded.actor where kind = 'theatre')
  group by hit.article_id, hit.revision, hit.hit_index
) as named
where named.article_id = cue_hit.article_id
  and named.revision = cue_hit.revision
  and named.hit_index = cue_hit.hit_index;

drop view if exists signal.actor_daily;
drop view if exists signal.dyad_daily;
drop view if exists signal.evidence;
drop view if exists signal.dyad_evidence;
drop view if exists signal.story_hit;
drop view if exists signal.story_dyad_hit;
drop view if exists signal.counted_hit;
drop view if exists signal.day;
drop table signal.actor_outlet_daily;
drop table signal.dyad_outlet_daily;
drop table signal.coverage_daily;
drop table signal.coverage_window;

create table signal.actor_group (
  group_id varchar not null,
  name varchar not null,
  note varchar not null,
  member_id varchar not null
);
comment on table signal.actor_group is 'Groups of actors and theatres that have a series of their own: a row per member.';
comment on column signal.actor_group.group_id is 'The group.';
comment on column signal.actor_group.name is 'Name to show.';
comment on column signal.actor_group.note is 'What it is for.';
comment on column signal.actor_group.member_id is 'An actor or theatre in it (coded.actor).';

create table signal.series (
  series_id integer not null,
  subject varchar not null,
  actor_id varchar not null,
  recipient_id varchar not null,
  role varchar not null,
  kind varchar not null,
  scope varchar not null
);
comment on table signal.series is 'Every series that has ever had a counted hit.';
comment on column signal.series.series_id is 'Number of the series, rising by one.';
comment on column signal.series.subject is 'What it is about: actor, dyad, theatre, group or global.';
comment on column signal.series.actor_id is 'The actor, who acts in the dyad, the theatre or the group; empty for global.';
comment on column signal.series.recipient_id is 'Whom the dyad''s actor meets; empty otherwise.';
comment on column signal.series.role is 'actor, recipient, or either (the larger of both in each story).';
comment on column signal.series.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.series.scope is 'international or domestic.';

create table signal.series_outlet_daily (
  published_on date not null,
  outlet varchar not null,
  series_id integer not null,
  story_count integer not null,
  intensity_sum double not null,
  intensity_square_sum double not null
);
comment on table signal.series_outlet_daily is 'Intensity of a series per outlet and day, summed over stories.';
comment on column signal.series_outlet_daily.published_on is 'UTC day of publication.';
comment on column signal.series_outlet_daily.outlet is 'Publisher.';
comment on column signal.series_outlet_daily.series_id is 'The series (signal.series).';
comment on column signal.series_outlet_daily.story_count is 'Stories with a counted hit.';
comment on column signal.series_outlet_daily.intensity_sum is 'Sum over stories of y = the largest |weight| / 10 x certainty among its counted hits.';
comment on column signal.series_outlet_daily.intensity_square_sum is 'Sum over stories of y squared.';

create table signal.series_window (
  published_on date not null,
  series_id integer not null,
  value double not null,
  variance double not null,
  day_value double not null,
  story_count integer not null,
  day_story_count integer not null,
  outlet_count integer not null
);
comment on table signal.series_window is 'Values of the series other than dyads, where anything was counted in the window that ends on the day.';
comment on column signal.series_window.published_on is 'UTC day of the value.';
comment on column signal.series_window.series_id is 'The series (signal.series).';
comment on column signal.series_window.value is 'Intensity per 1,000 stories, pooled over the window, mean over outlets at one level.';
comment on column signal.series_window.variance is 'Variance of the value: of stories within the days of each outlet.';
comment on column signal.series_window.day_value is 'The value of the day alone.';
comment on column signal.series_window.story_count is 'Stories with a counted hit in the window.';
comment on column signal.series_window.day_story_count is 'Stories with a counted hit on the day itself.';
comment on column signal.series_window.outlet_count is 'Outlets with a counted hit in the window.';

create table signal.coverage_daily (
  published_on date not null,
  outlet varchar not null,
  story_count integer not null,
  article_count integer not null,
  usual_count double,
  is_silent boolean not null,
  is_left_out boolean not null
);
comment on table signal.coverage_daily is 'What could have been seen: stories per outlet and day, the irrelevant ones included; and days on which an outlet was silent that should have spoken.';
comment on column signal.coverage_daily.published_on is 'UTC day of publication.';
comment on column signal.coverage_daily.outlet is 'Publisher.';
comment on column signal.coverage_daily.story_count is 'Dated stories in a supported language, each once per outlet, republications left out.';
comment on column signal.coverage_daily.article_count is 'The same with all copies.';
comment on column signal.coverage_daily.usual_count is 'Articles that the outlet usually has on this day of the week: the median of the four weeks before; null while fewer than three are known.';
comment on column signal.coverage_daily.is_silent is 'Whether it has none though it usually has enough (parameter silent_usual_min).';
comment on column signal.coverage_daily.is_left_out is 'Whether the day is left out of every sum, because most outlets that should have spoken were silent: an outage.';

create table signal.coverage_window (
  published_on date not null,
  outlet varchar not null,
  window_story_count integer not null,
  panel_outlet_count integer not null,
  level double not null,
  weight double not null
);
comment on table signal.coverage_window is 'What one unit of intensity of an outlet is worth on a day: the outlets that take part, and their weight.';
comment on column signal.coverage_window.published_on is 'The day whose value is computed.';
comment on column signal.coverage_window.outlet is 'An outlet that takes part on that day.';
comment on column signal.coverage_window.window_story_count is 'Its stories in the window that ends on that day.';
comment on column signal.coverage_window.panel_outlet_count is 'How many outlets take part on that day.';
comment on column signal.coverage_window.level is 'g: brings the outlet to the panel''s level (signal.outlet_level); 1 while none is known.';
comment on column signal.coverage_window.weight is '1000 x level / (panel_outlet_count x window_story_count).';

create table signal.outlet_level (
  outlet varchar not null,
  level double not null,
  intensity_per_story double not null,
  calibrated_from date not null,
  calibrated_to date not null,
  joins_on date not null,
  is_founding boolean not null,
  frozen_at timestamp not null
);
comment on table signal.outlet_level is 'The panel: what brings each outlet to one level, measured once over its first days and then left as it is.';
comment on column signal.outlet_level.outlet is 'Publisher.';
comment on column signal.outlet_level.level is 'g: intensity per story of the panel divided by the outlet''s, over the days of calibration; within 1/4 and 4.';
comment on column signal.outlet_level.intensity_per_story is 'The outlet''s own intensity per story over those days, all actors, act plus threat.';
comment on column signal.outlet_level.calibrated_from is 'First day of calibration.';
comment on column signal.outlet_level.calibrated_to is 'Last day of calibration.';
comment on column signal.outlet_level.joins_on is 'First day on which the outlet takes part.';
comment on column signal.outlet_level.is_founding is 'Whether it is one of the outlets the panel began with.';
comment on column signal.outlet_level.frozen_at is 'When it was measured (UTC).';

create table signal.index_base (
  series_id integer not null,
  mean_value double not null,
  based_from date not null,
  based_to date not null,
  frozen_at timestamp not null
);
comment on table signal.index_base is 'What an index of 100 is: the mean of a series over its base, measured once and then left as it is.';
comment on column signal.index_base.series_id is 'The series (signal.series).';
comment on column signal.index_base.mean_value is 'Mean value over the complete days of the base.';
comment on column signal.index_base.based_from is 'First day of the base.';
comment on column signal.index_base.based_to is 'Last day of the base.';
comment on column signal.index_base.frozen_at is 'When it was measured (UTC).';

create table signal.unsettled_day (published_on date not null, cause varchar not null);
comment on table signal.unsettled_day is 'Days whose values may have changed since vintages were last kept.';
comment on column signal.unsettled_day.published_on is 'UTC day.';
comment on column signal.unsettled_day.cause is 'Why, in the words of signal.vintage.';

create table signal.vintage (
  published_on date not null,
  series_id integer not null,
  value double,
  known_at timestamp not null,
  cause varchar not null,
  run_id bigint not null,
  lexicon_version varchar not null
);
comment on table signal.vintage is 'What was published about a day, and each later revision: a row where a value is first known or changes. Role either, between states; no dyads.';
comment on column signal.vintage.published_on is 'UTC day of the value.';
comment on column signal.vintage.series_id is 'The series (signal.series); a series without a row was 0 from when the global one was known.';
comment on column signal.vintage.value is 'The value as it then was; null where the day was a gap.';
comment on column signal.vintage.known_at is 'When it was published (UTC).';
comment on column signal.vintage.cause is 'first, late article, new lexicon, new formula or new panel.';
comment on column signal.vintage.run_id is 'The run that changed it (raw.run).';
comment on column signal.vintage.lexicon_version is 'The version that scored it (coded.lexicon).';

-- The sums are made anew when the writer opens: numbers of a formula that are not there differ from any.
delete from signal.parameter;
