-- A case may end without an answer: taken back by the one who raised it, or carried on under another one.
alter table cases.matter drop constraint matter_stage_check;
alter table cases.matter
  add constraint matter_stage_check check (stage in ('open', 'answered', 'settled', 'closed')),
  add column closed_for text check (closed_for in ('withdrawn', 'merged')),
  add column closed_at timestamptz,
  -- Where it stood before it was closed, so that it can stand there again.
  add column stage_before text check (stage_before in ('open', 'answered')),
  add constraint matter_closed check (
    (stage = 'closed') = (closed_for is not null) and (stage = 'closed') = (stage_before is not null)
    and (stage = 'closed') = (closed_at is not null)),
  -- Sorting 分类分级: what it is about, a code of the council's list, and how hard it is.
  add column topic text check (topic ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  add column grade text check (grade in ('simple', 'ordinary', 'hard')),
  add column sorted_at timestamptz,
  add column sorted_by uuid;

-- Colleagues who help the one who answers for it.
alter table cases.assignment add column helper_ids uuid[] not null default '{}';

-- What colleagues tell each other about a case. Read by their organisation alone.
create table cases.note (
  council_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  organisation_id uuid not null,
  words text not null check (length(words) <= 2000),
  at timestamptz not null,
  by uuid,
  -- Taken off by its writer, or with the account of somebody it may speak of.
  erased_at timestamptz,
  primary key (council_id, id),
  foreign key (council_id, case_id) references cases.matter (council_id, id),
  foreign key (council_id, organisation_id) references councils.organisation (council_id, organisation_id),
  check ((words = '') = (erased_at is not null))
);
create index note_by_case on cases.note (council_id, case_id, organisation_id);
create index note_by_writer on cases.note (council_id, by);

-- Beginnings of replies an organisation keeps; what stands in braces is filled in from the case.
create table cases.template (
  council_id uuid not null,
  id uuid not null,
  organisation_id uuid not null,
  title text not null check (length(title) between 1 and 100),
  body text not null check (length(body) between 1 and 5000),
  changed_at timestamptz not null,
  changed_by uuid,
  retired_at timestamptz,
  primary key (council_id, id),
  foreign key (council_id, organisation_id) references councils.organisation (council_id, organisation_id)
);
create index template_by_organisation on cases.template (council_id, organisation_id) where retired_at is null;

-- The queue of every organisation, ready to be read in its order: one row for each case it leads or helps with. It says
-- nothing that the other tables do not say; the triggers below keep it true whatever changes them.
create table cases.queued (
  council_id uuid not null,
  case_id uuid not null,
  organisation_id uuid not null,
  assignment_id uuid not null,
  kind text not null,
  about_id uuid not null,
  title text not null,
  pairs text[] not null,
  role text not null,
  -- Where it stands for this organisation.
  step text not null check (step in (
    'assigned', 'accepted', 'asked-back', 'extension', 'draft', 'reviewed', 'helped', 'answered', 'settled', 'closed')),
  -- The organisation has it in hand.
  waiting boolean not null,
  due_on date,
  -- The day that counts: none while the clock stands.
  counts_on date,
  assigned_at timestamptz not null,
  since timestamptz not null,
  holder_id uuid,
  helper_ids uuid[] not null,
  scope_id uuid,
  topic text,
  grade text,
  round integer not null,
  primary key (council_id, case_id, organisation_id)
);
create index queued_by_day on cases.queued (council_id, organisation_id, kind, waiting, counts_on, case_id)
  include (step, role, scope_id, topic, grade, holder_id);
create index queued_all on cases.queued (council_id, organisation_id, kind, counts_on, case_id)
  include (step, role, scope_id, topic, grade, holder_id);
create index queued_by_age on cases.queued (council_id, organisation_id, kind, waiting, assigned_at, case_id)
  include (step, role, scope_id, topic, grade, holder_id);
create index queued_by_step on cases.queued (council_id, organisation_id, kind, step, counts_on, case_id);
create index queued_by_place on cases.queued (council_id, organisation_id, scope_id, counts_on, case_id);
create index queued_by_topic on cases.queued (council_id, organisation_id, kind, topic, counts_on, case_id);
create index queued_by_holder on cases.queued (council_id, organisation_id, kind, holder_id, counts_on, case_id);
create index queued_by_words on cases.queued using gin (pairs);

-- Neighbouring characters of a title: what a search for two or more of them, in any language, is found by.
create function cases.pairs_of(words text) returns text[] language sql immutable parallel safe as $$
  select array(select distinct substr(lower(words), n, 2) from generate_series(1, length(words) - 1) n)
$$;

create function cases.queue_again(of_council uuid, of_case uuid) returns void language sql as $$
  with now_queued as (
    select distinct on (a.organisation_id)
           a.council_id, a.case_id, a.organisation_id, a.id as assignment_id, m.kind, m.about_id, m.title, a.role,
           case
             when m.stage <> 'open' then m.stage
             when a.state = 'done' then 'helped'
             when a.role = 'assist' then a.state
             when exists (select from cases.question q where q.council_id = m.council_id and q.case_id = m.id
                             and q.answered_at is null) then 'asked-back'
             when exists (select from cases.extension e where e.council_id = m.council_id and e.case_id = m.id
                             and e.state = 'asked') then 'extension'
             else coalesce((select r.state from cases.reply r where r.council_id = m.council_id and r.case_id = m.id
                               and r.round = m.round and r.state <> 'sent'), a.state)
           end as step,
           c.due_on, case when c.paused_on is null then c.due_on end as counts_on,
           a.assigned_at, a.since, a.holder_id, a.helper_ids, m.scope_id, m.topic, m.grade, m.round
      from cases.matter m
      join cases.assignment a on a.council_id = m.council_id and a.case_id = m.id
       and (a.state in ('assigned', 'accepted') or (a.role = 'assist' and a.state = 'done'))
      left join cases.clock c on c.council_id = m.council_id and c.case_id = m.id and c.met_on is null
       and c.stopped_on is null
       and ((a.role = 'lead' and c.kind = 'reply' and c.round = m.round)
         or (a.role = 'assist' and c.kind = 'assist' and c.assignment_id = a.id))
     where m.council_id = of_council and m.id = of_case
     order by a.organisation_id, a.role desc, a.state, a.assigned_at desc
  ), kept as (
    insert into cases.queued as q (council_id, case_id, organisation_id, assignment_id, kind, about_id, title, pairs, role, step,
           waiting, due_on, counts_on, assigned_at, since, holder_id, helper_ids, scope_id, topic, grade, round)
    select council_id, case_id, organisation_id, assignment_id, kind, about_id, title, cases.pairs_of(title), role, step,
           step not in ('helped', 'answered', 'settled', 'closed'), due_on, counts_on, assigned_at, since, holder_id,
           helper_ids, scope_id, topic, grade, round
      from now_queued
    on conflict (council_id, case_id, organisation_id) do update
       set assignment_id = excluded.assignment_id, title = excluded.title, pairs = excluded.pairs, role = excluded.role, step = excluded.step,
           waiting = excluded.waiting, due_on = excluded.due_on, counts_on = excluded.counts_on,
           assigned_at = excluded.assigned_at, since = excluded.since, holder_id = excluded.holder_id,
           helper_ids = excluded.helper_ids, scope_id = excluded.scope_id, topic = excluded.topic,
           grade = excluded.grade, round = excluded.round
    returning organisation_id
  )
  delete from cases.queued q
   where q.council_id = of_council and q.case_id = of_case
     and q.organisation_id not in (select organisation_id from now_queued);
$$;

create function cases.queue_changed() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'matter' then
    perform cases.queue_again(new.council_id, new.id);
  else
    perform cases.queue_again(new.council_id, new.case_id);
  end if;
  return null;
end;
$$;

create trigger matter_queued after update of stage, round, title, topic, grade, scope_id on cases.matter
  for each row execute function cases.queue_changed();
create trigger assignment_queued after insert or update on cases.assignment
  for each row execute function cases.queue_changed();
create trigger clock_queued after insert or update of due_on, paused_on, met_on, stopped_on on cases.clock
  for each row execute function cases.queue_changed();
create trigger question_queued after insert or update on cases.question
  for each row execute function cases.queue_changed();
create trigger extension_queued after insert or update on cases.extension
  for each row execute function cases.queue_changed();
create trigger reply_queued after insert or update of state on cases.reply
  for each row execute function cases.queue_changed();

select cases.queue_again(council_id, id) from cases.matter;
