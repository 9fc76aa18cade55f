-- What was derived from it: articles, who is named, what is said. Every row names the lexicon that made it.
create schema coded;

create table coded.segment (
  segment_id bigint not null,
  kind varchar not null,
  file varchar not null,
  row_count bigint not null,
  byte_count bigint not null,
  run_id bigint not null,
  created_at timestamp not null,
  retired_at timestamp
);
comment on table coded.segment is 'The Parquet files that hold texts; a file is listed only after it is safely on disk.';
comment on column coded.segment.segment_id is 'Number of the segment, rising by one.';
comment on column coded.segment.kind is 'article (cleaned texts) or entry (titles and bodies as received).';
comment on column coded.segment.file is 'File name inside the segments folder.';
comment on column coded.segment.row_count is 'Texts in the file.';
comment on column coded.segment.byte_count is 'Size of the file in bytes.';
comment on column coded.segment.run_id is 'The run that wrote it (raw.run).';
comment on column coded.segment.created_at is 'When it was written (UTC).';
comment on column coded.segment.retired_at is 'When a merged file took its place (UTC); it is deleted after a period of grace.';

create table coded.lexicon (
  lexicon_version varchar not null,
  first_used_at timestamp not null,
  cue_count integer not null,
  actor_count integer not null
);
comment on table coded.lexicon is 'The versions of lexicon and gazetteer that have scored articles.';
comment on column coded.lexicon.lexicon_version is 'Hash of the content of all its files.';
comment on column coded.lexicon.first_used_at is 'When it first scored (UTC).';
comment on column coded.lexicon.cue_count is 'Cues in it.';
comment on column coded.lexicon.actor_count is 'Actors in it.';

create table coded.actor (
  lexicon_version varchar not null,
  actor_id varchar not null,
  kind varchar not null,
  name varchar not null,
  region varchar not null
);
comment on table coded.actor is 'Who can act, as the gazetteer of each version had it.';
comment on column coded.actor.lexicon_version is 'The version (coded.lexicon).';
comment on column coded.actor.actor_id is 'ISO 3166 alpha-3 code of a state, or the documented code of another actor.';
comment on column coded.actor.kind is 'state, group, organisation or theatre.';
comment on column coded.actor.name is 'Name to show.';
comment on column coded.actor.region is 'UN M49 sub-region; empty for most organisations.';

create table coded.cue (
  lexicon_version varchar not null,
  cue_id varchar not null,
  event_class varchar not null,
  mode varchar not null,
  weight double not null,
  patterns varchar[] not null,
  hits_on varchar not null,
  misses_on varchar not null,
  note varchar not null
);
comment on table coded.cue is 'The rules of each version of the lexicon.';
comment on column coded.cue.lexicon_version is 'The version (coded.lexicon).';
comment on column coded.cue.cue_id is 'Id of the rule.';
comment on column coded.cue.event_class is 'PLOVER class.';
comment on column coded.cue.mode is 'PLOVER mode, where it carries weight.';
comment on column coded.cue.weight is 'Goldstein-like weight, -10 (most conflictual) to 10 (most cooperative).';
comment on column coded.cue.patterns is 'Patterns, any of which is a hit.';
comment on column coded.cue.hits_on is 'An example that must hit.';
comment on column coded.cue.misses_on is 'An example that must not.';
comment on column coded.cue.note is 'Why the rule is as it is.';

create table coded.article (
  article_id varchar not null,
  revision integer not null,
  is_current boolean not null,
  story_id varchar not null,
  outlet varchar not null,
  feed_id varchar not null,
  url varchar not null,
  title varchar not null,
  language varchar not null,
  language_is_supported boolean not null,
  published_at timestamp,
  published_on date,
  published_method varchar not null,
  published_text varchar not null,
  first_seen_at timestamp not null,
  revised_at timestamp not null,
  text_chars integer not null,
  fold_at integer not null,
  counts_as varchar not null,
  content_hash varchar not null,
  lexicon_version varchar not null,
  run_id bigint not null
);
comment on table coded.article is 'One row per revision of an article.';
comment on column coded.article.article_id is 'Twelve characters derived from the canonical address.';
comment on column coded.article.revision is '1 as first seen, rising with each edit.';
comment on column coded.article.is_current is 'Whether this is the newest revision.';
comment on column coded.article.story_id is 'The story it belongs to: articles with the same words share it.';
comment on column coded.article.outlet is 'Publisher.';
comment on column coded.article.feed_id is 'Feed that first brought it; empty for files.';
comment on column coded.article.url is 'Link to the original: http or https, or empty.';
comment on column coded.article.title is 'Title, cleaned.';
comment on column coded.article.language is 'Language code, as declared or detected.';
comment on column coded.article.language_is_supported is 'Whether the lexicon reads this language; others are stored and not scored.';
comment on column coded.article.published_at is 'When it was published (UTC); null where no date could be read.';
comment on column coded.article.published_on is 'UTC day of publication.';
comment on column coded.article.published_method is 'feed, page, crawl (the time a crawler saw it: not used in signals) or none.';
comment on column coded.article.published_text is 'The date as received.';
comment on column coded.article.first_seen_at is 'When the first revision was loaded (UTC).';
comment on column coded.article.revised_at is 'When this revision was loaded (UTC).';
comment on column coded.article.text_chars is 'Length of the text in characters.';
comment on column coded.article.fold_at is 'Where the text that counts ends: the title and the first 1,000 characters of the body.';
comment on column coded.article.counts_as is 'story (the copy that counts for its outlet), copy, republication (over 72 h after the story began), undated, unsupported or superseded.';
comment on column coded.article.content_hash is 'Hash of title and body, to tell an edit from a repetition.';
comment on column coded.article.lexicon_version is 'The version that scored it (coded.lexicon).';
comment on column coded.article.run_id is 'The run that loaded it (raw.run).';

