-- Where the thing is, as near as finding it needs: four decimals are about eleven metres. Shown to others rounded only.
alter table contact.matter
  add column latitude double precision check (latitude between -90 and 90),
  add column longitude double precision check (longitude between -180 and 180),
  -- How far off the phone said the position may be.
  add column accuracy_m integer check (accuracy_m between 0 and 100000),
  -- Code of a topic in the council's list; '' where none was chosen.
  add column topic text not null default '' check (topic ~ '^([a-z0-9]+(-[a-z0-9]+)*)?$'),
  -- Whether, besides the words of a public matter, everyone may see its photos, the place in words and the rounded position.
  add column place_shown boolean not null default false,
  add check ((latitude is null) = (longitude is null));
create index matter_near on contact.matter (council_id, latitude, longitude) where latitude is not null;
create index matter_by_raised on contact.matter (council_id, raised_at desc);

-- Photos the one who asked shows with her verdict: of what was answered in a round, or of a promise.
create table contact.evidence (
  council_id uuid not null,
  file_id uuid not null,
  matter_id uuid not null,
  round integer not null check (round >= 1),
  -- Null where it belongs to the verdict on a reply.
  promise_id uuid,
  -- Shown by the one who asked, or by those who looked back.
  hers boolean not null,
  at timestamptz not null,
  primary key (council_id, file_id),
  foreign key (council_id, matter_id) references contact.matter (council_id, id)
);
create index evidence_by_matter on contact.evidence (council_id, matter_id);
