-- Work with a clock: who holds it, since when, due when, why; and what became of it for the one who asked.
create table cases.matter (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  -- What kind of work a module makes of it, and what it is about there.
  kind text not null check (kind ~ '^[a-z][a-z-]{0,39}$'),
  about_type text not null,
  about_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  stage text not null default 'open' check (stage in ('open', 'answered', 'settled')),
  -- Stands between the one who asked and those who handle it; null: the office.
  keeper_id uuid,
  kept_since timestamptz not null,
  -- The place whose liaison may act for the keeper.
  scope_id uuid,
  -- Which reply is being worked on, from 1; every "not solved" begins another.
  round integer not null default 1 check (round >= 1),
  reopened integer not null default 0 check (reopened >= 0),
  -- Belongs to the one who asked: nobody else sets it.
  outcome text check (outcome in ('solved', 'promised', 'explained', 'refused', 'not-ours')),
  asker_account_id uuid,
  opened_at timestamptz not null,
  opened_by uuid,
  answered_at timestamptz,
  settled_at timestamptz,
  -- The number under which the ledger knows it.
  ledger_subject uuid not null,
  primary key (council_id, id),
  unique (council_id, about_type, about_id),
  check ((stage = 'settled') = (outcome is not null))
);
create index matter_by_keeper on cases.matter (council_id, keeper_id, stage);
create index matter_by_scope on cases.matter (council_id, scope_id, stage);
create index matter_by_asker on cases.matter (council_id, asker_account_id) where asker_account_id is not null;

create table cases.assignment (
  council_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  role text not null check (role in ('lead', 'assist')),
  organisation_id uuid not null,
  state text not null default 'assigned' check (state in ('assigned', 'accepted', 'returned', 'moved', 'done')),
  assigned_at timestamptz not null,
  assigned_by uuid,
  -- Since when the state is what it is.
  since timestamptz not null,
  accepted_at timestamptz,
  -- Who answers for it in the organisation.
  holder_id uuid,
  returned_at timestamptz,
  return_reason text check (length(return_reason) between 1 and 1000),
  proposed_owner uuid,
  -- What the one who assigned it decided about a return.
  decided_at timestamptz,
  decided_by uuid,
  decision text check (decision in ('moved', 'kept')),
  decision_reason text,
  view text check (length(view) between 1 and 5000),
  primary key (council_id, id),
  foreign key (council_id, case_id) references cases.matter (council_id, id),
  foreign key (council_id, organisation_id) references councils.organisation (council_id, organisation_id),
  foreign key (council_id, proposed_owner) references councils.organisation (council_id, organisation_id),
  check ((returned_at is null) = (return_reason is null)),
  check (state <> 'accepted' or accepted_at is not null)
);
create unique index assignment_lead on cases.assignment (council_id, case_id)
  where role = 'lead' and state in ('assigned', 'accepted', 'returned');
create unique index assignment_once on cases.assignment (council_id, case_id, organisation_id)
  where state in ('assigned', 'accepted', 'returned');
create index assignment_by_organisation on cases.assignment (council_id, organisation_id, state);

-- A date somebody was given, with everything it was reckoned from.
create table cases.clock (
  council_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('reply', 'return', 'assist', 'promise')),
  assignment_id uuid,
  promise_id uuid,
  round integer not null,
  rule jsonb not null,
  received_on date not null,
  due_on date not null,
  provisional boolean not null,
  steps jsonb not null,
  pauses jsonb not null default '[]',
  extensions jsonb not null default '[]',
  -- The first day that does not count; null while it runs.
  paused_on date,
  -- The day it was met, or the day it no longer mattered.
  met_on date,
  stopped_on date,
  -- How many of the reminders have gone out, and when the next is due.
  reminded integer not null default 0,
  remind_at timestamptz,
  primary key (council_id, id),
  foreign key (council_id, case_id) references cases.matter (council_id, id),
  foreign key (council_id, assignment_id) references cases.assignment (council_id, id),
  check (met_on is null or stopped_on is null)
);
create index clock_by_case on cases.clock (council_id, case_id);
create index clock_running on cases.clock (council_id, due_on) where met_on is null and stopped_on is null;
create index clock_to_remind on cases.clock (council_id, remind_at) where remind_at is not null;

