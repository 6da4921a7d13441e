-- Legal texts and their versions. A published version never changes.
create table laws.text (
  council_id uuid not null,
  id uuid not null,
  title text not null check (title <> ''),
  kind text not null check (kind in ('draft', 'law', 'rule')),
  made_at timestamptz not null,
  primary key (council_id, id)
);

create table laws.version (
  council_id uuid not null,
  id uuid not null,
  text_id uuid not null,
  ordinal integer not null check (ordinal > 0),
  label text not null,
  tree jsonb not null,
  tree_sha256 text not null,
  problems jsonb not null,
  source_name text,
  source_file_id uuid,
  made_at timestamptz not null,
  made_by uuid,
  published_at timestamptz,
  primary key (council_id, id),
  unique (council_id, text_id, ordinal),
  foreign key (council_id, text_id) references laws.text (council_id, id)
);

-- What people may read beside the legal words: everyday words, another language, what it means for somebody.
create table laws.reading (
  council_id uuid not null,
  version_id uuid not null,
  provision_id text not null,
  kind text not null check (kind in ('plain', 'translation', 'meaning')),
  locale text not null,
  audience text not null default '',
  body text not null check (body <> ''),
  -- Digest of the provision's words when this was written: another digest now means it is stale.
  of_sha256 text not null,
  written_by uuid,
  written_at timestamptz not null,
  primary key (council_id, version_id, provision_id, kind, locale, audience),
  foreign key (council_id, version_id) references laws.version (council_id, id)
);

create table laws.comparison (
  council_id uuid not null,
  old_version_id uuid not null,
  new_version_id uuid not null,
  comparison jsonb not null,
  made_at timestamptz not null,
  primary key (council_id, old_version_id, new_version_id),
  foreign key (council_id, old_version_id) references laws.version (council_id, id),
  foreign key (council_id, new_version_id) references laws.version (council_id, id)
);

create function laws.refuse_change() returns trigger language plpgsql as $$
begin
  if old.published_at is not null and (tg_op = 'DELETE' or new.tree_sha256 <> old.tree_sha256 or new.tree <> old.tree
     or new.published_at is distinct from old.published_at) then
    raise exception 'a published version never changes';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger version_frozen before update or delete on laws.version
  for each row execute function laws.refuse_change();
