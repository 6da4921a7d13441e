-- Names by themselves: a weight within the words would have to be looked up in every row that holds a common word.
alter table network.found_by add column names tsvector not null default '';
create index found_by_names on network.found_by using gin (names);
update network.found_by set stale = true;
-- In the order of bytes, which is the same in the database and outside of it.
drop index network.found_by_sort;
create index found_by_sort on network.found_by (council_id, kind, sort collate "C", thing_id);
