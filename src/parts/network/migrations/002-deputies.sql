-- Deputies as people look for them: what they are in the council, and what they say of themselves.
create table network.deputy (
  council_id uuid not null,
  person_id uuid not null,
  -- On her card and in its QR code; never changes and is never given twice.
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$'),
  -- Of which congresses; somebody may sit in two.
  levels text[] not null check (cardinality(levels) between 1 and 5
    and levels <@ array['national', 'provincial', 'municipal', 'district', 'town']),
  constituency_id uuid,
  introduction_zh text check (length(introduction_zh) <= 1000),
  introduction_en text check (length(introduction_en) <= 2000),
  -- When people find her, where, in her own words.
  hours jsonb not null default '[]',
  hours_note_zh text check (length(hours_note_zh) <= 300),
  hours_note_en text check (length(hours_note_en) <= 500),
  portrait_id uuid,
  -- What she has agreed to be shown, where the council leaves it to her.
  agreed text[] not null default '{}'
    check (agreed <@ array['constituency', 'places', 'groups', 'portrait', 'introduction', 'hours', 'activity']),
  primary key (council_id, person_id),
  unique (council_id, code),
  foreign key (council_id, person_id) references people.person (council_id, id),
  foreign key (council_id, constituency_id) references councils.constituency (council_id, constituency_id),
  foreign key (council_id, portrait_id) references files.file (council_id, id)
);
create index deputy_by_constituency on network.deputy (council_id, constituency_id);

-- Special committees, professional groups, and the groups in which deputies are assigned to places.
create table network.deputy_group (
  council_id uuid not null references councils.council (council_id),
  group_id uuid not null,
  number integer not null,
  kind text not null check (kind in ('committee', 'professional', 'local')),
  name_zh text not null check (length(name_zh) between 1 and 100),
  name_en text check (length(name_en) between 1 and 200),
  since date not null,
  until date check (until >= since),
  primary key (council_id, group_id),
  unique (council_id, number)
);
create unique index deputy_group_by_name on network.deputy_group (council_id, name_zh) where until is null;

create table network.group_member (
  council_id uuid not null,
  group_id uuid not null,
  person_id uuid not null,
  leads boolean not null default false,
  since date not null,
  until date check (until >= since),
  primary key (council_id, group_id, person_id),
  foreign key (council_id, group_id) references network.deputy_group (council_id, group_id),
  foreign key (council_id, person_id) references network.deputy (council_id, person_id)
);
create index group_of_member on network.group_member (council_id, person_id);

-- Where a group sits: its members serve there.
create table network.group_place (
  council_id uuid not null,
  group_id uuid not null,
  place_id uuid not null,
  since date not null,
  until date check (until >= since),
  primary key (council_id, group_id, place_id),
  foreign key (council_id, group_id) references network.deputy_group (council_id, group_id),
  foreign key (council_id, place_id) references network.place (council_id, place_id)
);
create index group_at_place on network.group_place (council_id, place_id);

-- What places and deputies are found by: only words that everybody may read. Derived from the rows above and sorted in
-- again whenever they change.
create table network.found_by (
  council_id uuid not null,
  kind text not null check (kind in ('place', 'deputy')),
  thing_id uuid not null,
  -- Order of names: the first letters of their pinyin, then the name.
  sort text not null,
  words tsvector not null,
  -- A deputy's end, where it is known.
  until timestamptz,
  stale boolean not null default false,
  primary key (council_id, kind, thing_id)
);
create index found_by_words on network.found_by using gin (words);
create index found_by_sort on network.found_by (council_id, kind, sort, thing_id);
create index found_by_stale on network.found_by (council_id) where stale;

-- What somebody who does not see, hear or walk well finds at a place.
alter table network.place
  add column access text[] not null default '{}'
    check (access <@ array['step-free', 'lift', 'toilet', 'hearing-loop', 'sign-language', 'large-print', 'quiet-room', 'parking']),
  add column access_note_zh text check (length(access_note_zh) <= 300),
  add column access_note_en text check (length(access_note_en) <= 500);

-- The outline of an area for the council's own map: rings of [longitude, latitude], WGS-84.
create table network.area_shape (
  council_id uuid not null,
  area_id uuid not null,
  rings jsonb not null,
  primary key (council_id, area_id),
  foreign key (council_id, area_id) references councils.area (council_id, area_id)
);

-- Places that stand already are found from the next sorting on.
insert into network.found_by (council_id, kind, thing_id, sort, words, stale)
select council_id, 'place', place_id, name_zh, ''::tsvector, true from network.place;

-- The group with which somebody was assigned to a place; null where she was assigned by herself.
alter table network.service
  add column group_id uuid,
  add foreign key (council_id, group_id) references network.deputy_group (council_id, group_id);
