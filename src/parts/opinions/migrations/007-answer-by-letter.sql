alter table opinions.contributor
  -- Where an answer by letter goes; without it the letter is handed over where the opinion was given.
  add column address text check (length(address) between 1 and 300),
  -- Since when she wants no word of the next consultation on the same law.
  add column next_declined_at timestamptz;
create index contributor_by_letter on opinions.contributor (council_id, id) where answer_by = 'post';