create table coded.sighting (
  article_id varchar not null,
  feed_id varchar not null,
  location varchar not null,
  first_seen_at timestamp not null
);
comment on table coded.sighting is 'The feeds and files in which an article was seen, once each.';
comment on column coded.sighting.article_id is 'The article (coded.article).';
comment on column coded.sighting.feed_id is 'The feed; empty for a file.';
comment on column coded.sighting.location is 'URL or path.';
comment on column coded.sighting.first_seen_at is 'When it was first seen there (UTC).';

create table coded.mention (
  article_id varchar not null,
  revision integer not null,
  entity_id varchar not null,
  actor_id varchar not null,
  span_start integer not null,
  span_end integer not null,
  surface varchar not null
);
comment on table coded.mention is 'Names of the gazetteer, where they stand in the text.';
comment on column coded.mention.article_id is 'The article (coded.article).';
comment on column coded.mention.revision is 'Its revision.';
comment on column coded.mention.entity_id is 'The row of the gazetteer: a state, or a part of it such as its army.';
comment on column coded.mention.actor_id is 'The actor it rolls up to.';
comment on column coded.mention.span_start is 'First character, counted from the start of the text.';
comment on column coded.mention.span_end is 'First character after it.';
comment on column coded.mention.surface is 'The words as they stand.';

create table coded.cue_hit (
  article_id varchar not null,
  revision integer not null,
  hit_index integer not null,
  cue_id varchar not null,
  event_class varchar not null,
  mode varchar not null,
  quad_class varchar not null,
  weight double not null,
  kind varchar not null,
  modality varchar[] not null,
  certainty double not null,
  is_counted boolean not null,
  suppressed_reason varchar not null,
  is_below_fold boolean not null,
  scope varchar not null,
  actor_id varchar not null,
  actor_rule varchar not null,
  recipient_id varchar not null,
  recipient_rule varchar not null,
  span_start integer not null,
  span_end integer not null,
  matched_text varchar not null,
  sentence_start integer not null,
  sentence varchar not null,
  lexicon_version varchar not null
);
comment on table coded.cue_hit is 'Cues found, the suppressed ones included, each with its sentence.';
comment on column coded.cue_hit.article_id is 'The article (coded.article).';
comment on column coded.cue_hit.revision is 'Its revision.';
comment on column coded.cue_hit.hit_index is 'Number of the hit in the article, from 0, in the order of the text.';
comment on column coded.cue_hit.cue_id is 'The rule that matched (coded.cue).';
comment on column coded.cue_hit.event_class is 'PLOVER class.';
comment on column coded.cue_hit.mode is 'PLOVER mode; may be empty.';
comment on column coded.cue_hit.quad_class is 'Verbal or material, conflict or cooperation.';
comment on column coded.cue_hit.weight is 'Goldstein-like weight, -10 to 10.';
comment on column coded.cue_hit.kind is 'The series it belongs to: act, threat, deescalation, or none.';
comment on column coded.cue_hit.modality is 'asserted, or any of attributed, future, conditional, negated, historical, question.';
comment on column coded.cue_hit.certainty is 'Share of the weight that counts, 0 to 1.';
comment on column coded.cue_hit.is_counted is 'Whether it adds to a series.';
comment on column coded.cue_hit.suppressed_reason is 'Why it does not count; empty where it does.';
comment on column coded.cue_hit.is_below_fold is 'Whether it stands after the text that counts.';
comment on column coded.cue_hit.scope is 'international, or domestic where actor and recipient are one state.';
comment on column coded.cue_hit.actor_id is 'Who acts; empty where nobody is named.';
comment on column coded.cue_hit.actor_rule is 'How the actor was chosen.';
comment on column coded.cue_hit.recipient_id is 'Whom it meets; empty where nobody is named.';
comment on column coded.cue_hit.recipient_rule is 'How the recipient was chosen.';
comment on column coded.cue_hit.span_start is 'First character of the matched words, counted from the start of the text.';
comment on column coded.cue_hit.span_end is 'First character after them.';
comment on column coded.cue_hit.matched_text is 'The words that matched.';
comment on column coded.cue_hit.sentence_start is 'First character of the sentence.';
comment on column coded.cue_hit.sentence is 'The sentence.';
comment on column coded.cue_hit.lexicon_version is 'The version that found it (coded.lexicon).';

create table coded.actor_tone (
  article_id varchar not null,
  revision integer not null,
  actor_id varchar not null,
  tone double not null,
  sentence_count integer not null
);
comment on table coded.actor_tone is 'Tone towards an actor. It stands beside the signal and is no part of it.';
comment on column coded.actor_tone.article_id is 'The article (coded.article).';
comment on column coded.actor_tone.revision is 'Its revision.';
comment on column coded.actor_tone.actor_id is 'The actor (coded.actor).';
comment on column coded.actor_tone.tone is 'Mean VADER compound score, -1 to 1, of the sentences that name the actor.';
comment on column coded.actor_tone.sentence_count is 'How many sentences name the actor.';
