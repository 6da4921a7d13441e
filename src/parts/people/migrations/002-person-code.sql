-- The council's own code for a person on its books, by which a sheet finds them again.
create table people.person_code (
  council_id uuid not null,
  code text not null check (length(code) between 1 and 40),
  person_id uuid not null,
  primary key (council_id, code),
  unique (council_id, person_id),
  foreign key (council_id, person_id) references people.person (council_id, id)
);
