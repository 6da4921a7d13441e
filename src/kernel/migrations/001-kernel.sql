-- Events, their deliveries, due dates and what was already done once.
create table kernel.event (
  council_id uuid not null,
  seq bigint generated always as identity,
  id uuid not null,
  name text not null check (name ~ '^[a-z-]+\.[a-z-]+$'),
  subject_id text,
  actor_kind text not null check (actor_kind in ('person', 'guest', 'system')),
  account_id uuid,
  person_id uuid,
  role text,
  at timestamptz not null,
  data jsonb not null,
  primary key (council_id, id)
);
create index event_by_council on kernel.event (council_id, seq);
create index event_by_subject on kernel.event (council_id, subject_id, seq);
create index event_by_time on kernel.event (council_id, at);
create index event_by_account on kernel.event (account_id, council_id) where account_id is not null;

create table kernel.delivery (
  council_id uuid not null,
  event_id uuid not null,
  reaction text not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'dead')),
  attempts integer not null default 0,
  not_before timestamptz not null,
  locked_until timestamptz,
  last_error text,
  primary key (council_id, event_id, reaction),
  foreign key (council_id, event_id) references kernel.event (council_id, id)
);
create index delivery_waiting on kernel.delivery (not_before) where state = 'waiting';

create table kernel.due (
  council_id uuid not null,
  id uuid not null,
  action text not null,
  subject_id text not null,
  at timestamptz not null,
  input jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'withdrawn', 'dead')),
  attempts integer not null default 0,
  not_before timestamptz not null,
  last_error text,
  primary key (council_id, id)
);
create unique index due_once on kernel.due (council_id, action, subject_id) where state = 'waiting';
create index due_waiting on kernel.due (not_before) where state = 'waiting';

create table kernel.once (
  council_id uuid not null,
  key text not null,
  action text not null,
  result jsonb not null,
  at timestamptz not null,
  primary key (council_id, key)
);

create table kernel.counter (
  council_id uuid not null,
  name text not null,
  value bigint not null,
  primary key (council_id, name)
);