create table cases.extension (
  council_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  clock_id uuid not null,
  days integer not null check (days between 1 and 366),
  reason text not null check (length(reason) between 1 and 1000),
  state text not null default 'asked' check (state in ('asked', 'approved', 'refused')),
  asked_at timestamptz not null,
  asked_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text,
  primary key (council_id, id),
  foreign key (council_id, case_id) references cases.matter (council_id, id),
  foreign key (council_id, clock_id) references cases.clock (council_id, id),
  check ((state = 'asked') = (decided_at is null))
);
create unique index extension_asked on cases.extension (council_id, clock_id) where state = 'asked';
create index extension_by_case on cases.extension (council_id, case_id);

-- Asked back: the clock stands until the one who asked has answered.
create table cases.question (
  council_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  words text not null check (length(words) between 1 and 1000),
  asked_at timestamptz not null,
  asked_by uuid,
  organisation_id uuid,
  answer text check (length(answer) <= 2000),
  answered_at timestamptz,
  primary key (council_id, id),
  foreign key (council_id, case_id) references cases.matter (council_id, id)
);
create unique index question_open on cases.question (council_id, case_id) where answered_at is null;

create table cases.reply (
  council_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  round integer not null,
  -- Null where the keeper replies.
  organisation_id uuid,
  body text not null check (length(body) between 1 and 10000),
  -- Code of the class in the council's list, and what the writer says became of it.
  class text not null check (class ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  result text not null check (result in ('solved', 'promised', 'explained', 'refused', 'not-ours')),
  state text not null default 'draft' check (state in ('draft', 'reviewed', 'sent')),
  -- Vague words the writer was shown and kept.
  vague jsonb not null default '[]',
  drafted_at timestamptz not null,
  drafted_by uuid,
  reviewed_at timestamptz,
  reviewed_by uuid,
  sent_at timestamptz,
  sent_by uuid,
  late boolean,
  leaf_id uuid,
  primary key (council_id, id),
  unique (council_id, case_id, round),
  foreign key (council_id, case_id) references cases.matter (council_id, id),
  check ((state = 'sent') = (sent_at is not null)),
  check (state = 'draft' or organisation_id is null or reviewed_at is not null)
);

-- What a reply promises: found in its words, confirmed by a person, looked back at on the day.
create table cases.promise (
  council_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  reply_id uuid not null,
  quote text not null check (length(quote) between 1 and 1000),
  what text not null check (length(what) between 1 and 500),
  due_on date not null,
  amount_fen bigint check (amount_fen >= 0),
  confirmed_at timestamptz not null,
  confirmed_by uuid,
  result text check (result in ('kept', 'partly', 'broken')),
  looked_at timestamptz,
  looked_by uuid,
  look_words text check (length(look_words) between 1 and 2000),
  verdict text check (verdict in ('confirmed', 'denied')),
  verdict_words text check (length(verdict_words) <= 2000),
  verdict_at timestamptz,
  primary key (council_id, id),
  foreign key (council_id, case_id) references cases.matter (council_id, id),
  foreign key (council_id, reply_id) references cases.reply (council_id, id),
  check ((looked_at is null) = (result is null)),
  check ((verdict_at is null) = (verdict is null))
);
create index promise_by_case on cases.promise (council_id, case_id);

-- What the one who asked says of each reply.
create table cases.verdict (
  council_id uuid not null,
  case_id uuid not null,
  round integer not null,
  verdict text not null check (verdict in ('solved', 'accepted', 'not-solved')),
  words text not null default '' check (length(words) <= 2000),
  at timestamptz not null,
  leaf_id uuid,
  primary key (council_id, case_id, round),
  foreign key (council_id, case_id) references cases.matter (council_id, id)
);

-- Everything that happened, in order; `words` may be read by the one who asked where `open`.
create table cases.step (
  council_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  at timestamptz not null,
  what text not null check (what ~ '^[a-z][a-z-]{0,39}$'),
  person_id uuid,
  organisation_id uuid,
  words text not null default '',
  open boolean not null,
  primary key (council_id, id),
  foreign key (council_id, case_id) references cases.matter (council_id, id)
);
create index step_by_case on cases.step (council_id, case_id, at, id);
