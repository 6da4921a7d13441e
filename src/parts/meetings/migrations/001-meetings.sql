-- A meeting with topic, place and time; who comes, what is asked and answered, what is written down.
create table meetings.meeting (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  number integer not null,
  -- The module that holds it; its kinds are that module's words.
  owner text not null check (owner ~ '^[a-z][a-z-]{0,39}$'),
  kind text not null check (kind ~ '^[a-z][a-z-]{0,39}$'),
  place_id uuid,
  topic text not null check (length(topic) between 1 and 120),
  topic_en text not null default '' check (length(topic_en) <= 200),
  about text not null default '' check (length(about) <= 4000),
  about_en text not null default '' check (length(about_en) <= 8000),
  venue text not null default '' check (length(venue) <= 200),
  venue_en text not null default '' check (length(venue_en) <= 200),
  audience text not null default '' check (length(audience) <= 200),
  audience_en text not null default '' check (length(audience_en) <= 200),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- Whether people sign up, and for how many there is room; null: for everybody.
  signs_up boolean not null,
  capacity integer check (capacity between 1 and 100000),
  stage text not null default 'planned'
    check (stage in ('planned', 'published', 'running', 'ended', 'recorded', 'cancelled')),
  -- Shown at the door only: whoever sends it is there.
  door_code text not null,
  stream_url text check (length(stream_url) <= 500),
  recording_url text check (length(recording_url) <= 500),
  -- Counts every change made known, for calendars that hold it.
  changes integer not null default 0,
  changed_at timestamptz not null,
  made_at timestamptz not null,
  made_by uuid,
  published_at timestamptz,
  begun_at timestamptz,
  ended_at timestamptz,
  recorded_at timestamptz,
  cancelled_at timestamptz,
  cancelled_because text check (length(cancelled_because) between 1 and 1000),
  -- Since when names and contacts of those who came are forgotten.
  forgotten_at timestamptz,
  -- The number under which the ledger knows it.
  ledger_subject uuid not null,
  primary key (council_id, id),
  unique (council_id, number),
  check (ends_at > starts_at),
  check (stage = 'planned' or published_at is not null or stage = 'cancelled'),
  check ((stage = 'cancelled') = (cancelled_at is not null)),
  check ((stage = 'recorded') = (recorded_at is not null))
);
create index meeting_by_time on meetings.meeting (council_id, owner, starts_at);
create index meeting_by_place on meetings.meeting (council_id, place_id, starts_at);

create table meetings.agenda_item (
  council_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  position integer not null,
  title text not null check (length(title) between 1 and 200),
  title_en text not null default '' check (length(title_en) <= 300),
  primary key (council_id, id),
  foreign key (council_id, meeting_id) references meetings.meeting (council_id, id)
);
create index agenda_item_of_meeting on meetings.agenda_item (council_id, meeting_id, position);

create table meetings.leader (
  council_id uuid not null,
  meeting_id uuid not null,
  person_id uuid not null,
  primary key (council_id, meeting_id, person_id),
  foreign key (council_id, meeting_id) references meetings.meeting (council_id, id),
  foreign key (council_id, person_id) references people.person (council_id, id)
);
create index leader_by_person on meetings.leader (council_id, person_id);

-- What was said before it was moved.
create table meetings.move (
  council_id uuid not null,
  meeting_id uuid not null,
  ordinal integer not null,
  at timestamptz not null,
  by uuid,
  reason text not null check (length(reason) between 1 and 1000),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  venue text not null,
  primary key (council_id, meeting_id, ordinal),
  foreign key (council_id, meeting_id) references meetings.meeting (council_id, id)
);

-- Who signed up or came.
create table meetings.attendance (
  council_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  -- What its holder knows it by, without dashes.
  code text not null,
  account_id uuid,
  device_id text,
  name text check (length(name) between 1 and 40),
  contact_kind text check (contact_kind in ('phone', 'email')),
  contact text check (length(contact) between 1 and 200),
  locale text not null check (locale in ('zh-CN', 'en')),
  people integer not null check (people between 1 and 20),
  state text not null check (state in ('coming', 'waiting', 'withdrawn', 'walked-in')),
  since timestamptz not null,
  present_at timestamptz,
  -- By the code at the door, or ticked by somebody of the staff.
  present_by text check (present_by in ('code', 'staff')),
  primary key (council_id, id),
  unique (council_id, code),
  foreign key (council_id, meeting_id) references meetings.meeting (council_id, id),
  check ((contact is null) = (contact_kind is null)),
  check ((present_at is null) = (present_by is null))
);
create index attendance_of_meeting on meetings.attendance (council_id, meeting_id, state, since, id);
create unique index attendance_of_account on meetings.attendance (council_id, meeting_id, account_id)
  where account_id is not null and state <> 'withdrawn';
