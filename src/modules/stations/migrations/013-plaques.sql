-- What a place was awarded: practice base, featured station, another plaque; each with its number on the wall.
create table stations.plaque (
  council_id uuid not null references councils.council (council_id),
  id uuid not null,
  place_id uuid not null,
  kind text not null check (kind in ('base', 'featured', 'other')),
  -- On the plaque and in its QR code.
  plaque_number text not null check (length(plaque_number) between 1 and 40),
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$'),
  title_zh text not null check (length(title_zh) between 1 and 60),
  title_en text check (length(title_en) between 1 and 120),
  issued_on date not null,
  issued_by text not null check (length(issued_by) between 1 and 100),
  awarded_at timestamptz not null,
  awarded_by uuid,
  -- Awarded although the town had as many featured stations as the setting allows.
  beyond boolean not null default false,
  withdrawn_on date,
  withdrawn_because text check (length(withdrawn_because) between 1 and 500),
  primary key (council_id, id),
  unique (council_id, code),
  unique (council_id, plaque_number),
  check ((withdrawn_on is null) = (withdrawn_because is null)),
  check (withdrawn_on >= issued_on)
);
create unique index plaque_once on stations.plaque (council_id, place_id, kind) where withdrawn_on is null and kind <> 'other';
create index plaque_by_place on stations.plaque (council_id, place_id);

-- What a practice base does in each of its four functions.
create table stations.base_work (
  council_id uuid not null,
  place_id uuid not null,
  item text not null check (item in ('practise', 'show', 'publicise', 'radiate')),
  told text not null check (length(told) between 1 and 1000),
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (council_id, place_id, item)
);
