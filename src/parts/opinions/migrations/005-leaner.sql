-- The clause an opinion stands at: with art_3 also what is said of art_3__para_2. A column, so that the planner knows how
-- many opinions stand at each.
alter table opinions.opinion
  add column clause text generated always as (split_part(provision_id, '__', 1)) stored;
drop index opinions.opinion_by_provision;
drop index opinions.opinion_shown;
drop index opinions.opinion_supported;
create index opinion_shown on opinions.opinion (council_id, subject_id, clause, received_at desc, id desc) include (supports)
  where public and stage = 'received';
create index opinion_supported on opinions.opinion (council_id, subject_id, clause, supports desc, received_at desc, id desc)
  where public and stage = 'received';
create index opinion_quotes on opinions.opinion (council_id, subject_id, clause)
  where public and stage = 'received' and quote_start is not null;
