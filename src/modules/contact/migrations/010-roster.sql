-- Who of the deputies is on duty, when and where: drawn up as a plan, then published in advance.
create table contact.duty (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  number integer not null,
  person_id uuid not null,
  -- Null: online or by telephone only.
  place_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  ways text[] not null check (cardinality(ways) > 0 and ways <@ array['place', 'online', 'phone']),
  -- How long one conversation lasts; 0: nobody books, people just come or write.
  slot_minutes integer not null check (slot_minutes between 0 and 240),
  -- How many may be booked for the same time.
  seats integer not null check (seats between 1 and 20),
  -- Who was to be there, where somebody else stands in.
  stands_in_for uuid,
  made_at timestamptz not null,
  made_by uuid,
  -- Null: a plan only those who draw it up see.
  published_at timestamptz,
  -- How many days before the duty everybody could read of it, and how many the setting asked for on that day.
  days_ahead integer,
  days_required integer,
  confirmed_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text not null default '' check (length(cancel_reason) <= 300),
  changed_at timestamptz not null,
  changes integer not null default 0,
  primary key (council_id, id),
  unique (council_id, number),
  foreign key (council_id, person_id) references people.person (council_id, id),
  check (place_id is not null or not ('place' = any (ways))),
  check (published_at is null or (days_ahead is not null and days_required is not null))
);
create index duty_by_time on contact.duty (council_id, starts_at);
create index duty_by_person on contact.duty (council_id, person_id, starts_at);

-- One deputy asks another to take a duty over, perhaps in exchange for one of hers.
create table contact.swap (
  council_id uuid not null,
  id uuid not null,
  duty_id uuid not null,
  from_person_id uuid not null,
  to_person_id uuid not null check (to_person_id <> from_person_id),
  for_duty_id uuid,
  words text not null default '' check (length(words) <= 300),
  asked_at timestamptz not null,
  answered_at timestamptz,
  answer text check (answer in ('agreed', 'declined', 'withdrawn')),
  primary key (council_id, id),
  foreign key (council_id, duty_id) references contact.duty (council_id, id),
  foreign key (council_id, for_duty_id) references contact.duty (council_id, id),
  check ((answered_at is null) = (answer is null))
);
create unique index swap_open on contact.swap (council_id, duty_id) where answered_at is null;
create index swap_by_person on contact.swap (council_id, to_person_id) where answered_at is null;

-- The private address of a deputy's own calendar: only a digest of it is kept.
create table contact.feed (
  council_id uuid not null,
  person_id uuid not null,
  token_hash text not null,
  made_at timestamptz not null,
  revoked_at timestamptz,
  primary key (council_id, person_id),
  foreign key (council_id, person_id) references people.person (council_id, id)
);
create index feed_by_token on contact.feed (token_hash);