create unique index attendance_of_device on meetings.attendance (council_id, meeting_id, device_id)
  where device_id is not null and account_id is null and state <> 'withdrawn';

-- How often guests of one network signed up or asked, so that one machine does not fill a room.
create table meetings.use (
  council_id uuid not null,
  meeting_id uuid not null,
  what text not null check (what in ('sign-up', 'ask')),
  network text not null,
  used integer not null,
  primary key (council_id, meeting_id, what, network),
  foreign key (council_id, meeting_id) references meetings.meeting (council_id, id)
);

create table meetings.question (
  council_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  number integer not null,
  account_id uuid,
  device_id text,
  -- The name she wants shown; null: none.
  name text check (length(name) between 1 and 40),
  locale text not null check (locale in ('zh-CN', 'en')),
  body text not null check (length(body) between 1 and 500),
  -- Typed by herself, or by the staff for somebody in the room.
  via text not null check (via in ('online', 'on-site')),
  asked_at timestamptz not null,
  supports integer not null default 0 check (supports >= 0),
  hidden_at timestamptz,
  hidden_because text check (length(hidden_because) between 1 and 300),
  answered_at timestamptz,
  primary key (council_id, id),
  unique (council_id, meeting_id, number),
  foreign key (council_id, meeting_id) references meetings.meeting (council_id, id),
  check ((hidden_at is null) = (hidden_because is null))
);

create table meetings.support (
  council_id uuid not null,
  question_id uuid not null,
  -- An account, or a guest's device.
  supporter text not null,
  at timestamptz not null,
  primary key (council_id, question_id, supporter),
  foreign key (council_id, question_id) references meetings.question (council_id, id)
);

-- Answers on record: never changed, only added to.
create table meetings.answer (
  council_id uuid not null,
  question_id uuid not null,
  ordinal integer not null,
  words text not null check (length(words) between 1 and 4000),
  at timestamptz not null,
  -- Who answered, and who wrote it down.
  person_id uuid,
  by uuid,
  leaf_id uuid not null,
  primary key (council_id, question_id, ordinal),
  foreign key (council_id, question_id) references meetings.question (council_id, id)
);

-- The minutes, note by note.
create table meetings.note (
  council_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  agenda_item_id uuid,
  position integer not null,
  body text not null check (length(body) between 1 and 2000),
  -- Who said it; read by everybody only where she agreed.
  said_by text check (length(said_by) between 1 and 40),
  named boolean not null,
  made_at timestamptz not null,
  made_by uuid,
  -- Set when the minutes were published with it.
  leaf_id uuid,
  -- A matter to be handled: since when, the code its asker may follow it by, and what a module made of it.
  matter_at timestamptz,
  receipt text,
  follows boolean,
  keeper_id uuid,
  matter_type text,
  matter_id uuid,
  case_id uuid,
  primary key (council_id, id),
  foreign key (council_id, meeting_id) references meetings.meeting (council_id, id),
  foreign key (council_id, agenda_item_id) references meetings.agenda_item (council_id, id),
  foreign key (council_id, keeper_id) references people.person (council_id, id),
  check ((matter_at is null) = (receipt is null)),
  check (matter_at is not null or matter_id is null)
);
create index note_of_meeting on meetings.note (council_id, meeting_id, position);
create unique index note_by_receipt on meetings.note (council_id, receipt) where receipt is not null;

-- A stretch of time in which a place owes a meeting, and somebody was told that none is planned.
create table meetings.prompt (
  council_id uuid not null references councils.council (council_id),
  place_id uuid not null,
  what text not null check (what ~ '^[a-z][a-z-]{0,39}$'),
  begins_on date not null,
  at timestamptz not null,
  primary key (council_id, place_id, what, begins_on)
);
