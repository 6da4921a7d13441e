-- What a council and its places make known: activities with a time and a place, and articles.
create table publicity.post (
  council_id uuid not null,
  id uuid not null,
  number integer not null,
  kind text not null check (kind in ('talk', 'themed-event', 'leaflet', 'lesson', 'activity', 'notice', 'news', 'case', 'award')),
  -- The place whose post it is; null for the council's own.
  place_id uuid,
  title text not null check (length(title) between 1 and 120),
  body text not null default '' check (length(body) <= 20000),
  -- Words in other languages: {"en": {"title": "…", "body": "…", "venue": "…", "audience": "…"}}
  others jsonb not null default '{}',
  starts_at timestamptz,
  ends_at timestamptz check (ends_at > starts_at),
  venue text not null default '' check (length(venue) <= 200),
  audience text not null default '' check (length(audience) <= 200),
  -- Languages in which it is held or handed out, BCP 47.
  languages text[] not null default '{}',
  -- What it is about: a matter of some module, or a law by its name.
  matter_type text,
  matter_id uuid,
  law text not null default '' check (length(law) <= 200),
  stage text not null check (stage in ('draft', 'published', 'withdrawn')),
  made_at timestamptz not null,
  made_by uuid,
  published_at timestamptz,
  -- When the present time of the activity was made known: at publication, or by the last correction that moved it.
  told_at timestamptz,
  -- Days from then to the day of the activity, negative when it had begun; and how many the setting asked for.
  days_ahead integer,
  days_required integer,
  withdrawn_at timestamptz,
  withdrawn_because text check (length(withdrawn_because) between 1 and 1000),
  -- After the activity.
  attended integer check (attended between 0 and 10000000),
  copies integer check (copies between 0 and 100000000),
  outcome text not null default '' check (length(outcome) <= 5000),
  reported_at timestamptz,
  -- Last change anybody can see.
  changed_at timestamptz not null,
  primary key (council_id, id),
  unique (council_id, number),
  check ((kind in ('talk', 'themed-event', 'leaflet', 'lesson', 'activity')) = (starts_at is not null)),
  check (ends_at is null or starts_at is not null),
  check ((matter_type is null) = (matter_id is null)),
  check (stage = 'draft' or published_at is not null or withdrawn_at is not null),
  check ((stage = 'withdrawn') = (withdrawn_at is not null)),
  check ((withdrawn_at is null) = (withdrawn_because is null)),
  check ((days_ahead is null) = (days_required is null)),
  check (reported_at is null or starts_at is not null)
);
create index post_by_time on publicity.post (council_id, starts_at) where stage = 'published' and starts_at is not null;
create index post_by_publication on publicity.post (council_id, published_at desc, id desc) where published_at is not null;
create index post_by_place on publicity.post (council_id, place_id) where place_id is not null;

-- What a published post said before it was corrected, and why. Nothing is taken away from here.
create table publicity.correction (
  council_id uuid not null,
  post_id uuid not null,
  ordinal integer not null,
  at timestamptz not null,
  by uuid,
  reason text not null check (length(reason) between 1 and 1000),
  -- The words and values that were replaced, by field.
  before jsonb not null,
  primary key (council_id, post_id, ordinal),
  foreign key (council_id, post_id) references publicity.post (council_id, id)
);

create table publicity.picture (
  council_id uuid not null,
  post_id uuid not null,
  file_id uuid not null,
  -- What it shows, for those who cannot see it.
  description text not null check (length(description) between 1 and 300),
  added_at timestamptz not null,
  added_by uuid,
  removed_at timestamptz,
  removed_because text check (length(removed_because) between 1 and 1000),
  primary key (council_id, post_id, file_id),
  foreign key (council_id, post_id) references publicity.post (council_id, id),
  check ((removed_at is null) = (removed_because is null))
);
