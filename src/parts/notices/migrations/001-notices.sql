-- What somebody was told: an inbox on the site for everybody, and messages out for those who want them.
create table notices.notice (
  council_id uuid not null,
  id uuid not null,
  -- One of the three says whose it is: an account, a person without account, or the device of a guest.
  account_id uuid,
  person_id uuid,
  device_id text,
  kind text not null check (kind ~ '^[a-z-]+\.[a-z-]+$'),
  subject_type text not null,
  subject_id text not null,
  href text not null check (href ~ '^/[^/\\]|^/$'),
  text jsonb not null,
  -- The same key is told once, however often its cause is repeated.
  key text,
  created_at timestamptz not null,
  read_at timestamptz,
  -- Set when it went out by itself or in a digest; null while it waits for one.
  told_at timestamptz,
  primary key (council_id, id),
  check (num_nonnulls(account_id, person_id, device_id) = 1)
);
create unique index notice_once on notices.notice (council_id, key) where key is not null;
create index notice_of_account on notices.notice (council_id, account_id, created_at desc) where account_id is not null;
create index notice_of_person on notices.notice (council_id, person_id, created_at desc) where person_id is not null;
create index notice_of_device on notices.notice (council_id, device_id, created_at desc) where device_id is not null;
create index notice_untold on notices.notice (council_id, account_id) where told_at is null and account_id is not null;

create table notices.choice (
  council_id uuid not null,
  account_id uuid not null,
  email boolean not null,
  sms boolean not null,
  rhythm text not null check (rhythm in ('each', 'daily')),
  digest_on date,
  primary key (council_id, account_id)
);

create table notices.mute (
  council_id uuid not null,
  account_id uuid not null,
  subject_type text not null,
  subject_id text not null,
  muted_at timestamptz not null,
  primary key (council_id, account_id, subject_type, subject_id)
);

create table notices.outgoing (
  council_id uuid not null,
  id uuid not null,
  -- The receiver's side knows a repeated message by it.
  key text not null,
  account_id uuid,
  channel text not null check (channel in ('phone', 'email')),
  address text,
  locale text not null check (locale in ('zh-CN', 'en')),
  title text not null,
  -- Forgotten when it is sent, except in a demonstration, whose outbox shows it.
  body text,
  href text,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead')),
  attempts integer not null default 0,
  created_at timestamptz not null,
  not_before timestamptz not null,
  expires_at timestamptz,
  locked_until timestamptz,
  sent_at timestamptz,
  last_error text,
  primary key (council_id, id),
  unique (council_id, key)
);
create index outgoing_waiting on notices.outgoing (not_before) where state = 'waiting';
create index outgoing_of_account on notices.outgoing (council_id, account_id) where account_id is not null;
