-- A certificate that anyone can check: what it says, as signed by the council's log key.
create table certificates.certificate (
  council_id uuid not null,
  id uuid not null,
  code text not null check (code ~ '^[0-9A-Z]{12}$'),
  kind text not null check (kind in ('adoption', 'passport')),
  opinion_id uuid,
  account_id uuid,
  -- A signed note (c2sp.org/signed-note): its second line is the certificate as canonical JSON.
  note text not null,
  issued_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (council_id, id),
  unique (council_id, code),
  check ((kind = 'adoption') = (opinion_id is not null) and (kind = 'passport') = (account_id is not null))
);
create unique index certificate_of_opinion on certificates.certificate (council_id, opinion_id)
  where opinion_id is not null and withdrawn_at is null;
create unique index certificate_of_account on certificates.certificate (council_id, account_id)
  where account_id is not null and withdrawn_at is null;
