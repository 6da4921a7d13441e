-- What was rated: one sheet for each round, with the scale as it stood when the matter began.
create table ratings.sheet (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z-]{0,39}$'),
  about_type text not null,
  about_id uuid not null,
  -- After "dissatisfied" a new reply is rated again: both stay.
  round integer not null check (round >= 1),
  -- The rated body, which may ask for a re-check; and the place whose liaison may decide on it besides the office.
  organisation_id uuid,
  scope_id uuid,
  scale jsonb not null,
  opened_at timestamptz not null,
  ledger_subject uuid not null,
  primary key (council_id, id),
  unique (council_id, kind, about_type, about_id, round),
  foreign key (council_id, organisation_id) references councils.organisation (council_id, organisation_id)
);
create index sheet_by_kind on ratings.sheet (council_id, kind, organisation_id);

-- A part of a sheet that is rated by itself: the reply, and what came of it.
create table ratings.stage (
  council_id uuid not null,
  sheet_id uuid not null,
  code text not null check (code ~ '^[a-z][a-z-]{0,39}$'),
  -- 2 once a re-check has had it rated anew.
  attempt integer not null default 1 check (attempt between 1 and 2),
  opened_at timestamptz not null,
  -- Until then a rating may be given and changed.
  closes_at timestamptz not null,
  -- Until then the rated body may ask for a re-check; after it nothing changes any more.
  final_at timestamptz not null,
  primary key (council_id, sheet_id, code),
  foreign key (council_id, sheet_id) references ratings.sheet (council_id, id),
  check (opened_at <= closes_at and closes_at <= final_at)
);

-- One rater rates once in each attempt; every value she gave stays as a version.
create table ratings.rating (
  council_id uuid not null,
  id uuid not null,
  sheet_id uuid not null,
  stage text not null,
  attempt integer not null check (attempt between 1 and 2),
  rater_kind text not null check (rater_kind in ('person', 'receipt', 'body')),
  rater_id uuid not null,
  account_id uuid,
  version integer not null default 1 check (version >= 1),
  primary key (council_id, id),
  unique (council_id, sheet_id, stage, attempt, rater_kind, rater_id),
  foreign key (council_id, sheet_id, stage) references ratings.stage (council_id, sheet_id, code)
);
create index rating_by_account on ratings.rating (council_id, account_id) where account_id is not null;

create table ratings.version (
  council_id uuid not null,
  rating_id uuid not null,
  n integer not null check (n >= 1),
  choice text,
  points jsonb,
  words text not null default '' check (length(words) <= 2000),
  at timestamptz not null,
  leaf_id uuid not null,
  primary key (council_id, rating_id, n),
  foreign key (council_id, rating_id) references ratings.rating (council_id, id),
  check (num_nonnulls(choice, points) = 1)
);

-- The rated body asks, once, that a person looks at a rating again.
create table ratings.recheck (
  council_id uuid not null,
  id uuid not null,
  sheet_id uuid not null,
  stage text not null,
  reason text not null check (length(reason) between 1 and 1000),
  state text not null default 'asked' check (state in ('asked', 'upheld', 'anew')),
  asked_at timestamptz not null,
  asked_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text check (length(decision_reason) between 1 and 1000),
  primary key (council_id, id),
  unique (council_id, sheet_id, stage),
  foreign key (council_id, sheet_id, stage) references ratings.stage (council_id, sheet_id, code),
  check ((state = 'asked') = (decided_at is null)),
  check ((decided_at is null) = (decision_reason is null))
);
create index recheck_open on ratings.recheck (council_id, asked_at) where state = 'asked';
