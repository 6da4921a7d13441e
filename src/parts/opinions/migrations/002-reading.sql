-- What the public pages ask for: how many at each clause, the newest, the most supported. An opinion on a paragraph
-- or item stands with its article: art_3__para_2 with art_3.
create index opinion_shown on opinions.opinion
  (council_id, subject_id, split_part(provision_id, '__', 1), received_at desc, id desc) include (provision_id, supports)
  where public and stage = 'received';
create index opinion_supported on opinions.opinion
  (council_id, subject_id, split_part(provision_id, '__', 1), supports desc, received_at desc, id desc)
  where public and stage = 'received';

-- How often somebody may still send something: one row for each key and window that runs.
create table opinions.allowance (
  council_id uuid not null,
  key text not null,
  used integer not null,
  ends_at timestamptz not null,
  primary key (council_id, key)
);
create index allowance_ended on opinions.allowance (ends_at);
