-- A conversation with a deputy on duty, booked by a resident, with or without an account.
create table contact.booking (
  council_id uuid not null,
  id uuid not null,
  number integer not null,
  -- What the resident holds: twelve characters without dashes.
  code text not null check (length(code) = 12),
  client_key uuid not null,
  duty_id uuid not null,
  slot_at timestamptz not null,
  seat integer not null check (seat between 1 and 20),
  way text not null check (way in ('place', 'online', 'phone')),
  topic text not null check (length(topic) <= 1000),
  name text check (length(name) between 1 and 40),
  answer_by text not null check (answer_by in ('code', 'inbox', 'phone', 'email')),
  contact_kind text check (contact_kind in ('phone', 'email')),
  contact text check (length(contact) <= 254),
  account_id uuid,
  device_id uuid,
  locale text not null check (locale in ('zh-CN', 'en')),
  -- Names the words agreed to.
  consent text not null,
  state text not null check (state in ('asked', 'confirmed', 'proposed', 'cancelled', 'came', 'missed')),
  ended_by text check (ended_by in ('resident', 'office')),
  -- Why it was cancelled, or what was said with another time.
  words text not null default '' check (length(words) <= 500),
  outcome text check (outcome in ('answered', 'matter')),
  outcome_words text not null default '' check (length(outcome_words) <= 2000),
  -- Of the matter that came of it.
  opinion_id uuid,
  asked_at timestamptz not null,
  changed_at timestamptz not null,
  changes integer not null default 0,
  -- When name, contact and device were forgotten.
  forgotten_at timestamptz,
  primary key (council_id, id),
  unique (council_id, number),
  unique (council_id, code),
  unique (council_id, client_key),
  foreign key (council_id, duty_id) references contact.duty (council_id, id),
  check ((state = 'cancelled') = (ended_by is not null)),
  check ((contact is null) = (contact_kind is null)),
  check ((opinion_id is not null) = (outcome is not distinct from 'matter')),
  check (outcome is null or state = 'came')
);
-- Nobody else has this seat.
create unique index booking_seat on contact.booking (council_id, duty_id, slot_at, seat) where state <> 'cancelled';
create index booking_by_account on contact.booking (council_id, account_id) where account_id is not null;
create index booking_to_forget on contact.booking (council_id, slot_at) where forgotten_at is null;
