-- What was learned from a council's handled matters: one row for each time, never changed; the newest proposes.
create table contact.router (
  council_id uuid not null references councils.council (council_id),
  version integer not null check (version >= 1),
  learned_at timestamptz not null,
  -- How many matters and departments it was learned from.
  matters integer not null,
  labels integer not null,
  -- How well it proposes what was held back while learning; null where there was too little to hold back.
  macro_f1 double precision check (macro_f1 between 0 and 1),
  top_three double precision check (top_three between 0 and 1),
  -- How often each department had matters of each place.
  places jsonb not null,
  model bytea not null,
  primary key (council_id, version)
);
