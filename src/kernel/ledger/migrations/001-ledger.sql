create schema if not exists ledger;

create table ledger.log (
  council_id uuid not null,
  origin text not null,
  size integer not null default 0 check (size >= 0),
  root bytea not null check (length(root) = 32),
  alive_note text not null,
  alive_at timestamptz not null,
  primary key (council_id)
);

create table ledger.key (
  council_id uuid not null,
  key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
  origin text not null,
  public_key bytea not null check (length(public_key) = 32),
  sealed bytea not null,
  active_from timestamptz not null,
  retired_at timestamptz,
  primary key (council_id, key_id)
);
create unique index key_active on ledger.key (council_id) where retired_at is null;

create table ledger.leaf (
  council_id uuid not null references ledger.log (council_id),
  id uuid not null,
  pid bigint generated always as identity,
  subject_id uuid not null,
  n integer not null check (n > 0),
  type text not null,
  entry bytea not null check (length(entry) <= 512),
  hash bytea not null check (length(hash) = 32),
  idx integer check (idx >= 0),
  promise text not null,
  at timestamptz not null,
  primary key (council_id, id),
  unique (council_id, subject_id, n),
  unique (council_id, idx)
);
create index leaf_waiting on ledger.leaf (council_id, pid) where idx is null;
create index leaf_hash on ledger.leaf (council_id, hash);

create table ledger.part (
  council_id uuid not null,
  leaf_id uuid not null,
  name text not null,
  salt bytea check (length(salt) = 32),
  body text,
  erased_at timestamptz,
  primary key (council_id, leaf_id, name),
  foreign key (council_id, leaf_id) references ledger.leaf (council_id, id),
  check ((erased_at is null) = (salt is not null)),
  check ((erased_at is null) = (body is not null))
);

create table ledger.node (
  council_id uuid not null references ledger.log (council_id),
  level integer not null check (level between 0 and 31),
  i integer not null check (i >= 0),
  hash bytea not null check (length(hash) = 32),
  primary key (council_id, level, i)
);

create table ledger.checkpoint (
  council_id uuid not null references ledger.log (council_id),
  size integer not null check (size >= 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  signed_at timestamptz not null,
  primary key (council_id, size)
);

-- Against accidents, not against whoever owns the database: that is what the signed tree is for.
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on %.% refused: the record is append-only', tg_op, tg_table_schema, tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$;

create trigger leaf_kept before delete on ledger.leaf
  for each row execute function ledger.refuse_change();
create trigger leaf_unchanged before update on ledger.leaf
  for each row when (
    old.idx is not null
    or new.idx is null
    or (new.council_id, new.id, new.pid, new.subject_id, new.n, new.type, new.entry, new.hash, new.promise, new.at)
      is distinct from
      (old.council_id, old.id, old.pid, old.subject_id, old.n, old.type, old.entry, old.hash, old.promise, old.at)
  ) execute function ledger.refuse_change();
create trigger node_kept before update or delete on ledger.node
  for each row execute function ledger.refuse_change();
create trigger part_kept before delete on ledger.part
  for each row execute function ledger.refuse_change();
create trigger part_unchanged before update on ledger.part
  for each row when (old.erased_at is not null or new.erased_at is null)
  execute function ledger.refuse_change();
