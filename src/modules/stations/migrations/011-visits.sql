-- Rooms of a place, in which groups are received.
create table stations.room (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  place_id uuid not null,
  name_zh text not null check (length(name_zh) between 1 and 60),
  name_en text check (length(name_en) between 1 and 120),
  -- People it holds.
  capacity integer not null check (capacity between 1 and 10000),
  closed_at timestamptz,
  primary key (council_id, id)
);
create index room_by_place on stations.room (council_id, place_id);

-- A group that asks to visit a place, and what became of it.
create table stations.visit (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  number integer not null,
  -- Leads to the page of the visit without an account.
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$'),
  place_id uuid not null,
  room_id uuid,
  group_name text not null check (length(group_name) between 1 and 100),
  size integer not null check (size between 1 and 10000),
  languages text[] not null default '{}',
  purpose text not null check (length(purpose) between 1 and 1000),
  contact_name text check (length(contact_name) between 1 and 40),
  contact_kind text check (contact_kind in ('phone', 'email')),
  contact text check (length(contact) <= 254),
  account_id uuid,
  device_id text,
  locale text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  stage text not null check (stage in ('asked', 'confirmed', 'refused', 'withdrawn', 'held', 'missed')),
  asked_at timestamptz not null,
  decided_at timestamptz,
  reason text check (length(reason) between 1 and 500),
  came integer check (came between 0 and 10000),
  noted text not null default '' check (length(noted) <= 1000),
  -- Grows with every change, for calendars.
  changes integer not null default 0,
  changed_at timestamptz not null,
  forgotten_at timestamptz,
  primary key (council_id, id),
  unique (council_id, number),
  unique (council_id, code),
  check (ends_at > starts_at),
  check ((contact is null) = (contact_kind is null)),
  check (stage <> 'refused' or reason is not null),
  check ((stage in ('held', 'missed')) = (came is not null)),
  check (stage <> 'held' or came > 0),
  check (forgotten_at is null or (contact_name is null and contact is null)),
  foreign key (council_id, room_id) references stations.room (council_id, id)
);
create index visit_by_place on stations.visit (council_id, place_id, starts_at);
create index visit_by_account on stations.visit (council_id, account_id) where account_id is not null;

-- A room in a quarter of an hour: the key is what makes booking it twice impossible.
create table stations.room_use (
  council_id uuid not null,
  room_id uuid not null,
  quarter timestamptz not null check (extract(epoch from quarter)::bigint % 900 = 0),
  visit_id uuid not null,
  primary key (council_id, room_id, quarter),
  foreign key (council_id, room_id) references stations.room (council_id, id),
  foreign key (council_id, visit_id) references stations.visit (council_id, id)
);
create index room_use_by_visit on stations.room_use (council_id, visit_id);
