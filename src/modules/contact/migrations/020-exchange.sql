-- A key by which a program files matters and follows those it filed; what is kept is its digest.
create table contact.exchange_key (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  label text not null check (length(label) between 1 and 100),
  key_hash text not null,
  -- The last four characters, by which people know it again.
  hint text not null check (length(hint) = 4),
  per_hour integer not null check (per_hour between 1 and 10000),
  -- Whether those who write by this program have been told that everybody may read it.
  shown boolean not null,
  made_at timestamptz not null,
  made_by uuid,
  used_at timestamptz,
  ended_at timestamptz,
  primary key (council_id, id),
  unique (council_id, key_hash)
);

-- Another house of the same city: a hotline or petition office whose sheets are taken over, or a department's own system.
create table contact.connection (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  kind text not null check (kind in ('hotline', 'petition', 'open311')),
  name text not null check (length(name) between 1 and 100),
  -- How its sheets name the columns we know.
  mapping jsonb not null default '{}',
  -- The department whose letters go to its own system, and where that is.
  organisation_id uuid,
  endpoint text check (length(endpoint) <= 500),
  jurisdiction text not null default '' check (length(jurisdiction) <= 200),
  service_code text not null default '' check (length(service_code) <= 200),
  -- Wrapped with the house's secret.
  sealed_key bytea,
  made_at timestamptz not null,
  made_by uuid,
  ended_at timestamptz,
  run_at timestamptz,
  worked_at timestamptz,
  last_error text,
  primary key (council_id, id),
  foreign key (council_id, organisation_id) references councils.organisation (council_id, organisation_id),
  check ((kind = 'open311') = (endpoint is not null)),
  check ((kind = 'open311') = (organisation_id is not null))
);
create unique index connection_of_department on contact.connection (council_id, organisation_id)
  where ended_at is null and organisation_id is not null;

-- By which other house's door a matter came, under that house's own number.
create table contact.door (
  council_id uuid not null,
  id uuid not null,
  matter_id uuid not null,
  connection_id uuid,
  key_id uuid,
  their_number text not null check (length(their_number) between 1 and 100),
  their_time timestamptz,
  came_at timestamptz not null,
  primary key (council_id, id),
  foreign key (council_id, matter_id) references contact.matter (council_id, id),
  foreign key (council_id, connection_id) references contact.connection (council_id, id),
  foreign key (council_id, key_id) references contact.exchange_key (council_id, id),
  check ((connection_id is null) <> (key_id is null))
);
create unique index door_by_their_number on contact.door (council_id, connection_id, their_number)
  where connection_id is not null;
create unique index door_by_program_number on contact.door (council_id, key_id, their_number) where key_id is not null;
create index door_of_matter on contact.door (council_id, matter_id);

-- What is handed on to a department's own system: sent until taken, then asked about until closed.
create table contact.outgoing (
  council_id uuid not null,
  id uuid not null,
  matter_id uuid not null,
  connection_id uuid not null,
  state text not null check (state in ('waiting', 'taken', 'closed', 'dead')),
  attempts integer not null default 0,
  not_before timestamptz not null,
  locked_until timestamptz,
  last_error text,
  made_at timestamptz not null,
  taken_at timestamptz,
  their_id text check (length(their_id) <= 200),
  token text check (length(token) <= 200),
  their_status text check (their_status in ('open', 'closed')),
  their_notes text not null default '',
  their_agency text not null default '',
  their_update timestamptz,
  asked_at timestamptz,
  primary key (council_id, id),
  unique (council_id, matter_id, connection_id),
  foreign key (council_id, matter_id) references contact.matter (council_id, id),
  foreign key (council_id, connection_id) references contact.connection (council_id, id)
);
create index outgoing_waiting on contact.outgoing (not_before) where state in ('waiting', 'taken');

-- Two matters that may be one. A person looks at both; nothing is joined by itself.
create table contact.likeness (
  council_id uuid not null,
  matter_id uuid not null,
  -- The one that was there before.
  earlier_id uuid not null,
  score real not null check (score between 0 and 1),
  why text not null check (why in ('number', 'text', 'words')),
  state text not null check (state in ('proposed', 'same', 'different')),
  proposed_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  primary key (council_id, matter_id, earlier_id),
  foreign key (council_id, matter_id) references contact.matter (council_id, id),
  foreign key (council_id, earlier_id) references contact.matter (council_id, id),
  check (matter_id <> earlier_id),
  check ((state = 'proposed') = (decided_at is null))
);
create index likeness_open on contact.likeness (council_id, proposed_at) where state = 'proposed';
