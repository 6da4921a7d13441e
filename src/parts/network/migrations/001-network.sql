-- Places where the congress meets people, and who serves there.
create table network.place (
  council_id uuid not null references councils.council (council_id),
  place_id uuid not null,
  number integer not null,
  -- On the door and in its QR code; never changes and is never given twice.
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$'),
  -- The council's own code, by which an import finds the place again.
  register_code text not null check (length(register_code) between 1 and 40),
  kind text not null check (kind in ('home', 'station', 'point', 'contact-point', 'collection-point', 'base')),
  parent_id uuid check (parent_id <> place_id),
  -- The other place under the same roof: a contact point in a deputies' station.
  shared_with_id uuid check (shared_with_id <> place_id),
  level text not null check (level in ('national', 'provincial', 'municipal', 'district', 'street', 'community')),
  host_kind text not null check (host_kind in ('congress', 'street', 'community', 'enterprise', 'association', 'school',
    'court', 'park', 'office-block', 'barracks', 'other')),
  host_id uuid,
  name_zh text not null check (length(name_zh) between 1 and 100),
  name_en text check (length(name_en) between 1 and 200),
  names jsonb not null default '{}',
  -- The trade or subject of a professional contact point.
  specialty_zh text check (length(specialty_zh) <= 100),
  specialty_en text check (length(specialty_en) <= 200),
  address_zh text check (length(address_zh) <= 200),
  address_en text check (length(address_en) <= 300),
  area_id uuid,
  -- WGS-84 degrees.
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  opening jsonb not null default '[]',
  opening_note_zh text check (length(opening_note_zh) <= 300),
  opening_note_en text check (length(opening_note_en) <= 500),
  phone text check (length(phone) <= 40),
  featured boolean not null default false,
  plaque_zh text check (length(plaque_zh) <= 100),
  plaque_en text check (length(plaque_en) <= 200),
  -- The day on which the contact point's legislative council was formed.
  council_formed_on date,
  since date not null,
  until date check (until >= since),
  primary key (council_id, place_id),
  unique (council_id, number),
  unique (council_id, code),
  unique (council_id, register_code),
  check ((latitude is null) = (longitude is null)),
  check (council_formed_on is null or kind = 'contact-point'),
  foreign key (council_id, parent_id) references network.place (council_id, place_id),
  foreign key (council_id, shared_with_id) references network.place (council_id, place_id),
  foreign key (council_id, area_id) references councils.area (council_id, area_id),
  foreign key (council_id, host_id) references councils.organisation (council_id, organisation_id)
);
create index place_by_parent on network.place (council_id, parent_id);
create index place_by_kind on network.place (council_id, kind, level);
create index place_by_area on network.place (council_id, area_id);

-- The five a contact point must have (五有).
create table network.having (
  council_id uuid not null,
  place_id uuid not null,
  item text not null check (item in ('rules', 'venue', 'team', 'funds', 'plan')),
  since date not null,
  evidence text not null check (length(evidence) between 1 and 500),
  primary key (council_id, place_id, item),
  foreign key (council_id, place_id) references network.place (council_id, place_id)
);

create table network.service (
  council_id uuid not null,
  service_id uuid not null,
  place_id uuid not null,
  person_id uuid not null,
  role text not null check (role in ('point-staff', 'liaison', 'collector', 'adviser', 'expert', 'council-member', 'deputy')),
  title text check (length(title) <= 60),
  since date not null,
  until date check (until >= since),
  membership_id uuid,
  -- The day on which the person agreed that their name may be shown here.
  agreed_on date,
  primary key (council_id, service_id),
  foreign key (council_id, place_id) references network.place (council_id, place_id),
  foreign key (council_id, person_id) references people.person (council_id, id)
);
create unique index service_once on network.service (council_id, place_id, person_id, role) where until is null;
create index service_of_person on network.service (council_id, person_id);

-- Organisations that serve a contact point: advisers, and units that pass its questions on.
create table network.unit (
  council_id uuid not null,
  unit_id uuid not null,
  place_id uuid not null,
  organisation_id uuid not null,
  role text not null check (role in ('adviser-unit', 'liaison-unit')),
  since date not null,
  until date check (until >= since),
  primary key (council_id, unit_id),
  foreign key (council_id, place_id) references network.place (council_id, place_id),
  foreign key (council_id, organisation_id) references councils.organisation (council_id, organisation_id)
);
create unique index unit_once on network.unit (council_id, place_id, organisation_id, role) where until is null;

create table network.training (
  council_id uuid not null,
  training_id uuid not null,
  place_id uuid not null,
  course text not null check (length(course) between 1 and 100),
  held_on date not null,
  hours numeric(5, 1) not null check (hours > 0),
  primary key (council_id, training_id),
  foreign key (council_id, place_id) references network.place (council_id, place_id)
);

create table network.trainee (
  council_id uuid not null,
  training_id uuid not null,
  person_id uuid not null,
  primary key (council_id, training_id, person_id),
  foreign key (council_id, training_id) references network.training (council_id, training_id),
  foreign key (council_id, person_id) references people.person (council_id, id)
);
create index trainee_by_person on network.trainee (council_id, person_id);
