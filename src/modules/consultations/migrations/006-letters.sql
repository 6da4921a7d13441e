-- An answer by letter that left the house. One row an opinion, though one letter may answer several of the same person.
create table consultations.letter (
  council_id uuid not null,
  id uuid not null,
  consultation_id uuid not null,
  opinion_id uuid not null,
  -- The answer it held: one corrected afterwards needs another letter.
  outcome_id uuid not null,
  way text not null check (way in ('sent', 'handed-over')),
  on_day date not null,
  marked_at timestamptz not null,
  marked_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  primary key (council_id, id),
  foreign key (council_id, consultation_id) references consultations.consultation (council_id, id)
);
create unique index letter_standing on consultations.letter (council_id, opinion_id, outcome_id) where undone_at is null;
create index letter_by_consultation on consultations.letter (council_id, consultation_id);
