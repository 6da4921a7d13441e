-- What opinions are found by, beside them: storing an opinion must not wait for its words to be sorted in.
create table opinions.words (
  council_id uuid not null,
  opinion_id uuid not null,
  subject_id uuid not null,
  received_at timestamptz not null,
  words tsvector not null,
  primary key (council_id, opinion_id),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id)
);
create index words_found on opinions.words using gin (words);
create index words_by_arrival on opinions.words (council_id, subject_id, received_at desc, opinion_id desc);
-- Order of arrival, given by the database.
alter table opinions.opinion drop column search, add column pid bigint generated always as identity;
create index opinion_by_arrival on opinions.opinion (pid);
