-- Where an answer stands in the record, for each opinion it answers.
create table opinions.outcome_leaf (
  council_id uuid not null,
  outcome_id uuid not null,
  opinion_id uuid not null,
  leaf_id uuid not null,
  primary key (council_id, outcome_id, opinion_id),
  foreign key (council_id, outcome_id) references opinions.outcome (council_id, id),
  foreign key (council_id, opinion_id) references opinions.opinion (council_id, id)
);
create index outcome_leaf_of_opinion on opinions.outcome_leaf (council_id, opinion_id);
