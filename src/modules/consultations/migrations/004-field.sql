-- What a collector's phone sent, as the phone told it. The claimed time stands apart from the time of receipt.
create table consultations.field_item (
  council_id uuid not null,
  client_key uuid not null,
  consultation_id uuid not null,
  opinion_id uuid,
  paper_id uuid,
  place_id uuid,
  collector_id uuid,
  -- Sent by the phone itself, or handed in as a file at the desk.
  way text not null check (way in ('sync', 'file')),
  claimed_at timestamptz not null,
  -- How far the phone's clock stood before ours when it sent: positive is ahead.
  phone_ahead_s integer not null,
  received_at timestamptz not null,
  -- Given before closing and received after it: a person decides.
  late boolean not null default false,
  -- The code on the speaker's slip was taken, so she was given another.
  receipt_replaced boolean not null default false,
  primary key (council_id, client_key),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id),
  check ((opinion_id is null) <> (paper_id is null))
);
create index field_item_by_collector on consultations.field_item (council_id, collector_id);

-- A photo or voice note on its way from a phone, in pieces.
create table consultations.field_file (
  council_id uuid not null,
  file_key uuid not null,
  kind text not null check (kind in ('photo', 'voice', 'scan')),
  name text not null,
  parts integer not null check (parts between 1 and 80),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  made_by uuid,
  made_at timestamptz not null,
  file_id uuid,
  refusal text,
  primary key (council_id, file_key)
);

create table consultations.field_part (
  council_id uuid not null,
  file_key uuid not null,
  ordinal integer not null check (ordinal >= 0),
  bytes bytea not null,
  primary key (council_id, file_key, ordinal),
  foreign key (council_id, file_key) references consultations.field_file (council_id, file_key)
);

alter table consultations.paper
  add column number integer not null,
  add column door_id uuid,
  -- Printed here; or a photo or voice note from the field that is typed in the same careful way.
  add column came_as text not null default 'print' check (came_as in ('print', 'photo', 'voice')),
  add column client_key uuid not null,
  -- What the collector knew besides the words: name, consent, way of answering, time claimed.
  add column told jsonb,
  add column returned_at timestamptz,
  add column settled_entry jsonb,
  add column settled_by uuid,
  add column settled_at timestamptz,
  add column voided_by uuid,
  add column voided_at timestamptz,
  add constraint paper_number unique (council_id, number),
  add constraint paper_client_key unique (council_id, client_key),
  add constraint third_look check (settled_by is null or (settled_by <> first_by and settled_by <> second_by)),
  add constraint entered_in_order check (second_entry is null or first_entry is not null),
  add constraint void_has_no_opinion check (voided is null or opinion_id is null);
create index paper_by_consultation on consultations.paper (council_id, consultation_id, number);
create index session_by_consultation on consultations.session (council_id, consultation_id, number);
create index door_by_consultation on consultations.door (council_id, consultation_id);
