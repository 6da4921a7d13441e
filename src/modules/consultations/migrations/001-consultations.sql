-- A legislative project and the chain of consultations on it.
create table consultations.project (
  council_id uuid not null,
  id uuid not null,
  number integer not null,
  title text not null check (title <> ''),
  -- Titles in other languages: {"en": "…"}
  titles jsonb not null default '{}',
  about text not null default '',
  kind text not null default 'new' check (kind in ('new', 'amendment', 'repeal')),
  single_subject boolean not null default false,
  text_id uuid,
  made_at timestamptz not null,
  made_by uuid,
  primary key (council_id, id),
  unique (council_id, number)
);

create table consultations.consultation (
  council_id uuid not null,
  id uuid not null,
  number integer not null,
  project_id uuid not null,
  phase text not null check (phase in ('project-setting', 'drafting', 'research', 'deliberation', 'evaluation')),
  title text not null check (title <> ''),
  titles jsonb not null default '{}',
  summary text not null default '',
  summaries jsonb not null default '{}',
  -- The version people speak about, and the one that answers them.
  version_id uuid,
  next_version_id uuid,
  stage text not null check (stage in ('prepared', 'open', 'closed', 'refined', 'submitted', 'answered', 'evaluated')),
  opens_at timestamptz,
  closes_at timestamptz,
  published_at timestamptz,
  closed_at timestamptz,
  refined_at timestamptz,
  submitted_at timestamptz,
  answered_at timestamptz,
  evaluated_at timestamptz,
  -- A matter keeps the settings it began with.
  settings_at date not null,
  -- A consultation sent down by another council, and how to send the answers back up.
  from_council text,
  from_package text,
  made_at timestamptz not null,
  made_by uuid,
  primary key (council_id, id),
  unique (council_id, number),
  foreign key (council_id, project_id) references consultations.project (council_id, id),
  check (stage = 'prepared' or (opens_at is not null and closes_at is not null and closes_at > opens_at))
);

create table consultations.step (
  council_id uuid not null,
  consultation_id uuid not null,
  position integer not null,
  key text not null,
  title text not null,
  titles jsonb not null default '{}',
  task text not null default '',
  tasks jsonb not null default '{}',
  owner_role text not null,
  owner_id uuid,
  due_on date,
  done_at timestamptz,
  done_by uuid,
  note text not null default '',
  primary key (council_id, consultation_id, position),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);

-- The consultation as a task of one place: a contact point, a station.
create table consultations.dispatch (
  council_id uuid not null,
  consultation_id uuid not null,
  place_id uuid not null,
  task text not null default '',
  due_on date,
  sent_at timestamptz not null,
  sent_by uuid,
  accepted_at timestamptz,
  accepted_by uuid,
  reported_at timestamptz,
  primary key (council_id, consultation_id, place_id),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);

-- A door: a QR code that remembers point, draft, clause and campaign.
create table consultations.door (
  council_id uuid not null,
  id uuid not null,
  code text not null check (code ~ '^[0-9A-Z]{8}$'),
  consultation_id uuid not null,
  place_id uuid,
  provision_id text,
  campaign text,
  label text not null default '',
  made_at timestamptz not null,
  made_by uuid,
  closed_at timestamptz,
  primary key (council_id, id),
  unique (council_id, code),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);

create table consultations.door_visits (
  council_id uuid not null,
  door_id uuid not null,
  day date not null,
  visits integer not null,
  primary key (council_id, door_id, day),
  foreign key (council_id, door_id) references consultations.door (council_id, id)
);

-- A session on site: its minutes become opinions.
create table consultations.session (
  council_id uuid not null,
  id uuid not null,
  number integer not null,
  client_key uuid not null,
  consultation_id uuid not null,
  place_id uuid,
  kind text not null check (kind in ('seminar', 'visit', 'street', 'school', 'workplace', 'hearing', 'other')),
  title text not null,
  held_at timestamptz not null,
  venue text not null default '',
  attended integer check (attended >= 0),
  minutes text not null default '',
  led_by uuid,
  made_at timestamptz not null,
  primary key (council_id, id),
  unique (council_id, number),
  unique (council_id, client_key),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);

-- A printed form with a code of its own; typed in twice by different people.
create table consultations.paper (
  council_id uuid not null,
  id uuid not null,
  code text not null check (code ~ '^[0-9A-Z]{12}$'),
  consultation_id uuid not null,
  place_id uuid,
  printed_at timestamptz not null,
  first_entry jsonb,
  first_by uuid,
  first_at timestamptz,
  second_entry jsonb,
  second_by uuid,
  second_at timestamptz,
  scan_file_id uuid,
  opinion_id uuid,
  voided text,
  primary key (council_id, id),
  unique (council_id, code),
  check (second_by is null or second_by <> first_by),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);

-- What was sent upward, as sent; and what came back.
create table consultations.submission (
  council_id uuid not null,
  id uuid not null,
  number integer not null,
  consultation_id uuid not null,
  to_name text not null,
  package_sha256 text not null,
  package bytea not null,
  counts jsonb not null,
  sent_at timestamptz not null,
  sent_by uuid,
  acknowledged_at timestamptz,
  adoption_at timestamptz,
  adoption jsonb,
  primary key (council_id, id),
  unique (council_id, number),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);

create table consultations.received_package (
  council_id uuid not null,
  package_sha256 text not null,
  kind text not null check (kind in ('draft', 'opinions', 'adoption')),
  from_name text not null,
  from_key text not null,
  consultation_id uuid,
  received_at timestamptz not null,
  received_by uuid,
  manifest jsonb not null,
  primary key (council_id, package_sha256)
);

-- Keys of councils whose packages are believed.
create table consultations.partner (
  council_id uuid not null,
  key text not null,
  name text not null,
  added_at timestamptz not null,
  added_by uuid,
  removed_at timestamptz,
  primary key (council_id, key)
);

-- The contributor's own judgement of the consultation, one per contributor.
create table consultations.evaluation (
  council_id uuid not null,
  consultation_id uuid not null,
  contributor_id uuid not null,
  score text not null check (score in ('satisfied', 'basically', 'dissatisfied', 'abstain')),
  words text not null default '',
  at timestamptz not null,
  primary key (council_id, consultation_id, contributor_id),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);
