-- A photo or voice note somebody attached while writing; what is never sent with an opinion is forgotten.
create table consultations.kept_file (
  council_id uuid not null,
  file_id uuid not null,
  kept_at timestamptz not null,
  primary key (council_id, file_id)
);
create index kept_file_by_age on consultations.kept_file (council_id, kept_at);

-- Those attached before this table was there.
insert into consultations.kept_file (council_id, file_id, kept_at)
select council_id, subject_id::uuid, at from kernel.event where name = 'consultations.file-kept' and subject_id is not null
on conflict do nothing;

-- When the last piece came: a slow line that is cut for days is still alive.
alter table consultations.field_file add column last_at timestamptz;
update consultations.field_file set last_at = made_at;
