-- What copies are found by: the words of each article as small numbers, and keys that copies share.
create table coded.story_sketch (
  sketch_id bigint not null,
  article_id varchar not null,
  revision integer not null,
  words blob not null,
  title_words integer not null,
  is_series boolean not null
);
comment on table coded.story_sketch is 'The words of every current article that may have copies, as numbers: title and the first 160 words of the body.';
comment on column coded.story_sketch.sketch_id is 'Number of the sketch, rising by one in the order of arrival.';
comment on column coded.story_sketch.article_id is 'The article (coded.article).';
comment on column coded.story_sketch.revision is 'Its revision.';
comment on column coded.story_sketch.words is 'Title, then body, two bytes a word: a hash of 14 bits, and in the lowest two what the word is (0 plain, 1 number or day, 2 name, 3 of what is to come).';
comment on column coded.story_sketch.title_words is 'How many of the words are the title.';
comment on column coded.story_sketch.is_series is 'Whether the title is that of a series, such as a briefing or a quiz.';

create table coded.story_key (
  story_key uinteger not null,
  sketch_id bigint not null
);
comment on table coded.story_key is 'Keys of sketches (MinHash): articles that share one are compared word by word.';
comment on column coded.story_key.story_key is 'Two minima over the pairs of neighbouring content words; of title (with its three days), lead or body.';
comment on column coded.story_key.sketch_id is 'The sketch (coded.story_sketch).';

comment on column coded.article.story_id is 'The story it belongs to: copies share it. It is the id of the article that came first, and stays when an older copy comes later.';
