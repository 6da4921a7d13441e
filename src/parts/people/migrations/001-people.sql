-- Accounts are global: one human, whatever councils they deal with. A person is what a council knows of a human;
-- a membership is a duty that a person has in a council. The link from person to account is by id alone.
create table people.account (
  id uuid primary key,
  created_at timestamptz not null,
  locale text check (locale in ('zh-CN', 'en')),
  elder boolean not null default false,
  disabled_at timestamptz,
  -- Erasure was asked for; until this moment it can be taken back.
  erase_at timestamptz,
  erased_at timestamptz,
  -- Place in the list of a demonstration's accounts; null everywhere else.
  demo_position integer
);
create index account_to_erase on people.account (erase_at) where erase_at is not null and erased_at is null;
create index account_of_demo on people.account (demo_position) where demo_position is not null;

create table people.contact (
  id uuid primary key,
  account_id uuid not null references people.account (id),
  kind text not null check (kind in ('phone', 'email')),
  value text not null check (length(value) <= 254),
  created_at timestamptz not null,
  verified_at timestamptz not null,
  unique (kind, value)
);
create index contact_of_account on people.contact (account_id);

create table people.session (
  id uuid primary key,
  token_hash text not null unique,
  account_id uuid not null references people.account (id),
  method text not null check (method in ('code', 'passkey', 'identity', 'demo')),
  device_label text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_why text check (ended_why in ('signed-out', 'revoked', 'rotated', 'disabled', 'role-changed', 'erased'))
);
create index session_of_account on people.session (account_id) where ended_at is null;

create table people.code (
  -- The request the code is bound to; the browser that asked holds it.
  id uuid primary key,
  purpose text not null check (purpose in ('sign-in', 'prove', 'add-contact')),
  kind text not null check (kind in ('phone', 'email')),
  value text not null,
  code_hash text not null,
  -- Set where a signed-in account asks for its own sake.
  account_id uuid references people.account (id),
  -- The device that asked; another device cannot use the code.
  device_id text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  tries integer not null default 0 check (tries between 0 and 5),
  used_at timestamptz
);
create index code_by_expiry on people.code (expires_at);

create table people.challenge (
  id uuid primary key,
  purpose text not null check (purpose in ('passkey-add', 'passkey-sign-in', 'identity')),
  account_id uuid references people.account (id),
  secret jsonb not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index challenge_by_expiry on people.challenge (expires_at);

create table people.passkey (
  id text primary key,
  account_id uuid not null references people.account (id),
  public_key text not null,
  counter bigint not null,
  transports jsonb not null,
  label text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_of_account on people.passkey (account_id);

create table people.identity (
  issuer text not null,
  subject text not null,
  account_id uuid not null references people.account (id),
  created_at timestamptz not null,
  used_at timestamptz not null,
  primary key (issuer, subject)
);
create index identity_of_account on people.identity (account_id);

-- How often something happened in a window of time. Keys hold no phone number or address, only their digests.
create table people.quota (
  key text primary key,
  used integer not null,
  ends_at timestamptz not null
);
create index quota_by_end on people.quota (ends_at);

create table people.person (
  council_id uuid not null,
  id uuid not null,
  account_id uuid,
  name text check (length(name) between 1 and 60),
  display_name text check (length(display_name) between 1 and 60),
  name_visibility text not null default 'office' check (name_visibility in ('public', 'office', 'nobody')),
  created_at timestamptz not null,
  suspended_at timestamptz,
  erased_at timestamptz,
  primary key (council_id, id),
  unique (council_id, account_id)
);
create index person_of_account on people.person (account_id) where account_id is not null;

create table people.membership (
  council_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  role text not null check (role in (
    'administrator', 'security-officer', 'auditor', 'clerk', 'committee', 'street-office', 'point-staff', 'liaison',
    'collector', 'adviser', 'expert', 'council-member', 'deputy', 'department', 'media')),
  -- The place or organisation the role is bound to; null for the whole council.
  scope_id uuid,
  since timestamptz not null,
  until timestamptz,
  given_by uuid,
  primary key (council_id, id),
  foreign key (council_id, person_id) references people.person (council_id, id),
  check (until is null or until >= since)
);
create index membership_of_person on people.membership (council_id, person_id);
create index membership_by_role on people.membership (council_id, role, scope_id);

-- A person who was added by the office and has not signed in yet: whoever proves the contact is that person.
create table people.invitation (
  council_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('phone', 'email')),
  value text not null,
  invited_at timestamptz not null,
  accepted_at timestamptz,
  primary key (council_id, person_id),
  foreign key (council_id, person_id) references people.person (council_id, id)
);
create unique index invitation_waiting on people.invitation (council_id, kind, value) where accepted_at is null;
