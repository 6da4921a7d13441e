-- Who came to a place and what was said: one row a reception, also from paper and from old logs.
create table stations.reception (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  number integer not null,
  place_id uuid not null,
  received_on date not null,
  channel text not null check (channel in ('visit', 'paper', 'import', 'monitor')),
  -- How she wants to be called, and how to reach her. Forgotten on a day that the setting gives.
  called text check (length(called) between 1 and 40),
  phone text check (length(phone) between 1 and 40),
  forgotten_at timestamptz,
  people integer not null default 1 check (people between 1 and 10000),
  -- The deputy who received, by person where she is on the books, by name in an old log.
  deputy_id uuid,
  received_by text check (length(received_by) between 1 and 60),
  topic text not null check (topic in ('housing', 'roads', 'environment', 'education', 'health', 'elderly', 'work',
    'safety', 'dispute', 'business', 'law', 'other')),
  words text not null check (length(words) between 1 and 5000),
  at_once text not null default '' check (length(at_once) <= 2000),
  -- The number in the old log it came from.
  log_code text check (length(log_code) between 1 and 40),
  entered_at timestamptz not null,
  entered_by uuid,
  -- What it became.
  matter_id uuid,
  receipt text check (receipt ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
  raised_at timestamptz,
  voided_at timestamptz,
  voided_because text check (length(voided_because) between 1 and 500),
  primary key (council_id, id),
  unique (council_id, number),
  unique (council_id, matter_id),
  check ((matter_id is null) = (receipt is null) and (matter_id is null) = (raised_at is null)),
  check ((voided_at is null) = (voided_because is null)),
  check (forgotten_at is null or (called is null and phone is null)),
  foreign key (council_id, deputy_id) references people.person (council_id, id)
);
create unique index reception_by_log_code on stations.reception (council_id, place_id, log_code) where log_code is not null;
create index reception_by_place on stations.reception (council_id, place_id, received_on desc, number desc);
create index reception_by_day on stations.reception (council_id, received_on);

-- Practical matters solved (办实事台账): what was done, in words for everybody.
create table stations.deed (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  number integer not null,
  place_id uuid not null,
  deputy_id uuid,
  reception_id uuid,
  solved_on date not null,
  topic text not null check (topic in ('housing', 'roads', 'environment', 'education', 'health', 'elderly', 'work',
    'safety', 'dispute', 'business', 'law', 'other')),
  title text not null check (length(title) between 1 and 120),
  told text not null default '' check (length(told) <= 3000),
  -- People helped, where somebody counted.
  helped integer check (helped between 1 and 100000000),
  -- Aid in kind or money, in fen, and where it came from.
  amount_fen bigint check (amount_fen between 1 and 100000000000),
  amount_from text not null default '' check (length(amount_from) <= 200),
  public boolean not null,
  noted_at timestamptz not null,
  noted_by uuid,
  withdrawn_at timestamptz,
  withdrawn_because text check (length(withdrawn_because) between 1 and 500),
  primary key (council_id, id),
  unique (council_id, number),
  check ((withdrawn_at is null) = (withdrawn_because is null)),
  check (amount_from = '' or amount_fen is not null),
  foreign key (council_id, deputy_id) references people.person (council_id, id),
  foreign key (council_id, reception_id) references stations.reception (council_id, id)
);
create index deed_by_day on stations.deed (council_id, solved_on desc, number desc);
create index deed_by_place on stations.deed (council_id, place_id, solved_on desc);
create index deed_by_reception on stations.deed (council_id, reception_id) where reception_id is not null;

create table stations.deed_photo (
  council_id uuid not null,
  deed_id uuid not null,
  file_id uuid not null,
  description text not null check (length(description) between 1 and 300),
  added_at timestamptz not null,
  added_by uuid,
  primary key (council_id, deed_id, file_id),
  foreign key (council_id, deed_id) references stations.deed (council_id, id)
);
