-- A council, its levels, and what belongs to it.
create table councils.council (
  council_id uuid primary key,
  -- The council above. No foreign key: councils may live in different databases.
  parent_id uuid check (parent_id <> council_id),
  level text not null check (level in ('national', 'provincial', 'municipal', 'district', 'town')),
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) <= 40),
  name_zh text not null check (length(name_zh) between 1 and 100),
  name_en text check (length(name_en) between 1 and 200),
  names jsonb not null default '{}',
  short_name_zh text,
  short_name_en text,
  division_code text,
  phone text,
  time_zone text not null,
  created_at timestamptz not null
);

-- Where a council is reached: its slug, its host names, and which one answers everything else.
-- A reference table without council_id: addresses are unique across councils.
create table councils.address (
  kind text not null check (kind in ('slug', 'host', 'default')),
  value text not null check (value = lower(value)),
  council uuid not null,
  primary key (kind, value),
  check (kind <> 'default' or value = '')
);
create index address_of_council on councils.address (council);

-- The divisions of the state with their codes (GB/T 2260 and the statistical codes below the county). A reference table.
create table councils.division (
  code text primary key check (code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$'),
  parent_code text,
  level text not null check (level in ('province', 'city', 'county', 'street', 'village')),
  name_zh text not null,
  name_en text,
  check (level = case length(code) when 2 then 'province' when 4 then 'city' when 6 then 'county'
                                   when 9 then 'street' else 'village' end)
);
create index division_by_parent on councils.division (parent_code, code);

create table councils.area (
  council_id uuid not null references councils.council (council_id),
  area_id uuid not null,
  code text not null check (length(code) between 1 and 40),
  parent_id uuid check (parent_id <> area_id),
  kind text not null check (kind in ('province', 'city', 'county', 'street', 'village', 'grid', 'other')),
  name_zh text not null check (length(name_zh) between 1 and 100),
  name_en text check (length(name_en) between 1 and 200),
  names jsonb not null default '{}',
  division_code text,
  primary key (council_id, area_id),
  unique (council_id, code),
  foreign key (council_id, parent_id) references councils.area (council_id, area_id)
);
create index area_by_parent on councils.area (council_id, parent_id, code);

create table councils.organisation (
  council_id uuid not null references councils.council (council_id),
  organisation_id uuid not null,
  number integer not null,
  code text not null check (length(code) between 1 and 40),
  parent_id uuid check (parent_id <> organisation_id),
  kind text not null check (kind in ('committee', 'street-office', 'government', 'department', 'supervisory-commission',
    'court', 'procuratorate', 'enterprise', 'association', 'institution', 'community', 'other')),
  name_zh text not null check (length(name_zh) between 1 and 100),
  name_en text check (length(name_en) between 1 and 200),
  names jsonb not null default '{}',
  duties text check (length(duties) <= 2000),
  phone text,
  area_id uuid,
  since date not null,
  until date check (until >= since),
  primary key (council_id, organisation_id),
  unique (council_id, number),
  unique (council_id, code),
  foreign key (council_id, parent_id) references councils.organisation (council_id, organisation_id),
  foreign key (council_id, area_id) references councils.area (council_id, area_id)
);

create table councils.constituency (
  council_id uuid not null references councils.council (council_id),
  constituency_id uuid not null,
  number integer not null,
  code text not null check (length(code) between 1 and 40),
  -- By territory, by association (a professional group), of residents registered elsewhere, or of one big employer.
  kind text not null check (kind in ('territorial', 'association', 'migrant', 'unit')),
  name_zh text not null check (length(name_zh) between 1 and 100),
  name_en text check (length(name_en) between 1 and 200),
  area_id uuid,
  -- How many the law of the place allows is a setting; this is only the witness against nonsense.
  seats integer not null check (seats between 1 and 50),
  since date not null,
  until date check (until >= since),
  primary key (council_id, constituency_id),
  unique (council_id, number),
  unique (council_id, code),
  foreign key (council_id, area_id) references councils.area (council_id, area_id)
);

-- Every change of a setting, each with the instant from which it counts. Nothing is ever changed or taken away.
create table councils.setting (
  council_id uuid not null references councils.council (council_id),
  setting_id uuid not null,
  key text not null,
  value jsonb not null,
  valid_from timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid,
  reason text not null check (length(reason) between 1 and 500),
  primary key (council_id, setting_id),
  check (valid_from >= changed_at)
);
create index setting_at on councils.setting (council_id, key, valid_from desc, changed_at desc, setting_id desc);

-- Days that differ from the national calendar in this council.
create table councils.calendar_day (
  council_id uuid not null references councils.council (council_id),
  day date not null,
  working boolean not null,
  name text not null check (length(name) between 1 and 100),
  primary key (council_id, day)
);

-- A sheet that was read and judged, waiting for a person to confirm or drop it.
create table councils.import_preview (
  council_id uuid not null references councils.council (council_id),
  preview_id uuid not null,
  kind text not null,
  file_name text not null,
  rows jsonb not null,
  problems jsonb not null,
  added integer not null,
  changed integer not null,
  unchanged integer not null,
  stage text not null check (stage in ('faulty', 'ready', 'done', 'dropped')),
  created_at timestamptz not null,
  created_by uuid,
  settled_at timestamptz,
  primary key (council_id, preview_id)
);
