-- What a person says about something. Her words stay as she gave them; everything else stands beside them.
create table opinions.contributor (
  council_id uuid not null,
  id uuid not null,
  account_id uuid,
  device_id uuid,
  -- Name for the office, name shown, and who may see it: three fields.
  name text,
  display_name text,
  name_visible_to text not null default 'office' check (name_visible_to in ('nobody', 'office', 'everyone')),
  contact_kind text check (contact_kind in ('phone', 'email')),
  contact text,
  -- How she wants the answer: by the receipt alone, or by a message.
  answer_by text not null default 'receipt' check (answer_by in ('receipt', 'inbox', 'phone', 'email', 'post')),
  consent text,
  consent_at timestamptz,
  locale text not null default 'zh-CN',
  erased_at timestamptz,
  primary key (council_id, id)
);
create index contributor_by_account on opinions.contributor (council_id, account_id) where account_id is not null;
create index contributor_by_device on opinions.contributor (council_id, device_id) where device_id is not null;

create table opinions.opinion (
  council_id uuid not null,
  id uuid not null,
  -- What it is about: the kind and id of a matter of some module.
  subject_type text not null,
  subject_id uuid not null,
  receipt text not null check (receipt ~ '^[0-9A-Z]{12}$'),
  -- Made by whoever sends it, also offline: the same key twice is the same opinion.
  client_key uuid not null,
  contributor_id uuid not null,
  -- Anchor: a provision of one immutable version, perhaps selected words in it. Null: the whole text.
  version_id uuid,
  provision_id text,
  quote text,
  quote_prefix text,
  quote_suffix text,
  quote_start integer,
  body text not null check (length(body) between 1 and 10000),
  -- A wording suggested for the provision or the quoted words.
  suggested text check (length(suggested) <= 20000),
  content_locale text not null default 'zh-CN',
  channel text not null check (channel in ('online', 'field', 'paper', 'session', 'desk', 'package')),
  door_id uuid,
  place_id uuid,
  session_id uuid,
  campaign text,
  public boolean not null default true,
  stage text not null default 'received' check (stage in ('received', 'held', 'hidden', 'withdrawn')),
  theme text,
  assigned_to uuid,
  tags text[] not null default '{}',
  stance text check (stance in ('support', 'oppose', 'neutral')),
  supports integer not null default 0,
  -- Same text from several people counts as one argument with many voices.
  same_text text not null,
  simhash bigint not null default 0,
  search tsvector not null,
  leaf_id uuid,
  -- When she says she gave it (a phone without signal), and when it reached this house.
  given_at timestamptz not null,
  received_at timestamptz not null,
  proved_at timestamptz,
  primary key (council_id, id),
  unique (council_id, receipt),
  unique (council_id, client_key),
  foreign key (council_id, contributor_id) references opinions.contributor (council_id, id)
);
create index opinion_by_subject on opinions.opinion (council_id, subject_type, subject_id, received_at desc, id desc);
create index opinion_by_provision on opinions.opinion (council_id, subject_id, provision_id, received_at desc, id desc);
create index opinion_by_text on opinions.opinion (council_id, subject_id, same_text);
create index opinion_by_contributor on opinions.opinion (council_id, contributor_id);
create index opinion_search on opinions.opinion using gin (search);

create table opinions.attachment (
  council_id uuid not null,
  opinion_id uuid not null,
  file_id uuid not null,
  kind text not null check (kind in ('photo', 'voice', 'scan', 'document')),
  primary key (council_id, opinion_id, file_id),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id)
);

create table opinions.support (
  council_id uuid not null,
  opinion_id uuid not null,
  -- Account id, or device id of a guest.
  supporter uuid not null,
  at timestamptz not null,
  primary key (council_id, opinion_id, supporter),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id)
);

-- An argument: what several opinions say. The opinions keep their own words and their own page.
create table opinions.argument (
  council_id uuid not null,
  id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  number integer not null,
  title text not null check (title <> ''),
  provision_id text,
  theme text,
  stage text not null default 'open' check (stage in ('open', 'refined', 'submitted', 'answered', 'dissolved')),
  assigned_to uuid,
  made_at timestamptz not null,
  made_by uuid,
  primary key (council_id, id),
  unique (council_id, subject_type, subject_id, number)
);

