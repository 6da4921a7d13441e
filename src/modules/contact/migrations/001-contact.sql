-- What somebody brings to a deputy: the words are an opinion, the work is a case; this holds what belongs to contact.
create table contact.matter (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  number integer not null,
  opinion_id uuid not null,
  case_id uuid not null,
  -- Whose it is, where an account raised or claimed it.
  account_id uuid,
  -- The station she chose, and where the thing is, in her words.
  place_id uuid,
  spot text not null default '' check (length(spot) <= 200),
  raised_at timestamptz not null,
  primary key (council_id, id),
  unique (council_id, number),
  unique (council_id, opinion_id),
  unique (council_id, case_id)
);
create index matter_by_account on contact.matter (council_id, account_id) where account_id is not null;

-- The deputy contact letter: numbered within its year, never changed once sent.
create table contact.letter (
  council_id uuid not null,
  id uuid not null,
  matter_id uuid not null,
  year integer not null,
  number integer not null,
  subject text not null check (length(subject) between 1 and 100),
  body text not null check (length(body) between 1 and 5000),
  sent_at timestamptz not null,
  sent_by uuid,
  -- The last day for the reply, as the letter says it; the clock may be extended later.
  due_on date not null,
  primary key (council_id, id),
  unique (council_id, matter_id),
  unique (council_id, year, number),
  foreign key (council_id, matter_id) references contact.matter (council_id, id)
);

-- The deputy hands a reply on in her own words.
create table contact.forwarding (
  council_id uuid not null,
  matter_id uuid not null,
  round integer not null,
  words text not null check (length(words) between 1 and 5000),
  at timestamptz not null,
  by uuid,
  primary key (council_id, matter_id, round),
  foreign key (council_id, matter_id) references contact.matter (council_id, id)
);
