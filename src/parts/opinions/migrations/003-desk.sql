-- What the desk adds to opinions and arguments.

-- An argument that went into another keeps its number and says where it went; one that cannot be refined says why.
alter table opinions.argument add column merged_into uuid;
alter table opinions.argument add column unrefined_because text check (unrefined_because <> '');
alter table opinions.argument add foreign key (council_id, merged_into) references opinions.argument (council_id, id);

-- "Mine does not belong here": said when, and what the desk answered when it kept her opinion there all the same.
alter table opinions.argument_member add column objected_at timestamptz;
alter table opinions.argument_member add column objection_reply text check (objection_reply <> '');
create index argument_objection on opinions.argument_member (council_id, argument_id) where objection is not null;

-- Finished before the waiting time was over, or although somebody said no: for this reason.
alter table opinions.refinement add column finished_because text check (finished_because <> '');
create unique index refinement_final on opinions.refinement (council_id, argument_id) where stage = 'final';
create unique index refinement_open on opinions.refinement (council_id, argument_id) where stage in ('draft', 'asked');

-- Who was asked "is this what I meant?"
create table opinions.question (
  council_id uuid not null,
  refinement_id uuid not null,
  opinion_id uuid not null,
  asked_at timestamptz not null,
  primary key (council_id, refinement_id, opinion_id),
  foreign key (council_id, refinement_id) references opinions.refinement (council_id, id),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id)
);
create index question_of_opinion on opinions.question (council_id, opinion_id);

-- An opinion that belongs to no argument and gets an answer of its own.
create table opinions.alone (
  council_id uuid not null,
  opinion_id uuid not null,
  reason text not null check (reason <> ''),
  at timestamptz not null,
  by uuid,
  primary key (council_id, opinion_id),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id)
);
