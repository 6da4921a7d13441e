-- What came in a Popolo file and where it stands in the registers of the council. `extra` holds the fields for which
-- the registers have no column; `approx` those that a column holds only nearly: as they came, and as the column had them.
create table popolo.record (
  council_id uuid not null references councils.council (council_id),
  collection text not null check (collection in ('organizations', 'areas', 'events', 'posts', 'persons', 'memberships')),
  popolo_id text not null check (length(popolo_id) between 1 and 300),
  position integer not null,
  extra jsonb not null,
  approx jsonb not null,
  organisation_id uuid,
  area_id uuid,
  constituency_id uuid,
  person_id uuid,
  membership_id uuid,
  primary key (council_id, collection, popolo_id),
  foreign key (council_id, organisation_id) references councils.organisation (council_id, organisation_id),
  foreign key (council_id, area_id) references councils.area (council_id, area_id),
  foreign key (council_id, constituency_id) references councils.constituency (council_id, constituency_id),
  foreign key (council_id, person_id) references people.person (council_id, id),
  foreign key (council_id, membership_id) references people.membership (council_id, id)
);
create index record_in_order on popolo.record (council_id, collection, position, popolo_id);
create index record_of_person on popolo.record (council_id, person_id) where person_id is not null;

-- What stands in the file beside the collections: `meta` and whatever else.
create table popolo.document (
  council_id uuid not null references councils.council (council_id),
  extra jsonb not null,
  imported_at timestamptz not null,
  primary key (council_id)
);
