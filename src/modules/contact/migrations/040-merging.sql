-- Two matters that are the same are handled as one: the words, names and receipts of both stay as they are, and what
-- was merged can be split again. A row is never deleted.
create table contact.merger (
  council_id uuid not null,
  id uuid not null,
  -- Handled as part of the other one while this stands.
  matter_id uuid not null,
  into_id uuid not null,
  reason text not null check (length(reason) between 1 and 1000),
  merged_at timestamptz not null,
  merged_by uuid,
  split_at timestamptz,
  split_by uuid,
  split_reason text check (length(split_reason) between 1 and 1000),
  primary key (council_id, id),
  foreign key (council_id, matter_id) references contact.matter (council_id, id),
  foreign key (council_id, into_id) references contact.matter (council_id, id),
  check (matter_id <> into_id),
  check ((split_at is null) = (split_reason is null))
);
create unique index merger_standing on contact.merger (council_id, matter_id) where split_at is null;
create index merger_into on contact.merger (council_id, into_id) where split_at is null;

-- Somebody whose matter was merged says that it is not the same; a person decides.
create table contact.merge_objection (
  council_id uuid not null,
  id uuid not null,
  merger_id uuid not null,
  opinion_id uuid not null,
  words text not null check (length(words) <= 1000),
  at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  decision text check (decision in ('split', 'kept')),
  answer text check (length(answer) between 1 and 1000),
  primary key (council_id, id),
  unique (council_id, merger_id, opinion_id),
  foreign key (council_id, merger_id) references contact.merger (council_id, id),
  check ((decided_at is null) = (decision is null))
);
