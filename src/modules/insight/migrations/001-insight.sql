-- Sums of what the parts store, so that a page of figures never counts every opinion. All of it can be counted again
-- from the opinions at any moment, and is.
create table insight.tally (
  council_id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  -- First day of the month in which the opinions were received, in the council's time zone.
  month date not null check (extract(day from month) = 1),
  place_id uuid,
  door_id uuid,
  channel text not null,
  collected bigint not null check (collected >= 0),
  refined bigint not null check (refined between 0 and collected),
  submitted bigint not null check (submitted between 0 and refined),
  adopted bigint not null check (adopted >= 0),
  partly bigint not null check (partly >= 0),
  later bigint not null check (later >= 0),
  not_adopted bigint not null check (not_adopted >= 0),
  unanswered bigint not null check (adopted + partly + later + not_adopted + unanswered = collected),
  hidden bigint not null check (hidden >= 0),
  position integer not null,
  primary key (council_id, position)
);

-- How many answers came after how many days; the median is read from it exactly.
create table insight.wait (
  council_id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  -- The year in which the opinions were received.
  year integer not null,
  place_id uuid,
  received boolean not null,
  days integer not null check (days >= 0),
  answers bigint not null check (answers > 0),
  position integer not null,
  primary key (council_id, position)
);

-- Suggestions: arguments with what became of them.
create table insight.suggestion (
  council_id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  year integer not null,
  received boolean not null,
  refined boolean not null,
  submitted boolean not null,
  decision text check (decision in ('not-adopted', 'later', 'partly', 'adopted')),
  suggestions bigint not null check (suggestions > 0),
  position integer not null,
  primary key (council_id, position)
);

-- The shape of a published draft, which never changes.
create table insight.draft_shape (
  council_id uuid not null,
  version_id uuid not null,
  chapters integer not null,
  articles integer not null,
  primary key (council_id, version_id)
);

-- When a council was last counted, and what had happened in it by then.
create table insight.counted (
  council_id uuid not null,
  counted_at timestamptz not null,
  stamp text not null,
  took_ms integer not null,
  primary key (council_id)
);
