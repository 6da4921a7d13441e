-- Money for a place or for the deputies' duty in one year. Its entries are added, never changed.
create table stations.fund (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  number integer not null,
  year integer not null check (year between 2000 and 2200),
  kind text not null check (kind in ('place', 'duty')),
  -- The place whose money it is; none for the deputies of a group.
  place_id uuid,
  title text not null check (length(title) between 1 and 100),
  opened_at timestamptz not null,
  opened_by uuid,
  primary key (council_id, id),
  unique (council_id, number),
  check ((kind = 'place') = (place_id is not null))
);
create index fund_by_year on stations.fund (council_id, year);

-- budget: what there is, first and afterwards. spending: what was paid. counter: takes a wrong entry back whole.
create table stations.fund_entry (
  council_id uuid not null,
  id uuid not null,
  fund_id uuid not null,
  ordinal integer not null,
  kind text not null check (kind in ('budget', 'spending', 'counter')),
  on_day date not null,
  purpose text not null check (length(purpose) between 1 and 500),
  -- budget: more or less there is; spending: above nothing; counter: the entry's own amount with the other sign.
  amount_fen bigint not null check (amount_fen <> 0 and abs(amount_fen) <= 100000000000),
  -- A duty allowance: its rate on the day and how many of them.
  rate_code text check (length(rate_code) between 1 and 40),
  rate_fen bigint check (rate_fen > 0),
  units integer check (units between 1 and 100000),
  counters_id uuid,
  file_id uuid,
  entered_at timestamptz not null,
  entered_by uuid not null,
  primary key (council_id, id),
  unique (council_id, fund_id, ordinal),
  -- For the key of four eyes.
  unique (council_id, id, entered_by),
  check (kind <> 'spending' or amount_fen > 0),
  check ((kind = 'counter') = (counters_id is not null)),
  check ((rate_code is null) = (rate_fen is null) and (rate_code is null) = (units is null)),
  check (rate_code is null or amount_fen = rate_fen * units),
  foreign key (council_id, fund_id) references stations.fund (council_id, id),
  foreign key (council_id, counters_id) references stations.fund_entry (council_id, id)
);

create index fund_entry_countered on stations.fund_entry (council_id, counters_id) where counters_id is not null;

-- Four eyes: whoever entered it is part of the key, and may not be who decides.
create table stations.fund_decision (
  council_id uuid not null,
  entry_id uuid not null,
  entered_by uuid not null,
  approved boolean not null,
  reason text check (length(reason) between 1 and 500),
  decided_at timestamptz not null,
  decided_by uuid not null check (decided_by <> entered_by),
  primary key (council_id, entry_id),
  check (approved or reason is not null),
  foreign key (council_id, entry_id, entered_by) references stations.fund_entry (council_id, id, entered_by)
);
