-- Versions of the lexicon beside the one in force: how far each is scored, what it would move, and which was promoted.
create table coded.version (
  lexicon_version varchar not null,
  begun_at timestamp not null,
  since_on date,
  beside_count bigint not null,
  unread_count bigint not null,
  completed_at timestamp,
  compared_with varchar not null,
  compared_at timestamp,
  moved_day_count bigint not null,
  moved_hit_count bigint not null
);

create table coded.promotion (
  promoted_at timestamp not null,
  run_id bigint not null,
  lexicon_version varchar not null,
  from_version varchar not null,
  article_count bigint not null
);

create table coded.version_day_move (
  lexicon_version varchar not null,
  compared_with varchar not null,
  published_on date not null,
  actor_id varchar not null,
  scope varchar not null,
  value_before double not null,
  value_after double not null,
  article_ids varchar[] not null
);

create table coded.version_hit_move (
  lexicon_version varchar not null,
  compared_with varchar not null,
  article_id varchar not null,
  revision integer not null,
  published_on date,
  outlet varchar not null,
  title varchar not null,
  counts_as varchar not null,
  change varchar not null,
  differs varchar[] not null,
  matched_text varchar not null,
  sentence varchar not null,
  cue_before varchar not null,
  cue_after varchar not null,
  class_before varchar not null,
  class_after varchar not null,
  actor_before varchar not null,
  actor_after varchar not null,
  recipient_before varchar not null,
  recipient_after varchar not null,
  kind_before varchar not null,
  kind_after varchar not null,
  reason_before varchar not null,
  reason_after varchar not null,
  intensity_before double not null,
  intensity_after double not null
);

create table coded.version_rule_move (
  lexicon_version varchar not null,
  compared_with varchar not null,
  event_class varchar not null,
  cue_id varchar not null,
  gained_count bigint not null,
  lost_count bigint not null,
  changed_count bigint not null,
  counted_before bigint not null,
  counted_after bigint not null
);

comment on table coded.version is 'Versions of the lexicon that articles were scored with beside the rows in force: how far, and what they would move.';
comment on column coded.version.lexicon_version is 'The version (coded.lexicon).';
comment on column coded.version.begun_at is 'When its scoring beside the others began (UTC).';
comment on column coded.version.since_on is 'Only articles published from this day on are scored with it; null for all.';
comment on column coded.version.beside_count is 'Texts (revisions of articles) that were scored with it beside the rows in force when it was last compared.';
comment on column coded.version.unread_count is 'Texts that could not be scored because the file that holds them is gone.';
comment on column coded.version.completed_at is 'When every text that was stored then had been scored with it (UTC); null while that is not so.';
comment on column coded.version.compared_with is 'The version in force that it was compared with; empty before.';
comment on column coded.version.compared_at is 'When it was compared (UTC).';
comment on column coded.version.moved_day_count is 'Days and actors whose tension it moves; the largest are in coded.version_day_move.';
comment on column coded.version.moved_hit_count is 'Hits that it gains, loses or changes; the strongest are in coded.version_hit_move.';
comment on table coded.promotion is 'Every change of the version in force, newest last.';
comment on column coded.promotion.promoted_at is 'When (UTC).';
comment on column coded.promotion.run_id is 'The run that did it (raw.run).';
comment on column coded.promotion.lexicon_version is 'The version that came into force.';
comment on column coded.promotion.from_version is 'The version that was in force before.';
comment on column coded.promotion.article_count is 'Texts (revisions of articles) whose coded rows were replaced.';
comment on table coded.version_day_move is 'Where a version moves the tension of an actor, the largest differences.';
comment on column coded.version_day_move.lexicon_version is 'The version that moves it.';
comment on column coded.version_day_move.compared_with is 'The version it was compared with.';
comment on column coded.version_day_move.published_on is 'The day (UTC).';
comment on column coded.version_day_move.actor_id is 'The actor (coded.actor).';
comment on column coded.version_day_move.scope is 'international or domestic.';
comment on column coded.version_day_move.value_before is 'Tension (act plus threat, either role) by the version it was compared with.';
comment on column coded.version_day_move.value_after is 'The same by this version.';
comment on column coded.version_day_move.article_ids is 'Articles whose hits moved it, the strongest first, five at most.';
comment on table coded.version_hit_move is 'Hits that a version gains, loses or changes, those that move most first.';
comment on column coded.version_hit_move.lexicon_version is 'The version that moves it.';
comment on column coded.version_hit_move.compared_with is 'The version it was compared with.';
comment on column coded.version_hit_move.article_id is 'The article (coded.article).';
comment on column coded.version_hit_move.revision is 'Its revision.';
comment on column coded.version_hit_move.published_on is 'The day it was published (UTC).';
comment on column coded.version_hit_move.outlet is 'Its outlet.';
comment on column coded.version_hit_move.title is 'Its title.';
comment on column coded.version_hit_move.counts_as is 'How the article counts (coded.article).';
comment on column coded.version_hit_move.change is 'gained, lost or changed.';
comment on column coded.version_hit_move.differs is 'What differs in a changed hit: cue, class, actor, recipient, kind, counted, weight, span.';
comment on column coded.version_hit_move.matched_text is 'The words that matched.';
comment on column coded.version_hit_move.sentence is 'The sentence they stand in.';
comment on column coded.version_hit_move.cue_before is 'The rule (coded.cue) before; empty if the hit is gained. So with all columns that end in before.';
comment on column coded.version_hit_move.cue_after is 'The rule (coded.cue) after; empty if the hit is lost. So with all columns that end in after.';
comment on column coded.version_hit_move.class_before is 'PLOVER class before.';
comment on column coded.version_hit_move.class_after is 'PLOVER class after.';
comment on column coded.version_hit_move.actor_before is 'Who acts, before.';
comment on column coded.version_hit_move.actor_after is 'Who acts, after.';
comment on column coded.version_hit_move.recipient_before is 'Whom it meets, before.';
comment on column coded.version_hit_move.recipient_after is 'Whom it meets, after.';
comment on column coded.version_hit_move.kind_before is 'act, threat, deescalation or none, before.';
comment on column coded.version_hit_move.kind_after is 'act, threat, deescalation or none, after.';
comment on column coded.version_hit_move.reason_before is 'Why it did not count before; empty if it was not suppressed.';
comment on column coded.version_hit_move.reason_after is 'Why it does not count after; empty if it is not suppressed.';
comment on column coded.version_hit_move.intensity_before is 'Its intensity (0 to 1) before; 0 if it did not count.';
comment on column coded.version_hit_move.intensity_after is 'Its intensity (0 to 1) after; 0 if it does not count.';
comment on table coded.version_rule_move is 'What a version changes, by rule.';
comment on column coded.version_rule_move.lexicon_version is 'The version that moves it.';
comment on column coded.version_rule_move.compared_with is 'The version it was compared with.';
comment on column coded.version_rule_move.event_class is 'PLOVER class.';
comment on column coded.version_rule_move.cue_id is 'The rule (coded.cue).';
comment on column coded.version_rule_move.gained_count is 'Hits it gains.';
comment on column coded.version_rule_move.lost_count is 'Hits it loses.';
comment on column coded.version_rule_move.changed_count is 'Hits that stay and read differently.';
comment on column coded.version_rule_move.counted_before is 'How many of the hits that differ counted before.';
comment on column coded.version_rule_move.counted_after is 'How many of them count after.';
