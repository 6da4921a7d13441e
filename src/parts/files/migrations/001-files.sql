-- What people hand in: photographs, voice notes, documents and scans. See README.md.
create table files.blob (
  council_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  body bytea not null check (octet_length(body) between 1 and 10000000),
  primary key (council_id, sha256)
);

create table files.file (
  council_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('photo', 'voice', 'document', 'scan')),
  -- Of what is stored, told by its content.
  media_type text not null,
  size_bytes integer not null check (size_bytes > 0),
  -- Of what was received, which for a picture is not what is stored.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name_shown text not null check (length(name_shown) between 1 and 160),
  state text not null check (state in ('quarantined', 'clean', 'refused')),
  refusal text,
  made_by uuid,
  made_at timestamptz not null,
  storage_key text,
  thumbnail_key text,
  primary key (council_id, id),
  foreign key (council_id, storage_key) references files.blob (council_id, sha256),
  foreign key (council_id, thumbnail_key) references files.blob (council_id, sha256),
  check ((state = 'refused') = (refusal is not null)),
  check ((state = 'refused') = (storage_key is null))
);
create index file_in_quarantine on files.file (made_at) where state = 'quarantined';
create index file_by_content on files.file (council_id, storage_key);
create index file_by_thumbnail on files.file (council_id, thumbnail_key);
