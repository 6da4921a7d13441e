-- Deputies whose inbox is open now, one row for each process that holds the page's line; renewed while it is open.
create table contact.presence (
  council_id uuid not null,
  person_id uuid not null,
  process_id uuid not null,
  seen_at timestamptz not null,
  primary key (council_id, person_id, process_id)
) with (fillfactor = 50);
