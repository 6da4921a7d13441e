-- What each witness last said of each log. A successor of a log is another log to it.
create table ledger.witness (
  council_id uuid not null references ledger.log (council_id),
  origin text not null,
  key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
  state text not null check (state in ('asked', 'cosigned', 'down', 'refused', 'wrong', 'ahead', 'fork')),
  seen_size integer not null default 0 check (seen_size >= 0),
  cosigned_size integer,
  cosigned_at timestamptz,
  attempts integer not null default 0,
  not_before timestamptz not null,
  error text,
  primary key (council_id, origin, key_id)
);

create table ledger.cosignature (
  council_id uuid not null,
  size integer not null,
  key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
  line text not null,
  at timestamptz not null,
  primary key (council_id, size, key_id),
  foreign key (council_id, size) references ledger.checkpoint (council_id, size)
);