create table opinions.argument_member (
  council_id uuid not null,
  argument_id uuid not null,
  opinion_id uuid not null,
  -- Her opinion belongs to the topic but speaks against the others.
  dissent boolean not null default false,
  -- The contributor said that hers does not belong here.
  objection text,
  at timestamptz not null,
  by uuid,
  primary key (council_id, argument_id, opinion_id),
  foreign key (council_id, argument_id) references opinions.argument (council_id, id),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id)
);
create index argument_of_opinion on opinions.argument_member (council_id, opinion_id);

-- Refinement 反刍: the suggestion made of an argument, each sentence with the words it comes from.
create table opinions.refinement (
  council_id uuid not null,
  id uuid not null,
  argument_id uuid not null,
  ordinal integer not null,
  intent text not null check (intent in ('add', 'change', 'delete', 'principle')),
  provision_id text,
  -- [{text, sources: [{opinionId, start, end}]}]
  sentences jsonb not null,
  reason text not null default '',
  stage text not null default 'draft' check (stage in ('draft', 'asked', 'final', 'replaced')),
  made_at timestamptz not null,
  made_by uuid,
  asked_at timestamptz,
  finished_at timestamptz,
  primary key (council_id, id),
  unique (council_id, argument_id, ordinal),
  foreign key (council_id, argument_id) references opinions.argument (council_id, id)
);

-- "Is this what I meant?"
create table opinions.confirmation (
  council_id uuid not null,
  refinement_id uuid not null,
  opinion_id uuid not null,
  answer text not null check (answer in ('yes', 'no')),
  because text,
  at timestamptz not null,
  primary key (council_id, refinement_id, opinion_id),
  foreign key (council_id, refinement_id) references opinions.refinement (council_id, id),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id),
  check (answer = 'yes' or length(because) > 0)
);

-- What an adviser or expert says about an argument and its refinement.
create table opinions.remark (
  council_id uuid not null,
  id uuid not null,
  argument_id uuid not null,
  refinement_id uuid,
  person_id uuid,
  role text not null,
  body text not null check (body <> ''),
  at timestamptz not null,
  primary key (council_id, id),
  foreign key (council_id, argument_id) references opinions.argument (council_id, id)
);

-- An expert or adviser asked to look.
create table opinions.invitation (
  council_id uuid not null,
  argument_id uuid not null,
  person_id uuid not null,
  asked_at timestamptz not null,
  asked_by uuid,
  due_on date,
  answered_at timestamptz,
  primary key (council_id, argument_id, person_id),
  foreign key (council_id, argument_id) references opinions.argument (council_id, id)
);

-- The answer, with its reason; to an argument and so to each of its opinions, or to one opinion alone.
create table opinions.outcome (
  council_id uuid not null,
  id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  argument_id uuid,
  opinion_id uuid,
  decision text not null check (decision in ('adopted', 'partly', 'not-adopted', 'later')),
  reason text not null check (length(reason) > 0),
  -- Words of the next version that answer it: [{versionId, provisionId, oldProvisionId, before, after}]
  changes jsonb not null default '[]',
  decided_by uuid,
  decided_at timestamptz not null,
  replaced_at timestamptz,
  leaf_id uuid,
  primary key (council_id, id),
  check ((argument_id is null) <> (opinion_id is null)),
  check (decision not in ('adopted', 'partly') or jsonb_array_length(changes) > 0),
  foreign key (council_id, argument_id) references opinions.argument (council_id, id),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id)
);
create unique index outcome_of_argument on opinions.outcome (council_id, argument_id) where replaced_at is null and argument_id is not null;
create unique index outcome_of_opinion on opinions.outcome (council_id, opinion_id) where replaced_at is null and opinion_id is not null;

-- Nothing is deleted to hide it: a reason stands, and a way to appeal.
create table opinions.moderation (
  council_id uuid not null,
  id uuid not null,
  opinion_id uuid not null,
  verdict text not null check (verdict in ('held', 'released', 'hidden', 'restored')),
  reason_code text not null,
  reason text not null check (reason <> ''),
  by uuid,
  at timestamptz not null,
  appeal text,
  appealed_at timestamptz,
  primary key (council_id, id),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id)
);
create index moderation_of_opinion on opinions.moderation (council_id, opinion_id, at);
