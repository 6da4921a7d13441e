-- What came from another council's package, and what it became here: the way back for the answers.
create table consultations.carried (
  council_id uuid not null,
  package_sha256 text not null,
  kind text not null check (kind in ('opinion', 'argument')),
  origin_id uuid not null,
  local_id uuid not null,
  primary key (council_id, package_sha256, kind, origin_id),
  foreign key (council_id, package_sha256) references consultations.received_package (council_id, package_sha256)
);
create index carried_here on consultations.carried (council_id, local_id);

-- A package that somebody handed in and nobody has yet taken over; forgotten after a day.
create table consultations.upload (
  council_id uuid not null,
  id uuid not null,
  package bytea not null,
  uploaded_at timestamptz not null,
  uploaded_by uuid,
  primary key (council_id, id)
);

-- A draft sent down, or answers sent back, as sent. Opinions sent up are in `submission`.
create table consultations.sent_package (
  council_id uuid not null,
  package_sha256 text not null,
  kind text not null check (kind in ('draft', 'adoption')),
  consultation_id uuid not null,
  to_name text not null,
  package bytea not null,
  sent_at timestamptz not null,
  sent_by uuid,
  primary key (council_id, package_sha256),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);

-- Where the words an opinion speaks about stand in the next version, or that a person must look.
create table consultations.placing (
  council_id uuid not null,
  consultation_id uuid not null,
  version_id uuid not null,
  opinion_id uuid not null,
  state text not null check (state in ('placed', 'needs-a-person', 'gone')),
  how text not null,
  provision_id text,
  starts integer,
  ends integer,
  placed_by uuid,
  primary key (council_id, version_id, opinion_id),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);
create index placing_waits on consultations.placing (council_id, consultation_id) where state = 'needs-a-person';
